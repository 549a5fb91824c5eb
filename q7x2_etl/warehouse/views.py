"""The views and macros that analysts find in the warehouse: one file each in `sql/`, named after what it makes."""

from importlib.resources import files

import duckdb


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace every view and macro in the connection's current database."""
    folder = files("q7x2_etl.warehouse") / "sql"
    for script in sorted(folder.iterdir(), key=lambda path: path.name):
        if script.name.endswith(".sql"):
            connection.execute(script.read_text(encoding="utf-8"))
