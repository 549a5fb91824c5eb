"""The captions of a page's pictures, made to survive the extraction of its text."""

import re
from typing import Any

from q7x2_etl.sources.pages.page_marks import CAPTION

_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|cap|legend|legende)(?:[\s_-]?text)?(?:$|\s)", re.IGNORECASE)
_PICTURE = re.compile(r"(?:^|[\s_-])(?:img|image|photo|pic|picture|thumb|thumbinner|media)(?:$|[\s_-])", re.IGNORECASE)
_SHORT_CAPTION = 40  # words
_LONGEST_CAPTION = 120  # words


def captions_kept(tree: Any) -> None:
    """Puts each picture's caption after the picture as a paragraph with its sign: extractors drop pictures whole."""
    for element in list(tree.iter("table", "div", "dl")):
        if element.find(".//img") is not None and _is_picture(element):
            element.set("class", "caption")
    for element in list(tree.iter("figcaption", "p", "div", "span", "dd", "td", "table", "dl")):
        if element.tag != "figcaption" and not _CAPTION_CLASS.search(element.get("class") or ""):
            continue
        words = element.text_content().replace(CAPTION, "■").split()
        if element.getparent() is None or not words or len(words) > _LONGEST_CAPTION:
            continue
        pictures = list(element.iterancestors("figure", "picture", "a"))
        caption = element.makeelement("p")
        caption.text = f"{CAPTION} {' '.join(words)}"
        (pictures[-1] if pictures else element).addnext(caption)
        element.drop_tree() if pictures else element.getparent().remove(element)


def _is_picture(element: Any) -> bool:
    """Whether a table or box is laid out for one picture and the words under it."""
    named = _PICTURE.search(element.get("class") or "") or (element.tag == "table" and element.get("align"))
    words = len(element.text_content().split())
    return bool(named) and 0 < words <= _SHORT_CAPTION and next(iter(element.iter("h1", "h2", "h3")), None) is None
