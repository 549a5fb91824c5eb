"""Lists of noun groups: "A, B and C", "A, mayor of X, and B", "A along with B", and the appositions in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from q7x2_etl.extraction.framing.slots import one_person
from q7x2_etl.extraction.syntax.asides import REACH, behind_parts, over_aside
from q7x2_etl.extraction.syntax.participles import over_participle
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import ARTICLES, INDEFINITE
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_WHERE = frozenset({"in", "near", "at", "around", "outside"})
_LOCAL = frozenset({"place", "facility"})
_AMONG = frozenset({"among", "amongst"})
_GOVERNING_TWO = frozenset({"of", "by", "against"})
_REACH = 48  # chunks that a list may span
_HUMAN = frozenset({"person", "title", "armed", "civilian", "name"})
ACCOMPANYING = frozenset({"alongside", "along with", "together with", "as well as", "in addition to"})


@dataclass(slots=True)
class _List:
    """A list as far as it is read: its members, who is described by which apposition, the last noun group's chunk."""

    members: list[NounGroup]
    last: int
    described: list[tuple[NounGroup, NounGroup]] = field(default_factory=list)

    def settle(self) -> list[NounGroup]:
        """The members, now with their appositions; "the driver, Juan Perez," is Juan Perez, a driver."""
        for noun, apposition in self.described:
            if _names(apposition) and _described_person(noun):
                noun, apposition = apposition, noun
                self.members = [noun if known is apposition else known for known in self.members]
            if not any(known is apposition for known in noun.appositions):
                noun.appositions.append(apposition)
        return self.members


def coordinated_left(sentence: Sentence, j: int) -> list[NounGroup]:
    """The members of the list that ends with the noun group at chunk `j`, or with an apposition there."""
    chunks = sentence.chunks
    last = chunks[j].noun
    if last is None:
        return []
    start = j
    for k in range(j - 1, max(-1, j - _REACH), -1):
        if chunks[k].kind in {"VG", "S"} and not (_in_aside(sentence, k, j) or over_participle(chunks, k) == j - 1):
            break
        start = k
    for k in range(start, j):
        noun = chunks[k].noun
        if noun is None or noun.prep is not None or noun.pronoun or _is_object(sentence, k):
            continue
        if noun.last - noun.first == 1 and sentence.lows[noun.first] in packaged_words().words["adjectives_before_to"]:
            continue  # "Angry at prices, | residents | rioted"
        if noun.last - noun.first == 1 and sentence.lows[noun.first] in packaged_words().words["units_of_days"]:
            continue  # "Hours | after the blast, | troops | raided"
        if noun.last - noun.first == 1 and sentence.lows[noun.first] in packaged_words().words["early_and_late"]:
            continue  # "Late | on 8 May, | armed men | raided"
        if noun.complement is not None and noun.complement.pronoun:
            continue  # "40 were hurt, six of them seriously, | and 12 were arrested"
        found = _list_from(sentence, k, j)
        if found.last == j:
            return found.settle()
    return [last]


def _is_object(sentence: Sentence, k: int) -> bool:
    """ "launched | 40 drones and | two missiles": an object of the verb before, or coordinated with one.

    So are "70 people, mostly | women and | children", "nine people, among them | two guards and | a cook".
    """
    chunks = sentence.chunks
    while k > 1 and chunks[k - 1].kind == "C":
        before = chunks[k - 2].noun
        if before is None or before.prep is not None or sentence.lows[chunks[k - 1].first] == "but":
            break  # "he escaped unhurt but | his guard and | driver | died"
        k -= 2
    mostly = k > 0 and chunks[k - 1].kind == "B" and sentence.lows[chunks[k - 1].first] in _mostly()
    whole = chunks[k - 1].noun if k > 0 else None
    some = whole is not None and whole.pronoun and whole.prep in _AMONG
    return mostly or some or (k > 0 and _takes_object(chunks[k - 1]))


def _reflexives() -> frozenset[str]:
    return packaged_words().words["reflexives"]


def _mostly() -> frozenset[str]:
    return packaged_words().words["mostly_words"]


def _takes_object(piece: Chunk) -> bool:
    """A verb; but what is said without "that" begins a clause: "officials say | 23 rebels and two soldiers died"."""
    return piece.verb is not None and piece.verb.lemma not in packaged_words().words["verbs_saying"]


def coordinated_right(sentence: Sentence, j: int) -> list[NounGroup]:
    """The members of the list that starts with the noun group at chunk `j`."""
    return _list_from(sentence, j, None).settle() if sentence.chunks[j].noun is not None else []


def opening_subject(sentence: Sentence, mark: int, verb: int) -> list[NounGroup]:
    """ "…; a man, Omar Karim, | was killed": the list that opens the part behind the semicolon at chunk `mark`.

    Empty where the verb at chunk `verb` follows without one: it shares the subject of the part before.
    """
    for at in range(mark + 1, verb):
        noun = sentence.chunks[at].noun
        if noun is not None and sentence.chunks[at - 1].kind != "I":
            return _list_from(sentence, at, verb - 1).settle() if noun.prep is None else []
    return []


def semicolon_between(sentence: Sentence, first: int, last: int) -> int | None:
    """The last semicolon among the chunks between `first` and `last`."""
    found = (k for k in range(last - 1, first, -1) if sentence.lows[sentence.chunks[k].first] == ";")
    return next(found, None)


def _list_from(sentence: Sentence, at: int, end: int | None) -> _List:
    """Reads a list from the noun group at `at` on; for a subject up to chunk `end`."""
    chunks = sentence.chunks
    first = chunks[at].noun
    if first is None:
        raise ValueError(f"no noun group at chunk {at}")
    found = _List([first], at)
    limit = min(len(chunks), at + _REACH) if end is None else end + 1
    i = _behind(sentence, at, end is not None)
    while i < limit:
        step, joined = _separator(sentence, i)
        noun = chunks[step].noun if step < limit else None
        accompanying = noun is not None and noun.prep in ACCOMPANYING
        oneself = noun is not None and joined == "and" and sentence.lows[noun.head] in _reflexives()
        if noun is None or (noun.pronoun and not oneself) or not (joined or accompanying):
            break  # but "killing his mother and | himself"
        if sentence.lows[noun.first - 1] in _mostly():
            break  # "killing 70, | mostly women and children": who they were
        if end is None and joined == "," and _speak_behind(sentence, step):
            break  # "wounding 45, | police and medical sources said"
        if joined == "and" and (_goes_on_place(chunks, step, noun) or _past_office(sentence, found.members[-1], noun)):
            found.last, i = step, _behind(sentence, step, end is not None)
            continue
        if end is None and (_starts_clause(sentence, step, noun) or (joined == ";" and _clause_behind(chunks, step))):
            break
        if not accompanying and not _takes_in(sentence, found, (step, noun, joined)):
            break
        if accompanying:
            found.members.append(noun)
        found.last = step
        i = _behind(sentence, step, end is not None)
    return found


def _past_office(sentence: Sentence, one: NounGroup, other: NounGroup) -> bool:
    """ "a tribal elder and | former councillor": what else he was, without an article of its own."""
    lows = sentence.lows
    single = lows[one.first] in ARTICLES and "person" in one.classes and not lows[one.head].endswith("s")
    was = lows[other.first] in packaged_words().words["words_of_past_office"] and "person" in other.classes
    return single and was and not lows[other.head].endswith("s")


def _goes_on_place(chunks: Sequence[Chunk], step: int, noun: NounGroup) -> bool:
    """ "men | in Rabal | and Kwok | were shot", "the villages | of Tell and Urum": one more place, and no victim."""
    before = chunks[step - 2].noun if step > 3 else None
    if before is None or noun.last - noun.first > 1 or not noun.named or noun.mentions:
        return False
    whole = chunks[step - 4].noun
    of_places = before.prep == "of" and before.named and whole is not None and bool(whole.classes & _LOCAL)
    return of_places or (before.prep in _WHERE and bool(before.places))


def _takes_in(sentence: Sentence, found: _List, item: tuple[int, NounGroup, str]) -> bool:
    """Adds a noun group as a member or as an apposition to the last one; False where the list ends before it."""
    step, noun, joined = item
    if noun.first == noun.head and sentence.lows[noun.head] in packaged_words().words["state_adverbs"]:
        return False  # "took the pilot, Juan Perez, | hostage"
    last = found.members[-1]
    if noun.prep in {"between", "in", "near", "at"} and last.prep != noun.prep:
        return False  # "hit a mine between Hombori and | Gossi", "nine men in raids in Surabaya and | Malang"
    if (
        joined == "and"
        and noun.prep in _GOVERNING_TWO
        and last.prep != noun.prep
        and not (last.complement or noun.named)
    ):
        return False  # "held four men over the killing of a reporter and | an expert"
    single = last.named or _described_person(last) or (last.quantity is not None and last.quantity.best == 1)
    if joined == "," and noun.quantity is not None and not noun.classes and not noun.named and single:
        return noun.elliptic is False  # "Juan Perez, 38,", "a bystander, 19,", "One, 22,"
    told = found.described[-1][1] if found.described and found.described[-1][0] is last else last
    if joined == "and" and _same_person(sentence, told, noun):
        return True  # "a teacher and | community leader", "Juan Perez, a teacher and | head of the board"
    if joined == "," and _explains_name(sentence, step, noun):
        return True
    if joined == "," and _describes(sentence, last, noun, step):
        found.described.append((last, noun))
        return True
    if joined == "and" or joined == ";" or noun.coordinated or _list_goes_on(sentence, step):
        found.members.append(noun)
        return True
    if (last.named and noun.classes & _HUMAN) or noun.named:
        found.described.append((last, noun))
    return False


def _same_person(sentence: Sentence, last: NounGroup, noun: NounGroup) -> bool:
    """ "a teacher and community leader": one article, and so one person."""
    if not (_described_person(last) and _described_person(noun)) or noun.prep is not None:
        return False
    bare = sentence.tagged.tags[noun.first] not in "DN'" and sentence.tokens[noun.first].text.islower()
    return bare and sentence.lows[last.first] in INDEFINITE


def _names(group: NounGroup) -> bool:
    return group.named and not group.places and group.classes <= {"name"}


def _described_person(group: NounGroup) -> bool:
    """One person, told by what they are and not by a name: "the driver", "a clerk"."""
    return one_person(group) and not group.named and "corpse" not in group.classes


def _describes(sentence: Sentence, last: NounGroup, noun: NounGroup, step: int) -> bool:
    """ "Juan Perez, mayor of X," and "the driver, Juan Perez,": one of two is a name, the other says who it is."""
    if last.named == noun.named or not (last.classes | noun.classes) & _HUMAN:
        return False
    description = noun if last.named else last
    several = description.quantity is not None and (description.quantity.best or 0) != 1
    if several or not description.classes & _HUMAN or description.named:
        return False
    after = _behind(sentence, step, True)
    if after >= len(sentence.chunks) or sentence.chunks[after].kind not in {"C"}:
        return True
    second = sentence.chunks[after + 1].noun if after + 1 < len(sentence.chunks) else None
    return second is not None and _same_person(sentence, description, second)  # ", a teacher and head of the board,"


def _explains_name(sentence: Sentence, step: int, noun: NounGroup) -> bool:
    """ "a drone of the RSF, | the heirs of the Janjaweed, | hit": who the group is, between commas before the verb."""
    chunks = sentence.chunks
    name = chunks[step - 2].noun if step > 3 and chunks[step - 1].kind == "," else None
    if name is None or name.prep not in {"of", "from"} or sentence.lows[noun.first] != "the":
        return False
    if not (name.named or "armed_group" in name.classes):
        return False
    after = _behind(sentence, step, True)
    return after + 1 < len(chunks) and chunks[after].kind == "," and chunks[after + 1].verb is not None


def _separator(sentence: Sentence, i: int) -> tuple[int, str]:
    """Where the next noun group may start, and what ties it: ",", ";", "and" or "" (nothing)."""
    chunks, tied = sentence.chunks, ""
    while i < len(chunks):
        piece = chunks[i]
        if piece.kind == "C" and sentence.lows[piece.first] != "but":
            tied = "and"
        elif piece.kind == ",":
            tied = tied or ","
        elif piece.kind == "." and sentence.lows[piece.first] == ";":
            tied = tied or ";"
        elif piece.kind == "I" and not _accompanies(sentence, i):
            return i, tied  # "14 farmers, including two women"
        elif (
            piece.kind not in {"B", "I", "T", "q"}
            or sentence.lows[piece.first] in packaged_words().pairs["harm_states"]
        ):
            return i, tied  # "left four civilians dead | and 22 wounded"
        i += 1
    return i, tied


def _accompanies(sentence: Sentence, i: int) -> bool:
    """The prepositions from chunk `i` on are "along with" or the like."""
    noun = next((piece.noun for piece in sentence.chunks[i:] if piece.kind not in {"B", "I"}), None)
    return noun is not None and noun.prep in ACCOMPANYING


def _behind(sentence: Sentence, at: int, subject: bool) -> int:
    """The chunk behind a noun group and what belongs to it: prepositional groups, brackets, a relative clause."""
    chunks = sentence.chunks
    i = at + 1
    while i < len(chunks):
        piece = chunks[i]
        following = chunks[i + 1] if i + 1 < len(chunks) else None
        if piece.kind == "I" and following is not None and following.noun is not None:
            if following.noun.prep in ACCOMPANYING:
                return i
            i += 2
        elif piece.kind == "T" or (piece.kind == "I" and following is not None and following.kind == "T"):
            i += 1
        else:
            over = (
                _over_alias(sentence, i) or (subject and over_participle(chunks, i)) or over_aside(sentence, i, subject)
            )
            if over == i:
                return i
            i = over
    return i


def _over_alias(sentence: Sentence, i: int) -> int:
    """Behind "a commander | known as Comrade Raúl", "a man named Diaz"; 0 where no name is given so at chunk `i`."""
    verb, chunks = sentence.chunks[i].verb, sentence.chunks
    if verb is None or not verb.bare_participle or verb.lemma not in packaged_words().words["alias_verbs"]:
        return 0
    at = i + 1 + (i + 1 < len(chunks) and chunks[i + 1].kind in {"I", "B"})
    noun = chunks[at].noun if at < len(chunks) else None
    return at + 1 if noun is not None and noun.named and noun.prep in {"as", None} else 0


def _in_aside(sentence: Sentence, k: int, j: int) -> bool:
    """The verb at chunk `k` stands in a relative clause between commas, or in a bracket, left of chunk `j`; or it gives
    a name: "a woman | identified | as Ana Diaz and her son".
    """
    if _over_alias(sentence, k):
        return True
    for i in range(k - 1, max(-1, k - REACH), -1):
        if over_aside(sentence, i, True) > k:
            return True
        if sentence.chunks[i].kind in {"VG", "S"}:
            return False
    return False


def _starts_clause(sentence: Sentence, step: int, noun: NounGroup) -> bool:
    """ "killed two men and | police arrested": a verb behind it; "15 people, | three of them children".

    Not "burned a crane and | a truck owned by a firm".
    """
    if noun.complement is not None and noun.complement.pronoun:
        return True
    chunks = sentence.chunks
    at = behind_parts(sentence, step + 1) if step + 1 < len(chunks) else len(chunks)
    verb = chunks[at].verb if at < len(chunks) else None
    behind = sentence.lows[chunks[at + 1].first] if at + 1 < len(chunks) else ""
    return verb is not None and not (verb.bare_participle and behind == "by")


def _speak_behind(sentence: Sentence, step: int) -> bool:
    """The noun groups from chunk `step` on, tied by "and" alone, are the subject of a verb of saying."""
    for piece in sentence.chunks[step + 1 : step + REACH]:
        if piece.verb is not None:
            saying = piece.verb.lemma in packaged_words().words["verbs_saying"]
            return saying and not piece.verb.passive and piece.verb.form not in {"pp", "ing"}
        if piece.kind not in {"NP", "C", "I", "B"}:
            return False
    return False


def _clause_behind(chunks: Sequence[Chunk], step: int) -> bool:
    """ "torched 60 cars; | a man, Omar Karim, was killed": behind the semicolon a verb of its own, and no list."""
    for piece in chunks[step + 1 : step + REACH]:
        if piece.verb is not None:
            return piece.verb.passive or piece.verb.form not in {"pp", "ing"}
        if piece.kind in {"S", "R", "."}:
            return False
    return False


def _list_goes_on(sentence: Sentence, step: int) -> bool:
    """True in "A, B and C" at B: a conjunction and another noun group follow before any verb."""
    for k, piece in enumerate(sentence.chunks[step + 1 : step + REACH], step + 1):
        if piece.kind == "C":
            noun, after = sentence.chunks[step].noun, sentence.chunks[k + 1 : k + 2]
            address = noun is not None and bool(noun.places)
            return not (address and after and after[0].verb is not None)  # "a plane in Paro, Nduga, and took"
        if piece.kind not in {"NP", ",", "I", "B", "T", "(", ")"}:
            return False
    return False
