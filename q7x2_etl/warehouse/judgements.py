"""The decisions of people as a database holds them: read for resolution, and for those who made them."""

import json
from typing import Any

import duckdb

from q7x2_etl.resolution.corrections import value_of
from q7x2_etl.resolution.judgements import Judgement, Judgements, in_force
from q7x2_etl.warehouse.snapshot import Snapshot

_TABLES = {"report": "reports", "incident": "incidents"}


def read_judgements(connection: duckdb.DuckDBPyConnection) -> Judgements:
    """What holds in the connection's current database, by the ids that reports have there today."""
    rows: list[dict[str, Any]] = (
        connection.sql(
            "SELECT judgement_id, judged_at, decision, report_id, other_report_id, field, value_json, "
            "judged_other_report_id FROM judgements_in_force WHERE report_id IS NOT NULL "
            "AND (judged_other_report_id IS NULL OR other_report_id IS NOT NULL) ORDER BY judged_at, judgement_id"
        )
        .to_arrow_table()
        .to_pylist()
    )
    return in_force(
        Judgement(
            row["judgement_id"],
            row["judged_at"],
            row["decision"],
            row["report_id"],
            row["other_report_id"],
            row["field"],
            _value(row["field"], row["value_json"]),
        )
        for row in rows
    )


def judgement_rows(snapshot: Snapshot, *, undone: bool = False, limit: int | None = None) -> list[dict[str, Any]]:
    """The published rows of `judgements` that hold, the newest first; with `undone` every row."""
    holding = "" if undone else "WHERE judgement_id IN (SELECT judgement_id FROM judgements_in_force)"
    most = "" if limit is None else "LIMIT ?"
    rows: list[dict[str, Any]] = (
        snapshot.sql(
            f"SELECT * FROM judgements {holding} ORDER BY judged_at DESC, judgement_id {most}",
            [] if limit is None else [limit],
        )
        .to_arrow_table()
        .to_pylist()
    )
    return rows


def table_of(field: str) -> str:
    """The table whose column a path names: `report.date_start` is one of `reports`."""
    return _TABLES[field.partition(".")[0]]


def _value(field: str | None, value_json: str | None) -> Any:
    if field is None or value_json is None:
        return None
    return value_of(table_of(field), field.partition(".")[2], json.loads(value_json))
