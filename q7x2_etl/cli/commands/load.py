"""`q7x2-etl load`."""

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import complain, set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE, LogFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json

_TOO_MANY_REJECTS = 3


def load(
    paths: options.Paths,
    metadata: options.Metadata = None,
    reference: options.ReferenceFolder = None,
    workers: options.Workers = 1,
    warehouse: options.WarehouseFolder = DEFAULT_WAREHOUSE,
    max_rejects: options.MaxRejects = 0.05,
    as_json: options.AsJson = False,
    log_format: options.Logs = LogFormat.human,
    quiet: options.Quiet = False,
) -> None:
    """Load articles into the warehouse and publish it. A second load of the same input inserts nothing."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.progress import counter
    from q7x2_etl.cli.summary import log_result

    set_up_logs(log_format, quiet)
    with Warehouse(warehouse) as opened:
        with counter("Loading", shown=not quiet and log_format is LogFormat.human) as count:
            result = opened.load(paths, metadata=metadata, reference=reference, workers=workers, progress=count)
        log_result(opened, result)
    if as_json:
        with data_on_stdout():
            print_json(result.to_dict(), indent=2)
    if result.rejected_share > max_rejects:
        complain(
            f"{result.rejected_share:.1%} of the inputs have rejected rows, --max-rejects allows {max_rejects:.1%}; "
            f"the rest is loaded and published; see: q7x2-etl sql 'FROM rejects' --warehouse {warehouse}"
        )
        raise typer.Exit(_TOO_MANY_REJECTS)
