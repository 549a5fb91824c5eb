"""Log lines as JSON, in the command line's process and in its workers: nothing else then goes to stderr."""

import json
import logging
import os
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from q7x2_etl.run_context import current_run_id

_LOG = logging.getLogger("q7x2_etl")
# Worker processes inherit the environment, and nothing else that they could read before anything goes wrong.
_VARIABLE = "_Q7X2_WORKERS_LOG"


class JsonLines(logging.Formatter):
    """One JSON object a log line: time (UTC), level, logger, message; run_id within a load, error with a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        run_id = current_run_id.get()
        if run_id is not None:
            line["run_id"] = run_id
        exit_code = getattr(record, "exit_code", None)
        if exit_code is not None:
            line["exit_code"] = int(exit_code)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def send_to_stderr(as_json: bool) -> None:
    """Send log lines to stderr: the library's, and the warnings of others. As JSON nothing else goes there: what Python
    would print itself (warnings, tracebacks) becomes a log line. Worker processes started later do the same.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s: %(message)s"))
    logging.getLogger().handlers[:] = [handler]
    logging.captureWarnings(as_json)
    os.environ[_VARIABLE] = "json" if as_json else "human"
    sys.excepthook = _log_uncaught if as_json else sys.__excepthook__
    threading.excepthook = _log_uncaught_of_thread if as_json else threading.__excepthook__
    sys.unraisablehook = _log_unraisable if as_json else sys.__unraisablehook__


def as_parent_does() -> None:
    """In a worker process: log lines as those of the process that started it."""
    if os.environ.get(_VARIABLE) == "json":
        send_to_stderr(as_json=True)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _LOG.critical("%s: %s; please report this as a bug", kind.__name__, error, exc_info=(kind, error, trace))


def _log_uncaught_of_thread(told: "threading.ExceptHookArgs") -> None:
    if told.exc_value is not None:
        _log_uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _log_unraisable(told: "sys.UnraisableHookArgs") -> None:
    error = told.exc_value
    where = told.err_msg or "exception ignored"
    trace = None if error is None else (told.exc_type, error, told.exc_traceback)
    _LOG.error("%s: %r: %s", where, told.object, error, exc_info=trace)
