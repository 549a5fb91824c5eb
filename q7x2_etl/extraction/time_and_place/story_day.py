"""The day that a story counts from: "today", "last night", "on Monday"."""

from datetime import date, timedelta

from q7x2_etl.dates import find_dates
from q7x2_etl.model import Article

_CARRIED = timedelta(days=3)  # so long after its dateline a story is printed


def story_day(article: Article) -> date | None:
    """The day of its dateline where it was published within three days of that, else the day of publication."""
    published = article.published_on
    if published is None or article.published_precision != "day":
        return published
    region = next((r for r in article.regions if r.kind == "dateline"), None)
    for mention in find_dates(article.text, region.start, region.end) if region is not None else ():
        if mention.month is None or mention.day is None:
            continue
        for year in (mention.year,) if mention.year else (published.year, published.year - 1):
            try:
                day = date(year, mention.month, mention.day)
            except ValueError:
                continue
            if timedelta(0) <= published - day <= _CARRIED:
                return day
    return published
