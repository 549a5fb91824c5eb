"""JSON's side of the contract: the nested report as JSON Schema, draft 2020-12."""

from collections.abc import Iterable, Mapping
from typing import Any

from q7x2_etl.contract.spec import Column, ColumnType, NestedForm, TableSpec

_JSON_TYPES: dict[ColumnType, str] = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "string",
    "TIMESTAMPTZ": "string",
}
_JSON_FORMATS: dict[ColumnType, str] = {"DATE": "date", "TIMESTAMPTZ": "date-time"}


def json_schema(table: TableSpec, form: NestedForm, tables: Mapping[str, TableSpec]) -> dict[str, Any]:
    """The schema of one nested record. Every field is required: unknown is null, never left out."""
    properties = _properties(column for column in table.columns if column.name not in form.omit)
    properties |= _properties(form.columns)
    for child in form.children:
        columns = [column for column in tables[child.table].columns if column.name not in child.omit]
        properties[child.name] = {
            "description": tables[child.table].description,
            "type": "array",
            "items": _record(_properties(columns)),
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"One row of {table.name}, nested",
        "description": table.description,
        **_record(properties),
    }


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _properties(columns: Iterable[Column]) -> dict[str, Any]:
    return {column.nested_name or column.name: _property(column) for column in columns}


def _property(column: Column) -> dict[str, Any]:
    kind = _JSON_TYPES[column.type]
    declared: dict[str, Any] = {"description": column.description, "type": [kind, "null"] if column.nullable else kind}
    if column.type in _JSON_FORMATS:
        declared["format"] = _JSON_FORMATS[column.type]
    if column.enum is not None:
        declared["enum"] = [*column.enum, None] if column.nullable else list(column.enum)
    bounds = {"minimum": column.minimum, "maximum": column.maximum, "pattern": column.pattern}
    return declared | {name: bound for name, bound in bounds.items() if bound is not None}
