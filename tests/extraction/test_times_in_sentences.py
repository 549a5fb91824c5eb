"""When it happened, in the styles of world news: the first report's first and last day."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.extraction.conftest import ReportsOf

CASES = yaml.safe_load(Path(__file__).with_name("times_in_sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_time_is_the_incidents_own(reports_of: ReportsOf, text: str, first: str, last: str | None) -> None:
    report = reports_of(text)[0]
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    assert (report.date_start, report.date_end) == days
