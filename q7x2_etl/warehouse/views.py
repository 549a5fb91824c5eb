"""The views and macros that analysts find in the warehouse: one file each in `sql/`, named after what it makes."""

from importlib.resources import files

import duckdb

_ASKED_BY_OTHERS = ("judgements_in_force", "incident_dyads")  # views that other views ask


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace every view and macro in the connection's current database."""
    folder = files("q7x2_etl.warehouse") / "sql"
    scripts = {path.name.removesuffix(".sql"): path for path in folder.iterdir() if path.name.endswith(".sql")}
    for name in (*_ASKED_BY_OTHERS, *sorted(scripts.keys() - set(_ASKED_BY_OTHERS))):
        connection.execute(scripts[name].read_text(encoding="utf-8"))
