"""What a migration will do: the version that the store keeps, and each step up to today's."""

from dataclasses import dataclass
from itertools import pairwise

import duckdb

from q7x2_etl.contract.changes import TableChange, changes
from q7x2_etl.contract.versions import ContractVersion, newest_version, read_version
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.contract_history import StoredContract, require_not_newer, stored_contract
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.store import STORE_CATALOG


@dataclass(frozen=True)
class Step:
    """From one version to the next."""

    version: ContractVersion
    changes: tuple[TableChange, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The changes, a line each."""
        return tuple(line for change in self.changes for line in change.told)


@dataclass(frozen=True)
class Plan:
    """All steps from the store's version to today's; none where it is today's."""

    stored: StoredContract
    today: int
    steps: tuple[Step, ...]


def read_plan(layout: Layout, connection: duckdb.DuckDBPyConnection) -> Plan:
    """The plan for an attached store. Raises NewContractError for a newer one, WarehouseError where the tables are not
    those of the version that the store says it keeps.
    """
    stored = stored_contract(connection, STORE_CATALOG)
    if stored is None:
        raise WarehouseError(f"{layout.store}: it holds no tables; load something: q7x2-etl load PATH")
    require_not_newer(layout.root, stored)
    today = newest_version()
    versions = [read_version(number) for number in range(stored.version, today + 1)]
    _require_shape(layout, connection, versions[0])
    steps = tuple(Step(new, changes(old, new)) for old, new in pairwise(versions))
    return Plan(stored, today, steps)


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str, bool]]]:
    """Name, type and whether it may be null, of every column of every table of the store, in order."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    query = (
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() JOIN duckdb_tables() "
        "USING (database_name, table_name) WHERE database_name = ? ORDER BY table_name, column_index"
    )
    for table, name, column_type, nullable in connection.execute(query, [STORE_CATALOG]).fetchall():
        # DuckDB's long name of the one type that it spells otherwise than the contract.
        found.setdefault(table, []).append((name, column_type.replace(_LONG, "TIMESTAMPTZ"), nullable))
    return found


_LONG = "TIMESTAMP WITH TIME ZONE"


def _require_shape(layout: Layout, connection: duckdb.DuckDBPyConnection, version: ContractVersion) -> None:
    found = columns_of(connection)
    for name, shape in version.tables.items():
        want = [(column.name, column.type) for column in shape.columns]
        have = [(column, column_type) for column, column_type, _ in found.get(name, [])]
        if have != want:
            raise WarehouseError(
                f"{layout.store}: its table {name} is not that of contract version {version.number} "
                f"(it has {', '.join(column for column, _ in have) or 'no such table'}), so it cannot be migrated; "
                "nothing was changed; load the inputs into a new folder with --warehouse"
            )
