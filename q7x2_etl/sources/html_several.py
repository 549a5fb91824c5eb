"""Pages that hold several stories: front pages with full texts, reviews, letters, channels, forums."""

import re
from copy import deepcopy
from typing import Any

from q7x2_etl.sources.html_layout import Block, blocks_of
from q7x2_etl.sources.html_lines import lines_of
from q7x2_etl.sources.html_pruned import without_link_lists

_STORY = re.compile(r"(?:^|[-_ ])(?:story|stories|item|post|entry|article|news|brief|message|status)", re.IGNORECASE)
_POST = re.compile(r"(?:^|[-_ ])(?:message|status|tweet|toot)", re.IGNORECASE)
_META = re.compile(r"(?:^|[-_ ])(?:footer|meta|author|byline|views|time|date|links)(?:$|[-_ ])", re.IGNORECASE)
_LIVE = re.compile(r"live-?blog|live-?update|liveticker|timeline", re.IGNORECASE)
_MIN_HEADED = 25  # words outside links that make a headed item a story
_MIN_POST = 6  # words of a post without headline
_HEADLINE = 4  # words that a headline has at least
_FULL = 60  # words that make a full story under a headline
_MAIN_TEXT = 80  # words of prose that make a story of what stands beside such elements
_PROSE_LINE = 12  # words
_TEASER = 45  # words: an item of less, whose heading is a link, points to a story elsewhere


def separate_stories(tree: Any) -> list[Any]:
    """The elements that hold the stories of a page of several; empty where the page is one story.

    They are siblings, or cousins, that are named alike and each have a heading of their own, or posts of a channel. A
    live page is one story, and so is a forum: its first post. Teasers are taken out of the tree.
    """
    if any(_LIVE.search(_names(element)) for element in tree.iter("div", "section", "article", "main", "ol", "ul")):
        return []
    headed = _under_headlines(tree)
    if len(headed) > 1:
        return headed
    for alike in _named_alike(tree):
        if _is_forum(alike):
            for reply in alike[1:]:
                reply.drop_tree()
            continue
        teasers = [one for one in alike if _is_teaser(one)]
        for one in teasers:
            one.drop_tree()
        full = [one for one in alike if one not in teasers]
        stories = [one for one in full if _is_headed(one)]
        if len(stories) > 1 and _prose_beside(tree, stories) >= _MAIN_TEXT:
            for one in stories:
                if _words(one) <= _MAIN_TEXT and _heading(one) is not None and one.tag != "section":
                    one.drop_tree()  # what else the site has, beside the page's own story
            continue
        if len(stories) > 1:
            return stories
        posts = [one for one in full if _POST.search(_names(one)) and _words(one) >= _MIN_POST]
        if len(posts) > 1 and len(posts) == len(full):
            return posts
    return []


def _under_headlines(tree: Any) -> list[Any]:
    """For each <h1> of several the outermost element that holds no other, where it holds a story."""
    headlines = [h1 for h1 in tree.iter("h1") if _words(h1) >= _HEADLINE]
    found = []
    for headline in headlines if len(headlines) > 1 else ():
        holder = headline
        for above in headline.iterancestors():
            if sum(1 for h1 in above.iter("h1") if h1 in headlines) > 1:
                break
            holder = above
        if holder is not headline and _words(holder) - _linked(holder) >= _FULL:
            found.append(holder)
    return found


def heading_of(story: Any) -> str:
    """The words of the first heading of a story; none where it has no heading."""
    heading = _heading(story)
    return "" if heading is None else " ".join(heading.text_content().split())


def story_blocks(story: Any) -> list[Block]:
    """The blocks of one of several stories, without its lines of links."""
    copied = deepcopy(story)
    copied.tail = None
    for element in list(copied.iter("footer", "div", "span", "p")):
        if element.getparent() is not None and _META.search(_names(element)) and _words(element) <= _TEASER:
            element.drop_tree()
    without_link_lists(copied.iter("ul", "ol", "div", "p", "footer"))
    return blocks_of(copied)


def _named_alike(tree: Any) -> list[list[Any]]:
    """Groups of two and more elements of the same tag, class and depth, in order of the page, the outermost first."""
    groups: dict[tuple[str, str, int], list[Any]] = {}
    for element in tree.iter("article", "div", "li", "section", "td"):
        names = re.sub(r"\d+", "", element.get("class") or "").split()
        if element.tag == "article" or (names and _STORY.search(" ".join(names))):
            depth = sum(1 for _ in element.iterancestors())
            groups.setdefault((element.tag, names[0] if names else "", depth), []).append(element)
    return [group for group in groups.values() if len(group) > 1]


def _is_headed(element: Any) -> bool:
    heading = _heading(element)
    return heading is not None and _words(element) - _linked(element) - _words(heading) >= _MIN_HEADED


def _is_teaser(element: Any) -> bool:
    heading = _heading(element)
    if heading is None or _words(element) > _TEASER:
        return False
    return _linked(heading) == _words(heading) or heading.getparent().tag == "a" or element.tag == "article"


def _is_forum(alike: list[Any]) -> bool:
    first = alike[0]
    return any("postbody" in _names(e) or "post-author" in _names(e) for e in first.iter("div", "section", "td"))


def _prose_beside(tree: Any, stories: list[Any]) -> int:
    """The words of prose on the page outside these elements."""
    lines = [line for line in lines_of(tree) if len(line.split()) > _PROSE_LINE]
    within = {line for story in stories for line in lines_of(story)}
    return sum(len(line.split()) for line in lines if line not in within)


def _heading(element: Any) -> Any:
    return next(iter(element.iter("h1", "h2", "h3", "h4")), None)


def _linked(element: Any) -> int:
    return sum(_words(link) for link in element.iter("a"))


def _words(element: Any) -> int:
    return len(element.text_content().split())


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
