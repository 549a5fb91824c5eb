"""The small closed language of cross-column checks: what a check may say, and what it means where a value is unknown.

A condition is one of the classes below. `columns` are the names it reads; `sql()` is its meaning in DuckDB's SQL, which
the data dictionary prints and which a test compares with what pandera does. Conditions over known values follow SQL's
three-valued logic: a comparison with null is undecided, and the check's `nulls` says how an undecided row ends.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Operator = Literal["<", "<=", "=", "!=", ">=", ">"]
Nulls = Literal["pass", "fail"]
OPERATORS: tuple[str, ...] = get_args(Operator)
NULLS: tuple[str, ...] = get_args(Nulls)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two columns stand in order. Undecided where either is null."""

    left: str
    operator: Operator
    right: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.left, self.right)

    def sql(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Among:
    """A column holds one of some words. Undecided where it is null."""

    column: str
    words: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sql(self) -> str:
        return f"{self.column} IN ({', '.join(sql_text(word) for word in self.words)})"


@dataclass(frozen=True, slots=True)
class Absent:
    """All the columns are null."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        return " AND ".join(f"{column} IS NULL" for column in self.columns)


@dataclass(frozen=True, slots=True)
class Present:
    """None of the columns is null."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        return " AND ".join(f"{column} IS NOT NULL" for column in self.columns)


@dataclass(frozen=True, slots=True)
class AnyPresent:
    """At least one of the columns is not null."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        return " OR ".join(f"{column} IS NOT NULL" for column in self.columns)


@dataclass(frozen=True, slots=True)
class Together:
    """The columns are all null or all there."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        first, *others = self.columns
        return " AND ".join(f"({first} IS NULL) = ({other} IS NULL)" for other in others)


@dataclass(frozen=True, slots=True)
class SumIs:
    """Some columns add up to another. Undecided where any is null."""

    parts: tuple[str, ...]
    total: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.parts, self.total)

    def sql(self) -> str:
        return f"{' + '.join(self.parts)} = {self.total}"


Condition = Compare | Among | Absent | Present | AnyPresent | Together | SumIs


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A rule over several columns of one row: where `when` holds (always, without one), `require` must hold.

    Where `when` is undecided the rule does not apply; where `require` is undecided, `nulls` decides.
    """

    name: str
    description: str
    require: Condition
    nulls: Nulls
    when: Condition | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the check reads, each once, in the order of first mention."""
        when = () if self.when is None else self.when.columns
        return tuple(dict.fromkeys((*when, *self.require.columns)))

    def sql(self) -> str:
        """A boolean expression that is true for every row that keeps the rule; never null."""
        decided = "true" if self.nulls == "pass" else "false"
        required = f"coalesce({self.require.sql()}, {decided})"
        return required if self.when is None else f"(NOT coalesce({self.when.sql()}, false) OR {required})"

    def text(self) -> str:
        """The rule as one line for people."""
        when = "" if self.when is None else f"where {self.when.sql()}: "
        reads_nulls = isinstance(self.require, Compare | Among | SumIs)
        ending = f" (unknown: {'passes' if self.nulls == 'pass' else 'fails'})" if reads_nulls else ""
        return f"{when}{self.require.sql()}{ending}"


def sql_text(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
