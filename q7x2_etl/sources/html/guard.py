"""Markup made harmless before a parser sees it: no scripts, and bounds to its size and the number and depth of tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from q7x2_etl.sources.refusals import TooLargeError

MAX_MARKUP = 6_000_000  # characters without scripts and styles; long reads have some 300,000
MAX_TAGS = 40_000  # opening and closing; long live pages have some 30,000
MAX_DEPTH = 400  # pages nest some 40 deep; a parser's tree, and what walks it, would go down with the text

_DROPPED = ("script", "style", "svg", "template", "iframe", "object")
_OPENING = re.compile(r"<(?:(script|style|svg|template|iframe|object)(?=[\s/>])|!--)", re.IGNORECASE)
_LD_JSON = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*(/?)>|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_VOID = frozenset(
    ("area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "keygen", "link",
     "meta", "param", "source", "track", "wbr")
)  # fmt: skip
_CLOSED_BY_NEXT = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup", "rt", "rp")
)


class MarkupRefusedError(TooLargeError):
    """The markup goes beyond a limit; the message says which."""


@dataclass(frozen=True, slots=True)
class Markup:
    """`html` without scripts, styles and comments, and the JSON-LD that stood in it."""

    html: str
    json_ld: tuple[str, ...]


def guarded(html: str) -> Markup:
    """The markup as a parser may have it. Raises MarkupRefusedError; takes time in proportion to the length."""
    json_ld: list[str] = []
    kept = "".join(_without_scripts(html, json_ld))
    if len(kept) > MAX_MARKUP:
        raise MarkupRefusedError(
            f"the page has {len(kept):,} characters of markup without scripts; at most {MAX_MARKUP:,}"
        )
    _check_nesting(kept)
    return Markup(kept, tuple(json_ld))


def _without_scripts(html: str, json_ld: list[str]) -> Iterator[str]:
    position = 0
    ends: dict[str, int] = {}
    while match := _OPENING.search(html, position):
        name = (match[1] or "--").lower()
        yield html[position : match.start()]
        end = _end_of(html, name, match.end(), ends)
        if name == "script" and len(json_ld) < 50:
            head_end = html.find(">", match.end())
            if 0 < head_end < end and _LD_JSON.search(html, match.end(), head_end):
                json_ld.append(html[head_end + 1 : html.rfind("<", head_end, end)])
        position = end
    yield html[position:]


def _end_of(html: str, name: str, start: int, ends: dict[str, int]) -> int:
    """Where an element that is dropped ends. One that is never closed ends with its opening tag."""
    if ends.get(name) != -1:
        pattern = _COMMENT_END if name == "--" else _CLOSING[name]
        found = pattern.search(html, start)
        if found is not None:
            return found.end()
        ends[name] = -1
    head_end = html.find(">", start)
    return len(html) if head_end < 0 else head_end + 1


_COMMENT_END = re.compile(r"--!?>")
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _DROPPED}


def _check_nesting(html: str) -> None:
    count = 0
    open_tags: dict[str, int] = {}
    depth = 0
    for match in _TAG.finditer(html):
        count += 1
        name = (match[2] or match[5]).lower()
        if name in _VOID or name in _CLOSED_BY_NEXT or match[3]:
            continue
        if match[1] or match[4]:
            if open_tags.get(name):
                open_tags[name] -= 1
                depth -= 1
            continue
        open_tags[name] = open_tags.get(name, 0) + 1
        depth += 1
        if depth > MAX_DEPTH:
            raise MarkupRefusedError(f"the page nests tags more than {MAX_DEPTH} deep")
    if count > MAX_TAGS:
        raise MarkupRefusedError(f"the page has {count:,} tags; at most {MAX_TAGS:,}")
