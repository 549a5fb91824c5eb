"""In which state each file was when its bytes were last read: a DuckDB file of its own, beside the store.

A cache. A row says that a file in this state (its size and times) held these bytes; that stays true whatever becomes of
the load that wrote it, so it need not be written together with the load's rows, and is not published. A file that has
no row here has its bytes compared: where the cache is lost, a load takes longer, and nothing else.
"""

import logging

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, quoted
from q7x2_etl.warehouse.layout import Layout

FILE_STATES = "files_seen.file_states"
STATE = ("n_bytes", "modified_ns", "changed_ns")  # of a file: its size, and times in nanoseconds since 1970
_CATALOG = FILE_STATES.partition(".")[0]
_log = logging.getLogger(__name__)


def attach_file_states(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make `FILE_STATES` a table of the connection, made anew where there is none that can be read.

    Raises WarehouseError where what lies there can neither be read nor removed.
    """
    try:
        _attach(connection, layout)
    except duckdb.Error as error:
        _log.warning("%s cannot be read and is made anew; the bytes of files are compared once more (%s)",
                     layout.file_states, str(error).splitlines()[0])  # fmt: skip
        connection.execute(f"DETACH DATABASE IF EXISTS {_CATALOG}")
        _remove(layout)
        _attach(connection, layout)


def _remove(layout: Layout) -> None:
    for path in (layout.file_states, layout.file_states.with_name(f"{layout.file_states.name}.wal")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise WarehouseError(
                f"{path}: can neither be read nor removed ({error.strerror}); it only remembers the times of files: "
                "remove it by hand, and run the load again"
            ) from error


def _attach(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    path = quoted(str(layout.file_states))
    connection.execute(f"ATTACH {path} AS {_CATALOG} (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {FILE_STATES} (file_uri VARCHAR NOT NULL, bytes_id VARCHAR NOT NULL, "
        "n_bytes BIGINT NOT NULL, modified_ns BIGINT NOT NULL, changed_ns BIGINT NOT NULL)"
    )
    connection.execute(f"SELECT file_uri, bytes_id, {', '.join(STATE)} FROM {FILE_STATES} LIMIT 0")
