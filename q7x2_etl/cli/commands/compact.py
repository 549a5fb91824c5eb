"""`q7x2-etl compact`."""

from dataclasses import asdict

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json, print_rows
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse", "wait", "log_format", "quiet")
def compact(resolved: Resolved, as_json: options.AsJson = False) -> None:
    """Rewrite the loader's own store without the gaps that changed rows leave. What is published stays as it is."""
    from q7x2_etl import Warehouse

    options.existing(resolved.settings.warehouse)
    with Warehouse(settings=resolved.settings) as opened:
        done = opened.compact()
    with data_on_stdout():
        if as_json:
            print_json(asdict(done), indent=2)
        else:
            print_rows(("bytes before", "bytes after"), [(done.bytes_before, done.bytes_after)], TableFormat.table)
