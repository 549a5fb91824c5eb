"""What was published, opened read-only: no load waits for it, and it waits for none."""

from collections.abc import Sequence

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import DATABASE_NAME, Layout


class Snapshot:
    """Opens the published version, and the new one as soon as `current` leads to another.

    Relations given out stay readable until `close`, also when a newer version was published meanwhile.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: dict[int, duckdb.DuckDBPyConnection] = {}

    def sql(self, query: str, parameters: Sequence[object] | None = None) -> duckdb.DuckDBPyRelation:
        """The relation of a query over the version published now. Raises WarehouseError before the first load."""
        return self._connection().sql(query, params=None if parameters is None else list(parameters))

    def close(self) -> None:
        """Let go of every version that was opened."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _connection(self) -> duckdb.DuckDBPyConnection:
        number = self._layout.current_version()
        if number is None:
            raise WarehouseError(
                f"{self._layout.root}: nothing is published there yet; load something first: "
                f"q7x2-etl load PATH --warehouse {self._layout.root}"
            )
        if number not in self._open:
            # The version's own path, not the pointer's: DuckDB hands out one instance a path in a process.
            path = self._layout.version(number) / DATABASE_NAME
            try:
                connection = duckdb.connect(str(path), read_only=True)
                connection.execute("SET TimeZone = 'UTC'")
            except duckdb.Error as error:
                raise WarehouseError(
                    f"{path}: cannot be opened: {error}; the loader's own store is whole: run a load to publish again"
                ) from error
            self._open[number] = connection
        return self._open[number]
