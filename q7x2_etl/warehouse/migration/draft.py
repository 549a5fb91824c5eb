"""The files of a migration: a backup of the store, a copy that is worked on, and the one rename that puts it in place.

The store itself is never written to: a migration that fails or is killed leaves it whole, and the copy is cleared away
by the next one. After the rename the new store is whole.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.pointer import sync_folder
from q7x2_etl.warehouse.store import STORE_CATALOG, Store, attached

BACKUPS_NAME = "backups"
_READ_ONLY = 0o444


@contextmanager
def close_cleanly(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store as it is, attached; at the end of the block it lies in its one file, without a log beside it."""
    connection = attached(layout, layout.store)
    try:
        yield connection
        connection.execute(f"CHECKPOINT {STORE_CATALOG}")
    finally:
        connection.close()
    if _log_of(layout.store).exists():
        raise WarehouseError(f"{layout.store}: its log {_log_of(layout.store).name} could not be folded in; try again")


def back_up(layout: Layout, version: int) -> Path:
    """A read-only copy of the store, kept beside it. To go back, copy it over the store again."""
    folder = layout.writer / BACKUPS_NAME
    folder.mkdir(exist_ok=True)
    backup = folder / f"store-contract-{version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.duckdb"
    temporary = folder / f"{TEMPORARY_PREFIX}{backup.name}"
    temporary.unlink(missing_ok=True)
    shutil.copyfile(layout.store, temporary)
    _sync(temporary)
    temporary.chmod(_READ_ONLY)
    temporary.replace(backup)
    sync_folder(folder)
    return backup


@contextmanager
def draft_store(layout: Layout, config: Mapping[str, str] | None = None) -> Iterator[Store]:
    """A copy of the store to work on; it stays on disk, closed, only when the block ends well."""
    draft = _draft(layout)
    _remove(draft)
    try:
        shutil.copyfile(layout.store, draft)
        connection = attached(layout, draft, config)
        try:
            yield Store(connection, load_contract())
            connection.execute(f"CHECKPOINT {STORE_CATALOG}")
        finally:
            connection.close()
        _sync(draft)
    except BaseException:
        _remove(draft)
        raise


def put_in_place(layout: Layout) -> None:
    """The draft becomes the store, in one step."""
    _draft(layout).replace(layout.store)
    sync_folder(layout.writer)


def _draft(layout: Layout) -> Path:
    return layout.writer / f"{TEMPORARY_PREFIX}migrating.duckdb"


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _log_of(path).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
