"""Web archives (WARC): one reading a page that was fetched. Read with fastwarc (extra `warc`), pages as HTML files are.

fastwarc rather than warcio: three to five times as fast, its records and headers are bounded (a header of 50 MB keeps
warcio busy for 40 seconds), and what is no WARC is an error, not an empty record.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from q7x2_etl.sources.deadline import OutOfTimeError
from q7x2_etl.sources.encoding import UndecodableError, decode
from q7x2_etl.sources.formats.warc_records import Fetched, fetched
from q7x2_etl.sources.guarding import unread_because
from q7x2_etl.sources.html.page import read_html
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading, reading_of
from q7x2_etl.sources.refusals import DamagedError, MissingExtraError, needed

_log = logging.getLogger(__name__)

_SHOWN = 4


def read_warc(opened: Opened) -> Iterator[Reading]:
    """One reading for every page in the archive, called by its address; what fails on a page costs that page.

    Pages are records of type response with status 200, and of type resource, that are HTML; and texts that others took
    out of pages (WET files: type conversion). All other records are counted and passed over, which the log says; an
    archive that holds nothing else is empty. Raises MissingExtraError without fastwarc; DamagedError, when what was
    read before was given, where the archive breaks off or what follows is no record.
    """
    warc = needed("fastwarc.warc", "warc", "WARC")
    whole = _Watched(opened.stream)
    records = warc.ArchiveIterator(whole, parse_http=False, stream_detect=False)
    passed: Counter[str] = Counter()
    n_records = n_pages = position = 0
    while (record := _next(records, n_records, position)) is not None:
        n_records, position = n_records + 1, record.stream_pos
        reading = _reading(warc, record, opened, n_pages + 1, passed)
        if reading is not None:
            n_pages += 1
            yield reading
    said = ", ".join(f"{count:,} {why}" for why, count in passed.most_common(_SHOWN))
    if len(passed) > _SHOWN:
        said += f", {sum(count for _, count in passed.most_common()[_SHOWN:]):,} others"
    if passed:
        _log.info("%s: %d records are passed over (%s)", opened.name, passed.total(), said)
    if n_records and not whole.ends_with_a_record:
        raise DamagedError(f"the archive breaks off in its last record, which begins at byte {position:,}")
    if not n_pages:
        yield opened.unread("empty", f"the archive holds no page ({said or 'no record at all'})")


def _next(records: Iterator[Any], n_before: int, position: int) -> Any:
    """The next record; None at the end. Raises DamagedError where what follows is none."""
    try:
        return next(records, None)
    except BaseException as error:
        if not _is_of_fastwarc(error):
            raise
        what = f"what follows the record at byte {position:,} is no record" if n_before else "not a WARC file"
        raise DamagedError(f"{what}: {error}") from error


def _is_of_fastwarc(error: BaseException) -> bool:
    """Whether fastwarc refuses the bytes; where it did not foresee them its Rust panics, which is no Exception."""
    return isinstance(error, OSError) or type(error).__module__ == "pyo3_runtime"


def _reading(warc: Any, record: Any, opened: Opened, row: int, passed: Counter[str]) -> Reading | None:
    """The reading of a page; None for a record that is passed over, which is counted."""
    address = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    page = replace(opened, name=address or opened.row_name(row), uri=address or opened.row_uri(row))
    try:
        found = fetched(warc, record)
        if isinstance(found, str):
            passed[found] += 1
            return None
        return _page(found, page, opened, row)
    except MissingExtraError:
        raise
    except (Exception, OutOfTimeError) as error:  # a page may be anything
        return unread_because(error, page)
    except BaseException as error:
        if not _is_of_fastwarc(error):
            raise
        return page.unread("unreadable", f"its record is damaged: {error}")


def _page(found: Fetched, page: Opened, opened: Opened, row: int) -> Reading:
    known = opened.known_of_row(row, page.uri)
    if found.retrieved is not None:
        known = replace(known, retrieved_on=found.retrieved.date())
    origin = page.origin(found.media_type)
    body = found.body(opened.limits.max_document_bytes)
    if not body.strip():
        return page.unread("empty", "the server sent nothing")
    if not found.plain:
        return read_html(body, origin, known, opened.limits, found.charset)
    try:
        return reading_of(decode(body), origin, known)
    except UndecodableError as error:
        return page.unread("unreadable", str(error))


class _Watched:
    """A stream that knows how what was read of it ends: whole archives end as each record does, with two line ends."""

    def __init__(self, stream: BinaryIO) -> None:
        # Not more than is there: what comes before the place where a packed archive breaks off would be lost with it.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._end = b""
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._read(size)
        self._position += len(piece)
        self._end = (self._end + piece[-4:])[-4:]
        return piece

    def tell(self) -> int:
        return self._position

    @property
    def ends_with_a_record(self) -> bool:
        return self._end.replace(b"\r", b"").endswith(b"\n\n")
