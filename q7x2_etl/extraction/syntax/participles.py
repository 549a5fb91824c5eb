"""What a participle without an auxiliary says: "men carrying a bomb", "five were killed and ten | wounded"."""

from collections.abc import Sequence

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_WHERE = frozenset({"in", "at", "near", "outside"})


def bare_ing(sentence: Sentence, verb: VerbGroup) -> bool:
    """An "-ing" form without an auxiliary."""
    return verb.form == "ing" and not any(sentence.tagged.tags[t] == "A" for t in range(verb.first, verb.head))


def finite(sentence: Sentence, verb: VerbGroup) -> bool:
    """ "demonstrators | tried to enter a zone": a verb of its own stands before "to", with a subject."""
    return bool(verb.governors) and sentence.lows[verb.first] != "to" and not sentence.lows[verb.first].endswith("ing")


def when_trying(sentence: Sentence, j: int, verb: VerbGroup) -> bool:
    """ "killed two people | after failing to storm a synagogue": those who killed failed; `j`: the chunk before."""
    return j >= 0 and sentence.chunks[j].kind in {"S", "I"} and sentence.lows[verb.first].endswith("ing")


def supposed(sentence: Sentence, verb: VerbGroup) -> bool:
    """ "a mine | believed to have been laid | by rebels": a participle of supposing, and what is supposed."""
    opens = sentence.tagged.tags[verb.first] == "V" and verb.first < verb.head and verb.infinitive
    return opens and sentence.lows[verb.first] in packaged_words().words["supposing_participles"]


def by_follows(sentence: Sentence, at: int) -> bool:
    """Whether "by" follows the verb at chunk `at`, with nothing but times and prepositional groups between."""
    chunks = sentence.chunks
    for k in range(at + 1, len(chunks)):
        piece = chunks[k]
        if piece.kind == "I" and sentence.lows[piece.first] == "by":
            return True
        if piece.kind not in {"B", "T", "I"} and (piece.noun is None or piece.noun.prep is None):
            return False
    return False


def _to_follows(chunks: Sequence[Chunk], k: int) -> bool:
    while k < len(chunks) and chunks[k].kind in {"B", "T", "I"}:
        k += 1
    verb = chunks[k].verb if k < len(chunks) else None
    return verb is not None and verb.infinitive


def looks_reduced(sentence: Sentence, at: int, verb: VerbGroup) -> bool:
    """A past form without object, before a preposition or a stop, is a passive in which "was" is not said."""
    k = at + 1
    chunks = sentence.chunks
    while k < len(chunks) and chunks[k].kind in {"B", "T"}:
        k += 1
    if verb.lemma in packaged_words().words["verbs_threatening"] and _to_follows(chunks, k):
        return False  # "a caller threatened on Monday to bomb the hall"
    if verb.lemma in packaged_words().words["never_passive_verbs"]:
        return False  # "rebels backed by Rwanda | marched | into Goma"
    return k >= len(chunks) or chunks[k].kind in {"I", ".", ",", "C", "S", "(", ")", "VG", "q"}


def counted_of(sentence: Sentence, modified: NounGroup) -> NounGroup:
    """ "one was killed and | two | of his comrades | injured by …": the two; else the group itself.

    Only behind a conjunction: in "three of the eight hostages killed by rebels were Danes" all eight were.
    """
    modified = _held_there(sentence, modified)
    chunks = sentence.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is modified), 0)
    some = chunks[at - 2].noun if at > 2 and modified.prep == "of" and chunks[at - 3].kind == "C" else None
    behind_verb = at > 3 and any(piece.verb is not None and piece.verb.passive for piece in chunks[: at - 3])
    counted = some is not None and some.quantity is not None and some.complement is modified
    return some if some is not None and counted and behind_verb else modified


def _held_there(sentence: Sentence, modified: NounGroup) -> NounGroup:
    """ "freed | three men | in Bunia | kidnapped by rebels": the men, and not the town; else the group itself."""
    if modified.prep not in _WHERE or not modified.named or modified.mentions:
        return modified
    at = next((k for k, piece in enumerate(sentence.chunks) if piece.noun is modified), 0)
    who = sentence.chunks[at - 2].noun if at > 1 else None
    fits = who is not None and who.classes & {"person", "armed", "civilian", "facility", "vehicle"}
    return who if who is not None and fits and not who.pronoun else modified


def over_participle(chunks: Sequence[Chunk], k: int) -> int:
    """ "four soldiers | serving with the mission | and an interpreter": behind it and its groups, at the "and".

    0 where none starts at chunk `k`: a verb in "-ing" behind a noun group, without an object, before "and" and people.
    """
    verb = chunks[k].verb
    before = chunks[k - 1].noun if k else None
    if verb is None or verb.form != "ing" or verb.first != verb.head or before is None or before.pronoun:
        return 0
    at = k + 1
    while at + 1 < len(chunks) and chunks[at].kind == "I" and chunks[at + 1].noun is not None:
        at += 2
    other = chunks[at + 1].noun if at > k + 1 and at + 1 < len(chunks) and chunks[at].kind == "C" else None
    people = other is not None and bool(other.classes & {"person", "civilian", "armed"})
    return at if people else 0


def both_hurt(before: VerbGroup, behind: VerbGroup) -> bool:
    """ "the blast, which killed four, all of them guards, | and injured six": what a bomb does to both."""
    words = packaged_words().words
    return {before.lemma, behind.lemma} <= words["hurting_verbs"] | words[
        "killing_verbs"
    ] and before.form == behind.form


def onlookers(chunks: Sequence[Chunk], subject: Sequence[NounGroup], verb: VerbGroup) -> bool:
    """ "as | children | were playing", "as | a patrol | was passing": people who were there, and hurt nobody."""
    opened = bool(subject) and any(c.kind == "S" and c.last == subject[0].first for c in chunks)
    if opened and verb.form == "ing" and verb.lemma in packaged_words().words["passing_verbs"]:
        return True
    return opened and all("civilian" in g.classes and "armed" not in g.classes for g in subject)


def counted_beside(sentence: Sentence, j: int, mark: int) -> NounGroup | None:
    """ "; eight dead and | 52 | wounded": who stands right before the verb, and not who opens the clause."""
    chunks = sentence.chunks
    noun = chunks[j].noun if j > mark + 2 else None
    if noun is None or noun.prep is not None or noun.quantity is None or chunks[j - 1].kind not in {"C", ","}:
        return None
    state = sentence.lows[chunks[j - 2].last - 1] in packaged_words().pairs["harm_states"]
    return noun if state else None  # not "; one soldier and | eight militants | were killed"
