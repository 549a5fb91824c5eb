"""Times and places that an incident could have had and has not, with the reason: for `explain`."""

from collections.abc import Iterator, Sequence

from q7x2_etl.extraction.explaining.trace import Considered
from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.story.narrative import Story
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.time_and_place.circumstances import (
    closer_to_other,
    distance,
    position_of,
    time_cost,
    usable_time,
)
from q7x2_etl.extraction.time_and_place.place_candidates import Where
from q7x2_etl.extraction.time_and_place.tellings import of_saying
from q7x2_etl.extraction.time_and_place.where import Places
from q7x2_etl.language.times.finding import TimeMention

Lost = tuple[str, int, int, str]  # value, start, end, why

_NEAR = 2  # sentences before and behind that are looked at where the incident's own tell no time
_LOOSE = -20.0  # weights below it: the place hangs on something else
_SEAT = -40.0
_GRAINS = ("country", "province", "district", "town", "town")


def lost_times(considered: Considered, story: Story, told: Sequence[Told]) -> Iterator[Lost]:
    """The other times of its sentences; where these tell none, those of the sentences beside; the story's own day."""
    chosen, rule = considered.setting.time, considered.setting.time_rule
    incident = considered.incident
    for entry in told:
        for time in entry.sentence.times:
            if chosen is None or not _meet((time.start, time.end), (chosen.start, chosen.end)):
                frames = [f for f in incident.frames if f.number == entry.number]
                yield _days(time), time.start, time.end, _why_not_time(entry, frames, time, chosen)
    if incident.time() is None:
        first = told[0].number
        own = {entry.number for entry in told}
        for entry in story.told[max(0, first - _NEAR) : first + _NEAR + 1]:
            for time in entry.sentence.times if entry.number not in own else ():
                if chosen is None or not _meet((time.start, time.end), (chosen.start, chosen.end)):
                    why = _unusable(time) or "of a sentence beside, and another is nearer or in its paragraph"
                    yield _days(time), time.start, time.end, why
    day = considered.article.published_on
    if day is not None and rule != "time.published" and considered.article.published_precision == "day":
        start, end = incident.frames[0].trigger_span
        why = "the story's own day: only where neither its sentences nor those around them tell a time"
        yield (
            day.isoformat(),
            start,
            end,
            why if chosen is not None else "the story's own day: told too far behind its head",
        )


def _why_not_time(entry: Told, frames: Sequence[Frame], time: TimeMention, chosen: TimeMention | None) -> str:
    sentence = entry.sentence
    why = _unusable(time)
    if why is not None:
        return why
    at = position_of(sentence, time)
    if entry.reading is not None and of_saying(entry.reading, at):
        return "the time of the saying, not of what is said"
    if all(closer_to_other(sentence, f, entry.frames, at) for f in frames):
        return "nearer to another trigger of its sentence"
    if chosen is None:
        return "not chosen"
    cost = min(distance(sentence, f, at) + time_cost(time) for f in frames)
    if sentence.start <= chosen.start < sentence.end:
        there = position_of(sentence, chosen)
        mine = min(distance(sentence, f, there) + time_cost(chosen) for f in frames)
        if cost > mine:
            return f"further from the trigger: distance {cost:.0f}, chosen: {mine:.0f}"
    if time.precision != chosen.precision:
        return f"less precise or less definite: {time.precision} ({time.kind}), chosen: {chosen.precision}"
    return "another of its triggers has the time chosen, which comes first"


def _unusable(time: TimeMention) -> str | None:
    """Why a time can be no event's own; None where it can."""
    if usable_time(time):
        return None
    if time.rule == "citation":
        return "the date of a source cited"
    if time.kind in {"frequency", "duration", "until", "before", "since"}:
        return f"tells {_KIND_WORDS[time.kind]}, not when it happened"
    return "resolves to no date"


_KIND_WORDS = {
    "frequency": "how often", "duration": "how long", "until": "until when", "before": "before what",
    "since": "since when",
}  # fmt: skip


def _days(time: TimeMention) -> str:
    if time.date_start is None:
        return "no date"
    if time.date_end is None or time.date_end == time.date_start:
        return time.date_start.isoformat()
    return f"{time.date_start.isoformat()}..{time.date_end.isoformat()}"


def lost_places(considered: Considered, told: Sequence[Told], places: Places) -> Iterator[Lost]:
    """The other places of its sentences, and other places of the chosen one's name."""
    chosen = considered.setting.where
    for entry in told:
        frames = [f for f in considered.incident.frames if f.number == entry.number]
        for ref in entry.places:
            start, end = entry.sentence.offsets(ref.mention.first, ref.mention.last)
            if chosen is None or not _meet((start, end), (chosen.start, chosen.end)):
                where = places.where(ref)
                yield _name(where, ref), start, end, _why_not_place(entry, frames, ref, where, chosen)
    resolved = chosen.resolved if chosen is not None else None
    if chosen is not None and resolved is not None:
        why = f"another place of this name; {resolved.rule} decided"
        for other in resolved.alternatives:
            area = ", ".join(part for part in (other.kind, other.admin1, other.country) if part)
            yield f"{other.name} ({area})", chosen.start, chosen.end, why


def _why_not_place(
    entry: Told, frames: Sequence[Frame], ref: PlaceRef, where: Where | None, chosen: Where | None
) -> str:
    if ref.prep == "of-actor":
        return "part of a name of people or of a thing, not where it happened"
    if ref.weight <= _SEAT:
        return "where a speaker sits or people come from"
    if ref.weight < _LOOSE:
        return "hangs on something else than the event"
    if where is None:
        return "no list of places has it, and no word says that it is one"
    if not any(r.mention is ref.mention for f in frames for r in f.places):
        return "nearer to another trigger of its sentence"
    if chosen is not None and where.grain < chosen.grain:
        return f"wider: a {_GRAINS[where.grain]}, chosen: a {_GRAINS[chosen.grain]}"
    far = min(distance(entry.sentence, f, ref.mention.first) - ref.weight for f in frames)
    return f"hangs less closely on the triggers: {far:.0f} words off, its preposition counted in"


def _name(where: Where | None, ref: PlaceRef) -> str:
    if where is None:
        return ref.mention.name
    area = where.place.admin1 if where.place is not None and where.place.admin1 != ref.mention.name else None
    return ", ".join(part for part in (ref.mention.name, area, where.country) if part)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
