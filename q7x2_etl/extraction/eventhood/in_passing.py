"""Events that are brought up in passing, or in words that mean none: they give no report of their own."""

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.language.grammar.function_words import QUOTES
from q7x2_etl.language.grammar.word_lists import packaged_words

_DAYS = frozenset({"day", "week"})
_YEARS = frozenset({"years", "year", "decades", "decade"})
_AFTER_REACH = 8  # tokens before a trigger in which "after" stands
_THEY = frozenset({"they", "he", "you"})
_OURS = frozenset({"our", "my", "us", "your"})
_PLURALS = ("s", "children", "people", "men", "women")


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


def years_after(frame: Frame) -> bool:
    """ "reads again in Toronto, three years after | he was stabbed": when something else is done, and where.

    One that is told to its day, or whose victims are counted, is told all the same.
    """
    sentence, lows = frame.sentence, frame.sentence.lows
    if any(h.group.quantity is not None for h in frame.harms):
        return False
    start = next((i for i in range(frame.first - 1, max(0, frame.first - _AFTER_REACH), -1) if lows[i] == "after"), 0)
    if not start or lows[start - 1] not in _YEARS or (sentence.places and _placed_behind(frame)):
        return False
    if "V" in sentence.tagged.tags[start : frame.first]:
        return False
    at = sentence.tokens[start].end
    return not any(t.start > at and t.precision in _DAYS for t in sentence.times)


def _placed_behind(frame: Frame) -> bool:
    """It has a place of its own."""
    return any(p.first >= frame.last for p in frame.sentence.places)


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
