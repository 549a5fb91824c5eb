"""`q7x2-etl doctor`."""

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse", "reference")
def doctor(resolved: Resolved, quick: options.Quick = False, as_json: options.AsJson = False) -> None:
    """Check everything: machine, files, checksums, store, every row; changes nothing. Ends with 1 where it finds
    errors."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.findings import print_findings
    from q7x2_etl.warehouse.checks import has_errors

    with Warehouse(settings=resolved.settings) as opened:
        findings = opened.doctor(quick=quick)
    with data_on_stdout():
        print_findings(findings, as_json)
    if has_errors(findings):
        raise typer.Exit(1)
