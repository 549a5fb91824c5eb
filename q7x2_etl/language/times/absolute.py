"""The days of an absolute date: a year left out is read against the story's date or the running time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from q7x2_etl.dates import DateMention, month_end, to_interval
from q7x2_etl.language.times.model import Span, TimeAnchor, TimeKind, season_span, shift, year_span
from q7x2_etl.language.times.parts import part_of


@dataclass(frozen=True, slots=True)
class Atom:
    """A date as written, with the words around it that change what it stands for."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    part: str = ""
    season: int | None = None
    last_year: int | None = None
    year_of: str = ""
    direction: str = ""
    future: bool = False
    last_day: int | None = None
    unsure: tuple[int, int] | None = None

    @property
    def kind(self) -> TimeKind:
        return "interval" if self.last_year or self.last_day else "point"

    @property
    def rule(self) -> str:
        if self.last_year or self.last_day:
            return "range"
        if self.season:
            return "season-of-year"
        if self.part:
            return "month-part" if self.month else "year-part"
        if self.year_of and not self.year:
            return "context-date"
        unit = "day" if self.day else "month" if self.month else "year"
        return f"absolute-{unit}" if self.year else f"yearless-{unit}"


class Resolved(NamedTuple):
    """Days of an atom, against what its year was found, and by which rule."""

    span: Span
    anchor: TimeAnchor
    rule: str


def resolve_atom(atom: Atom, published: Span | None, running: Span | None, near: bool = False) -> Resolved | None:
    """The days of an atom; None where its year cannot be known.

    `near` says that the running time stands close before, so that the narrative may go on from it.
    """
    if atom.unsure is not None and published is not None:
        atom = _in_order(atom, atom.unsure, published.last)
    if atom.year is not None:
        return Resolved(_span(atom, atom.year), "absolute", atom.rule)
    if atom.year_of:
        year = _year_pointed_at(atom.year_of, published, running)
        anchor: TimeAnchor = "context" if atom.year_of in _TO_RUNNING else "published"
        return None if year is None else Resolved(_span(atom, year), anchor, atom.rule)
    if published is None:
        return None if running is None else Resolved(_span(atom, running.last.year), "context", atom.rule)
    span = _span(atom, _year_by_publication(atom, published.last))
    if near and running is not None and not atom.direction and not atom.future:
        told = _going_on(atom, running)
        goes_on = told is not None and running.precision != "day" and _meet(told, running)
        if (
            told is not None
            and told.last < span.first
            and (goes_on or span.last < shift(published.first, -_FRESH_DAYS))
        ):
            return Resolved(told, "context", "narrative-date")
    return Resolved(span, "published", atom.rule)


def _in_order(atom: Atom, numbers: tuple[int, int], published: date) -> Atom:
    """ "05/11/2022", printed on 8 November: of its two readings the only one that is past, or the one just past."""
    past = [
        (month, day)
        for month, day in (numbers, numbers[::-1])
        if atom.year is not None and date(atom.year, month, day).toordinal() <= published.toordinal() + 1
    ]
    since = shift(published, -(_STEP_BACK_DAYS if atom.month is None else _JUST_PAST_DAYS))
    fresh = [(month, day) for month, day in past if date(atom.year or 1, month, day) >= since]
    sure = past if len(past) == 1 else fresh
    return replace(atom, month=sure[0][0], day=sure[0][1]) if len(sure) == 1 else atom


def _meet(told: Span, running: Span) -> bool:
    """ "Three months later … On 6 November": the date lies in the time just told."""
    return running.first <= told.first and told.last <= running.last


_FRESH_DAYS = 60  # a date this close to publication is the news itself, whatever was told before it
_STEP_BACK_DAYS = 31  # so far back a narrative may step without naming the year again
_JUST_PAST_DAYS = 10  # so new an entry's date must be to be read against the custom of its kind


def _going_on(atom: Atom, running: Span) -> Span | None:
    """The first such date from the running time on; None where that is known to its year only."""
    if running.precision == "year":
        return None
    since = shift(running.first, -_STEP_BACK_DAYS)
    spans = (_span(atom, running.first.year + step) for step in (-1, 0, 1, 2))
    return next((span for span in spans if span.last >= since), None)  # none: 29 February, and no leap year near


_TO_RUNNING = ("same", "following", "previous")


def _year_pointed_at(word: str, published: Span | None, running: Span | None) -> int | None:
    base = running if word in _TO_RUNNING else published
    if base is None:
        return None
    return base.last.year + {"following": 1, "next": 1, "previous": -1, "last": -1}.get(word, 0)


def _year_by_publication(atom: Atom, published: date) -> int:
    """The latest year in which the date is not after publication (a day of slack for time zones), or the coming one."""
    year = published.year
    latest = date.fromordinal(min(published.toordinal() + (1 if atom.day else 0), date.max.toordinal()))
    if _span(atom, year).first > latest:
        year -= 1
    if atom.direction == "last" and atom.day is None and _span(atom, year).last >= published:
        year -= 1
    if atom.direction == "this":
        return published.year
    if (atom.future or atom.direction == "next") and _span(atom, year).last < published:
        coming = _span(atom, year + 1).first
        if atom.direction == "next" or coming.toordinal() - published.toordinal() <= _FORESEEABLE_DAYS:
            year += 1
    return year


_FORESEEABLE_DAYS = 200  # a date announced without its year lies less than this ahead


def _span(atom: Atom, year: int) -> Span:
    year = min(max(year, 2), 9998)
    if atom.season:
        return season_span(atom.season, year)
    if atom.last_year:
        return Span(year_span(year).first, year_span(atom.last_year).last, "year")
    mention = DateMention(atom.start, atom.end, atom.year, atom.month, atom.day, "day")
    first, last, precision = to_interval(mention, year)
    if atom.last_day and atom.month:
        last = date(first.year, atom.month, min(atom.last_day, month_end(first.year, atom.month).day))
        return Span(min(first, last), max(first, last), "week" if abs((last - first).days) >= 7 else "day")
    return part_of(Span(first, last, precision), atom.part)
