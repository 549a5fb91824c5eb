"""Fields that a person set: put into a row in the place of what the rules gave, which is kept beside it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from q7x2_etl.contract import load_contract
from q7x2_etl.resolution.judgements import Correction

_BOOLEANS = {"true": True, "false": False}
_TOLLS = (("deaths_low", "deaths_best", "deaths_high"), ("wounded_low", "wounded_best", "wounded_high"))
# What follows from the reports' number or from ids is not for people to set.
_NOT_CORRECTED = frozenset({
    "report_id", "article_id", "incident_id", "quote", "quote_start", "quote_end", "confidence", "extractor",
    "extractor_version", "reference_version", "run_id", "n_reports", "n_articles", "n_publishers",
    "first_published_on", "last_published_on",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction that was put in, and what the rules give there."""

    correction: Correction
    machine: Any


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """One row of `corrections`."""

    judgement_id: str
    incident_id: str
    report_id: str
    field: str
    machine_json: str
    value_json: str


def correctable(table: str) -> tuple[str, ...]:
    """The columns of `reports` or `incidents` that a person can set."""
    return tuple(name for name in load_contract().tables[table].column_names if name not in _NOT_CORRECTED)


def apply_corrections(
    table: str, row: Mapping[str, Any], corrections: Iterable[Correction]
) -> tuple[dict[str, Any], tuple[Applied, ...]]:
    """The row (of `reports` or `incidents`, with all columns) with the corrections in it, and those that were put in.

    The latest of two about one column counts. What the rules gave and a correction contradicts gives way: of a toll
    it becomes null, of a date the other end moves to it. A correction that would still break the contract (the reports
    changed since it was made) is left out; the judgement stays.
    """
    latest: dict[str, Correction] = {}
    for one in sorted(corrections, key=lambda correction: (correction.judged_at, correction.judgement_id)):
        latest[one.column] = one
    chosen = [latest[column] for column in sorted(latest)]
    contract = load_contract().tables[table]
    if chosen and breach(table, with_values(row, _values(chosen))) is not None:
        kept: list[Correction] = []
        for one in sorted(chosen, key=lambda correction: (correction.judged_at, correction.judgement_id)):
            if breach(table, with_values(row, _values([*kept, one]))) is None:
                kept.append(one)
        chosen = sorted(kept, key=lambda correction: correction.column)
    applied = tuple(Applied(one, row[one.column]) for one in chosen if one.column in contract.column_names)
    return with_values(row, _values(chosen)), applied


def with_values(row: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The row with these values set, and what they contradict given way."""
    done = {**row, **values}
    for toll in _TOLLS:
        if set(toll) & set(values):
            _give_way(done, toll, values)
    for end, other in (("date_start", "date_end"), ("date_end", "date_start")):
        if end in values and other not in values and _out_of_order(done):
            done[other] = done[end]
    if {"date_start", "date_end"} & set(values) and done["date_start"] is None:
        done["date_precision"] = "unknown"
    return done


def breach(table: str, row: Mapping[str, Any]) -> str | None:
    """Why the row breaks the contract of its table; None where it keeps it."""
    contract = load_contract().tables[table]
    result = contract.check_rows([{name: row[name] for name in contract.column_names}])
    return result.rejected[0].reason if result.rejected else None


def value_of(table: str, column: str, value: Any) -> Any:
    """A value as a person or JSON gives it, in the column's own type; None and "null" are null.

    Raises ValueError where it is none of that type.
    """
    duckdb_type = next(one.type for one in load_contract().tables[table].columns if one.name == column)
    if value is None or value == "null":
        return None
    if duckdb_type == "DATE":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if duckdb_type == "BOOLEAN":
        return value if isinstance(value, bool) else _BOOLEANS[str(value).lower()]
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is no {duckdb_type}")
    if duckdb_type == "INTEGER":
        return int(str(value))
    return float(value) if duckdb_type == "DOUBLE" else str(value)


def json_of(value: Any) -> str:
    """A value of a column as JSON; a date as YYYY-MM-DD."""
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def rows_of(incident_id: str, applied: Sequence[Applied]) -> tuple[FieldCorrection, ...]:
    """The rows of `corrections` for what was put into an incident and its reports."""
    return tuple(
        FieldCorrection(
            one.correction.judgement_id,
            incident_id,
            one.correction.report_id,
            one.correction.field,
            json_of(one.machine),
            json_of(one.correction.value),
        )
        for one in sorted(applied, key=lambda one: one.correction.judgement_id)
    )


def _values(corrections: Iterable[Correction]) -> dict[str, Any]:
    return {one.column: one.value for one in corrections}


def _give_way(row: dict[str, Any], toll: tuple[str, str, str], said: Mapping[str, Any]) -> None:
    """Of low, best and high those that no person set become null where they contradict one that a person set."""
    for i, lesser in enumerate(toll):
        for greater in toll[i + 1 :]:
            if row[lesser] is None or row[greater] is None or row[lesser] <= row[greater]:
                continue
            if lesser not in said:
                row[lesser] = None
            elif greater not in said:
                row[greater] = None


def _out_of_order(row: Mapping[str, Any]) -> bool:
    start, end = row["date_start"], row["date_end"]
    return (start is None) != (end is None) or (start is not None and start > end)
