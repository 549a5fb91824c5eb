"""Stories of several sentences: which incidents they tell of, and each with its own day, place and toll."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from q7x2_etl.model import Report

FILES = ("stories.yaml", "articles_in_short.yaml")
STORIES = [s for name in FILES for s in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))]


def _row(report: Report) -> str:
    figures: dict[str, set[int]] = {}
    for row in report.casualties:
        told = {n for n in (row.low, row.best, row.high) if n is not None}
        if told and not row.is_part:
            figures.setdefault(row.outcome, set()).update(told)
    toll = [f"{outcome}={'+'.join(map(str, sorted(told)))}" for outcome, told in figures.items()]
    stage = [] if report.stage == "accomplished" else [report.stage]
    days = str(report.date_start)
    if report.date_end != report.date_start:
        days += f"..{report.date_end}"
    return " ".join([report.event_type, *stage, days, report.place_name or "-", *toll])


@pytest.mark.parametrize(("text", "rows"), [(story["text"], story["rows"]) for story in STORIES])
def test_a_story_gives_its_incidents(reports_of: Callable[[str], list[Report]], text: str, rows: list[str]) -> None:
    assert sorted(map(_row, reports_of(text))) == sorted(rows)
