"""Workers that die, hang or are stopped: the rest of the work does not notice."""

import multiprocessing
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from q7x2_etl.engines import EngineSettings, Extraction, Task, run_batches
from q7x2_etl.errors import InputError, Q7Error
from q7x2_etl.model import Document, Metadata
from q7x2_etl.sources import Origin, reading_of

sys.path.append(str(Path(__file__).parents[1] / "warehouse"))
from corpus import story
from deadly_extractors import DeadlyExtractor, SlowExtractor
from pattern_extractor import PatternExtractor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals here"),
]

SETTINGS = EngineSettings(extractor=DeadlyExtractor(), workers=2)


def _batches(words: dict[int, str], batches: int = 5, size: int = 4) -> list[tuple[int, list[Task]]]:
    """Batches of pages; a page whose number is in `words` has that word in it."""
    return [(n, [_task(n * size + i, words.get(n * size + i, "")) for i in range(size)]) for n in range(batches)]


def _task(number: int, word: str) -> Task:
    text = story(number).replace("This was", f"{word} This was")
    reading = reading_of(text, Origin(f"page-{number}", f"page-{number}", "text/plain"), Metadata())
    assert isinstance(reading, Document)
    return Task(reading)


def _found(batches: list[tuple[int, list[Task]]], settings: EngineSettings) -> list[Extraction]:
    done = list(run_batches(batches, settings))
    assert [ticket for ticket, _ in done] == [ticket for ticket, _ in batches]
    return [one for _, found in done for one in found]


def _in_process(batches: list[tuple[int, list[Task]]]) -> list[Extraction]:
    return _found(batches, EngineSettings(extractor=PatternExtractor()))


def test_workers_that_die_once_change_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    batches = _batches({1: "Exit!", 6: "Killed!", 18: "Segfault!"})
    found = _found(batches, replace(SETTINGS, extractor=DeadlyExtractor(once=tmp_path)))
    assert found == _in_process(batches)
    assert len(list(tmp_path.iterdir())) == 3
    told = "\n".join(caplog.messages)
    assert "ended with code 9" in told and "SIGKILL" in told and "SIGSEGV" in told


def test_a_text_that_kills_workers_is_found_by_name_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    batches = _batches({6: "Killed!"})
    expected = _in_process(batches)
    found = _found(batches, SETTINGS)
    fatal = found[6]
    assert (fatal.fatal, fatal.articles, fatal.document_id) == (True, (), expected[6].document_id)
    assert fatal.error == (
        "no worker process survived this text: killed by signal 9, SIGKILL; by itself in a fresh process: killed by "
        "signal 9, SIGKILL"
    )
    assert [one for one in found if one is not fatal] == expected[:6] + expected[7:]
    assert caplog.messages[-1].startswith("page-6: no worker process survived this text")


def test_one_worker_of_its_own_finds_it_too() -> None:
    batches = _batches({1: "Exit!"}, batches=2, size=1)
    found = _found(batches, replace(SETTINGS, workers=1, isolated=True))
    assert [one.fatal for one in found] == [False, True]
    assert found[0] == _in_process(batches)[0]


def test_a_text_that_hangs_is_given_up_after_its_time() -> None:
    batches = _batches({2: "Hang!"}, batches=2, size=2)
    found = _found(batches, replace(SETTINGS, document_seconds=4.0))
    assert [one.fatal for one in found] == [False, False, True, False]
    assert found[2].error is not None and "stopped after 4 seconds" in found[2].error


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_killed_from_outside_change_nothing(number: int) -> None:
    batches = _batches({}, batches=20)
    settings = replace(SETTINGS, extractor=SlowExtractor(seconds=0.02))
    next(left_early := run_batches(batches, settings))
    left_early.close()
    assert not multiprocessing.active_children()
    results = run_batches(batches, settings)
    found = [next(results)]
    for worker in multiprocessing.active_children():
        assert worker.pid is not None
        os.kill(worker.pid, number)
    found += results
    assert [one for _, some in found for one in some] == _in_process(batches)


def test_who_was_asked_to_stop_takes_dead_workers_for_stopped(caplog: pytest.LogCaptureFixture) -> None:
    asked = False
    settings = replace(SETTINGS, extractor=SlowExtractor(seconds=0.2))
    results = run_batches(_batches({}, batches=20), settings, stopping=lambda: asked)
    next(results)
    workers = multiprocessing.active_children()
    asked = True
    for worker in workers:
        worker.kill()
    assert len(list(results)) < 19
    assert not caplog.messages
    assert not multiprocessing.active_children()


def test_a_start_that_fails_is_told_as_it_would_be_here(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text("entries: 7\n")
    settings = EngineSettings(reference=tmp_path, workers=2)
    with pytest.raises(InputError, match=r"actors\.yaml"):
        list(run_batches(_batches({}), settings))


def test_workers_that_cannot_start_are_an_error_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/bin/false")
    with pytest.raises(Q7Error, match="--workers 1"):
        list(run_batches(_batches({}), SETTINGS))
