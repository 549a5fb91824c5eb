"""Gates: what must hold of a load before it is published. Which there are, and how a user sets them.

A gate compares one figure with one limit. A fatal one keeps the load from being published, a warning one only says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias, get_args

from q7x2_etl.errors import InputError
from q7x2_etl.settings.names import nearest

Severity: TypeAlias = Literal["fatal", "warn", "off"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

# What is measured, and what the figure rests on (a gate's `judged_from` counts these).
MEASURES: Mapping[str, tuple[str, str]] = {
    "inputs": ("inputs of this load", "inputs"),
    "articles": ("articles that this load added", "inputs"),
    "reports": ("reports that this load added", "inputs"),
    "inputs_to_median": ("inputs of this load, divided by their median over recent published loads", "runs"),
    "reports_to_median": ("reports that this load added, divided by their median over recent published loads", "runs"),
    "loaded_share": ("share of the new inputs that gave reports", "inputs"),
    "usable_share": ("share of the new inputs that neither failed (error) nor were quarantined whole", "inputs"),
    "unreadable_share": ("share of the new inputs that could not be read", "inputs"),
    "rejected_share": ("share of the new inputs with rejected rows", "inputs"),
    "rows(TABLE)": ("rows of the table as it would be published", "rows"),
    "rows_to_published(TABLE)": ("the same, divided by its rows in the published version", "rows"),
    "null_share(TABLE.COLUMN)": ("share of nulls in the column, in the rows that are not published yet", "rows"),
    "null_rise(TABLE.COLUMN)": ("the same, less the share in the published version", "rows"),
}  # fmt: skip
_MEASURE = re.compile(r"(?P<name>\w+)(\((?P<table>\w+)(\.(?P<column>\w+))?\))?")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


@dataclass(frozen=True)
class Gate:
    """One figure and its limit: `min` (the least allowed) or `max` (the most).

    Without a `severity` a minimum is fatal and a maximum warns. `judged_from` is the fewest inputs, rows or recent runs
    (see MEASURES) that the figure must rest on; with fewer the gate is not judged; a share of nothing never is.
    """

    name: str
    measure: str
    min: float | None = None
    max: float | None = None
    severity: Severity | None = None
    judged_from: int = 0

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem is not None:
            raise InputError(f"gate {self.name}: {problem}")
        if self.severity is None:
            object.__setattr__(self, "severity", "warn" if self.min is None else "fatal")

    @property
    def limit(self) -> float:
        """The one number that the figure is compared with."""
        return next(bound for bound in (self.min, self.max) if bound is not None)

    @property
    def bound(self) -> str:
        """Which side of the figure the limit is on: min or max."""
        return "max" if self.min is None else "min"

    def measured(self) -> tuple[str, str | None, str | None]:
        """The measure's name, table and column."""
        found = _MEASURE.fullmatch(self.measure)
        return ("", None, None) if found is None else (found["name"], found["table"], found["column"])

    def __str__(self) -> str:
        return f"{self.measure} {self.bound} {self.limit:g} {self.severity}, judged from {self.judged_from}"

    def _problem(self) -> str | None:
        if self.severity is not None and self.severity not in SEVERITIES:
            return f"severity is {self.severity!r}; use one of {', '.join(SEVERITIES)}"
        if (self.min is None) == (self.max is None):
            return "give either min or max"
        if not _is_number(self.limit):
            return f"{self.bound} is {self.limit!r}; give a number"
        if not isinstance(self.judged_from, int) or isinstance(self.judged_from, bool) or self.judged_from < 0:
            return f"judged_from is {self.judged_from!r}; give a whole number of 0 or more"
        return self._measure_problem()

    def _measure_problem(self) -> str | None:
        name, table, column = self.measured() if isinstance(self.measure, str) else ("", None, None)
        shape = name + ("(TABLE.COLUMN)" if column else "(TABLE)" if table else "")
        if shape in MEASURES:
            return None
        known = list(MEASURES)
        same_name = [one for one in known if one.partition("(")[0] == name]
        if same_name:
            return f"measure is {self.measure!r}; write {same_name[0]}"
        return f"there is no measure {self.measure!r}{nearest(name, known)}; measures are {', '.join(known)}"


# Limits for a first load and for loads by hand too: what says nothing of few rows is not judged on few.
DEFAULT_GATES: tuple[Gate, ...] = (
    Gate("few_inputs", "inputs_to_median", min=0.5, severity="warn", judged_from=5),
    Gate("usable_inputs", "usable_share", min=0.5, judged_from=20),
    Gate("unreadable_inputs", "unreadable_share", max=0.2, judged_from=20),
    Gate("reports_kept", "rows_to_published(reports)", min=0.8, judged_from=100),
    Gate("incidents_kept", "rows_to_published(incidents)", min=0.8, judged_from=100),
    Gate("country_known", "null_rise(reports.country)", max=0.2, judged_from=100),
    Gate("day_known", "null_rise(reports.date_start)", max=0.2, judged_from=100),
)

_KEYS = tuple(f.name for f in fields(Gate) if f.name != "name")


def gates_from(table: Any) -> tuple[Gate, ...]:
    """The gates that the table `[gates]` of a file asks for: those of the package, changed by it, then its own.

    Raises InputError, which begins with the key at fault (`gates.few_inputs.min: …`).
    """
    if not isinstance(table, dict):
        raise InputError("gates: give a table a gate: [gates.NAME] with measure, min or max, severity, judged_from")
    gates = {gate.name: gate for gate in DEFAULT_GATES}
    for name, told in table.items():
        if not isinstance(told, dict):
            raise InputError(f"gates.{name}: give a table: [gates.{name}] with {', '.join(_KEYS)}")
        for key in told:
            if key not in _KEYS:
                raise InputError(
                    f"gates.{name}.{key}: a gate has no such key{nearest(key, _KEYS)}; it has {', '.join(_KEYS)}"
                )
        gates[name] = _changed(gates.get(name), name, told)
    return tuple(gates.values())


def _changed(gate: Gate | None, name: str, told: Mapping[str, Any]) -> Gate:
    if gate is None and "measure" not in told:
        known = [one.name for one in DEFAULT_GATES]
        raise InputError(
            f"gates.{name}: no gate of the package{nearest(name, known)}; a gate of your own needs a measure; "
            f"the package has {', '.join(known)}"
        )
    try:
        if gate is None:
            return Gate(name, **told)
        other_bound = {"min": {"max": None}, "max": {"min": None}}
        unset: dict[str, Any] = {} if {"min", "max"} <= set(told) else {
            key: value for bound in told if bound in other_bound for key, value in other_bound[bound].items()
        }  # fmt: skip
        return replace(gate, **unset, **told)
    except InputError as error:
        raise InputError(f"gates.{name}: {str(error).partition(': ')[2]}") from error
