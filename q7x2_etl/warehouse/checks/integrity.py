"""All that is checked inside one database: its ledger and its times at once, its rows and incidents in a full scan."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import Contract
from q7x2_etl.warehouse.checks.finding import Finding
from q7x2_etl.warehouse.checks.incidents import check_incidents
from q7x2_etl.warehouse.checks.ledger import check_clock, check_sums
from q7x2_etl.warehouse.checks.rows import check_rows


def check_ledger(connection: duckdb.DuckDBPyConnection, subject: str, mend: str) -> Iterator[Finding]:
    """What costs next to nothing, over the connection's current database."""
    yield check_sums(connection, subject, mend)
    yield from check_clock(connection, subject)


def check_content(
    connection: duckdb.DuckDBPyConnection, contract: Contract, subject: str, mend: str
) -> Iterator[Finding]:
    """Every row of the current database, which has the contract's tables. Raises duckdb.Error where it is broken."""
    last = connection.execute(
        "SELECT n_incidents, library_version FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
    ).fetchall()
    resolved = not last or last[0][0] is not None  # counted in a run's last transaction
    yield from check_rows(connection, contract, subject, mend, resolved=resolved)
    if resolved:
        incidents = check_incidents(connection, subject, mend)
        if incidents.severity == "error" and last and last[0][1] != __version__:
            seen = f"{incidents.seen}; they were made by version {last[0][1]}, the next load makes them anew"
            incidents = replace(incidents, severity="warning", seen=seen, remedy="q7x2-etl load PATH")
        yield incidents
