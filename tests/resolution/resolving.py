"""Resolution of accounts as a load does it: their rows in a database of the contract's tables, then its steps."""

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from q7x2_etl.contract import load_contract, reports_to_tables
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import (
    Account,
    Cluster,
    Judgements,
    Resolved,
    Rules,
    Scope,
    cluster_chunks,
    incident_of,
    make_clusters,
)

RULES = Rules.load(Reference.load())


def database(accounts: Sequence[Account]) -> duckdb.DuckDBPyConnection:
    """The tables that resolution reads, with these accounts."""
    connection = duckdb.connect()
    tables = load_contract().tables
    for name in ("articles", "reports", "report_actors", "report_casualties", "report_targets", "incident_links"):
        for statement in tables[name].ddl():
            connection.execute(statement)
    for name, rows in reports_to_tables([one.report for one in accounts], "run").items():
        if name in ("reports", "report_actors", "report_casualties", "report_targets"):
            _insert(connection, name, rows)
    articles = {one.article_id: (one.article_id, one.document_id, one.published_on) for one in accounts}
    columns = list(zip(*articles.values(), strict=True)) or [(), (), ()]
    types = (pa.string(), pa.string(), pa.date32())
    names = ("article_id", "document_id", "published_on")
    found = {name: pa.array(values, kind) for name, values, kind in zip(names, columns, types, strict=True)}
    size = len(articles)
    fill = {"story_start": [0] * size, "story_end": [9] * size, "published_precision": ["day"] * size}
    _insert(connection, "articles", pa.table({**found, **fill, "published_method": ["metadata"] * size}))
    return connection


def resolve(accounts: Iterable[Account], judgements: Judgements | None = None) -> list[Resolved]:
    """The incidents of these reports, by incident_id."""
    told = list(accounts)
    by_id = {one.report_id: one for one in told}
    judged = judgements or Judgements()
    with database(told) as connection:
        Scope(connection, RULES, judged).everything()
        make_clusters(connection, RULES, judged)
        found = [
            incident_of(Cluster(tuple(by_id[one] for one in sorted(ties)), ties))
            for chunk in cluster_chunks(connection, RULES, judged, 1000)
            for ties in chunk.values()
        ]
    return sorted(found, key=lambda one: one.incident.incident_id)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("given", rows)
    connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM given')
    connection.unregister("given")
