"""`q7x2-etl status`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse")
def status(resolved: Resolved, as_json: options.AsJson = False) -> None:
    """Show the version published and since when, how the last loads ended, who loads now, rows, rejects, size."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.status import print_status

    options.existing(resolved.settings.warehouse)
    with Warehouse(settings=resolved.settings) as opened:
        found = opened.status()
    with data_on_stdout():
        print_status(found, as_json)
