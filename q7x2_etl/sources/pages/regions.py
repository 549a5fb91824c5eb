"""What was kept of a text and as what, and what was left out and why: for `explain --regions`."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from q7x2_etl.model import Article, Document
from q7x2_etl.reference import Reference
from q7x2_etl.sources.pages.articles import articles_of
from q7x2_etl.sources.pages.furniture import Furniture, load_furniture
from q7x2_etl.sources.pages.parts import Part, parts_of

_REASONS = {
    "menu": "menu, share bar, subscription or legal line",
    "ticker": "ticker",
    "links": "link to another story, or the heading of such links",
    "about": "box about the author or publisher, tags or comments",
    "source": "where the story was taken from",
    "byline": "byline: it is in the article's row",
    "credit": "credit of a picture",
    "caption": "caption that shows a scene and tells nothing",
    "teaser_end": "the story is cut off here and goes on elsewhere",
    "dated": "label of a date",
    "rule": "line between parts",
    "furniture": "figures, codes or the name of an agency",
}
_REPEATED = "stands on the page already"
_OUTSIDE = "outside every story"
_AFTER = "after the last words of its story"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paragraph that no story keeps, and why; a line of a page that never came into its text has no span."""

    start: int | None
    end: int | None
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A document with the stories found in it, whose `regions` are what is kept, and all that is left out, in order."""

    document: Document
    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]


def cut_of(
    document: Document, reference: Reference | None = None, *, today: date | None = None, page: bytes | None = None
) -> Cut:
    """The stories of a document and what they leave out. `page` is the HTML that the text was taken from, where the
    lines that never came into the text are wanted too.
    """
    articles = articles_of(document, reference, today=today)
    furniture = load_furniture(reference)
    kept = sorted((region.start, region.end) for article in articles for region in article.regions)
    left: list[LeftOut] = []
    seen: set[str] = set()
    for part in parts_of(document.text, furniture):
        start, end = part.paragraph.start, part.paragraph.end
        before = bisect_left(kept, (end, 0)) - 1  # the last kept stretch that begins in the paragraph or before it
        if before < 0 or kept[before][1] <= start:
            repeated = part.paragraph.line in seen and part.kind in ("prose", "heading", "caption")
            reason = _REPEATED if repeated else _reason(part, furniture, articles)
            left.append(LeftOut(start, end, document.text[start:end], reason))
        seen.add(part.paragraph.line)
    if page is not None:
        left.extend(_never_in_text(document.text, page))
    return Cut(document, tuple(articles), tuple(left))


def page_of(document: Document) -> bytes | None:
    """The HTML of a document that was read from a file of its own; None for any other."""
    if document.media_type != "text/html" or not document.uri.startswith("file:"):
        return None
    path = Path(url2pathname(urlsplit(document.uri).path))
    return path.read_bytes() if path.is_file() else None


def _reason(part: Part, furniture: Furniture, articles: list[Article]) -> str:
    known = furniture.kind_of(part.paragraph.line) if part.kind == "furniture" else None
    reason = _REASONS.get(known or part.kind)
    if reason is not None:
        return reason
    after = any(article.story_end <= part.paragraph.start for article in articles)
    return _AFTER if after and part.kind in ("heading", "date") else _OUTSIDE


def _never_in_text(text: str, page: bytes) -> list[LeftOut]:
    from q7x2_etl.sources.html.page import page_lines

    told = " ".join(text.split())
    return [
        LeftOut(None, None, line, "beside the story on the page: menu, box, list of links or comment")
        for line in page_lines(page)
        if line not in told
    ]
