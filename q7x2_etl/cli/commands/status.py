"""`q7x2-etl status`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse")
def status(resolved: Resolved, as_json: options.AsJson = False) -> None:
    """Show what the warehouse holds: version published, rows by table, inputs by outcome, runs, gates, size."""
    from q7x2_etl.cli.status import print_status, warehouse_status

    found = warehouse_status(options.existing(resolved.settings.warehouse))
    with data_on_stdout():
        print_status(found, as_json)
