"""`q7x2-etl restore`."""

from dataclasses import asdict

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout, print_json
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse", "wait", "versions_kept", "log_format", "quiet")
def restore(
    resolved: Resolved,
    source: options.BackupSource = None,
    version: options.OneVersion = None,
    force: options.Replace = False,
    as_json: options.AsJson = False,
) -> None:
    """Mend a warehouse from its own whole parts, take it back to a version, or make it from a backup. What is broken
    or replaced is put aside, nothing is deleted."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.findings import log_restore

    with Warehouse(settings=resolved.settings) as opened:
        done = opened.restore(source, version=version, force=force)
    log_restore(done)
    if as_json:
        with data_on_stdout():
            print_json(asdict(done), indent=2)
