"""Texts of tables that are HTML: a whole page, or the piece of one that a site's own export gives as its text."""

import re

from q7x2_etl.model import Metadata
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.readings import Origin, Reading, reading_of
from q7x2_etl.sources.recognising import looks_like_html

_BLOCKS = "p|div|article|section|br|h[1-6]|ul|ol|li|table|blockquote|figure|span|em|strong|b|i|a|img"
_BEGINS = re.compile(rf"\s*<(?:{_BLOCKS})\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>|</div>", re.IGNORECASE)
_PARAGRAPHS = 2  # ends of paragraphs in text that begins as words


def is_markup(text: str) -> bool:
    """Whether a text is HTML and not words that speak of it."""
    if "<" not in text:
        return False
    if _BEGINS.match(text) or looks_like_html(text[:4096].encode("utf-8", "replace")):
        return True
    return sum(1 for _ in _PARAGRAPH.finditer(text)) >= _PARAGRAPHS


def read_markup(text: str, origin: Origin, metadata: Metadata, limits: ReadLimits) -> Reading:
    """The reading of a text that is HTML: of a page its stories, of a piece all of it.

    Raises MissingExtraError without the extra `html`, MarkupRefusedError past a limit of tags.
    """
    from q7x2_etl.sources.html.fragments import fragment_blocks
    from q7x2_etl.sources.html.layout import text_of
    from q7x2_etl.sources.html.page import read_html

    if looks_like_html(text[:4096].encode("utf-8", "replace")):
        return read_html(text, origin, metadata, limits)
    return reading_of(text_of(fragment_blocks(text)), origin, metadata)
