"""Events that are brought up in passing, or in words that mean none: they give no report of their own."""

from collections.abc import Sequence
from itertools import pairwise

from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.grammar.function_words import QUOTES
from q7x2_etl.language.grammar.word_lists import packaged_words

_DAYS = frozenset({"day", "week"})
_THEY = frozenset({"they", "he", "you"})
_OURS = frozenset({"our", "my", "us", "your"})
_PLURALS = ("s", "children", "people", "men", "women")
_WITNESS = frozenset({"i", "we"})
_SIGHT = 3  # tokens
_BLASTS = frozenset({"bombing", "shelling"})
_RAMMING = frozenset({"ram", "run over"})  # lemmas of triggers
_CAUSE_REACH = 3  # sentences on in which the cause of a blast may be told
_OPENING = 4  # tokens in which a sentence says what it tells of
_CAUSE_LENGTH = 5  # tokens behind "caused by"


def behind_since(frame: Frame) -> bool:
    """ "has been on edge since | drones attacked the port": what since then has lasted is told, and not the attack.

    One that is told to its day, or whose victims are counted or named, is told all the same.
    """
    sentence = frame.sentence
    if "since" not in sentence.lows or packaged_words().words["have"].isdisjoint(sentence.lows):
        return False
    chunks, lows = sentence.chunks, sentence.lows
    for piece in reversed(chunks[: frame.chunk]):
        if lows[piece.first] == "since":
            since = piece.first
            break
        if piece.kind in {",", "R", "S"}:
            return False
    else:
        group = chunks[frame.chunk].noun
        if group is None or group.prep != "since":
            return False
        since = group.first - 1
    if not since or any(h.group.quantity is not None or h.group.named for h in frame.harms):
        return False
    at = sentence.tokens[since].start
    return not any(t.start > at and t.precision in _DAYS for t in sentence.times)


def reproach(frame: Frame) -> bool:
    """ "They murdered our children, and they sit in parliament": in direct speech, with no number, day or place."""
    sentence = frame.sentence
    if frame.kind != "verb" or sentence.tokens[0].text not in QUOTES:
        return False
    lows = sentence.lows
    end = next((i for i in range(frame.last, len(lows)) if sentence.texts[i] in QUOTES), len(lows))
    until = sentence.tokens[end - 1].end
    if any(t.start < until for t in sentence.times) or any(p.first < end for p in sentence.places):
        return False
    doer = next((r.group for r in frame.roles if r.role == "perpetrator"), None)
    if doer is None or lows[doer.head] not in _THEY:
        return False
    hurt = [*(h.group for h in frame.harms), *frame.objects, *frame.groups("target")]
    many = all(lows[g.head].endswith(_PLURALS) and g.quantity is None for g in hurt)
    return bool(hurt) and many and all(lows[g.first] in _OURS for g in hurt)


def quoted_word(frame: Frame) -> bool:
    """ "a ship "hijacked" by pirates": the verb alone in quotation marks, with nobody hurt and no time of its own."""
    sentence, first, last = frame.sentence, frame.first, frame.last
    if frame.kind != "verb" or not first or last >= len(sentence.tokens) or frame.harms:
        return False
    return sentence.texts[first - 1] in QUOTES and sentence.texts[last] in QUOTES


def seen_by_one(harm: Harm) -> bool:
    """ "I saw two dead bodies at the gate": what one witness saw of it, and no count of all."""
    before = harm.sentence.lows[max(0, harm.group.first - _SIGHT) : harm.group.first]
    return any(who in _WITNESS and saw == "saw" for who, saw in pairwise(before))


def by_accident(incident: Incident, told: Sequence[Told]) -> bool:
    """ "a blast tore through the port. | It was caused by a fire in a warehouse": nobody set it off."""
    if incident.event_type not in _BLASTS or any(f.roles for f in incident.frames if _done_by(f)):
        return False
    numbers = sorted({f.number for f in incident.frames})
    words = packaged_words().words["mishap_causes"]
    return any(
        _says_cause(entry, words)
        for number in numbers
        for entry in told[number : number + 1 + _CAUSE_REACH]
        if not any(f.event_type for f in entry.frames if f not in incident.frames)
    )


def lost_control(incident: Incident, told: Sequence[Told]) -> bool:
    """ "A car ploughed into a crowd. | Its driver had lost control on a bend": he meant nobody any harm."""
    if all(f.entry["lemma"] not in _RAMMING for f in incident.frames if not f.effect):
        return False
    last = max(f.number for f in incident.frames)
    why = packaged_words().words["driving_mishaps"]
    lows = (f" {' '.join(entry.sentence.lows)} " for entry in told[last : last + 1 + _CAUSE_REACH])
    return any(f" {phrase} " in sentence for sentence in lows for phrase in why)


def _done_by(frame: Frame) -> bool:
    return bool(frame.instruments) or any(r.role in DOERS for r in frame.roles)


def _says_cause(entry: Told, words: frozenset[str]) -> bool:
    """ "It was caused by a fire", "The blast was blamed on a gas leak"."""
    lows = entry.sentence.lows
    lists = packaged_words().words
    pointing, told_by = lists["pointing_pronouns"] | lists["blasts"], lists["cause_phrases"]
    if pointing.isdisjoint(lows[:_OPENING]):
        return False
    for k in range(len(lows) - 2):
        if f"{lows[k]} {lows[k + 1]}" in told_by and "not" not in lows[max(0, k - 3) : k]:
            cause = lows[k + 2 : k + 2 + _CAUSE_LENGTH]
            return not words.isdisjoint((*cause, *(" ".join(pair) for pair in pairwise(cause))))
    return False
