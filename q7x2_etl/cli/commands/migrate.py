"""`q7x2-etl migrate`."""

from typing import Annotated

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE
from q7x2_etl.cli.printing import data_on_stdout

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]


def migrate(
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
    dry_run: DryRun = False,
    reference: options.ReferenceFolder = None,
    as_json: options.AsJson = False,
) -> None:
    """Bring a warehouse of an older version to today's contract, with a backup, and publish it."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.migration import print_migration

    set_up_logs()
    with Warehouse(warehouse) as opened:
        done = opened.migrate(dry_run=dry_run, reference=reference)
    with data_on_stdout():
        print_migration(done, as_json)
