"""Pages that hold several stories: front pages with full texts, reviews, letters, channels, forums."""

import re
from collections.abc import Set
from copy import deepcopy
from itertools import islice
from typing import Any

from q7x2_etl.sources.html.layout import Block, blocks_of
from q7x2_etl.sources.html.lines import lines_of
from q7x2_etl.sources.html.pruned import without_link_lists
from q7x2_etl.sources.html.written_days import apart, written_days
from q7x2_etl.sources.pages.datelines import date_line

_STORY = re.compile(
    r"(?:^|[-_ ])(?:story|stories|item|post|entry|article|news|brief|message|status|letters?|clip|digest)",
    re.IGNORECASE,
)
_COLLECTION = re.compile(
    r"press (?:review|summary|digest)|media (?:review|summary|digest|monitor)|\bletters?\b|digest|round-?up|in brief|"
    r"\bbriefs\b|papers say|newspapers|bulletin|news summary|headlines",
    re.IGNORECASE,
)
_POST = re.compile(r"(?:^|[-_ ])(?:message|status|tweet|toot)", re.IGNORECASE)
_META = re.compile(r"(?:^|[-_ ])(?:footer|meta|author|byline|views|time|date|links)(?:$|[-_ ])", re.IGNORECASE)
_LIVE = re.compile(r"live-?blog|live-?update|liveticker|timeline", re.IGNORECASE)
_MIN_HEADED = 25  # words outside links that make a headed item a story
_MIN_POST = 6  # words of a post without headline
_HEADLINE = 4  # words that a headline has at least
_MOST = 100  # stories that are looked for on a page
_SITE_WORDS = 3  # words that the heading of a letter or item has at least
_FULL = 60  # words that make a full story under a headline
_MAIN_TEXT = 80  # words of prose that make a story of what stands beside such elements
_PROSE_LINE = 12  # words
_TEASER = 45  # words: an item of less, whose heading is a link, points to a story elsewhere


def separate_stories(tree: Any, title: str | None = None) -> list[Any]:
    """The elements that hold the stories of a page of several; empty where the page is one story.

    They are siblings, or cousins, that are named alike and each have a heading of their own, or posts of a channel. A
    live page is one story, and so is a forum: its first post. Teasers are taken out of the tree.
    """
    if any(_LIVE.search(_names(element)) for element in tree.iter("div", "section", "article", "main", "ol", "ul")):
        return []
    headed = _under_headlines(tree)
    if len(headed) > 1:
        return headed
    if title and _COLLECTION.search(title) and len(items := _under_alike_headings(tree)) > 1:
        return items
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
    return _dated_holders(tree)


def _under_headlines(tree: Any) -> list[Any]:
    """For each <h1> of several the outermost element that holds no other, where it holds a story."""
    headlines = [h1 for h1 in tree.iter("h1") if _words(h1) >= _HEADLINE]
    found = []
    for headline in headlines if 1 < len(headlines) <= _MOST else ():
        holder = _holder(headline, set(headlines))
        if holder is not headline and _words(holder) - _linked(holder) >= _FULL:
            found.append(holder)
    return found


def _under_alike_headings(tree: Any) -> list[Any]:
    """The items of a review or of a page of letters: each heading of those side by side, with what follows it, put
    into an element of its own.
    """
    for tag in ("h2", "h3", "h4", "h5"):
        for parent in {heading.getparent(): None for heading in tree.iter(tag)}:
            heads = [child for child in islice(parent, _MOST * 10) if child.tag == tag and _words(child) >= _SITE_WORDS]
            heads = [head for head in heads if not _is_day(head)]
            if 1 < len(heads) <= _MOST and sum(_words_under(head, tag) >= _MIN_HEADED for head in heads) > 1:
                return [_wrapped(head, tag) for head in heads if _words_under(head, tag) >= _MIN_HEADED]
    return []


def _is_day(heading: Any) -> bool:
    words = " ".join(heading.text_content().split())
    return date_line(words, 0, len(words)) != ()


def _under(head: Any, tag: str) -> list[Any]:
    """What stands beside a heading up to the next one that is as high."""
    found = []
    for sibling in head.itersiblings():
        if isinstance(sibling.tag, str) and re.fullmatch(r"h[1-6]", sibling.tag) and sibling.tag <= tag:
            break
        found.append(sibling)
    return found


def _words_under(head: Any, tag: str) -> int:
    return sum(_words(one) - _linked(one) for one in _under(head, tag))


def _wrapped(head: Any, tag: str) -> Any:
    own = _under(head, tag)
    holder = head.makeelement("div")
    head.addprevious(holder)
    for one in (head, *own):
        holder.append(one)
    return holder


def _dated_holders(tree: Any) -> list[Any]:
    """Of an endless page the elements that hold a story each: side by side, with heading and day."""
    alike: dict[tuple[str, str, int], list[Any]] = {}
    for heading in tree.iter("h2", "h3"):
        if _words(heading) >= _HEADLINE:
            alike.setdefault((heading.tag, heading.get("class") or "", _depth(heading)), []).append(heading)
    for headings in alike.values():
        groups: dict[tuple[Any, str], list[Any]] = {}
        for heading in headings if 1 < len(headings) <= _MOST else ():
            holder = _holder(heading, set(headings))
            if holder is not heading and _words(holder) - _linked(holder) >= _FULL and _holds_day(holder):
                groups.setdefault((holder.getparent(), holder.tag), []).append(holder)
        for group in groups.values():
            if len(group) > 1 and _prose_beside(tree, group) < _MAIN_TEXT:
                return group
    return []


def _holder(heading: Any, headings: Set[Any]) -> Any:
    """The outermost element round a heading that holds no other of `headings`."""
    holder = heading
    for above in heading.iterancestors():
        if sum(1 for _ in islice((other for other in above.iter(heading.tag) if other in headings), 2)) > 1:
            break
        holder = above
    return holder


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _holds_day(holder: Any) -> bool:
    """Whether a day stands in the first lines of an element, or in a <time> of it."""
    if any(written_days(time.get("datetime") or "") for time in holder.iter("time")):
        return True
    short = [line for line in lines_of(holder)[:6] if len(line.split()) <= _PROSE_LINE]
    return any(not one.is_month for line in short for one in written_days(apart(line)))


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
