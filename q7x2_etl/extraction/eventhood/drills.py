"""Attacks that a sentence behind them turns out to have been played: "Gunmen seized a ferry. … The drill lasted …"."""

from collections.abc import Sequence

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_REACH = 3  # sentences on in which it may be told
_NAMING = frozenset({"the", "this", "that"})
_OPENING = 3  # tokens: "It was only a drill"


def was_played(incident: Incident, told: Sequence[Told]) -> bool:
    """A sentence behind its first speaks of the drill as of what was told, and none up to there has named a drill."""
    words, behind = packaged_words().words, min(frame.number for frame in incident.frames) + 1
    if any(not words["drill_nouns"].isdisjoint(entry.sentence.lows) for entry in told[:behind]):
        return False
    return any(_shows_drill(entry.sentence) for entry in told[behind : behind + _REACH])


def _shows_drill(sentence: Sentence) -> bool:
    return any(
        piece.noun is not None and _is_drill(sentence, sentence.chunks, k, piece.noun)
        for k, piece in enumerate(sentence.chunks)
    )


def _is_drill(sentence: Sentence, chunks: Sequence[Chunk], at: int, group: NounGroup) -> bool:
    """ "The police exercise tested new radios", "Allies watched the drill", "It was part of an exercise"."""
    words, lows = packaged_words().words, sentence.lows
    if lows[group.head] not in words["drill_nouns"]:
        return False
    pointed = lows[0] in words["pointing_pronouns"] and not words["be"].isdisjoint(lows[:_OPENING])
    if pointed and at and all(c.verb is None for c in chunks[2:at]):
        return True
    if lows[group.first] not in _NAMING:
        return False
    before = chunks[at - 1].verb if at and group.prep is None else None
    if before is not None and before.lemma in words["verbs_watching_drills"] and not before.negated:
        return True
    if group.prep is not None or any(c.noun is not None and c.noun.prep is None for c in chunks[:at]):
        return False
    follows = chunks[at + 1].noun if at + 1 < len(chunks) else None
    if follows is not None and follows.prep is None:
        return False  # "The drill | they | had practised did not help them"
    behind = lows[group.last :]
    if lows[group.head] in words["clear_drill_nouns"]:
        return behind[:1] != ("of",) and words["interrupting_forms"].isdisjoint(behind)
    return not words["drill_deeds"].isdisjoint(behind)
