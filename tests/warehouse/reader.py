"""An analyst in a process of their own: opens what is published again and again, and checks that it is of one piece.

    python reader.py WAREHOUSE STOP_FILE RESULT_FILE

A read is torn when DuckDB file, Parquet and manifest of a version do not say the same; anything raised is an error.
"""

import json
import sys
import traceback
from pathlib import Path
from typing import Any

import duckdb

import q7x2_etl as q7

LAST_RUN = "SELECT run_id, published_version, n_incidents FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
CONTENT = "SELECT count(*), sum(hash(report_id || quote)) FROM {}"


def read_version(root: Path) -> tuple[int, list[str]]:
    """One version past the pointer: its DuckDB file and its Parquet against its manifest."""
    folder = (root / "current").resolve()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    torn = []
    with duckdb.connect(str(folder / "q7x2.duckdb"), read_only=True) as connection:
        for source in ('"{}"', f"read_parquet('{folder}/parquet/{{0}}/**/*.parquet', hive_partitioning = false)"):
            held = {
                name: _one(connection, f"SELECT count(*) FROM {source.format(name)}")[0] for name in manifest["rows"]
            }
            if held != manifest["rows"]:
                torn.append(f"version {folder.name}: rows {held}, manifest {manifest['rows']}")
            runs = source.format("runs")
            run_id, version, _ = _one(connection, LAST_RUN.replace("FROM runs", f"FROM {runs}"))
            if (run_id, version) != (manifest["run_id"], int(folder.name)):
                torn.append(f"version {folder.name}: its last run is {run_id}, of version {version}")
        parquet = f"read_parquet('{folder}/parquet/reports/**/*.parquet', hive_partitioning = false)"
        if _one(connection, CONTENT.format("reports")) != _one(connection, CONTENT.format(parquet)):
            torn.append(f"version {folder.name}: the reports of DuckDB file and Parquet differ")
    return int(folder.name), torn


def read_pointer(root: Path) -> tuple[int, list[str]]:
    """What the name that analysts know leads to: its sums hold within it."""
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as connection:
        return _sums(connection.execute)


def read_library(root: Path, warehouse: q7.Warehouse) -> tuple[int, list[str]]:
    """The same through the library, held open all the time. Each query is of the newest version."""
    return _sums(warehouse.sql)


def _sums(query: Any) -> tuple[int, list[str]]:
    ((version, n_incidents, incidents, n_reports, reports, links),) = query(
        f"SELECT published_version, n_incidents, (SELECT count(*) FROM incidents), (SELECT sum(n_reports) FROM runs), "
        f"(SELECT count(*) FROM reports), (SELECT count(*) FROM incident_links) FROM ({LAST_RUN})"
    ).fetchall()
    whole = n_incidents == incidents and n_reports == reports == links
    told = f"version {version}: {n_incidents} is {incidents}; {n_reports}, {reports} and {links} are one"
    return version, [] if whole else [told]


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    (row,) = connection.execute(query).fetchall()
    return tuple(row)


def main(root: Path, stop: Path, result: Path) -> None:
    """Read until the stop file is there; then say what was seen."""
    reads, seen, torn, errors = 0, set(), [], []
    with q7.Warehouse(root) as warehouse:
        while not stop.exists():
            for read in (read_version, read_pointer, lambda root: read_library(root, warehouse)):
                try:
                    version, found = read(root)
                    reads += 1
                    seen.add(version)
                    torn += found
                except Exception:
                    errors.append(traceback.format_exc())
            if reads and not result.exists():
                result.write_text("reading", encoding="utf-8")
    told = {"reads": reads, "versions": sorted(seen), "torn": torn, "errors": errors}
    result.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
