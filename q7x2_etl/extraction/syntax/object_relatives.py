"""What a relative clause leaves out: "teachers | whom the group had seized", "the hostages | they took in March"."""

from collections.abc import Sequence

from q7x2_etl.extraction.syntax.verb_neighbours import antecedent_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_NOMINATIVE = frozenset({"they", "he", "she", "we", "i"})  # none of them is said of whom a participle describes
_DEFINITE = frozenset({"the", "its", "their", "his"})
_RELATIVE = frozenset({"whom", "that", "which", "who"})
_TAKEN = frozenset({"person", "civilian", "armed", "captive", "vehicle", "corpse"})
_HELD = frozenset({"facility", "place"})  # "the airport, | which the group had seized"
_OPENS = frozenset({None, "of"})  # prepositions of a group that words without "whom" can describe


def acts_itself(sentence: Sentence, subject: NounGroup) -> bool:
    """ "they | seized", "whom rebels | seized", ", which the group | seized": no participle behind it describes it."""
    lows, tags = sentence.lows, sentence.tagged.tags
    before = lows[subject.first - 1] if subject.first else ""
    if before == "which" and subject.first > 1 and tags[subject.first - 2] != "I":
        behind = lows[subject.last + 1 : subject.last + 2]
        return behind != ("by",) and lows[subject.first] in _DEFINITE  # "which militants backed by Iran hold"
    return lows[subject.head] in _NOMINATIVE or before == "whom"


def left_out_object(sentence: Sentence, at: int, verb: VerbGroup, subject: NounGroup) -> NounGroup | None:
    """The object of the active verb at chunk `at`, told before its subject; None where the clause is no such relative.

    Without a pronoun between ("the hostages they took") the subject must be a pronoun right behind people or a vehicle.
    """
    chunks = sentence.chunks
    s = next((k for k in range(at - 1, -1, -1) if chunks[k].noun is subject), 0)
    if s < 1 or verb.passive or verb.form == "ing" or verb.infinitive:
        return None
    opener = chunks[s - 1]
    if opener.kind == "R" and sentence.lows[opener.first] in _RELATIVE:
        told = chunks[s - 3].verb if s > 2 and sentence.lows[opener.first] == "that" else None
        if told is not None and told.lemma in packaged_words().words["verbs_saying"]:
            return None  # "told | reporters | that rebels had attacked"
        found = _counted_owner(chunks, s - 2) or antecedent_of(chunks, s - 1)
        taken = _TAKEN | _HELD if sentence.lows[opener.first] == "which" else _TAKEN
        return found if found is not None and found.classes & taken else None
    before = opener.noun
    if before is not None and "event" in before.classes and laid_on_somebody(sentence, at, verb):
        return before
    if before is None or before.pronoun or sentence.lows[subject.head] not in _NOMINATIVE:
        return None
    return before if before.prep in _OPENS and before.classes & _TAKEN else None


def laid_on_somebody(sentence: Sentence, at: int, verb: VerbGroup) -> bool:
    """ "an assault | the minister | blamed on | dissidents", with an active verb of blame."""
    words, behind = packaged_words().words, sentence.chunks[at + 1 : at + 2]
    lays = verb.lemma in words["verbs_attributing"] or verb.lemma in words["verbs_laying_blame"]
    return lays and not verb.passive and bool(behind) and sentence.lows[behind[0].first] in {"on", "to"}


def _counted_owner(chunks: Sequence[Chunk], at: int) -> NounGroup | None:
    """ "four engineers | of a contractor | whom": those counted, and not the one whose they are."""
    last, owner = chunks[at].noun, chunks[at - 2].noun if at > 1 else None
    if last is None or owner is None or last.prep != "of" or last.quantity is not None or owner.quantity is None:
        return None
    return owner if owner.classes & _TAKEN else None
