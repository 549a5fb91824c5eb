"""A page as stories: which paragraphs each keeps, and as what."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from q7x2_etl.model import Region
from q7x2_etl.sources.pages.furniture import Furniture
from q7x2_etl.sources.pages.openings import openings, prose_words
from q7x2_etl.sources.pages.paragraphs import Paragraph
from q7x2_etl.sources.pages.parts import Part, parts_of

_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|said|says|will|\w{3,}ed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Story:
    """A story's place on the page, its headline and the regions it keeps. `above` is what stood right over it."""

    start: int
    end: int
    headline: str | None
    regions: tuple[Region, ...]
    parts: tuple[Part, ...] = field(default=())
    above: Part | None = None


def stories(text: str, furniture: Furniture, title: str | None = None) -> list[Story]:
    """The stories of a page in order; `title` is the main story's, where metadata gives it.

    Text that belongs to no story (menus, tickers, link lists) is in none. Where the page leaves a doubt, text stays
    in the story: what is dropped cannot be found again.
    """
    parts = parts_of(text, furniture)
    starts = openings(parts, title)
    found = []
    for (first, headline), (following, _) in pairwise([*starts, (len(parts), None)]):
        story = _story(text, parts, first, following, headline)
        if story is not None:
            found.append(story)
    return found


def _story(text: str, parts: list[Part], first: int, stop: int, headline: int | None) -> Story | None:
    stop = _before_boxes(parts, first, stop)
    own = parts[first:stop]
    while own and own[-1].kind not in ("prose", "list", "dateline", "caption") and not _may_be_last_words(own):
        own.pop()  # links, credits and headings under the last paragraph
    if not any(_tells(part) for part in own):
        return None
    title = parts[headline].paragraph.line if headline is not None else None
    regions = _regions(text, own)
    if not any(region.kind in ("body", "list") for region in regions):
        return None
    return Story(
        start=regions[0].start,
        end=regions[-1].end,
        headline=title,
        regions=tuple(regions),
        parts=tuple(own),
        above=parts[first - 1] if first else None,
    )


def _tells(part: Part) -> bool:
    words = part.paragraph.words
    return part.kind in ("prose", "list") and (words >= 25 or (words >= 4 and part.paragraph.ends_sentence))


def _may_be_last_words(own: list[Part]) -> bool:
    """Whether a story ends in a sentence without its full stop: one long line, right under prose."""
    return len(own) > 1 and own[-1].kind == "heading" and own[-2].kind == "prose" and own[-1].paragraph.words >= 10


def _before_boxes(parts: list[Part], first: int, stop: int) -> int:
    """Where the story ends: before a box about its author or publisher that has little prose under it."""
    total = left = prose_words(parts, first, stop)
    for position in range(first, stop):
        if parts[position].kind == "about" and left <= 0.25 * total:
            return position
        left -= prose_words(parts, position, position + 1)
    return stop


def _regions(text: str, parts: list[Part]) -> list[Region]:
    regions: list[Region] = []
    seen: set[str] = set()
    for part in parts:
        paragraph = part.paragraph
        if paragraph.words >= 6 and part.kind in ("prose", "heading", "caption"):
            if paragraph.line in seen:
                continue  # a pull quote, a repeated headline: the first one says it all
            seen.add(paragraph.line)
        match part.kind:
            case "prose" if part.dateline is not None and part.dateline.end < paragraph.end:
                cut = part.dateline.end
                regions.append(Region("dateline", paragraph.start, cut - _blank_end(text, paragraph.start, cut)))
                regions.append(Region("body", cut, paragraph.end))
            case "prose":
                regions.append(Region("body", paragraph.start, paragraph.end))
            case "heading":
                regions.append(Region("headline", paragraph.start, paragraph.end))
            case "dateline" | "date":
                regions.append(Region("dateline", paragraph.start, paragraph.end))
            case "list":
                regions.append(Region("list", paragraph.start, paragraph.end))
            case "caption" if _is_statement(paragraph):
                regions.append(Region("caption", paragraph.start, paragraph.end))
    return regions


def _blank_end(text: str, start: int, end: int) -> int:
    return len(text[start:end]) - len(text[start:end].rstrip())


def _is_statement(caption: Paragraph) -> bool:
    """Whether a caption tells something: a sentence, not a name or a scene without a verb."""
    return caption.words >= 6 and (_FINITE.search(caption.line) is not None or caption.words >= 12)
