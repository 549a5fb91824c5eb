"""`q7x2-etl sql`."""

import sys

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE, TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_rows


def sql(
    query: options.Query,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
    layout: options.RowFormat = TableFormat.table,
) -> None:
    """Run one SQL query on the published snapshot, read-only, and print its rows."""
    from q7x2_etl.cli.queries import query_rows

    set_up_logs()
    statement = sys.stdin.read() if query == "-" else query
    with query_rows(warehouse, statement) as (columns, rows), data_on_stdout():
        print_rows(columns, rows, layout)
