"""How reporters world-wide count the dead and the hurt: a text, and the figures that must come out of it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from q7x2_etl.model import Report

TABLE = Path(__file__).parents[1] / "gold" / "casualty_wordings.tsv"


def _cases() -> list[tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["figures"]) for row in csv.DictReader(lines, delimiter="\t")]


def _stated(reports: list[Report]) -> dict[str, set[int]]:
    """Every number told for an outcome, parts of totals aside."""
    found: dict[str, set[int]] = {}
    for report in reports:
        for row in report.casualties:
            if not row.is_part:
                found.setdefault(row.outcome, set()).update(n for n in (row.low, row.best, row.high) if n is not None)
    return {outcome: numbers for outcome, numbers in found.items() if numbers}


def _wanted(figures: str) -> dict[str, set[int]]:
    pairs = [part.split("=") for part in figures.split() if part != "-"]
    return {outcome: set(map(int, numbers.split("+"))) for outcome, numbers in pairs if numbers != "-"}


@pytest.mark.parametrize(("text", "figures"), _cases())
def test_figures_are_read(reports_of: Callable[[str], list[Report]], text: str, figures: str) -> None:
    stated = _stated(reports_of(text))
    assert any(_wanted(option) == stated for option in figures.split("|")), stated
