"""The SQL of this room: files in `sql/`."""

from functools import cache
from importlib.resources import files

import duckdb


@cache
def script(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (files("q7x2_etl.resolution") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def make_empty(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Make the temporary table `name` with the columns of `query` and no rows, to be inserted into.

    Its columns are written out: of a table made by CREATE TABLE … AS without rows, DuckDB 2.0 loses sight of the rows
    of a later INSERT of more than 122,880 in the same transaction.
    """
    found = connection.sql(query)
    columns = ", ".join(f'"{column}" {kind}' for column, kind in zip(found.columns, found.types, strict=True))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
