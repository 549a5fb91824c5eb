"""A moment as people write it: a day, a time of a day, or how long ago."""

import re
from datetime import date, datetime, timedelta
from typing import Any

_DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h|d|w)")
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


def moment(text: str, now: datetime) -> datetime:
    """The moment that `text` names: 2026-11-21, 2026-11-21T06:00, 2026-11-21T06:00+00:00, or 90min, 36h, 7d, 2w before
    `now` (which knows its time zone). Without an offset it is local time. Raises ValueError for anything else.
    """
    duration = _DURATION.fullmatch(text.strip())
    if duration is not None:
        return now - timedelta(seconds=float(duration[1]) * _SECONDS[duration[2]])
    return datetime.fromisoformat(text.strip()).astimezone()


def moment_in_words(given: Any) -> str:
    """What a setting may hold, as its words: text as `moment` reads it, a date, a datetime, a timedelta."""
    if isinstance(given, timedelta):
        given = f"{given.total_seconds():g}s"
    elif isinstance(given, date):
        given = given.isoformat()
    if not isinstance(given, str):
        raise ValueError
    moment(given, datetime.now().astimezone())
    return given.strip()
