"""Takes stored rows that break the contract out of the store and into `rejects`, with all that hangs on them.

A report goes whole, as a load would have rejected it; an article takes its reports along, a document its articles.
What is made from reports (incidents, dimensions) is made anew. The ledger and people's decisions never go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from q7x2_etl.contract import report_to_json
from q7x2_etl.contract.arrow import row_json
from q7x2_etl.errors import WarehouseError
from q7x2_etl.model import Actor, Casualty, Claim, Evidence, Report, Target, content_id
from q7x2_etl.pipeline.dimensions import refresh_dimensions
from q7x2_etl.pipeline.resolving import resolve_countries
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import EventFamilies
from q7x2_etl.warehouse import Store, checked
from q7x2_etl.warehouse.migration import BrokenRow

_KINDS: Mapping[str, type] = {
    "actors": Actor, "casualties": Casualty, "targets": Target, "claims": Claim, "evidence": Evidence,
}  # fmt: skip
_TEXTS = ("documents", "articles")
_REMADE = ("incidents", "incident_actors", "incident_links", "actors", "actor_aliases", "event_types", "places")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a row goes: the table, check and reason of what broke."""

    table: str
    check_name: str
    reason: str


@dataclass
class _Condemned:
    """Ids of what goes, each with its cause; `remade` tells that rows made from reports must be made again."""

    documents: dict[str, Cause] = field(default_factory=dict)
    articles: dict[str, Cause] = field(default_factory=dict)
    reports: dict[str, Cause] = field(default_factory=dict)
    sources: list[BrokenRow] = field(default_factory=list)
    remade: bool = False


def quarantine(store: Store, broken: Iterable[BrokenRow], run_id: str) -> tuple[dict[str, int], bool]:
    """The rejects written, by table, and whether anything changed, so that incidents and dimensions must be made anew
    (`remake`). Inside a transaction.

    Raises WarehouseError for a broken row of the ledger or of people's decisions, which must not go.
    """
    condemned = _condemned(store, broken)
    _spread(store, condemned)
    rows = [*_text_rows(store, condemned), *_report_rows(store, condemned)]
    now = datetime.now(UTC)
    blank = dict.fromkeys(store.contract.tables["rejects"].column_names)
    rejects = {
        reject_id: {**blank, **row, "reject_id": reject_id, "run_id": run_id, "rejected_at": now}
        for row in rows
        if (reject_id := content_id(row["table_name"], row["row_json"], row["check_name"]))
    }
    store.insert_new("rejects", checked(store, "rejects", list(rejects.values())))
    _remove(store, condemned)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["table_name"]] = counts.get(row["table_name"], 0) + 1
    return counts, bool(rows) or condemned.remade


def remake(store: Store, reference: Reference, run_id: str) -> None:
    """Incidents, their links and actors, and the dimensions, made anew from the reports that are left."""
    before = _linked(store)
    for table in ("incidents", "incident_actors"):
        store.connection.execute(f'DELETE FROM "{table}"')
    store.connection.execute("DELETE FROM incident_links WHERE report_id NOT IN (SELECT report_id FROM reports)")
    resolve_countries(store, EventFamilies.load(reference), run_id, everything=True)
    refresh_dimensions(store, reference)
    after = _linked(store)
    left = {incident_id for report_id, incident_id in before.items() if report_id in after}
    gone = {"new_incident_id": None, "change": "withdrawn", "n_reports": 0, "run_id": run_id}
    now = datetime.now(UTC)
    rows = [
        {"old_incident_id": incident_id, **gone, "changed_at": now}
        for incident_id in sorted(set(before.values()) - left - set(after.values()))
    ]
    store.insert_new("incident_id_history", checked(store, "incident_id_history", rows))


def _linked(store: Store) -> dict[str, str]:
    return dict(store.connection.execute("SELECT report_id, incident_id FROM incident_links").fetchall())


def _condemned(store: Store, broken: Iterable[BrokenRow]) -> _Condemned:
    found = _Condemned()
    family = {"reports", *(child.table for child in store.contract.nested_report.children)}
    for one in broken:
        cause = Cause(one.table, one.check_name, one.reason)
        if one.table in family:
            found.reports.setdefault(one.row["report_id"], cause)
        elif one.table == "articles":
            found.articles.setdefault(one.row["article_id"], cause)
        elif one.table == "documents":
            found.documents.setdefault(one.row["document_id"], cause)
        elif one.table == "document_sources":
            found.sources.append(one)
        elif one.table in _REMADE:
            found.remade = True
            if one.table == "incident_links":
                _delete(store, one.table, "report_id", [one.row["report_id"]])
        else:
            raise WarehouseError(
                f"{one.table}: a row breaks the contract of this library ({one.reason}; row {one.row_json}), and rows "
                "of this table must not go; nothing was changed; please report this as a bug: the step must fill them"
            )
    return found


def _spread(store: Store, condemned: _Condemned) -> None:
    """Articles of documents that go, and reports of articles that go, go too."""
    for article_id, document_id in _pairs(store, "articles", "article_id", "document_id", condemned.documents):
        condemned.articles.setdefault(article_id, condemned.documents[document_id])
    for report_id, article_id in _pairs(store, "reports", "report_id", "article_id", condemned.articles):
        condemned.reports.setdefault(report_id, condemned.articles[article_id])


def _text_rows(store: Store, condemned: _Condemned) -> list[dict[str, Any]]:
    rows = []
    for table, key, ids in (
        ("documents", "document_id", condemned.documents),
        ("document_sources", "document_id", condemned.documents),
        ("articles", "article_id", condemned.articles),
    ):
        for row in _among(store, table, key, ids):
            rows.append(_reject(table, row_json(row), ids[row[key]], row))
    rows += [
        _reject(one.table, one.row_json, Cause(one.table, one.check_name, one.reason), one.row)
        for one in condemned.sources
        if one.row["document_id"] not in condemned.documents
    ]
    return rows


def _report_rows(store: Store, condemned: _Condemned) -> list[dict[str, Any]]:
    """A row a report, with the whole report nested, as a load rejects it."""
    ids = condemned.reports
    children: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for child in store.contract.nested_report.children:
        rows = children.setdefault(child.name, {})
        for row in _among(store, child.table, "report_id", ids):
            rows.setdefault(row["report_id"], []).append(row)
    origins = dict(
        store.connection.execute(
            "SELECT article_id, arg_min((document_id, name), (run_id, ordinal)) FROM articles "
            "JOIN run_inputs USING (document_id) GROUP BY article_id"
        ).fetchall()
        if ids
        else ()
    )
    found = []
    for row in _among(store, "reports", "report_id", ids):
        parts = {
            name: tuple(_noun(_KINDS[name], one) for one in rows.get(row["report_id"], ()))
            for name, rows in children.items()
        }
        report = _noun(Report, {**row, **parts})
        document_id, name = origins.get(row["article_id"], (None, row["article_id"]))
        cause = ids[row["report_id"]]
        keys = {"document_id": document_id, "article_id": row["article_id"], "report_id": row["report_id"]}
        text = row_json(report_to_json(report, name))
        found.append(_reject(cause.table if cause.table not in _TEXTS else "reports", text, cause, keys))
    return found


def _reject(table: str, text: str, cause: Cause, row: Mapping[str, Any]) -> dict[str, Any]:
    along = "" if cause.table == table else f"goes with the row of {cause.table} that it belongs to: "
    keys = {name: row.get(name) for name in ("document_id", "article_id", "report_id")}
    return {
        "table_name": table, "row_json": text, "check_name": cause.check_name, "reason": along + cause.reason, **keys,
    }  # fmt: skip


def _remove(store: Store, condemned: _Condemned) -> None:
    for table in (*(child.table for child in store.contract.nested_report.children), "reports"):
        _delete(store, table, "report_id", condemned.reports)
    _delete(store, "articles", "article_id", condemned.articles)
    for table in ("document_sources", "documents"):
        _delete(store, table, "document_id", condemned.documents)
    for one in condemned.sources:
        store.connection.execute(
            "DELETE FROM document_sources WHERE document_id = ? AND uri = ?", [one.row["document_id"], one.row["uri"]]
        )


def _among(store: Store, table: str, key: str, ids: Mapping[str, Cause]) -> list[dict[str, Any]]:
    columns = ", ".join(f'"{name}"' for name in store.contract.tables[table].column_names)
    query = f'SELECT {columns} FROM "{table}" WHERE "{key}" IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL'
    rows: list[dict[str, Any]] = store.arrow(query, [sorted(ids)]).to_pylist() if ids else []
    return rows


def _pairs(store: Store, table: str, own: str, key: str, ids: Mapping[str, Cause]) -> list[tuple[str, str]]:
    return [(row[own], row[key]) for row in _among(store, table, key, ids)]


def _delete(store: Store, table: str, key: str, ids: Iterable[str]) -> None:
    if ids:
        query = f'DELETE FROM "{table}" WHERE "{key}" IN (SELECT unnest(?::VARCHAR[]))'
        store.connection.execute(query, [sorted(ids)])


def _noun(kind: type, row: Mapping[str, Any]) -> Any:
    names = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in row.items() if name in names})
