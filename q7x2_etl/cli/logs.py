"""What goes to stderr: log lines for people or for machines, and one clear line for a mistake."""

import json
import logging
import sys
from datetime import UTC, datetime

from q7x2_etl.cli.options import LogFormat
from q7x2_etl.cli.printing import one_line


class JsonLines(logging.Formatter):
    """One JSON object a log line: time (UTC), level, logger, message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(layout: LogFormat = LogFormat.human, quiet: bool = False) -> None:
    """Send the library's log lines to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if layout is LogFormat.json else logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("q7x2_etl")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.WARNING if quiet else logging.INFO)


def complain(message: str) -> None:
    """One line on stderr, in the form of the other log lines."""
    logger = logging.getLogger("q7x2_etl")
    if not logger.handlers:
        set_up_logs()
    logger.error(one_line(message))
