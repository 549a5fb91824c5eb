"""The commands of `q7x2-etl`. What they need is imported inside them, so that `--help` is there at once."""

import os
import sys
from typing import Annotated

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import complain, set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE, LogFormat, TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json, print_rows, use_utf8
from q7x2_etl.errors import Q7Error

_ABOUT = "News text in, a conflict-incident database out, every cell traceable to the words it rests on."
_EXIT_CODES = (
    "Exit codes: 0 done, 1 failed and nothing published, 2 wrong usage, 3 done but more rejects than "
    "--max-rejects allows, 4 another load holds the warehouse, 130 interrupted."
)
_TOO_MANY_REJECTS = 3
_INTERRUPTED = 130

app = typer.Typer(
    name="q7x2-etl",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a user's mistake ends in one line on stderr and never in a traceback."""
    use_utf8()
    try:
        code = app(prog_name="q7x2-etl", standalone_mode=False)
    except Q7Error as error:
        complain(str(error))
        code = error.exit_code
    except typer.TyperException as error:
        complain(f"{error.format_message()} (q7x2-etl --help shows what there is)")
        code = error.exit_code
    if code == _INTERRUPTED:
        complain("interrupted")
        sys.stdout.flush()
        # All is closed by now. Python itself would end by the signal, and not with the code, where Ctrl-C came in the
        # middle of an import.
        os._exit(_INTERRUPTED)
    sys.exit(code)


@app.callback(invoke_without_command=True, help=_ABOUT, epilog=_EXIT_CODES)
def _without_command(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if version:
        from q7x2_etl import __version__

        typer.echo(f"q7x2-etl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
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


@app.command()
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


@app.command()
def explain(
    what: options.Explained,
    article: options.OneArticle = None,
    report: options.OneReport = None,
    published: options.Published = None,
    metadata: options.Metadata = None,
    reference: options.ReferenceFolder = None,
    warehouse: options.StoredIn = None,
) -> None:
    """Show, for each report, the words and the rule of each field, and the readings that lost, each with the reason."""
    from q7x2_etl.cli.explanation import Question, print_explanations
    from q7x2_etl.cli.explanation import explain as explained

    set_up_logs()
    question = Question(what, article, report, published, metadata, reference, warehouse)
    reports, left = explained(question)
    with data_on_stdout():
        print_explanations(reports, left)


@app.command()
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


@app.command()
def status(warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE, as_json: options.AsJson = False) -> None:
    """Show what the warehouse holds: version published, rows by table, inputs by outcome, runs, size."""
    from q7x2_etl.cli.status import print_status, warehouse_status

    set_up_logs()
    found = warehouse_status(warehouse)
    with data_on_stdout():
        print_status(found, as_json)
