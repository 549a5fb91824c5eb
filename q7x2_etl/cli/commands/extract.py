"""`q7x2-etl extract`."""

import sys

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("metadata", "columns", "reference", "workers", "log_format", "quiet")
def extract(paths: options.Paths, resolved: Resolved, layout: options.RowFormat = TableFormat.table) -> None:
    """Print the reports found in articles; nothing is stored. With --format jsonl: one nested report a line."""
    from q7x2_etl.api import extract_paths
    from q7x2_etl.cli.progress import counted
    from q7x2_etl.cli.reports import print_reports

    told = resolved.settings
    found = extract_paths(paths, settings=told, reports_only=True)
    # On a terminal the lines that scroll by are progress enough, and a bar would be drawn among them.
    plain = told.quiet or told.log_format == "json"
    shown = not plain and (layout is TableFormat.table or not sys.stdout.isatty())
    with data_on_stdout():
        print_reports(counted(found, "Reading", shown), layout)
