"""From what a person asks for to rows of `judgements`: ids found, values checked, contradictions refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from q7x2_etl.errors import InputError
from q7x2_etl.model import content_id
from q7x2_etl.resolution.corrections import breach, correctable, json_of, value_of, with_values
from q7x2_etl.resolution.judgements import Constraints, Decision
from q7x2_etl.warehouse.judgements import read_judgements

_SHORTEST = 4  # hex digits of an id that is not given whole
_ANCHOR = "report_id, article_id, quote_start AS span_start, quote_end AS span_end, event_type"


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision as a person gives it. Ids may be cut short.

    `one` and `other` are ids of reports or incidents (a judgement's, to undo). An incident's id means the incident for
    not_an_incident, confirmed and corrected, unless `only_report`. `values` are those of a correction, by column, or by
    `report.column` and `incident.column`. `where` goes before a message about it (a row of a sheet).
    """

    decision: Decision
    one: str
    other: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    by: str = ""
    only_report: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The new rows of `judgements`, and how many decisions were known already."""

    rows: tuple[dict[str, Any], ...]
    n_known: int


def decide(connection: duckdb.DuckDBPyConnection, asked: Sequence[Asked], judged_at: datetime) -> Decided:
    """The rows for what is asked, checked against the connection's current database.

    A decision that holds already gives no row. Raises InputError, with a line for each that is wrong, when any is:
    then none is to be written.
    """
    desk = _Desk(connection, judged_at)
    problems: list[str] = []
    for one in asked:
        try:
            desk.take(one)
        except InputError as problem:
            problems.append(f"{one.where}: {problem}" if one.where else str(problem))
    if problems:
        raise InputError("\n".join(problems))
    return Decided(tuple(desk.rows), desk.n_known)


class _Desk:
    """Takes decisions one after another; each sees those before it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, judged_at: datetime) -> None:
        self._connection = connection
        self._judged_at = judged_at
        held = read_judgements(connection)
        self._pairs = Constraints(held.same, held.different)
        query = "SELECT * FROM judgements_in_force ORDER BY judged_at, judgement_id"
        self._said = {_subject(row): _saying(row) for row in _dicts(connection.sql(query))}  # the later wins
        self.rows: list[dict[str, Any]] = []
        self.n_known = 0

    def take(self, asked: Asked) -> None:
        if not asked.by.strip():
            raise InputError("who decides is missing; give a name with --by")
        if not asked.reason.strip():
            raise InputError("the reason is missing; say why in a few words (--reason)")
        if asked.decision == "undone":
            self._undo(asked)
        elif asked.decision in ("same_incident", "different_incident"):
            self._pair(asked)
        elif asked.decision == "corrected":
            self._correct(asked)
        else:
            for report_id in self._reports_meant(asked):
                self._add(asked, self._anchor(report_id))

    def _pair(self, asked: Asked) -> None:
        if asked.other is None:
            raise InputError("two reports or incidents are needed, one is given")
        one, other = self._anchor(self._id("reports", asked.one)), self._anchor(self._id("reports", asked.other))
        first, second = one["report_id"], other["report_id"]
        if first == second:
            raise InputError(f"{first}: is given twice; a report is always one incident")
        if self._pairs.against(asked.decision, first, second):
            opposite = "two incidents" if asked.decision == "same_incident" else "one incident"
            raise InputError(
                f"{first[:12]} and {second[:12]}: earlier judgements, taken together, say that they are {opposite}; "
                "see q7x2-etl judge list, and undo one first: q7x2-etl judge undo ID"
            )
        self._pairs.add(asked.decision, first, second)
        self._add(asked, one, other)

    def _correct(self, asked: Asked) -> None:
        if not asked.values:
            raise InputError("nothing to correct is given; write COLUMN=VALUE")
        report_id = self._id("reports", asked.one)
        of_incident = not asked.only_report and bool(self._rows("incidents", "incident_id", report_id))
        given: dict[str, dict[str, Any]] = {}
        for name, value in asked.values.items():
            path = name if "." in name else f"{'incident' if of_incident else 'report'}.{name}"
            given.setdefault(path.partition(".")[0], {})[path] = value
        for whole, values in given.items():
            if whole not in ("report", "incident"):
                raise InputError(f"{next(iter(values))}: no such field; write report.COLUMN or incident.COLUMN")
            self._correct_row(asked, report_id, whole, values)

    def _correct_row(self, asked: Asked, report_id: str, whole: str, values: Mapping[str, Any]) -> None:
        table = f"{whole}s"
        told = {path.partition(".")[2]: _typed(table, path, value) for path, value in values.items()}
        row, machine = self._row_now(report_id, whole)
        if problem := breach(table, with_values(row, told)):
            raise InputError(f"{report_id[:12]}: the {whole} would break the contract: {problem}")
        anchor = self._anchor(report_id)
        for path in values:
            column = path.partition(".")[2]
            self._add(
                asked,
                anchor,
                field=path,
                value_json=json_of(told[column]),
                machine_json=machine.get(path, json_of(row[column])),
            )

    def _row_now(self, report_id: str, whole: str) -> tuple[dict[str, Any], dict[str, str]]:
        """The row as it is, and what the rules give where a person set a field before."""
        if whole == "report":
            return self._rows("reports", "report_id", report_id)[0], {}
        homes = self._rows("incident_links", "report_id", report_id)
        if not homes:
            raise InputError(f"{report_id[:12]}: belongs to no incident whose field could be corrected")
        incident_id = homes[0]["incident_id"]
        set_before = self._rows("corrections", "incident_id", incident_id)
        machine = {row["field"]: row["machine_json"] for row in set_before}
        return self._rows("incidents", "incident_id", incident_id)[0], machine

    def _undo(self, asked: Asked) -> None:
        judgement_id = self._id("judgements", asked.one)
        (row,) = self._rows("judgements", "judgement_id", judgement_id)
        if row["decision"] == "undone":
            raise InputError(f"{judgement_id[:12]}: is itself an undoing; judge anew instead")
        if self._rows("judgements", "undoes", judgement_id) or judgement_id in {r["undoes"] for r in self.rows}:
            raise InputError(f"{judgement_id[:12]}: is undone already")
        kept = {name: value for name, value in row.items() if name.endswith(("_start", "_end", "_type", "report_id"))}
        kept |= {"article_id": row["article_id"], "other_article_id": row["other_article_id"]}
        self._write(asked, {**kept, "undoes": judgement_id})

    def _reports_meant(self, asked: Asked) -> list[str]:
        """The reports of the incident of that id; the one report where it is none's."""
        report_id = self._id("reports", asked.one)
        linked = self._rows("incident_links", "incident_id", report_id)
        return [report_id] if asked.only_report or not linked else sorted(row["report_id"] for row in linked)

    def _add(self, asked: Asked, one: Mapping[str, Any], other: Mapping[str, Any] | None = None, **said: Any) -> None:
        row = {**one, **{f"other_{name}": value for name, value in (other or {}).items()}, **said}
        row["decision"] = asked.decision
        if self._said.get(_subject(row)) == _saying(row):
            self.n_known += 1
            return
        self._said[_subject(row)] = _saying(row)
        self._write(asked, row)

    def _write(self, asked: Asked, row: Mapping[str, Any]) -> None:
        whole = {
            **dict.fromkeys(_COLUMNS),
            **row,
            "judged_at": self._judged_at,
            "judged_by": asked.by.strip(),
            "decision": asked.decision,
            "reason": asked.reason.strip(),
        }
        whole["judgement_id"] = content_id(*(whole[name] for name in _COLUMNS[1:]), len(self.rows))
        self.rows.append(whole)

    def _anchor(self, report_id: str) -> dict[str, Any]:
        query = f"SELECT {_ANCHOR} FROM reports WHERE report_id = ?"
        return _dicts(self._connection.sql(query, params=[report_id]))[0]

    def _id(self, table: str, given: str) -> str:
        column = "judgement_id" if table == "judgements" else "report_id"
        what = "judgement" if table == "judgements" else "report or incident"
        wanted = given.strip().lower()
        query = f"SELECT {column} AS id FROM {table} WHERE starts_with({column}, ?) LIMIT 2"
        found = _dicts(self._connection.sql(query, params=[wanted])) if len(wanted) >= _SHORTEST else []
        if len(found) == 1:
            return str(found[0]["id"])
        if found:
            raise InputError(f"{given!r}: several ids of a {what} begin so; give more of it")
        listed = "q7x2-etl judge list" if table == "judgements" else 'q7x2-etl sql "FROM incidents"'
        raise InputError(f"{given!r}: is the id of no {what}; find it with: {listed}")

    def _rows(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        return _dicts(self._connection.sql(f'SELECT * FROM "{table}" WHERE "{column}" = ?', params=[value]))


_COLUMNS = (
    "judgement_id", "judged_at", "judged_by", "decision", "report_id", "article_id", "span_start", "span_end",
    "event_type", "other_report_id", "other_article_id", "other_span_start", "other_span_end", "other_event_type",
    "field", "value_json", "machine_json", "undoes", "reason",
)  # fmt: skip


def _typed(table: str, path: str, value: Any) -> Any:
    column = path.partition(".")[2]
    if column not in (allowed := correctable(table)):
        raise InputError(f"{path}: cannot be corrected; columns of {table} that can be: {', '.join(allowed)}")
    try:
        return value_of(table, column, value)
    except (KeyError, TypeError, ValueError) as problem:
        raise InputError(f"{path}: {value!r} is no value of that column") from problem


def _subject(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a decision is about: a field of a report, two reports, or whether a report is right."""
    reports = (row["report_id"] or "", row.get("other_report_id") or "")
    return (row.get("field"), *sorted(reports))


def _saying(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["decision"], row.get("value_json"))


def _dicts(found: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
    return rows
