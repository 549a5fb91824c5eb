"""What surely stands beside the story is taken out of a page's tree: by the names that page makers give their boxes."""

import re
from collections.abc import Iterable
from typing import Any

from q7x2_etl.dates import find_dates

# Names of classes and ids, in their parts: "c-share", "most-read", "jp-relatedposts", "commentList".
_BESIDE = re.compile(
    r"(?:^|[-_ ])(?:related\w*|recommend\w*|trending|popular|most-?(?:read|popular|viewed|shared)|newsletters?|"
    r"subscri\w*|sign-?up|share\w*|sharing|social|comments?|commenting|commentlist|respond|cookies?|consent|gdpr|modal|popup|"
    r"promos?|promoted|teasers?|sidebar|breadcrumbs?|nav|navbar|navigation|menu|mainmenu|footer|foot|masthead|ticker|"
    r"advert\w*|ads?|sponsor\w*|outbrain|taboola|tags|tag-?list|author-?(?:box|bio|card)|bio|no-?print|more-?on|"
    r"read-?more|keep-?reading|fact-?box|info-?box|pager|pagination|toolbar|toc|signature|sig\d*|twitter\w*|tweet|"
    r"instagram\w*|river|key-?events|editsection|mw-editsection|jump-?link|catlinks|printfooter|skip-?link\w*|"
    r"post-?profile|poll|quiz|disclaimer|paywall|wm-ipp\w*|screen-reader-text|visually-hidden|sr-only|attachments?|"
    r"hatnote|noexcerpt|outlook|mag-more|audio-module\w*|player|rating|weather|online-list|action-bar)(?:$|[-_ ])",
    re.IGNORECASE,
)
# Boxes whose days are never the story's.
_TODAY = re.compile(
    r"(?:^|[-_ ])(?:today\w*|current-?date|date-?now|now-?date|top-?date|clock|server-?time|events?|events?-?\w+|"
    r"calendar|wp-calendar|cal|datepicker|agenda|upcoming|archives?|wm-ipp\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROLES = frozenset(("navigation", "dialog", "alertdialog", "search", "banner", "complementary", "contentinfo", "menu"))
_TAGS = frozenset(("nav", "aside", "footer", "button", "select", "marquee", "dialog", "form", "noscript"))
_ALL_LINKED = 0.95  # the same of one that may be the larger part of the page
_LINKED = 0.6  # share of the words of a list of links that are links
_NOT_OF_STORY = re.compile(r"©|\b(?:joined|member|registered|copyright)\b", re.IGNORECASE)
_SHORT = 15  # words
_MAX_SHARE = 0.4  # of the page's words: a box is never the larger part of a page


def prune(tree: Any) -> None:
    """Takes menus, boxes, share bars, comments and consent walls out of the tree."""
    total = max(1, _words(tree))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head", "article", "main", "h1"):
            continue
        if element.getparent() is None or not _is_beside(element):
            continue
        words = _words(element)
        if words > _MAX_SHARE * total or (element.tag != "dialog" and _holds_headline(element)):
            continue
        if (
            words <= _SHORT
            and element.tag not in ("nav", "aside")
            and _holds_day(element)
            and not _is_of_today(element)
        ):
            continue  # the line that says when a story was out
        element.drop_tree()
    without_link_lists(tree.iter("ul", "ol", "td", "div", "p", "center"), at_least=4, most=_MAX_SHARE * total)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("aria-hidden") == "true":
            del element.attrib["aria-hidden"]  # pages hide their text while a consent wall is up


def without_link_lists(elements: Iterable[Any], *, at_least: int = 2, most: float = 10_000) -> None:
    """Takes lists and lines of links out: most of their words are links to elsewhere.

    They have `at_least` so many links; one of more than `most` words must be nothing but links.
    """
    for element in list(elements):
        links = list(element.iter("a"))
        if element.getparent() is None or len(links) < at_least:
            continue
        words, linked = _words(element), sum(_words(link) for link in links)
        if linked >= (_LINKED if words <= most else _ALL_LINKED) * words and not _holds_headline(element):
            element.drop_tree()


def joined_bodies(tree: Any) -> None:
    """A story whose pages stand in one file, each with its `articleBody`: the later ones join the first."""
    if sum(1 for _ in tree.iter("h1")) > 1:
        return
    bodies = tree.xpath("//*[@itemprop='articleBody']")
    bodies = [body for body in bodies if not any(above in bodies for above in body.iterancestors())]
    for body in bodies[1:]:
        for child in list(body):
            bodies[0].append(child)
        body.drop_tree()


def _is_beside(element: Any) -> bool:
    if element.get("itemprop") == "comment" or str(element.get("itemtype") or "").endswith("/Comment"):
        return True
    if element.tag in _TAGS or element.get("role") in _ROLES or element.get("aria-modal") == "true":
        return True
    names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    return len(names) > 1 and (_BESIDE.search(names) is not None or _TODAY.search(names) is not None)


def _is_of_today(element: Any) -> bool:
    return _TODAY.search(_CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")) is not None


def _holds_day(element: Any) -> bool:
    if element.find(".//time") is not None:
        return True
    words = " ".join(element.text_content().split())
    return _NOT_OF_STORY.search(words) is None and any(mention.year and mention.day for mention in find_dates(words))


def _holds_headline(element: Any) -> bool:
    heading = next(iter(element.iter("h1")), None)
    return heading is not None and _words(heading) >= 4


def _words(element: Any) -> int:
    return len(element.text_content().split())
