"""Stored reports as resolution sees them: with their actors, figures, day and publishers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import duckdb
import pyarrow as pa

from q7x2_etl.model import Actor, Casualty, Claim, Report
from q7x2_etl.resolution import Account, Judgements
from q7x2_etl.resolution.corrections import Applied, apply_corrections
from q7x2_etl.resolution.judgements import Correction
from q7x2_etl.warehouse.judgements import read_judgements

_WANTED = "wanted_reports"
_REPORT_FIELDS = frozenset(field.name for field in fields(Report))
_REPORTS = f"""
    SELECT reports.*, articles.document_id, articles.published_on,
        articles.duplicate_of, articles.superseded_by IS NOT NULL AS superseded
    FROM reports JOIN {_WANTED} USING (report_id) JOIN articles USING (article_id) ORDER BY report_id
"""
_PUBLISHERS = f"""
    SELECT DISTINCT document_id, publisher
    FROM document_sources JOIN articles USING (document_id) JOIN reports USING (article_id)
    JOIN {_WANTED} USING (report_id) WHERE publisher IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class _Children:
    """What hangs on a report."""

    actors: tuple[Actor, ...]
    casualties: tuple[Casualty, ...]
    claims: tuple[Claim, ...]


def read_accounts(
    connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str], judgements: Judgements | None = None
) -> list[Account]:
    """The accounts of these reports, by report_id, from the connection's current database, as people corrected them.

    `judgements` are those of the same database, where the caller has read them.
    """
    judged = (read_judgements(connection) if judgements is None else judgements).by_report
    connection.register(_WANTED, pa.table({"report_id": pa.array(report_ids, pa.string())}))
    try:
        rows = _rows(connection, _REPORTS)
        actors = _children(connection, "report_actors")
        casualties = _children(connection, "report_casualties")
        claims = _children(connection, "report_claims")
        publishers: defaultdict[str, set[str]] = defaultdict(set)
        for row in _rows(connection, _PUBLISHERS):
            publishers[row["document_id"]].add(row["publisher"])
    finally:
        connection.unregister(_WANTED)
    return [
        _account(
            row,
            _Children(
                tuple(Actor(**actor) for actor in actors[row["report_id"]]),
                tuple(Casualty(**figure) for figure in casualties[row["report_id"]]),
                tuple(Claim(**claim) for claim in claims[row["report_id"]]),
            ),
            frozenset(publishers.get(row["document_id"], ())),
            judged.get(row["report_id"], ()),
        )
        for row in rows
    ]


def _account(
    row: dict[str, Any],
    children: _Children,
    publishers: frozenset[str],
    corrections: Sequence[Correction],
) -> Account:
    columns, applied = row, tuple[Applied, ...]()
    if to_report := [one for one in corrections if not one.of_incident]:
        columns, applied = apply_corrections("reports", row, to_report)
    return Account(
        report=Report(
            **{name: value for name, value in columns.items() if name in _REPORT_FIELDS},
            actors=children.actors,
            casualties=children.casualties,
            claims=children.claims,
        ),
        document_id=row["document_id"],
        published_on=row["published_on"],
        publishers=publishers,
        corrected=applied,
        corrections=tuple(one for one in corrections if one.of_incident),
        copy_of=row["duplicate_of"],
        superseded=row["superseded"],
    )


def _children(connection: duckdb.DuckDBPyConnection, table: str) -> defaultdict[str, list[dict[str, Any]]]:
    children: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    query = f'SELECT child.* FROM "{table}" AS child JOIN {_WANTED} USING (report_id) ORDER BY ALL'
    for row in _rows(connection, query):
        children[row.pop("report_id")].append(row)
    return children


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.sql(query).to_arrow_table().to_pylist()
    return rows
