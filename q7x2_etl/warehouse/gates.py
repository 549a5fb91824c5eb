"""The gates before publishing: each measured figure against its limit, and the words for what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from q7x2_etl.contract import Contract
from q7x2_etl.errors import InputError
from q7x2_etl.settings import Gate, Settings
from q7x2_etl.settings.names import nearest
from q7x2_etl.warehouse.gate_figures import Figure, Figures, RunFigures
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.snapshot import Snapshot
from q7x2_etl.warehouse.store import Store

Answer: TypeAlias = Literal["passed", "warned", "refused", "not_judged"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one gate measured, and what it says: passed, warned, refused (a fatal one) or not_judged."""

    gate: str
    measure: str
    bound: str
    limit: float
    severity: str
    figure: float | None
    rests_on: int
    answer: Answer

    def __str__(self) -> str:
        figure = "no figure" if self.figure is None else f"{self.figure:.4g}"
        allowed = "at least" if self.bound == "min" else "at most"
        return f"gate {self.gate}: {self.measure} is {figure}, {allowed} {self.limit:g} is allowed"


def check_gates(contract: Contract, gates: Sequence[Gate]) -> None:
    """Raise InputError for a gate on a table or a column that the warehouse does not have."""
    for gate in gates:
        _, table, column = gate.measured()
        if table is None:
            continue
        if table not in contract.tables:
            raise InputError(f"gate {gate.name}: there is no table {table!r}{nearest(table, contract.tables)}")
        columns = contract.tables[table].column_names
        if column is not None and column not in columns:
            raise InputError(f"gate {gate.name}: {table} has no column {column!r}{nearest(column, columns)}")


def judge(store: Store, layout: Layout, run: RunFigures, settings: Settings) -> tuple[Verdict, ...]:
    """Measure every gate that is not off, over what would be published now; nothing is changed."""
    published = Snapshot(layout)
    try:
        figures = Figures(store, published, run, settings.recent_runs)
        return tuple(_verdict(gate, figures.of(gate)) for gate in settings.gates if gate.severity != "off")
    finally:
        published.close()


def refused(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The fatal gates that what would be published does not pass."""
    return [verdict for verdict in verdicts if verdict.answer == "refused"]


def _verdict(gate: Gate, figure: Figure) -> Verdict:
    value = None if figure.value is None else round(figure.value, 6)  # what is shown is what is judged
    return Verdict(
        gate=gate.name,
        measure=gate.measure,
        bound=gate.bound,
        limit=float(gate.limit),
        severity=str(gate.severity),
        figure=value,
        rests_on=figure.rests_on,
        answer=_answer(gate, value, figure.rests_on),
    )


def _answer(gate: Gate, value: float | None, rests_on: int) -> Answer:
    if value is None or rests_on < gate.judged_from:
        return "not_judged"
    if value >= gate.limit if gate.min is not None else value <= gate.limit:
        return "passed"
    return "refused" if gate.severity == "fatal" else "warned"
