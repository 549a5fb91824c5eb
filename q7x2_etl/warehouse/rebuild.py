"""A new writer's store from a published version: from its DuckDB file, or, where that is broken, from its Parquet."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.aside import Aside
from q7x2_etl.warehouse.checks.database import opened, other_columns, read_everything
from q7x2_etl.warehouse.checks.finding import Finding, has_errors
from q7x2_etl.warehouse.checks.integrity import check_content
from q7x2_etl.warehouse.checks.versions import check_version, wrong_counts
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, connected, quoted
from q7x2_etl.warehouse.layout import DATABASE_NAME, PARQUET_NAME, TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.manifest import Manifest, sha256_of

_NEW = "rebuilt"


@dataclass(frozen=True, slots=True)
class Source:
    """What of one version can be trusted: all of it, its DuckDB file, its Parquet, or nothing."""

    number: int
    kind: Literal["whole", "database", "parquet", "nothing"]

    @property
    def whole(self) -> bool:
        return self.kind == "whole"

    def __str__(self) -> str:
        part = {
            "whole": "",
            "database": "the DuckDB file of ",
            "parquet": "the Parquet files of ",
            "nothing": "no part of ",
        }
        return f"{part[self.kind]}version {self.number}"


def source_of(layout: Layout, number: int, contract: Contract) -> Source:
    """What of a version can be trusted by its bytes; of the rows of a whole one see `rows_are_sound`."""
    findings = check_version(layout, number, quick=False)
    if not has_errors(findings):
        return Source(number, "whole")
    if _bytes_are_sound(layout.version(number)) and rows_are_sound(layout, number, contract):
        return Source(number, "database")
    return Source(number, "parquet" if _parquet_is_sound(layout.version(number), contract, findings) else "nothing")


def rows_are_sound(layout: Layout, number: int, contract: Contract) -> bool:
    """Whether every block of a version's DuckDB file can be read, and its rows prove each other."""
    try:
        with opened(layout.version(number) / DATABASE_NAME) as connection:
            if other_columns(connection, contract):
                return False
            read_everything(connection, contract)
            return not has_errors(check_content(connection, contract, "", ""))
    except duckdb.Error:
        return False


def _bytes_are_sound(folder: Path) -> bool:
    """Also without a manifest: then blocks, which carry checksums, and rows must speak for themselves."""
    try:
        expected = Manifest.read(folder).files[DATABASE_NAME].sha256
    except (WarehouseError, KeyError):
        return (folder / DATABASE_NAME).is_file()
    try:
        return sha256_of(folder / DATABASE_NAME) == expected
    except OSError:
        return False


def _parquet_is_sound(folder: Path, contract: Contract, findings: list[Finding]) -> bool:
    """Only against a manifest: nothing in the files themselves says that one of them is missing."""
    try:
        manifest = Manifest.read(folder)
        files = {n: facts.sha256 for n, facts in manifest.files.items() if n.startswith(f"{PARQUET_NAME}/")}
        there = {path.relative_to(folder).as_posix() for path in (folder / PARQUET_NAME).rglob("*") if path.is_file()}
        sound = there == set(files) and all(sha256_of(folder / name) == digest for name, digest in files.items())
    except (OSError, WarehouseError):
        return False
    counted = any(finding.name == "version.parquet_rows" and finding.severity == "ok" for finding in findings)
    return sound and counted and set(manifest.rows) >= set(contract.tables)


def rebuild_store(layout: Layout, source: Source, contract: Contract, aside: Aside) -> None:
    """Make the store anew from `source` and put the old one aside. To be called with the writer's lock.

    The new file is whole and on disk before the old one is touched; a rebuild that is cut short can be run again.
    Raises WarehouseError where it cannot be made; then the old store is still in its place.
    """
    draft = layout.writer / f"{TEMPORARY_PREFIX}store.duckdb"
    draft.unlink(missing_ok=True)
    try:
        _fill(draft, layout.version(source.number), source, contract)
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
    except (OSError, duckdb.Error) as problem:
        draft.unlink(missing_ok=True)
        raise WarehouseError(
            f"{layout.store}: could not be made from {source}: {problem}; nothing was changed; "
            "free disk space if that was it, and run the restore again"
        ) from problem
    aside.store()
    draft.rename(layout.store)


def _fill(draft: Path, folder: Path, source: Source, contract: Contract) -> None:
    with connected() as connection:
        connection.execute(f"ATTACH {quoted(str(draft))} AS {_NEW} (STORAGE_VERSION '{STORAGE_VERSION}')")
        if source.kind == "parquet":
            connection.execute(f"USE {_NEW}")
            _fill_from_parquet(connection, folder, contract)
        else:
            connection.execute(f"ATTACH {quoted(str(folder / DATABASE_NAME))} AS published (READ_ONLY)")
            connection.execute(f"COPY FROM DATABASE published TO {_NEW}")
        connection.execute(f"CHECKPOINT {_NEW}")


def _fill_from_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, contract: Contract) -> None:
    manifest = Manifest.read(folder)
    for table in contract.tables.values():
        for statement in table.ddl():
            connection.execute(statement)
        if manifest.rows[table.name]:  # a table without rows may have no file
            columns = ", ".join(f'"{name}"' for name in table.column_names)
            files = f"read_parquet({quoted(str(folder / PARQUET_NAME / table.name / '**' / '*.parquet'))})"
            connection.execute(f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {files}')
    if wrong := wrong_counts(connection, manifest.rows):
        raise OSError(f"rows were lost on the way: {', '.join(wrong)}")
