"""On a page of several stories: the day of each, and the day of the page that holds for those without one."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import islice
from typing import Any

from q7x2_etl.sources.html.dates import marked_date
from q7x2_etl.sources.html.json_ld import names, stories_in
from q7x2_etl.sources.html.lines import lines_of
from q7x2_etl.sources.html.printed import MarkedDate
from q7x2_etl.sources.html.written_days import Order, written_days

_SEPARATOR = 6  # words of a line between posts that names the day of those below it
_MOST_BEFORE = 200  # elements before a post that are looked at


def own_day(story: Any, json_ld: Sequence[str], heading: str, order: Order | None) -> str | None:
    """The day of one of several stories, as its text shall show it ("2019-05-09", "May 2019"), or None.

    It is that of the JSON-LD object which names the story, else what the story's element says, else, for posts, the
    last line before it that is a day.
    """
    named = [node for node in stories_in(json_ld) if heading and names(node, heading)]
    told = next((one for node in named for one in written_days(str(node.get("datePublished") or "")[:10], order)), None)
    if told is not None:
        return told.day.isoformat()
    day = marked_date(story, (), lines_of(story), heading, order)
    if day is not None and day.trust not in ("modified", "beside"):
        return day.day.strftime("%B %Y") if day.is_month else day.day.isoformat()
    return None if heading else _day_before(story, order)


def _day_before(story: Any, order: Order | None) -> str | None:
    for before in islice(story.itersiblings(preceding=True), _MOST_BEFORE):
        words = " ".join(before.text_content().split())
        days = written_days(words, order) if 0 < len(words.split()) <= _SEPARATOR else []
        if days and not days[0].is_month:
            return days[0].day.isoformat()
    return None


def page_day(
    tree: Any, several: Sequence[Any], json_ld: Sequence[str], title: str | None, order: Order | None
) -> MarkedDate | None:
    """The day that the page itself gives, outside its stories: of a paper, a review, a page of letters."""
    headings = [" ".join(h.text_content().split()) for story in several for h in story.iter("h1", "h2", "h3")]
    if any(names(node, heading) for node in stories_in(json_ld) for heading in headings):
        json_ld = ()  # it speaks of one of the stories
    copied = deepcopy(tree)
    copies = dict(zip(tree.iter(), copied.iter(), strict=True))
    for story in several:
        if copies[story].getparent() is not None:
            copies[story].drop_tree()
    return marked_date(copied, json_ld, lines_of(copied), title, order)
