"""The ledger against itself and against the clock: sums of outcomes, runs in order, nothing from the future."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

import duckdb

from q7x2_etl.model import Outcome
from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok, warning

# Clocks of machines that share a folder differ a little.
_CLOCK_SLACK = timedelta(minutes=2)


def check_sums(connection: duckdb.DuckDBPyConnection, subject: str, mend: str) -> Finding:
    """What each finished run says of its inputs is what `run_inputs` holds."""
    outcomes = get_args(Outcome)
    counted = ", ".join(f"sum(n_inputs) FILTER (outcome = '{name}') AS n_{name}" for name in outcomes)
    compared = " OR ".join(f"run.n_{name} != coalesce(counted.n_{name}, 0)" for name in outcomes)
    rows = connection.execute(
        f"WITH counted AS (SELECT run_id, sum(n_inputs) AS n_inputs, {counted} FROM run_inputs GROUP BY run_id) "
        "SELECT run.run_id FROM runs AS run LEFT JOIN counted USING (run_id) "
        "WHERE status IN ('done', 'gated') "
        f"AND (run.n_inputs != coalesce(counted.n_inputs, 0) OR {compared}) ORDER BY run.run_id"
    ).fetchall()
    if rows:
        seen = f"the outcomes of {listed(run_id for (run_id,) in rows)} do not add up to their inputs"
        return error("rows.ledger", subject, seen, mend)
    return ok("rows.ledger", subject, "the outcomes of every finished run add up to its inputs")


def check_clock(connection: duckdb.DuckDBPyConnection, subject: str) -> Iterator[Finding]:
    """No run is from the future, and each run began after the one whose version it followed."""
    now = datetime.now(UTC)
    (latest,) = connection.execute("SELECT max(greatest(started_at, finished_at)) FROM runs").fetchall()[0]
    if latest is not None and latest > now + _CLOCK_SLACK:
        seen = (
            f"this machine's clock says {now:%Y-%m-%d %H:%M:%SZ}, the last run is of {_utc(latest):%Y-%m-%d %H:%M:%SZ}"
        )
        yield error("clock.now", subject, seen, "timedatectl set-ntp true")
    else:
        yield ok("clock.now", subject, "no run is from the future")
    rows = connection.execute(
        "SELECT run_id FROM (SELECT run_id, started_at, lag(started_at) OVER (ORDER BY published_version) AS before "
        "FROM runs WHERE published_version IS NOT NULL) WHERE started_at < before ORDER BY run_id"
    ).fetchall()
    if rows:
        seen = f"these runs began before the run whose version they followed: {listed(run_id for (run_id,) in rows)}"
        yield warning("clock.runs", subject, seen, "timedatectl set-ntp true")
    else:
        yield ok("clock.runs", subject, "the runs' times go forwards")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
