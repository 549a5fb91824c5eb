"""Invented reports give the same incidents in any order and any number of batches, and mostly the right ones."""

import importlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.pipeline.resolving import ResolutionScope, resolve_reports
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Rules
from q7x2_etl.warehouse import Layout, Store

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
TABLES = ("incidents", "incident_links", "incident_actors")

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")


@pytest.fixture
def synthetic(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("synthetic_store")


def _corpus(n_reports: int, *, one_week: bool) -> tuple[dict[str, pa.Table], pa.Table]:
    tables, reports = importlib.import_module("synthetic_tables"), importlib.import_module("synthetic_reports")
    parts = list(tables.tables(n_reports, 5, load_contract(), reports.Mix(), one_week=one_week))
    rows = {name: pa.concat_tables([made[name] for made, _ in parts]) for name in parts[0][0]}
    return rows, pa.concat_tables([truth for _, truth in parts])


def _part(whole: dict[str, pa.Table], report_ids: Sequence[str], seen: set[str]) -> dict[str, pa.Table]:
    """The rows of these reports; articles that an earlier part brought are left out."""
    made = {name: t for name, t in whole.items() if "report_id" in t.column_names}
    made = {name: t.filter(pc.is_in(t["report_id"], pa.array(report_ids))) for name, t in made.items()}
    new = sorted(set(made["reports"]["article_id"].to_pylist()) - seen)
    seen.update(new)
    for name, key in (("articles", "article_id"), ("document_sources", "document_id")):
        made[name] = whole[name].filter(pc.is_in(whole[name][key], pa.array(new, pa.string())))
    return made


def _resolved(synthetic: Any, root: Path, whole: dict[str, pa.Table], batches: list[list[str]]) -> list[list[Any]]:
    rules, seen = Rules.load(Reference.load()), set[str]()
    store = Store.open(Layout(root), load_contract())
    try:
        for number, report_ids in enumerate(batches):
            synthetic.insert(store, _part(whole, report_ids, seen))
            with store.transaction():
                resolve_reports(store, rules, f"run{number}", ResolutionScope())
        return [sorted(store.connection.execute(f"FROM {name}").fetchall(), key=repr) for name in TABLES]
    finally:
        store.close()


# A week of one country is so dense that its blocks are cut, and new reports shift how.
@pytest.mark.parametrize(
    ("n_reports", "n_batches", "one_week"),
    [
        (300, 2, False),
        (400, 3, True),
        pytest.param(1500, 7, False, marks=pytest.mark.long),
        pytest.param(1500, 50, False, marks=pytest.mark.long),
        pytest.param(3000, 7, True, marks=pytest.mark.long),
    ],
)
def test_batches_in_any_order_give_the_same_incidents(
    n_reports: int, n_batches: int, one_week: bool, synthetic: Any, tmp_path: Path
) -> None:
    whole, _ = _corpus(n_reports, one_week=one_week)
    ids = whole["reports"]["report_id"].to_pylist()
    expected = _resolved(synthetic, tmp_path / "whole", whole, [ids])
    random.Random(n_batches).shuffle(ids)
    batches = [ids[start::n_batches] for start in range(n_batches)]
    assert _resolved(synthetic, tmp_path / "parts", whole, batches) == expected


def test_most_invented_reports_meet_those_of_their_event(synthetic: Any, tmp_path: Path) -> None:
    whole, truth = _corpus(1200, one_week=False)
    _, links, _ = _resolved(synthetic, tmp_path, whole, [whole["reports"]["report_id"].to_pylist()])
    event = dict(zip(truth["report_id"].to_pylist(), truth["event"].to_pylist(), strict=True))
    home = {link[0]: link[1] for link in links}
    ids = sorted(event)
    pairs = [(event[a] == event[b], home[a] == home[b]) for n, a in enumerate(ids) for b in ids[n + 1 :]]
    right = sum(same and joined for same, joined in pairs)
    assert 2 * right / (sum(same for same, _ in pairs) + sum(joined for _, joined in pairs)) > 0.9


def test_the_mix_is_hard_enough(synthetic: Any) -> None:
    reports = importlib.import_module("synthetic_reports")
    mix = reports.Mix()
    for _ in reports.stories(2000, 1, mix):
        pass
    hard = sum(n for kind, n in mix.events.items() if kind != "plain")
    assert hard / sum(mix.events.values()) >= 0.3
    assert mix.given_up < 0.01 * mix.n_reports
