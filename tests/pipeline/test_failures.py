"""Killed loads, a full disk, a busy warehouse, inputs that cannot be used: nothing by halves."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from corpus import story, write_corpus
from loads import SUPPORT, load, rows, tables

from q7x2_etl.errors import InputError, WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse import Layout, WriterLock

_LOADER = """
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
from pattern_extractor import PatternExtractor
from q7x2_etl import Warehouse
if __name__ == "__main__":
    with Warehouse(sys.argv[2]) as warehouse:
        warehouse.load(Path(sys.argv[3]), reference=sys.argv[4], extractor=PatternExtractor(), workers=int(sys.argv[5]))
"""


def _start_load(root: Path, corpus: Path, reference: Path, workers: int = 1) -> "subprocess.Popen[bytes]":
    arguments = [str(SUPPORT), str(root), str(corpus), str(reference), str(workers)]
    return subprocess.Popen([sys.executable, "-c", _LOADER, *arguments])


def test_killed_loads_publish_nothing_by_halves_and_the_next_load_does_the_rest(
    tmp_path: Path, reference: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(800))
    load(tmp_path / "whole", corpus, reference)
    expected = tables(tmp_path / "whole")
    started = time.monotonic()
    process = _start_load(tmp_path / "timing", corpus, reference)
    assert process.wait() == 0
    full = time.monotonic() - started
    moments = random.Random(11)
    killed = 0
    root = tmp_path / "wh"
    for _ in range(4):
        process = _start_load(root, corpus, reference)
        time.sleep(moments.uniform(0.3, 1.0) * full)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if (root / "q7x2.duckdb").exists():  # a load that ended before the kill may have published; then it is whole
            assert tables(root) == expected
    result = load(root, corpus, reference)
    assert killed > 0
    assert tables(root) == expected
    runs = rows(root, "SELECT status, count(*) AS n FROM runs GROUP BY status")
    assert {row["status"] for row in runs} <= {"done", "failed"}
    assert result.n_inputs == 800
    assert result.outcomes["error"] == 0


def test_killed_load_leaves_no_worker_behind(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(3000))
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


def test_a_failed_load_publishes_nothing_and_says_so_in_the_ledger(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "one", range(4)), reference)
    write_corpus(tmp_path / "two", range(4, 9))
    (root / "versions" / "2").write_text("in the way of the new version")
    with pytest.raises(WarehouseError, match="could not be published"):
        load(root, tmp_path / "two", reference)
    assert len(rows(root, "SELECT * FROM documents")) == 4
    (root / "versions" / "2").unlink()
    result = load(root, tmp_path / "two", reference)
    assert result.outcomes["unchanged"] == 5
    assert len(rows(root, "SELECT * FROM documents")) == 9
    statuses = rows(root, "SELECT status, published_version, error FROM runs ORDER BY started_at")
    assert [(row["status"], row["published_version"]) for row in statuses] == [
        ("done", 1),
        ("failed", None),
        ("done", 2),
    ]
    assert "could not be published" in statuses[1]["error"]


def test_full_disk_is_told_and_the_warehouse_reopens_as_it_was(tmp_path: Path, reference: Path) -> None:
    resource = pytest.importorskip("resource")  # POSIX only
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "few", range(3)), reference)
    corpus = write_corpus(tmp_path / "many", range(60))
    limit = (root / "writer" / "store.duckdb").stat().st_size - 4096
    process = subprocess.run(
        [sys.executable, "-c", _LOADER, str(SUPPORT), str(root), str(corpus), str(reference), "1"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "WarehouseError" in process.stderr
    assert "File too large" in process.stderr
    assert len(rows(root, "SELECT * FROM documents")) == 3
    load(root, corpus, reference)
    assert len(rows(root, "SELECT * FROM documents")) == 60


def test_busy_warehouse_is_refused_and_untouched(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(2))
    root = tmp_path / "wh"
    with WriterLock(Layout(root).lock), pytest.raises(WarehouseBusyError, match=str(os.getpid())):
        load(root, corpus, reference)
    assert not (root / "writer" / "store.duckdb").exists()
    assert load(root, corpus, reference).n_inputs == 2


def test_reader_is_undisturbed_by_loads(tmp_path: Path, reference: Path) -> None:
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "a", range(4)), reference)
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as reader:
        for start in range(4, 12, 4):
            load(root, write_corpus(tmp_path / f"{start}", range(start, start + 4)), reference)
            assert reader.execute("SELECT count(*) FROM documents").fetchall() == [(4,)]
            assert reader.execute("SELECT max(length(text)) > 100 FROM documents").fetchall() == [(True,)]
    assert len(rows(root, "SELECT * FROM documents")) == 12


@pytest.mark.parametrize("problem", ["missing path", "wrong metadata column", "a table without text", "a number"])
def test_inputs_that_cannot_be_used_make_no_warehouse(tmp_path: Path, reference: Path, problem: str) -> None:
    (tmp_path / "wrong.csv").write_text("file,colour\nx.txt,red\n")
    (tmp_path / "x.txt").write_text(story(1))
    inputs: dict[str, tuple[Any, Path | None]] = {
        "missing path": (tmp_path / "nowhere", None),
        "wrong metadata column": (tmp_path / "x.txt", tmp_path / "wrong.csv"),
        "a table without text": (pa.table({"words": ["x"]}), None),
        "a number": (7, None),
    }
    given, metadata = inputs[problem]
    with pytest.raises(InputError):
        load(tmp_path / "wh", given, reference, metadata=metadata)
    assert not (tmp_path / "wh").exists()


def test_a_file_in_the_place_of_the_warehouse_is_named(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(1))
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="give a folder for the warehouse"):
        load(tmp_path / "taken", corpus, reference)
    with pytest.raises(WarehouseError, match="cannot be written"):
        load(tmp_path / "taken" / "below", corpus, reference)


def test_empty_folder_is_done_and_published(tmp_path: Path, reference: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = load(tmp_path / "wh", tmp_path / "nothing", reference)
    assert (result.n_inputs, result.version, result.rejected_share) == (0, 1, 0.0)
    assert rows(tmp_path / "wh", "SELECT status, n_inputs FROM runs") == [{"status": "done", "n_inputs": 0}]
