"""What goes to stderr: log lines for people or for machines, and one clear line for a mistake."""

import json
import logging
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from q7x2_etl.cli.printing import one_line
from q7x2_etl.errors import InputError
from q7x2_etl.run_context import current_run_id

_LOG = logging.getLogger("q7x2_etl")


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


def set_up_logs(layout: str | None = None, quiet: bool = False) -> None:
    """Send log lines to stderr: the library's, and the warnings of others. With `json` nothing else goes there: what
    Python would print itself (warnings, tracebacks) becomes a log line. Without a layout it stays as it is.
    """
    root = logging.getLogger()
    as_json = layout == "json" if layout else any(isinstance(one.formatter, JsonLines) for one in root.handlers)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s: %(message)s"))
    root.handlers[:] = [handler]
    _LOG.setLevel(logging.WARNING if quiet else logging.INFO)
    logging.captureWarnings(as_json)
    sys.excepthook = _log_uncaught if as_json else sys.__excepthook__
    threading.excepthook = _log_uncaught_of_thread if as_json else threading.__excepthook__
    sys.unraisablehook = _log_unraisable if as_json else sys.__unraisablehook__


def set_up_logs_early(arguments: Sequence[str]) -> None:
    """Before the arguments are parsed: a mistake in them is told in the form that they ask for."""
    from q7x2_etl.settings import read_settings

    layout = _value_of("--log-format", arguments)
    if layout is None:
        with suppress(InputError):  # which the command will say
            layout = read_settings(config=_value_of("--config", arguments)).settings.log_format
    set_up_logs(layout or "human")


def complain(message: str, exit_code: int | None = None) -> None:
    """One line on stderr, in the form of the other log lines."""
    _LOG.error(one_line(message), extra={"exit_code": exit_code})


def _value_of(flag: str, arguments: Sequence[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument == flag:
            return arguments[position + 1] if position + 1 < len(arguments) else None
        if argument.startswith(f"{flag}="):
            return argument.partition("=")[2]
    return None


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
