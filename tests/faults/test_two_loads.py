"""Two loads at once, as two processes of the command line: one wins, the other leaves or waits, nobody is harmed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from loads import rows
from proofs import published

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped in other ways on Windows"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    paths = [folder / "one.txt", folder / "two.txt"]
    for number, path in enumerate(paths):
        path.write_text(
            f"KUNDUZ, May {number + 5}, 2015 - Taliban fighters attacked a police checkpoint in Kunduz province, "
            f"killing {number + 3} policemen, officials said. This is account number {number}.\n",
            encoding="utf-8",
        )
    return paths


def _load(page: Path, warehouse: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "q7x2_etl", "load", str(page), "--warehouse", str(warehouse), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@contextmanager
def _a_load_that_holds(page: Path, warehouse: Path) -> Iterator["subprocess.Popen[str]"]:
    """A load that stands still while it has the warehouse, until the block lets it go on or ends."""
    load = _load(page, warehouse)
    lock = warehouse / "writer" / "lock"
    while not (lock.exists() and lock.read_text()):
        assert load.poll() is None
        time.sleep(0.002)
    load.send_signal(signal.SIGSTOP)
    try:
        yield load
    finally:
        load.send_signal(signal.SIGCONT)


def test_of_two_loads_one_wins_and_one_leaves_with_code_4(pages: list[Path], tmp_path: Path) -> None:
    root = tmp_path / "wh"
    with _a_load_that_holds(pages[0], root) as first:
        second = _load(pages[1], root)
        _, told = second.communicate(timeout=120)
        assert second.returncode == 4, told
        assert told.startswith("ERROR: ") and told.count("\n") == 1, told
        assert f"pid {first.pid} " in told
        assert published(root) is None
    _, told = first.communicate(timeout=120)
    assert first.returncode == 0, told
    assert [row["name"] for row in rows(root, "SELECT name FROM run_inputs")] == ["one.txt"]
    again = _load(pages[1], root)
    assert again.communicate(timeout=120)[1] is not None and again.returncode == 0
    assert len(rows(root, "SELECT * FROM documents")) == 2
    assert published(root) is not None


def test_a_load_that_waits_gets_its_turn(pages: list[Path], tmp_path: Path) -> None:
    root = tmp_path / "wh"
    with _a_load_that_holds(pages[0], root) as first:
        second = _load(pages[1], root, "--wait", "100")
        time.sleep(1)
        assert second.poll() is None
    assert (first.communicate(timeout=120)[1] is not None, first.returncode) == (True, 0)
    assert (second.communicate(timeout=120)[1] is not None, second.returncode) == (True, 0)
    version = published(root)
    assert version is not None and version[0] == 2
    assert len(rows(root, "SELECT * FROM documents")) == 2


def test_a_load_killed_while_it_holds_the_warehouse_stops_nobody(pages: list[Path], tmp_path: Path) -> None:
    root = tmp_path / "wh"
    with _a_load_that_holds(pages[0], root) as first:
        first.kill()
    first.communicate(timeout=60)
    second = _load(pages[1], root)
    _, told = second.communicate(timeout=120)
    assert second.returncode == 0, told
    assert published(root) is not None
    assert {row["status"] for row in rows(root, "SELECT status FROM runs")} <= {"done", "failed"}
