"""What the ledger remembers of files: which document each gave, and of which bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa

from q7x2_etl.model import Outcome
from q7x2_etl.warehouse.file_states import FILE_STATES, STATE
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
_LEDGER = ", ".join(f"input_files.{name}" for name in _COLUMNS)
_OF_STATE = ", ".join(STATE)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the ledger has it, and the state (`STATE`) in which it held its bytes; None where that is not known."""

    row: FileRow
    state: tuple[int, int, int] | None


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
            f"SELECT {_LEDGER}, {_OF_STATE} FROM input_files LEFT JOIN {FILE_STATES} USING (file_uri, bytes_id) "
            f"WHERE file_uri IN (SELECT value FROM {wanted}) "
            "AND (document_id IS NULL OR document_id IN (SELECT document_id FROM documents))"
        ).to_pylist()
    return {row["file_uri"]: _known_file(row) for row in found}


def _known_file(row: Mapping[str, Any]) -> KnownFile:
    n_bytes, modified_ns, changed_ns = (row[name] for name in STATE)
    state = None if n_bytes is None else (n_bytes, modified_ns, changed_ns)
    return KnownFile(FileRow(*(row[name] for name in _COLUMNS)), state)


def texts_before(store: Store, files: pa.Table) -> pa.Table:
    """What is known of files that are one text each, by `place`: of those whose document is stored, of which the
    metadata table says what it said, and whose size is as it was or not known.

    `files` has the columns place, file_uri, metadata_id, and the state: n_bytes, modified_ns, changed_ns. Given are
    place, document_id, bytes_id, and whether the whole state is as it was (`same_state`).
    """
    with store.given(files) as given:
        return store.arrow(
            "SELECT place, document_id, bytes_id, "
            "coalesce(known.modified_ns = now.modified_ns AND known.changed_ns = now.changed_ns, false) AS same_state "
            f"FROM {given} AS now JOIN input_files USING (file_uri, metadata_id) "
            f"LEFT JOIN {FILE_STATES} AS known USING (file_uri, bytes_id) "
            "WHERE n_rows IS NULL AND document_id IN (SELECT document_id FROM documents) AND now.n_bytes >= 0 "
            "AND (known.n_bytes IS NULL OR known.n_bytes = now.n_bytes) "
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
    """Remember the states of files: file_uri, its bytes_id, and the state (n_bytes, modified_ns, changed_ns).

    Not to be called inside a transaction that wrote to the store: DuckDB writes to one file in each.
    """
    if rows.num_rows == 0:
        return
    columns = ("bytes_id", *STATE)
    with store.given(rows) as given:  # two statements: a MERGE takes half as long again
        updated = store.scalar(
            f"UPDATE {FILE_STATES} AS known SET {', '.join(f'{name} = now.{name}' for name in columns)} "
            f"FROM {given} AS now WHERE known.file_uri = now.file_uri"
        )
        if updated < rows.num_rows:
            listed = ", ".join(("file_uri", *columns))
            store.connection.execute(
                f"INSERT INTO {FILE_STATES} ({listed}) SELECT {listed} FROM {given} "
                f"ANTI JOIN {FILE_STATES} USING (file_uri)"
            )


def _pages(store: Store, run_id: str, first: int, end: int) -> Iterator[EarlierInput]:
    for start in range(first, end, _PAGE):
        rows = store.arrow(
            "SELECT name, uri, document_id FROM run_inputs WHERE run_id = ? AND ordinal >= ? AND ordinal < ? "
            "ORDER BY ordinal",
            [run_id, start, min(start + _PAGE, end)],
        ).to_pylist()
        yield from (EarlierInput(**row) for row in rows)
