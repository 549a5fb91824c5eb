"""`q7x2-etl load`."""

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.settled import takes
from q7x2_etl.errors import ExitCode, GateRefusedError
from q7x2_etl.settings import Resolved


@takes(
    "metadata",
    "columns",
    "reference",
    "workers",
    "warehouse",
    "wait",
    "rehash",
    "settle",
    "since",
    "max_rejects",
    "summary",
    "log_format",
    "quiet",
)
def load(
    paths: options.Paths, resolved: Resolved, as_json: options.AsJson = False, force: options.Force = False
) -> None:
    """Load articles into the warehouse and publish it. A second load of the same input inserts nothing."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.progress import counter
    from q7x2_etl.cli.summary import tell_result

    settings = resolved.settings
    shown = not settings.quiet and settings.log_format == "human"
    with Warehouse(settings=settings) as opened:
        try:
            with counter("Loading", shown=shown) as count:
                result = opened.load(paths, progress=count, force=force)
        except GateRefusedError as error:
            tell_result(error.result, as_json)
            raise
    tell_result(result, as_json)
    if result.exit_code is not ExitCode.done:
        raise typer.Exit(result.exit_code)
