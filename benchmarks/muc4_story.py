"""What the engine read in the sentences of a text, as features for `muc4_relevance.py`; nothing else uses it."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.explaining.trace import Trace
from q7x2_etl.extraction.framing.frames import Frame

_ORDER = (1, 2, 3, 5, 8, 12)
_LENGTHS = (8, 15, 25, 40)  # words
_MOST = 3


@dataclass(frozen=True)
class Said:
    """A sentence [start, end) of a text: its words, and what its frames are."""

    start: int
    end: int
    words: tuple[str, ...]
    frames: tuple[str, ...]
    count: int  # of its frames


def said_in(trace: Trace) -> list[Said]:
    """The sentences of a text that were read, in the order of the text."""
    return [
        Said(
            told.sentence.start,
            told.sentence.end,
            tuple(low for low in told.sentence.lows if low.replace("-", "").isalpha()),
            tuple(feature for frame in told.frames for feature in _of_frame(frame)),
            len(told.frames),
        )
        for told in trace.story.told
        if told.reading is not None
    ]


def of_sentences(said: Sequence[Said]) -> list[dict[str, float]]:
    """The features of each sentence: its words, its frames, where it stands and how long it is."""
    return [
        shares("word", sentence.words)
        | shares("frame", sentence.frames)
        | shares("place", [*_steps("nth", number, _ORDER), *_steps("length", len(sentence.words), _LENGTHS),
                           f"frames={min(_MOST, sentence.count)}"])
        for number, sentence in enumerate(said)
    ]  # fmt: skip


def shares(family: str, features: Sequence[str]) -> dict[str, float]:
    """Features of one family with their values: the more often the more, all together of length 1."""
    often = {feature: 1 + math.log(n) for feature, n in Counter(features).items()}
    length = math.sqrt(sum(value * value for value in often.values()))
    return {f"{family}:{feature}": value / length for feature, value in often.items()}


def _steps(name: str, value: int, limits: Sequence[int]) -> Iterator[str]:
    return (f"{name}>={limit}" for limit in limits if value >= limit)


def _of_frame(frame: Frame) -> Iterator[str]:
    kind = frame.event_type
    yield from (f"type={kind}", f"type={kind}.{frame.stage}", f"trigger={frame.entry.get('id')}")
    yield from (f"hedged={frame.hedged}", f"denied={frame.denied}", f"plural={frame.plural}")
    yield from (f"definite={frame.definite}", f"definite={frame.definite}.{kind}")
    for role in frame.roles:
        yield f"{role.role}={role.sentence.lows[role.group.head]}"
        yield f"{role.role}.{kind}.named={role.group.named}"
        yield from (f"{role.role}.{kind}.{name}" for name in sorted(role.group.classes))
    for harm in frame.harms:
        yield f"{harm.outcome}={harm.sentence.lows[harm.group.head]}"
        yield from (f"{harm.outcome}.{name}" for name in sorted(harm.group.classes))
    for group in frame.objects:
        yield f"object={frame.sentence.lows[group.head]}"
        yield from (f"object.{kind}.{name}" for name in sorted(group.classes))
