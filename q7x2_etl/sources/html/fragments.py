"""A piece of HTML that is all of one story (the content of an entry of a feed): all of it is kept."""

from typing import Any

from q7x2_etl.sources.html.captions import captions_kept
from q7x2_etl.sources.html.guard import guarded
from q7x2_etl.sources.html.layout import Block, blocks_of
from q7x2_etl.sources.html.page import parsed

_DROPPED = ("form", "button", "nav", "noscript", "select", "textarea", "audio", "video", "head")
_TAG_OF = {
    "h1": "head", "h2": "head", "h3": "head", "h4": "head", "h5": "head", "h6": "head", "li": "item", "dt": "item",
    "dd": "item", "ul": "list", "ol": "list", "dl": "list", "blockquote": "quote", "tr": "row", "td": "cell",
    "th": "cell", "br": "lb", "pre": "code", "section": "div", "article": "div", "header": "div", "footer": "div",
    "aside": "div", "main": "div", "figure": "div", "address": "p", "center": "div",
}  # fmt: skip


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of the piece, in order. Raises MarkupRefusedError past a limit of size or nesting."""
    tree = parsed(f"<html><body><div>{guarded(html.replace(chr(0), '')).html}</div></body></html>")
    if tree is None:
        return []
    captions_kept(tree)
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()
    for element in tree.iter(*_TAG_OF):
        element.tag = _TAG_OF[element.tag]
    body: Any = tree.find("body")
    return blocks_of(body if body is not None else tree)
