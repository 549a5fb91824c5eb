"""The status of a warehouse, printed."""

import sys
from typing import TYPE_CHECKING, Any

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import one_line, print_json, print_rows

if TYPE_CHECKING:
    from q7x2_etl.warehouse.status import WarehouseStatus

_LONG = ("gates_json", "options_json")
_GATE_COLUMNS = ("gate", "measure", "figure", "bound", "limit", "severity", "answer")


def print_status(status: "WarehouseStatus", as_json: bool) -> None:
    """Print the status for programs or for people."""
    if as_json:
        print_json(status.to_dict(), indent=2)
        return
    runs = "1 run" if status.runs == 1 else f"{status.runs} runs"
    size = f"{status.bytes_on_disk / 1e6:.1f} MB on disk"
    seen = "nothing published" if status.version is None else f"version {status.version}"
    sys.stdout.write(f"{status.warehouse}: {seen}, {runs}, {size}\n\n")
    print_rows(("now", ""), [(name, told) for name, told in _now(status) if told], TableFormat.table)
    sys.stdout.write("\n")
    print_rows(("table", "rows"), list(status.tables.items()), TableFormat.table)
    sys.stdout.write("\n")
    print_rows(("outcome", "inputs"), list(status.outcomes.items()), TableFormat.table)
    if status.last_run is not None:
        sys.stdout.write("\n")
        told = [(name, value) for name, value in status.last_run.items() if value not in (None, 0)]
        print_rows(("last run", ""), [(name, value) for name, value in told if name not in _LONG], TableFormat.table)
    gates = (status.last_load or {}).get("gates")
    if gates:
        sys.stdout.write("\n")
        print_rows(_GATE_COLUMNS, [[gate.get(name) for name in _GATE_COLUMNS] for gate in gates], TableFormat.table)


def _now(status: "WarehouseStatus") -> list[tuple[str, str | None]]:
    success = status.last_success
    return [
        ("published", status.published_at),
        ("last success", None if success is None else f"{success['finished_at']:%Y-%m-%d %H:%MZ}, {success['run_id']}"),
        ("last load", _load(status.last_load)),
        ("unfinished", None if status.unfinished is None else f"{status.unfinished}; run the load again"),
        ("at work", status.lock_holder or "nobody"),
        ("rejects open", str(status.rejects_open)),
        ("versions", ", ".join(f"{one.number} ({one.bytes / 1e6:.1f} MB)" for one in status.versions)),
    ]


def _load(load: "dict[str, Any] | None") -> str | None:
    if load is None:
        return None
    problem = (load.get("error") or {}).get("message")
    return f"{load.get('status')}, started {load.get('started_at')}" + (
        f": {one_line(str(problem))}" if problem else ""
    )
