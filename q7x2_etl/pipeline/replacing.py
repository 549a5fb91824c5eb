"""Taking out of the store what a document gave before it was read again."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from q7x2_etl.contract import reports_to_tables
from q7x2_etl.pipeline.changes import TABLES, Rows
from q7x2_etl.pipeline.checking import Checked
from q7x2_etl.pipeline.wordings import remove_wordings
from q7x2_etl.warehouse import Store

_OF_ARTICLES = "SELECT articles.* FROM articles WHERE document_id IN (SELECT unnest(?))"
_OF_REPORTS = (
    "SELECT reports.*, document_id FROM reports JOIN articles USING (article_id) "
    "WHERE document_id IN (SELECT unnest(?))"
)
_OF_CHILDREN = (
    'SELECT child.*, document_id FROM "{}" AS child JOIN reports USING (report_id) JOIN articles USING (article_id) '
    "WHERE document_id IN (SELECT unnest(?))"
)


def stored_rows(store: Store, document_ids: Sequence[str]) -> Rows:
    """The rows that these documents gave, by table."""
    queries = {"articles": _OF_ARTICLES, "reports": _OF_REPORTS}
    found: dict[str, list[dict[str, Any]]] = {}
    for table in TABLES:
        found[table] = store.arrow(queries.get(table, _OF_CHILDREN.format(table)), [list(document_ids)]).to_pylist()
    return found


def new_rows(done: Checked) -> Rows:
    """The rows that they give now and that keep the contract, by table."""
    articles: list[dict[str, Any]] = done.articles.to_pylist()
    origin = {row["article_id"]: row["document_id"] for row in articles}
    of_report = {report.report_id: origin[report.article_id] for report in done.reports}
    rows: dict[str, list[dict[str, Any]]] = {"articles": articles}
    for table, found in reports_to_tables(done.reports, run_id="unwritten").items():
        rows[table] = [row | {"document_id": of_report[row["report_id"]]} for row in found.to_pylist()]
    return rows


def remove_rows(store: Store, document_ids: Sequence[str]) -> None:
    """Take out the articles and reports of these documents; links to incidents go when incidents are resolved."""
    remove_wordings(store, document_ids)
    wanted = [list(document_ids)]
    reports = "(SELECT report_id FROM reports JOIN articles USING (article_id) WHERE document_id IN (SELECT unnest(?)))"
    for table in reversed(TABLES[1:]):
        store.connection.execute(f'DELETE FROM "{table}" WHERE report_id IN {reports}', wanted)
    store.connection.execute("DELETE FROM articles WHERE document_id IN (SELECT unnest(?))", wanted)


def countries_of(before: Rows, after: Rows, changed: Set[str]) -> set[str | None]:
    """The countries of the reports of documents that changed: their incidents may be others now."""
    reports: list[Mapping[str, Any]] = [*before["reports"], *after["reports"]]
    return {report["country"] for report in reports if report["document_id"] in changed}
