"""`backup`: the writer's store and the published version in one file, with a checksum of each part.

The file is an uncompressed tar (what is in it is compressed already): one name to copy, to keep and to remove.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError, WarehouseError
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse.backup_file import CONTENTS_NAME, FORMAT, BackupContents, PartFacts, verify_backup
from q7x2_etl.warehouse.checks.database import opened
from q7x2_etl.warehouse.checks.finding import has_errors, listed
from q7x2_etl.warehouse.checks.versions import check_version
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, quoted
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.lock import WriterLock
from q7x2_etl.warehouse.manifest import sha256_of

STORE_PART = "writer/store.duckdb"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made and read again."""

    path: str
    version: int
    bytes: int
    parts: int
    made_at: str


def backup(root: Path, target: Path, settings: Settings | None = None) -> BackedUp:
    """Write the warehouse into one file at `target`; in a folder it gets a name with the version and the time.

    Readers go on. The writer's lock is held, so that no load changes what is copied; one that is at work is waited for
    (`settings.wait`). The file appears under its name only when it is whole and was read again.

    Raises InputError for a target that is there or has no folder, WarehouseBusyError while a load runs, WarehouseError
    where there is nothing to save, or where it is broken: a backup of broken files would be none.
    """
    layout = Layout(root)
    if not layout.root.is_dir():
        raise InputError(f"{root}: no warehouse there; make one with: q7x2-etl load PATH --warehouse {root}")
    if not target.is_dir() and not target.parent.is_dir():
        raise InputError(f"{target.parent}: no such folder; make it, or name another place for the backup")
    with WriterLock(layout.lock, wait=(settings or Settings()).wait):
        number = layout.current_version()
        if number is None or not layout.store.exists():
            raise WarehouseError(
                f"{root}: nothing is published there, so there is nothing to save; load something first"
            )
        made_at = datetime.now(UTC)
        if target.is_dir():
            target = target / f"{layout.root.resolve().name}-v{number}-{made_at:%Y%m%dT%H%M%SZ}.tar"
        if target.exists():
            raise InputError(f"{target}: is there already; name another file, or give a folder")
        _write(layout, number, target, made_at)
    contents = verify_backup(target)
    return BackedUp(str(target), number, target.stat().st_size, len(contents.parts), contents.made_at)


def _write(layout: Layout, number: int, target: Path, made_at: datetime) -> None:
    findings = check_version(layout, number, quick=False)
    if has_errors(findings):
        seen = listed(finding.seen for finding in findings if finding.severity == "error")
        raise WarehouseError(
            f"{layout.root}: version {number} is broken ({seen}), so no backup was made; "
            f"mend it first: q7x2-etl restore --warehouse {layout.root}"
        )
    draft = target.with_name(f"{TEMPORARY_PREFIX}{target.name}-{token_hex(4)}")
    try:
        with _copied_store(layout, draft.with_name(f"{draft.name}-store")) as (store, rows):
            folder = layout.version(number)
            parts = {STORE_PART: store} | {
                f"versions/{number}/{path.relative_to(folder).as_posix()}": path
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
            facts = {name: PartFacts(path.stat().st_size, sha256_of(path)) for name, path in parts.items()}
            contents = BackupContents(
                FORMAT, made_at.isoformat(timespec="seconds"), __version__, duckdb.__version__, number, rows, facts
            )
            _write_tar(draft, contents, parts)
        verify_backup(draft)
        draft.rename(target)
    except (OSError, tarfile.TarError, duckdb.Error) as problem:
        raise WarehouseError(
            f"{target}: the backup could not be made: {problem}; nothing was left there, and the warehouse is as it was"
        ) from problem
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _copied_store(layout: Layout, draft: Path) -> Iterator[tuple[Path, Mapping[str, int]]]:
    """A copy of the store's rows through DuckDB, which takes in the write-ahead log and reads every block.

    The file itself is never opened by us: where this process has it open in DuckDB, that would drop DuckDB's lock.
    """
    try:
        with opened(layout.store) as connection:
            connection.execute(f"ATTACH {quoted(str(draft))} AS copied (STORAGE_VERSION '{STORAGE_VERSION}')")
            source = connection.execute("SELECT current_database()").fetchall()[0][0]
            connection.execute(f"COPY FROM DATABASE {source} TO copied")
            connection.execute("CHECKPOINT copied")
            rows = {
                name: int(connection.execute(f'SELECT count(*) FROM copied."{name}"').fetchall()[0][0])
                for name in load_contract().tables
            }
    except duckdb.Error as problem:
        draft.unlink(missing_ok=True)
        raise WarehouseError(
            f"{layout.store}: cannot be read ({problem}), so no backup was made; "
            f"see what is wrong: q7x2-etl doctor --warehouse {layout.root}"
        ) from problem
    try:
        yield draft, rows
    finally:
        draft.unlink(missing_ok=True)


def _write_tar(draft: Path, contents: BackupContents, parts: Mapping[str, Path]) -> None:
    with draft.open("wb") as stream:
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            told = json.dumps(asdict(contents), indent=1).encode()
            tar.addfile(_member(CONTENTS_NAME, len(told)), io.BytesIO(told))
            for name, path in parts.items():
                with path.open("rb") as part:
                    tar.addfile(_member(name, path.stat().st_size), part)
        stream.flush()
        os.fsync(stream.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o444, int(datetime.now(UTC).timestamp())
    return member
