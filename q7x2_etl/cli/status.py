"""What a warehouse holds, in numbers."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import one_line, print_json, print_rows

if TYPE_CHECKING:
    from q7x2_etl import Warehouse


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """The published version, rows by table, inputs by outcome over all runs, the last run, and bytes on disk.

    `last_run` is the last that was published, as its row in `runs`; `last_load` is the summary of the last load, also
    of one that published nothing (None where there is none).
    """

    warehouse: str
    version: int | None
    tables: dict[str, int]
    outcomes: dict[str, int]
    runs: int
    last_run: dict[str, Any] | None
    last_load: dict[str, Any] | None
    bytes_on_disk: int


def warehouse_status(folder: Path) -> WarehouseStatus:
    """Read the status off the published snapshot; raises `Q7Error` where there never was a load."""
    from q7x2_etl import Warehouse
    from q7x2_etl.warehouse.layout import Layout

    layout = Layout(folder)
    version, last_load = layout.current_version(), _last_load(layout.last_run)
    tables: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    runs: list[dict[str, Any]] = []
    if version is not None or last_load is None:
        with Warehouse(folder) as opened:
            names = [row["table_name"] for row in _rows(opened, _TABLES)]
            tables = {name: _rows(opened, f'SELECT count(*) AS n FROM "{name}"')[0]["n"] for name in names}
            outcomes = {row["outcome"]: row["n"] for row in _rows(opened, _OUTCOMES)}
            runs = _rows(opened, "SELECT * FROM runs ORDER BY started_at DESC")
    return WarehouseStatus(
        warehouse=str(folder),
        version=version,
        tables=tables,
        outcomes=outcomes,
        runs=len(runs),
        last_run=runs[0] if runs else None,
        last_load=last_load,
        bytes_on_disk=_bytes_under(folder),
    )


def _last_load(file: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main' ORDER BY table_name"
_OUTCOMES = "SELECT outcome, count(*) AS n FROM run_inputs GROUP BY outcome ORDER BY outcome"


def print_status(status: WarehouseStatus, as_json: bool) -> None:
    """Print the status for programs or for people."""
    if as_json:
        print_json(asdict(status), indent=2)
        return
    size = f"{status.bytes_on_disk / 1e6:.1f} MB on disk"
    runs = "1 run" if status.runs == 1 else f"{status.runs} runs"
    seen = "nothing published" if status.version is None else f"version {status.version}"
    sys.stdout.write(f"{status.warehouse}: {seen}, {runs}, {size}\n\n")
    print_rows(("table", "rows"), list(status.tables.items()), TableFormat.table)
    sys.stdout.write("\n")
    print_rows(("outcome", "inputs"), list(status.outcomes.items()), TableFormat.table)
    if status.last_run is not None:
        sys.stdout.write("\n")
        told = [(name, value) for name, value in status.last_run.items() if value not in (None, 0)]
        print_rows(("last run", ""), [(name, value) for name, value in told if name not in _LONG], TableFormat.table)
    if status.last_load is not None:
        _print_last_load(status.last_load)


_LONG = ("gates_json", "options_json")
_GATE_COLUMNS = ("gate", "measure", "figure", "bound", "limit", "severity", "answer")


def _print_last_load(load: dict[str, Any]) -> None:
    problem = load.get("error") or {}
    ended = f"last load: {load.get('status')}, started {load.get('started_at')}"
    sys.stdout.write(f"\n{ended}{'' if not problem else ': ' + one_line(str(problem.get('message')))}\n")
    gates = load.get("gates") or []
    if gates:
        sys.stdout.write("\n")
        print_rows(_GATE_COLUMNS, [[gate.get(name) for name in _GATE_COLUMNS] for gate in gates], TableFormat.table)


def _rows(warehouse: "Warehouse", query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = warehouse.sql(query).to_arrow_table().to_pylist()
    return rows


def _bytes_under(folder: Path) -> int:
    """A file that several versions share has several names, and counts once."""
    files = [path.stat() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum({(found.st_dev, found.st_ino): found.st_size for found in files}.values())
