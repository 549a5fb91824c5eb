"""The tree of a page before its text is taken: captions made to survive, and the stories of a page told apart."""

import re
from typing import Any

from q7x2_etl.sources.page_marks import CAPTION

_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])caption(?:[\s_-]?text)?(?:$|\s)", re.IGNORECASE)
_BESIDE = re.compile(r"comment|related|sidebar|widget|teaser|promo|recommend|newsletter|footer", re.IGNORECASE)
_LONGEST_CAPTION = 120  # words
_MIN_STORY = 60  # words, outside links, that make an <article> a story of its own


def captions_kept(tree: Any) -> None:
    """Puts each picture's caption after the picture as a paragraph with its sign: extractors drop pictures whole."""
    for element in list(tree.iter("figcaption", "p", "div", "span", "dd", "td")):
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


def separate_stories(tree: Any) -> list[Any]:
    """The <article> elements of a page that holds several stories; empty where it holds one.

    A live page is one story: its entries lie inside one <article>, or say that they belong to a LiveBlogPosting.
    """
    found = []
    for element in tree.iter("article"):
        if any(above.tag == "article" or _is_beside(above) for above in element.iterancestors()):
            continue
        if _is_beside(element) or _own_words(element) < _MIN_STORY or _heading(element) is None:
            continue
        found.append(element)
    live = tree.xpath("//*[contains(@itemtype, 'LiveBlogPosting')] | //*[contains(@class, 'liveblog')]")
    return found if len(found) > 1 and not live else []


def heading_of(story: Any) -> str:
    """The words of the first heading of an <article>."""
    heading = _heading(story)
    return "" if heading is None else " ".join(heading.text_content().split())


def _heading(element: Any) -> Any:
    return next(iter(element.iter("h1", "h2", "h3")), None)


def _is_beside(element: Any) -> bool:
    if element.tag in ("aside", "footer", "nav"):
        return True
    return element.tag not in ("body", "html") and bool(
        _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


def _own_words(element: Any) -> int:
    linked = sum(len(link.text_content().split()) for link in element.iter("a"))
    return len(element.text_content().split()) - linked
