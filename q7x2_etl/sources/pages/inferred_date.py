"""When a story was published as the dates that it tells of imply it."""

from collections.abc import Sequence
from datetime import date, timedelta

from q7x2_etl.dates import DateMention, month_end
from q7x2_etl.sources.pages.dated import UNKNOWN, StoryDate
from q7x2_etl.sources.pages.stories import Story
from q7x2_etl.sources.pages.told_dates import ToldDates, first_day, in_year, told_dates

_NEAR = 45  # days: stories on one page are this close to each other, where nothing else is known
_EXTEND = 31  # days after the first year-less date within which later ones still precede publication
_A_DAY_MORE = 2_000  # characters of a story that take a day longer to write
_LONGEST_DELAY = 21  # days
_BEFORE_LAST = 62  # days: a year-less date this short before the last full one belongs to the same year


def inferred(story: Story, told: ToldDates, today: date) -> StoryDate:
    """The date of publication as the dates told imply it.

    Who writes a date without its year writes within the year after it, so the first such date lies on or after the
    latest full one; later ones follow it by up to a month. Needs two full dates near each other, or one in the lead:
    a single full date deep in the text is as a rule an old story recalled.
    """
    latest = told.latest
    if latest is None:
        return UNKNOWN
    if told.yearless and told.is_dense:
        day = _latest_yearless(told.yearless, latest)
        if told.lead != latest or day - latest <= timedelta(_BEFORE_LAST):
            reason = f"the year-less dates told, up to {day}, after the latest full one, {latest}"
            return StoryDate(min(max(day, latest) + _delay(story), today), "month", "inferred", reason)
    if told.is_strong:
        newest = _last_known_day(max(told.full, key=first_day))
        return StoryDate(
            min(max(newest, told.over or newest), today), "month", "inferred", f"the latest date told, {newest}"
        )
    return UNKNOWN


def _latest_yearless(mentions: Sequence[DateMention], latest: date) -> date:
    first = placed(mentions[0], latest)
    days = [(placed(mention, first), mention) for mention in mentions]
    near = [(day, mention) for day, mention in days if day - first <= timedelta(_EXTEND)]
    return max(day if mention.day else month_end(day.year, day.month) + timedelta(1) for day, mention in near)


def _delay(story: Story) -> timedelta:
    """How long after its last event a story is usually out: news in days, a feature in a week, an analysis in weeks."""
    length = sum(region.end - region.start for region in story.regions)
    return timedelta(min(3 + length // _A_DAY_MORE, _LONGEST_DELAY))


def placed(mention: DateMention, earliest: date) -> date:
    """A date without year in the year of `earliest`, or in the next where it would lie well before."""
    for year in (earliest.year, earliest.year + 1):
        day = in_year(mention, year)
        if day >= earliest - timedelta(_BEFORE_LAST) or (day.year, day.month) == (earliest.year, earliest.month):
            return day
    return in_year(mention, earliest.year + 1)


def _last_known_day(mention: DateMention) -> date:
    first = first_day(mention)
    return first if mention.day else month_end(first.year, first.month)


def beside(text: str, story: Story, anchor: date) -> StoryDate:
    """The date of a story that says little of its own time but stands beside one published about `anchor`."""
    filed = [mention for part in story.parts if part.dateline for mention in part.dateline.dates]
    for mention in filed:
        if near := nearest(mention, anchor):
            return StoryDate(
                near, "day", "dateline", f"dateline “{text[mention.start : mention.end]}”, year of {anchor}"
            )
    told = told_dates(text, story.regions, anchor)
    days = [day for mention in told.yearless if (day := nearest(mention, anchor))]
    if not days:
        return UNKNOWN
    return StoryDate(max(days), "month", "inferred", f"dates told without year, beside a story of {anchor}")


def nearest(mention: DateMention, anchor: date) -> date | None:
    """The day of a date without year that lies nearest to `anchor`, where it is near at all."""
    days = [in_year(mention, year) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
    day = min(days, key=lambda day: abs(day - anchor))
    return day if abs(day - anchor) <= timedelta(_NEAR) else None
