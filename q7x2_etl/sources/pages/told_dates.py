"""The dates that a story tells of, sorted by what they say about when it was written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from q7x2_etl.dates import DateMention, find_dates, month_end
from q7x2_etl.model import Region

HEAD = 3  # paragraphs that make the beginning of a story

_SAME_PARAGRAPH = 183  # days that an account may go on from its last full date, within a paragraph
_NEXT_PARAGRAPH = 31  # and into the next one
_DENSE = timedelta(days=732)
_AHEAD = re.compile(  # words before a date that is not of the past
    r"\b(?:will|would|shall|plans?|planned|planning|scheduled|slated|due|expect(?:s|ed)?|upcoming|deadline|expires?|"
    r"ahead of|next)\W+(?:\w+\W+){0,7}\Z",
    re.IGNORECASE,
)
_SENTENCE_BREAK = re.compile(r"[.!?][\"”')]*\s+(?=[A-Z“\"])")
_OTHER_YEAR = re.compile(r",?\s*(?:of\s+)?(?:that|the (?:same|previous|following)|last|this coming)\s+year")


@dataclass(frozen=True, slots=True)
class ToldDates:
    """The dates that a story tells of, in the order of the text.

    `full` have a year and a month; `lead` is the latest full day in the first paragraphs; `over` is the day after the
    latest month that is spoken of without day and year ("in March"): such a month is over.
    """

    full: tuple[DateMention, ...]
    yearless: tuple[DateMention, ...]
    lead: date | None
    over: date | None

    @property
    def latest(self) -> date | None:
        """The first day of the latest full date's interval."""
        return max((first_day(mention) for mention in self.full), default=None)

    @property
    def is_dense(self) -> bool:
        """Whether two full dates lie near each other at the end: the story tells what happened then."""
        return self.latest is not None and self.dense_before(self.latest, _DENSE) >= 2

    @property
    def is_strong(self) -> bool:
        """Whether the latest date says when the story was written: one of several, or one in the lead."""
        return self.is_dense or self.lead is not None

    def dense_before(self, day: date, within: timedelta) -> int:
        """How many full dates lie in the stretch of time that ends on `day`."""
        return sum(day - within <= first_day(mention) <= day for mention in self.full)


def told_dates(text: str, regions: Sequence[Region], today: date) -> ToldDates:
    """The dates in the body of a story with these regions of `text`; nothing after `today` counts."""
    full: list[DateMention] = []
    yearless: list[DateMention] = []
    lead: list[date] = []
    over: list[date] = []
    recent: DateMention | None = None  # the full date that the account goes on from
    recent_order = 0
    for order, region in enumerate(region for region in regions if region.kind in ("body", "list")):
        mentions = find_dates(text, region.start, region.end)
        for mention, following in zip_longest(mentions, mentions[1:]):
            same = recent is not None and recent_order == order
            later = _soon_after(mention, recent, _SAME_PARAGRAPH if same else _NEXT_PARAGRAPH) if recent else None
            if mention.year is not None:
                recent, recent_order = mention, order
                if mention.month and first_day(mention) <= today and not _is_ahead(text, mention, region.start):
                    full.append(mention)
                    if mention.day and order < HEAD:
                        lead.append(first_day(mention))
            elif later is not None and order - recent_order <= 1 and not _is_cited(text, mention, region.start):
                full.append(later)
                if later.day is None:
                    over.append(month_over(later))
            elif _speaks_of_now(text, mention, following, same, region.start):
                yearless.append(mention)
    return ToldDates(tuple(full), tuple(yearless), max(lead, default=None), max(over, default=None))


def _soon_after(mention: DateMention, recent: DateMention, days: int) -> DateMention | None:
    """A date without year that goes on from a full one: "in April 2016 ... on May 12"."""
    if recent.month is None or mention.year is not None:
        return None
    start = first_day(recent)
    placed = [in_year(mention, year) for year in (start.year, start.year + 1)]
    day = next((day for day in placed if start <= day <= start + timedelta(days)), None)
    return replace(mention, year=day.year, day=mention.day and day.day) if day else None


def _is_cited(text: str, mention: DateMention, start: int) -> bool:
    """Whether a date stands in brackets: a source, "(Daily, August 2)"."""
    return "(" in text[max(start, mention.start - 80) : mention.start].rpartition(")")[2]


def _speaks_of_now(text: str, mention: DateMention, following: DateMention | None, dated: bool, start: int) -> bool:
    """Whether a date without year is one near the time of writing: not of a year that the paragraph speaks of."""
    if _is_cited(text, mention, start):
        return True
    if dated or _is_ahead(text, mention, start):
        return False
    if following is not None and following.year is not None and following.start - mention.end < 8:
        return False  # "April and May 2022"
    return not _OTHER_YEAR.match(text, mention.end, mention.end + 30)


def _is_ahead(text: str, mention: DateMention, start: int) -> bool:
    """Whether the sentence speaks of the date as one to come: "elections planned for March 2018"."""
    before = text[max(start, mention.start - 90) : mention.start]
    breaks = [end for found in _SENTENCE_BREAK.finditer(before) if (end := found.end()) < len(before)]
    return _AHEAD.search(before, breaks[-1] if breaks else 0) is not None


def first_day(mention: DateMention) -> date:
    """The first day of a mention that has its year."""
    return date(mention.year or 1, mention.month or 1, mention.day or 1)


def in_year(mention: DateMention, year: int) -> date:
    """The first day of a mention, put in `year`."""
    month = mention.month or 1
    return date(year, month, min(mention.day or 1, month_end(year, month).day))


def month_over(mention: DateMention) -> date:
    """The day after the month of a mention that has its year."""
    first = first_day(mention)
    return month_end(first.year, first.month) + timedelta(1)
