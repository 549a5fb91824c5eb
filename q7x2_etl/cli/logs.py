"""What goes to stderr: log lines for people or for machines, and one clear line for a mistake."""

import logging
from collections.abc import Sequence
from contextlib import suppress

from q7x2_etl.cli.printing import one_line
from q7x2_etl.errors import InputError
from q7x2_etl.log_lines import JsonLines, send_to_stderr

_ROOT = logging.getLogger()
_LOG = logging.getLogger("q7x2_etl")


def set_up_logs(layout: str | None = None, quiet: bool = False) -> None:
    """Send log lines to stderr, for people or (`json`) for machines. Without a layout it stays as it is."""
    as_json = layout == "json" if layout else any(isinstance(one.formatter, JsonLines) for one in _ROOT.handlers)
    send_to_stderr(as_json)
    _LOG.setLevel(logging.WARNING if quiet else logging.INFO)


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
