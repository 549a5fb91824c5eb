"""The contract: every table of the warehouse, with what can be asked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from q7x2_etl.contract.arrow import align_arrow, align_values, arrow_schema, check_columns, nested_schema
from q7x2_etl.contract.batch import Checker, CheckResult
from q7x2_etl.contract.ddl import ddl
from q7x2_etl.contract.dictionary import data_dictionary
from q7x2_etl.contract.json_schema import json_schema
from q7x2_etl.contract.loading import VOCABULARY_FILE, read_table, read_vocabularies
from q7x2_etl.contract.spec import NestedForm, TableSpec, Vocabulary
from q7x2_etl.errors import ContractError
from q7x2_etl.reference import data_root


@dataclass(frozen=True)
class Table(TableSpec):
    """One table of the contract."""

    @classmethod
    def of(cls, spec: TableSpec) -> "Table":
        return cls(**{field.name: getattr(spec, field.name) for field in fields(TableSpec)})

    def arrow_schema(self) -> pa.Schema:
        """The columns as Arrow has them; those that may not be null are declared so."""
        return arrow_schema(self)

    def ddl(self, schema_name: str | None = None) -> list[str]:
        """CREATE TABLE for DuckDB, then COMMENT ON the table and on every column, one statement an entry."""
        return ddl(self, schema_name)

    def check(self, rows: pa.Table) -> CheckResult:
        """Splits a batch into rows that keep the contract and rows that do not.

        The batch may have other widths and encodings (int64, large_string, dictionaries, another time zone); a value
        of another kind rejects its row. Uniqueness is that of the batch. Raises ContractError for other columns.
        """
        return self.checker.split(align_arrow(self, rows), rows)

    def check_rows(self, rows: Sequence[Mapping[str, Any]]) -> CheckResult:
        """The same for rows of Python values, of which none is changed to fit: a fraction, a time or half a character
        that Arrow would cut or choke on rejects its row. Raises ContractError where a row has other columns."""
        for names in dict.fromkeys(map(tuple, rows)):
            check_columns(self, names)
        columns = {name: [row[name] for row in rows] for name in self.column_names}
        return self.checker.split(align_values(self, columns), rows)

    @cached_property
    def checker(self) -> Checker:
        """The table's checks; the first use imports pandera and polars."""
        return Checker(self)


@dataclass(frozen=True)
class Contract:
    """All tables by name, in the order of their names, and the vocabularies that their columns share."""

    tables: Mapping[str, Table]
    vocabularies: Mapping[str, Vocabulary]

    def nested_report_schema(self) -> pa.Schema:
        """One report a record: its columns, `article`, lists of actors, casualties, targets, claims, evidence."""
        return nested_schema(self.tables["reports"], self.nested_report, self.tables)

    def json_schema(self) -> dict[str, Any]:
        """The nested report as JSON Schema (draft 2020-12), as `extract --format jsonl` prints it."""
        return json_schema(self.tables["reports"], self.nested_report, self.tables)

    def data_dictionary(self) -> str:
        """Every table, column and check as Markdown: docs/data-dictionary.md."""
        return data_dictionary(self.tables, self.vocabularies)

    @property
    def nested_report(self) -> NestedForm:
        """How a report nests its children."""
        nested = self.tables["reports"].nested
        if nested is None:
            raise ContractError("reports.yaml: missing 'nested': say how a report nests its children")
        return nested


def load_contract(root: Path | None = None) -> Contract:
    """The contract of a folder of YAML files; without one, the packaged `schemas/`, read once a process.

    Raises ContractError, naming the file, the place in it and the allowed words, for the first thing that is wrong.
    """
    return _packaged() if root is None else _read(root)


@lru_cache(maxsize=1)
def _packaged() -> Contract:
    return _read(data_root() / "schemas")


def _read(folder: Path) -> Contract:
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != VOCABULARY_FILE]
    if not paths:
        raise ContractError(f"{folder}: no schema files there; expected one YAML file a table")
    vocabularies = read_vocabularies(folder / VOCABULARY_FILE)
    tables = {path.stem: Table.of(read_table(path, vocabularies)) for path in paths}
    for name, table in tables.items():
        _check_children(folder / f"{name}.yaml", table.nested, tables)
    return Contract(MappingProxyType(tables), MappingProxyType(vocabularies))


def _check_children(path: Path, nested: NestedForm | None, tables: Mapping[str, Table]) -> None:
    for child in () if nested is None else nested.children:
        if child.table not in tables:
            raise ContractError(
                f"{path}: child {child.name}: unknown table {child.table!r}; there are {', '.join(tables)}"
            )
        unknown = [name for name in child.omit if name not in tables[child.table].column_names]
        if unknown:
            has = ", ".join(tables[child.table].column_names)
            raise ContractError(
                f"{path}: child {child.name}: 'omit' names {', '.join(unknown)}; {child.table} has {has}"
            )
