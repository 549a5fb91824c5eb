"""The one-paragraph cases of tests/gold/paragraphs: how many give just the incidents that they tell."""

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

# Cases that are right, of all: raise it when it is passed.
LEAST_RIGHT = 0.96
# Cases without an incident that give no report, of those.
LEAST_SILENT = 0.94
AT_LEAST_CASES = 150


@pytest.fixture(scope="module")
def cases(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_cases", repository / "tests" / "gold" / "cases.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def judged(repository: Path, predict: Any, cases: ModuleType) -> dict[str, tuple[bool, list[str]]]:
    """For each case whether it tells of an incident, and what is wrong with its reports."""
    folder = repository / "tests" / "gold" / "paragraphs"
    if not (folder / "texts.jsonl").is_file():
        pytest.skip("no tests/gold/paragraphs here")
    golds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for gold in read_rows(folder / "gold.jsonl"):
        golds[gold["article"]].append(gold)
    predicted = predict(folder / "texts.jsonl")
    predicted.assert_traceable()
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in predicted.rows():
        reports[row["article"]].append(row)
    names = [row["id"] for row in read_rows(folder / "texts.jsonl")]
    return {name: (bool(golds[name]), cases.faults(reports[name], golds[name])) for name in names}


def test_there_are_many_cases(judged: dict[str, tuple[bool, list[str]]]) -> None:
    assert len(judged) >= AT_LEAST_CASES


def test_cases_give_their_incidents_and_no_more(judged: dict[str, tuple[bool, list[str]]]) -> None:
    wrong = {name: faults for name, (_, faults) in judged.items() if faults}
    assert 1 - len(wrong) / len(judged) >= LEAST_RIGHT, wrong


def test_cases_without_an_incident_give_none(judged: dict[str, tuple[bool, list[str]]]) -> None:
    silent = {name: faults for name, (tells, faults) in judged.items() if not tells}
    loud = {name: faults for name, faults in silent.items() if faults}
    assert silent
    assert 1 - len(loud) / len(silent) >= LEAST_SILENT, loud


def gold(*types: str, start: int = 0, end: int = 40, core: bool = True) -> dict[str, Any]:
    return {"types": list(types), "evidence": [[start, end]], "core": core}


def report(event_type: str, start: int = 0, end: int = 40) -> dict[str, Any]:
    return {"event_type": event_type, "evidence": [{"field": "quote", "start": start, "end": end}]}


@pytest.mark.parametrize(
    ("reports", "golds", "faults"),
    [
        ([], [], []),
        ([report("bombing")], [gold("bombing")], []),
        ([report("bombing")], [gold("suicide_bombing", "bombing")], []),
        ([report("riot")], [gold("bombing")], ["missed bombing", "extra riot"]),
        ([report("bombing")], [], ["extra bombing"]),
        ([report("bombing"), report("bombing")], [gold("bombing")], ["extra bombing"]),
        ([report("bombing", 50, 90)], [gold("bombing")], ["missed bombing", "extra bombing"]),
        ([], [gold("arrest", core=False)], []),
        ([report("arrest")], [gold("arrest", core=False)], []),
        # The first report fits both rows, the second only one: each row has its own.
        ([report("arrest"), report("riot")], [gold("riot", "arrest"), gold("arrest", core=False)], []),
        ([report("riot")], [gold("riot", core=False), gold("riot")], []),
    ],
)
def test_a_case_is_right_when_each_row_has_its_report_and_none_is_left_over(
    cases: ModuleType, reports: list[dict[str, Any]], golds: list[dict[str, Any]], faults: list[str]
) -> None:
    assert cases.faults(reports, golds) == faults
