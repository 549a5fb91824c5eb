"""What a contract is made of: columns, keys, rules and tables, as frozen values that `loading` makes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from q7x2_etl.contract.conditions import CrossCheck

ColumnType = Literal["VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMPTZ"]
COLUMN_TYPES: tuple[str, ...] = get_args(ColumnType)
NUMERIC_TYPES = frozenset({"INTEGER", "DOUBLE"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, in which unit, and which values it may have. Ranges are inclusive."""

    name: str
    type: ColumnType
    description: str
    nullable: bool = False
    unit: str | None = None
    enum: tuple[str, ...] | None = None
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    nested_name: str | None = None

    @property
    def has_range(self) -> bool:
        return self.minimum is not None or self.maximum is not None

    def range_text(self) -> str:
        """The range for people: `0 to 1`, `at least 0`, `at most 7`; empty without one."""
        low, high = (None if bound is None else f"{bound:,.10g}" for bound in (self.minimum, self.maximum))
        if low is not None and high is not None:
            return f"{low} to {high}"
        return f"at least {low}" if low is not None else "" if high is None else f"at most {high}"

    def comment(self) -> str:
        """The description with unit and range, as `COMMENT ON COLUMN` and JSON Schema give it."""
        facts = [fact for fact in (self.unit, self.range_text(), _one_of(self.enum)) if fact]
        return f"{self.description} ({'; '.join(facts)})" if facts else self.description


@dataclass(frozen=True, slots=True)
class NestedChild:
    """A child table as a list inside its parent: `report_actors` is `actors[]` in a nested report."""

    name: str
    table: str
    omit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NestedForm:
    """How a table looks as one nested record: its columns without `omit`, then `columns`, then the children."""

    omit: tuple[str, ...]
    columns: tuple[Column, ...]
    children: tuple[NestedChild, ...]


@dataclass(frozen=True)
class TableSpec:
    """One table: its columns in order, its unique keys and the rules that every row keeps."""

    name: str
    description: str
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...]
    checks: tuple[CrossCheck, ...] = ()
    nested: NestedForm | None = None

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.column_names)}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of words, each with what it means; one place for all the columns that use it."""

    name: str
    description: str
    words: dict[str, str]


def _one_of(words: tuple[str, ...] | None) -> str:
    return "" if words is None else f"one of: {', '.join(words)}"
