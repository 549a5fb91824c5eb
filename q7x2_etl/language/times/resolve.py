"""What the words of a relative time rule stand for, given the day they count from.

Each reading takes the words that a rule's pattern captured and a base span (the day of publication, or the running time
of the narrative) and gives a span, or None where the words say nothing there. Conventions are those of the annotation
guide; the rules that name these readings are in `seeds/reference/time_rules.yaml`.
"""

from collections.abc import Callable
from datetime import date

from q7x2_etl.dates import month_end
from q7x2_etl.language.times.model import (
    Span,
    add_months,
    month_span,
    precision_of_length,
    season_span,
    shift,
    week_span,
    year_span,
)
from q7x2_etl.language.times.parts import Quantity, Words, days_of, part_of

Reading = Callable[[Words, Span], Span | None]


def days_off(words: Words, base: Span) -> Span | None:
    """ "yesterday", "tonight", "the next day": a fixed number of days from the base."""
    start = base.last if words.offset > 0 else base.first
    day = shift(start, words.offset)
    return Span(day, day if words.offset else base.last, "day" if words.offset else base.precision)


def overnight(words: Words, base: Span) -> Span | None:
    """The night that ends on the base day."""
    return Span(shift(base.first, -1), base.last, "day")


def weekday(words: Words, base: Span) -> Span | None:
    """The last such weekday on or before the base; "last" excludes the base itself; "next" looks ahead."""
    if words.weekday is None:
        return None
    back = (base.last.weekday() - words.weekday) % 7
    if words.direction == "next":
        day = shift(base.last, (words.weekday - base.last.weekday() - 1) % 7 + 1)
    elif words.direction == "week":  # "Tuesday last week"
        day = shift(week_span(shift(base.last, -7)).first, words.weekday)
    else:
        day = shift(base.last, -(back or 7) if words.direction == "last" else -back)
    return Span(day, day, "day")


def night_into(words: Words, base: Span) -> Span | None:
    """The night that ends on the last such weekday."""
    day = weekday(words, base)
    return None if day is None else Span(shift(day.first, -1), day.last, "day")


def nth_day(words: Words, base: Span) -> Span | None:
    """ "the third day", counted from the first day of the base; of a base known to its week at best it says nothing."""
    if words.quantity is None or base.precision != "day":
        return None
    day = shift(base.first, words.quantity.low - 1)
    return Span(day, day, "day")


def weekend(words: Words, base: Span) -> Span | None:
    """The Saturday and Sunday last begun at the base; "next" and "last" move by a week where they must."""
    saturday = shift(base.last, -((base.last.weekday() - 5) % 7))
    if words.direction == "last" and base.last.weekday() >= 5:
        saturday = shift(saturday, -7)
    if words.direction == "next":
        saturday = shift(saturday, 7)
    return Span(saturday, shift(saturday, 1), "day")


def calendar_unit(words: Words, base: Span) -> Span | None:
    """ "last week", "this month", "next year", "late last month": calendar units around the base."""
    step = {"last": -1, "next": 1}.get(words.direction, 0)
    match words.unit:
        case "week":
            whole = week_span(shift(base.last, 7 * step))
        case "month":
            whole = month_span(add_months(base.last, step))
        case "year":
            whole = year_span(base.last.year + step)
        case _:
            return None
    if words.direction == "same":
        return part_of(whole, words.part)
    if step == 0 and words.part == "later":
        return Span(base.last, whole.last, whole.precision)
    if step == 0 and words.part in ("", "earlier"):
        return Span(whole.first, base.last, whole.precision)
    span = part_of(whole, words.part)
    if step == 0 and span.first <= base.last < span.last:
        span = Span(span.first, base.last, span.precision)
    return span


def season(words: Words, base: Span) -> Span | None:
    """ "last summer": the latest that was over; "this summer": the one of the base's year; "the following winter"."""
    if words.season is None:
        return None
    current = season_span(words.season, base.last.year)
    if words.direction == "next":
        return current if current.first > base.last else season_span(words.season, base.last.year + 1)
    if words.direction == "same":
        return season_span(words.season, base.first.year)
    if words.direction == "this":
        if words.season == 12 and base.last.month < 6:
            current = season_span(words.season, base.last.year - 1)
        return Span(current.first, min(current.last, base.last), "season") if current.first <= base.last else current
    year = base.last.year
    while season_span(words.season, year).last >= base.last and year > 1:
        year -= 1
    return season_span(words.season, year)


def ago(words: Words, base: Span) -> Span | None:
    """ "two days ago", "a week ago", "three months ago", "years ago", counted back from the base."""
    return _counted(words, base.first, -1)


def later(words: Words, base: Span) -> Span | None:
    """ "two weeks later", "a few days later", "a month earlier", counted from the base."""
    if words.direction == "earlier":
        return _counted(words, base.first, -1)
    return _counted(words, base.last, 1)


def _counted(words: Words, base: date, sign: int) -> Span | None:
    quantity = words.quantity or Quantity(1, 7, vague=True)
    low, high = quantity.low, quantity.high
    match words.unit:
        case "minute" | "hour":
            day = shift(base, sign * (low // 24 if words.unit == "hour" and not quantity.vague else 0))
            return Span(day, day, "day")
        case "day" | "night":
            return _between(shift(base, sign * low), shift(base, sign * high), "week" if quantity.vague else "day")
        case "week" | "fortnight":
            days = 7 if words.unit == "week" else 14
            if quantity.vague:
                return _between(shift(base, sign * days), shift(base, sign * 4 * days), "month")
            middle = shift(base, sign * days * low)
            return Span(shift(middle, -3), shift(middle, 3), "week")
        case "month":
            if quantity.vague:
                return _between(add_months(base, sign * 6), month_end_of(add_months(base, sign)), "season")
            return month_span(add_months(base, sign * low))
        case "year":
            if quantity.vague:
                return _between(year_span(base.year + sign * 5).first, year_span(base.year + sign).last, "year")
            return year_span(base.year + sign * low)
        case _:
            return None


def month_end_of(day: date) -> date:
    """The last day of the month of `day`."""
    return month_end(day.year, day.month)


def _between(one: date, other: date, precision: str) -> Span:
    first, last = min(one, other), max(one, other)
    return Span(first, last, precision)  # type: ignore[arg-type]  # callers pass literals


_VAGUE_SPAN = {"hour": 1, "day": 7, "night": 7, "week": 28, "month": 90, "year": 5 * 365}


def past_span(words: Words, base: Span) -> Span | None:
    """ "the last 13 days", "past few months", "in recent weeks": up to the base; with direction "next", from it on."""
    quantity = words.quantity
    counted = None if quantity is None or quantity.vague else quantity.high
    days = _VAGUE_SPAN.get(words.unit, 0) if counted is None else days_of(words.unit, counted)
    if not days:
        return None
    if words.direction == "next":
        first, last = base.last, shift(base.last, days)
    else:
        first, last = shift(base.last, -days), base.last
    exact_days = words.unit in ("day", "night", "hour") and counted is not None
    return Span(first, last, "day" if exact_days and words.direction != "next" else precision_of_length(first, last))


def day_of_month(words: Words, base: Span) -> Span | None:
    """ "on the 15th of this month": the latest such day not after the base; "last" counts in the month before."""
    if not words.number:
        return None
    month = add_months(base.last, -1 if words.direction == "last" else 0)
    for _ in range(12):
        if words.number <= month_end_of(month).day and (
            words.direction or month.replace(day=words.number) <= base.last
        ):
            day = month.replace(day=words.number)
            return Span(day, day, "day")
        month = add_months(month, -1)
    return None


def decade(words: Words, base: Span) -> Span | None:
    """ "the 1990s", "the late 1980s"; needs no base."""
    if words.number is None:
        return None
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(words.part, (0, 9))
    return Span(year_span(words.number + low).first, year_span(words.number + high).last, "year")


def holiday(words: Words, base: Span) -> Span | None:
    """The holiday in the year written, else the latest one begun by the base."""
    begun = [s for s in words.spans if (s[0].year == words.number if words.number else s[0] <= base.last)]
    if not begun:
        return None
    first, last = begun[-1] if not words.number else begun[0]
    return Span(first, last, precision_of_length(first, last))


def rest_of(words: Words, base: Span) -> Span | None:
    """ "later that year", "later that month": from the base to the end of its unit."""
    unit_span = {"week": week_span, "month": month_span}.get(words.unit)
    whole = unit_span(base.last) if unit_span else year_span(base.last.year)
    return Span(base.first, whole.last, precision_of_length(base.first, whole.last))


READINGS: dict[str, Reading] = {
    "days_off": days_off,
    "overnight": overnight,
    "weekday": weekday,
    "night_into": night_into,
    "nth_day": nth_day,
    "weekend": weekend,
    "calendar_unit": calendar_unit,
    "season": season,
    "ago": ago,
    "later": later,
    "past_span": past_span,
    "day_of_month": day_of_month,
    "decade": decade,
    "holiday": holiday,
    "rest_of": rest_of,
}


def widened(reading: Reading, words: Words, base: Span) -> Span | None:
    """The reading from the first and from the last possible day of the base, as one span.

    A story known only to its month makes "yesterday" any day of that month: the union, at the coarser precision.
    """
    if base.first == base.last:
        return reading(words, base)
    early = reading(words, Span(base.first, base.first, "day"))
    late = reading(words, Span(base.last, base.last, "day"))
    if early is None or late is None:
        return early or late
    if early == late:
        return early
    first, last = min(early.first, late.first), max(early.last, late.last)
    fitting = precision_of_length(first, last)
    return Span(first, last, max((early.precision, fitting, base.precision), key=_rank))


def _rank(precision: str) -> int:
    return ("day", "week", "month", "season", "year", "unknown").index(precision)
