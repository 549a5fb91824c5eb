"""What was published, opened read-only: no load waits for it, and it waits for none."""

from collections.abc import Sequence

import duckdb

from q7x2_etl.contract import Contract
from q7x2_etl.errors import InputError, WarehouseError
from q7x2_etl.warehouse.connecting import connected
from q7x2_etl.warehouse.layout import DATABASE_NAME, Layout
from q7x2_etl.warehouse.store import Store

_TRIES = 5


class Snapshot:
    """Opens the published version, and the new one as soon as `current` leads to another.

    Relations given out stay readable until `close`, also when a newer version was published meanwhile.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: dict[int, duckdb.DuckDBPyConnection] = {}

    def sql(
        self, query: str, parameters: Sequence[object] | None = None, *, at: int | None = None
    ) -> duckdb.DuckDBPyRelation:
        """The relation of a query over the version published now, or over the version `at`.

        Raises WarehouseError before the first load, InputError when there is no version `at`.
        """
        connection = self._published() if at is None else self._version(at)
        return connection.sql(query, params=None if parameters is None else list(parameters))

    def store(self, contract: Contract) -> Store:
        """The version published now with the methods of a store that read. Raises WarehouseError before the first."""
        return Store(self._published(), contract)

    def close(self) -> None:
        """Let go of every version that was opened."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _published(self) -> duckdb.DuckDBPyConnection:
        for _ in range(_TRIES):
            number = self._layout.current_version()
            if number is None:
                raise WarehouseError(
                    f"{self._layout.root}: nothing is published there yet; load something first: "
                    f"q7x2-etl load PATH --warehouse {self._layout.root}"
                )
            try:
                return self._opened(number)
            except duckdb.Error as error:
                # Loads may have gone on meanwhile, and removed the version before it was opened.
                if self._layout.current_version() == number:
                    raise self._unreadable(number, error) from error
        raise WarehouseError(f"{self._layout.root}: versions come and go faster than they can be opened; try again")

    def _version(self, number: int) -> duckdb.DuckDBPyConnection:
        if number not in self._open and number not in self._layout.versions_there():
            there = ", ".join(map(str, self._layout.versions_there())) or "none"
            raise InputError(f"{self._layout.root}: there is no version {number}; there are: {there}")
        try:
            return self._opened(number)
        except duckdb.Error as error:
            raise self._unreadable(number, error) from error

    def _opened(self, number: int) -> duckdb.DuckDBPyConnection:
        if number not in self._open:
            # The version's own path, not the pointer's: DuckDB hands out one instance a path in a process.
            self._open[number] = connected(self._layout.version(number) / DATABASE_NAME, read_only=True)
        return self._open[number]

    def _unreadable(self, number: int, error: duckdb.Error) -> WarehouseError:
        return WarehouseError(
            f"{self._layout.version(number) / DATABASE_NAME}: cannot be opened: {error}; the loader's own store is "
            f"whole: publish it again with: q7x2-etl publish --rewrite --warehouse {self._layout.root}"
        )
