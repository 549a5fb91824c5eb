"""The Parquet of a version: changed partitions are written, all others are hard links into earlier versions."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from q7x2_etl.contract import Table
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import PARQUET_NAME, Layout
from q7x2_etl.warehouse.manifest import FileFacts, Manifest, sha256_of
from q7x2_etl.warehouse.partitions import Partition, file_name
from q7x2_etl.warehouse.passes import WIDE, ordered_queries
from q7x2_etl.warehouse.store import Store

_ROW_GROUP = 32_768
_MANY_ROWS = 5_000  # of a table that is sorted: what was read for the tables before is given back first
_WIDE_ROW_GROUP = 2_048  # rows that hold whole texts: few at a time, or the memory holds a hundred megabytes of them


@dataclass(frozen=True)
class Earlier:
    """The Parquet files of the versions that are there, found by name and by the digest of what they hold."""

    files: Mapping[tuple[str, str], Sequence[tuple[Path, FileFacts]]]

    @classmethod
    def of(cls, layout: Layout) -> "Earlier":
        """Those of every version whose manifest can be read, the newest first."""
        files: dict[tuple[str, str], list[tuple[Path, FileFacts]]] = {}
        for number in reversed(layout.versions_there()):
            folder = layout.version(number)
            try:
                manifest = Manifest.read(folder)
            except WarehouseError:
                continue
            for name, facts in manifest.files.items():
                if facts.digest is not None:
                    files.setdefault((name, facts.digest), []).append((folder / name, facts))
        return cls(files)

    def place(self, name: str, partition: Partition, target: Path) -> FileFacts | None:
        """Make `target` the file of that name and content, and say what it is; None where no version has it whole."""
        for path, facts in self.files.get((name, partition.digest), ()):
            try:
                if facts.rows == partition.rows and sha256_of(path) == facts.sha256:
                    _link_or_copy(path, target)
                    return facts
            except FileNotFoundError:
                continue
        return None


def write_parquet(
    draft: Path, store: Store, wanted: Mapping[str, Sequence[Partition]], earlier: Earlier
) -> tuple[dict[str, FileFacts], int]:
    """Fill the draft's Parquet folder with every table of the contract; its files, and how many of them are written
    (the others are links). Raises WarehouseError when a file does not hold the rows that it should.
    """
    files: dict[str, FileFacts] = {}
    written = 0
    for table in store.contract.tables.values():
        changed = []
        for partition in wanted[table.name]:
            name = f"{PARQUET_NAME}/{file_name(table.name, partition.value)}"
            target = draft / name
            target.parent.mkdir(parents=True)
            facts = earlier.place(name, partition, target)
            if facts is None:
                changed.append(partition)
            else:
                files[name] = facts
        if changed:
            _write_partitions(draft / PARQUET_NAME, store, table, changed)
        for partition in changed:
            name = f"{PARQUET_NAME}/{file_name(table.name, partition.value)}"
            path = draft / name
            files[name] = FileFacts(path.stat().st_size, sha256_of(path), partition.rows, partition.digest)
        written += len(changed)
    return files, written


def _write_partitions(folder: Path, store: Store, table: Table, changed: Sequence[Partition]) -> None:
    """The rows of the changed partitions in order, cut into files by the partitions' numbers of rows."""
    schema = table.arrow_schema()
    group_rows = _WIDE_ROW_GROUP if table.name in WIDE else _ROW_GROUP
    if sum(partition.rows for partition in changed) > _MANY_ROWS:
        store.let_go_of_memory()
    with store.connection.cursor() as cursor:  # an Arrow reader not read to its end would block the store's own
        cursor.execute("SET TimeZone = 'UTC'")
        queries = ordered_queries(cursor, table, changed)
        rows = _Rows(schema, (batch for query in queries for batch in cursor.sql(query).to_arrow_reader(group_rows)))
        for partition in changed:
            left = partition.rows
            with pq.ParquetWriter(folder / file_name(table.name, partition.value), schema, compression="zstd") as file:
                while left:
                    group = rows.take(min(left, group_rows))
                    file.write_table(group, row_group_size=group_rows)
                    left -= group.num_rows
        rows.end(table.name)


class _Rows:
    """The rows of Arrow batches, taken in pieces of any length."""

    def __init__(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        self._schema = schema
        self._batches = batches
        self._held = schema.empty_table()

    def take(self, n: int) -> pa.Table:
        """The next `n` rows."""
        while self._held.num_rows < n:
            more = pa.Table.from_batches([next(self._batches)]).cast(self._schema)
            self._held = pa.concat_tables([self._held, more])
        taken, self._held = self._held.slice(0, n), self._held.slice(n)
        return taken

    def end(self, table: str) -> None:
        """Raise WarehouseError when there are rows left."""
        if self._held.num_rows or any(batch.num_rows for batch in self._batches):
            raise WarehouseError(f"{table}: it has more rows than were counted; please report this as a bug")


def _link_or_copy(source: Path, target: Path) -> None:
    """A hard link where the file system makes one; else a copy. Never on Windows, where a file is made deletable
    through one name and so writable through all.
    """
    if os.name != "nt":
        with suppress(OSError):
            target.hardlink_to(source)
            return
    shutil.copyfile(source, target)
