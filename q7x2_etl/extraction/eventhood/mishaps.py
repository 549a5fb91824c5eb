"""Blasts, fires, and cars in a crowd, that a sentence behind them lays to a mishap."""

from collections.abc import Sequence
from itertools import pairwise

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.grammar.word_lists import packaged_words

_RAMMING = frozenset({"ram", "run over"})  # lemmas of triggers
_BLASTS = frozenset({"bombing", "shelling"})
_REACH = 3  # sentences on in which the cause may be told
_OPENING = 4  # tokens in which a sentence says what it tells of
_NEGATED = 3  # tokens before "caused by" in which "not" may stand
_CAUSE_LENGTH = 5  # tokens behind "caused by"


def by_mishap(incident: Incident, told: Sequence[Told]) -> bool:
    """The sentences behind it say that nobody meant it."""
    return any(reads(incident, told) for reads in (_by_accident, _ruled_an_accident, _lost_control))


def _by_accident(incident: Incident, told: Sequence[Told]) -> bool:
    """ "a blast tore through the port. | It was caused by a fire in a warehouse": nobody set it off."""
    if incident.event_type not in _BLASTS or any(map(_meant, incident.frames)):
        return False
    numbers = sorted({f.number for f in incident.frames})
    return any(
        _says_cause(entry)
        for number in numbers
        for entry in told[number : number + 1 + _REACH]
        if not any(f.event_type for f in entry.frames if f not in incident.frames)
    )


def _ruled_an_accident(incident: Incident, told: Sequence[Told]) -> bool:
    """ "The bomb squad ruled out explosives", "Investigators have found no sign of foul play": nobody set it off."""
    if incident.event_type not in _BLASTS | {"arson"} or any(map(_by_armed_people, incident.frames)):
        return False
    last, words = incident.last_number, packaged_words().words
    for entry in told[last : last + 1 + _REACH]:
        lows = entry.sentence.lows
        text = f" {' '.join(lows)} "
        if words["verdict_doubts"].isdisjoint(lows) and any(f" {v} " in text for v in words["accident_verdicts"]):
            return True
    return False


def _lost_control(incident: Incident, told: Sequence[Told]) -> bool:
    """ "A car ploughed into a crowd. | Its driver had lost control on a bend": he meant nobody any harm."""
    rams = any(f.entry["lemma"] in _RAMMING for f in incident.frames if not f.effect)
    if not rams and not any(_by_driver(f) for f in incident.frames):
        return False
    last = incident.last_number
    words = packaged_words().words
    for entry in told[last : last + 1 + _REACH]:
        lows = entry.sentence.lows
        why = words["driving_mishaps"]
        why = why | words["accident_verdicts"] if words["verdict_doubts"].isdisjoint(lows) else why
        if any(f" {phrase} " in f" {' '.join(lows)} " for phrase in why):
            return True
    return False


def _by_driver(frame: Frame) -> bool:
    """ "A driver of 82 ploughed into a market"."""
    drivers = packaged_words().words["driver_nouns"]
    doers = [r for r in frame.roles if r.role in DOERS]
    return bool(doers) and all(r.sentence.lows[r.group.head] in drivers for r in doers)


def _by_armed_people(frame: Frame) -> bool:
    return any(r.role in DOERS and "armed" in r.group.classes for r in frame.roles)


def _meant(frame: Frame) -> bool:
    """Who did it is told, or with what and to whom it was done."""
    return any(r.role in DOERS for r in frame.roles) or bool(frame.instruments and frame.roles)


def _says_cause(entry: Told) -> bool:
    """ "It was caused by a fire", "The blast was blamed on a gas leak"."""
    words, lows = packaged_words().words, entry.sentence.lows
    if (words["pointing_pronouns"] | words["blasts"]).isdisjoint(lows[:_OPENING]):
        return False
    for k in range(len(lows) - 2):
        caused = f"{lows[k]} {lows[k + 1]}" in words["cause_phrases"]
        if caused and "not" not in lows[max(0, k - _NEGATED) : k]:
            cause = lows[k + 2 : k + 2 + _CAUSE_LENGTH]
            return not words["mishap_causes"].isdisjoint((*cause, *(" ".join(pair) for pair in pairwise(cause))))
    return False
