"""The noun groups beside a verb: its subject to the left, its objects and prepositional groups, up to the next wall."""

from collections.abc import Sequence

from q7x2_etl.extraction.syntax.coordination import coordinated_left, coordinated_right
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_SKIP = frozenset({"B", "T", "q", "X"})
_WALLS = frozenset({"S", "R", "(", ")"})
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "we", "it"})
_HAVING = frozenset({"on", "in", "with", "aboard"})
_PEOPLE = frozenset({"person", "armed", "civilian", "actor", "group"})
_GAP_MARKS = frozenset({";", ":", "—", "–", "--"})


def left_of(chunks: Sequence[Chunk], k: int) -> int:
    """Where the next chunk stands to the left: adverbs, times and quotation marks ("which | on Monday | said") set
    aside.
    """
    j = k - 1
    while j >= 0 and (chunks[j].kind in _SKIP or (chunks[j].kind == "I" and chunks[j + 1].kind == "T")):
        j -= 1
    return j


def subject_left(sentence: Sentence, j: int) -> list[NounGroup]:
    """The ungoverned noun group nearest to the left of chunk `j`, with those coordinated with it."""
    chunks = sentence.chunks
    while j >= 0:
        piece = chunks[j]
        if piece.kind == ")":
            j = _skip_bracket(chunks, j)
        elif piece.kind in _WALLS or (piece.kind == "." and sentence.tokens[piece.first].text in _GAP_MARKS):
            return []
        elif piece.verb is not None:
            contact = _before_contact(sentence, j)
            if contact is not None:
                return coordinated_left(sentence, contact)
            over = _over_verb(sentence, j, piece.verb)
            if over is None:
                return []
            j = over
        elif piece.noun is not None and piece.noun.prep is None:
            owner = _relative_owner(chunks, j)
            if owner is None and j > 2 and chunks[j - 1].kind == "C" and chunks[j - 2].noun is not None:
                owner = _relative_owner(chunks, j - 2)  # "a man | who moved | money and recruits | was shot"
            if owner is None:
                return coordinated_left(sentence, _whose_things(chunks, j) or j)
            j = owner
        else:
            j -= 1
    return []


def _over_verb(sentence: Sentence, j: int, verb: VerbGroup) -> int | None:
    """Where to look on behind a verb between subject and verb: "robbers dressed as inspectors | made off".

    So is "gunmen | presumed to belong to ISGS | stormed": a participle of supposing and its infinitive.
    """
    chunks = sentence.chunks
    before = left_of(chunks, j)
    if before > 2 and _told_that(sentence, before - 1):
        return before  # "told | reporters | that a drone flown by the army | fired"
    if before > 1 and chunks[before].noun is not None and chunks[before - 1].kind == "R" and chunks[before - 2].noun:
        return before - 2  # "a school whose roof had collapsed", "the houses that rebels held"
    if (
        before > 2
        and chunks[before].noun is not None
        and chunks[before - 1].kind == "R"
        and chunks[before - 2].kind == "I"
    ):
        return before - 3 if chunks[before - 3].noun is not None else None  # "the car | in which | he | was travelling"
    words = packaged_words().words
    supposed = bool(verb.governors) and verb.governors[0] in words["supposing_verbs"]
    supposed = supposed and words["be"].isdisjoint(sentence.lows[verb.first : verb.first + 1])
    bare = verb.bare_participle or supposed or (verb.form == "ing" and verb.first == verb.head)
    if before >= 0 and bare and not verb.passive and chunks[before].noun is not None:
        return before
    return before - 1 if before > 0 and chunks[before].kind == "R" else None


def _told_that(sentence: Sentence, at: int) -> bool:
    """ "told | reporters | that": behind whom somebody tells it "that" opens what is told."""
    chunks = sentence.chunks
    told = chunks[at - 2].verb if chunks[at].kind == "R" and chunks[at - 1].noun is not None else None
    return told is not None and sentence.lows[chunks[at].first] == "that" and _tells(told)


def _tells(verb: VerbGroup) -> bool:
    return not verb.passive and verb.lemma in packaged_words().words["verbs_saying"]


def _whose_things(chunks: Sequence[Chunk], j: int) -> int | None:
    """ "militiamen | on camels | and horses | attacked": the people, where `j` is but a second thing they had."""
    if j < 4 or chunks[j - 1].kind != "C":
        return None
    thing, first, people = chunks[j].noun, chunks[j - 2].noun, chunks[j - 4].noun
    if thing is None or first is None or people is None or first.prep not in _HAVING or people.prep is not None:
        return None
    had = not (thing.named or thing.pronoun or thing.quantity or thing.classes & _PEOPLE or first.classes & _PEOPLE)
    return j - 4 if had and people.classes & _PEOPLE else None


def _before_contact(sentence: Sentence, j: int) -> int | None:
    """ "the bus | they | were riding in | hit a mine": the noun before a clause that is tied to it by no word."""
    chunks = sentence.chunks
    who, noun = (chunks[k].noun if k >= 0 else None for k in (j - 1, j - 2))
    if who is None or noun is None or noun.prep is not None or who.prep is not None:
        return None
    pronoun = who.pronoun and sentence.lows[who.head] in _SUBJECT_PRONOUNS
    return j - 2 if pronoun or sentence.tagged.tags[who.first] == "D" else None


def _skip_bracket(chunks: Sequence[Chunk], j: int) -> int:
    while j >= 0 and chunks[j].kind != "(":
        j -= 1
    return j - 1


def _relative_owner(chunks: Sequence[Chunk], j: int) -> int | None:
    """Where the noun group at `j` is the object inside a relative clause: the position left of "who", else None."""
    k = left_of(chunks, j)
    if k < 0 or chunks[k].kind != "VG":
        return None
    r = left_of(chunks, k)
    verb = chunks[k].verb
    if r >= 0 and verb is not None and verb.form == "ing" and verb.first == verb.head and chunks[r].noun is not None:
        return r  # "a bus carrying miners was ambushed"
    if r > 1 and chunks[r].noun is not None and chunks[r - 1].kind == "R" and chunks[r - 2].noun is not None:
        return r - 2  # "shops whose owners ignored the order were razed"
    return r - 1 if r >= 0 and chunks[r].kind == "R" and r > 0 else None


def head_of(sentence: Sentence, described: Sequence[NounGroup]) -> list[NounGroup]:
    """ "the bodies | of three men kidnapped by rebels, | were found": what is found is the bodies."""
    group = described[0] if described else None
    at = next((k for k, piece in enumerate(sentence.chunks) if piece.noun is group), 0)
    return subject_left(sentence, at - 1) if group is not None and group.prep == "of" and at > 1 else []


def embedded_subject(chunks: Sequence[Chunk], j: int, previous: int) -> NounGroup | None:
    """ "said that Haji Karim, the deputy leader, had been killed": the group right after "that" or "when"."""
    for k in range(previous + 1, j):
        if chunks[k].kind in {"R", "S"} and chunks[k + 1].noun is not None:
            return chunks[k + 1].noun
    return None


def antecedent_of(chunks: Sequence[Chunk], at: int, *, person: bool = False) -> NounGroup | None:
    """What "who" (a `person`) or "which" stands for: the nearest noun group before it that is no mere place or time."""
    fallback: NounGroup | None = None
    for j in range(at - 1, max(-1, at - 10), -1):
        if chunks[j].kind == "VG":
            break
        noun = chunks[j].noun
        if noun is None or tells_age(chunks, j) or _part_of_them(chunks, j):
            continue
        if person and noun.prep and not (noun.classes or noun.named or noun.pronoun):
            fallback = fallback or noun
            continue  # "five men | in uniform, | who"
        if "place" not in noun.classes and not noun.pronoun:
            owner = chunks[j - 2].noun if j >= 2 and noun.prep == "of" else None
            if owner is not None and "person" in owner.classes and "person" not in noun.classes:
                return owner  # "a member of the regiment, who": the member
            thing = noun.classes & {"weapon", "vehicle", "event", "facility"} or (noun.classes and noun.prep != "in")
            event = None if person or thing or noun.prep is None else _event_before(chunks, j)
            return event or noun
        fallback = fallback or noun
    return fallback


def _event_before(chunks: Sequence[Chunk], at: int) -> NounGroup | None:
    """ "the bombing | of a mosque in the Police Lines that killed 84": the event, behind whose place "that" stands."""
    for j in range(at - 1, max(-1, at - 8), -1):
        noun = chunks[j].noun
        if noun is not None and "event" in noun.classes:
            return noun
        if (noun is None and chunks[j].kind not in {"I", "T"}) or (noun is not None and noun.prep is None):
            return None
    return None


def _part_of_them(chunks: Sequence[Chunk], j: int) -> bool:
    """ "nine divers, | four | of them Danes, | who were drowned": some of them, between commas."""
    noun, whole = chunks[j].noun, chunks[j + 2].noun if j + 2 < len(chunks) else None
    counted = noun is not None and noun.quantity is not None and noun.prep is None
    return counted and whole is not None and whole.pronoun and whole.prep == "of" and chunks[j - 1].kind == ","


def tells_age(chunks: Sequence[Chunk], j: int) -> bool:
    """ "Victor Pomas, | 30, | who was kidnapped": a bare number between commas tells the age."""
    noun = chunks[j].noun
    if noun is None or j < 2 or j + 1 >= len(chunks) or noun.classes or noun.named or noun.last != noun.first + 1:
        return False
    return noun.quantity is not None and chunks[j - 1].kind == chunks[j + 1].kind == "," and bool(chunks[j - 2].noun)


def objects_of(sentence: Sentence, k: int) -> list[NounGroup]:
    chunks = sentence.chunks
    j = k + 1
    shared = _shares_object(chunks, k)
    if shared:
        return objects_of(sentence, shared)
    while j < len(chunks) and chunks[j].kind in {"B", "q", "T", "X"}:
        j += 1
    if j < len(chunks) and chunks[j].kind == "R" and sentence.lows[chunks[j].first] == "what":
        j = _so_called(sentence, j) or j
    if j >= len(chunks) or chunks[j].noun is None:
        return []
    noun = chunks[j].noun
    if noun is not None and sentence.lows[noun.head] in packaged_words().words["lengths"]:
        return []  # "a bomb placed | 200 metres | from a school"
    return coordinated_right(sentence, j)


def _so_called(sentence: Sentence, what: int) -> int:
    """ "killing | what | the army | said | were | four rebels", "what it described as rebels": who they were; or 0."""
    chunks, calling = sentence.chunks, packaged_words().words["verbs_of_calling"]
    said = next((k for k in range(what + 1, min(len(chunks), what + 4)) if chunks[k].verb is not None), None)
    verb = chunks[said].verb if said is not None else None
    if said is None or verb is None or not calling.intersection({verb.lemma, *verb.governors}):
        return 0
    for k in range(said + 1, min(len(chunks), said + 4)):
        other = chunks[k].verb
        noun = chunks[k].noun
        if noun is not None:
            return k if noun.prep in {"as", None} else 0
        if (other is not None and other.lemma != "be") or chunks[k].kind not in {"VG", "I", "B"}:
            return 0
    return 0


def _shares_object(chunks: Sequence[Chunk], k: int) -> int:
    """ "shot | and killed | a broadcaster", "rounded up and shot 50 men": the verb whose object it shares, or 0."""
    at = k + 1
    while at < len(chunks) and chunks[at].kind == "B":
        at += 1
    verb = chunks[k].verb
    other = chunks[at + 1].verb if at + 1 < len(chunks) and chunks[at].kind == "C" else None
    if verb is None or other is None or verb.passive or other.passive or verb.form != other.form:
        return 0
    return at + 1 if verb.lemma in packaged_words().words["object_taking_verbs"] else 0


def right_preps(sentence: Sentence, k: int) -> list[NounGroup]:
    """Prepositional groups to the right, up to the next clause."""
    chunks = sentence.chunks
    found: list[NounGroup] = []
    for j in range(k + 1, len(chunks)):
        piece = chunks[j]
        if piece.kind in {"S", "R"} or piece.verb is not None:
            break
        if piece.kind == "." and sentence.tokens[piece.first].text in _GAP_MARKS:
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found


def left_preps(chunks: Sequence[Chunk], k: int) -> list[NounGroup]:
    """Prepositional groups to the left, back to the clause before."""
    found: list[NounGroup] = []
    for j in range(k - 1, -1, -1):
        piece = chunks[j]
        if piece.kind in {"VG", "S", "R"}:
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found


def doers_behind_by(
    sentence: Sentence, verb: VerbGroup, subject: Sequence[NounGroup], preps: Sequence[NounGroup]
) -> list[NounGroup]:
    """Who stands behind "by"; in "were hurt by stones | and 15 traders | were held" the stones are another verb's."""
    own = min((s.first for s in subject if s.first < verb.first and verb.passive), default=0)
    by = [p for p in preps if p.prep == "by" and not _manner(sentence, p)]
    # in "a girl hit by a bullet | died" the bullet is the agent of "hit"
    return [p for p in by if p.first > verb.first or (p.first >= own and p.last < verb.first)]


def _manner(sentence: Sentence, group: NounGroup) -> bool:
    """ "shot dead by mistake": how, and not who."""
    return group.first == group.head and sentence.lows[group.head] in packaged_words().words["manner_nouns"]
