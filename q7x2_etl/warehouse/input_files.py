"""What the ledger remembers of files: which document each gave, and in which state the file was when it was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from q7x2_etl.model import Outcome
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.store import Scope, Store

# Outcomes after which there is nothing left to do with an input as long as its file stays the same.
SETTLED_OUTCOMES: tuple[Outcome, ...] = ("loaded", "no_incident", "unchanged", "duplicate", "not_english")
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of `input_files`."""

    file_uri: str
    file_state: str | None
    bytes_id: str
    metadata_id: str
    document_id: str | None
    n_rows: int | None
    run_id: str
    first_ordinal: int


_COLUMNS = tuple(field.name for field in fields(FileRow))


@dataclass(frozen=True, slots=True)
class EarlierInput:
    """An input of an earlier load, as the ledger has it."""

    name: str
    uri: str
    document_id: str


def files_before(store: Store, uris: Sequence[str]) -> Mapping[str, FileRow]:
    """The rows of those of the files that have one; a file that is one text only where its document is stored."""
    with store.listed(uris) as wanted:
        found = store.arrow(
            f"SELECT * FROM input_files WHERE file_uri IN (SELECT value FROM {wanted}) "
            "AND (document_id IS NULL OR document_id IN (SELECT document_id FROM documents))"
        ).to_pylist()
    return {row["file_uri"]: FileRow(**row) for row in found}


def rows_of_file(store: Store, file: FileRow) -> Iterator[EarlierInput] | None:
    """The inputs that a file of many rows gave; None where any of them needs another look."""
    first, end = file.first_ordinal, file.first_ordinal + (file.n_rows or 0)
    outcomes = ", ".join(f"'{outcome}'" for outcome in SETTLED_OUTCOMES)
    settled = store.scalar(
        "SELECT count(*) FROM run_inputs WHERE run_id = ? AND ordinal >= ? AND ordinal < ? "
        f"AND outcome IN ({outcomes}) AND document_id IN (SELECT document_id FROM documents)",
        [file.run_id, first, end],
    )
    return _pages(store, file.run_id, first, end) if settled == end - first else None


def write_files(store: Store, rows: Sequence[FileRow]) -> None:
    """Remember the files; to be called inside the transaction that writes the last of their inputs."""
    if rows:
        # asdict() copies every value, deeply: ten times as slow
        latest = {row.file_uri: {name: getattr(row, name) for name in _COLUMNS} for row in rows}
        store.replace("input_files", checked(store, "input_files", list(latest.values())), Scope("file_uri", [*latest]))


def _pages(store: Store, run_id: str, first: int, end: int) -> Iterator[EarlierInput]:
    for start in range(first, end, _PAGE):
        rows = store.arrow(
            "SELECT name, uri, document_id FROM run_inputs WHERE run_id = ? AND ordinal >= ? AND ordinal < ? "
            "ORDER BY ordinal",
            [run_id, start, min(start + _PAGE, end)],
        ).to_pylist()
        yield from (EarlierInput(**row) for row in rows)
