"""Numbers, units and named parts of months and years: what the words of a time rule are read into."""

from dataclasses import dataclass
from datetime import date

from q7x2_etl.dates import month_end
from q7x2_etl.language.times.model import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number before a unit of time; `vague` ("a few", "several", or none at all as in "weeks ago")."""

    low: int
    high: int
    vague: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule's pattern captured, read with the calendar. Empty where the pattern has no such part."""

    unit: str = ""
    quantity: Quantity | None = None
    part: str = ""
    direction: str = ""
    weekday: int | None = None
    month: int | None = None
    season: int | None = None
    number: int | None = None
    offset: int = 0
    spans: tuple[tuple[date, date], ...] = ()


# The thirds of a month and of a year, and their halves ("early April" = 1..10, "late 2015" = Sep..Dec).
MONTH_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half": (1, 15),
    "second half": (16, 31),
    "first week": (1, 7),
    "second week": (8, 14),
    "third week": (15, 21),
    "fourth week": (22, 28),
    "last week": (25, 31),
}
YEAR_PARTS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
}


def part_of(span: Span, part: str) -> Span:
    """The named part of a month, year, week or season; the whole where that part has no meaning for it."""
    if not part:
        return span
    if span.precision == "month" and part in MONTH_PARTS:
        low, high = MONTH_PARTS[part]
        end = month_end(span.first.year, span.first.month).day
        low = max(1, low - (31 - end)) if part == "last week" else low
        return Span(span.first.replace(day=low), span.first.replace(day=min(high, end)), "week")
    if span.precision == "year" and part in YEAR_PARTS:
        first, last = YEAR_PARTS[part]
        year = span.first.year
        return Span(date(year, first, 1), month_end(year, last), "season")
    return span


def days_of(unit: str, count: int) -> int:
    """How many days `count` units are, rounded up: 48 hours are 2, a month 30."""
    if unit in ("minute", "hour"):
        return max(1, -(-count // (24 if unit == "hour" else 24 * 60)))
    return count * {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}.get(
        unit, 0
    )
