"""The day of publication that a page's markup gives, with the tag that gives it: the most trusted one first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from q7x2_etl.sources.html.json_ld import ranked, stories_in
from q7x2_etl.sources.html.printed import MarkedDate, Trust, beside, credited, printed_near
from q7x2_etl.sources.html.written_days import Order, WrittenDay, written_days
from q7x2_etl.sources.pages.dated import NOT_PUBLISHED

_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "originalpublicationdate",
    "article_date_original", "bt:pubdate", "rnews:datepublished", "date", "displaydate",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified",
                  "lastmod", "revised")  # fmt: skip
# Names of tags that are in no list above: "og:pubdate", "date_published", "mediator_published_time", "dateposted".
_META_LIKE = re.compile(
    r"pub(?:lish(?:ed)?|lication)?[-_.:]?(?:date|time|at|on)\b|(?:^|[-_.:])(?:date|time)[-_.:]?(?:published|posted|issued|created)\b|"
    r"(?:issue|release|article|news|doc|post|create|created|story|firstpublished|online)[-_.:]?(?:date|time)\b|"
    r"(?:^|[-_.:])(?:published|created|ptime|pdate|citation_date|date|posted)$|firstpublished$|publish(?:ed)?[-_]?(?:date|time)",
    re.IGNORECASE,
)
_META_NOT = re.compile(
    r"modif|updat|revis|expir|event|crawl|valid|unpublish|access|lastmod|now\b|current", re.IGNORECASE
)
_PUBLISHED_CLASS = re.compile(r"(?:^|[\s_-])(?:publish(?:ed)?|entry-date|posted|post-date|pubdate|dateline|timestamp)",
                              re.IGNORECASE)  # fmt: skip
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|time|datetime|timestamp)(?:$|[\s_-])", re.IGNORECASE)
_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_MONTH = re.compile(r"\s*((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])\s*\Z")
_EPOCH = re.compile(r"\s*([1-9]\d{8,9})(?:\d{3})?(?:\.\d+)?\s*\Z")
_MODIFIED = re.compile(r"modif|updat", re.IGNORECASE)
_BESIDE_NAMES = re.compile(
    r"comment|related|latest|teaser|sidebar|event|calendar|widget-list|popular|recent", re.IGNORECASE
)
_LABEL = 30  # characters before a <time> that say what it is


def marked_date(
    tree: Any,
    json_ld: Sequence[str],
    lines: Sequence[str] = (),
    headline: str | None = None,
    order: Order | None = None,
) -> MarkedDate | None:
    """The most trusted day that the page gives: JSON-LD, meta tags, a line at the headline (of `lines`, what a reader
    sees), <time>; when it was changed last comes last. A line that credits an earlier original goes before all.
    `tree` may be the element of one of several stories, `order` is that of day and month in the page's numeric dates.
    """
    objects = ranked(list(stories_in(json_ld)), headline)
    candidates = (
        _in_objects(objects, ("datePublished", "dateCreated", "uploadDate"), "markup", order),
        _in_meta(tree, _META_PUBLISHED, "markup", order),
        _in_meta_like(tree, order),
        _in_itemprop(tree, order),
        printed_near(lines, headline, order),
        _in_time(tree, headline, order),
        _in_title_of_date(tree, order),
        _in_objects(objects, ("dateModified",), "modified", order),
        _in_meta(tree, _META_MODIFIED, "modified", order),
        beside(lines, order),
    )
    found = next((found for group in candidates for found in group), None)
    if found is not None and found.trust != "beside" and _is_forum(tree, json_ld):
        found = replace(found, trust="posted")
    original = next(credited(lines, headline, order), None)
    if original is not None and (found is None or original.day < found.day):
        return original
    return found


def _is_forum(tree: Any, json_ld: Sequence[str]) -> bool:
    """Whether the page is a thread: its days are those of posting, also where a post copies an article."""
    marked = tree.xpath("//*[contains(@itemtype, 'DiscussionForumPosting')] | //*[contains(@class, 'postbody')]")
    return bool(marked) or any("DiscussionForumPosting" in script for script in json_ld)


def _marked(one: WrittenDay | None, trust: Trust, tag: str) -> Iterator[MarkedDate]:
    if one is not None:
        yield MarkedDate(one.day, trust, tag, one.is_month)


def _in_objects(
    objects: Iterable[Mapping[str, Any]], names: Sequence[str], trust: Trust, order: Order | None
) -> Iterator[MarkedDate]:
    listed = list(objects)
    for name in names:
        for node in listed:
            yield from _marked(read_day(str(node.get(name) or ""), order), trust, f"JSON-LD {name}")


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """Name and content of the meta tags."""
    for element in islice(tree.iter("meta"), 500):
        yield (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").lower(),
            (element.get("content") or ""),
        )


def _in_meta(tree: Any, names: Sequence[str], trust: Trust, order: Order | None) -> Iterator[MarkedDate]:
    found: dict[str, WrittenDay] = {}
    for name, content in _metas(tree):
        if name in names and name not in found and (day := read_day(content, order)) is not None:
            found[name] = day
    yield from (marked for name in names if name in found for marked in _marked(found[name], trust, f"meta {name}"))


def _in_meta_like(tree: Any, order: Order | None) -> Iterator[MarkedDate]:
    for name, content in _metas(tree):
        if _META_LIKE.search(name) and not _META_NOT.search(name):
            yield from _marked(read_day(content, order), "markup", f"meta {name}")


def _in_itemprop(tree: Any, order: Order | None) -> Iterator[MarkedDate]:
    elements = tree.xpath("descendant-or-self::*[@itemprop='datePublished' or @itemprop='dateCreated']")
    for element in islice(elements, 20):
        for value in (element.get("content"), element.get("datetime"), element.text_content()[:80]):
            if value:
                yield from _marked(read_day(value, order), "markup", f"itemprop {element.get('itemprop')}")


def _in_time(tree: Any, headline: str | None, order: Order | None) -> Iterator[MarkedDate]:
    """<time> that says it is the day of publication, then the first one after the headline, then the first one."""
    times: list[tuple[int, Any]] = []
    below = False
    for element in tree.iter("h1", "h2", "h3", "time"):
        if element.tag != "time":
            below = below or (headline is not None and " ".join(element.text_content().split()) == headline)
        elif len(times) < 50 and not _is_beside(element) and not _is_updated(element):
            is_named = element.get("pubdate") is not None or _PUBLISHED_CLASS.search(element.get("class") or "")
            times.append((0 if is_named and below else 1 if below else 2 if is_named else 3, element))
    for _, element in sorted(times, key=lambda one: one[0]):
        day = read_day(element.get("datetime") or "", order) or read_day(element.text_content()[:80], order)
        yield from _marked(day, "visible", "time")


def _is_updated(element: Any) -> bool:
    """Whether a <time> says by its class, or by the words before it, that it is no day of publication."""
    if _MODIFIED.search(element.get("class") or "") or _MODIFIED.search(element.get("itemprop") or ""):
        return True
    before = element.getprevious()
    words = element.getparent().text or "" if before is None else before.tail or ""
    if before is not None and not words.strip() and before.tag != "time":
        words = before.text_content()
    return NOT_PUBLISHED.search(words[-_LABEL:]) is not None


def _in_title_of_date(tree: Any, order: Order | None) -> Iterator[MarkedDate]:
    """The day that shows when the mouse rests on a date or clock: exported chats, forums."""
    for element in islice(tree.iter("div", "span", "abbr", "a"), 5_000):
        if _DATE_CLASS.search(element.get("class") or "") and not _is_beside(element):
            for name in ("title", "data-date", "data-time", "data-timestamp", "data-datetime"):
                yield from _marked(read_day(element.get(name) or "", order), "visible", name)


def _is_beside(element: Any) -> bool:
    """Whether an element stands in a menu, footer, box or comment: of another story, or of none."""
    return any(
        above.tag in ("aside", "footer", "nav")
        or (
            above.tag not in ("html", "body")
            and _BESIDE_NAMES.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        )
        for above in element.iterancestors()
    )


def read_day(words: str, order: Order | None = None) -> WrittenDay | None:
    """The day (or the month) that the value of a tag gives, as it is written there (no change of time zone)."""
    if match := _ISO.match(words):
        try:
            return WrittenDay(0, match.end(), date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return None
    if match := _YEAR_MONTH.match(words):
        return WrittenDay(0, match.end(), date(int(match[1]), int(match[2]), 1), is_month=True)
    if match := _EPOCH.match(words):
        return WrittenDay(0, match.end(), datetime.fromtimestamp(int(match[1]), UTC).date())
    return next((one for one in written_days(words[:100], order) if not one.is_month), None)
