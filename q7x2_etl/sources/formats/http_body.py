"""The body of a stored HTTP response: transfer and content encodings taken off, never past a limit."""

import io
import zlib

from q7x2_etl.sources.refusals import DamagedError, TooLargeError, needed

_AS_IT_IS = frozenset({"", "identity", "none", "utf-8"})


def body_of(raw: bytes, transfer: str, content: str, limit: int) -> bytes:
    """The bytes that the server meant, from the bytes that went over the wire.

    `transfer` and `content` are the values of Transfer-Encoding and Content-Encoding. Crawlers often take an encoding
    off and leave its header: a body that is not as the header says is taken as it is. Raises TooLargeError past
    `limit` bytes, DamagedError for a body that breaks off or has an encoding that is not known here.
    """
    if "chunked" in transfer.lower() and _looks_chunked(raw):
        raw = _read("ChunkedReader", raw, limit)
    for coding in reversed([word.strip().lower() for word in content.split(",")]):
        raw = _without(raw, coding, limit)
    return raw


def _without(raw: bytes, coding: str, limit: int) -> bytes:
    if coding in _AS_IT_IS or raw.lstrip()[:1] == b"<":
        return raw
    if coding in ("gzip", "x-gzip", "deflate"):
        return _inflated(raw, coding, limit)
    if coding == "br":
        return _read("BrotliReader", raw, limit)
    if coding == "zstd":
        return _read("ZstdReader", raw, limit)
    raise DamagedError(f"its Content-Encoding {coding[:40]!r} is not known here")


def _inflated(raw: bytes, coding: str, limit: int) -> bytes:
    is_bare = coding == "deflate" and raw[:1] != b"\x78"  # as some servers send it, without its head
    if not is_bare and not raw.startswith((b"\x1f\x8b", b"\x78")):
        return raw
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else zlib.MAX_WBITS | 32)
    try:
        plain = unpacker.decompress(raw, limit + 1)
    except zlib.error as error:
        raise DamagedError(f"its body cannot be unpacked: {error}") from error
    if len(plain) <= limit and not unpacker.eof:
        raise DamagedError("its packed body breaks off")
    return _within(plain, limit)


def _looks_chunked(raw: bytes) -> bool:
    size = raw[:20].partition(b"\r\n")[0].partition(b";")[0].strip()
    try:
        return len(size) > 0 and int(size, 16) >= 0
    except ValueError:
        return False


def _read(reader: str, raw: bytes, limit: int) -> bytes:
    streams = needed("fastwarc.stream_io", "warc", "WARC")
    try:
        plain = bytes(getattr(streams, reader)(io.BytesIO(raw)).read(limit + 1))
    except (OSError, ValueError) as error:
        raise DamagedError(f"its body cannot be unpacked: {error}") from error
    return _within(plain, limit)


def _within(plain: bytes, limit: int) -> bytes:
    if len(plain) > limit:
        raise TooLargeError(f"larger than {limit:,} bytes when unpacked")
    return plain
