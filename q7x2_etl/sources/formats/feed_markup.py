"""The XML of a feed made harmless before a parser sees it."""

import codecs
import re

from q7x2_etl.sources.encoding import UndecodableError, decode, decode_page
from q7x2_etl.sources.refusals import RefusedError

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENTITY = re.compile(r"<!ENTITY\b")
_CHARACTERS = re.compile(r"""<!ENTITY\s+[\w.-]+\s+(["'])(?:&(?:amp;)?\#x?[0-9a-fA-F]{1,6};|[^&%<>"']){0,8}\1\s*>""")
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>(?:\s|<!--.{0,2000}?-->)*\Z", re.I | re.S)


def parsable(content: bytes) -> bytes:
    """The feed in UTF-8, as it may be given to a parser.

    Raises RefusedError where its bytes are no text, and where it declares entities other than single characters: they
    make a small file large when they are followed, and lead to other files.
    """
    declared = _DECLARED.match(content[:400])
    try:
        text = decode_page(content, declared[1].decode("ascii")) if declared else decode(content)
    except UndecodableError as error:
        raise RefusedError(str(error)) from error
    text = text.replace("\0", "")
    if len(_ENTITY.findall(text)) > len(_CHARACTERS.findall(text)):
        raise RefusedError("it declares XML entities, which are not followed; save it without them")
    declaration = _DECLARATION.match(text)
    rest = text[declaration.end() :] if declaration else text
    return codecs.BOM_UTF8 + f'<?xml version="1.0" encoding="utf-8"?>\n{rest.lstrip()}'.encode("utf-8", "replace")


def is_cut_short(content: bytes) -> bool:
    """Whether the feed ends before its outermost element does."""
    return _CLOSED.search(content[-4_000:].decode("utf-8", "replace")) is None
