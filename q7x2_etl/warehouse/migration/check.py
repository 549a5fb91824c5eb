"""All rows of a store against today's contract, in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from q7x2_etl.contract import Table
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.store import STORE_CATALOG, Store

_BATCH_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A stored row that breaks the contract: its values, the first check that it breaks, and all reasons."""

    table: str
    row: dict[str, Any]
    row_json: str
    check_name: str
    reason: str


def broken_rows(store: Store) -> Iterator[BrokenRow]:
    """Every row of every table that breaks the contract.

    Keys are not looked at here (`Store.prove_unique` does, over all rows): which row of two that share a key is right
    does not follow from a rule.
    """
    for table in store.contract.tables.values():
        columns = ", ".join(f'"{name}"' for name in table.column_names)
        with store.connection.cursor() as cursor:  # a reader not read to its end would block the store's own
            cursor.execute("SET TimeZone = 'UTC'")
            reader = cursor.sql(f'SELECT {columns} FROM {STORE_CATALOG}."{table.name}"').to_arrow_reader(_BATCH_ROWS)
            for batch in reader:
                if batch.num_rows:
                    yield from _broken(table, pa.Table.from_batches([batch]))


def _broken(table: Table, rows: pa.Table) -> Iterator[BrokenRow]:
    for rejected in table.check(rows).rejected:
        if rejected.check_name.startswith("unique("):
            raise WarehouseError(
                f"{table.name}: {rejected.reason}, which the contract does not allow any more; nothing was changed; "
                "the step to its version must say which row stays; please report this as a bug"
            )
        row = rows.slice(rejected.row_index, 1).to_pylist()[0]
        yield BrokenRow(table.name, row, rejected.row_json, rejected.check_name, rejected.reason)
