"""`q7x2-etl migrate`."""

from typing import Annotated

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]


@takes("warehouse", "reference", "wait", "log_format", "quiet")
def migrate(resolved: Resolved, dry_run: DryRun = False, as_json: options.AsJson = False) -> None:
    """Bring a warehouse of an older version to today's contract, with a backup, and publish it."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.migration import print_migration

    options.existing(resolved.settings.warehouse)
    with Warehouse(settings=resolved.settings) as opened:
        done = opened.migrate(dry_run=dry_run)
    with data_on_stdout():
        print_migration(done, as_json)
