"""One-paragraph cases: when the reports of a short text are what its gold rows say."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_SHARED = 10  # characters of evidence that a report and a gold row have in common at least


def faults(reports: Sequence[Row], golds: Sequence[Row]) -> list[str]:
    """What is wrong with the reports of one case; nothing where each core row has its own report of an accepted type
    that rests on its sentences, and no report is left over (rows that are not core may have one).

    Reports are as `q7x2-etl extract --format jsonl` prints them, gold rows in the scorer's form.
    """
    wanted = sorted(golds, key=lambda gold: not gold["core"])
    taken = _matched([[_is_of(report, gold) for report in reports] for gold in wanted])
    missed = [f"missed {gold['types'][0]}" for at, gold in enumerate(wanted) if gold["core"] and at not in taken]
    extra = [f"extra {r['event_type']}" for at, r in enumerate(reports) if at not in taken.values()]
    return missed + extra


def _is_of(report: Row, gold: Row) -> bool:
    shared = sum(
        max(0, min(end, e["end"]) - max(start, e["start"]))
        for start, end in gold["evidence"]
        for e in report["evidence"]
        if e["field"] == "quote"
    )
    return report["event_type"] in gold["types"] and shared >= _SHARED


def _matched(fits: Sequence[Sequence[bool]]) -> dict[int, int]:
    """A largest assignment of rows to columns, one to one; earlier rows (the core ones) are never given up."""
    owner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fit in enumerate(fits[row]):
            if fit and column not in tried:
                tried.add(column)
                if column not in owner or place(owner[column], tried):
                    owner[column] = row
                    return True
        return False

    for row in range(len(fits)):
        place(row, set())
    return {row: column for column, row in owner.items()}
