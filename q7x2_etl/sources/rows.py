"""Archives of many texts: JSON Lines and CSV, one reading a row, line by line whatever the size."""

import codecs
import csv
import io
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO

from q7x2_etl.errors import InputError
from q7x2_etl.model import DatePrecision, Metadata, Outcome
from q7x2_etl.sources.encoding import UndecodableError, decode, encoding_of
from q7x2_etl.sources.metadata import PRECISIONS, MetadataIndex
from q7x2_etl.sources.readings import Origin, Reading, ReadLimits, Unread, reading_of, storable

_log = logging.getLogger(__name__)

_SAMPLE_BYTES = 200_000
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Archive:
    """One file of rows, and what its rows are read with."""

    path: Path
    limits: ReadLimits
    metadata: MetadataIndex

    def unread(self, row: int, outcome: Outcome, reason: str) -> Unread:
        """The reading of a row (counted from 1, without the header) that gives no document."""
        return Unread(f"{self.path.name}#{row}", self.address(row), outcome, f"{self.path.name}, row {row}: {reason}")

    def address(self, row: int) -> str:
        return f"{self.path.as_uri()}#{row}"


def read_json_lines(archive: Archive) -> Iterator[Reading]:
    """One reading a line that is not blank; a line that is no JSON object with a `text` is unreadable, and named."""
    row = 0
    with archive.path.open("rb") as stream:
        for line in _lines(stream, archive.limits.max_document_bytes):
            if line is not None and not line.strip():
                continue
            row += 1
            if line is None:
                yield archive.unread(row, "too_large", _too_large(archive.limits))
                continue
            try:
                fields = json.loads(line if isinstance(line, str) else decode(line))
            except (json.JSONDecodeError, UndecodableError, RecursionError) as error:
                yield archive.unread(row, "unreadable", f"not JSON: {error}")
                continue
            if not isinstance(fields, dict):
                yield archive.unread(row, "unreadable", f"a JSON object was expected, not {type(fields).__name__}")
                continue
            yield _reading(archive, row, fields, "application/x-ndjson")


def read_csv(archive: Archive) -> Iterator[Reading]:
    """One reading a row; a row with more or fewer cells than the header is unreadable, and named.

    Raises InputError, with the columns found, for a table that has no column `text`.
    """
    encoding = _encoding_of_file(archive.path)
    delimiter, columns = _header(archive.path, encoding)
    csv.field_size_limit(max(csv.field_size_limit(), archive.limits.max_document_bytes))
    with archive.path.open(encoding=encoding, errors="replace", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        row = -1  # the header comes first
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                row += 1
                yield archive.unread(row, "too_large" if "limit" in str(error) else "unreadable", f"not CSV: {error}")
                continue
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            row += 1
            if row == 0:
                continue
            if len(cells) != len(columns):
                yield archive.unread(row, "unreadable", f"{len(cells)} cells where the header has {len(columns)}")
                continue
            yield _reading(archive, row, dict(zip(columns, cells, strict=True)), "text/csv")


def check_csv(path: Path) -> None:
    """Raises InputError for a CSV that has no column `text`; what cannot be opened is left to the reading."""
    if path.is_file() and path.stat().st_size:
        with suppress(OSError):
            _header(path, _encoding_of_file(path))


def _reading(archive: Archive, row: int, fields: Mapping[str, Any], media_type: str) -> Reading:
    text = fields.get("text")
    if not isinstance(text, str):
        found = "no 'text'" if text is None else f"'text' is {type(text).__name__}, not a string"
        return archive.unread(row, "unreadable", found)
    if len(text) > archive.limits.max_document_bytes:
        return archive.unread(row, "too_large", _too_large(archive.limits))
    uri, identity = _field(fields, "uri"), _field(fields, "id")
    name = uri or identity or f"{archive.path.name}#{row}"
    origin = Origin(name=name, uri=uri or archive.address(row), media_type=media_type)
    own = _metadata(archive, row, fields)
    beside = archive.metadata.of(name, f"{archive.path.name}#{row}")
    return reading_of(text, origin, _merged(own, beside))


def _metadata(archive: Archive, row: int, fields: Mapping[str, Any]) -> Metadata:
    written = _field(fields, "published")
    published = None if written is None else _date(written)
    if written is not None and published is None:
        _log.warning("%s, row %d: 'published' is no date: %r; read without it", archive.path.name, row, written)
    word = _field(fields, "published_precision")
    precision: DatePrecision | None = next((known for known in PRECISIONS if known == word), None)
    if word is not None and precision is None:
        _log.warning("%s, row %d: unknown 'published_precision' %r; day is assumed", archive.path.name, row, word)
    return Metadata(
        title=_field(fields, "title"),
        byline=_field(fields, "byline"),
        publisher=_field(fields, "publisher"),
        published=published,
        published_precision=precision or ("day" if published else None),
        language=_field(fields, "language"),
    )


def _merged(own: Metadata, beside: Metadata) -> Metadata:
    """The row's own fields, filled up from the metadata table; a date and its precision stay together."""
    dated = own if own.published else beside
    return replace(
        own,
        title=own.title or beside.title,
        byline=own.byline or beside.byline,
        publisher=own.publisher or beside.publisher,
        published=dated.published,
        published_precision=dated.published_precision,
        language=own.language or beside.language,
    )


def _field(fields: Mapping[str, Any], name: str) -> str | None:
    """A field as text; numbers (ids) are written out, anything nested or empty counts as absent."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable(str(value)).replace("\0", "").strip() or None


def _date(written: str) -> date | None:
    """The day of an ISO date or time, or of an RFC 2822 one (feeds); as written, with no change of time zone."""
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            parsed = parse(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return parsed.date() if isinstance(parsed, datetime) else parsed
    return None


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes | str | None]:
    """The lines of a file, None for one longer than `limit` bytes (which is passed over, not held)."""
    mark = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="\n")
        return
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None


def _encoding_of_file(path: Path) -> str:
    """UTF-8 where the whole file is (checked piece by piece), else what its beginning looks like."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
        if not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            decoder = codecs.getincrementaldecoder("utf-8")()
            try:
                decoder.decode(sample)
                while piece := stream.read(1 << 20):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
                return "utf-8-sig"
            except UnicodeDecodeError:
                pass
    cut = sample.rfind(b"\n") + 1 if len(sample) == _SAMPLE_BYTES else len(sample)
    try:
        return encoding_of(sample[:cut] or sample)
    except UndecodableError as error:
        raise InputError(f"{path}: not a CSV table: {error}") from error


def _header(path: Path, encoding: str) -> tuple[str, list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        lines = [stream.readline(_SAMPLE_BYTES)]
        while lines[-1] and not lines[-1].strip():
            lines.append(stream.readline(_SAMPLE_BYTES))
    columns: list[str] = []
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([lines[-1]], delimiter=delimiter), [])
        columns = [cell.strip() for cell in cells]
        if "text" in (column.lower() for column in columns):
            return delimiter, [column.lower() for column in columns]
    found = next(csv.reader([lines[-1]]), [])
    named = ", ".join(repr(column.strip()[:40]) for column in found[:12]) or "none"
    raise InputError(f"{path}: a CSV of articles needs a column 'text'; the columns found are {named}")


def _too_large(limits: ReadLimits) -> str:
    return f"larger than {limits.max_document_bytes:,} bytes"
