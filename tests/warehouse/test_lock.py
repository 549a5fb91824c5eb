"""The writer's lock, between real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from q7x2_etl.errors import WarehouseBusyError
from q7x2_etl.warehouse import WriterLock

_HOLD = """
import sys, time
from pathlib import Path
from q7x2_etl.warehouse import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(lock: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(lock)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_load_is_told_who_holds_the_warehouse(tmp_path: Path) -> None:
    lock = tmp_path / "writer" / "lock"
    holder = _holder(lock)
    try:
        with pytest.raises(WarehouseBusyError, match=f"pid {holder.pid} ") as caught, WriterLock(lock):
            pass
        assert caught.value.exit_code == 4
    finally:
        holder.kill()
        holder.wait()


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "writer" / "lock"
    holder = _holder(lock)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with WriterLock(lock):
        assert f"pid {os.getpid()} " in lock.read_text()


def test_who_waits_gets_the_lock_when_the_holder_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "writer" / "lock"
    holder = _holder(lock)
    killing = threading.Timer(0.5, holder.kill)
    killing.start()
    try:
        with WriterLock(lock, wait=60):
            assert holder.poll() is not None or killing.finished.is_set()
    finally:
        killing.join()
        holder.wait()


def test_waiting_ends_with_its_time_and_names_the_holder(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        WriterLock(lock),
        pytest.raises(WarehouseBusyError, match=rf"after 0\.3 s of waiting \(pid {os.getpid()} on .* since 2"),
        WriterLock(lock, wait=0.3),
    ):
        pass


def test_waiting_ends_when_a_signal_asks_to_stop(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with WriterLock(lock):
        waiting = subprocess.Popen([sys.executable, "-c", _WAIT, str(lock)], stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "waiting\n"
        waiting.send_signal(signal.SIGTERM)
        told = waiting.stdout.read()
        assert waiting.wait(timeout=30) == 0
    assert told == "stopped by 143\n"


_WAIT = """
import sys
from pathlib import Path
from q7x2_etl.errors import LoadStoppedError
from q7x2_etl.pipeline.stopping import stop_on_signals
from q7x2_etl.warehouse import WriterLock
try:
    with stop_on_signals() as stop:
        def check():
            print("waiting", flush=True) if not stop.asked and not told else None
            told.append(1)
            stop.check()
        told = []
        with WriterLock(Path(sys.argv[1]), wait=600, check=check):
            print("got it")
except LoadStoppedError as error:
    print("stopped by", error.exit_code)
"""


def test_lock_holds_within_one_process_too_and_ends_with_its_block(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with WriterLock(lock), pytest.raises(WarehouseBusyError), WriterLock(lock):
        pass
    with WriterLock(lock):
        assert time.time() > 0


def test_child_processes_do_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with WriterLock(lock):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], close_fds=False)
    try:
        with WriterLock(lock):
            assert child.poll() is None
    finally:
        child.kill()
        child.wait()
