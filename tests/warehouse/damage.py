"""Ways in which a warehouse breaks, done to real files, and what stands in it; used by the tests of this folder."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse.checks import Finding
from q7x2_etl.warehouse.doctor import examine
from q7x2_etl.warehouse.layout import Layout

_LEFT_OPEN = """
import os, sys, duckdb
connection = duckdb.connect(":memory:")
connection.execute(f"ATTACH '{sys.argv[1]}' AS store")
connection.execute("USE store")
connection.execute(sys.argv[2])
os._exit(9)
"""


def trouble(root: Path, *, quick: bool = False) -> dict[str, Finding]:
    """What `doctor` does not find well in the warehouse's own files, by name."""
    return {finding.name: finding for finding in examine(Layout(root), quick=quick) if finding.severity != "ok"}


def published_rows(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that readers see, by table."""
    return rows_of(root / "q7x2.duckdb")


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a DuckDB file, by table, but for the ledger of the pointer: each version adds to it."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in load_contract().tables
            if table != "publications"
        }


def flip_byte(path: Path, position: int) -> None:
    """Change one byte of a file, which may be read-only."""
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[position] ^= 0xFF
    path.write_bytes(content)
    path.chmod(0o444)


def cut(path: Path, size: int) -> None:
    """Truncate a file, which may be read-only."""
    mode = path.stat().st_mode
    path.chmod(0o644)
    with path.open("rb+") as stream:
        stream.truncate(size)
    path.chmod(mode)


def in_store(root: Path, statement: str) -> None:
    """Run a statement in the writer's store, behind the library's back."""
    with duckdb.connect(str(root / "writer" / "store.duckdb")) as connection:
        connection.execute(statement)


def killed_in_store(root: Path, statement: str) -> bytes:
    """The same by a process that is killed after the commit; the write-ahead log that it leaves."""
    store = root / "writer" / "store.duckdb"
    subprocess.run([sys.executable, "-c", _LEFT_OPEN, str(store), statement], check=False)
    return (root / "writer" / "store.duckdb.wal").read_bytes()
