"""When a story was published: what the source states, else the page's tags, its dateline, its address, the dates told.

Every answer says why; what was passed over on the way is said too, with what spoke against it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from q7x2_etl.dates import DateMention, find_dates
from q7x2_etl.model import Document
from q7x2_etl.sources.pages.dated import NOT_PUBLISHED, StoryDate, Told, is_stale, of_markup
from q7x2_etl.sources.pages.datelines import date_line
from q7x2_etl.sources.pages.inferred_date import beside, inferred, nearest, placed
from q7x2_etl.sources.pages.parts import Part
from q7x2_etl.sources.pages.stories import Story
from q7x2_etl.sources.pages.told_dates import HEAD, first_day, told_dates

_HEAD_CHARACTERS = 3_000  # over the first story
_HEAD_LINE = 20  # words
_URL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))?(?=\d{6}(?!\d)|(?!\d))|"
    r"/([1-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:/([1-9]|[0-2]\d|3[01]))?(?=/))",
    re.IGNORECASE,
)
_STAMP_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STAMP = re.compile(rf"(?<!\d)(\d{{1,2}})\s?({'|'.join(_STAMP_MONTHS)})\s?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def story_dates(document: Document, found: Sequence[Story], main: int | None, today: date) -> list[StoryDate]:
    """The date of each story of a page, in order; `main` is the position of the one that metadata speaks of.

    Order of trust: stated beside the text, the page's tags (see `marked_date`), dateline (and date lines at the
    headline), the address, the dates told, unknown. No date lies after `today`, the day on which the text was fetched.
    """
    dates = [_story_date(document, story, position == main, today) for position, story in enumerate(found)]
    dates = _of_masthead(document.text, found, dates, today)
    known = [own.published_on for own in dates if own.published_on and own.precision in ("day", "week", "month")]
    if known and any(own.published_on is None for own in dates):
        anchor = max(known)
        dates = [
            beside(document.text, story, anchor) if own.published_on is None else own
            for story, own in zip(found, dates, strict=True)
        ]
    return dates


def _story_date(document: Document, story: Story, is_main: bool, today: date) -> StoryDate:
    told = cache(partial(told_dates, document.text, story.regions, today))  # read where needed: most datelines say all
    metadata = document.metadata
    stated: StoryDate | None = None
    marked: StoryDate | None = None
    if metadata.published is not None and (metadata.published_reason or metadata.published_precision != "unknown"):
        given = StoryDate(metadata.published, metadata.published_precision or "day")
        if metadata.published_reason is None:
            stated = replace(given, method="metadata", reason="stated beside the text")
        else:
            marked = replace(given, method="markup", reason=metadata.published_reason)
    if is_main and stated is not None:
        return stated
    addressed = _addressed(_address(document), told, today)
    anchor = addressed or marked
    filed = _filed(document.text, story, told, today, anchor.published_on if anchor else None)
    if marked is not None and marked.precision == "unknown":
        return filed or addressed or inferred(story, told(), today)
    if is_main and marked is not None:
        printed = filed or addressed
        if filed is not None and str(filed.reason).startswith("dateline") and _is_copied(story, metadata.publisher):
            reason = f"{filed.reason}, of the agency; not {marked.reason} ({marked.published_on}): a later copy"
            if filed.published_on and marked.published_on and filed.published_on < marked.published_on:
                return replace(filed, reason=reason)
        return of_markup(marked, printed, told, metadata.retrieved_on, today) or inferred(story, told(), today)
    if marked is not None:
        return filed or marked
    if (of_page := stated) is not None:
        coarse = of_page.precision in ("month", "season", "year")
        return filed or replace(of_page, precision=of_page.precision if coarse else "week")
    return filed or addressed or inferred(story, told(), today)


def _of_masthead(text: str, found: Sequence[Story], dates: list[StoryDate], today: date) -> list[StoryDate]:
    """Stories without a day of their own have that of the line over the first of them that holds one: a paper's head,
    the header of a wire or letter.
    """
    if not found or all(own.published_on for own in dates):
        return dates
    head = text[: found[0].start][-_HEAD_CHARACTERS:]
    at = found[0].start - len(head)
    for line in head.splitlines(keepends=True):
        start, at = at, at + len(line)
        is_bare = date_line(text, start, at) and not line.casefold().startswith("date:")
        if len(line.split()) > _HEAD_LINE or NOT_PUBLISHED.search(line) or is_bare:
            continue  # a line that is only a date may be the day on which the page was fetched
        if (day := _stamped(line)) or (day := _full_day(text, start, at)):
            printed = StoryDate(day, "day", "dateline", f"line over the stories “{line.strip()}”")
            return [_dated_by(printed, own, text, story, today) for own, story in zip(dates, found, strict=True)]
    return dates


def _full_day(text: str, start: int, end: int) -> date | None:
    mentions = (mention for mention in find_dates(text, start, end) if mention.year and mention.month and mention.day)
    return next(map(first_day, mentions), None)


def _stamped(line: str) -> date | None:
    """The day in the stamp of a wire: "18:22 26Dec2007"."""
    if (match := _STAMP.search(line)) is None:
        return None
    try:
        return date(int(match[3]), _STAMP_MONTHS.index(match[2].casefold()) + 1, int(match[1]))
    except ValueError:
        return None


def _dated_by(printed: StoryDate, own: StoryDate, text: str, story: Story, today: date) -> StoryDate:
    day = printed.published_on
    told = cache(partial(told_dates, text, story.regions, today))
    if own.published_on is not None or day is None or day > today or is_stale(day, told, 1):
        return own
    lead = told().lead
    if lead is not None and lead > day:
        return own
    return _filed(text, story, told, today, day) or printed  # a dateline takes its year from the line


def _is_copied(story: Story, publisher: str | None) -> bool:
    """Whether the dateline names an agency that is not the page's publisher."""
    agency = next((part.dateline.agency for part in story.parts if part.dateline and part.dateline.agency), None)
    return agency is not None and (publisher is None or agency.casefold() not in publisher.casefold())


def _address(document: Document) -> str:
    """Where the text is published: folders are named after the day of the download."""
    if not document.uri.startswith("file:"):
        return document.uri
    return document.metadata.canonical_uri or ""


# --- dateline and address ---------------------------------------------------------------------------------------------


def _filed(text: str, story: Story, told: Told, today: date, addressed: date | None) -> StoryDate | None:
    """The date of the dateline, else of a date line at the headline unless the story contradicts it."""
    datelines: list[DateMention] = []
    lines: list[DateMention] = []
    prose = 0
    for part in story.parts:
        if part.dateline is not None:
            datelines.extend(part.dateline.dates)
        elif part.kind == "date":
            lines.extend(find_dates(text, part.paragraph.start, part.paragraph.end))
        prose += part.kind == "prose"
        if prose == HEAD:
            break
    for mention in datelines:
        day = _completed(mention, told)
        if mention.year is None and addressed is not None:
            day = nearest(mention, addressed)
        if day is not None and day <= today:
            return StoryDate(day, "day", "dateline", f"dateline “{text[mention.start : mention.end]}”")
    for mention in lines:
        if found := _line_date(text, mention, told, today, needed=3):
            return found
    return _date_above(text, story.above, told, today)


def _date_above(text: str, above: Part | None, told: Told, today: date) -> StoryDate | None:
    """A date line right over the headline: often the story's, as often the day the page was printed."""
    if above is None or above.kind != "date":
        return None
    for mention in find_dates(text, above.paragraph.start, above.paragraph.end):
        if found := _line_date(text, mention, told, today, needed=1):
            return found
    return None


def _line_date(text: str, mention: DateMention, told: Told, today: date, needed: int) -> StoryDate | None:
    day = _completed(mention, told)
    if day is None or day > today or is_stale(day, told, needed):
        return None
    reason = f"date line “{text[mention.start : mention.end]}”"
    return StoryDate(day, "day" if mention.day else "month", "dateline", reason)


def _completed(mention: DateMention, told: Told) -> date | None:
    """The day of a mention; a missing year is that of the latest full date of the story, or the one after.

    One full date deep in the story is as a rule an old story recalled, and completes nothing.
    """
    if mention.month is None:
        return None
    if mention.year is not None:
        return first_day(mention)
    dates = told()
    return placed(mention, dates.latest) if dates.latest and dates.is_strong else None


def _addressed(uri: str, told: Told, today: date) -> StoryDate | None:
    """The date in an address such as `/2018/08/10/` or `/2018/08/`."""
    for match in _URL_DATE.finditer(uri):
        year, day = int(match[1]), match[3] or match[5]
        named = (match[4] or "").lower()
        month = _STAMP_MONTHS.index(named) + 1 if named in _STAMP_MONTHS else int(match[2] or named)
        try:
            found = date(year, month, int(day or 1))
        except ValueError:
            continue
        if found <= today and not is_stale(found, told, needed=3):
            return StoryDate(found, "day" if day else "month", "url", f"address {match[0]}")
    return None
