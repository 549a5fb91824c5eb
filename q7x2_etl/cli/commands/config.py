"""`q7x2-etl config`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import SPECS, Resolved


@takes(*SPECS)
def config(resolved: Resolved, as_json: options.AsJson = False) -> None:
    """Show every setting and gate, its value, and where that came from: default, file, environment or flag."""
    from q7x2_etl.cli.config import print_config

    with data_on_stdout():
        print_config(resolved, as_json)
