"""The nouns of time: a span of days, a mention in the text, and what is known when a sentence is read."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from q7x2_etl.dates import month_end
from q7x2_etl.model import DatePrecision

TimeKind = Literal["point", "interval", "duration", "frequency", "since", "until", "before", "after", "vague"]
TimeAnchor = Literal["absolute", "published", "context", "none"]

_ORDER: tuple[DatePrecision, ...] = ("day", "week", "month", "season", "year", "unknown")


class Span(NamedTuple):
    """First and last day, and how precise the words were."""

    first: date
    last: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression, `text[start:end]`, and the days it stands for.

    `date_start` and `date_end` are both None where the words cannot be resolved (`precision` "unknown") and for kinds
    "duration" and "frequency". For "since" the interval runs up to the publication date, and `date_end` alone is None
    where that is unknown. For "until", "before" and "after" the interval is that of the date named ("after September
    2002": that September), not of what lies beyond it. `rule` is an id of `seeds/reference/time_rules.yaml`;
    `anchor` says against what the words were resolved.
    """

    start: int
    end: int
    date_start: date | None
    date_end: date | None
    precision: DatePrecision
    kind: TimeKind
    rule: str
    anchor: TimeAnchor


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What a sentence is read against: the story's date, and the last resolved time of its narrative."""

    published: date | None
    published_precision: DatePrecision = "day"
    running: TimeMention | None = None


def coarser(one: DatePrecision, other: DatePrecision) -> DatePrecision:
    """The less precise of two precisions."""
    return max(one, other, key=_ORDER.index)


def precision_of_length(first: date, last: date) -> DatePrecision:
    """The precision of an interval: up to 2 days "day", 16 "week", 45 "month", 200 "season", else "year"."""
    days = (last - first).days + 1
    for limit, precision in ((2, "day"), (16, "week"), (45, "month"), (200, "season")):
        if days <= limit:
            return precision  # type: ignore[return-value]  # the four literals above
    return "year"


def publication_span(context: TimeContext) -> Span | None:
    """The days on which the story can have been published, by the precision of its date; None if it has no date."""
    day = context.published
    if day is None:
        return None
    match context.published_precision:
        case "day":
            return Span(day, day, "day")
        case "week":
            return Span(shift(day, -3), shift(day, 3), "week")
        case "month":
            return Span(day.replace(day=1), month_end(day.year, day.month), "month")
        case "season":
            return Span(shift(day, -45), shift(day, 45), "season")
        case "year":
            return Span(date(day.year, 1, 1), date(day.year, 12, 31), "year")
        case _:
            return Span(day, day, "day")


def shift(day: date, days: int) -> date:
    """`day` moved by a number of days, kept inside the calendar that Python knows."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` from the month of `day`, kept inside the calendar."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    return date(index // 12, index % 12 + 1, 1)


def month_span(day: date) -> Span:
    """The calendar month of a day."""
    return Span(day.replace(day=1), month_end(day.year, day.month), "month")


def year_span(year: int) -> Span:
    """A calendar year, kept inside the calendar."""
    year = min(max(year, 1), 9999)
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def week_span(day: date) -> Span:
    """The calendar week (Monday to Sunday) of a day."""
    monday = shift(day, -day.weekday())
    return Span(monday, shift(monday, 6), "week")


def season_span(first_month: int, year: int) -> Span:
    """The season that begins in `first_month` of `year`: three calendar months."""
    first = date(min(max(year, 1), 9998), first_month, 1)
    return Span(first, add_months(first, 3) - timedelta(days=1), "season")
