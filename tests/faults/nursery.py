"""A process that runs loads in children of its own: `python nursery.py REFERENCE`, a job a line in, its end a line out.

Each load is a real process that can be killed without harm to another; being forked from one in which everything is
imported and the reference data is read, it starts in milliseconds.
"""

import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
_NOBODY = 65534
sys.path += [str(HERE), str(HERE.parent / "warehouse")]


def main() -> None:
    reference = Path(sys.argv[1])
    _warm(reference)
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        if job["as_nobody"]:
            _import_all(job, reference)
        sys.stderr.flush()
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _run(job, reference)
        code = _end_of(child, started, job["kill_after"])
        print(json.dumps({"returncode": code, "seconds": time.monotonic() - started}), flush=True)


def _warm(reference: Path) -> None:
    """Import what a load needs and read the reference data; nothing that starts threads, which a fork would lose."""
    import polars  # noqa: F401

    import q7x2_etl.pipeline.loading  # noqa: F401
    from q7x2_etl.contract import load_contract
    from q7x2_etl.language.places.gazetteer import Gazetteer
    from q7x2_etl.reference import Reference

    knowledge = Reference.load(reference)
    Gazetteer.from_reference(knowledge)
    load_contract()


def _import_all(job: dict[str, Any], reference: Path) -> None:
    """Import what a load imports on its way: the user nobody may not be let into the folder where Python lies."""
    with TemporaryDirectory() as scratch:
        listed = Path(scratch) / "modules"
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                paths = {name: f"{scratch}/{name}" for name in ("root", "trace", "result")}
                _load({**job, **paths, "as_nobody": False}, reference)
            listed.write_text("\n".join(sys.modules), encoding="utf-8")
            os._exit(0)
        os.waitpid(child, 0)
        for name in listed.read_text(encoding="utf-8").splitlines():
            with suppress(Exception):
                import_module(name)


def _end_of(child: int, started: float, kill_after: float | None) -> int:
    """The exit code of the child, minus the signal's number where one ended it; killed after `kill_after` seconds."""
    if kill_after is not None:
        while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() - started >= kill_after:
                os.kill(child, signal.SIGKILL)
                break
            time.sleep(0.0005)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run(job: dict[str, Any], reference: Path) -> None:
    """One load in this process, which then ends."""
    from steps import limit_files

    code = 0
    try:
        os.dup2(os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)
        os.dup2(2, 1)
        _load(job, reference)
    except BaseException as error:
        limit_files(resource.getrlimit(resource.RLIMIT_FSIZE)[1])  # to be able to say what happened
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        code = getattr(error, "exit_code", 70)
    sys.stderr.flush()
    os._exit(code)


def _set_clock(ahead: timedelta) -> None:
    """Let every module of the package read another time."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.now(tz) + ahead

        @classmethod
        def combine(cls, *parts: Any) -> Any:
            return datetime.combine(*parts)

    for name, module in list(sys.modules.items()):
        if name.startswith("q7x2_etl.") and getattr(module, "datetime", None) is datetime:
            vars(module)["datetime"] = Clock


def _load(job: dict[str, Any], reference: Path) -> None:
    from pattern_extractor import PatternExtractor
    from steps import Steps, limit_files

    import q7x2_etl as q7

    settings = q7.Settings(transaction_inputs=job["transaction_inputs"], transaction_seconds=3600.0)
    steps = Steps(Path(job["trace"]), job["fault"], job["checkpoint_bytes"])
    if job["clock_ahead"]:
        _set_clock(timedelta(seconds=job["clock_ahead"]))
    if job["as_nobody"]:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    if job["file_limit"] is not None:
        limit_files(job["file_limit"])
    steps.follow()
    with q7.Warehouse(job["root"], settings) as warehouse:
        result = warehouse.load(
            [Path(path) for path in job["inputs"]],
            reference=reference,
            extractor=PatternExtractor(),
            workers=job["workers"],
            metadata=job["metadata"],
            progress=lambda _, name: steps.told(name),
        )
    limit_files(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    Path(job["result"]).write_text(json.dumps(result.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    main()
