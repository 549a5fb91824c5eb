"""`doctor`: every check of a warehouse, from what it stands on to the last span of its rows. It changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from q7x2_etl.contract import Contract, load_contract
from q7x2_etl.errors import InputError, WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse.checks.database import opened, other_columns
from q7x2_etl.warehouse.checks.finding import Finding, error, has_errors, listed, ok, warning
from q7x2_etl.warehouse.checks.integrity import check_content, check_ledger
from q7x2_etl.warehouse.checks.machine import check_machine
from q7x2_etl.warehouse.checks.pointer import check_pointer
from q7x2_etl.warehouse.checks.store import check_store
from q7x2_etl.warehouse.checks.versions import check_version, first_line
from q7x2_etl.warehouse.layout import DATABASE_NAME, Layout
from q7x2_etl.warehouse.lock import WriterLock, holder_of


def doctor(root: Path, *, quick: bool = False, reference: Path | None = None) -> list[Finding]:
    """Look at everything; the findings in order, also of what is well.

    `quick` leaves out what takes as long as there is data: checksums of files, reading of rows. The writer's store is
    looked at only while no load runs, and a load that starts meanwhile finds the warehouse busy (`load --wait`).
    Raises InputError where there is no such folder.
    """
    layout = Layout(root)
    if not layout.root.is_dir():
        raise InputError(f"{root}: no warehouse there; make one with: q7x2-etl load PATH --warehouse {root}")
    return [*check_machine(layout, reference), *examine(layout, quick=quick)]


def examine(layout: Layout, *, quick: bool) -> list[Finding]:
    """Only the warehouse's own files: pointer, versions, rows, lock, store."""
    contract = load_contract()
    findings = list(check_pointer(layout))
    for number in layout.versions_there():
        whole = check_version(layout, number, quick=quick)
        findings += whole
        if number == layout.current_version() and not quick and not has_errors(whole):
            findings += check_published_rows(layout, number, contract)
    with held(layout) as holder:
        if holder is None:
            findings.append(ok("lock", "store", "no load is running"))
            findings += check_store(layout, contract, quick=quick)
        else:
            seen = f"a load holds the warehouse ({holder}); the store was not looked at"
            findings.append(ok("lock", "store", seen))
    return findings


def check_published_rows(layout: Layout, number: int, contract: Contract) -> list[Finding]:
    """The rows of one version, against each other and against the rules that made them."""
    subject = f"version {number}"
    try:
        with opened(layout.version(number) / DATABASE_NAME) as connection:
            if other := other_columns(connection, contract):
                seen = f"tables of another contract: {listed(other)}"
                mend = f"q7x2-etl migrate --warehouse {layout.root}"
                return [warning("version.contract", subject, seen, mend)]
            mend = f"q7x2-etl restore --warehouse {layout.root}"
            return [*check_ledger(connection, subject, mend), *check_content(connection, contract, subject, mend)]
    except duckdb.Error as problem:
        mend = f"q7x2-etl restore --warehouse {layout.root}"
        return [error("version.database", subject, first_line(problem), mend)]


@contextmanager
def held(layout: Layout) -> Iterator[str | None]:
    """Hold the writer's lock within the block, and be given None; or, where a load has it, who that is.

    Where this user may not write, nobody's lock can be taken, and none is needed to look.
    """
    lock = WriterLock(layout.lock)
    try:
        lock.__enter__()
    except WarehouseBusyError:
        yield holder_of(layout.lock) or "holder unknown"
        return
    except WarehouseError:
        yield None
        return
    try:
        yield None
    finally:
        lock.__exit__(None, None, None)
