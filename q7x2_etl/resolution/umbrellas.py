"""Which actors are a part of which others, and since when: a front and its alliance may be one event's same side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    members = {str(entry["id"]): tuple(_memberships(entry)) for entry in reference.entries("actors")}
    return tuple(one for actor_id in sorted(members) for one in _above(members, (actor_id,), _EVER))


def _memberships(entry: Mapping[str, Any]) -> Iterator[tuple[str, date, date]]:
    """What the actor itself belonged to, and when."""
    for dated in entry.get("parents") or ():
        yield str(dated["parent"]), _day(dated.get("from"), date.min), _day(dated.get("to"), date.max)
    if entry.get("parent"):
        yield str(entry["parent"]), *_EVER


def _above(
    members: Mapping[str, Sequence[tuple[str, date, date]]], path: tuple[str, ...], period: tuple[date, date]
) -> Iterator[Umbrella]:
    """The umbrellas of the last actor of `path`, to which the first one belonged through the others in that period."""
    for umbrella, start, end in members.get(path[-1], ()):
        first, last = max(start, period[0]), min(end, period[1])
        if first < last and umbrella not in path:
            yield Umbrella(path[0], umbrella, first, last)
            yield from _above(members, (*path, umbrella), (first, last))


def _day(value: object, otherwise: date) -> date:
    return otherwise if value is None else date.fromisoformat(str(value))
