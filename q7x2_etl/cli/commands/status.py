"""`q7x2-etl status`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE
from q7x2_etl.cli.printing import data_on_stdout


def status(warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE, as_json: options.AsJson = False) -> None:
    """Show what the warehouse holds: version published, rows by table, inputs by outcome, runs, size."""
    from q7x2_etl.cli.status import print_status, warehouse_status

    set_up_logs()
    found = warehouse_status(warehouse)
    with data_on_stdout():
        print_status(found, as_json)
