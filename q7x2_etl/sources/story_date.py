"""When a story was published: what the source says, else its dateline, its address, the dates it tells of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from q7x2_etl.dates import DateMention, find_dates, month_end
from q7x2_etl.model import DatePrecision, Document, PublishedMethod
from q7x2_etl.sources.parts import Part
from q7x2_etl.sources.stories import Story
from q7x2_etl.sources.told_dates import HEAD, ToldDates, first_day, in_year, told_dates

_STALE = timedelta(days=366)  # a printed date this far after the last dated event is the page's, not the story's
_NEAR = 45  # days: stories on one page are this close to each other, where nothing else is known
_EXTEND = 31  # days after the first year-less date within which later ones still precede publication
_BEFORE_LAST = 62  # days: a year-less date this short before the last full one belongs to the same year
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class StoryDate:
    """A story's date of publication; `published_on` is a day of the interval that `precision` makes of it."""

    published_on: date | None = None
    precision: DatePrecision = "unknown"
    method: PublishedMethod = "unknown"


_UNKNOWN = StoryDate()
Told = Callable[[], ToldDates]


def story_dates(document: Document, found: Sequence[Story], main: int | None) -> list[StoryDate]:
    """The date of each story of a page, in order; `main` is the position of the one that metadata speaks of.

    Order of trust: metadata, dateline (and date lines at the headline), the address, the dates told, unknown.
    """
    today = date.today()
    dates = [_story_date(document, story, position == main, today) for position, story in enumerate(found)]
    known = [own.published_on for own in dates if own.published_on and own.precision in ("day", "week", "month")]
    if known and _UNKNOWN in dates:
        anchor = max(known)
        dates = [
            _beside(document.text, story, anchor) if own == _UNKNOWN else own
            for story, own in zip(found, dates, strict=True)
        ]
    return dates


def _story_date(document: Document, story: Story, is_main: bool, today: date) -> StoryDate:
    told = cache(partial(told_dates, document.text, story.regions, today))  # read where needed: most datelines say all
    metadata = document.metadata
    known = metadata.published is not None and metadata.published_precision != "unknown"
    if is_main and known:
        return StoryDate(metadata.published, metadata.published_precision or "day", "metadata")
    addressed = _addressed(document.uri, told, today)
    filed = _filed(document.text, story, told, today, addressed.published_on if addressed else None)
    if known:
        if filed is not None:
            return filed
        coarse = metadata.published_precision in ("month", "season", "year")
        return StoryDate(metadata.published, metadata.published_precision or "week" if coarse else "week", "metadata")
    return filed or addressed or _inferred(story, told(), today)


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
            day = _nearest(mention, addressed)
        if day is not None and day <= today:
            return StoryDate(day, "day", "dateline")
    for mention in lines:
        if found := _line_date(mention, told, today, needed=3):
            return found
    return _date_above(text, story.above, told, today)


def _date_above(text: str, above: Part | None, told: Told, today: date) -> StoryDate | None:
    """A date line right over the headline: often the story's, as often the day the page was printed."""
    if above is None or above.kind != "date":
        return None
    for mention in find_dates(text, above.paragraph.start, above.paragraph.end):
        if found := _line_date(mention, told, today, needed=1):
            return found
    return None


def _line_date(mention: DateMention, told: Told, today: date, needed: int) -> StoryDate | None:
    day = _completed(mention, told)
    if day is None or day > today or _is_stale(day, told, needed):
        return None
    return StoryDate(day, "day" if mention.day else "month", "dateline")


def _is_stale(day: date, told: Told, needed: int) -> bool:
    """Whether the story, which tells of dates up to a year and more before `day`, says that it is older."""
    latest = told().latest
    if latest is None or day - latest <= _STALE:
        return False
    return told().dense_before(latest, 2 * _STALE) >= needed


def _completed(mention: DateMention, told: Told) -> date | None:
    """The day of a mention; a missing year is that of the latest full date of the story, or the one after.

    One full date deep in the story is as a rule an old story recalled, and completes nothing.
    """
    if mention.month is None:
        return None
    if mention.year is not None:
        return first_day(mention)
    dates = told()
    return _placed(mention, dates.latest) if dates.latest and dates.is_strong else None


def _addressed(uri: str, told: Told, today: date) -> StoryDate | None:
    """The date in an address such as `/2018/08/10/` or `/2018/08/`."""
    if uri.startswith("file:"):
        return None  # folders are named after the day of the download
    for match in _URL_DATE.finditer(uri):
        year, month, day = int(match[1]), int(match[2]), match[3]
        try:
            found = date(year, month, int(day or 1))
        except ValueError:
            continue
        if found <= today and not _is_stale(found, told, needed=3):
            return StoryDate(found, "day" if day else "month", "url")
    return None


# --- inference --------------------------------------------------------------------------------------------------------


def _inferred(story: Story, told: ToldDates, today: date) -> StoryDate:
    """The date of publication as the dates told imply it.

    Who writes a date without its year writes within the year after it, so the first such date lies on or after the
    latest full one; later ones follow it by up to a month. Needs two full dates near each other, or one in the lead:
    a single full date deep in the text is as a rule an old story recalled.
    """
    latest = told.latest
    if latest is None:
        return _UNKNOWN
    if told.yearless and told.is_dense:
        day = _latest_yearless(told.yearless, latest)
        if told.lead != latest or day - latest <= timedelta(_BEFORE_LAST):
            return StoryDate(min(max(day, latest) + _delay(story), today), "month", "inferred")
    if told.is_strong:
        newest = _last_known_day(max(told.full, key=first_day))
        return StoryDate(min(max(newest, told.over or newest), today), "month", "inferred")
    return _UNKNOWN


def _latest_yearless(mentions: Sequence[DateMention], latest: date) -> date:
    first = _placed(mentions[0], latest)
    days = [(_placed(mention, first), mention) for mention in mentions]
    near = [(day, mention) for day, mention in days if day - first <= timedelta(_EXTEND)]
    return max(day if mention.day else month_end(day.year, day.month) + timedelta(1) for day, mention in near)


def _delay(story: Story) -> timedelta:
    """How long after its last event a story is usually out: news in days, a long analysis in weeks."""
    length = sum(region.end - region.start for region in story.regions)
    return timedelta(14 if length > 8_000 else 3)


def _placed(mention: DateMention, earliest: date) -> date:
    """A date without year in the year of `earliest`, or in the next where it would lie well before."""
    for year in (earliest.year, earliest.year + 1):
        day = in_year(mention, year)
        if day >= earliest - timedelta(_BEFORE_LAST) or (day.year, day.month) == (earliest.year, earliest.month):
            return day
    return in_year(mention, earliest.year + 1)


def _last_known_day(mention: DateMention) -> date:
    first = first_day(mention)
    return first if mention.day else month_end(first.year, first.month)


def _beside(text: str, story: Story, anchor: date) -> StoryDate:
    """The date of a story that says little of its own time but stands beside one published about `anchor`."""
    filed = [mention for part in story.parts if part.dateline for mention in part.dateline.dates]
    for mention in filed:
        if near := _nearest(mention, anchor):
            return StoryDate(near, "day", "dateline")
    told = told_dates(text, story.regions, anchor)
    days = [day for mention in told.yearless if (day := _nearest(mention, anchor))]
    return StoryDate(max(days), "month", "inferred") if days else _UNKNOWN


def _nearest(mention: DateMention, anchor: date) -> date | None:
    """The day of a date without year that lies nearest to `anchor`, where it is near at all."""
    days = [in_year(mention, year) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
    day = min(days, key=lambda day: abs(day - anchor))
    return day if abs(day - anchor) <= timedelta(_NEAR) else None
