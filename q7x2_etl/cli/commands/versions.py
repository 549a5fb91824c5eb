"""`q7x2-etl versions`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json, print_rows
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved

_COLUMNS = ("version", "", "published at", "run", "rows", "MB", "MB of its own")


@takes("warehouse")
def versions(resolved: Resolved, as_json: options.AsJson = False) -> None:
    """List the versions that are there, the newest first, and which of them analysts see."""
    from q7x2_etl import Warehouse

    warehouse = options.existing(resolved.settings.warehouse)
    with Warehouse(warehouse) as opened:
        found = opened.versions()
    with data_on_stdout():
        if as_json:
            print_json({"warehouse": str(warehouse), "versions": [version.to_dict() for version in found]}, indent=2)
            return
        rows = [
            (
                version.number,
                "current" if version.current else "",
                version.published_at,
                version.run_id or version.damage,
                None if version.rows is None else sum(version.rows.values()),
                f"{version.bytes / 1e6:.1f}",
                f"{version.own_bytes / 1e6:.1f}",
            )
            for version in found
        ]
        print_rows(_COLUMNS, rows, TableFormat.table)
