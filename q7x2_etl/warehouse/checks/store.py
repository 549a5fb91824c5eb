"""The writer's store: there, opened, of this contract, not older than what was published, every block readable."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.errors import NewContractError, OldContractError, WarehouseError
from q7x2_etl.warehouse.checks.database import CATALOG, opened, other_columns, read_everything
from q7x2_etl.warehouse.checks.finding import Finding, error, has_errors, listed, ok, warning
from q7x2_etl.warehouse.checks.integrity import check_content, check_ledger
from q7x2_etl.warehouse.checks.versions import first_line
from q7x2_etl.warehouse.contract_history import require_today, stored_contract
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.manifest import Manifest

_SUBJECT = "store"


def check_store(layout: Layout, contract: Contract, *, quick: bool) -> list[Finding]:
    """Everything about the writer's store. To be called with the writer's lock, or where nobody can load.

    It is opened read-only, so a WAL that a killed load left stays as it is.
    """
    mend = f"q7x2-etl restore --warehouse {layout.root}"
    if not layout.store.exists():
        if layout.versions_there():
            return [error("store.there", _SUBJECT, f"{layout.store} is not there, but versions are published", mend)]
        return [ok("store.there", _SUBJECT, "no load yet")]
    findings = [ok("store.there", _SUBJECT, f"{layout.store} has {layout.store.stat().st_size / 1e6:,.1f} MB")]
    try:
        with opened(layout.store) as connection:
            findings.append(ok("store.opens", _SUBJECT, "it opens"))
            findings.append(_wal(layout))
            findings.extend(_inside(connection, layout, contract, mend))
            if not quick and not has_errors(findings):
                read_everything(connection, contract)
                findings.append(ok("store.values", _SUBJECT, "every block was read, its checksum is right"))
                findings.extend(check_content(connection, contract, _SUBJECT, mend))
    except duckdb.Error as problem:
        findings.append(_broken(problem, layout, mend))
    return findings


def _wal(layout: Layout) -> Finding:
    wal = layout.store_wal
    if not wal.exists():
        return ok("store.wal", _SUBJECT, "no write-ahead log: it was closed cleanly")
    return ok(
        "store.wal", _SUBJECT, f"a load that was killed left {wal.stat().st_size} bytes; the next one replays them"
    )


def _broken(problem: duckdb.Error, layout: Layout, mend: str) -> Finding:
    told = first_line(problem)
    if "lock" in told.lower() and "conflicting" in told.lower():
        seen = f"another program has the loader's own file open: {told}"
        return warning("store.opens", _SUBJECT, seen, f"close it, and query {layout.database} instead")
    if "Permission denied" in told:
        return warning("store.opens", _SUBJECT, told, f"sudo -u OWNER q7x2-etl doctor --warehouse {layout.root}")
    if "version number" in told:
        return error("store.opens", _SUBJECT, told, "pip install --upgrade duckdb")
    name = "store.wal" if "wal" in told.lower() and layout.store_wal.exists() else "store.opens"
    return error(name, _SUBJECT, told, mend)


def _inside(connection: duckdb.DuckDBPyConnection, layout: Layout, contract: Contract, mend: str) -> Iterator[Finding]:
    name = "store.contract"
    try:
        require_today(layout.root, stored_contract(connection, CATALOG))
    except (OldContractError, NewContractError) as problem:
        newer = isinstance(problem, NewContractError)
        remedy = "pip install --upgrade q7x2-etl" if newer else f"q7x2-etl migrate --warehouse {layout.root}"
        yield error(name, _SUBJECT, str(problem), remedy)
        return
    if other := other_columns(connection, contract):
        yield error(name, _SUBJECT, f"tables that are not as the contract has them: {listed(other)}", mend)
        return
    yield ok(name, _SUBJECT, f"{len(contract.tables)} tables as the contract has them")
    yield _behind(connection, layout, mend)
    yield _unfinished(connection, layout)
    yield from check_ledger(connection, _SUBJECT, mend)


def _behind(connection: duckdb.DuckDBPyConnection, layout: Layout, mend: str) -> Finding:
    """A ledger without the run that made the published version has lost it (a WAL thrown away, an old copy)."""
    name, number = "store.behind", layout.current_version()
    if number is None:
        return ok(name, _SUBJECT, "nothing is published")
    run_id = _published_run(layout)
    if run_id is None:
        return ok(name, _SUBJECT, f"not compared: version {number} has no manifest")
    query = "SELECT 1 FROM runs WHERE run_id = ? AND n_incidents IS NOT NULL"
    if not connection.execute(query, [run_id]).fetchall():
        seen = f"run {run_id}, which published version {number}, is not in it: it is older than what is published"
        return error(name, _SUBJECT, seen, mend)
    return ok(name, _SUBJECT, f"it has the run that published version {number}")


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run of a store. `whole`: all its rows are written, so that it can be published as it is."""

    run_id: str
    status: str
    error: str | None
    whole: bool


def last_run(connection: duckdb.DuckDBPyConnection) -> LastRun | None:
    """The last run in the ledger of the connection's current database; None before the first."""
    rows = connection.execute(
        "SELECT run_id, status, error, n_incidents IS NOT NULL FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
    ).fetchall()
    return LastRun(*rows[0]) if rows else None


def _unfinished(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Finding:
    """A run whose rows wait for the next load, or for a decision."""
    name, run = "store.last_run", last_run(connection)
    if run is None:
        return ok(name, _SUBJECT, "no run yet")
    if run.status == "done" or run.run_id == _published_run(layout):
        return ok(name, _SUBJECT, f"run {run.run_id} is published")
    seen = f"run {run.run_id} is {run.status}{'' if run.error is None else f': {run.error}'}; it is not published"
    command = "load PATH"
    if run.whole:
        command = "publish --force" if run.status == "gated" else "publish"
    return warning(name, _SUBJECT, seen, f"q7x2-etl {command} --warehouse {layout.root}")


def _published_run(layout: Layout) -> str | None:
    number = layout.current_version()
    try:
        return None if number is None else Manifest.read(layout.version(number)).run_id
    except WarehouseError:
        return None
