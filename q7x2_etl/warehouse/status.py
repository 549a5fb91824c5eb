"""What an operator needs to know of a warehouse: what readers see, how loads end, who is at work, how large it is."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.connecting import connected
from q7x2_etl.warehouse.layout import DATABASE_NAME, Layout
from q7x2_etl.warehouse.lock import holder_of
from q7x2_etl.warehouse.manifest import Manifest

_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main' ORDER BY table_name"
_OUTCOMES = "SELECT outcome, sum({n}) AS n FROM run_inputs GROUP BY outcome ORDER BY outcome"
_HAS_COLUMN = "SELECT 1 FROM duckdb_columns() WHERE table_name = '{table}' AND column_name = '{column}'"
_RUNS = "SELECT * FROM runs ORDER BY started_at DESC, run_id DESC"


@dataclass(frozen=True, slots=True)
class VersionOnDisk:
    """One published version; `published_at` is null where its manifest cannot be read."""

    number: int
    published_at: str | None
    bytes: int


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """The version that readers see (null before the first load) and since when; in it, rows by table, inputs by outcome
    over all runs, the last run, and the rows in quarantine that no later run has settled.

    `last_load` is the summary of the last load, also of one that published nothing; `unfinished` says how it ended
    where rows that it stored may wait for the next one. `lock_holder` is who loads now (null: nobody).
    """

    warehouse: str
    version: int | None
    published_at: str | None
    tables: dict[str, int]
    outcomes: dict[str, int]
    runs: int
    last_run: dict[str, Any] | None
    last_success: dict[str, Any] | None
    last_load: dict[str, Any] | None
    unfinished: str | None
    lock_holder: str | None
    rejects_open: int
    bytes_on_disk: int
    versions: tuple[VersionOnDisk, ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def status(root: Path) -> WarehouseStatus:
    """Read the status off what is published and the last load's summary; the writer's store is not opened, so no load
    is ever kept waiting. Raises WarehouseError where there never was a load, or where it cannot be read.
    """
    layout = Layout(root)
    number, last_load = layout.current_version(), _last_load(layout.last_run)
    if number is None and last_load is None:
        raise WarehouseError(
            f"{root}: nothing is published there yet; load something first: q7x2-etl load PATH --warehouse {root}"
        )
    tables: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    runs: list[dict[str, Any]] = []
    open_rejects = 0
    if number is not None:
        try:
            tables, outcomes, runs, open_rejects = _published(layout.version(number) / DATABASE_NAME)
        except duckdb.Error as problem:
            raise WarehouseError(
                f"{root}: version {number} cannot be read: {problem}; see what is wrong: "
                f"q7x2-etl doctor --warehouse {root}"
            ) from problem
    holder = holder_of(layout.lock)
    versions = tuple(_version(layout, there) for there in reversed(layout.versions_there()))
    return WarehouseStatus(
        warehouse=str(root),
        version=number,
        published_at=next((version.published_at for version in versions if version.number == number), None),
        tables=tables,
        outcomes=outcomes,
        runs=len(runs),
        last_run=runs[0] if runs else None,
        last_success=next((run for run in runs if run["status"] == "done"), None),
        last_load=last_load,
        unfinished=None if holder is not None else _unfinished(last_load),
        lock_holder=holder,
        rejects_open=open_rejects,
        bytes_on_disk=_bytes_under(layout.root),
        versions=versions,
    )


def _last_load(file: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _unfinished(last_load: dict[str, Any] | None) -> str | None:
    """How the last load ended that is to be run again; nobody loads now, so one that still runs was killed."""
    ended = None if last_load is None else str(last_load.get("status"))
    if ended == "running":
        return "killed"
    return ended if ended in ("failed", "stopped", "gated") else None


def _published(path: Path) -> tuple[dict[str, int], dict[str, int], list[dict[str, Any]], int]:
    """Rows by table, inputs by outcome, the runs and the number of open rejects, of a published DuckDB file."""
    with connected(path, read_only=True) as connection:
        names = [str(row["table_name"]) for row in _rows(connection, _TABLES)]
        tables = {name: int(_rows(connection, f'SELECT count(*) AS n FROM "{name}"')[0]["n"]) for name in names}
        # What an older contract had not: rows of several inputs, rejects that are settled.
        counted = _OUTCOMES.format(n="n_inputs" if _has_column(connection, "run_inputs", "n_inputs") else 1)
        outcomes = {str(row["outcome"]): int(row["n"]) for row in _rows(connection, counted)}
        settled = "WHERE resolved_at IS NULL" if _has_column(connection, "rejects", "resolved_at") else ""
        open_rejects = int(_rows(connection, f"SELECT count(*) AS n FROM rejects {settled}")[0]["n"])
        return tables, outcomes, list(_rows(connection, _RUNS)), open_rejects


def _has_column(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    return bool(_rows(connection, _HAS_COLUMN.format(table=table, column=column)))


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.sql(query).to_arrow_table().to_pylist()
    return rows


def _version(layout: Layout, number: int) -> VersionOnDisk:
    folder = layout.version(number)
    try:
        published_at: str | None = Manifest.read(folder).published_at
    except WarehouseError:
        published_at = None
    return VersionOnDisk(number, published_at, _bytes_under(folder))


def _bytes_under(folder: Path) -> int:
    """Each file once: unchanged Parquet files of several versions are one file with several names."""
    sizes = {
        (facts.st_dev, facts.st_ino): facts.st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
        for facts in (path.stat(),)
    }
    return sum(sizes.values())
