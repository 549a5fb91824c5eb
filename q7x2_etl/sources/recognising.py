"""What inputs look like of which the name says nothing: told by their first bytes."""

import re

from q7x2_etl.sources.formats.columns import has_usual_columns

_HTML_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,800}?-->\s*)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_JSON_OBJECT_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"[^"\n]*"[ \t]*:[ \t]*[^\s]')  # not laid out over lines
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_FEED_ROOTS = (b"rss", b"rdf:RDF", b"RDF", b"feed", b"atom:feed")
_JSON_LIST = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
_CELL = re.compile(r'"?[\w .-]{1,40}"?')


def looks_like_json_lines(head: bytes) -> bool:
    return _JSON_OBJECT_LINE.match(head) is not None


def looks_like_json_list(head: bytes) -> bool:
    """Whether it begins as a list of objects, or as one that is laid out over lines; asked after JSON Lines."""
    return _JSON_LIST.match(head) is not None


def looks_like_html(head: bytes) -> bool:
    return _HTML_HEAD.match(head) is not None


def looks_like_feed(head: bytes) -> bool:
    markup = _COMMENT.sub(b"", head.replace(b"\0", b"")).lstrip(b"\xef\xbb\xfe\xff\xbf \t\r\n")
    root = _ROOT.search(markup)
    return markup.startswith(b"<") and root is not None and root[1] in _FEED_ROOTS


def looks_like_csv(head: bytes) -> bool:
    """Whether the first line is a header with a usual name of a column of texts, and of another."""
    line, end, _ = head.partition(b"\n")
    if not end or len(line) > 2000:
        return False
    header = line.decode("utf-8-sig", "replace").strip()
    tried = (header.split(delimiter) for delimiter in (",", ";", "\t", "|"))
    return any(
        len(cells) > 1
        and all(_CELL.fullmatch(cell.strip()) for cell in cells)
        and has_usual_columns([cell.strip().strip('"') for cell in cells])
        for cells in tried
    )
