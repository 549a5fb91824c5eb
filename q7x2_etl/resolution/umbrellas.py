"""Which actors are a part of which others, and since when: a front and its alliance may be one event's same side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from q7x2_etl.language.actors import ActorIndex
from q7x2_etl.reference import Reference

_EVER = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Umbrella:
    """`actor_id` belonged to `umbrella_id`, itself or through others, from `start` (inclusive) to `end` (exclusive)."""

    actor_id: str
    umbrella_id: str
    start: date
    end: date


def umbrellas(reference: Reference) -> tuple[Umbrella, ...]:
    """Every membership of the dictionary of actors, those of the umbrella's own umbrellas included."""
    index = ActorIndex.from_reference(reference)
    return tuple(one for actor_id in sorted(index.entries) for one in _above(index, actor_id, actor_id, _EVER))


def _above(index: ActorIndex, actor_id: str, member: str, period: tuple[date, date]) -> Iterator[Umbrella]:
    """The umbrellas of `member`, which `actor_id` belonged to in that period (no actor is above itself)."""
    entry = index.entries[member]
    dated = [(one.parent, one.start or date.min, one.end or date.max) for one in entry.parents]
    if entry.parent is not None:
        dated.append((entry.parent, *_EVER))
    for umbrella, start, end in dated:
        first, last = max(start, period[0]), min(end, period[1])
        if first < last:
            yield Umbrella(actor_id, umbrella, first, last)
            yield from _above(index, actor_id, umbrella, (first, last))
