"""A copy of the store without gaps, proved to hold the same rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, quoted
from q7x2_etl.warehouse.partitions import Partition, partitions
from q7x2_etl.warehouse.store import STORE_CATALOG, Store

_COPY = "copy_of_store"
_SHAPE = (
    "SELECT table_name, sql, comment FROM duckdb_tables() WHERE database_name = ? AND NOT internal",
    "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = ? AND NOT internal",
    "SELECT view_name, sql, comment FROM duckdb_views() WHERE database_name = ? AND NOT internal",
    "SELECT function_name, parameters, macro_definition, comment FROM duckdb_functions() "
    "WHERE database_name = ? AND NOT internal",
)


def same_shape(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> bool:
    """Whether two attached databases have the same tables, columns, views and macros, with the same comments."""
    return _shape(connection, one) == _shape(connection, other)


def _shape(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[list[str]]:
    return [sorted(map(str, connection.execute(query, [catalog]).fetchall())) for query in _SHAPE]


def copy_proved(store: Store, path: Path, wanted: Mapping[str, Sequence[Partition]]) -> None:
    """Copy the store's tables, views and macros into a new DuckDB file, whole and closed when this returns.

    Raises WarehouseError when a table of the copy has not the partitions `wanted`, which are the store's.
    """
    connection = store.connection
    # ATTACH takes no bound parameter for the name of a file; the path is quoted as a literal.
    connection.execute(f"ATTACH {quoted(str(path))} AS {_COPY} (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        connection.execute(f"COPY FROM DATABASE {STORE_CATALOG} TO {_COPY}")
        connection.execute(f"CHECKPOINT {_COPY}")
        held = partitions(connection, _COPY, list(store.contract.tables.values()))
        differing = [name for name, parts in wanted.items() if held[name] != parts]
        if differing:
            raise WarehouseError(f"the copies of {', '.join(differing)} differ; please report this as a bug")
    finally:
        connection.execute(f"DETACH {_COPY}")
