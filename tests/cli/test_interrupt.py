"""Ctrl-C: one line, code 130, nothing published."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another signal on Windows")


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_a_load_cleanly(inbox: Path, tmp_path: Path, workers: int) -> None:
    many = tmp_path / "many"
    many.mkdir()
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    for number in range(3000):
        (many / f"{number}.txt").write_text(f"{text}\nThis is copy number {number} of the article.\n", encoding="utf-8")
    warehouse = tmp_path / "w"
    command = [sys.executable, "-m", "q7x2_etl", "load", many, "--warehouse", warehouse, "--workers", str(workers)]
    # A session of its own: as from a terminal, the signal reaches the workers too.
    load = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    store = warehouse / "writer" / "store.duckdb"
    deadline = time.monotonic() + 60
    while not store.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert store.exists()
    time.sleep(0.5)
    os.killpg(load.pid, signal.SIGINT)
    _, told = load.communicate(timeout=60)
    assert load.returncode == 130, told
    assert told == "ERROR: interrupted\n"
    assert not (warehouse / "current").exists()
