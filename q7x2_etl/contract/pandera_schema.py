"""pandera's side of the contract, on its polars back end: the only one that gives true row numbers for every check."""

import signal
from collections.abc import Callable, Iterator
from functools import reduce
from operator import add, and_, or_
from typing import TYPE_CHECKING, TypeVar

import pandera.polars as pa_polars
import polars as pl
from pandera.errors import SchemaErrors

from q7x2_etl.contract.conditions import (
    Absent,
    Among,
    AnyPresent,
    Compare,
    Condition,
    CrossCheck,
    Present,
    SumIs,
    Together,
)
from q7x2_etl.contract.spec import Column, ColumnType, TableSpec
from q7x2_etl.errors import Q7Error

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData

Found = TypeVar("Found")

_POLARS_TYPES: dict[ColumnType, pl.DataType] = {
    "VARCHAR": pl.String(),
    "INTEGER": pl.Int32(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "TIMESTAMPTZ": pl.Datetime("us", "UTC"),
}


def pandera_schema(table: TableSpec) -> pa_polars.DataFrameSchema:
    """The table's pandera schema. Every check's `error` is its name in `failures`."""
    columns = {
        column.name: pa_polars.Column(
            _POLARS_TYPES[column.type],
            nullable=column.nullable,
            checks=[_check(f"{column.name}.{kind}", expression) for kind, expression in _column_rules(column)],
        )
        for column in table.columns
    }
    checks = [_check(unique_name(key), _is_unique(key)) for key in table.unique]
    checks += [_check(check.name, _holds(check)) for check in table.checks]
    return pa_polars.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, name=table.name)


class WholeBatch:
    """Whether a batch keeps the contract throughout: one look at all rules, many times as quick as pandera's own.

    Nearly every batch does. Of one that does not, `failures` says which rows break what.
    """

    def __init__(self, table: TableSpec) -> None:
        self._types = {column.name: _POLARS_TYPES[column.type] for column in table.columns}
        rules = [rule for column in table.columns for _, rule in _column_rules(column)]
        rules += [pl.col(column.name).is_not_null() for column in table.columns if not column.nullable]
        rules += [_is_unique(key) for key in table.unique] + [_holds(check) for check in table.checks]
        self._rule = pl.all_horizontal([rule.fill_null(False).all() for rule in rules])

    def holds(self, rows: pl.DataFrame) -> bool:
        """True where pandera would find nothing."""
        if list(rows.schema.items()) != list(self._types.items()):
            return False
        return rows.is_empty() or _undisturbed(lambda: bool(rows.select(self._rule).item()))


def failures(schema: pa_polars.DataFrameSchema, rows: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Row number and check name of everything in a batch that breaks the schema.

    Raises Q7Error where pandera reports a failure that has no row: a batch that was not aligned, or a check that broke.
    """
    try:
        _undisturbed(lambda: schema.validate(rows, lazy=True))
    except SchemaErrors as errors:
        for column, check, row in errors.failure_cases.select("column", "check", "index").iter_rows():
            if row is None:
                raise Q7Error(f"table {schema.name}: the check {check} could not be made: {errors}") from errors
            yield row, f"{column}.null" if check == "not_nullable" else check


def _undisturbed(check: Callable[[], Found]) -> Found:
    """polars ends at Ctrl-C while it computes, whatever the program's own handler of it does. Where there is one, it
    alone decides: it was called too, and as it let the program go on, the check is made again.
    """
    try:
        return check()
    except KeyboardInterrupt:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            raise
        return _undisturbed(check)


def unique_name(key: tuple[str, ...]) -> str:
    """The name of the check that a key is unique."""
    return f"unique({','.join(key)})"


def _check(name: str, expression: pl.Expr) -> pa_polars.Check:
    def holds(data: "PolarsData") -> pl.LazyFrame:
        return data.lazyframe.select(expression)

    return pa_polars.Check(holds, name=name, error=name)


def _column_rules(column: Column) -> Iterator[tuple[str, pl.Expr]]:
    """The rules of one column; a null passes them all, and is the business of `nullable`."""
    value = pl.col(column.name)
    if column.enum is not None:
        yield "enum", value.is_in(list(column.enum)).fill_null(True)
    if column.has_range or column.type == "DOUBLE":
        rules = [value.is_finite()] if column.type == "DOUBLE" else []
        rules += [] if column.minimum is None else [value >= column.minimum]
        rules += [] if column.maximum is None else [value <= column.maximum]
        yield "range", reduce(and_, rules).fill_null(True)
    if column.pattern is not None:
        yield "pattern", value.str.contains(column.pattern).fill_null(True)


def _is_unique(key: tuple[str, ...]) -> pl.Expr:
    """True for a row whose key no other row of the batch has; a key with a null is the business of `nullable`."""
    return pl.struct(key).is_unique() | pl.any_horizontal(pl.col(*key).is_null())


def _holds(check: CrossCheck) -> pl.Expr:
    required = _expression(check.require).fill_null(check.nulls == "pass")
    return required if check.when is None else _expression(check.when).fill_null(False).not_() | required


def _expression(condition: Condition) -> pl.Expr:
    nulls = [pl.col(name).is_null() for name in condition.columns]
    match condition:
        case Compare(left, operator, right):
            return _compare(pl.col(left), operator, pl.col(right))
        case Among(column, words):
            return pl.col(column).is_in(list(words))
        case Absent():
            return reduce(and_, nulls)
        case Present():
            return reduce(or_, nulls).not_()
        case AnyPresent():
            return reduce(and_, nulls).not_()
        case Together():
            return reduce(and_, [null == nulls[0] for null in nulls[1:]])
        case SumIs(parts, total):
            return reduce(add, [pl.col(name) for name in parts]) == pl.col(total)


def _compare(left: pl.Expr, operator: str, right: pl.Expr) -> pl.Expr:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
        case _:
            return left > right
