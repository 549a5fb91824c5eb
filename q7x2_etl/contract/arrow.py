"""Arrow's side of the contract: schemas, and batches brought to them without a silent change of any value."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from q7x2_etl.contract.spec import Column, ColumnType, NestedForm, TableSpec
from q7x2_etl.errors import ContractError

_ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", "UTC"),
}
# Arrow raises these for a value that does not fit: a ValueError for a lone surrogate, an OverflowError past 64 bits.
_CONVERSION_ERRORS = (pa.ArrowException, TypeError, ValueError, OverflowError)


_PYTHON_TYPES: dict[ColumnType, frozenset[type]] = {
    "VARCHAR": frozenset({str}),
    "INTEGER": frozenset({int}),
    "DOUBLE": frozenset({float, int}),
    "BOOLEAN": frozenset({bool}),
    "DATE": frozenset({date}),
    "TIMESTAMPTZ": frozenset({datetime}),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in a table's own types and order. A value that did not fit is null, and `type_failures` says why, by row."""

    rows: pa.Table
    type_failures: Mapping[int, Sequence[str]]


def arrow_schema(table: TableSpec) -> pa.Schema:
    """The table's Arrow schema; columns that may not be null are declared so."""
    return pa.schema([_field(column, column.name) for column in table.columns])


def nested_schema(table: TableSpec, form: NestedForm, tables: Mapping[str, TableSpec]) -> pa.Schema:
    """One record a row of `table`: its columns, the added ones, then a list of structs for each child table."""
    fields = [
        _field(column, column.nested_name or column.name) for column in table.columns if column.name not in form.omit
    ]
    fields += [_field(column, column.name) for column in form.columns]
    for child in form.children:
        columns = [column for column in tables[child.table].columns if column.name not in child.omit]
        struct = pa.struct([_field(column, column.nested_name or column.name) for column in columns])
        fields.append(pa.field(child.name, pa.list_(pa.field("item", struct, nullable=False)), nullable=False))
    return pa.schema(fields)


def align_arrow(table: TableSpec, rows: pa.Table) -> Batch:
    """Brings an Arrow table to the contract's order and types.

    Widths, encodings and time zones may differ; a value of another kind (a text where a number belongs, a fraction
    where an integer does, a time without a zone) is a type failure of its row.
    Raises ContractError where columns are missing, unknown or doubled.
    """
    check_columns(table, rows.column_names)
    return _batch(table, (_from_arrow(column, rows.column(column.name)) for column in table.columns))


def align_values(table: TableSpec, values: Mapping[str, Sequence[Any]]) -> Batch:
    """The same for columns of Python values."""
    check_columns(table, list(values))
    return _batch(table, (_from_python(column, values[column.name]) for column in table.columns))


def shortened(value: Any) -> str:
    """A value for a message, cut where it is long."""
    shown = repr(_plain(value) if isinstance(value, str) else value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def row_json(row: Mapping[str, Any]) -> str:
    """A row as a JSON object: dates and times as ISO strings, whatever JSON cannot hold as text."""
    return json.dumps(_plain(row), ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")  # a lone surrogate has no UTF-8
    return value


def _field(column: Column, name: str) -> pa.Field:
    return pa.field(name, _ARROW_TYPES[column.type], nullable=column.nullable)


def check_columns(table: TableSpec, names: Sequence[str]) -> None:
    """Raises ContractError, naming them, where columns are missing, unknown or doubled."""
    missing = [name for name in table.column_names if name not in names]
    unknown = [name for name in dict.fromkeys(names) if name not in table.column_names]
    doubled = sorted({name for name in names if list(names).count(name) > 1})
    if missing or unknown or doubled:
        wrong = {"missing": missing, "unknown": unknown, "there twice": doubled}
        said = "; ".join(f"{kind}: {', '.join(found)}" for kind, found in wrong.items() if found)
        raise ContractError(f"a batch for table {table.name} has other columns than its contract ({said})")


def _batch(table: TableSpec, columns: Iterable[tuple[pa.Array, dict[int, str]]]) -> Batch:
    arrays: list[pa.Array] = []
    failures: dict[int, list[str]] = {}
    for array, reasons in columns:
        for row, reason in reasons.items():
            failures.setdefault(row, []).append(f"{table.columns[len(arrays)].name}.type: {reason}")
        arrays.append(array)
    return Batch(pa.Table.from_arrays(arrays, names=list(table.column_names)), failures)


def _from_arrow(column: Column, values: pa.ChunkedArray) -> tuple[pa.Array, dict[int, str]]:
    target = _ARROW_TYPES[column.type]
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if _same_kind(values.type, column.type):
        try:
            return values.cast(target).combine_chunks(), {}
        except _CONVERSION_ERRORS:
            return _value_by_value(column, values.to_pylist(), lambda value: pa.scalar(value, values.type).cast(target))
    reason = f"{column.name} is of type {values.type}, expected {column.type}"
    return pa.nulls(len(values), target), {row: reason for row, value in enumerate(values) if value.is_valid}


def _from_python(column: Column, values: Sequence[Any]) -> tuple[pa.Array, dict[int, str]]:
    target = _ARROW_TYPES[column.type]
    allowed = _PYTHON_TYPES[column.type]

    def convert(value: Any) -> pa.Scalar:
        # Arrow itself would cut 1.5 to 1 and a datetime to its day without a word.
        if type(value) not in allowed or (column.type == "TIMESTAMPTZ" and value.tzinfo is None):
            raise TypeError(f"{type(value).__name__} given")
        return pa.scalar(value, target)

    if column.type != "TIMESTAMPTZ" and set(map(type, values)) <= {*allowed, type(None)}:
        try:
            return pa.array(values, target), {}
        except _CONVERSION_ERRORS:
            pass  # one value is out of range or not Unicode: find it below
    return _value_by_value(column, values, convert)


def _value_by_value(
    column: Column, values: Sequence[Any], convert: Callable[[Any], pa.Scalar]
) -> tuple[pa.Array, dict[int, str]]:
    fitting: list[Any] = []
    reasons: dict[int, str] = {}
    for row, value in enumerate(values):
        fitting.append(None)
        if value is None:
            continue
        try:
            fitting[-1] = convert(value).as_py()
        except _CONVERSION_ERRORS:
            reasons[row] = f"{column.name} is {shortened(value)}, expected {column.type}"
    return pa.array(fitting, _ARROW_TYPES[column.type]), reasons


def _same_kind(given: pa.DataType, wanted: ColumnType) -> bool:
    types = pa.types
    if types.is_null(given):
        return True
    if wanted == "VARCHAR":
        return bool(types.is_string(given) or types.is_large_string(given) or types.is_string_view(given))
    if wanted in ("INTEGER", "DOUBLE"):
        return bool(types.is_integer(given) or types.is_floating(given))
    if wanted == "BOOLEAN":
        return bool(types.is_boolean(given))
    if wanted == "DATE":
        return bool(types.is_date(given))
    return bool(types.is_timestamp(given) and given.tz is not None)
