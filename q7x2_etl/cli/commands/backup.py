"""`q7x2-etl backup`."""

from dataclasses import asdict

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout, print_json
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse", "wait", "log_format", "quiet")
def backup(target: options.BackupTarget, resolved: Resolved, as_json: options.AsJson = False) -> None:
    """Save the store and the published version in one file, read again after writing. Readers go on meanwhile."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.findings import log_backup

    with Warehouse(settings=resolved.settings) as opened:
        made = opened.backup(target)
    log_backup(made)
    if as_json:
        with data_on_stdout():
            print_json(asdict(made), indent=2)
