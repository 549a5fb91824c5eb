"""PDF with a text layer: one reading a file, its pages as running text. Read with pypdf (extra `pdf`)."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from q7x2_etl.model import Metadata
from q7x2_etl.sources.formats.page_layout import running_text
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading, reading_of
from q7x2_etl.sources.refusals import DamagedError, RefusedError, TooLargeError, needed

_log = logging.getLogger(__name__)

Value = TypeVar("Value")

_MAX_PARTS = 500_000  # operators and operands of one page; pages of text have some 5,000, maps more than all of these
_VISIBLE = re.compile(r"[^\W_]")
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|untitled|\S+\.[a-z]{2,4}\Z|doc(?:ument)?\s*\d*\Z", re.IGNORECASE
)
_NO_AUTHOR = re.compile(
    r"\W*(?:admin(?:istrator)?|user|owner|unknown|windows user|microsoft.*|\S*\d\S*|\w)\W*", re.IGNORECASE
)


def read_pdf(opened: Opened) -> Iterator[Reading]:
    """One reading: the text of all pages; unreadable where a password is needed or there is no text layer.

    A page that cannot be read is left out, and said in the log. Raises MissingExtraError without pypdf, DamagedError
    for what is no whole PDF, TooLargeError past `max_document_bytes` of text.
    """
    pypdf = needed("pypdf", "pdf", "PDF")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    limit = opened.limits.max_document_bytes
    with pypdf.apply_configuration(
        zlib_maximum_output_length=limit,
        lzw_maximum_output_length=limit,
        run_length_maximum_output_length=limit,
        array_based_stream_maximum_output_length=limit,
        stream_parsing_work_maximum_count=_MAX_PARTS,
    ):
        reader = _open(pypdf, opened)
        pages = _pages(reader, opened)
        known = _said(reader)
    if not pages.texts:
        raise RefusedError(f"no text layer: {pages.n} pages of pictures; recognise the text first (ocrmypdf)")
    yield reading_of(running_text(pages.texts), opened.origin("application/pdf"), known)


@dataclass(frozen=True, slots=True)
class _Pages:
    n: int
    texts: Sequence[str]


def _open(pypdf: Any, opened: Opened) -> Any:
    reader = _tried(lambda: pypdf.PdfReader(opened.seekable()), "not a whole PDF")
    if not reader.is_encrypted:
        return reader
    # A PDF that may be read but not changed is encrypted too, with an empty password for readers.
    try:
        unlocked = _tried(lambda: reader.decrypt(""), "encrypted in a way that cannot be opened")
    except ImportError as error:
        raise RefusedError(f"encrypted, and opened with a package that is not here: {error}") from error
    if not unlocked:
        raise RefusedError("encrypted: it needs a password; save it without one")
    return reader


def _pages(reader: Any, opened: Opened) -> _Pages:
    n = _tried(lambda: len(reader.pages), "its list of pages cannot be read")
    texts: list[str] = []
    failed: list[int] = []
    length = 0
    for number in range(n):
        try:
            text = _tried(partial(_page_text, reader, number), "")
        except DamagedError:
            failed.append(number + 1)
            continue
        length += len(text)
        if length > opened.limits.max_document_bytes:
            raise TooLargeError(f"more than {opened.limits.max_document_bytes:,} characters of text")
        texts.append(text)
    if failed and len(failed) == n:
        raise DamagedError(f"none of its {n} pages can be read")
    if failed:
        _log.warning("%s: %d of %d pages cannot be read (page %s)", opened.name, len(failed), n, failed[0])
    return _Pages(n, texts if any(map(_VISIBLE.search, texts)) else ())


def _page_text(reader: Any, number: int) -> str:
    """The page as lines that stand where they are printed; as bare text where it is drawn in pieces (forms)."""
    page = reader.pages[number]
    text = str(page.extract_text(extraction_mode="layout"))
    return text if _VISIBLE.search(text) else str(page.extract_text())


def _said(reader: Any) -> Metadata:
    """What the file says of itself. Its date is that of the file's making, and no more than a hint."""
    info = None
    with suppress(DamagedError):
        info = _tried(lambda: reader.metadata, "")
    if info is None:
        return Metadata()
    made = None
    with suppress(DamagedError):
        made = _tried(lambda: info.modification_date or info.creation_date, "")
    title, author = _words(info.get("/Title")), _words(info.get("/Author"))
    return Metadata(
        title=None if title is None or _NO_TITLE.match(title) else title,
        byline=None if author is None or _NO_AUTHOR.fullmatch(author) else author,
        published=made.date() if made is not None else None,
        published_precision="month" if made is not None else None,
        published_reason="modified: the PDF's own date" if made is not None else None,
    )


def _words(value: Any) -> str | None:
    return " ".join(str(value).replace("\0", "").split())[:500] or None if isinstance(value, str) else None


def _tried(step: Callable[[], Value], what: str) -> Value:
    """The value of a step; whatever a damaged file makes the library raise is a DamagedError."""
    try:
        return step()
    except (RefusedError, ImportError, MemoryError):
        raise
    except Exception as error:  # a damaged file meets any line of the library: KeyError, TypeError, RecursionError …
        said = " ".join(str(error).split())[:200]
        raise DamagedError(f"{what}: {type(error).__name__}{': ' if said else ''}{said}") from error
