"""Kinds of values that settings have: how each is read from words (environment, flags) or from what a file holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from q7x2_etl.settings.columns import COLUMNS, columns_in_words
from q7x2_etl.settings.moments import moment_in_words

_MEMORY = re.compile(r"\d+(\.\d+)? ?([KMGT]i?B)", re.IGNORECASE)
_YES_NO = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}


@dataclass(frozen=True)
class Kind:
    """A kind of value: `wanted` says in words what it must be, `read` gives the value or raises ValueError.

    `read` takes what a TOML file may hold as well as the words of a variable or a flag.
    """

    wanted: str
    metavar: str
    read: Callable[[Any], Any]
    words: tuple[str, ...] = ()


def whole(least: int) -> Kind:
    """A whole number of at least `least`."""

    def read(given: Any) -> int:
        number = int(given) if isinstance(given, str) else given
        if not isinstance(number, int) or isinstance(number, bool) or number < least:
            raise ValueError
        return number

    return Kind(f"a whole number of {least} or more", "N", read)


def number(least: float, most: float | None = None, metavar: str = "N") -> Kind:
    """A number within bounds, both allowed."""

    def read(given: Any) -> float:
        value = float(given) if isinstance(given, str) else given
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ValueError
        if not (least <= value <= (float("inf") if most is None else most)) or value == float("inf"):
            raise ValueError
        return float(value)

    wanted = f"a number of {least:g} or more" if most is None else f"a number between {least:g} and {most:g}"
    return Kind(wanted, metavar, read)


def one_of(*words: str) -> Kind:
    """One of a closed list of words."""

    def read(given: Any) -> str:
        if given not in words:
            raise ValueError
        return str(given)

    return Kind(f"one of {', '.join(words)}", "|".join(words), read, words)


def _yes_no(given: Any) -> bool:
    value = _YES_NO.get(given.lower()) if isinstance(given, str) else given
    if not isinstance(value, bool):
        raise ValueError
    return value


def _path(given: Any) -> Path:
    if not isinstance(given, str | Path) or not str(given).strip() or "\0" in str(given):
        raise ValueError
    return Path(given)


def _memory(given: Any) -> str:
    if not isinstance(given, str) or not _MEMORY.fullmatch(given):
        raise ValueError
    return given


MOMENT = Kind(
    "a day (2026-11-21), a time (2026-11-21T06:00) or how long ago (90min, 36h, 7d)", "DATE|DURATION", moment_in_words
)
YES_NO = Kind("true or false", "", _yes_no)
FOLDER = Kind("the path of a folder", "DIR", _path)
FILE = Kind("the path of a file", "FILE", _path)
TABLE_FILE = Kind("the path of a file", "CSV", _path)
COLUMN_NAMES = Kind(f"OURS=THEIRS,…, where ours are {', '.join(COLUMNS)}", "OURS=THEIRS,…", columns_in_words)
MEMORY = Kind("a size such as 4GB or 512MiB", "SIZE", _memory)
