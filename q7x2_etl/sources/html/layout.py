"""The body of a page as text: a paragraph a block, blank lines between, and a sign before what is no plain prose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from q7x2_etl.sources.pages.page_marks import CAPTION, NEXT_STORY, SIGN_OF, without_signs

BlockKind = Literal["headline", "heading", "prose", "list", "quote", "caption", "rule"]

# The tags of an extracted body (head, item, quote, row, cell, lb), and those of a page itself.
_HEADINGS = ("head", "h1", "h2", "h3", "h4", "h5", "h6")
_KIND_OF_TAG: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"), "item": "list", "li": "list", "quote": "quote", "blockquote": "quote",
}  # fmt: skip
_ROWS = frozenset(("row", "tr"))
_UNSEEN = frozenset(("script", "style", "title", "template", "select", "textarea", "noscript"))
_LINE_BREAKS = frozenset(("lb", "br"))
_BLOCKS = frozenset(
    (*_KIND_OF_TAG, "p", "list", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead", "cell", "td", "th", "div",
     "section", "article", "header", "main", "figure", "pre", "hr", "center", "address", *_ROWS)
)  # fmt: skip
_LONG_CELL = 25  # words of a table's cell that make it prose: the table only lays out the page
_BREAK = "\ue000"  # a line break of the page, while white space is folded
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_BREAKS = re.compile(rf" ?{_BREAK}(?: ?{_BREAK})+ ?")
_HARD = re.compile(rf" ?{_BREAK} ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, entry, quote or caption of a page, in one line (or several, where the page breaks them)."""

    kind: BlockKind
    text: str


def blocks_of(body: Any) -> list[Block]:
    """The blocks of an extracted body (trafilatura's tags), in order."""
    return list(_blocks(body, "prose"))


def text_of(blocks: Iterable[Block]) -> str:
    """The text that stands for the page; ends with a line end."""
    lines = [NEXT_STORY if block.kind == "rule" else _signed(block) for block in blocks]
    return "\n\n".join(lines) + "\n" if lines else ""


def _signed(block: Block) -> str:
    if block.kind == "prose" or block.kind == "rule":
        return block.text
    return f"{SIGN_OF[block.kind]} {block.text}"


def _blocks(element: Any, kind: BlockKind) -> Iterator[Block]:
    """The blocks of one element: its own words up to each block inside it, then that block's."""
    own = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag in _UNSEEN:
            own.append(child.tail or "")
            continue
        if tag in _ROWS:
            yield from _flushed(own, kind)
            yield from _row(child)
        elif tag in _BLOCKS or (isinstance(tag, str) and any(below.tag in _BLOCKS for below in child.iter("*"))):
            yield from _flushed(own, kind)
            yield from _blocks(child, _KIND_OF_TAG.get(tag, "prose" if kind == "heading" else kind))
        elif isinstance(tag, str):
            own.append(_inline(child))
        own.append(child.tail or "")
    yield from _flushed(own, kind)


def _row(row: Any) -> Iterator[Block]:
    """A table's row as one entry; cells that are prose, or hold blocks, stand by themselves."""
    cells = [list(_blocks(cell, "prose")) for cell in row]
    if any(len(cell) > 1 or any(len(block.text.split()) > _LONG_CELL for block in cell) for cell in cells):
        yield from (block for cell in cells for block in cell)
        return
    words = [block.text for cell in cells for block in cell]
    if words:
        yield Block("list", " | ".join(words))


def _inline(element: Any) -> str:
    if element.tag in _LINE_BREAKS:
        return _BREAK
    return (element.text or "") + "".join(
        (_inline(child) if isinstance(child.tag, str) else "") + (child.tail or "") for child in element
    )


def _flushed(own: list[str], kind: BlockKind) -> Iterator[Block]:
    words = _SPACE.sub(" ", "".join(own))
    own.clear()
    for paragraph in _BREAKS.split(words):
        text = _HARD.sub(" " if kind in ("heading", "list") else "\n", paragraph).strip()
        if text.startswith(CAPTION):
            if told := without_signs(text.removeprefix(CAPTION).strip()):
                yield Block("caption", told.replace("\n", " "))
        elif told := without_signs(text).strip():
            yield Block(kind, told)
