"""Splits a batch of one table into the rows that keep its contract and those that do not, each with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from q7x2_etl.contract.arrow import Batch, arrow_schema, row_json, shortened
from q7x2_etl.contract.spec import TableSpec

if TYPE_CHECKING:
    import pandera.polars as pa_polars


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that breaks the contract.

    `check_name` is the first check it breaks, in the order type, null, enum, range, pattern by column, then keys, then
    cross-column checks; `reason` tells of all of them. `row_json` is the row as it was given.
    """

    row_index: int
    check_name: str
    reason: str
    row_json: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A batch split in two: `valid` in the contract's Arrow schema and the given order, `rejected` by row number."""

    valid: pa.Table
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that one row breaks."""

    check_name: str
    reason: str


class Checker:
    """One table's checks, built once. To make one imports pandera and polars, which is slow; wait until needed."""

    def __init__(self, table: TableSpec) -> None:
        from q7x2_etl.contract.pandera_schema import (  # slow: only when a check runs
            WholeBatch,
            pandera_schema,
            unique_name,
        )

        self._table = table
        self._schema: pa_polars.DataFrameSchema = pandera_schema(table)
        self._whole = WholeBatch(table)
        self._keys = {unique_name(key): key for key in table.unique}
        self._cross_checks = {check.name: check for check in table.checks}
        self._columns = {column.name: column for column in table.columns}

    def failures(self, batch: Batch) -> dict[int, list[Failure]]:
        """What each row breaks, in a fixed order; rows that break nothing are not there.

        A row with a value of the wrong type is reported for that alone: its other values were not all there to check.
        Of rows that share a key all are reported: which of them is right does not follow from their order.
        """
        import polars as pl

        from q7x2_etl.contract.pandera_schema import failures  # slow: only when a check runs

        broken: dict[int, list[Failure]] = {
            row: [Failure(*reason.split(": ", 1)) for reason in reasons] for row, reasons in batch.type_failures.items()
        }
        frame = pl.DataFrame(batch.rows)
        for row, name in () if self._whole.holds(frame) else failures(self._schema, frame):
            if row not in batch.type_failures:
                broken.setdefault(row, []).append(Failure(name, self._reason(name, frame.row(row, named=True))))
        order = {name: position for position, name in enumerate(self._names())}
        for found in broken.values():
            found.sort(key=lambda failure: order.get(failure.check_name, -1))
        return dict(sorted(broken.items()))

    def split(self, batch: Batch, given: Sequence[Mapping[str, Any]] | pa.Table) -> CheckResult:
        """The batch split in two; `given` are the rows as they came, for `row_json`."""
        broken = self.failures(batch)
        rejected = tuple(
            Rejected(row, found[0].check_name, "; ".join(f.reason for f in found), row_json(_row(given, row)))
            for row, found in broken.items()
        )
        valid = batch.rows
        if broken:  # else there is nothing to copy
            valid = valid.filter(pa.array([row not in broken for row in range(valid.num_rows)], pa.bool_()))
        return CheckResult(valid.cast(arrow_schema(self._table)), rejected)

    def _names(self) -> list[str]:
        kinds = ("type", "null", "enum", "range", "pattern")
        of_columns = [f"{column}.{kind}" for kind in kinds for column in self._columns]
        return [*of_columns, *self._keys, *self._cross_checks]

    def _reason(self, name: str, row: Mapping[str, Any]) -> str:
        if name in self._keys:
            key = self._keys[name]
            return f"another row has the same {', '.join(key)} ({_values(row, key)})"
        if name in self._cross_checks:
            check = self._cross_checks[name]
            return f"{check.name}: {check.description} ({_values(row, check.columns)})"
        column_name, _, kind = name.rpartition(".")
        column = self._columns[column_name]
        expected = {
            "null": "this column may not be null",
            "enum": f"allowed: {', '.join(column.enum or ())}",
            "range": f"expected {column.range_text() or 'a finite number'}",
            "pattern": f"expected the pattern {column.pattern}",
        }
        return f"{column_name} is {'null' if kind == 'null' else shortened(row[column_name])}; {expected[kind]}"


def _row(given: Sequence[Mapping[str, Any]] | pa.Table, row: int) -> Mapping[str, Any]:
    return given.slice(row, 1).to_pylist()[0] if isinstance(given, pa.Table) else given[row]


def _values(row: Mapping[str, Any], names: Sequence[str]) -> str:
    return ", ".join(f"{name} = {'null' if row[name] is None else shortened(row[name])}" for name in names)
