"""The summary of a load for monitors: one JSON object in a file, replaced whole, written however the load ends.

It says `running` from the start, so that a load that was killed is one whose process is gone and that still runs.
"""

import json
import logging
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from q7x2_etl import __version__
from q7x2_etl.errors import ExitCode, GateRefusedError, InputError, LoadStoppedError, Q7Error, WarehouseBusyError
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse.gates import Verdict, refused

_log = logging.getLogger(__name__)


class Summary:
    """What is known of a load; the pipeline adds to it as it goes."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._told: dict[str, Any] = {
            "status": "running",
            "exit_code": None,
            "error": None,
            "run_id": None,
            "warehouse": str(root),
            "started_at": datetime.now(UTC).isoformat(),
            "finished_at": None,
            "pid": os.getpid(),
            "library_version": __version__,
            "settings": settings.to_dict(),
            "settings_fingerprint": settings.fingerprint,
        }

    def add(self, **told: Any) -> None:
        """Keep what is known already; the files get it at the end."""
        self._told |= told

    def end(self, result: LoadResult) -> None:
        """The load ended, published or gated."""
        self._told |= result.to_dict()

    @contextmanager
    def kept_in(self, file: Path | None, *, needed: bool = False) -> Iterator[None]:
        """Keep the file up to date with the block: running, and how it ended. Without a file nothing is written.

        Raises InputError where a needed file cannot be written at the start; later that only
        gives a warning, for it must not fail a load that has published.
        """
        if file is None:
            yield
            return
        try:
            _replace(file, self._told)
        except OSError as error:
            if needed:
                raise InputError(
                    f"{file}: the summary cannot be written: {error.strerror}; nothing was loaded; name another file"
                ) from error
        try:
            yield
        except BaseException as error:
            self._fail(error)
            raise
        finally:
            try:
                _replace(file, self._told)
            except OSError as error:
                _log.warning("%s: the summary could not be written: %s", file, error.strerror)

    def _fail(self, error: BaseException) -> None:
        self._told["error"] = {"type": type(error).__name__, "message": str(error)}
        if not isinstance(error, GateRefusedError):  # which has its result already
            status, code = _ending(error)
            self._told |= {"status": status, "exit_code": int(code), "finished_at": datetime.now(UTC).isoformat()}


def refusal(root: Path, gates: Sequence[Verdict], version: int | None) -> str:
    """What a refused run says: gate, figure and limit, what analysts see, and what to type."""
    seen = "nothing yet" if version is None else f"version {version}"
    return (
        f"{root}: {'; '.join(map(str, refused(gates)))}; nothing was published, analysts still see {seen}; what "
        f"was written is kept, and the next run is judged together with it; see q7x2-etl status --warehouse {root}, or "
        "publish all the same: the same command with --force"
    )


def _ending(error: BaseException) -> tuple[str, int]:
    if isinstance(error, KeyboardInterrupt):
        return "stopped", 128 + signal.SIGINT
    code = error.exit_code if isinstance(error, Q7Error) else ExitCode.failed
    if isinstance(error, LoadStoppedError):
        return "stopped", code
    if isinstance(error, WarehouseBusyError):
        return "busy", code
    return "failed", code


def _replace(file: Path, told: Mapping[str, Any]) -> None:
    """The whole file or none of it, also for a reader that comes at the wrong moment."""
    temporary = file.with_name(f".tmp-{os.getpid()}-{file.name}")
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
