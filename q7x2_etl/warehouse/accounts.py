"""Stored reports as resolution sees them: with their actors, figures, day and publishers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import duckdb
import pyarrow as pa

from q7x2_etl.model import Actor, Casualty, Report
from q7x2_etl.resolution import Account

_WANTED = "wanted_reports"
_REPORT_FIELDS = frozenset(field.name for field in fields(Report))
_REPORTS = f"""
    SELECT reports.*, articles.document_id, articles.published_on
    FROM reports JOIN {_WANTED} USING (report_id) JOIN articles USING (article_id) ORDER BY report_id
"""
_PUBLISHERS = f"""
    SELECT DISTINCT document_id, publisher
    FROM document_sources JOIN articles USING (document_id) JOIN reports USING (article_id)
    JOIN {_WANTED} USING (report_id) WHERE publisher IS NOT NULL
"""


def read_accounts(connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> list[Account]:
    """The accounts of these reports, by report_id, from the connection's current database."""
    connection.register(_WANTED, pa.table({"report_id": pa.array(report_ids, pa.string())}))
    try:
        rows = _rows(connection, _REPORTS)
        actors = _children(connection, "report_actors")
        casualties = _children(connection, "report_casualties")
        publishers: defaultdict[str, set[str]] = defaultdict(set)
        for row in _rows(connection, _PUBLISHERS):
            publishers[row["document_id"]].add(row["publisher"])
    finally:
        connection.unregister(_WANTED)
    return [
        Account(
            report=Report(
                **{name: value for name, value in row.items() if name in _REPORT_FIELDS},
                actors=tuple(Actor(**actor) for actor in actors[row["report_id"]]),
                casualties=tuple(Casualty(**figure) for figure in casualties[row["report_id"]]),
            ),
            document_id=row["document_id"],
            published_on=row["published_on"],
            publishers=frozenset(publishers.get(row["document_id"], ())),
        )
        for row in rows
    ]


def _children(connection: duckdb.DuckDBPyConnection, table: str) -> defaultdict[str, list[dict[str, Any]]]:
    children: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    query = f'SELECT child.* FROM "{table}" AS child JOIN {_WANTED} USING (report_id) ORDER BY ALL'
    for row in _rows(connection, query):
        children[row.pop("report_id")].append(row)
    return children


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.sql(query).to_arrow_table().to_pylist()
    return rows
