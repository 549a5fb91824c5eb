"""Each benchmark runs on tiny input of our own and prints the figures it promises."""

import importlib.util
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from q7x2_etl.extraction import default_extractor
from q7x2_etl.reference import Reference

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


def test_muc4_counts_errors_by_cause(muc4_data: Path) -> None:
    done = run("muc4.py", "--data", str(muc4_data), "--causes")
    assert done.returncode == 0, done.stderr
    counts = {line.rsplit(None, 1)[0].strip(): line.split()[-1] for line in done.stdout.splitlines() if "ed: " in line}
    assert counts["missed: the text gives no report at all"] == "1"
    assert counts["missed: templates of other types only"] == "0"


def test_muc4_fillers_are_bare_and_the_one_group_named_did_it(monkeypatch: pytest.MonkeyPatch) -> None:
    muc4 = module("muc4", monkeypatch)
    text = (
        "LIMA, 14 MAR 90 -- [TEXT] FOUR ALLEGED GUERRILLAS TODAY BLEW UP TWO BUSES IN LIMA. "
        "THE MINISTER SAID THAT SHINING PATH MUST BE DEFEATED."
    )
    predictions, _ = muc4.predict([muc4.Text("OWN", text)], Reference.load())
    (template,) = predictions["OWN"]["templates"]
    assert template["perp_individual"] == ["GUERRILLAS"]
    assert template["perp_org"] == ["SHINING PATH"]
    assert template["phys_target"] == ["BUSES"]


def test_muc4_takes_no_place_of_reporting(monkeypatch: pytest.MonkeyPatch) -> None:
    muc4 = module("muc4", monkeypatch)
    text = "BOGOTA, 14 MAR 90 -- [TEXT] GUNMEN TODAY MURDERED JUDGE ANA RUIZ."
    predictions, _ = muc4.predict([muc4.Text("OWN", text)], Reference.load())
    (template,) = predictions["OWN"]["templates"]
    assert (template["country"], template["places"]) == ("COLOMBIA", [])


def test_muc4_limit_takes_the_first_documents_only(muc4_data: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    assert run("muc4.py", "--data", str(muc4_data), "--out", str(predictions), "--limit", "1").returncode == 0
    assert [json.loads(line)["doc_id"] for line in predictions.read_text().splitlines()] == ["OWN-1"]


def test_muc4_says_what_is_absent(tmp_path: Path) -> None:
    done = run("muc4.py", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "dev.jsonl: not here" in done.stderr


def test_muc4_reads_nothing_of_a_document_but_its_id_and_its_text(muc4_data: Path, tmp_path: Path) -> None:
    bare, whole = tmp_path / "bare.jsonl", tmp_path / "dev.jsonl"
    rows = [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
    bare.write_text(
        "".join(json.dumps({k: row[k] for k in ("doc_id", "text")}) + "\n" for row in rows), encoding="utf-8"
    )
    told = []
    for file in (bare, whole):
        done = run("muc4.py", str(file), "--data", str(muc4_data), "--out", str(tmp_path / "out.jsonl"))
        assert done.returncode == 0, done.stderr
        told.append((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
        assert ("no answers in it" in done.stdout) == (file is bare)
    assert told[0] == told[1]
    assert "1990-03-13" in told[0]


def test_muc4_goes_on_after_a_bad_line_and_a_document_that_fails(
    monkeypatch: pytest.MonkeyPatch, muc4_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    muc4 = module("muc4", monkeypatch)
    good = (muc4_data / "dev.jsonl").read_text(encoding="utf-8").splitlines()[0]
    lines = ["{not json", json.dumps({"doc_id": "NO-TEXT"}), json.dumps({"doc_id": "BAD", "text": "A BOMB"}), good]
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading: Any = sys.modules["muc4_reading"]
    read = reading.articles_of

    def failing(document: Any, reference: Any) -> Any:
        if document.name == "BAD":
            raise RuntimeError("broken")
        return read(document, reference)

    monkeypatch.setattr(reading, "articles_of", failing)
    arguments = [
        "muc4.py",
        str(tmp_path / "mixed.jsonl"),
        "--out",
        str(tmp_path / "out.jsonl"),
        "--data",
        str(muc4_data),
    ]
    monkeypatch.setattr(sys, "argv", arguments)
    assert muc4.main() == 0
    given = {
        row["doc_id"]: row["templates"] for row in map(json.loads, (tmp_path / "out.jsonl").open(encoding="utf-8"))
    }
    assert given["BAD"] == [] and len(given["OWN-1"]) == 1 and "NO-TEXT" not in given
    told = capsys.readouterr()
    assert "mixed.jsonl:1" in told.err and "mixed.jsonl:2" in told.err and "BAD: failed" in told.err
    assert "1 of 2 texts have answers" in told.err and "right 1" in told.out


def test_a_clash_of_soldiers_and_rebels_is_no_template_but_one_with_a_civilian_victim_is(
    monkeypatch: pytest.MonkeyPatch, muc4_data: Path
) -> None:
    muc4 = module("muc4", monkeypatch)
    reference = Reference.load()
    clash = "TROOPS AND REBELS CLASHED YESTERDAY NEAR AYACUCHO, PERU. FIVE REBELS WERE KILLED."
    civilian = "TROOPS AND REBELS CLASHED YESTERDAY NEAR AYACUCHO, PERU. TWO PEASANTS WERE KILLED IN THE CLASH."
    predictions, _ = muc4.predict([muc4.Text("CLASH", clash), muc4.Text("CIVILIAN", civilian)], reference, learnt=False)
    assert predictions["CLASH"]["templates"] == []
    assert [t["incident_type"] for t in predictions["CIVILIAN"]["templates"]] == ["ATTACK"]


def test_place_lists_become_an_overlay_of_the_places_not_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    places = module("muc4_places", monkeypatch)
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "containing-areas-part2").write_text("PERU: LIMA (DEPARTMENT): QUXTAPAMBA (TOWN) *own*\n")
    (lists / "containing-areas-part1.v5").write_text("PERU: LIMA (CITY) *own*\nPERU: XOQUI BRIDGE (BRIDGE) *own*\n")
    assert places.write_overlay(lists, tmp_path / "overlay") == 2
    from q7x2_etl.language.places.gazetteer import Gazetteer

    gazetteer = Gazetteer.from_reference(Reference.load(tmp_path / "overlay"))
    [town] = gazetteer.exact("Quxtapamba")
    assert (town.country, town.admin1, town.kind) == ("PER", "Lima", "city")


def test_incidents_without_evaluation_data_still_measures_the_quiet_texts(tmp_path: Path) -> None:
    done = run("incidents.py", "--data", str(tmp_path), "--markdown")
    assert done.returncode == 0, done.stderr
    assert "seeds: left out" in done.stderr
    assert "| quiet | " in done.stdout


# Stands in for the scorer of incidents: a report is right where its type is the row's.
_INCIDENT_SCORER = """
def similarity(pred, gold):
    return float(pred["event_type"] in gold["types"])


def assign(weight):
    return [(i, j) for i, row in enumerate(weight) for j, value in enumerate(row) if value][:1]


def score(golds, preds):
    hits = sum(similarity(p, g) for g in golds for p in preds if p["article"] == g["article"])
    figures = {"core": len(golds), "core_recall": hits / len(golds), "precision": hits / len(preds), "field.type": 1.0}
    return figures, [], []
"""


@pytest.fixture
def incident_data(tmp_path: Path) -> Path:
    """Two texts of our own with a gold row each, and a scorer."""
    texts = {
        "one.txt": "Gunmen attacked a police post in Kisumu on Monday and killed two officers.",
        "two.txt": "The lake rose again this week, and the fishermen of Kisumu stayed at home.",
    }
    (tmp_path / "texts").mkdir()
    for name, text in texts.items():
        (tmp_path / "texts" / name).write_text(text + "\n", encoding="utf-8")
    empty: dict[str, Any] = {"core": True, "dates": [], "place_names": [], "actors": [], "evidence": [[0, 40]]}
    golds = [empty | {"article": "one.txt", "id": "one", "types": ["armed_attack"]}]
    golds.append(empty | {"article": "two.txt", "id": "two", "types": ["riot"]})
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(g) + "\n" for g in golds), encoding="utf-8")
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "score_incidents.py").write_text(_INCIDENT_SCORER, encoding="utf-8")
    return tmp_path


def test_incidents_scores_any_texts_with_gold_rows_and_tells_causes(incident_data: Path) -> None:
    out = incident_data / "out.jsonl"
    arguments = [
        "--texts",
        str(incident_data / "texts"),
        "--gold",
        str(incident_data / "gold.jsonl"),
        "--out",
        str(out),
    ]
    done = run("incidents.py", "--data", str(incident_data), *arguments, "--causes", "--misses", "--markdown")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["article"] for line in out.open(encoding="utf-8")] == ["one.txt"]
    assert "| texts | 2 | 0.500 | 1.000 |" in done.stdout
    assert "MISSED   no_trigger  two.txt" in done.stdout
    assert "| missed: no trigger in its sentences | 1 |" in done.stdout


def test_incidents_without_gold_rows_writes_reports_and_gives_no_score(incident_data: Path) -> None:
    out = incident_data / "out.jsonl"
    done = run("incidents.py", "--data", str(incident_data), "--texts", str(incident_data / "texts"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "no score; 1 reports" in done.stdout
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.slow
def test_incidents_scores_the_sets_with_the_scorer_beside_the_checkout() -> None:
    if not (ROOT.parent / "shared" / "eval" / "score_incidents.py").is_file():
        pytest.skip("the scorer stands with the evaluation data, which is not here")
    done = run("incidents.py", "--set", "loud", "--markdown")
    assert done.returncode == 0, done.stderr
    assert "| loud | " in done.stdout


@pytest.mark.long
@pytest.mark.slow
def test_workers_prints_every_table(tmp_path: Path) -> None:
    done = run("workers.py", "--runs", "1", "--megabytes", "0.003", "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for figure in ("2 workers", "against this process", "results to Arrow"):
        assert figure in done.stdout, figure


@pytest.mark.long
def test_throughput_prints_every_table(tmp_path: Path) -> None:
    done = run("throughput.py", "--runs", "1", "--megabytes", "0.005", "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for title in ("Load end to end", "Workers", "Start-up"):
        assert title in done.stdout


@pytest.mark.slow
def test_extract_prints_the_speed_of_every_kind_of_text_and_says_where_the_baseline_is_missing(tmp_path: Path) -> None:
    done = run("extract.py", "--runs", "1", "--megabytes", "0.005", "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for name in (
        "dense conflict text (sample articles)",
        "feed with 10 % conflict texts",
        "no trigger",
        "against BASE",
    ):
        assert name in done.stdout
    assert ("spaCy is not installed" in done.stdout) == (find_spec("spacy") is None)


def test_ordinary_news_of_the_benchmark_holds_no_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora = module("corpora", monkeypatch)
    import q7x2_etl

    texts = corpora.take(corpora.ordinary_texts(5), 100_000)
    assert len(set(texts)) == len(texts) > 5
    assert not any(map(default_extractor().may_tell, texts))
    assert [q7x2_etl.extract(text, published="2020-05-01") for text in texts] == [[] for _ in texts]


def test_publishing_tells_the_cost_of_each_version() -> None:
    ended = run("publishing.py", "--reports", "200", "--markdown")
    assert ended.returncode == 0, ended.stderr
    names = [line.split("|")[1].strip() for line in ended.stdout.splitlines() if line.startswith("| ")]
    assert names == ["version", "the first version", "nothing new", "one percent more", "all anew"]


@pytest.mark.long
@pytest.mark.slow
def test_load_passes_over_every_unchanged_file_and_prints_its_tables() -> None:
    done = run("load.py", "--articles", "30", "--beside", "10", "--extractor", "tiny")
    assert done.returncode == 0, done.stderr
    for title in ("Load of 30 articles", "Peak memory", "30 files again"):
        assert title in done.stdout
    for what in ("load of unchanged files", "load of touched files"):
        (line,) = [line for line in done.stdout.splitlines() if what in line]
        assert line.split()[-1] == "30"


def test_bulk_insert_proves_that_all_rows_arrived() -> None:
    done = run("bulk_insert.py", "--way", "ours", "--rows", "500")
    assert done.returncode == 0, done.stderr
    assert [found for *_, found in json.loads(done.stdout)] == [500, 500, 500]


def test_copies_prints_recall_precision_and_speed() -> None:
    done = run("copies.py", "--wires", "12", "--stories", "400")
    assert done.returncode == 0, done.stderr
    for title in ("Pairs that are copies", "Pairs that are no copies", "By the share that must be contained", "Speed"):
        assert title in done.stdout
    (different,) = [line for line in done.stdout.splitlines() if line.strip().startswith("different wires")]
    assert different.split()[4] == "0.000"  # of pairs of different wires none is taken for a copy
    assert "0.7 (the rule)" in done.stdout


def test_stream_prints_memory_and_cost() -> None:
    done = run("stream.py", "--articles", "60", "--beside", "20")
    assert done.returncode == 0, done.stderr
    assert "Peak memory of a reading of one JSON Lines file" in done.stdout
    assert "CPU time of an article" in done.stdout
