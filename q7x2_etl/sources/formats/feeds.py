"""Feeds (RSS, RDF, Atom), as they are or saved: one reading an entry. Read with feedparser (extra `feeds`)."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from q7x2_etl.model import Metadata
from q7x2_etl.sources.deadline import OutOfTimeError
from q7x2_etl.sources.formats.feed_markup import is_cut_short, parsable
from q7x2_etl.sources.formats.rows import day_of, filled_up, words
from q7x2_etl.sources.guarding import unread_because
from q7x2_etl.sources.html.fragments import fragment_blocks
from q7x2_etl.sources.html.layout import Block, text_of
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Origin, Reading, reading_of
from q7x2_etl.sources.refusals import DamagedError, MissingExtraError, RefusedError, needed

_MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_TAG = re.compile(r"<[a-zA-Z!/][^<>]{0,500}>")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]+);")
_NAME_BESIDE_MAIL = re.compile(r"\S+@\S+\s+\((.+)\)\Z|(.+?)\s+<\S+@\S+>\Z")
# What WordPress writes under every entry of its feeds.
_SIGNED_OFF = re.compile(r"The post .{1,400} (?:appeared first|first appeared) on .{1,120}", re.DOTALL)


def read_feed(opened: Opened) -> Iterator[Reading]:
    """One reading an entry, called by its address: its title, then its content, or its summary where it has none.

    The day is that of publication, else that of the last change, which is a weaker sign. Raises MissingExtraError
    without feedparser; RefusedError for XML that is no feed or declares entities; DamagedError, when the whole entries
    were given, where the feed breaks off.
    """
    feedparser = needed("feedparser", "feeds", "a feed")
    content = parsable(opened.content())
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise RefusedError("XML, but no feed (RSS, RDF, Atom); save it as plain text")
    entries, is_cut = list(parsed.entries), is_cut_short(content)
    feed = _Feed.of(parsed, opened)
    for number, entry in enumerate(entries[: len(entries) - is_cut], start=1):
        yield feed.reading(entry, number)
    if is_cut:
        raise DamagedError(f"the feed breaks off in its entry {len(entries)}")
    if not entries:
        yield opened.unread("empty", "the feed has no entries")


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed says of all its entries."""

    opened: Opened
    title: str | None
    language: str | None
    media_type: str

    @classmethod
    def of(cls, parsed: Any, opened: Opened) -> "_Feed":
        kind = "atom" if parsed.version.startswith("atom") else "rss"
        return cls(opened, _plain(parsed.feed.get("title")), _code(parsed.feed.get("language")), _MEDIA_TYPES[kind])

    def reading(self, entry: Any, number: int) -> Reading:
        address = words(entry.get("link")) or words(entry.get("id"))
        name, uri = address or self.opened.row_name(number), address or self.opened.row_uri(number)
        known = filled_up(self._said(entry), self.opened.known_of_row(number, name))
        origin = Origin(name, uri, self.media_type)
        try:
            return _text_of(entry, origin, known)
        except MissingExtraError:
            raise
        except (Exception, OutOfTimeError) as error:  # an entry may hold anything
            return unread_because(error, replace(self.opened, name=name, uri=uri))

    def _said(self, entry: Any) -> Metadata:
        published, precision = day_of(entry.get("published"))
        reason: str | None = None
        if published is None:
            published, _ = day_of(entry.get("updated"))
            precision, reason = ("month", "modified: the entry's last change") if published else (None, None)
        return Metadata(
            title=_plain(entry.get("title")),
            byline=_byline(entry),
            publisher=_plain((entry.get("source") or {}).get("title")) or self.title,
            published=published,
            published_precision=precision,
            language=_language(entry) or self.language,
            published_reason=reason,
        )


def _text_of(entry: Any, origin: Origin, known: Metadata) -> Reading:
    written, is_html = _written(entry)
    title = known.title or ""
    blocks = [Block("headline", title)] if title else []
    blocks += fragment_blocks(written) if is_html else [Block("prose", written)] if written else []
    if _SIGNED_OFF.fullmatch(blocks[-1].text if blocks else ""):
        blocks.pop()
    return reading_of(text_of(blocks), origin, known)


def _written(entry: Any) -> tuple[str, bool]:
    """The entry's words, and whether they are HTML: the longest content, else the summary."""
    contents = [one for one in entry.get("content") or () if (one.get("value") or "").strip()]
    best = max(contents, key=lambda one: len(one["value"]), default=None) or entry.get("summary_detail") or {}
    value = str(best.get("value") or "").replace("\0", "").strip()
    return value, best.get("type") != "text/plain" and _MARKUP.search(value) is not None


def _byline(entry: Any) -> str | None:
    names = [name for one in entry.get("authors") or () if (name := _plain(one.get("name")))]
    if any("@" in str(one.get("email") or "") for one in entry.get("authors") or ()) or not names:
        written = _plain(entry.get("author"))  # feedparser takes "mail (Name)" apart, not always rightly
        beside = _NAME_BESIDE_MAIL.match(written or "")
        return (beside[1] or beside[2]) if beside else None if "@" in (written or "") else written
    return ", ".join(dict.fromkeys(names))


def _language(entry: Any) -> str | None:
    contents = [*(entry.get("content") or ()), entry.get("summary_detail") or {}, entry.get("title_detail") or {}]
    return next((found for one in contents if (found := _code(one.get("language")))), None)


def _code(language: Any) -> str | None:
    """The language without the country: "en" of "en-US"."""
    written = words(language)
    return re.split("[-_]", written.lower())[0] if written else None


def _plain(value: Any) -> str | None:
    """A title or name on one line, without the tags and entities that feeds put in them."""
    written = words(value)
    if written is None:
        return None
    if _MARKUP.search(written):
        written = html.unescape(_TAG.sub("", written))
    return " ".join(written.split())[:500] or None
