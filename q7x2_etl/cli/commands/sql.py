"""`q7x2-etl sql`."""

import sys

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_rows
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse")
def sql(
    query: options.Query, resolved: Resolved, layout: options.RowFormat = TableFormat.table, at: options.At = None
) -> None:
    """Run one SQL query on the published snapshot, read-only, and print its rows."""
    from q7x2_etl.cli.queries import query_rows

    warehouse = options.existing(resolved.settings.warehouse)
    statement = sys.stdin.read() if query == "-" else query
    with query_rows(warehouse, statement, at) as (columns, rows), data_on_stdout():
        print_rows(columns, rows, layout)
