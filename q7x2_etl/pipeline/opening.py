"""The store of a run, opened; made anew first where a killed load left one that DuckDB cannot read any more."""

import logging

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Store, WriterLock
from q7x2_etl.warehouse.mend import mend_held

_log = logging.getLogger(__name__)
# DuckDB's words for a block whose checksum is wrong: it writes some of its catalog in place, and a kill can fall
# between two pages of such a block (docs/RELIABILITY.md).
_TORN = "Corrupt database file"


def open_store(layout: Layout, settings: Settings, lock: WriterLock) -> tuple[Store, tuple[str, ...]]:
    """The store, and what was mended before it could be opened, a sentence each.

    Only a store that is torn, and whose last writer was killed, is mended, as `restore` does it: from the newest
    version that can be trusted; the torn one is put aside. What was not published yet is then no more in the ledger, so
    a load of the same inputs does it again. Whatever else is wrong is an error, for people to look at.
    Raises what `Store.open` raises.
    """
    try:
        return _opened(layout, settings), ()
    except WarehouseError as error:
        if lock.left_by is None or _TORN not in str(error.__cause__):
            raise
        _log.warning("the last writer (%s) was killed, and left a store that cannot be read", lock.left_by)
    mended = mend_held(layout, settings)
    for action in mended.actions:
        _log.warning("%s: %s", layout.root, action)
    return _opened(layout, settings), mended.actions


def _opened(layout: Layout, settings: Settings) -> Store:
    return Store.open(layout, load_contract(), settings.database_config())
