"""Follows one load from inside its process, step by step, and kills the process in the step that was asked for.

No code of the package is changed: the steps are the statements that go to DuckDB, and the calls that write files.
"""

import os
import resource
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
from pyarrow.parquet import ParquetWriter

PHASES = (
    "staging",
    "transaction",
    "commit",
    "checkpoint",
    "database copy",
    "parquet",
    "sealing",
    "pointer",
    "clean-up",
)


class Steps:
    """Writes the phase of each step to `trace`, a line each, and makes the fault at the step that `fault` names.

    `=phase` is what the load goes on with after a step, `+name` an input that it says is stored.

    `fault`: `{"phase": …, "nth": …, "at": …, "delay": seconds}`. A kill is "before" the step, "after" it, or "within",
    so long after its start; with "full" no file can grow any more from this step on.
    `checkpoint_bytes`: how much log makes DuckDB move it into the store, in the middle of a load.
    """

    def __init__(self, trace: Path, fault: Mapping[str, Any] | None, checkpoint_bytes: int | None = None) -> None:
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._fault = fault or {}
        self._checkpoint_bytes = checkpoint_bytes
        self._met: Counter[str] = Counter()
        self._in_transaction = False
        self._publishing = False

    def told(self, name: str) -> None:
        """An input whose batch the load says is stored."""
        self._write(f"+{name}")

    def follow(self) -> None:
        """Put the watch on DuckDB's connection, on Arrow's writer and on the calls of `os` that change files."""
        connection: Any = duckdb.DuckDBPyConnection
        for name in ("execute", "sql"):
            setattr(connection, name, self._watched(getattr(connection, name), self._phase_of_statement))
        connection.close = self._watched(connection.close, lambda *_, **__: "checkpoint")
        for name in ("__init__", "write_table", "write_batch", "close"):
            setattr(ParquetWriter, name, self._watched(getattr(ParquetWriter, name), lambda *_, **__: "parquet"))
        for name, phase_of in _CALLS.items():
            setattr(os, name, self._watched(getattr(os, name), phase_of))
        self._write("=staging")

    def _watched(self, call: Callable[..., Any], phase_of: Callable[..., str]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            phase = phase_of(*arguments, **named)
            if phase == "sealing" and not self._publishing:  # the summary of the run is written so too
                phase = "staging"
            nth = self._met[phase]
            self._met[phase] += 1
            self._write(phase)
            at = self._fault["at"] if (self._fault.get("phase"), self._fault.get("nth")) == (phase, nth) else None
            if at == "before":
                _die()
            if at == "within":
                threading.Thread(target=_die_later, args=(self._fault["delay"],), daemon=True).start()
            if at == "full":
                limit_files(0)
            result = call(*arguments, **named)
            if at in ("within", "after"):
                _die()
            self._after(phase, arguments)
            return result

        return watched

    def _after(self, phase: str, arguments: tuple[Any, ...]) -> None:
        if phase == "commit":
            self._in_transaction = False
            self._write("=staging")
        if self._checkpoint_bytes is not None and len(arguments) > 1 and str(arguments[1]).startswith("USE "):
            size, self._checkpoint_bytes = self._checkpoint_bytes, None
            arguments[0].execute(f"SET wal_autocheckpoint = '{size}B'")

    def _phase_of_statement(self, _: Any, query: Any, *__: Any, **___: Any) -> str:
        words = str(query).upper().split()
        first = words[0] if words else ""
        if first == "COMMIT":
            return "commit"
        if first == "BEGIN":
            self._in_transaction = True
        if first == "ROLLBACK":
            self._in_transaction = False
            return "transaction"
        if "CHECKPOINT" in words[:2]:
            return "checkpoint"
        if words[:3] == ["COPY", "FROM", "DATABASE"]:
            self._publishing = True
            return "database copy"
        if first == "COPY":
            return "parquet"
        if self._in_transaction:
            return "transaction"
        return "database copy" if self._publishing or first == "ATTACH" else "staging"

    def _write(self, line: str) -> None:
        with suppress(OSError):  # the disk is full
            os.write(self._trace, f"{line}\n".encode())


def limit_files(n_bytes: int) -> None:
    """No file may grow beyond `n_bytes`: writing more fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _of_rename(source: Any, target: Any, *_: Any, **__: Any) -> str:
    return "pointer" if Path(source).is_symlink() or Path(target).is_symlink() else "sealing"


def _of_removal(path: Any, *_: Any, dir_fd: int | None = None, **__: Any) -> str:
    return "clean-up" if dir_fd is not None or (Path(path).exists() and not Path(path).is_symlink()) else "pointer"


_CALLS: dict[str, Callable[..., str]] = {
    "fsync": lambda *_, **__: "sealing",
    "chmod": lambda *_, **__: "sealing",
    "rename": _of_rename,
    "replace": _of_rename,
    "symlink": lambda *_, **__: "pointer",
    "link": lambda *_, **__: "parquet",
    "unlink": _of_removal,
    "rmdir": lambda *_, **__: "clean-up",
}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # never gets past here


def _die_later(delay: float) -> None:
    time.sleep(delay)
    _die()
