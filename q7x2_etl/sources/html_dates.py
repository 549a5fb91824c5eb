"""The day of publication that a page's markup gives, with the tag that gives it: the most trusted one first."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Literal

from q7x2_etl.dates import find_dates
from q7x2_etl.sources.dated import NOT_PUBLISHED

Trust = Literal["markup", "visible", "posted", "modified", "beside"]

_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "originalpublicationdate",
    "article_date_original", "bt:pubdate", "rnews:datepublished", "date", "displaydate",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified",
                  "lastmod", "revised")  # fmt: skip
_STORY_TYPES = re.compile(r"(?:Article|Posting|Report|BlogPost|Review|WebPage|Webpage)\Z")
_PUBLISHED_CLASS = re.compile(r"(?:^|[\s_-])(?:publish(?:ed)?|entry-date|posted|post-date|pubdate|dateline|timestamp)",
                              re.IGNORECASE)  # fmt: skip
_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_MODIFIED = re.compile(r"modif|updat", re.IGNORECASE)
_NEAR_LINES = 10  # lines about the headline in which its day is looked for
_LONGEST_DATE_LINE = 20  # words
_PUBLISHED = re.compile(r"publi(?:shed|cation)|original|issued|released|first\b", re.IGNORECASE)
_POSTED = re.compile(r"\bpost(?:ed)?\b|added|shared", re.IGNORECASE)
_MAX_NODES = 5_000  # objects of JSON-LD that are looked at


@dataclass(frozen=True, slots=True)
class MarkedDate:
    """A day, how far its tag is to be trusted, and which tag it was."""

    day: date
    trust: Trust
    tag: str


def marked_date(
    tree: Any, json_ld: Sequence[str], lines: Sequence[str] = (), headline: str | None = None
) -> MarkedDate | None:
    """The most trusted day that the page gives: JSON-LD, meta tags, a line at the headline (of `lines`, what a reader
    sees), <time>; when it was changed last comes last.
    """
    objects = list(stories_in(json_ld))
    candidates = (
        _in_objects(objects, ("datePublished", "dateCreated", "uploadDate"), "markup"),
        _in_meta(tree, _META_PUBLISHED, "markup"),
        _in_itemprop(tree),
        printed_near(lines, headline),
        _in_time(tree),
        _in_objects(objects, ("dateModified",), "modified"),
        _in_meta(tree, _META_MODIFIED, "modified"),
        _beside(lines),
    )
    found = next((found for group in candidates for found in group), None)
    if found is not None and found.trust != "beside" and _is_forum(tree, json_ld):
        return replace(found, trust="posted")
    return found


def _is_forum(tree: Any, json_ld: Sequence[str]) -> bool:
    """Whether the page is a thread: its days are those of posting, also where a post copies an article."""
    marked = tree.xpath("//*[contains(@itemtype, 'DiscussionForumPosting')] | //*[contains(@class, 'postbody')]")
    return bool(marked) or any("DiscussionForumPosting" in script for script in json_ld)


def stories_in(json_ld: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The objects of JSON-LD that describe a story, in order; broken scripts give none."""
    seen = 0
    for script in json_ld:
        try:
            waiting = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and seen < _MAX_NODES:
            seen += 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:100])
            elif isinstance(node, dict):
                if any(_STORY_TYPES.search(str(kind)) for kind in _as_list(node.get("@type"))):
                    yield node
                waiting.extend(node[key] for key in ("@graph", "mainEntity", "hasPart") if key in node)


def body_in(json_ld: Sequence[str]) -> str:
    """The longest text that a story has in JSON-LD; "" where there is none: pages that show their text by script."""
    bodies = (story.get("articleBody") for story in stories_in(json_ld))
    return max((body for body in bodies if isinstance(body, str) and "<" not in body), key=len, default="")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _in_objects(objects: Iterable[Mapping[str, Any]], names: Sequence[str], trust: Trust) -> Iterator[MarkedDate]:
    listed = list(objects)
    for name in names:
        for node in listed:
            if (day := read_day(str(node.get(name) or ""))) is not None:
                yield MarkedDate(day, trust, f"JSON-LD {name}")


def _in_meta(tree: Any, names: Sequence[str], trust: Trust) -> Iterator[MarkedDate]:
    found: dict[str, MarkedDate] = {}
    for element in islice(tree.iter("meta"), 500):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name in names and name not in found and (day := read_day(element.get("content") or "")) is not None:
            found[name] = MarkedDate(day, trust, f"meta {name}")
    yield from (found[name] for name in names if name in found)


def _in_itemprop(tree: Any) -> Iterator[MarkedDate]:
    for element in islice(tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateCreated']"), 20):
        for value in (element.get("content"), element.get("datetime"), element.text_content()[:80]):
            if value and (day := read_day(value)) is not None:
                yield MarkedDate(day, "markup", f"itemprop {element.get('itemprop')}")


def _in_time(tree: Any) -> Iterator[MarkedDate]:
    """<time> that says it is the day of publication, then the first one of the page."""
    times = [element for element in islice(tree.iter("time"), 50) if not _is_beside(element)]
    marked = [e for e in times if e.get("pubdate") is not None or _PUBLISHED_CLASS.search(e.get("class") or "")]
    for element in [*marked, *times[:1]]:
        if _MODIFIED.search(element.get("class") or "") or _MODIFIED.search(element.get("itemprop") or ""):
            continue
        if (day := read_day(element.get("datetime") or "") or read_day(element.text_content()[:80])) is not None:
            yield MarkedDate(day, "visible", "time")


def printed_near(lines: Sequence[str], headline: str | None) -> Iterator[MarkedDate]:
    """The days printed at the headline: under it down to the text, then over it; one called the day of publication
    goes first, one of posting last, one of an update never counts.
    """
    at = next((p for p, line in enumerate(lines) if headline and line.casefold() == headline.casefold()), None)
    body = next((p for p in range(at + 1 if at is not None else 0, len(lines)) if _is_text(lines[p])), len(lines))
    at = at if at is not None else body
    near = [*lines[at + 1 : min(body, at + 1 + _NEAR_LINES)], *reversed(lines[max(0, at - _NEAR_LINES) : at])]
    found: list[tuple[int, MarkedDate]] = []
    label = ""
    for line in near:
        if len(line.split()) > _LONGEST_DATE_LINE:
            continue
        start = 0
        for mention in find_dates(line):
            before = line[start : mention.start] if start else f"{label} {line[: mention.start]}"
            start = mention.end
            if mention.year and mention.month and mention.day and not NOT_PUBLISHED.search(before):
                day = date(mention.year, mention.month, mention.day)
                rank = 0 if _PUBLISHED.search(before) else 2 if _POSTED.search(before) else 1
                found.append((rank, MarkedDate(day, "visible", f"line “{line[:80]}”")))
        label = line if not start and len(line.split()) <= 4 else ""
    yield from (marked for _, marked in sorted(found, key=lambda one: one[0]))


def _beside(lines: Sequence[str]) -> Iterator[MarkedDate]:
    """A day of a print-out, update or copy: not the story's, but its year is near that of a dateline without one."""
    for line in lines:
        if len(line.split()) <= _LONGEST_DATE_LINE and NOT_PUBLISHED.search(line) and (day := _first_day(line)):
            yield MarkedDate(day, "beside", f"line “{line[:80]}”")


def _first_day(line: str) -> date | None:
    full = (m for m in find_dates(line) if m.year and m.month and m.day)
    return next((date(m.year or 1, m.month or 1, m.day or 1) for m in full), None)


def _is_text(line: str) -> bool:
    return len(line.split()) > _LONGEST_DATE_LINE and line.rstrip("\"”'’)]").endswith((".", "!", "?"))


def _is_beside(element: Any) -> bool:
    """Whether an element stands in a menu, footer, box or comment: of another story, or of none."""
    return any(
        above.tag in ("aside", "footer", "nav") or "comment" in (above.get("class") or "") + (above.get("id") or "")
        for above in element.iterancestors()
    )


def read_day(words: str) -> date | None:
    """The day that the value of a tag gives, as it is written there (no change of time zone); None for less."""
    if match := _ISO.match(words):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    for mention in find_dates(words[:100]):
        if mention.year and mention.month and mention.day:
            return date(mention.year, mention.month, mention.day)
    return None
