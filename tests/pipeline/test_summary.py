"""The summary of a load for monitors: in a file of one's choice and in the warehouse, however the load ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from corpus import write_corpus
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.errors import InputError, LoadStoppedError, Q7Error
from q7x2_etl.settings import Gate, Settings
from q7x2_etl.warehouse import Layout, WriterLock


@pytest.fixture
def settings(tmp_path: Path, reference: Path) -> Settings:
    return Settings(warehouse=tmp_path / "wh", reference=reference, summary=tmp_path / "summary.json")


def load(settings: Settings, inputs: Any, **told: Any) -> q7.LoadResult:
    with q7.Warehouse(settings=settings) as warehouse:
        return warehouse.load(inputs, extractor=PatternExtractor(), **told)


def summary(settings: Settings) -> dict[str, Any]:
    assert settings.summary is not None
    assert [path.name for path in settings.summary.parent.glob(".tmp-*")] == []
    told: dict[str, Any] = json.loads(settings.summary.read_text(encoding="utf-8"))
    return told


def last_run(settings: Settings) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Layout(settings.warehouse).last_run.read_text(encoding="utf-8"))
    return told


def test_the_summary_of_a_load_holds_its_result(tmp_path: Path, settings: Settings) -> None:
    result = load(settings, write_corpus(tmp_path / "in", range(3)))
    told = summary(settings)
    assert told == last_run(settings)
    assert {name: told[name] for name in result.to_dict()} == json.loads(json.dumps(result.to_dict()))
    assert (told["status"], told["exit_code"], told["error"], told["version"]) == ("done", 0, None, 1)
    assert sum(told["outcomes"].values()) == told["n_inputs"] == 3
    assert {"read_extract", "write", "resolve", "gates", "publish", "total"} <= set(told["timings"])
    assert told["settings_fingerprint"] == settings.fingerprint
    assert told["started_at"] <= told["finished_at"]


def test_a_refused_load_has_its_summary_too(tmp_path: Path, settings: Settings) -> None:
    gated = settings.but(gates=(Gate("many", "inputs", min=9),))
    with pytest.raises(Q7Error):
        load(gated, write_corpus(tmp_path / "in", range(3)))
    told = summary(settings)
    assert (told["status"], told["exit_code"], told["version"], told["n_inputs"]) == ("gated", 5, None, 3)
    assert "gate many" in told["error"]["message"]
    assert told["gates"][0]["figure"] == 3
    assert told == last_run(settings)


def test_a_load_that_fails_says_why_and_how_far_it_came(tmp_path: Path, settings: Settings) -> None:
    settings.warehouse.mkdir()
    (settings.warehouse / "versions").touch()  # no version can be made where a file stands in the way
    with pytest.raises(Q7Error):
        load(settings, write_corpus(tmp_path / "in", range(3)))
    told = summary(settings)
    assert (told["status"], told["exit_code"], told["n_inputs"]) == ("failed", 1, 3)
    assert told["error"]["type"] == "WarehouseError"
    assert told["run_id"]
    assert told["finished_at"]


def test_a_stopped_load_is_told_apart_from_a_failed_one(tmp_path: Path, settings: Settings) -> None:
    def stop(done: int, name: str) -> None:
        raise LoadStoppedError(15)

    with pytest.raises(LoadStoppedError):
        load(settings, write_corpus(tmp_path / "in", range(3)), progress=stop)
    assert (summary(settings)["status"], summary(settings)["exit_code"]) == ("stopped", 143)


def test_a_busy_warehouse_is_told_and_the_holders_own_summary_is_left(tmp_path: Path, settings: Settings) -> None:
    layout = Layout(settings.warehouse)
    with WriterLock(layout.lock), pytest.raises(Q7Error):
        load(settings, write_corpus(tmp_path / "in", range(1)))
    assert (summary(settings)["status"], summary(settings)["exit_code"]) == ("busy", 4)
    assert not layout.last_run.exists()


def test_an_input_that_is_not_there_is_told(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError):
        load(settings, tmp_path / "gone")
    told = summary(settings)
    assert (told["status"], told["exit_code"], told["run_id"]) == ("failed", 2, None)
    assert "gone" in told["error"]["message"]


def test_while_it_runs_the_summary_says_so(tmp_path: Path, settings: Settings) -> None:
    seen: list[str] = []
    load(
        settings, write_corpus(tmp_path / "in", range(1)), progress=lambda *_: seen.append(summary(settings)["status"])
    )
    assert seen == ["running"]
    assert summary(settings)["status"] == "done"


def test_a_summary_that_cannot_be_written_stops_the_load_before_it_begins(tmp_path: Path, settings: Settings) -> None:
    folder = write_corpus(tmp_path / "in", range(1))
    with pytest.raises(InputError, match=r"gone.summary\.json: the summary cannot be written"):
        load(settings.but(summary=tmp_path / "gone" / "summary.json"), folder)
    assert not settings.warehouse.exists()
