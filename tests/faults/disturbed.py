"""Loads that are killed: where and when, and what became of them."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from steps import PHASES

TRANSACTION_INPUTS = 16


@dataclass(frozen=True)
class Fault:
    """At the `nth` step of a phase: kill -9 before it, after it, or "within", `delay` seconds into it; or "full", a
    disk that is full from there on.
    """

    phase: str
    nth: int
    at: str
    delay: float = 0.0


@dataclass(frozen=True)
class Ended:
    """One load that has ended: `phase` is where it was last, `stored` the inputs that it said were stored."""

    returncode: int
    seconds: float
    phases: Counter[str]
    phase: str
    stored: frozenset[str]
    told: str
    result: dict[str, Any] | None

    @property
    def killed(self) -> bool:
        return self.returncode == -9


class Nursery:
    """Runs loads one after another, each in a process of its own; see nursery.py."""

    def __init__(self, reference: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py")), str(reference)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def load(
        self,
        root: Path,
        inputs: Sequence[Path],
        fault: Fault | float | None = None,
        *,
        workers: int = 1,
        checkpoint_bytes: int | None = None,
        file_limit: int | None = None,
        metadata: Path | None = None,
        as_nobody: bool = False,
        clock_ahead: float = 0.0,
    ) -> Ended:
        """One load of `inputs` into `root`; `fault` is at a step, or a kill so many seconds after its start.

        `as_nobody`: by a user without rights of his own, where we are root; `clock_ahead`: with a clock so many seconds
        fast.
        """
        trace, result, log = (self._folder / name for name in ("trace", "result", "log"))
        for path in (trace, result):
            path.unlink(missing_ok=True)
        job = {
            "root": str(root),
            "inputs": [str(path) for path in inputs],
            "workers": workers,
            "fault": asdict(fault) if isinstance(fault, Fault) else None,
            "kill_after": fault if isinstance(fault, float) else None,
            "file_limit": file_limit,
            "as_nobody": as_nobody and os.getuid() == 0,
            "clock_ahead": clock_ahead,
            "metadata": None if metadata is None else str(metadata),
            "checkpoint_bytes": checkpoint_bytes,
            "transaction_inputs": TRANSACTION_INPUTS,
            "trace": str(trace),
            "result": str(result),
            "log": str(log),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._answer())
        lines = trace.read_text(encoding="utf-8").splitlines() if trace.exists() else []
        steps = [line for line in lines if not line.startswith("+")]
        return Ended(
            returncode=answer["returncode"],
            seconds=answer["seconds"],
            phases=Counter(line for line in steps if not line.startswith("=")),
            phase=steps[-1].lstrip("=") if steps else "start",
            stored=frozenset(line[1:] for line in lines if line.startswith("+")),
            told=log.read_text(encoding="utf-8"),
            result=json.loads(result.read_text(encoding="utf-8")) if result.exists() else None,
        )

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that starts loads has ended with {self._process.wait()}")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


def one_in_each_phase(undisturbed: Sequence[Ended], random: Random) -> Iterator[Fault]:
    """A kill in each phase, in the order of a load, at a step of it as all of the undisturbed loads had them."""
    for phase in PHASES:
        # What killed loads left is cleared away by the loads after them: an undisturbed one has few such steps.
        n_steps = 20 if phase == "clean-up" else min(load.phases[phase] for load in undisturbed)
        at = random.choice(["before", "within", "after"])
        yield Fault(phase, random.randrange(n_steps), at, random.uniform(0.0, 0.01))


def kills(undisturbed: Sequence[Ended], random: Random) -> Iterator[Fault | float]:
    """Kills without end: in each phase, in any order, and every fourth at any moment."""
    while True:
        load = random.choice(undisturbed)
        for kill in random.sample(list(one_in_each_phase([load], random)), len(PHASES)):
            if random.random() < 0.3:
                yield random.uniform(0.0, load.seconds)
            yield kill
