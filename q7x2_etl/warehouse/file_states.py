"""In which state each file was when its bytes were last read: a DuckDB file of its own, beside the store.

A cache. A row says that a file in this state (its size and times) held these bytes; that stays true whatever becomes of
the load that wrote it, so it need not be written together with the load's rows, and is not published. A file that has
no row here has its bytes compared: where the cache is lost, a load takes longer, and nothing else.
"""

import logging

import duckdb
import pyarrow as pa

from q7x2_etl.warehouse.layout import Layout

FILE_STATES = "files_seen.file_states"
_CATALOG = FILE_STATES.partition(".")[0]
_log = logging.getLogger(__name__)


def attach_file_states(connection: duckdb.DuckDBPyConnection, layout: Layout, storage_version: str) -> None:
    """Make `FILE_STATES` a table of the connection, made anew where there is none that can be read."""
    try:
        _attach(connection, layout, storage_version)
    except duckdb.Error as error:
        _log.warning("%s cannot be read and is made anew; the bytes of files are compared once more (%s)",
                     layout.file_states, str(error).splitlines()[0])  # fmt: skip
        connection.execute(f"DETACH DATABASE IF EXISTS {_CATALOG}")
        for path in (layout.file_states, layout.file_states.with_name(f"{layout.file_states.name}.wal")):
            path.unlink(missing_ok=True)
        _attach(connection, layout, storage_version)


def remember_file_states(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Remember the states of files: file_uri, its bytes_id, and file_state (size in bytes, times of the last
    modification and of the last change of its entry on disk, in nanoseconds since 1970). Without a state, which is
    where the file changed just before it was read, there is nothing to remember.

    Not to be called inside a transaction that wrote to the store: DuckDB writes to one file in each.
    """
    rows = rows.filter(rows.column("file_state").is_valid())
    if rows.num_rows == 0:
        return
    connection.register("states_now", rows)
    try:
        connection.execute(
            f"MERGE INTO {FILE_STATES} AS known USING states_now AS now ON known.file_uri = now.file_uri "
            "WHEN MATCHED AND known.bytes_id = now.bytes_id THEN UPDATE SET file_state = now.file_state "
            "WHEN MATCHED THEN UPDATE SET bytes_id = now.bytes_id, file_state = now.file_state "
            "WHEN NOT MATCHED THEN INSERT (file_uri, bytes_id, file_state) "
            "VALUES (now.file_uri, now.bytes_id, now.file_state)"
        )
    finally:
        connection.unregister("states_now")


def _attach(connection: duckdb.DuckDBPyConnection, layout: Layout, storage_version: str) -> None:
    path = str(layout.file_states).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS {_CATALOG} (STORAGE_VERSION '{storage_version}')")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {FILE_STATES} (file_uri VARCHAR NOT NULL, bytes_id VARCHAR NOT NULL, "
        "file_state VARCHAR NOT NULL)"
    )
    connection.execute(f"SELECT file_uri, bytes_id, file_state FROM {FILE_STATES} LIMIT 0")
