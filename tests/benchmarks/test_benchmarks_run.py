"""Each benchmark runs on tiny input of our own and prints the figures it promises."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")

# Stands in for the task's scorer, which is not ours to ship: it has the two functions that muc4.py calls.
_SCORER = '''
def score(gold, pred, per_doc=None):
    """Counts templates of the right type; enough to see that predictions arrive."""
    right = 0
    for name, document in gold.items():
        wanted = [t["incident_type"] for t in document["templates"]]
        given = [t["incident_type"] for t in pred[name]["templates"]]
        right += len(set(wanted) & set(given))
        per_doc[name] = {"pairs": [(0, 0)] if wanted and given else []}
    return {"right": right}


def show(result):
    return f"right {result['right']}"
'''


def run(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / name), *arguments],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **environment},
    )  # fmt: skip


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A benchmark as a module; its neighbours are importable as they are for the program."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, loaded)
    spec.loader.exec_module(loaded)
    return loaded


def muc4_document(name: str, text: str, *templates: dict[str, Any]) -> dict[str, Any]:
    dateline = {"place": "LIMA", "date": "1990-03-14"}
    return {"doc_id": name, "text": text, "dateline": dateline, "templates": list(templates)}


def muc4_template(kind: str) -> dict[str, Any]:
    slots = ("perp_individual", "perp_org", "phys_target", "hum_target_name", "hum_target_desc", "instrument")
    return {
        "incident_type": kind, "stage": "ACCOMPLISHED", "optional": False, "date": {}, "location": {},
        **{slot: [] for slot in slots},
    }  # fmt: skip


@pytest.fixture
def muc4_data(tmp_path: Path) -> Path:
    texts = [
        "LIMA, 14 MAR 90 -- SHINING PATH GUERRILLAS KIDNAPPED TWO TEACHERS YESTERDAY IN THE PERUVIAN CITY OF AYACUCHO.",
        "LIMA, 14 MAR 90 -- THE PORT WILL GET TWO NEW CRANES, THE MAYOR SAID. THE WORK STARTS IN JUNE.",
    ]
    documents = [
        muc4_document("OWN-1", texts[0], muc4_template("KIDNAPPING")),
        muc4_document("OWN-2", texts[1]),
        muc4_document("OWN-3", texts[1], muc4_template("ARSON")),
    ]
    (tmp_path / "dev.jsonl").write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    (tmp_path / "score_muc4.py").write_text(_SCORER, encoding="utf-8")
    return tmp_path


def test_muc4_maps_a_report_to_a_template_and_lists_what_it_missed(muc4_data: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    done = run("muc4.py", "--data", str(muc4_data), "--out", str(predictions), "--misses")
    assert done.returncode == 0, done.stderr
    given = {row["doc_id"]: row["templates"] for row in map(json.loads, predictions.read_text().splitlines())}
    assert [t["incident_type"] for t in given["OWN-1"]] == ["KIDNAPPING"]
    assert given["OWN-1"][0]["country"] == "PERU"
    assert given["OWN-1"][0]["date_start"] == "1990-03-13"
    assert given["OWN-1"][0]["perp_org"] == ["SHINING PATH"]
    assert given["OWN-2"] == []
    assert "right 1" in done.stdout
    assert "MISSED   OWN-3 ARSON" in done.stdout


def test_muc4_limit_takes_the_first_documents_only(muc4_data: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    assert run("muc4.py", "--data", str(muc4_data), "--out", str(predictions), "--limit", "1").returncode == 0
    assert [json.loads(line)["doc_id"] for line in predictions.read_text().splitlines()] == ["OWN-1"]


def test_muc4_says_what_is_absent(tmp_path: Path) -> None:
    done = run("muc4.py", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "dev.jsonl: not here" in done.stderr


def test_a_clash_of_soldiers_and_rebels_is_no_template_but_one_with_a_civilian_victim_is(
    monkeypatch: pytest.MonkeyPatch, muc4_data: Path
) -> None:
    muc4 = module("muc4", monkeypatch)
    from q7x2_etl.reference import Reference

    reference = Reference.load()
    clash = "TROOPS AND REBELS CLASHED YESTERDAY NEAR AYACUCHO, PERU. FIVE REBELS WERE KILLED."
    civilian = "TROOPS AND REBELS CLASHED YESTERDAY NEAR AYACUCHO, PERU. TWO PEASANTS WERE KILLED IN THE CLASH."
    documents = [muc4_document("CLASH", clash), muc4_document("CIVILIAN", civilian)]
    predictions, _ = muc4._predict(documents, reference)
    assert predictions["CLASH"]["templates"] == []
    assert [t["incident_type"] for t in predictions["CIVILIAN"]["templates"]] == ["ATTACK"]


def test_place_lists_become_an_overlay_of_the_places_not_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    places = module("muc4_places", monkeypatch)
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "containing-areas-part2").write_text("PERU: LIMA (DEPARTMENT): QUXTAPAMBA (TOWN) *own*\n")
    (lists / "containing-areas-part1.v5").write_text("PERU: LIMA (CITY) *own*\nPERU: XOQUI BRIDGE (BRIDGE) *own*\n")
    assert places.write_overlay(lists, tmp_path / "overlay") == 2
    from q7x2_etl.language.gazetteer import Gazetteer
    from q7x2_etl.reference import Reference

    gazetteer = Gazetteer.from_reference(Reference.load(tmp_path / "overlay"))
    [town] = gazetteer.exact("Quxtapamba")
    assert (town.country, town.admin1, town.kind) == ("PER", "Lima", "city")


def test_quality_without_evaluation_data_still_measures_the_quiet_texts(tmp_path: Path) -> None:
    done = run("quality.py", "--data", str(tmp_path), "--markdown")
    assert done.returncode == 0, done.stderr
    assert "seeds: left out" in done.stderr
    assert "| quiet | " in done.stdout


@pytest.mark.slow
def test_quality_scores_the_sets_with_the_scorer_beside_the_checkout() -> None:
    if not (ROOT.parent / "shared" / "eval" / "score_incidents.py").is_file():
        pytest.skip("the scorer stands with the evaluation data, which is not here")
    done = run("quality.py", "--set", "loud", "--markdown")
    assert done.returncode == 0, done.stderr
    assert "| loud | " in done.stdout


@pytest.mark.slow
def test_throughput_prints_every_table(tmp_path: Path) -> None:
    done = run("throughput.py", "--runs", "1", "--megabytes", "0.005", "--data", str(tmp_path), "--base", "1.5")
    assert done.returncode == 0, done.stderr
    for title in ("Speed by step", "against BASE", "Load end to end", "Workers", "Start-up"):
        assert title in done.stdout


def test_ordinary_news_of_the_benchmark_holds_no_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora = module("corpora", monkeypatch)
    import q7x2_etl

    texts = corpora.take(corpora.ordinary_texts(5), 20_000)
    assert len(set(texts)) == len(texts) > 5
    assert [q7x2_etl.extract(text, published="2020-05-01") for text in texts] == [[] for _ in texts]
