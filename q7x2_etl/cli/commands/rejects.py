"""`q7x2-etl rejects list|show|retry`."""

from dataclasses import astuple

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE, TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json, print_rows
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved

rejects = typer.Typer(help="The quarantine: list its rows, show one whole, try them again after a fix.")


@rejects.command(name="list")
def list_rejects(
    table: options.RejectedTable = None,
    check: options.RejectedCheck = None,
    run: options.RejectedRun = None,
    limit: options.Limit = None,
    everything: options.SettledToo = False,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
    layout: options.RowFormat = TableFormat.table,
) -> None:
    """List the rows that broke the contract and the documents that extraction failed on, the newest first."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.rejects import COLUMNS, TABLE_COLUMNS, in_short

    set_up_logs()
    with Warehouse(warehouse) as opened:
        found = opened.rejects(table=table, check=check, run=run, resolved=everything, limit=limit)
    with data_on_stdout():
        if layout is TableFormat.table:
            print_rows(TABLE_COLUMNS, map(in_short, found), layout)
        else:
            print_rows(COLUMNS, map(astuple, found), layout)


@rejects.command()
def show(
    reject_id: options.RejectId,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
    as_json: options.AsJson = False,
) -> None:
    """Show one row whole: the check in words, the document, the words that it is about, and all its values."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.rejects import print_in_full

    set_up_logs()
    with Warehouse(warehouse) as opened:
        found = opened.reject(reject_id)
    with data_on_stdout():
        if as_json:
            print_json(found.to_dict(), indent=2)
        else:
            print_in_full(found)


@rejects.command()
@takes("reference", "workers", "warehouse", "wait", "log_format", "quiet")
def retry(
    resolved: Resolved,
    reject_ids: options.RejectIds = None,
    where: options.WhereRejects = None,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Read rejected documents again by today's rules and contract; what passes now enters the tables."""
    from q7x2_etl.cli.changes import rereading, tell_reread

    with rereading(resolved) as (opened, count):
        result = opened.retry_rejects(reject_ids or (), where=where, dry_run=dry_run, progress=count, force=force)
    tell_reread(result, as_json)
