"""What reading gives: a Document, or an Unread input with the reason."""

import re
from dataclasses import dataclass

from q7x2_etl.model import Document, Metadata, Outcome, content_id
from q7x2_etl.sources.language_id import identify_language
from q7x2_etl.sources.mojibake import repaired

_VISIBLE = re.compile(r"[^\s\ufeff\u200b\u200c\u200d\u2060]")


@dataclass(frozen=True, slots=True)
class Unread:
    """One input that gave no document: `outcome` is empty, unreadable, too_large or error; `reason` is one line."""

    name: str
    uri: str
    outcome: Outcome
    reason: str


Reading = Document | Unread


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one text came from: how front ends call it, its full address, its media type."""

    name: str
    uri: str
    media_type: str


def reading_of(text: str, origin: Origin, metadata: Metadata) -> Reading:
    """The reading of one decoded text: empty text and text with NUL characters give no document.

    Line ends become `\\n` (as `open(...).read()` gives them) and lone surrogates the replacement character;
    nothing else changes, so offsets count the characters of the file as any program reads it.
    """
    text, how = repaired(storable(text))
    if not _VISIBLE.search(text):
        return Unread(origin.name, origin.uri, "empty", "there is no text in it")
    if "\0" in text:
        return Unread(
            origin.name, origin.uri, "unreadable", f"NUL character at offset {text.index(chr(0))}: not a text"
        )
    return Document(
        document_id=content_id(text),
        name=origin.name,
        uri=origin.uri,
        media_type=origin.media_type,
        text=text,
        metadata=metadata,
        language=identify_language(text) or metadata.language,
        repaired=how,
    )


def storable(text: str) -> str:
    """`text` with `\\n` line ends, without a byte order mark, and with no lone surrogate (no store can encode one)."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text
