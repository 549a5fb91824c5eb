"""Worker processes that are killed, and what becomes of them when their load is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus import write_corpus
from loads import SUPPORT, load, rows, tables

pytestmark = pytest.mark.slow

_LOADER = """
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
from pattern_extractor import PatternExtractor
from q7x2_etl import Settings, Warehouse
if __name__ == "__main__":
    with Warehouse(sys.argv[2], Settings(transaction_inputs=64)) as warehouse:
        warehouse.load(Path(sys.argv[3]), reference=sys.argv[4], extractor=PatternExtractor(), workers=int(sys.argv[5]))
"""


def _start_load(root: Path, corpus: Path, reference: Path, workers: int) -> "subprocess.Popen[bytes]":
    arguments = [str(SUPPORT), str(root), str(corpus), str(reference), str(workers)]
    return subprocess.Popen([sys.executable, "-c", _LOADER, *arguments])


def test_killed_load_leaves_no_worker_behind(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(1500))
    process = _start_load(tmp_path / "wh", corpus, reference, workers=2)
    children: set[int] = set()
    deadline = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < deadline:
        children = _children_of(process.pid)
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert children
    while any(_runs(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in children if _runs(pid)]


def test_a_worker_killed_in_the_middle_of_a_load_changes_no_row(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(800))
    process = _start_load(tmp_path / "wh", corpus, reference, workers=2)
    deadline = time.monotonic() + 60
    killed: set[int] = set()
    while len(killed) < 2 and process.poll() is None and time.monotonic() < deadline:
        for worker in _children_of(process.pid) - killed if _has_batches(tmp_path / "wh") or killed else ():
            if _is_worker(worker) and len(killed) < 2:
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
                time.sleep(1)
        time.sleep(0.01)
    assert process.wait(timeout=120) == 0
    assert killed, "the load ended before a worker could be killed"
    load(tmp_path / "undisturbed", corpus, reference)
    assert tables(tmp_path / "wh") == tables(tmp_path / "undisturbed")
    assert {row["outcome"] for row in rows(tmp_path / "wh", "SELECT DISTINCT outcome FROM run_inputs")} == {
        "loaded",
        "no_incident",
    }


def _has_batches(root: Path) -> bool:
    log = root / "writer" / "store.duckdb.wal"
    return log.exists() and log.stat().st_size > 100_000


def _is_worker(pid: int) -> bool:
    """A worker, and not the process that tracks what they share."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _children_of(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.parent.exists():
        pytest.skip("no /proc on this system")
    return {int(child) for child in listed.read_text().split()}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
