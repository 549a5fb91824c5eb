"""Workers that die in the middle of a load change nothing; a text that kills them goes to quarantine by name."""

import multiprocessing
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus import story, write_corpus
from deadly_extractors import DeadlyExtractor, SlowExtractor
from loads import load, rows, tables

import q7x2_etl as q7
from q7x2_etl.settings import Settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals here"),
]


def _load(root: Path, inputs: Path, reference: Path, **options: Any) -> q7.LoadResult:
    with q7.Warehouse(root, Settings(transaction_inputs=16)) as warehouse:
        return warehouse.load(inputs, reference=reference, workers=2, **options)


def test_workers_killed_in_the_middle_of_a_load_change_nothing(
    loaded: Path, corpus: Path, reference: Path, tmp_path: Path
) -> None:
    killed = []

    def kill_all_once(done: int, name: str) -> None:
        if not killed:
            killed.extend(multiprocessing.active_children())
            for worker in killed:
                worker.kill()

    _load(tmp_path / "wh", corpus, reference, extractor=SlowExtractor(seconds=0.02), progress=kill_all_once)
    assert len(killed) == 2
    assert tables(tmp_path / "wh") == tables(loaded)


def test_a_text_that_kills_workers_is_quarantined_and_the_rest_is_loaded(tmp_path: Path, reference: Path) -> None:
    folder = write_corpus(tmp_path / "in", range(6))
    load(tmp_path / "without", folder, reference)
    (folder / "page-00002-deadly.txt").write_text(story(40).replace("This was", "Killed! This was"))
    result = _load(tmp_path / "wh", folder, reference, extractor=DeadlyExtractor())
    assert (result.outcomes["quarantined"], result.outcomes["error"], result.n_inputs) == (1, 0, 7)
    (row,) = rows(tmp_path / "wh", "SELECT name, reason FROM run_inputs WHERE outcome = 'quarantined'")
    assert row["name"] == "page-00002-deadly.txt"
    assert row["reason"].startswith("no worker process survived this text: killed by signal 9, SIGKILL")
    (reject,) = rows(tmp_path / "wh", "SELECT table_name, check_name, reason, row_json FROM rejects")
    assert (reject["table_name"], reject["check_name"]) == ("documents", "worker_survives")
    assert reject["reason"] == row["reason"] and "page-00002-deadly.txt" in reject["row_json"]
    found, expected = tables(tmp_path / "wh"), tables(tmp_path / "without")
    for table in ("documents", "articles", "reports", "incidents"):
        assert found[table] == expected[table]
    again = load(tmp_path / "wh", folder, reference)  # in this process, which it would not kill: it is not read
    assert (again.outcomes["quarantined"], again.outcomes["unchanged"]) == (1, 6)
    assert len(rows(tmp_path / "wh", "SELECT * FROM rejects")) == 1
