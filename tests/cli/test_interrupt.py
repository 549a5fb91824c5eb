"""Ctrl-C and SIGTERM: one line, a code of their own, whole batches stored, nothing published."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are others on Windows"),
]

BATCH = 16  # documents that a worker gets at a time


@pytest.fixture(scope="module")
def many(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    for number in range(3000):
        (folder / f"{number}.txt").write_text(
            f"{text}\nThis is copy number {number} of the article.\n", encoding="utf-8"
        )
    return folder


def _started(many: Path, warehouse: Path, workers: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "q7x2_etl", "load", many, "--warehouse", warehouse, "--workers", str(workers)]
    # A session of its own: as from a terminal, Ctrl-C reaches the workers too.
    load = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (warehouse / "writer" / "store.duckdb").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    return load


@pytest.mark.parametrize(
    ("number", "workers"), [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGTERM, 1), (signal.SIGTERM, 2)]
)
def test_a_signal_stops_a_load_after_a_whole_batch(many: Path, tmp_path: Path, number: int, workers: int) -> None:
    warehouse = tmp_path / "w"
    load = _started(many, warehouse, workers)
    if number == signal.SIGINT or workers > 1:
        os.killpg(load.pid, number)  # to every process, as a terminal sends Ctrl-C and systemd SIGTERM
    else:
        load.send_signal(number)
    _, told = load.communicate(timeout=120)
    assert load.returncode == 128 + number, told
    assert told.startswith("ERROR: stopped after a whole batch; nothing was published"), told
    assert told.count("\n") == 1
    assert not (warehouse / "current").exists()
    with duckdb.connect(str(warehouse / "writer" / "store.duckdb")) as store:
        ((status, stored),) = store.execute(
            "SELECT status, (SELECT count(*) FROM run_inputs) FROM runs WHERE finished_at IS NOT NULL"
        ).fetchall()
        ((documents,),) = store.execute("SELECT count(*) FROM documents").fetchall()
    assert status == "stopped"
    assert stored == documents
    assert stored % BATCH == 0
    assert stored < 3000


def test_who_asks_twice_does_not_wait_for_the_batch(many: Path, tmp_path: Path) -> None:
    load = _started(many, tmp_path / "w", workers=1)
    while load.poll() is None:
        load.send_signal(signal.SIGINT)
        time.sleep(0.2)
    told = load.stderr.read() if load.stderr is not None else ""
    assert load.returncode == 130, told
    assert "Traceback" not in told
    assert not (tmp_path / "w" / "current").exists()
