"""A record of a web archive as what was fetched, or the reason why it is passed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from q7x2_etl.sources.formats.http_body import body_of
from q7x2_etl.sources.refusals import DamagedError, TooLargeError

HTML = frozenset({"text/html", "application/xhtml+xml"})
_ANYTHING = frozenset({"", "application/octet-stream", "unk", "unknown/unknown"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched from an address, before its encodings are taken off: `body` reads at most a limit of it.

    `media_type` and `charset` are what the server said; `plain` is text that somebody else took out of a page.
    """

    record: Any
    uri: str
    retrieved: datetime | None
    media_type: str
    charset: str | None
    plain: bool

    def body(self, limit: int) -> bytes:
        """The bytes that the server meant. Raises TooLargeError past `limit`, DamagedError where they break off."""
        length = self.record.content_length
        if length > limit:
            raise TooLargeError(f"larger than {limit:,} bytes")
        raw = bytes(self.record.reader.read(length + 1)) if length else b""
        if len(raw) < length:
            raise DamagedError(f"the archive breaks off in it, after {len(raw):,} of {length:,} bytes")
        if not self.record.is_http_parsed:
            return raw
        headers = self.record.http_headers
        return body_of(raw, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", limit)


def fetched(warc: Any, record: Any) -> Fetched | str:
    """What was fetched, or why the record is passed over, in words that can be counted. `warc` is fastwarc.warc.

    Raises DamagedError for a response whose HTTP head cannot be read.
    """
    types = warc.WarcRecordType
    kind = record.record_type
    if kind not in (types.response, types.resource, types.conversion):
        return "revisits of what is stored elsewhere" if kind == types.revisit else "requests and other notes"
    content_type = record.headers.get("Content-Type") or ""
    if kind == types.response:
        if not content_type.lower().startswith("application/http"):
            return "not fetched by HTTP"
        content_type = _http_head(record)
        status = record.http_headers.status_code
        if status != 200:
            return f"status {status or 'unknown'}"
    media_type, charset = _parsed(content_type)
    if media_type in _ANYTHING:  # what the crawler found it to be
        media_type = (record.headers.get("WARC-Identified-Payload-Type") or "").lower()
    is_text = kind == types.conversion and media_type == "text/plain"
    if not is_text and media_type not in HTML:
        return f"not HTML ({media_type[:40] or 'of no stated kind'})"
    return Fetched(record, _address(record), record.record_date, media_type, charset, is_text)


def _http_head(record: Any) -> str:
    try:
        record.parse_http(auto_decode="none", quirks_mode=True)
    except (OSError, ValueError) as error:
        raise DamagedError(f"its HTTP head cannot be read: {error}") from error
    return record.http_headers.get("Content-Type") or ""


def _parsed(content_type: str) -> tuple[str, str | None]:
    media_type, _, parameters = content_type.partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media_type.strip().lower(), value.strip().strip("\"'") or None
    return media_type.strip().lower(), None


def _address(record: Any) -> str:
    """The page's address; wget writes it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
