"""Publishing: the writer's store becomes a new read-only version, and one pointer is flipped to it.

Everything is built under a temporary name, made durable and read-only, and renamed; only then does `current` change,
by the atomic rename of a new symlink over the old one. A publish that fails or is killed at any point leaves what
analysts see as it was. The pointer is a symlink: on Windows that needs developer mode (or the right to make links),
and without it a load ends with an error that says so, its rows safe in the writer's store and nothing published.
"""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import DATABASE_NAME, MANIFEST_NAME, PARQUET_NAME, TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.store import STORAGE_VERSION, STORE_CATALOG, quoted

VERSIONS_KEPT = 3
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """What a publish made."""

    number: int
    path: Path
    rows: dict[str, int]


def publish(layout: Layout, connection: duckdb.DuckDBPyConnection, tables: list[str], run_id: str) -> PublishedVersion:
    """Copy the attached writer's store into `versions/<n>/` (DuckDB file, Parquet, manifest) and flip `current` to it.

    `tables` are written as Parquet, one folder each. The last `VERSIONS_KEPT` versions stay on disk.
    Raises `WarehouseError` when the version cannot be made; what was published before stays so.
    """
    layout.versions.mkdir(parents=True, exist_ok=True)
    _remove_half_made(layout)
    number = max([0, *layout.versions_there()]) + 1
    draft = layout.versions / f"{TEMPORARY_PREFIX}{number}"
    final = layout.version(number)
    try:
        draft.mkdir()
        rows = _write_draft(draft, connection, tables)
        _write_manifest(draft, number, run_id, rows)
        _seal(draft)
        draft.rename(final)
        _sync_folder(layout.versions)
        _flip(layout, number)
    except (OSError, duckdb.Error) as error:
        _remove(draft)
        raise WarehouseError(
            f"{layout.root}: version {number} could not be published: {error}; analysts still see "
            f"{_seen(layout)}, and the loaded rows are safe in {layout.store}; run the load again"
        ) from error
    _remove_old(layout)
    return PublishedVersion(number=number, path=final, rows=rows)


def _write_draft(draft: Path, connection: duckdb.DuckDBPyConnection, tables: list[str]) -> dict[str, int]:
    target = str(draft / DATABASE_NAME)
    # ATTACH and COPY take no bound parameters for names of files; the path is quoted as a literal.
    connection.execute(f"ATTACH {quoted(target)} AS draft (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        connection.execute(f"COPY FROM DATABASE {STORE_CATALOG} TO draft")
        connection.execute("CHECKPOINT draft")
        rows: dict[str, int] = {}
        for table in tables:
            folder = draft / PARQUET_NAME / table
            folder.mkdir(parents=True)
            file = quoted(str(folder / f"{table}.parquet"))
            connection.execute(f'COPY draft."{table}" TO {file} (FORMAT parquet, COMPRESSION zstd)')
            rows[table] = int(connection.execute(f'SELECT count(*) FROM draft."{table}"').fetchall()[0][0])
    finally:
        connection.execute("DETACH draft")
    return rows


def _write_manifest(draft: Path, number: int, run_id: str, rows: dict[str, int]) -> None:
    files = {
        path.relative_to(draft).as_posix(): {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        for path in sorted(p for p in draft.rglob("*") if p.is_file())
    }
    manifest = {
        "version": number,
        "run_id": run_id,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "duckdb_storage": STORAGE_VERSION,
        "rows": rows,
        "files": files,
    }
    (draft / MANIFEST_NAME).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(draft: Path) -> None:
    """Every file on disk and read-only, every folder synced, before any reader can see one of them."""
    for path in sorted(draft.rglob("*"), reverse=True):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
            path.chmod(_READ_ONLY)
        else:
            _sync_folder(path)
    _sync_folder(draft)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flip(layout: Layout, number: int) -> None:
    _point(layout.current, Path("versions") / str(number))
    for name, target in (
        (layout.database, Path("current") / DATABASE_NAME),
        (layout.parquet, Path("current") / PARQUET_NAME),
    ):
        if not name.is_symlink() or name.readlink() != target:
            _point(name, target)
    _sync_folder(layout.root)


def _point(link: Path, target: Path) -> None:
    """Make `link` lead to `target` in one step: a new symlink is renamed over the old one."""
    temporary = link.with_name(f"{TEMPORARY_PREFIX}{link.name}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target, target_is_directory=True)
    temporary.replace(link)


def _remove_half_made(layout: Layout) -> None:
    for path in layout.versions.glob(f"{TEMPORARY_PREFIX}*"):
        _remove(path)


def _remove_old(layout: Layout) -> None:
    """Drop all but the newest versions; one that a reader on Windows still holds stays until the next publish."""
    current = layout.current_version()
    for number in layout.versions_there()[:-VERSIONS_KEPT]:
        if number != current:
            # Renamed first, so that a removal that is cut short leaves no half version under a number.
            doomed = layout.versions / f"{TEMPORARY_PREFIX}old-{number}"
            with suppress(OSError):
                layout.version(number).rename(doomed)
                _remove(doomed)


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with suppress(OSError):
                path.chmod(0o644)  # Windows refuses to delete a read-only file
    shutil.rmtree(folder, ignore_errors=True)


def _seen(layout: Layout) -> str:
    number = layout.current_version()
    return "no version yet" if number is None else f"version {number}"
