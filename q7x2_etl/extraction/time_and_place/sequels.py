"""Events told as a sequel: "ten days after a car bomb hit Jos, police …": which times and places are whose."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.times.finding import TimeMention, counted_from

_CIRCUMSTANCES = frozenset({"when", "where"})


def reach_of(reading: Reading, frame: Frame, frames: Sequence[Frame]) -> range:
    """The token positions from which a frame takes its times and places.

    "The raid came ten days after | a car bomb hit Jos on Monday": the raid was neither on Monday nor in Jos.
    "Ten days after a car bomb hit Jos, | police shot two men in Kano": what stands on either side is its own.
    """
    last = len(reading.lows)
    border = _opening_end(reading, frames)
    if border is not None:
        return range(border) if frame.first < border else range(border, last)
    sequels = (at for f in frames if (at := days_before(f, reading.words)) is not None and at > frame.first)
    return range(next(sequels, last))


def listed_part(sentence: Sentence, frame: Frame, positions: Sequence[int]) -> range | None:
    """ "On 15 June six people were killed in Jos; | on 16 June police shot two men": the frame's part of such a list.

    None where no semicolon stands in the sentence, or none of the positions in the frame's part.
    """
    lows = sentence.lows
    if ";" not in lows:
        return None
    first = next((k + 1 for k in range(frame.first - 1, -1, -1) if lows[k] == ";"), 0)
    last = next((k for k in range(frame.last, len(lows)) if lows[k] == ";"), len(lows))
    return range(first, last) if any(first <= at < last for at in positions) else None


def _opening_end(reading: Reading, frames: Sequence[Frame]) -> int | None:
    """The comma that ends "[Ten days] after a car bomb hit Jos, police …", where each side tells of an event."""
    chunks, lows, words = reading.chunks, reading.lows, reading.words
    if len(frames) < 2:
        return None
    opener = next((k for k, c in enumerate(chunks[:4]) if lows[c.first] in words["sequel_prepositions"]), None)
    if opener is None or any(c.verb is not None for c in chunks[:opener]):
        return None
    if opener and lows[chunks[opener].first - 1] not in words["units_of_days"]:
        return None
    for k in range(opener + 1, len(chunks) - 1):
        behind = chunks[k + 1].noun
        if lows[chunks[k].first] != "," or behind is None or "place" in behind.classes or behind.prep:
            continue
        border = chunks[k].first
        clause = next((c.verb for c in chunks[k + 2 : k + 6] if c.verb is not None or c.kind == ","), None)
        if clause is not None:
            return border if min(f.first for f in frames) < border < max(f.first for f in frames) else None
    return None


def from_then_on(time: TimeMention) -> TimeMention:
    """ "After bombings in May 2003, the army launched a sweep": in the rest of that year."""
    if time.date_start is None or time.date_end is None or time.anchor != "absolute" or time.precision == "year":
        return time
    last = date(time.date_start.year, 12, 31)
    return replace(time, kind="after", date_end=max(last, time.date_end), precision="year")


def days_before(frame: Frame, words: Mapping[str, frozenset[str]]) -> int | None:
    """ "came ten days after | a car bomb wounded 36": where an earlier event's clause begins, else None.

    "Ten days after the bombing, | police shot two men": what stands behind the comma is the later one.
    """
    if words["units_of_days"].isdisjoint(frame.sentence.vocabulary):
        return None
    chunks, lows = frame.sentence.chunks, frame.sentence.lows
    parted, border = False, None
    for k in range(frame.chunk - 1, 0, -1):
        at = chunks[k].first
        if lows[at] in _CIRCUMSTANCES and any(c.verb is not None for c in chunks[:k]):
            border = k  # "came hours after six soldiers died | when their truck hit a mine"
            continue
        if lows[at] in words["sequel_prepositions"] and lows[at - 1] in words["units_of_days"]:
            behind = chunks[k + 1].verb if k + 1 < frame.chunk + 1 else None
            if behind is not None and behind.form != "ing":
                return None  # "the strike that it carried out two days before | had killed one"
            opening = not any(c.verb is not None for c in chunks[:k])
            if border is not None and not any(c.verb is not None for c in chunks[k + 1 : border]):
                return None  # "two days after the vote, | when gunmen killed a clerk"
            return None if parted and opening else at
        parted = parted or lows[at] == ","
        if chunks[k].kind in {"S", "R"} or lows[at] == ";":
            return None
    return None


def opening_count(reading: Reading, frame: Frame) -> int | None:
    """ "Two days before | the school was hit, | rebels overran a base": where what it counts from begins, else None."""
    chunks, lows = reading.chunks, reading.lows
    opener = next((k for k, c in enumerate(chunks[:4]) if lows[c.first] in reading.words["sequel_prepositions"]), None)
    if not opener or any(c.verb is not None for c in chunks[:opener]):
        return None
    at = chunks[opener].first
    comma = next((c.first for c in chunks[opener:] if lows[c.first] == ","), None)
    counted = lows[at - 1] in reading.words["units_of_days"]
    return at if counted and comma is not None and comma < frame.first else None


def counted_time(
    frame: Frame, times: Sequence[tuple[TimeMention, int]], words: Mapping[str, frozenset[str]]
) -> list[TimeMention]:
    """ "met on Friday, a month after | the rebels seized Goma": counted from the day that its sentence tells."""
    at, sentence = days_before(frame, words), frame.sentence
    if at is None:
        return []
    before = [(at - position, time) for time, position in times if position < at]
    behind = [(position - at, time) for time, position in times if position > frame.last]
    near = min(before or behind, key=lambda pair: pair[0], default=None)
    if near is None:
        return []
    sign = 1 if sentence.lows[at] == "before" else -1
    counted = counted_from(sentence.text, sentence.start, sentence.tokens[at - 1].end, near[1], sign)
    return [] if counted is None else [counted]
