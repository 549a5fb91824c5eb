"""The integrity of stored rows: words, parents, links, sources, unique keys; each check is one query."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok

_CHILDREN = ("report_actors", "report_casualties", "report_targets", "report_claims", "evidence")
# Table, columns of its span, column of its words (null where it keeps none).
_SPANS = (
    ("reports", "quote_start", "quote_end", "quote"),
    ("report_actors", "span_start", "span_end", "as_written"),
    ("report_casualties", "span_start", "span_end", "as_written"),
    ("report_targets", "span_start", "span_end", "as_written"),
    ("report_claims", "span_start", "span_end", None),
    ("evidence", "span_start", "span_end", "quote"),
)


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A query that gives the ids of rows that are wrong; none where all is well."""

    name: str
    breach: str
    query: str


def check_rows(
    connection: duckdb.DuckDBPyConnection, contract: Contract, subject: str, mend: str, *, resolved: bool
) -> Iterator[Finding]:
    """One finding a check, over the connection's current database. Raises duckdb.Error where it cannot be read.

    `resolved`: every report has its incident by now (not so after a load that was cut short).
    """
    breaches: dict[str, list[str]] = {}
    for check in (*_texts(), *_spans(), *_parents(), *_links(resolved), *_unique(contract)):
        found = connection.execute(f"SELECT id, count(*) OVER () FROM ({check.query}) LIMIT 1").fetchall()
        told = breaches.setdefault(check.name, [])
        told.extend(f"{count} {check.breach}, such as {row}" for row, count in found)
    for name, told in breaches.items():
        if told:
            yield error(name, subject, listed(told), mend)
        else:
            yield ok(name, subject, _SOUND[name])


_SOUND = {
    "rows.texts": "every text is the one its id was made from, and has a source",
    "rows.spans": "every span lies in its story and holds the words that it says",
    "rows.parents": "every row has its parent",
    "rows.links": "every incident has its reports, and no report has two",
    "rows.unique": "no key occurs twice",
}


def _texts() -> Iterator[RowCheck]:
    yield RowCheck(
        "rows.texts",
        "documents whose text is not that of their id",
        "SELECT document_id AS id FROM documents "
        "WHERE left(sha256(text), length(document_id)) != document_id OR length(text) != n_chars",
    )
    yield RowCheck(
        "rows.texts",
        "documents without a source",
        "SELECT document_id AS id FROM documents WHERE document_id NOT IN (SELECT document_id FROM document_sources)",
    )


def _spans() -> Iterator[RowCheck]:
    for table, start, end, words in _SPANS:
        reports = "reports AS report" if table == "reports" else "reports AS report USING (report_id)"
        source = reports if table == "reports" else f'"{table}" AS told JOIN {reports}'
        owner = "report" if table == "reports" else "told"
        where = [f"{owner}.{start} < story_start", f"{owner}.{end} > story_end", f"{owner}.{start} >= {owner}.{end}"]
        if words is not None:
            # Offsets are 0-based and end-exclusive; SQL counts from 1.
            found = f"substring(text, {owner}.{start} + 1, {owner}.{end} - {owner}.{start})"
            where.append(f"{found} != {owner}.{words}")
        yield RowCheck(
            "rows.spans",
            f"rows of {table} whose words are not in their story",
            f"SELECT report_id AS id FROM {source} JOIN articles USING (article_id) JOIN documents USING (document_id) "
            f"WHERE {' OR '.join(where)}",
        )


def _parents() -> Iterator[RowCheck]:
    for child, parent, key in (
        ("articles", "documents", "document_id"),
        ("document_sources", "documents", "document_id"),
        ("extractions", "documents", "document_id"),
        ("reports", "articles", "article_id"),
        ("article_wordings", "articles", "article_id"),
        *((child, "reports", "report_id") for child in _CHILDREN),
        ("incident_links", "reports", "report_id"),
        ("incident_links", "incidents", "incident_id"),
        ("incident_actors", "incidents", "incident_id"),
        ("reports", "runs", "run_id"),
        ("document_sources", "runs", "run_id"),
        ("run_inputs", "runs", "run_id"),
        ("rejects", "runs", "run_id"),
    ):
        yield RowCheck(
            "rows.parents",
            f"rows of {child} without their row in {parent}",
            f'SELECT "{key}" AS id FROM "{child}" WHERE "{key}" NOT IN (SELECT "{key}" FROM "{parent}")',
        )
    yield RowCheck(
        "rows.parents",
        "articles outside their document",
        "SELECT article_id AS id FROM articles JOIN documents USING (document_id) WHERE story_end > length(text)",
    )


def _links(resolved: bool) -> Iterator[RowCheck]:
    if resolved:
        yield RowCheck(
            "rows.links",
            "reports without an incident",
            "SELECT report_id AS id FROM reports WHERE report_id NOT IN "
            "(SELECT report_id FROM incident_links UNION ALL SELECT report_id FROM rejected_reports)",
        )
    yield RowCheck(
        "rows.links",
        "reports with two incidents",
        "SELECT report_id AS id FROM incident_links GROUP BY report_id HAVING count(*) > 1",
    )
    yield RowCheck(
        "rows.links",
        "incidents without a report",
        "SELECT incident_id AS id FROM incidents WHERE incident_id NOT IN (SELECT incident_id FROM incident_links)",
    )


def _unique(contract: Contract) -> Iterator[RowCheck]:
    for table in contract.tables.values():
        for key in table.unique:
            columns = ", ".join(f'"{name}"' for name in key)
            yield RowCheck(
                "rows.unique",
                f"values of {table.name} ({', '.join(key)}) that occur more than once",
                f"SELECT concat_ws(' ', {columns}) AS id FROM \"{table.name}\" GROUP BY {columns} HAVING count(*) > 1",
            )
