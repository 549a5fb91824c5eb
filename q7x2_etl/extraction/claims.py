"""Who says it, who denies it, who claims it."""

from dataclasses import dataclass

from q7x2_etl.extraction.clauses import Clause
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.model import Stance

_SPEAKERS = frozenset({"person", "actor", "force", "title", "name", "country", "place", "state", "pronoun"})
_REACH = 4  # tokens behind the verb in which its object stands


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of saying in a sentence: who, with which stance, in which words (text offsets)."""

    speaker: NounGroup
    sentence: Sentence
    stance: Stance
    start: int
    end: int


def speeches(reading: Reading) -> list[Speech]:
    """What is said, claimed or denied in a sentence, and by whom."""
    words, sentence = reading.words, reading.sentence
    found: list[Speech] = []
    for clause in reading.clauses:
        verb = clause.verb
        if verb.lemma not in words["verbs_saying"] and verb.lemma not in words["verbs_denying"]:
            continue
        speakers = _speakers(reading, clause)
        stance = _stance(reading, clause) if speakers else None
        if stance is None:
            continue
        for speaker in speakers if stance == "claims_responsibility" else speakers[:1]:
            start, end = sentence.offsets(min(speaker.first, verb.first), max(speaker.last, verb.last))
            found.append(Speech(speaker, sentence, stance, start, end))
    return found + _according_to(sentence)


def _speakers(reading: Reading, clause: Clause) -> list[NounGroup]:
    passive = clause.verb.passive
    candidates = list(clause.agent if passive else clause.subject)
    if not candidates and not passive:
        candidates = _inverted(reading, clause)
    return [group for group in candidates if _speaks(reading, group)]


def _speaks(reading: Reading, group: NounGroup) -> bool:
    head = reading.lows[group.head]
    if head in reading.words["no_speakers"]:
        return False
    speaking = group.named or not classes_of(reading.sentence, group).isdisjoint(_SPEAKERS)
    return speaking or head in reading.words["speaking_nouns"]


def _inverted(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "…, said the governor": the speaker stands after the verb."""
    chunks = reading.chunks
    after = chunks[clause.at + 1].noun if clause.at + 1 < len(chunks) else None
    return [after] if after is not None and clause.verb.lemma in reading.words["inverting_verbs"] else []


def _stance(reading: Reading, clause: Clause) -> Stance | None:
    words, verb = reading.words, clause.verb
    window = reading.lows[verb.last : verb.last + _REACH]
    if verb.lemma in words["verbs_claiming"] and not words["responsibility_nouns"].isdisjoint(window):
        return "denies" if verb.negated else "claims_responsibility"
    claimed = clause.subject if verb.passive else clause.objects
    if verb.lemma in words["verbs_claiming"] and any("event" in g.classes for g in claimed):
        return "denies" if verb.negated else "claims_responsibility"
    if verb.lemma in words["verbs_denying"]:
        if verb.lemma in words["rejecting_verbs"] and words["deniable_nouns"].isdisjoint(window):
            return None
        return "disputes" if verb.lemma in words["disputing_verbs"] else "denies"
    return None if verb.negated or verb.modal else "asserts"


def _according_to(sentence: Sentence) -> list[Speech]:
    found = []
    lows = sentence.lows
    for piece in sentence.chunks:
        if piece.noun is None or piece.first < 2 or lows[piece.first - 2 : piece.first] != ("according", "to"):
            continue
        start, end = sentence.offsets(piece.first - 2, piece.last)
        found.append(Speech(piece.noun, sentence, "asserts", start, end))
    return found
