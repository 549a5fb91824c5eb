"""`q7x2-etl export`."""

import logging

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE


def export(
    form: options.Form,
    out: options.Out,
    where: options.WhereExported = None,
    at: options.At = None,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Write the incidents to a file: in the columns of UCDP GED or ACLED, as a table, or as points for a map."""
    from q7x2_etl import Warehouse

    set_up_logs()
    with Warehouse(warehouse) as opened:
        done = opened.export(out, form.value, where=where, at=at)
    left_out = "" if not done.n_without_position else f" ({done.n_without_position} without coordinates left out)"
    logging.getLogger("q7x2_etl").info("%s: %d rows%s", done.path, done.n_rows, left_out)
