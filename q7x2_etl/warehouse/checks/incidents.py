"""Each incident against its reports: computed again by the rule, it must be the row that is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import duckdb

from q7x2_etl.errors import InputError
from q7x2_etl.resolution import Account
from q7x2_etl.resolution.incidents import Cluster, incident_of
from q7x2_etl.warehouse.accounts import read_accounts
from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok

_CHUNK = 5_000  # incidents in memory at a time


def check_incidents(connection: duckdb.DuckDBPyConnection, subject: str, mend: str) -> Finding:
    """Finds incidents whose columns are not what their linked reports give."""
    wrong: list[str] = []
    n_incidents = 0
    for chunk in _chunks(connection):
        stored = {row["incident_id"]: row for row in chunk}
        n_incidents += len(stored)
        for incident_id, accounts in _accounts_by_incident(connection, set(stored)).items():
            wrong.extend(_differences(stored[incident_id], accounts))
    if wrong:
        return error("rows.incidents", subject, f"{len(wrong)} not what their reports give: {listed(wrong)}", mend)
    return ok("rows.incidents", subject, f"{n_incidents} incidents are what their reports give")


def _chunks(connection: duckdb.DuckDBPyConnection) -> Iterator[list[dict[str, Any]]]:
    after = ""
    while True:
        rows: list[dict[str, Any]] = (
            connection.sql(
                f"SELECT * FROM incidents WHERE incident_id > ? ORDER BY incident_id LIMIT {_CHUNK}", params=[after]
            )
            .to_arrow_table()
            .to_pylist()
        )
        if not rows:
            return
        yield rows
        after = rows[-1]["incident_id"]


def _accounts_by_incident(connection: duckdb.DuckDBPyConnection, incident_ids: set[str]) -> dict[str, list[Account]]:
    links = dict(
        connection.execute(
            "SELECT report_id, incident_id FROM incident_links WHERE incident_id BETWEEN ? AND ?",
            [min(incident_ids), max(incident_ids)],
        ).fetchall()
    )
    found: dict[str, list[Account]] = {}
    for account in read_accounts(connection, list(links)):
        if links[account.report_id] in incident_ids:
            found.setdefault(links[account.report_id], []).append(account)
    return found


def _differences(stored: dict[str, Any], accounts: Sequence[Account]) -> Iterator[str]:
    """The columns of one stored incident that differ from those of the rule."""
    ordered = tuple(sorted(accounts, key=lambda account: account.report_id))
    cluster = Cluster(ordered, {account.report_id: (1.0, "") for account in ordered})
    try:
        expected = asdict(incident_of(cluster).incident)
    except (InputError, KeyError, ValueError) as problem:
        yield f"{stored['incident_id']}: {problem}"
        return
    if differing := [name for name, value in expected.items() if stored[name] != value]:
        told = ", ".join(f"{name} {stored[name]} for {expected[name]}" for name in differing[:3])
        yield f"{stored['incident_id'][:12]} ({told})"
