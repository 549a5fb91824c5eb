"""Whether one published version is whole: its manifest, its files, what is in them."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok, warning
from q7x2_etl.warehouse.connecting import connected
from q7x2_etl.warehouse.layout import DATABASE_NAME, MANIFEST_NAME, PARQUET_NAME, Layout
from q7x2_etl.warehouse.manifest import Manifest, sha256_of


def check_version(layout: Layout, number: int, *, quick: bool) -> list[Finding]:
    """Everything about one version; `quick` leaves out the checksums."""
    folder, subject = layout.version(number), f"version {number}"
    mend = f"q7x2-etl restore --warehouse {layout.root}"
    try:
        manifest = Manifest.read(folder)
    except WarehouseError as problem:
        return [error("version.manifest", subject, str(problem), mend)]
    return [
        ok("version.manifest", subject, f"published {manifest.published_at} by run {manifest.run_id}"),
        *_check_files(folder, manifest, subject, mend),
        *([] if quick else [_check_checksums(folder, manifest, subject, mend)]),
        *_check_database(folder / DATABASE_NAME, manifest, subject, mend),
        _check_parquet(folder / PARQUET_NAME, manifest, subject, mend),
    ]


def _check_files(folder: Path, manifest: Manifest, subject: str, mend: str) -> Iterator[Finding]:
    there = {
        path.relative_to(folder).as_posix(): path.stat()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST_NAME
    }
    missing = [f"{name} is missing" for name in manifest.files if name not in there]
    other_size = [
        f"{name} has {there[name].st_size} bytes, not {facts.bytes}"
        for name, facts in manifest.files.items()
        if name in there and there[name].st_size != facts.bytes
    ]
    extra = [f"{name} is not in the manifest" for name in there if name not in manifest.files]
    if wrong := missing + other_size + extra:
        yield error("version.files", subject, listed(wrong), mend)
    else:
        yield ok("version.files", subject, f"{len(there)} files, as the manifest lists them")
    if os.name != "nt" and (
        open_ones := [name for name, facts in there.items() if stat.S_IMODE(facts.st_mode) & 0o222]
    ):
        seen = f"these can be written: {listed(open_ones)}"
        yield warning("version.modes", subject, seen, f"find {folder} -type f -exec chmod a-w {{}} +")
    else:
        yield ok("version.modes", subject, "all files are read-only")


def _check_checksums(folder: Path, manifest: Manifest, subject: str, mend: str) -> Finding:
    wrong: list[str] = []
    for name, facts in manifest.files.items():
        try:
            if sha256_of(folder / name) != facts.sha256:
                wrong.append(name)
        except OSError as problem:
            wrong.append(f"{name} ({problem.strerror})")
    if wrong:
        return error("version.checksums", subject, f"not the bytes that were published: {listed(wrong)}", mend)
    return ok("version.checksums", subject, f"SHA-256 of {len(manifest.files)} files")


def _check_database(path: Path, manifest: Manifest, subject: str, mend: str) -> Iterator[Finding]:
    try:
        with connected(path, read_only=True) as connection:
            wrong = wrong_counts(connection, manifest.rows)
    except duckdb.Error as problem:
        yield error("version.database", subject, f"{path}: {first_line(problem)}", mend)
        return
    yield ok("version.database", subject, f"{path.name} opens")
    if wrong:
        yield error("version.database_rows", subject, f"not the manifest's rows: {listed(wrong)}", mend)
    else:
        yield ok("version.database_rows", subject, f"{sum(manifest.rows.values())} rows, as the manifest says")


def wrong_counts(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, int]) -> list[str]:
    """The tables of the connection's database that have not as many rows as they should."""
    wrong: list[str] = []
    for table, count in rows.items():
        found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
        if found != count:
            wrong.append(f"{table} has {found}, not {count}")
    return wrong


def _check_parquet(folder: Path, manifest: Manifest, subject: str, mend: str) -> Finding:
    name = "version.parquet_rows"
    wrong: list[str] = []
    for table, count in manifest.rows.items():
        try:
            found = parquet_rows(folder / table)
        except (OSError, pa.ArrowException) as problem:
            wrong.append(f"{table}: {first_line(problem)}")
            continue
        if found != count:
            wrong.append(f"{table} has {found}, not {count}")
    if wrong:
        return error(name, subject, f"not the manifest's rows: {listed(wrong)}", mend)
    return ok(name, subject, f"{sum(manifest.rows.values())} rows, as the manifest says")


def parquet_rows(folder: Path) -> int:
    """The rows that the footers of a table's Parquet files add up to."""
    return sum(pq.read_metadata(path).num_rows for path in folder.rglob("*.parquet"))


def first_line(problem: BaseException) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
