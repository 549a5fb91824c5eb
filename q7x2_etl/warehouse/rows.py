"""Rows that the library itself makes (ledger, incidents, dimensions), brought to the contract."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from q7x2_etl.contract import CheckResult
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.store import Store


def checked(store: Store, table: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows that the library itself made, as the contract wants them; WarehouseError where they break it (a bug)."""
    contract = store.contract.tables[table]
    names = contract.column_names
    if not rows:
        return contract.arrow_schema().empty_table()
    return _valid(table, contract.check_rows([{name: row[name] for name in names} for row in rows]))


def _valid(table: str, result: CheckResult) -> pa.Table:
    if result.rejected:
        first = result.rejected[0]
        raise WarehouseError(
            f"{table}: {len(result.rejected)} rows break the contract ({first.reason}; row {first.row_json}); "
            "nothing was published; please report this as a bug"
        )
    return result.valid
