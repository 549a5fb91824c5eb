"""The writer's own store: one DuckDB file that only a load opens, under the writer's lock.

No table has a primary key (bulk loads are four times faster so); rows are deduplicated on the way in by an anti-join on
the contract's unique keys, and uniqueness is proved by a query before anything is published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from q7x2_etl.contract import Contract
from q7x2_etl.contract.versions import newest_version
from q7x2_etl.errors import WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse.connecting import STORAGE_VERSION, connected, quoted
from q7x2_etl.warehouse.contract_history import note_version, require_today, stored_contract
from q7x2_etl.warehouse.file_states import attach_file_states
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.views import create_views

STORE_CATALOG = "store"
_FULL = ("No space left", "File too large", "Disk quota exceeded")  # the system's words for a full disk
_LITTLE = "32 MB"
_BATCH = "incoming_batch"
_SCOPE = "incoming_scope"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of a table whose `column` has one of the values."""

    column: str
    values: Sequence[str]


class Store:
    """An open writer's store. Use `Store.open(…)`; close it before the lock is let go."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
        self.connection = connection
        self.contract = contract

    @classmethod
    def open(cls, layout: Layout, contract: Contract, config: Mapping[str, str] | None = None) -> Self:
        """Open the store, made new where there is none, with the contract's tables and today's views.

        `config` is DuckDB's own (memory_limit, threads, temp_directory).
        Raises WarehouseBusyError when another program has the file open; OldContractError and NewContractError when its
        tables keep an older or newer version of the contract, and nothing was changed; WarehouseError otherwise.
        """
        if not layout.store.exists() and layout.current_version() is not None:
            # A store made new would publish a version without all that was loaded before.
            raise WarehouseError(
                f"{layout.store}: is not there, but version {layout.current_version()} is published; nothing was "
                f"changed; make it anew from that version: q7x2-etl restore --warehouse {layout.root}"
            )
        layout.writer.mkdir(parents=True, exist_ok=True)
        if not layout.store.exists():
            _make_empty(layout)
        connection = attached(layout, layout.store, config)
        try:
            # Else checkpoints put rows together with those of earlier ones: whole texts, again and again, in memory
            # and time that grow with the store. `compact` does it once.
            connection.execute("SET max_vacuum_tasks = 0")
            store = cls(connection, contract)
            made_with = stored_contract(connection, STORE_CATALOG)
            require_today(layout.root, made_with)
            with store.transaction():
                store._create_tables(layout)
                create_views(connection)
                if made_with is None:
                    note_version(connection, newest_version())
            attach_file_states(connection, layout)
        except duckdb.Error as error:
            connection.close()
            raise WarehouseError(_unreadable(layout, error)) from error
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; what was committed is on disk."""
        self.connection.close()

    def free_memory_bound(self) -> None:
        """Let DuckDB take what it takes by itself: most of the memory of the machine, or of its container."""
        self.connection.execute("RESET memory_limit")

    @contextmanager
    def narrowed(self) -> Iterator[None]:
        """DuckDB keeps to half of its memory in the block: it would fill the whole with what it once read."""
        bound = self._memory_bound()
        number, unit = bound.split()
        self._bound_memory(f"{float(number) / 2:.1f} {unit}")
        try:
            yield
        finally:
            self._bound_memory(bound)

    def let_go_of_memory(self) -> None:
        """DuckDB gives back what it keeps of the file between two steps of a load; its bound stays as it is."""
        bound = self._memory_bound()
        self._bound_memory(_LITTLE)
        self._bound_memory(bound)

    def _memory_bound(self) -> str:
        ((bound,),) = self.connection.execute("SELECT current_setting('memory_limit')").fetchall()
        return str(bound)

    def _bound_memory(self, bound: str) -> None:
        with suppress(duckdb.Error):  # what it cannot let go of may be more; or the error that ended a block says more
            self.connection.execute(f"SET memory_limit = '{bound}'")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commits at the end of the block, rolls back when it raises."""
        self.connection.execute("BEGIN TRANSACTION")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def insert_new(self, table: str, rows: pa.Table) -> int:
        """Insert the rows whose unique keys are not there yet; the number of rows inserted.

        `rows` has the contract's columns, and no key twice.
        """
        if rows.num_rows == 0:
            return 0
        known = " OR ".join(
            "(" + " AND ".join(f'there."{c}" = {_BATCH}."{c}"' for c in key) + ")"
            for key in self.contract.tables[table].unique
        )
        columns = ", ".join(f'"{name}"' for name in rows.column_names)
        with self._registered(_BATCH, rows):
            fresh = f'WHERE NOT EXISTS (SELECT 1 FROM "{table}" AS there WHERE {known})' if known else ""
            return self.scalar(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {_BATCH} {fresh}')

    def replace(self, table: str, rows: pa.Table, scope: Scope | None = None) -> int:
        """Make the rows within `scope` (all rows without one) exactly `rows`; the number of keys that are new.

        Rows that are already there as they should be are not touched, so a load that changes nothing writes nothing.
        """
        (key,) = self.contract.tables[table].unique
        columns = ", ".join(f'"{name}"' for name in rows.column_names)
        keys = ", ".join(f'"{name}"' for name in key)
        inside = "" if scope is None else f'WHERE "{scope.column}" IN (SELECT value FROM {_SCOPE})'
        # Compared with rows of the same keys, not with the whole table: EXCEPT would hold all of it in memory.
        same = f'FROM "{table}" WHERE ({keys}) IN (SELECT ({keys}) FROM {_BATCH})'
        with self._registered(_BATCH, rows), self._registered(_SCOPE, _values(() if scope is None else scope.values)):
            fresh = self.scalar(f"SELECT count(*) FROM (SELECT {keys} FROM {_BATCH} EXCEPT SELECT {keys} {same})")
            stale = f'SELECT {columns} FROM "{table}" {inside} EXCEPT SELECT {columns} FROM {_BATCH}'
            self.connection.execute(f'DELETE FROM "{table}" WHERE ({keys}) IN (SELECT ({keys}) FROM ({stale}))')
            self.connection.execute(
                f'INSERT INTO "{table}" ({columns}) (SELECT {columns} FROM {_BATCH} EXCEPT SELECT {columns} {same})'
            )
        return fresh

    @contextmanager
    def listed(self, values: Iterable[str]) -> Iterator[str]:
        """The name of a table for queries in the block; its column `value` has these values."""
        with self._registered(_SCOPE, _values(values)):
            yield _SCOPE

    @contextmanager
    def given(self, rows: pa.Table) -> Iterator[str]:
        """The name of a table for queries in the block; it has these rows."""
        with self._registered(_BATCH, rows):
            yield _BATCH

    def known(self, table: str, column: str, values: Iterable[str]) -> set[str]:
        """Those of the values that the column has."""
        wanted = list(values)
        if not wanted:
            return set()
        with self.listed(wanted) as listed:
            found = self.arrow(
                f'SELECT DISTINCT "{column}" AS value FROM "{table}" WHERE "{column}" IN (SELECT value FROM {listed})'
            )
        return set(found.column("value").to_pylist())

    def arrow(self, query: str, parameters: Sequence[object] = ()) -> pa.Table:
        """The result of a query as an Arrow table."""
        return self.connection.sql(query, params=list(parameters)).to_arrow_table()

    def scalar(self, query: str, parameters: Sequence[object] = ()) -> int:
        """The one number that a query gives; 0 for null."""
        # fetchall, not fetchone: a result that is not read to its end blocks the connection.
        rows = self.connection.execute(query, list(parameters)).fetchall()
        return int(rows[0][0]) if rows and rows[0][0] is not None else 0

    def prove_unique(self) -> None:
        """Raise WarehouseError when two rows of any table share a unique key."""
        for table in self.contract.tables.values():
            for key in table.unique:
                columns = ", ".join(f'"{name}"' for name in key)
                doubled = self.scalar(
                    f'SELECT count(*) FROM (SELECT 1 FROM "{table.name}" GROUP BY {columns} HAVING count(*) > 1)'
                )
                if doubled:
                    raise WarehouseError(
                        f"{table.name}: {doubled} values of ({', '.join(key)}) occur more than once; nothing was "
                        "published; please report this as a bug, with the log of the load"
                    )

    def _create_tables(self, layout: Layout) -> None:
        there: dict[str, list[str]] = {}
        for table, column in self.connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = ? AND NOT internal "
            "ORDER BY table_name, column_index",
            [STORE_CATALOG],
        ).fetchall():
            there.setdefault(str(table), []).append(str(column))
        for name, table_contract in self.contract.tables.items():
            if name not in there:
                for statement in table_contract.ddl():
                    self.connection.execute(statement)
            elif there[name] != list(table_contract.column_names):
                raise WarehouseError(
                    f"{layout.root}: its table {name} was made by another version of the contract "
                    f"(it has {', '.join(there[name])}), which was never recorded; nothing was changed; load into a "
                    "new folder with --warehouse"
                )

    @contextmanager
    def _registered(self, name: str, rows: pa.Table) -> Iterator[None]:
        self.connection.register(name, rows)
        try:
            yield
        finally:
            self.connection.unregister(name)

    def _roll_back(self) -> None:
        try:
            self.connection.execute("ROLLBACK")
        except duckdb.Error:
            # After a full disk the database in this process is dead; the file is as the last commit left it.
            return


def attached(layout: Layout, path: Path, config: Mapping[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection of its own with the file at `path`, made new where there is none, as its current database; `config`
    are DuckDB's settings.

    Raises WarehouseBusyError when another program has the file open, WarehouseError when it cannot be opened.
    """
    connection = connected(config={"temp_directory": str(layout.writer / "spill"), **(config or {})})
    try:
        connection.execute(f"ATTACH {quoted(str(path))} AS {STORE_CATALOG} (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute(f"USE {STORE_CATALOG}")
    except duckdb.Error as error:
        connection.close()
        if "Conflicting lock" in str(error) or "another process" in str(error):
            raise WarehouseBusyError(
                f"{path}: another program has the loader's own file open ({error}); close it, and query "
                f"{layout.database} instead"
            ) from error
        raise WarehouseError(_unreadable(layout, error)) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _make_empty(layout: Layout) -> None:
    """An empty store, in one step: a file that DuckDB had only begun (killed, or on a full disk) opens never again."""
    draft = layout.writer / f"{TEMPORARY_PREFIX}{layout.store.name}"
    draft.unlink(missing_ok=True)
    with connected() as connection:
        connection.execute(f"ATTACH {quoted(str(draft))} AS draft (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("DETACH draft")
    draft.replace(layout.store)


def _unreadable(layout: Layout, error: duckdb.Error) -> str:
    full = any(words in str(error) for words in _FULL)
    doctor = f"see what is wrong: q7x2-etl doctor --warehouse {layout.root}"
    return (
        f"{layout.store}: cannot be opened: {error}; what is published is not touched; "
        f"{'free disk space and run the load again' if full else doctor}"
    )


def _values(values: Iterable[str]) -> pa.Table:
    return pa.table({"value": pa.array(list(values), pa.string())})
