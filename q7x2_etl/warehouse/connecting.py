"""Connections to DuckDB as this library makes all of them: days are those of UTC, and nothing is printed; of which
storage version its files are, and how their names are written in SQL.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

STORAGE_VERSION = "v1.5.0"  # files that DuckDB 1.5 and 2.x both open


def connected(
    path: Path | str = ":memory:", *, read_only: bool = False, config: Mapping[str, str] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the file at `path`, or to one of its own in memory; `config` are DuckDB's settings.

    A program without a file of its own (`python -c`, a shell, a notebook) is interactive to DuckDB: it would draw the
    progress of longer queries onto standard output, among what the program prints. Raises duckdb.Error.
    """
    connection = duckdb.connect(str(path), read_only=read_only, config=dict(config or {}))
    try:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET TimeZone = 'UTC'")
    except BaseException:
        connection.close()
        raise
    return connection


def quoted(text: str) -> str:
    """A SQL string literal, for the statements that take no bound parameter (ATTACH, COPY)."""
    return "'" + text.replace("'", "''") + "'"
