"""The quarantine on stdout: a row a line, or one row whole."""

import json
import sys
from dataclasses import fields
from typing import Any

from q7x2_etl.cli.printing import one_line
from q7x2_etl.warehouse.rejected import RejectedInFull, RejectedRow

COLUMNS = tuple(field.name for field in fields(RejectedRow))
TABLE_COLUMNS = ("reject", "input", "table", "check", "rejected at", "settled", "reason")
_REASON_SHOWN = 100


def in_short(row: RejectedRow) -> tuple[Any, ...]:
    """What of a row fits on a screen; `rejects show` takes the short id too."""
    reason = row.reason if len(row.reason) <= _REASON_SHOWN else f"{row.reason[: _REASON_SHOWN - 1]}…"
    return (
        row.reject_id[:12], row.name, row.table_name, row.check_name,
        f"{row.rejected_at:%Y-%m-%d %H:%M:%S}", row.resolution, reason,
    )  # fmt: skip


def print_in_full(found: RejectedInFull) -> None:
    """The check, the words in their text, and every value of the row but the text itself."""
    told = found.told
    settled = "no" if told.resolution is None else f"{told.resolution}, by run {told.resolved_run_id}"
    lines = [
        ("reject", told.reject_id),
        ("input", f"{told.name} (document {told.document_id})"),
        ("check", f"{told.table_name}: {told.check_name}: {found.check}"),
        ("reason", told.reason),
        ("rejected", f"{told.rejected_at:%Y-%m-%d %H:%M:%S}Z, by run {told.run_id}"),
        ("settled", settled),
    ]
    if found.words is not None:
        lines.append(("words", f"… {found.before}[{found.words}]{found.after} …"))
    for label, value in lines:
        sys.stdout.write(f"{label + ':':10}{one_line(str(value))}\n")
    row = {name: value for name, value in found.row.items() if name != "text"}
    sys.stdout.write("row:\n" + json.dumps(row, ensure_ascii=False, indent=2) + "\n")
