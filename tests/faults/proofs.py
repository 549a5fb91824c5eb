"""What must hold of a warehouse after any fault; each function raises AssertionError, naming what does not."""

import hashlib
import json
import shutil
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from disturbed import TRANSACTION_INPUTS
from loads import LEDGER, LOAD_TIME

from q7x2_etl.contract import load_contract

_OF_DOCUMENT = {
    "documents": "document_id IN (SELECT document_id FROM store.documents)",
    "document_sources": "document_id IN (SELECT document_id FROM store.documents) "
    "AND uri IN (SELECT uri FROM store.run_inputs)",
    "rejects": "document_id IN (SELECT document_id FROM store.run_inputs)",
    "articles": "document_id IN (SELECT document_id FROM store.documents)",
    "reports": "article_id IN (SELECT article_id FROM store.articles)",
    "report_actors": "report_id IN (SELECT report_id FROM store.reports)",
    "report_casualties": "report_id IN (SELECT report_id FROM store.reports)",
    "report_targets": "report_id IN (SELECT report_id FROM store.reports)",
    "report_claims": "report_id IN (SELECT report_id FROM store.reports)",
    "evidence": "report_id IN (SELECT report_id FROM store.reports)",
}
# Columns that a load fills in its last transaction: which stories are copies of which.
_SETTLED_LAST = {"articles": frozenset({"duplicate_of", "superseded_by"})}
# The transactions of each run, told by the time that all their rows share: how many hold other than so many new texts
# (the last one aside), and how many the last one holds.
_TRANSACTIONS = """
    WITH transactions AS (
        SELECT run_id, loaded_at, sum(n_inputs) AS n, max(ordinal + n_inputs - 1) AS highest,
            count(*) FILTER (outcome NOT IN ('unchanged', 'duplicate', 'empty')) AS texts
        FROM store.run_inputs GROUP BY ALL
    )
    SELECT run_id, sum(n), max(highest), arg_max(texts, highest),
        count(*) FILTER (texts != $1) - (arg_max(texts, highest) != $1)::INTEGER
    FROM transactions GROUP BY run_id
"""
_STORED = "outcome NOT IN ('unchanged', 'duplicate', 'error') AND document_id IS NOT NULL"
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"threads": 1}

Digest = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Stored:
    """What the writer's store held: its documents, and the inputs that its ledger gives an outcome."""

    documents: frozenset[str]
    inputs: frozenset[str]


def published(root: Path) -> tuple[int, Digest] | None:
    """The number and the digest of the published version, proved whole with all others that stand there; None before
    the first.
    """
    numbers = [int(p.name) for p in (root / "versions").glob("*") if p.name.isdigit()]
    for number in numbers:
        untouched(root / "versions" / str(number), number)
    if not (root / "current").is_symlink():
        assert not (root / "q7x2.duckdb").exists() and not (root / "parquet").exists()
        return None
    number = int((root / "current").readlink().name)
    assert number in numbers
    version = root / "versions" / str(number)
    for name in ("q7x2.duckdb", "parquet"):  # the two names that analysts use, of the same version
        if (root / name).is_symlink():  # the first publish makes them after the pointer
            assert (root / name).resolve() == (version / name).resolve()
    same_in_both(version, number)
    return number, digest(version)


def untouched(version: Path, number: int) -> None:
    """Every file of the version is there, as its manifest says, and read-only."""
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == number
    files = {p.relative_to(version).as_posix(): p for p in version.rglob("*") if p.is_file()}
    assert set(files) == {"manifest.json", *manifest["files"]}
    for name, facts in manifest["files"].items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == facts["sha256"], f"{version}: {name}"
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o444}


def same_in_both(version: Path, number: int) -> None:
    """DuckDB file and Parquet hold the same rows, and those of the run that the manifest names."""
    run_id = json.loads((version / "manifest.json").read_text(encoding="utf-8"))["run_id"]
    with _opened(version) as connection:
        for table in load_contract().tables:
            columns = ", ".join(f'"{name}"' for name in load_contract().tables[table].column_names)
            stored = _digest(connection, f'SELECT {columns} FROM "{table}"')
            parquet = str(version / "parquet" / table / "**" / "*.parquet").replace("'", "''")
            assert _digest(connection, f"SELECT {columns} FROM read_parquet('{parquet}')") == stored, table
        runs = connection.execute("SELECT run_id FROM runs WHERE published_version = ?", [number]).fetchall()
        assert runs == [(run_id,)]


def digest(version: Path) -> Digest:
    """Rows and a checksum of each data table of a version, the columns of load time aside."""
    with _opened(version) as connection:
        return {table: _digest(connection, f'SELECT {_data_columns(table)} FROM "{table}"') for table in data_tables()}


def stored(root: Path, expected: Path, totals: Collection[int]) -> Stored:
    """What the store holds, proved to be whole batches of what the version folder `expected` has, and no row twice.

    `totals` are the numbers of inputs that its loads were given. It is looked at in a copy, so that the next load finds
    the files as the fault left them.
    """
    with TemporaryDirectory() as folder:
        for path in (root / "writer").glob("store.duckdb*"):
            shutil.copy(path, folder)
        if not (Path(folder) / "store.duckdb").exists():
            return Stored(frozenset(), frozenset())
        with duckdb.connect(config=_CONFIG) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"ATTACH '{folder}/store.duckdb' AS store")
            connection.execute(f"ATTACH '{expected}/q7x2.duckdb' AS expected (READ_ONLY)")
            tables = {row[0] for row in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'").fetchall()}  # fmt: skip
            if not tables:
                return Stored(frozenset(), frozenset())
            _prove_documents_whole(connection)
            _prove_ledger_fits(connection, totals)
            documents = connection.execute("SELECT document_id FROM store.documents").fetchall()
            inputs = connection.execute("SELECT name FROM store.run_inputs").fetchall()
            return Stored(frozenset(row[0] for row in documents), frozenset(row[0] for row in inputs))


def _prove_documents_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Of every stored document all that belongs to it is there, once, as in the undisturbed warehouse."""
    for table, stored_alone in _OF_DOCUMENT.items():
        columns = _data_columns(table, _SETTLED_LAST.get(table, frozenset()))
        there = f"SELECT {columns} FROM store.{table}"
        wanted = f"SELECT {columns} FROM expected.{table} WHERE {stored_alone}"
        for one, other, what in ((there, wanted, "doubled or foreign"), (wanted, there, "missing")):
            rows = connection.execute(f"SELECT count(*) FROM ({one} EXCEPT ALL {other})").fetchall()
            assert rows == [(0,)], f"{table}: {rows[0][0]} rows {what}"


def _prove_ledger_fits(connection: duckdb.DuckDBPyConnection, totals: Collection[int]) -> None:
    """Each stored document has one ledger row that stored it, and each run's rows are whole transactions, in order."""
    unfit = connection.execute(
        f"SELECT count(*) FROM (SELECT document_id FROM store.documents EXCEPT ALL "
        f"SELECT document_id FROM store.run_inputs WHERE {_STORED}) UNION ALL "
        f"SELECT count(*) FROM (SELECT document_id FROM store.run_inputs WHERE {_STORED} EXCEPT ALL "
        f"SELECT document_id FROM store.documents)"
    ).fetchall()
    assert unfit == [(0,), (0,)], f"documents without ledger row, ledger rows without document: {unfit}"
    for run_id, n, highest, last_texts, halves in connection.execute(_TRANSACTIONS, [TRANSACTION_INPUTS]).fetchall():
        assert n == highest + 1, f"run {run_id}: {n} inputs, up to number {highest}"
        assert not halves, f"run {run_id}: {halves} transactions of other than {TRANSACTION_INPUTS} new texts"
        assert last_texts == TRANSACTION_INPUTS or n in totals, f"run {run_id}: half a transaction at its end ({n})"


def data_tables() -> list[str]:
    """The tables that depend on the inputs alone."""
    return [name for name in load_contract().tables if name not in LEDGER]


def _opened(version: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(version / "q7x2.duckdb"), read_only=True, config=_CONFIG)


def _data_columns(table: str, without: Collection[str] = ()) -> str:
    left_out = {*LOAD_TIME, *without}
    return ", ".join(f'"{name}"' for name in load_contract().tables[table].column_names if name not in left_out)


def _digest(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    rows = connection.execute(f"SELECT count(*), coalesce(sum(hash(one)), 0) FROM ({query}) AS one").fetchall()
    return int(rows[0][0]), int(rows[0][1])
