"""`q7x2-etl publish`."""

import logging

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout, print_json
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("warehouse", "wait", "versions_kept", "log_format", "quiet")
def publish(
    resolved: Resolved,
    version: options.OlderVersion = None,
    rewrite: options.Rewrite = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Publish what is loaded as a new version, after a load that did not get that far; or go back to an older one."""
    from q7x2_etl import Warehouse

    options.existing(resolved.settings.warehouse)
    with Warehouse(settings=resolved.settings) as opened:
        seen = opened.publish(version, rewrite=rewrite, force=force)
    logging.getLogger("q7x2_etl").info("analysts now see version %d (run %s): %s", seen.number, seen.run_id, seen.path)
    if as_json:
        with data_on_stdout():
            print_json(seen.to_dict(), indent=2)
