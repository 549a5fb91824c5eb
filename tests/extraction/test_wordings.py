"""The ways in which reporters tell of each type of incident: the table tests/gold/wordings.tsv."""

from collections.abc import Callable
from pathlib import Path

from q7x2_etl.model import Report

TABLE = Path(__file__).parents[1] / "gold" / "wordings.tsv"  # event types that are right, and the sentence
RIGHT = 0.88

ReportsOf = Callable[[str], list[Report]]


def rows() -> list[tuple[set[str], str]]:
    """The table's sentences with the event types that are right for each."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [(set(types.split("|")), text) for types, text in (line.split("\t") for line in lines)]


def test_wordings_tell_the_incident_that_they_stand_for(reports_of: ReportsOf) -> None:
    table = rows()
    missed = [text for types, text in table if not types & {r.event_type for r in reports_of(text)}]
    assert len(missed) <= (1 - RIGHT) * len(table), missed


def test_table_covers_every_event_type() -> None:
    assert len(set[str]().union(*(types for types, _ in rows()))) == 22
