"""The headline of a page: the heading that the page's own title names, without the site's name."""

import re
from collections.abc import Sequence

from q7x2_etl.sources.pages.openings import likeness

_SEPARATOR = re.compile(r"\s+(?:[|–—»·•:]|-{1,2})\s+|:\s+|\s*\|\s*")
_SAME = 0.6  # likeness of a heading and a title that are the same headline
_LONGEST = 300
_MIN_WORDS = 3
_SITE_NAME = 4  # words that the name of a site may have


def headline_of(titles: Sequence[str], headings: Sequence[str], lines: Sequence[str]) -> str | None:
    """The headline in the words that the page shows; of a title that it does not show, its longest part.

    `titles` are what the page calls itself, the most trusted first; `headings` its <h1> to <h4> in order, `lines` all
    its lines.
    """
    told = [title for title in (" ".join(title.split()) for title in titles) if title]
    parts = [part for title in told for part in (title, *_parts(title))]
    shown = [heading for heading in headings if len(heading) <= _LONGEST]
    named = [heading for heading in shown if any(likeness(heading, part) >= _SAME for part in parts)]
    best = max(named, key=lambda heading: len(heading.split()), default=None)
    heads = next((heading for heading in shown if _heads_text(lines, heading)), None)
    if best is not None and (len(best.split()) > _SITE_NAME or heads is None):
        return best
    visible = {line.casefold() for line in lines if len(line) <= _LONGEST}
    as_shown = [part for part in parts if part.casefold() in visible and len(part.split()) >= _MIN_WORDS]
    longest = max(as_shown, key=len, default="")
    if len(longest.split()) > _SITE_NAME:
        return longest
    if told and len((part := max(_parts(told[0]), key=len)).split()) > 2 * _SITE_NAME:
        return part
    if (above := heads or best or _over_text(lines)) is not None:
        return above
    if told:
        return max(_parts(told[0]), key=len)
    return shown[0] if shown else None


def _heads_text(lines: Sequence[str], heading: str) -> bool:
    """Whether prose stands right under a heading."""
    at = next((p for p, line in enumerate(lines) if line.casefold() == heading.casefold()), None)
    words = len(heading.split())
    return at is not None and words >= _SITE_NAME and any(_is_text(line) for line in lines[at + 1 : at + 6])


def _over_text(lines: Sequence[str]) -> str | None:
    """The line over the first prose that may be its headline."""
    text = next((p for p, line in enumerate(lines) if _is_text(line)), 0)
    above = [line for line in lines[max(0, text - 5) : text] if 4 <= len(line.split()) <= 25 and not line.endswith(".")]
    return above[0] if above else None


def _is_text(line: str) -> bool:
    return len(line.split()) > 20 and line.rstrip("\"”'’)]").endswith((".", "!", "?"))


def _parts(title: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(title) if part and part.strip()] or [title]
