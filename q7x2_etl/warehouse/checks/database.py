"""A DuckDB file opened to be looked at: read-only, so that looking changes nothing, not even a WAL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.warehouse.connecting import connected, quoted

CATALOG = "looked_at"


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current database is the file. Raises duckdb.Error where it cannot be opened."""
    connection = connected()
    try:
        connection.execute(f"ATTACH {quoted(str(path))} AS {CATALOG} (READ_ONLY)")
        connection.execute(f"USE {CATALOG}")
        yield connection
    finally:
        connection.close()


def read_everything(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Read every value of every table: DuckDB proves the checksum of a block only when it reads it."""
    for table in contract.tables:
        connection.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{table}"').fetchall()


def other_columns(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[str]:
    """The tables of the contract that are not there, or have other columns."""
    there: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = ? AND NOT internal", [CATALOG]
    ).fetchall():
        there.setdefault(str(table), set()).add(str(column))
    return [name for name, table in contract.tables.items() if there.get(name) != set(table.column_names)]
