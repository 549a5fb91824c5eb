"""A copy of the store without gaps, proved to hold the same rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.partitions import Partition, partitions
from q7x2_etl.warehouse.store import STORAGE_VERSION, STORE_CATALOG, Store, quoted

_COPY = "copy_of_store"


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
        held = partitions(connection, _COPY, store.contract.tables.values())
        differing = [name for name, parts in wanted.items() if held[name] != parts]
        if differing:
            raise WarehouseError(f"the copies of {', '.join(differing)} differ; please report this as a bug")
    finally:
        connection.execute(f"DETACH {_COPY}")
