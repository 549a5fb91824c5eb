"""A story's date of publication with its reason, and what speaks against a date that a page's tags give."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from q7x2_etl.model import DatePrecision, PublishedMethod
from q7x2_etl.sources.pages.told_dates import ToldDates

_STALE = timedelta(days=366)  # a printed date this far after the last dated event is the page's, not the story's
_AFTER = timedelta(days=45)  # a story whose beginning tells of a day this far after the tag's is younger than the tag
_SAME_TIME = timedelta(days=31)  # a visible date and a dateline this near to each other agree
# Words before a day that is not one of publication.
NOT_PUBLISHED = re.compile(
    r"updat|modif|revis|print(?:ed|\b)|captur|archiv|access|retriev|crawl|copyright|©|today|event|digiti[sz]ed|scanned|expires|"
    r"\b(?:since|from|until)(?=\W*(?:\Z|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)))",
    re.IGNORECASE,
)
Told = Callable[[], ToldDates]


@dataclass(frozen=True, slots=True)
class StoryDate:
    """A story's date of publication; `published_on` is a day of the interval that `precision` makes of it.

    `reason` gives the words or the tag that the day was read from, and what was passed over.
    """

    published_on: date | None = None
    precision: DatePrecision = "unknown"
    method: PublishedMethod = "unknown"
    reason: str | None = None


UNKNOWN = StoryDate()


def of_markup(
    marked: StoryDate, printed: StoryDate | None, told: Told, retrieved: date | None, today: date
) -> StoryDate | None:
    """The date that the page's tags give, unless its words speak against it: then `printed`, what dateline or address
    give, with the tag's date as passed over; None where there is none either.

    `marked.reason` begins with how far the tag is trusted: `markup`, `visible` (a <time>), `posted` (in a
    forum) or `modified`.
    """
    against = _against(marked, printed, told, retrieved, today)
    if against is None:
        return marked
    if printed is None:
        return None
    return replace(printed, reason=f"{printed.reason}; not {marked.reason} ({marked.published_on}): {against}")


def _against(
    marked: StoryDate, printed: StoryDate | None, told: Told, retrieved: date | None, today: date
) -> str | None:
    """What speaks against the date of a tag, or None."""
    day = marked.published_on
    trust = (marked.reason or "").partition(":")[0]
    if day is None or day > today:
        return "it lies after the day on which the page was fetched"
    other = printed.published_on if printed is not None else None
    if trust == "posted" and other is not None and other <= day:
        return "it is the day on which a copy was posted"
    if trust == "modified":
        return "it is only the day of the last change" if other is not None else None
    if (lead := told().lead) is not None and lead - day > _AFTER:
        return f"the story begins with {lead}"
    if other is not None and day - other > (_STALE if trust == "markup" else _SAME_TIME):
        return "the page prints an earlier one"
    if (trust == "visible" or day == retrieved) and is_stale(day, told, 3):
        return f"the story tells of nothing after {told().latest}"
    return None


def is_stale(day: date, told: Told, needed: int) -> bool:
    """Whether the story, which tells of dates up to a year and more before `day`, says that it is older."""
    latest = told().latest
    if latest is None or day - latest <= _STALE:
        return False
    return told().dense_before(latest, 2 * _STALE) >= needed
