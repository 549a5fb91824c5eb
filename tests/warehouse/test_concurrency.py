"""Readers in processes of their own query in a loop while loads publish: no error, no torn read, no load refused."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from corpus import write_corpus, write_reference
from pattern_extractor import PatternExtractor

import q7x2_etl as q7

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
DOCUMENTS = 12  # new ones in each load


@pytest.mark.parametrize(
    ("readers", "loads"), [(2, 3), pytest.param(8, 20, marks=pytest.mark.long)], ids=["short", "8 readers, 20 loads"]
)
def test_readers_are_undisturbed_by_loads(tmp_path: Path, readers: int, loads: int) -> None:
    root = tmp_path / "wh"
    reference = write_reference(tmp_path / "reference")
    _load(root, tmp_path, reference, 0)
    stop = tmp_path / "stop"
    results = [tmp_path / f"reader-{number}.json" for number in range(readers)]
    processes = [
        subprocess.Popen([sys.executable, str(HERE / "reader.py"), str(root), str(stop), str(result)], cwd=Path.cwd())
        for result in results
    ]
    try:
        _until(lambda: all(result.exists() for result in results))
        published = [_load(root, tmp_path, reference, number) for number in range(1, loads + 1)]
        time.sleep(0.5)
    finally:
        stop.touch()
        for process in processes:
            process.wait(timeout=120)
    assert published == list(range(2, loads + 2))
    told: list[dict[str, Any]] = [json.loads(result.read_text(encoding="utf-8")) for result in results]
    assert [reader["errors"] for reader in told] == [[]] * readers
    assert [reader["torn"] for reader in told] == [[]] * readers
    assert min(reader["reads"] for reader in told) >= 3
    assert max(len(reader["versions"]) for reader in told) > 1
    print(f"{sum(r['reads'] for r in told)} reads by {readers} readers of {loads} loads")


def _load(root: Path, folder: Path, reference: Path, number: int) -> int:
    inbox = write_corpus(folder / f"inbox-{number}", range(number * DOCUMENTS, (number + 1) * DOCUMENTS))
    with q7.Warehouse(root) as warehouse:
        return warehouse.load(inbox, reference=reference, extractor=PatternExtractor()).version


def _until(condition: Any) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "the readers did not begin"
        time.sleep(0.1)
