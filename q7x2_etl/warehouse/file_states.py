"""In which state each file was when its bytes were last read: a DuckDB file of its own, beside the store.

A cache. A row says that a file in this state (its size and times) held these bytes; that stays true whatever becomes of
the load that wrote it, so it need not be written together with the load's rows, and is not published. A file that has
no row here has its bytes compared: where the cache is lost, a load takes longer, and nothing else.
"""

import logging

import duckdb

from q7x2_etl.warehouse.connecting import STORAGE_VERSION, quoted
from q7x2_etl.warehouse.layout import Layout

FILE_STATES = "files_seen.file_states"
_CATALOG = FILE_STATES.partition(".")[0]
_log = logging.getLogger(__name__)


def attach_file_states(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `FILE_STATES` a table of the connection, made anew where there is none that can be read."""
    try:
        _attach(connection, layout)
    except duckdb.Error as error:
        _log.warning("%s cannot be read and is made anew; the bytes of files are compared once more (%s)",
                     layout.file_states, str(error).splitlines()[0])  # fmt: skip
        connection.execute(f"DETACH DATABASE IF EXISTS {_CATALOG}")
        for path in (layout.file_states, layout.file_states.with_name(f"{layout.file_states.name}.wal")):
            path.unlink(missing_ok=True)
        _attach(connection, layout)


def _attach(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    path = quoted(str(layout.file_states))
    connection.execute(f"ATTACH {path} AS {_CATALOG} (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {FILE_STATES} (file_uri VARCHAR NOT NULL, bytes_id VARCHAR NOT NULL, "
        "file_state VARCHAR NOT NULL)"
    )
    connection.execute(f"SELECT file_uri, bytes_id, file_state FROM {FILE_STATES} LIMIT 0")
