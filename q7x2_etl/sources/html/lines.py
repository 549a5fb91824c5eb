"""The lines that a reader of a page sees, from top to bottom."""

import re
from collections.abc import Iterator
from typing import Any

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
     "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
     "var", "wbr", "img", "nobr")
)  # fmt: skip
_UNSEEN = frozenset(("head", "script", "style", "template", "select", "option", "textarea", "title"))
_SPACE = re.compile(r"\s+")


def lines_of(tree: Any) -> list[str]:
    """Each visible line in order, white space folded; inline elements do not break a line."""
    return [line for line in (_SPACE.sub(" ", line).strip() for line in "".join(_pieces(tree)).split("\n")) if line]


def _pieces(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    breaks = element.tag not in _INLINE
    if breaks:
        yield "\n"
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACE.sub(" ", child.tail or "")
    if breaks:
        yield "\n"
