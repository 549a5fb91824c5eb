"""Takes stored rows that break the contract out of the store and into `rejects`, with all that hangs on them.

A report goes whole, as a load would have rejected it; an article takes its reports along, a document its articles.
What is made from reports (incidents, dimensions) is made anew. The ledger and people's decisions never go.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from q7x2_etl.contract import report_to_json
from q7x2_etl.contract.arrow import row_json
from q7x2_etl.errors import WarehouseError
from q7x2_etl.model import Actor, Casualty, Claim, Document, Evidence, Metadata, Report, Target
from q7x2_etl.pipeline.checking import kept_whole
from q7x2_etl.pipeline.dimensions import refresh_dimensions
from q7x2_etl.pipeline.resolving import ResolutionScope, resolve_reports
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Rules
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.migration import BrokenRow
from q7x2_etl.warehouse.quarantine import Reject, write_rejects
from q7x2_etl.warehouse.views import create_views

_KINDS: Mapping[str, type] = {
    "actors": Actor, "casualties": Casualty, "targets": Target, "claims": Claim, "evidence": Evidence,
}  # fmt: skip
_TEXTS = ("documents", "articles")
_REMADE = (
    "incidents", "incident_actors", "incident_links", "corrections", "actors", "actor_aliases", "countries",
    "event_types", "places",
)  # fmt: skip


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
    rejects = [*_text_rejects(store, condemned), *_report_rejects(store, condemned)]
    write_rejects(store, rejects, run_id)
    _remove(store, condemned)
    return dict(Counter(reject.table_name for reject in rejects)), bool(rejects) or condemned.remade


def remake(store: Store, reference: Reference, run_id: str) -> None:
    """Incidents, their links and actors, and the dimensions, made anew from the reports that are left."""
    create_views(store.connection)  # resolution asks today's views what people judged
    for table in ("incidents", "incident_actors", "corrections"):
        store.connection.execute(f'DELETE FROM "{table}"')
    resolve_reports(store, Rules.load(reference), run_id, ResolutionScope(everything=True))
    refresh_dimensions(store, reference)


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
        elif one.table == "extractions":
            _delete(store, one.table, "document_id", [one.row["document_id"]])  # it is then read again by reextract
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
    for row in _among(store, "articles", "document_id", condemned.documents):
        condemned.articles.setdefault(row["article_id"], condemned.documents[row["document_id"]])
    for row in _among(store, "reports", "article_id", condemned.articles):
        condemned.reports.setdefault(row["report_id"], condemned.articles[row["article_id"]])


def _text_rejects(store: Store, condemned: _Condemned) -> list[Reject]:
    found = []
    sources = _among(store, "document_sources", "document_id", condemned.documents)
    names = _input_names(store, condemned.documents)
    for row in _among(store, "documents", "document_id", condemned.documents):
        document_id, cause = row["document_id"], condemned.documents[row["document_id"]]
        origin = next((source for source in sources if source["document_id"] == document_id), {})
        document = _document(row, origin, names.get(document_id, document_id))
        found.append(_reject("documents", kept_whole(document), cause, document_id))
    for row in sources:
        cause = condemned.documents[row["document_id"]]
        found.append(_reject("document_sources", row_json(row), cause, row["document_id"]))
    for row in _among(store, "articles", "article_id", condemned.articles):
        cause = condemned.articles[row["article_id"]]
        found.append(_reject("articles", row_json(row), cause, row["document_id"], row["article_id"]))
    for one in condemned.sources:
        if one.row["document_id"] not in condemned.documents:
            cause = Cause(one.table, one.check_name, one.reason)
            found.append(_reject(one.table, one.row_json, cause, one.row["document_id"]))
    return found


def _report_rejects(store: Store, condemned: _Condemned) -> list[Reject]:
    """One for each report, with the whole report nested, as a load rejects it."""
    ids = condemned.reports
    children: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for child in store.contract.nested_report.children:
        rows = children.setdefault(child.name, {})
        for row in _among(store, child.table, "report_id", ids):
            rows.setdefault(row["report_id"], []).append(row)
    reports = _among(store, "reports", "report_id", ids)
    articles = dict.fromkeys(row["article_id"] for row in reports)
    told = _among(store, "articles", "article_id", articles)
    document_of = {row["article_id"]: row["document_id"] for row in told}
    names = _input_names(store, set(document_of.values()))
    found = []
    for row in reports:
        parts = {
            name: tuple(_noun(_KINDS[name], one) for one in rows.get(row["report_id"], ()))
            for name, rows in children.items()
        }
        document_id = document_of[row["article_id"]]
        report = _noun(Report, {**row, **parts})
        text = row_json(report_to_json(report, names.get(document_id, row["article_id"])))
        cause = ids[row["report_id"]]
        table = "reports" if cause.table in _TEXTS else cause.table
        found.append(_reject(table, text, cause, document_id, row["article_id"], row["report_id"]))
    return found


def _reject(
    table: str, text: str, cause: Cause, document_id: str, article_id: str | None = None, report_id: str | None = None
) -> Reject:
    along = "" if cause.table == table else f"goes with the row of {cause.table} that it belongs to: "
    return Reject(table, text, cause.check_name, along + cause.reason, document_id, article_id, report_id)


def _document(row: Mapping[str, Any], origin: Mapping[str, Any], name: str) -> Document:
    """The document as it was read, as far as the store knows, so that it can be read again."""
    stated = Metadata(
        title=origin.get("stated_title"),
        byline=origin.get("stated_byline"),
        publisher=origin.get("publisher"),
        published=origin.get("stated_published_on"),
        published_precision=origin.get("stated_precision"),
        language=origin.get("stated_language"),
        published_reason=origin.get("stated_reason"),
        canonical_uri=origin.get("canonical_uri"),
        retrieved_on=fetched.date() if (fetched := origin.get("retrieved_at")) is not None else None,
    )
    values = {**row, "name": name, "uri": origin.get("uri", name), "metadata": stated}
    document: Document = _noun(Document, values)
    return document


def _input_names(store: Store, document_ids: Iterable[str]) -> dict[str, str]:
    """The name under which each document first came."""
    query = (
        "SELECT document_id, arg_min(name, (run_id, ordinal)) FROM run_inputs "
        "WHERE document_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY document_id"
    )
    return dict(store.connection.execute(query, [sorted(document_ids)]).fetchall())


def _remove(store: Store, condemned: _Condemned) -> None:
    for table in (*(child.table for child in store.contract.nested_report.children), "reports"):
        _delete(store, table, "report_id", condemned.reports)
    _delete(store, "articles", "article_id", condemned.articles)
    for table in ("extractions", "document_sources", "documents"):
        _delete(store, table, "document_id", condemned.documents)
    for one in condemned.sources:
        store.connection.execute(
            "DELETE FROM document_sources WHERE document_id = ? AND uri = ?", [one.row["document_id"], one.row["uri"]]
        )


def _among(store: Store, table: str, key: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    columns = ", ".join(f'"{name}"' for name in store.contract.tables[table].column_names)
    query = f'SELECT {columns} FROM "{table}" WHERE "{key}" IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL'
    rows: list[dict[str, Any]] = store.arrow(query, [sorted(ids)]).to_pylist() if ids else []
    return rows


def _delete(store: Store, table: str, key: str, ids: Iterable[str]) -> None:
    query = f'DELETE FROM "{table}" WHERE "{key}" IN (SELECT unnest(?::VARCHAR[]))'
    store.connection.execute(query, [sorted(ids)])


def _noun(kind: type, row: Mapping[str, Any]) -> Any:
    names = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in row.items() if name in names})
