"""`q7x2-etl extract`."""

import sys

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import LogFormat, TableFormat
from q7x2_etl.cli.printing import data_on_stdout


def extract(
    paths: options.Paths,
    metadata: options.Metadata = None,
    reference: options.ReferenceFolder = None,
    workers: options.Workers = 1,
    layout: options.RowFormat = TableFormat.table,
    log_format: options.Logs = LogFormat.human,
    quiet: options.Quiet = False,
) -> None:
    """Print the reports found in articles; nothing is stored. With --format jsonl: one nested report a line."""
    from q7x2_etl.api import extract_paths
    from q7x2_etl.cli.progress import counted
    from q7x2_etl.cli.reports import print_reports

    set_up_logs(log_format, quiet)
    told = extract_paths(paths, metadata=metadata, reference=reference, workers=workers, reports_only=True)
    # On a terminal the lines that scroll by are progress enough, and a bar would be drawn among them.
    shown = not quiet and log_format is LogFormat.human and (layout is TableFormat.table or not sys.stdout.isatty())
    with data_on_stdout():
        print_reports(counted(told, "Reading", shown), layout)
