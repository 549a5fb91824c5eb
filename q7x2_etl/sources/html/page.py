"""An HTML page as one Document: its stories' text, with what its markup says of title, writer, publisher and day.

Text and metadata are taken by trafilatura (extra `html`); nothing is fetched, and no entity is followed.
"""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from q7x2_etl.model import Metadata
from q7x2_etl.sources.encoding import UndecodableError, decode_page
from q7x2_etl.sources.html.captions import captions_kept
from q7x2_etl.sources.html.dates import marked_date
from q7x2_etl.sources.html.guard import MarkupRefusedError, guarded
from q7x2_etl.sources.html.headline import headline_of
from q7x2_etl.sources.html.json_ld import body_in, stories_in
from q7x2_etl.sources.html.layout import Block, blocks_of, text_of
from q7x2_etl.sources.html.lines import lines_of
from q7x2_etl.sources.html.printed import MarkedDate
from q7x2_etl.sources.html.pruned import joined_bodies, prune
from q7x2_etl.sources.html.several import heading_of, separate_stories, story_blocks
from q7x2_etl.sources.html.several_days import own_day, page_day
from q7x2_etl.sources.html.written_days import Order, order_of
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.pages.furniture import load_furniture
from q7x2_etl.sources.pages.openings import likeness
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Origin, Reading, Unread, reading_of
from q7x2_etl.sources.refusals import needed

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_SAME = 0.6  # likeness of the page's title and a heading that is the headline
_FULL_LINE = 25  # words over the headline that may belong to the story
_SENTENCE = 3
_RUN_LINES = 3
_LONGER = 2  # times as long as what the page shows that its JSON-LD's text must be to stand for it
_ADDRESS = re.compile(r"https?://\S+\Z")


def read_page(opened: Opened) -> Iterator[Reading]:
    """The reading of an input that is one page."""
    yield read_html(opened.content(), opened.origin("text/html"), opened.known(), opened.limits)


def read_html(
    content: bytes | str,
    origin: Origin,
    metadata: Metadata | None = None,
    limits: ReadLimits | None = None,
    charset: str | None = None,
) -> Reading:
    """The reading of one page: bytes (`charset`: what the server said) or characters.

    What `metadata` gives goes before what the page says of itself. A page over a limit of size, number or nesting of
    tags is too_large, one without text empty. Raises MissingExtraError without the extra `html`.
    """
    limits = limits or ReadLimits()
    if len(content) > limits.max_document_bytes:
        return Unread(origin.name, origin.uri, "too_large", f"larger than {limits.max_document_bytes:,} bytes")
    try:
        html = content if isinstance(content, str) else decode_page(content, charset)
        markup = guarded(html.replace("\0", ""))
    except UndecodableError as error:
        return Unread(origin.name, origin.uri, "unreadable", str(error))
    except MarkupRefusedError as error:
        return Unread(origin.name, origin.uri, "too_large", str(error))
    tree = parsed(markup.html)
    if tree is None:
        return Unread(origin.name, origin.uri, "empty", "the page holds no text")
    order = _day_order(tree, origin.uri)
    said = _said(tree, markup.json_ld, origin.uri, order)
    captions_kept(tree)
    is_live = any("LiveBlogPosting" in script for script in markup.json_ld)
    several = [] if is_live else separate_stories(tree, said.title)
    if several:
        said = _dated(said, page_day(tree, several, markup.json_ld, said.title, order))
        blocks = _blocks_of_several(several, markup.json_ld, order)
    else:
        blocks = _headed(_extracted(tree), said.title)
    if (body := body_in(markup.json_ld)) and len(body) > _LONGER * sum(len(block.text) for block in blocks):
        blocks = _headed([Block("prose", words) for line in body.split("\n") if (words := line.strip())], said.title)
    if not any(_tells(block) for block in blocks):
        return Unread(origin.name, origin.uri, "empty", "no story was found on the page, only menus or headlines")
    if any(block.kind == "rule" for block in blocks):
        said = replace(said, title=None, byline=None)  # those are the page's, not of one of its stories
    return reading_of(text_of(blocks), replace(origin, media_type="text/html"), merged(metadata or Metadata(), said))


def page_lines(content: bytes | str, charset: str | None = None) -> list[str]:
    """Every visible line of a page, boxes and menus too; none of a page that is refused."""
    try:
        html = content if isinstance(content, str) else decode_page(content, charset)
        tree = parsed(guarded(html.replace("\0", "")).html)
    except (UndecodableError, MarkupRefusedError):
        return []
    return [] if tree is None else lines_of(tree)


def merged(stated: Metadata, said: Metadata) -> Metadata:
    """What a source states, filled up with what the page says of itself; a day goes with its precision and reason."""
    given = {name: value for name in stated.__dataclass_fields__ if (value := getattr(stated, name)) is not None}
    if "published" in given:
        said = replace(said, published=None, published_precision=None, published_reason=None)
    return replace(said, **given)


def parsed(html: str) -> Any:
    """The tree of a page without network, entities or comments; None where there is nothing in it."""
    needed("trafilatura", "html", "HTML")
    lxml_html, etree = needed("lxml.html", "html", "HTML"), needed("lxml.etree", "html", "HTML")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _day_order(tree: Any, uri: str) -> Order | None:
    root = tree.getroottree().getroot()
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    links = [link.get("href") or "" for link in tree.iter("link") if link.get("rel") in ("canonical", "alternate")]
    tags = [
        metas.get("og:locale", ""),
        root.get("lang") or "",
        metas.get("language", ""),
        metas.get("content-language", ""),
    ]
    return order_of(lines_of(tree), tags, [uri, metas.get("og:url", ""), *links])


def _said(tree: Any, json_ld: tuple[str, ...], uri: str, order: Order | None) -> Metadata:
    """What the page's markup says of its story; takes what stands beside the story out of the tree."""
    from trafilatura.metadata import extract_metadata

    copied = deepcopy(tree)
    head = copied.find("head")
    for script in json_ld if head is not None else ():
        element = copied.makeelement("script", type="application/ld+json")
        element.text = script
        head.append(element)
    no_date = {"extensive_search": False, "max_date": "1990-01-01"}  # days are found by marked_date; to search costs
    known = extract_metadata(copied, uri if _ADDRESS.match(uri) else None, no_date)
    titles = [str(story.get("headline") or "") for story in stories_in(json_ld)][:1]
    titles += [known.title or "", tree.findtext(".//title") or ""]
    prune(tree)
    joined_bodies(tree)
    lines = lines_of(tree)
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1", "h2", "h3", "h4")]
    headline = headline_of(titles, headings, lines)
    said = Metadata(
        title=headline,
        byline=known.author or None,
        publisher=known.sitename if known.sitename and "." not in known.sitename else None,
        language=_language(tree),
        canonical_uri=known.url if known.url and _ADDRESS.match(known.url) else None,
    )
    return _dated(said, marked_date(tree, json_ld, lines, headline, order))


def _dated(said: Metadata, day: MarkedDate | None) -> Metadata:
    if day is None:
        return replace(said, published=None, published_precision=None, published_reason=None)
    reason = f"{day.trust}: {day.tag}"
    return replace(said, published=day.day, published_precision=_precision(day), published_reason=reason)


def _precision(day: MarkedDate) -> Any:
    return {"modified": "month", "beside": "unknown"}.get(day.trust, "month" if day.is_month else "day")


def _language(tree: Any) -> str | None:
    root = tree.getroottree().getroot()
    for value in (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")):
        if value and (match := _LANGUAGE.match(value.strip())):
            return match.group().lower()
    return None


def _tells(block: Block) -> bool:
    words = len(block.text.split())
    ends = block.text.rstrip("\"”'’)]").endswith((".", "!", "?", "…"))
    if load_furniture().kind_of(block.text) == "menu":
        return False
    tells = words >= _FULL_LINE or (words >= 2 * _SENTENCE and ends)
    return tells and block.kind in ("prose", "quote", "list", "caption")


# --- text -------------------------------------------------------------------------------------------------------------


def _blocks_of_several(several: list[Any], json_ld: tuple[str, ...], order: Order | None) -> list[Block]:
    """The blocks of all stories, each with the day that is its own under its headline."""
    blocks: list[Block] = []
    for story in several:
        heading = heading_of(story)
        own = _headed(story_blocks(story), heading)
        if own:
            day = own_day(story, json_ld, heading, order)
            headed = own[:1] if own[0].kind == "headline" else []
            printed = [] if day is None else [Block("prose", day)]
            blocks.extend([Block("rule", ""), *headed, *printed, *own[len(headed) :]])
    return blocks


def _extracted(tree: Any) -> list[Block]:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    lines = set(lines_of(tree))
    found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    blocks = [] if body is None else blocks_of(body)
    if any(block.kind == "prose" and _runs_together(block, lines) for block in blocks):
        return blocks_of(page if (page := tree.find("body")) is not None else tree)
    return blocks


def _runs_together(block: Block, lines: set[str]) -> bool:
    """Whether a block is several lines of the page run into one: so trafilatura gives what it cannot make out."""
    words = block.text.split()
    if len(words) < _FULL_LINE or " ".join(words) in lines:
        return False
    return sum(1 for line in lines if len(line.split()) >= _SENTENCE and line in block.text) >= _RUN_LINES


def _headed(blocks: list[Block], title: str | None) -> list[Block]:
    """The blocks under their headline: the first heading that is like the title, else the title itself.

    What stood over the headline is furniture.
    """
    if not title:
        return blocks
    for position, block in enumerate(blocks[:12]):
        if block.kind in ("heading", "prose") and likeness(block.text, title) >= _SAME and len(block.text) < 300:
            above = [one for one in blocks[:position] if one.kind == "caption" or len(one.text.split()) > _FULL_LINE]
            return [Block("headline", block.text.replace("\n", " ")), *above, *blocks[position + 1 :]]
    return [Block("headline", title), *blocks] if blocks else []
