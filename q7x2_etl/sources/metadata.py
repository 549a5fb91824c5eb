"""The metadata table (`--metadata FILE.csv`): what is known about each file beside its text."""

import csv
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import get_args

from q7x2_etl.errors import InputError
from q7x2_etl.model import DatePrecision, Metadata, content_id
from q7x2_etl.sources.encoding import UndecodableError, decode

_log = logging.getLogger(__name__)

COLUMNS = ("file", "publisher", "title", "published", "published_precision", "language")
_OPTIONAL = ("byline",)
_NOTHING = Metadata()
_OF_NOTHING = content_id(str(_NOTHING))
PRECISIONS: tuple[DatePrecision, ...] = get_args(DatePrecision)


def load_metadata(path: Path | str) -> Mapping[str, Metadata]:
    """The table's rows by the file they speak of.

    `published` is an ISO date; an empty cell is unknown, and every column but `file` may be left out. Raises
    InputError, with file, row and column, for an unknown column, a missing `file`, a bad date, an unknown precision,
    a row of the wrong length and a file that has two rows.
    """
    path = Path(path)
    rows = _rows(path)
    header = next(rows, None)
    if header is None:
        raise InputError(f"{path}: the metadata table is empty; its first line names the columns {', '.join(COLUMNS)}")
    columns = [column.strip() for column in header[1]]
    _check_columns(path, columns)
    table: dict[str, Metadata] = {}
    for number, cells in rows:
        if len(cells) != len(columns):
            raise InputError(f"{path}: row {number}: {len(cells)} cells where the header has {len(columns)}")
        row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
        if not row["file"]:
            raise InputError(f"{path}: row {number}: column 'file' is empty; give the name of the file it speaks of")
        if row["file"] in table:
            raise InputError(f"{path}: row {number}: column 'file': {row['file']!r} has a row already; keep one")
        table[row["file"]] = _metadata(path, number, row)
    return table


class MetadataIndex:
    """Finds the row for an input by its path or name, and remembers which rows were used."""

    def __init__(self, table: Mapping[str, Metadata], source: str) -> None:
        self._table = table
        self._source = source
        self._unused = set(table)

    def of(self, *names: str) -> Metadata:
        """The row for an input known by these names; a path also answers to each shorter path at its end."""
        if not self._table:
            return _NOTHING
        for known in (tail for name in names for tail in _tails(name)):
            if known in self._table:
                self._unused.discard(known)
                return self._table[known]
        return _NOTHING

    @cached_property
    def identity(self) -> str:
        """A digest of the whole table."""
        return content_id(*(f"{name} {self._table[name]}" for name in sorted(self._table)))

    def identity_of(self, *names: str) -> str:
        """A digest of the row that `of` would give; the row counts as used."""
        found = self.of(*names)
        return _OF_NOTHING if found == _NOTHING else content_id(str(found))

    def identities_of(self, paths: Sequence[str]) -> list[str]:
        """What `identity_of` gives for each of many paths."""
        return [self.identity_of(path) for path in paths] if self._table else [_OF_NOTHING] * len(paths)

    def all_used(self) -> None:
        """For a file of many rows that is passed over: which rows speak of it is not looked up."""
        self._unused.clear()

    def warn_unused(self) -> None:
        """Logs the rows that spoke of no input: mostly a misspelt file name."""
        if self._unused:
            shown = sorted(self._unused)
            rest = ", …" if len(shown) > 5 else ""
            _log.warning("%s: %d rows match no input (%s%s)", self._source, len(shown), ", ".join(shown[:5]), rest)


def _tails(name: str) -> Iterator[str]:
    yield name
    if "://" not in name:
        parts = PurePath(name).parts
        yield from ("/".join(parts[position:]) for position in range(len(parts)))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every row that is not blank."""
    try:
        text = decode(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such metadata table") from error
    except OSError as error:
        raise InputError(f"{path}: cannot read the metadata table ({error.strerror})") from error
    except UndecodableError as error:
        raise InputError(f"{path}: not a CSV table: {error}") from error
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise InputError(f"{path}: row {reader.line_num}: not CSV: {error}") from error


def _check_columns(path: Path, columns: list[str]) -> None:
    right = f"the columns are {', '.join(COLUMNS)}"
    unknown = [column for column in columns if column not in (*COLUMNS, *_OPTIONAL)]
    if unknown:
        raise InputError(f"{path}: row 1: unknown column {', '.join(map(repr, unknown))}; {right}")
    if "file" not in columns:
        raise InputError(f"{path}: row 1: column 'file' is missing; {right}; all but 'file' may be left out")
    if len(set(columns)) < len(columns):
        raise InputError(f"{path}: row 1: a column stands twice; {right}")


def _metadata(path: Path, number: int, row: dict[str, str]) -> Metadata:
    published, precision = row.get("published", ""), row.get("published_precision", "")
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise InputError(
            f"{path}: row {number}: column 'published': {published!r} is no date; write YYYY-MM-DD"
        ) from error
    if precision and precision not in PRECISIONS:
        raise InputError(
            f"{path}: row {number}: column 'published_precision': unknown word {precision!r}; "
            f"use one of {', '.join(PRECISIONS)}"
        )
    known: DatePrecision | None = next((word for word in PRECISIONS if word == precision), None)
    return Metadata(
        title=row.get("title") or None,
        byline=row.get("byline") or None,
        publisher=row.get("publisher") or None,
        published=day,
        published_precision=known or ("day" if day else None),
        language=row.get("language") or None,
    )
