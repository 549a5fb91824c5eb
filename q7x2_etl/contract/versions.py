"""The versions of the contract: what each had for tables and columns, one file each in `schemas/versions/`.

A warehouse says which version its tables keep, and a migration goes from one version to the next by what the two files
say. The fingerprint of the newest must be that of `schemas/*.yaml`, which a test holds; `recording` writes a new one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from q7x2_etl.contract.mapping import Fields
from q7x2_etl.contract.spec import TableSpec
from q7x2_etl.contract.table import Contract
from q7x2_etl.errors import ContractError
from q7x2_etl.reference import data_root, read_yaml


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column as a store has it."""

    name: str
    type: str
    nullable: bool

    def __str__(self) -> str:
        return f"{self.name} {self.type}{'' if self.nullable else ' NOT NULL'}"


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table's columns in order, and the fingerprint of its rules: words, ranges, patterns, keys, checks."""

    columns: tuple[ColumnShape, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One version: its tables, and what of the way to it from the version before cannot be derived.

    `fills`: `table.column` to the SQL expression, over the old row, that old rows get (else null, or the old value).
    `renames`: `table` or `table.column` before to the name after. `drops`: `table` or `table.column` that go.
    """

    number: int
    says: str
    tables: Mapping[str, TableShape]
    fills: Mapping[str, str] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    drops: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stand for all the tables; descriptions and units do not count."""
        shapes = {name: [shape.rules, *map(str, shape.columns)] for name, shape in self.tables.items()}
        return _digest(shapes, 16)


def shapes_of(contract: Contract) -> dict[str, TableShape]:
    """The tables of a contract, as a version file keeps them."""
    return {
        name: TableShape(tuple(ColumnShape(c.name, c.type, c.nullable) for c in table.columns), _rules(table))
        for name, table in sorted(contract.tables.items())
    }


def newest_version(folder: Path | None = None) -> int:
    """The number of the contract version of this library."""
    return max(_numbers(folder or _packaged()))


def read_version(number: int, folder: Path | None = None) -> ContractVersion:
    """One version as it was recorded. Raises ContractError where there is none, or where its file was changed."""
    folder = folder or _packaged()
    known = _numbers(folder)
    if number not in known:
        raise ContractError(f"{folder}: no contract version {number}; known: {', '.join(map(str, known))}")
    path = version_path(number, folder)
    top = Fields.of(str(path), read_yaml(path))
    version = ContractVersion(
        number=number,
        says=top.text("says"),
        tables={
            name: TableShape(tuple(map(_column, entry["columns"])), entry["rules"])
            for name, entry in top.mapping("tables").items()
        },
        fills=top.mapping("fills"),
        renames=top.mapping("renames"),
        drops=top.words("drops", allow_empty=True) or (),
    )
    if top.anything("version") != number or top.text("fingerprint") != version.fingerprint:
        top.fail("its number or fingerprint does not fit what it holds; restore the file as it was recorded")
    top.finish()
    return version


def version_path(number: int, folder: Path | None = None) -> Path:
    """The file of a version."""
    return (folder or _packaged()) / f"{number:04}.yaml"


def _packaged() -> Path:
    return data_root() / "schemas" / "versions"


def _numbers(folder: Path) -> list[int]:
    numbers = sorted(int(path.stem) for path in folder.glob("*.yaml") if path.stem.isdigit())
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise ContractError(f"{folder}: expected one file a version, 0001.yaml and on, without a gap")
    return numbers


def _column(text: str) -> ColumnShape:
    name, column_type, *rest = text.split(" ", 2)
    return ColumnShape(name, column_type, nullable=not rest)


def _rules(table: TableSpec) -> str:
    columns = [[c.name, sorted(c.enum) if c.enum else None, c.minimum, c.maximum, c.pattern] for c in table.columns]
    checks = sorted((check.name, check.sql()) for check in table.checks)
    return _digest([columns, sorted(table.unique), checks], 8)


def _digest(value: object, length: int) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:length]
