"""What the ledger remembers of files: which document each gave, and of which bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import pyarrow as pa

from q7x2_etl.model import Outcome
from q7x2_etl.warehouse.file_states import FILE_STATES
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.store import Scope, Store

# Outcomes after which there is nothing left to do with an input as long as its file stays the same.
SETTLED_OUTCOMES: tuple[Outcome, ...] = ("loaded", "no_incident", "unchanged", "duplicate", "not_english")
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of `input_files`."""

    file_uri: str
    bytes_id: str
    metadata_id: str
    document_id: str | None
    n_rows: int | None
    run_id: str
    first_ordinal: int


_COLUMNS = tuple(field.name for field in fields(FileRow))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the ledger has it, and the state in which it held its bytes; None where that is not known."""

    row: FileRow
    file_state: str | None


@dataclass(frozen=True, slots=True)
class EarlierInput:
    """An input of an earlier load, as the ledger has it."""

    name: str
    uri: str
    document_id: str


def files_before(store: Store, uris: Sequence[str]) -> Mapping[str, KnownFile]:
    """Those of the files that are known; a file that is one text only where its document is stored."""
    with store.listed(uris) as wanted:
        found = store.arrow(
            f"SELECT input_files.*, file_state FROM input_files LEFT JOIN {FILE_STATES} USING (file_uri, bytes_id) "
            f"WHERE file_uri IN (SELECT value FROM {wanted}) "
            "AND (document_id IS NULL OR document_id IN (SELECT document_id FROM documents))"
        ).to_pylist()
    return {row["file_uri"]: KnownFile(FileRow(*(row[name] for name in _COLUMNS)), row["file_state"]) for row in found}


def texts_before(store: Store, files: pa.Table, settled_before: int) -> pa.Table:
    """What is known of files that are one text each, by `place`: of those whose document is stored, of which the
    metadata table says what it said, and whose size is as it was or not known.

    `files` has the columns place, name, file_uri, metadata_id, and the state: n_bytes, modified_ns, changed_ns. Given
    are place, name, uri, document_id, bytes_id, whether the whole state is as it was (`same_state`), and the
    `file_state` now as it is remembered (null where the file changed after the moment `settled_before`).
    """
    with store.given(files) as given:
        return store.arrow(
            "SELECT place, name, file_uri AS uri, document_id, bytes_id, coalesce(file_state = state, false) "
            "AS same_state, "
            f"CASE WHEN greatest(modified_ns, changed_ns) <= {settled_before} THEN state END AS file_state "
            f"FROM (SELECT *, concat_ws(' ', n_bytes, modified_ns, changed_ns) AS state FROM {given}) "
            f"JOIN input_files USING (file_uri, metadata_id) LEFT JOIN {FILE_STATES} USING (file_uri, bytes_id) "
            "WHERE n_rows IS NULL AND document_id IN (SELECT document_id FROM documents) AND n_bytes >= 0 "
            "AND (file_state IS NULL OR starts_with(file_state, n_bytes || ' ')) "
            "ORDER BY place"
        )


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


def remember_states(store: Store, rows: pa.Table) -> None:
    """Remember the states of files: file_uri, its bytes_id, and file_state (size in bytes, times of the last
    modification and of the last change of its entry on disk, in nanoseconds since 1970). Without a state, which is
    where the file changed just before it was read, there is nothing to remember.

    Not to be called inside a transaction that wrote to the store: DuckDB writes to one file in each.
    """
    rows = rows.filter(rows.column("file_state").is_valid())
    if rows.num_rows == 0:
        return
    with store.given(rows) as given:
        store.connection.execute(
            f"MERGE INTO {FILE_STATES} AS known USING {given} AS now ON known.file_uri = now.file_uri "
            "WHEN MATCHED AND known.bytes_id = now.bytes_id THEN UPDATE SET file_state = now.file_state "
            "WHEN MATCHED THEN UPDATE SET bytes_id = now.bytes_id, file_state = now.file_state "
            "WHEN NOT MATCHED THEN INSERT (file_uri, bytes_id, file_state) "
            "VALUES (now.file_uri, now.bytes_id, now.file_state)"
        )


def _pages(store: Store, run_id: str, first: int, end: int) -> Iterator[EarlierInput]:
    for start in range(first, end, _PAGE):
        rows = store.arrow(
            "SELECT name, uri, document_id FROM run_inputs WHERE run_id = ? AND ordinal >= ? AND ordinal < ? "
            "ORDER BY ordinal",
            [run_id, start, min(start + _PAGE, end)],
        ).to_pylist()
        yield from (EarlierInput(**row) for row in rows)
