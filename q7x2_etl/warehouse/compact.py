"""The writer's store written anew without gaps: years of deletes and inserts leave a file larger than its rows."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.copying import copy_proved
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.partitions import partitions
from q7x2_etl.warehouse.pointer import sync_folder
from q7x2_etl.warehouse.store import STORE_CATALOG, Store


@dataclass(frozen=True, slots=True)
class Compacted:
    """The store's size in bytes, before and after."""

    bytes_before: int
    bytes_after: int


def compact(layout: Layout, contract: Contract, config: Mapping[str, str] | None = None) -> Compacted:
    """Rewrite the store into a new file, prove that it holds the same rows, and rename it over the old one.

    To be called under the writer's lock; `config` is what DuckDB is told. What is published is not touched. Raises
    WarehouseError when it fails; the store is then as it was.
    """
    if not layout.store.is_file():
        raise WarehouseError(f"{layout.root}: has no store yet; load something first")
    fresh = layout.writer / f"{TEMPORARY_PREFIX}{layout.store.name}"
    _remove(fresh)
    before = layout.store.stat().st_size
    try:
        store = Store.open(layout, contract, config)
        try:
            copy_proved(store, fresh, partitions(store.connection, STORE_CATALOG, list(contract.tables.values())))
            store.connection.execute(f"CHECKPOINT {STORE_CATALOG}")
        finally:
            store.close()
        _replace(fresh, layout)
    except (OSError, duckdb.Error) as error:
        _remove(fresh)
        raise WarehouseError(f"{layout.store}: could not be rewritten: {error}; it is as it was") from error
    except BaseException:
        _remove(fresh)
        raise
    return Compacted(before, layout.store.stat().st_size)


def _replace(fresh: Path, layout: Layout) -> None:
    """Rename the new file over the old one; never beside a log of writes, which is that of the old file."""
    for path in (layout.store, fresh):
        if _log_of(path).exists():
            raise WarehouseError(f"{_log_of(path)}: is still there; the store is as it was; run compact again")
    with fresh.open("rb+") as stream:
        os.fsync(stream.fileno())
    fresh.replace(layout.store)
    sync_folder(layout.writer)


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _remove(path: Path) -> None:
    for one in (path, _log_of(path)):
        one.unlink(missing_ok=True)
