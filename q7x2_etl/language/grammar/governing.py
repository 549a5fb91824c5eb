"""What stands over a chunk: prepositions over noun groups, also through lists, and "as", "after" that open clauses."""

from collections.abc import Sequence

from q7x2_etl.language.grammar.function_words import ARTICLES
from q7x2_etl.language.grammar.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words

_PHRASES = {  # prepositions of several words, and what stands for them
    ("along", "with"): "along with", ("together", "with"): "together with", ("as", "well", "as"): "as well as",
    ("in", "addition", "to"): "in addition to", ("in", "front", "of"): "outside", ("next", "to"): "near",
    ("close", "to"): "near", ("in", "the", "vicinity", "of"): "near", ("by", "means", "of"): "using",
}  # fmt: skip
_LONGEST = max(map(len, _PHRASES))
_LAST_WORDS = frozenset(phrase[-1] for phrase in _PHRASES)
_OF_TIME_OR_DEED = frozenset({"event", "place", "country"})
_HUMAN = frozenset({"person", "name", "armed", "title"})
_THINGS = frozenset({"event", "facility", "vehicle", "weapon"})
_CARRIED = frozenset({"weapon", "vehicle"})
_OF_PLACES = frozenset({"in", "at", "near", "from", "to", "outside", "inside", "on"})


def connect(chunks: Sequence[Chunk], tokens: Sequence[Token], clause_openers: frozenset[str]) -> None:
    """Marks the chunks of one sentence: openers of clauses, governing prepositions, "of"-complements."""
    _subordinate(chunks, tokens, clause_openers)
    _govern(chunks, tokens)
    _complete(chunks, tokens)


def _govern(chunks: Sequence[Chunk], tokens: Sequence[Token]) -> None:
    """Marks each noun group with the preposition that governs it, also through "A, B and C"."""
    for k, piece in enumerate(chunks):
        if piece.noun is None or k == 0:
            continue
        before = k - 1
        owned = _owning_time(chunks[before], tokens)
        while before > 0 and (chunks[before].kind in {"q", "B"} or (owned and chunks[before].kind == "T")):
            before -= 1
        if chunks[before].kind == "I":
            piece.noun.prep = None if _in_all(piece.noun, tokens) else _preposition(chunks, before, tokens)
        elif before == k - 1 and (owner := _named_by(chunks[before].noun, piece.noun, tokens)) is not None:
            piece.noun.prep = owner.prep
        elif (
            chunks[before].kind in {"C", ","} and before > 0 and tokens[chunks[before].first].low in {"and", "or", ","}
        ):
            at = before - 1
            if chunks[at].kind == ",":
                at -= 1
            left = chunks[at].noun
            listed = chunks[before].kind == "C" or _in_list(chunks, k)
            if left is not None and left.prep and (listed or "place" in left.classes & piece.noun.classes):
                piece.noun.prep = left.prep if _coordinates(chunks, k, left, piece.noun, tokens) else None
                apart = _people_behind_other(left, piece.noun) or _behind_apposition(chunks, before, at)
                if apart or _people_act(chunks, k, left, piece.noun):
                    piece.noun.prep = None
            if left is not None and chunks[before].kind == "C":
                piece.noun.coordinated = True


def _named_by(left: NounGroup | None, noun: NounGroup, tokens: Sequence[Token]) -> NounGroup | None:
    """ "a reporter with | the Nepali daily | Kantipur": the name of what the preposition governs."""
    if left is None or left.prep is None or left.named or tokens[left.first].low not in ARTICLES:
        return None
    proper = noun.named and "actor" not in noun.classes
    return left if proper and left.classes.isdisjoint(_OF_TIME_OR_DEED) else None


def _in_all(noun: NounGroup, tokens: Sequence[Token]) -> bool:
    """ "in all 34 died": a sum, and no place."""
    count = noun.quantity
    alone = count is not None and noun.first < noun.head < count.last and tokens[noun.first].low == "all"
    return alone and tokens[noun.first - 1].low == "in"


def _owning_time(piece: Chunk, tokens: Sequence[Token]) -> bool:
    """ "in | Monday's | attack": the preposition is the attack's."""
    return piece.kind == "T" and tokens[piece.last - 1].low in {"'s", "’s"}


def _people_behind_other(left: NounGroup, right: NounGroup) -> bool:
    """ "In Tibu, | the mayor", "head of the fund, and | Ana Ruiz": people are not coordinated with places or things."""
    human = right.classes & _HUMAN or any(m.sense.kind in {"title", "person"} for m in right.mentions)
    if not human or left.classes & _HUMAN:
        return False
    if left.prep in _OF_PLACES:
        return bool(left.classes & {"place", "facility", "event"})
    return left.prep == "of" and right.named and not left.classes & {"actor", "place", "facility"}


def _people_act(chunks: Sequence[Chunk], k: int, left: NounGroup, right: NounGroup) -> bool:
    """ "under the rubble of her house and | her two sons, 14 and 17, | were hurt": people who have a verb."""
    apart = right.quantity is not None and chunks[k - 2].kind == ","  # "with fire, and 42 people, … , were killed"
    if chunks[k - 1].kind != "C" or not right.classes & _HUMAN or left.classes & _HUMAN:
        return False
    if not (left.classes & _THINGS or apart):
        return False
    j = k + 1
    if j < len(chunks) and chunks[j].kind == ",":
        j = next((i + 1 for i in range(j + 1, min(len(chunks), j + 8)) if chunks[i].kind not in {"NP", "C", "I"}), j)
        if chunks[j - 1].kind != ",":
            return False
    verb = chunks[j].verb if j < len(chunks) else None
    return verb is not None and (verb.passive or verb.form == "past") and not verb.infinitive


def _behind_apposition(chunks: Sequence[Chunk], conjunction: int, at: int) -> bool:
    """ "Luis Mora, head of the guard, | and an aide": the conjunction joins the person, and not what he is head of."""
    if chunks[conjunction].kind != "C" or chunks[conjunction - 1].kind != ",":
        return False
    while at > 1 and chunks[at - 1].kind == "I" and chunks[at].noun is not None:
        at -= 2
    office, who = chunks[at].noun, chunks[at - 2].noun if at > 1 else None
    if office is None or who is None or chunks[at - 1].kind != "," or office.prep is not None:
        return False
    return bool(office.classes & {"title", "person", "official"}) and who.named and who.prep is None


def _in_list(chunks: Sequence[Chunk], k: int) -> bool:
    """True for "B" in "A, B and C": behind a fronted "In Kandahar," no list goes on."""
    for piece in chunks[k + 1 : k + 9]:
        if piece.kind == "C":
            return True
        if piece.kind not in {"NP", ","}:
            return False
    return False


def _subordinate(chunks: Sequence[Chunk], tokens: Sequence[Token], openers: frozenset[str]) -> None:
    """ "as rebels attacked", "after police raided": before a clause with a verb these words are no prepositions."""
    for k, piece in enumerate(chunks[:-2]):
        if piece.kind != "I" or tokens[piece.first].low not in openers or chunks[k + 1].noun is None:
            continue
        before = chunks[k - 1].verb if k and tokens[piece.first].low == "as" else None
        if before is not None and before.lemma in packaged_words().words["as_verbs"]:
            continue  # "dressed as inspectors", not "were killed as raiders attacked"
        j = _behind_bracket(chunks, k + 2)
        while j + 1 < len(chunks) and (
            (chunks[j].kind == "I" and chunks[j + 1].noun is not None)
            or chunks[j].kind in {"B", "T"}
            or _two_places(chunks, j)
        ):
            j += 2 if chunks[j].kind in {"I", "C"} else 1
            j = _behind_bracket(chunks, j)
        verb = chunks[j].verb if j < len(chunks) and chunks[j].verb is not None else _after_apposition(chunks, j)
        if verb is not None and _finite(verb, tokens):
            piece.kind = "S"


def _behind_bracket(chunks: Sequence[Chunk], j: int) -> int:
    """Behind a short name in brackets, "(MLF)", where `j` is at one; else `j`."""
    bracket = j + 2 < len(chunks) and chunks[j].kind == "(" and chunks[j + 2].kind == ")"
    return j + 3 if bracket else j


def _finite(verb: VerbGroup, tokens: Sequence[Token]) -> bool:
    """ "police raided", "police had raided", "police were raiding", "police began to raid"; not "police raiding"."""
    if verb.passive or verb.perfect or (verb.form in {"past", "s", "base"} and not verb.infinitive):
        return True
    before = (t.low for t in tokens[verb.first : verb.head])
    opening = next((low for low in before if low not in verb.adverbs), None)
    return opening is not None and opening != "to" and not opening.endswith("ing")


def _two_places(chunks: Sequence[Chunk], k: int) -> bool:
    """ "in Tanta | and | Alexandria": a list within a subject."""
    one, other = chunks[k - 1].noun, chunks[k + 1].noun
    return chunks[k].kind == "C" and one is not None and other is not None and bool(one.places and other.places)


def _after_apposition(chunks: Sequence[Chunk], j: int) -> VerbGroup | None:
    """The verb behind ", mayor of the city," where `j` is at the first comma."""
    if j >= len(chunks) or chunks[j].kind != ",":
        return None
    k = j + 1
    while k < len(chunks) and k < j + 8 and chunks[k].kind in {"NP", "I", "T", "B"}:
        k += 1
    return chunks[k + 1].verb if k > j + 1 and k + 1 < len(chunks) and chunks[k].kind == "," else None


def _complete(chunks: Sequence[Chunk], tokens: Sequence[Token]) -> None:
    """Gives each noun group its "of"-complement: "scores | of | militants"."""
    for k in range(len(chunks) - 2):
        noun, link, inner = chunks[k].noun, chunks[k + 1], chunks[k + 2].noun
        if noun is not None and inner is not None and link.kind == "I" and tokens[link.first].low == "of":
            noun.complement = inner


def _preposition(chunks: Sequence[Chunk], at: int, tokens: Sequence[Token]) -> str:
    low = tokens[chunks[at].first].low
    if low == "of" and at > 0 and chunks[at - 1].kind == "I":
        return tokens[chunks[at - 1].first].low
    end = chunks[at].last
    if tokens[end - 1].low not in _LAST_WORDS:
        return low
    before = tuple(t.low for t in tokens[max(0, end - _LONGEST) : end])
    return next((prep for phrase, prep in _PHRASES.items() if before[-len(phrase) :] == phrase), low)


def _has_verb(chunks: Sequence[Chunk], k: int) -> bool:
    """A finite verb stands behind the group and what belongs to it by "of"."""
    at = k + 1
    while at + 1 < len(chunks) and chunks[at].kind == "I" and chunks[at + 1].noun is not None:
        at += 2
    verb = chunks[at].verb if at < len(chunks) else None
    return verb is not None and verb.form in {"past", "pp"} and not verb.infinitive


def _between_two(chunks: Sequence[Chunk], k: int, right: NounGroup) -> bool:
    """ "clashes between the Hema | and the Lendu | left 33 dead": "between" asks for a second one.

    Not "clashes between rival gangs | and nine people | died".
    """
    first = chunks[k - 2].noun if k > 2 else None
    direct = first is not None and first.prep == "between" and chunks[k - 3].kind == "I"
    return direct and right.quantity is None and chunks[k - 1].kind == "C"


def _owned(chunks: Sequence[Chunk], k: int, tokens: Sequence[Token]) -> bool:
    """A subject of people who are "theirs", or of something of theirs."""
    inner = k + 2 < len(chunks) and chunks[k + 1].kind == "I" and tokens[chunks[k + 1].first].low == "of"
    owners = packaged_words().words["possessive_determiners"]
    opens = tokens[chunks[k].first].low in owners or (inner and tokens[chunks[k + 2].first].low in owners)
    verb = chunks[k + (3 if inner else 1)].verb if k + (3 if inner else 1) < len(chunks) else None
    return opens and verb is not None and not verb.bare_participle and verb.form != "ing"


def _coordinates(chunks: Sequence[Chunk], k: int, left: NounGroup, right: NounGroup, tokens: Sequence[Token]) -> bool:
    """Whether the group after "and" shares the preposition of the one before it, or begins a clause of its own."""
    if _between_two(chunks, k, right):
        return True
    if left.pronoun and _has_verb(chunks, k):
        return False  # "fired on them and | two of the attackers | died"
    if left.prep == "of" and right.classes & _HUMAN and right.quantity is None and _owned(chunks, k, tokens):
        return False  # "15 policemen of a unit and | their driver, the driver of their van, | were killed"
    following = chunks[k + 1] if k + 1 < len(chunks) else None
    if following is not None and following.kind == "VG" and following.verb is not None and following.verb.form != "ing":
        if right.classes & _CARRIED and (left.classes & _CARRIED or left.prep == "with"):
            return True  # "militiamen armed with machetes and | guns attacked"
        if left.prep == "of" and right.quantity is not None and left.quantity is None:
            return False  # "18 members of the police and | eight civilians were killed"
        same = bool(left.classes & right.classes & {"place", "facility", "person", "armed", "actor"})
        return (same and left.prep in {"between", "against", "of"}) or (same and "place" in right.classes)
    return True
