"""Publishing: the writer's store becomes a new read-only version, and one pointer is flipped to it.

Everything is built under a temporary name, made durable and read-only, and renamed; only then does `current` change,
by the atomic rename of a new symlink over the old one. A publish that fails or is killed at any point leaves what
analysts see as it was. The pointer is a symlink: on Windows that needs developer mode (or the right to make links),
and without it a load ends with an error that says so, its rows safe in the writer's store and nothing published.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from q7x2_etl import __version__
from q7x2_etl.contract.versions import newest_version
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.connecting import STORAGE_VERSION
from q7x2_etl.warehouse.copying import copy_proved
from q7x2_etl.warehouse.layout import DATABASE_NAME, TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.manifest import FileFacts, Manifest, sha256_of
from q7x2_etl.warehouse.parquet import Earlier, write_parquet
from q7x2_etl.warehouse.partitions import Partition, partitions
from q7x2_etl.warehouse.patching import copy_patched
from q7x2_etl.warehouse.pointer import flip, sync_folder
from q7x2_etl.warehouse.publications import Occasion, Publication, record_publication
from q7x2_etl.warehouse.store import STORE_CATALOG, Store
from q7x2_etl.warehouse.versions import remove_half_made, remove_old, remove_version

VERSIONS_KEPT = 3
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """What a publish made: rows by table, and how many files were written; the others are those of earlier versions."""

    number: int
    path: Path
    rows: dict[str, int]
    files: int
    files_written: int


def publish(
    layout: Layout,
    store: Store,
    run_id: str,
    *,
    occasion: Occasion = "load",
    versions_kept: int = VERSIONS_KEPT,
    rewrite: bool = False,
) -> PublishedVersion:
    """Copy the writer's store into `versions/<n>/` (DuckDB file, Parquet, manifest) and flip `current` to it.

    To be called under the writer's lock, outside a transaction. Parquet files whose rows are those of an earlier
    version are links to it, unless all are to be written anew (`rewrite`). The last `versions_kept` versions stay on
    disk. `occasion` is what the ledger says of it. Raises `WarehouseError` when the version cannot be made; what was
    published before stays so.
    """
    number, before = layout.next_version(), layout.current_version()
    draft = layout.versions / f"{TEMPORARY_PREFIX}{number}"
    final = layout.version(number)
    made = False
    try:
        layout.versions.mkdir(parents=True, exist_ok=True)
        remove_half_made(layout)
        draft.mkdir()
        wanted = partitions(store.connection, STORE_CATALOG, list(store.contract.tables.values()))
        compact_bytes = _write_database(draft / DATABASE_NAME, store, wanted, None if rewrite else _seen(layout))
        store.let_go_of_memory()
        files, written = write_parquet(draft, store, wanted, Earlier({}) if rewrite else Earlier.of(layout))
        manifest = replace(_manifest(draft, number, run_id, store, files), compact_bytes=compact_bytes)
        manifest.write(draft)
        _seal(draft)
        draft.rename(final)
        made = True
        sync_folder(layout.versions)
        flip(layout, number)
    except (OSError, duckdb.Error, pa.ArrowException, WarehouseError) as error:
        remove_version(draft)
        if made and layout.current_version() != number:
            remove_version(final)
        raise WarehouseError(
            f"{layout.root}: version {number} could not be published: {error}; analysts still see "
            f"{layout.seen()}, and the loaded rows are safe in {layout.store}; run the load again"
        ) from error
    record_publication(store, Publication(number, before, occasion, run_id), layout)
    remove_old(layout, versions_kept)
    return PublishedVersion(number, final, dict(manifest.rows), len(manifest.files), written + 1)


def _seen(layout: Layout) -> tuple[Path, Manifest] | None:
    """The version that analysts see, when its manifest can be read."""
    number = layout.current_version()
    if number is None:
        return None
    folder = layout.version(number)
    with suppress(WarehouseError):
        return folder, Manifest.read(folder)
    return None


def _write_database(
    path: Path, store: Store, wanted: Mapping[str, Sequence[Partition]], seen: tuple[Path, Manifest] | None
) -> int:
    """Write the version's DuckDB file; the bytes that it takes, or would take, without gaps."""
    rows = sum(part.rows for parts in wanted.values() for part in parts)
    if seen is not None and copy_patched(store, path, wanted, *seen):
        return seen[1].grown(rows)
    copy_proved(store, path, wanted)
    return path.stat().st_size


def _manifest(draft: Path, number: int, run_id: str, store: Store, files: dict[str, FileFacts]) -> Manifest:
    database = draft / DATABASE_NAME
    rows = dict.fromkeys(store.contract.tables, 0)
    for name, facts in files.items():
        rows[name.split("/")[1]] += facts.rows or 0
    return Manifest(
        version=number,
        run_id=run_id,
        published_at=datetime.now(UTC).isoformat(timespec="seconds"),
        contract_version=newest_version(),
        library=__version__,
        duckdb=duckdb.__version__,
        duckdb_storage=STORAGE_VERSION,
        rows=rows,
        files={DATABASE_NAME: FileFacts(database.stat().st_size, sha256_of(database))} | files,
    )


def _seal(draft: Path) -> None:
    """Every file on disk and read-only, every folder synced, before any reader can see one of them."""
    for path in sorted(draft.rglob("*"), reverse=True):
        if path.is_dir():
            sync_folder(path)
        elif path.stat().st_nlink == 1 or os.name == "nt":  # a link leads to a file that was sealed long ago
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
            path.chmod(_READ_ONLY)
    sync_folder(draft)
