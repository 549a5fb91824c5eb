"""The DuckDB file of a version made from that of an earlier one, by exchanging the rows that differ.

It is worth it where few partitions changed, and is given up for a whole copy wherever something is not as it should be:
nothing rests on it but the time that a publish takes.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from q7x2_etl.contract import Table
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, quoted
from q7x2_etl.warehouse.copying import same_shape
from q7x2_etl.warehouse.layout import DATABASE_NAME, PARQUET_NAME
from q7x2_etl.warehouse.manifest import Manifest, sha256_of
from q7x2_etl.warehouse.partitions import Partition, file_name, partitioning, partitions, row_hash, value_of, within
from q7x2_etl.warehouse.store import STORE_CATALOG, Store

LEAST_ROWS = 50_000  # a smaller store is copied as quickly
_MOST_TOUCHED = 0.9  # of all rows, those in partitions that changed: most of them are as they were, and only compared
_MOST_GROWTH = 1.25  # gaps that exchanged rows may leave, against a file without gaps
_PATCHED = "patched_copy"


def copy_patched(
    store: Store, path: Path, wanted: Mapping[str, Sequence[Partition]], folder: Path, manifest: Manifest
) -> bool:
    """Make `path` the DuckDB file of the version in `folder`, brought to the store's rows, which are `wanted`.

    False, and no file, where that is not worth it or not possible. A file that is made has no differing row: its
    changed tables are proved by their digests, the others by the checksum of the file that they were copied with.
    """
    changed = _changed(manifest, wanted)
    rows = sum(part.rows for parts in wanted.values() for part in parts)
    touched = sum(part.rows for table, parts in wanted.items() for part in parts if part.value in changed[table])
    facts = manifest.files.get(DATABASE_NAME)
    if facts is None or rows < LEAST_ROWS or touched > rows * _MOST_TOUCHED:
        return False
    made = False
    try:
        shutil.copyfile(folder / DATABASE_NAME, path)
        if sha256_of(path) == facts.sha256:
            made = _patch(store, path, wanted, changed) and path.stat().st_size <= manifest.grown(rows) * _MOST_GROWTH
    except FileNotFoundError:
        return False
    finally:
        if not made:
            for one in (path, path.with_name(f"{path.name}.wal")):
                one.unlink(missing_ok=True)
    return made


def _changed(manifest: Manifest, wanted: Mapping[str, Sequence[Partition]]) -> dict[str, set[str | None]]:
    """By table, the partitions that the earlier version has not, or with other rows, or that are there no more."""
    changed: dict[str, set[str | None]] = {table: set() for table in wanted}
    names = set()
    for table, parts in wanted.items():
        for part in parts:
            name = f"{PARQUET_NAME}/{file_name(table, part.value)}"
            names.add(name)
            facts = manifest.files.get(name)
            if facts is None or facts.digest != part.digest:
                changed[table].add(part.value)
    for name in set(manifest.files) - names - {DATABASE_NAME}:
        table = name.split("/")[1]
        if table in changed:
            changed[table].add(value_of(name))
    return changed


def _patch(
    store: Store, path: Path, wanted: Mapping[str, Sequence[Partition]], changed: Mapping[str, set[str | None]]
) -> bool:
    connection = store.connection
    tables = [table for table in store.contract.tables.values() if changed[table.name]]
    connection.execute(f"ATTACH {quoted(str(path))} AS {_PATCHED} (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        if not same_shape(connection, STORE_CATALOG, _PATCHED):
            return False
        with store.transaction():
            # Rows that take their partition from another table's come first, while that table is as it was.
            for table in sorted(tables, key=lambda table: partitioning(table.name).parent is None):
                _exchange(store, table, changed[table.name])
        connection.execute(f"CHECKPOINT {_PATCHED}")
        return all(_as_wanted(store, table, wanted[table.name], changed[table.name]) for table in tables)
    finally:
        connection.execute(f"DETACH {_PATCHED}")


def _as_wanted(store: Store, table: Table, wanted: Sequence[Partition], values: set[str | None]) -> bool:
    """Whether the changed partitions have the wanted digests, and the table the wanted number of rows."""
    held = partitions(store.connection, _PATCHED, [table], {table.name: values})[table.name]
    n = store.scalar(f'SELECT count(*) FROM {_PATCHED}."{table.name}"')
    chosen = [part for part in wanted if part.value in values and part.rows]
    return [part for part in held if part.rows] == chosen and n == sum(part.rows for part in wanted)


def _exchange(store: Store, table: Table, values: set[str | None]) -> None:
    """Within these partitions, delete the rows that the store has not, and insert those that are missing."""
    by, chosen = partitioning(table.name), within(table.name, values)
    there = f"{by.source(_PATCHED, table.name)} WHERE {chosen}"
    wanted = f"{by.source(STORE_CATALOG, table.name)} WHERE {chosen}"
    key = row_hash(table)
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    rows = ", ".join(f't."{name}"' for name in table.column_names)
    target = f'{_PATCHED}."{table.name}"'
    store.connection.execute(
        f"DELETE FROM {target} WHERE rowid IN "
        f"(SELECT t.rowid FROM {there} AND {key} NOT IN (SELECT {key} FROM {wanted}))"
    )
    store.connection.execute(
        f"INSERT INTO {target} ({columns}) SELECT {rows} FROM {wanted} AND {key} NOT IN (SELECT {key} FROM {there})"
    )
