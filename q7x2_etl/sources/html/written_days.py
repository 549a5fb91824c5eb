"""Days as pages of all countries write them: "09.05.2019", "05/09/2019" in the page's order, "9 mai 2019"."""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from q7x2_etl.dates import find_dates

Order = Literal["day_first", "month_first"]

_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d|[./-]\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
_NAMED = re.compile(
    r"(?<!\w)(\d{1,2})(?:\.|er|º|ª|\s?-?(?:an|го))?\s*(?:de |di |d['’])?([^\W\d_]{3,12})\.?,?\s*(?:de |del )?"
    r"((?:19|20)\d\d)(?!\d)"
)
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z\d])|(?<=[a-z]:)(?=\d)|(?<=\d)(?=[A-Z][a-z]{2})")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
# Languages of sites that also publish in English; a name that means two months in two of them counts for none.
_LANGUAGES = ("fr", "es", "pt", "it", "de", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hr", "sr", "sl", "ro",
              "hu", "tr", "az", "id", "ms", "ru", "uk", "bg", "el", "vi", "sw", "so", "ar", "fa", "sq", "et", "lv",
              "lt", "ca")  # fmt: skip
_SHORTEST_NAME = 3
_AMERICAN = ("us", "ph")  # countries that write the month first
_GENERIC = ("com", "org", "net", "info", "int", "io", "co", "tv", "me", "ai", "fm", "cc", "eu", "edu", "gov", "mil")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """`line[start:end]` names `day`; of a month that is its first day, with `is_month`."""

    start: int
    end: int
    day: date
    is_month: bool = False


def apart(line: str) -> str:
    """The line with words that its markup sets apart, and a browser shows apart, not run together."""
    return _RUN_TOGETHER.sub(" ", line)


def written_days(line: str, order: Order | None = None) -> list[WrittenDay]:
    """The days (and months with their year) that a line names, in order."""
    found: list[WrittenDay] = []
    for mention in find_dates(line):
        if mention.year and mention.month:
            day = date(mention.year, mention.month, mention.day or 1)
            found.append(WrittenDay(mention.start, mention.end, day, mention.day is None))
    for one in (*_numeric(line, order), *_named(line)):
        if all(one.end <= other.start or one.start >= other.end or other.is_month for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _numeric(line: str, order: Order | None) -> Iterator[WrittenDay]:
    weekday = _WEEKDAY.search(line)
    for match in _NUMERIC.finditer(line):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        readings = [day for day in (_day(year, second, first), _day(year, first, second)) if day is not None]
        if match[2] == "." or order == "day_first":
            chosen = readings[:1] if _day(year, second, first) else readings
        elif order == "month_first":
            chosen = readings[-1:]
        else:
            named = [day for day in readings if weekday and _WEEKDAYS[day.weekday()] == weekday[1].lower()]
            chosen = named[:1] if named else readings if len(set(readings)) == 1 else []
        if chosen:
            yield WrittenDay(match.start(), match.end(), chosen[0])
    for match in _SHORT_YEAR.finditer(line):
        if (day := _day(2000 + int(match[3]), int(match[2]), int(match[1]))) is not None:
            yield WrittenDay(match.start(), match.end(), day)


def _named(line: str) -> Iterator[WrittenDay]:
    for match in _NAMED.finditer(line):
        month = _foreign_months().get(match[2].casefold())
        if month is not None and (day := _day(int(match[3]), month, int(match[1]))) is not None:
            yield WrittenDay(match.start(), match.end(), day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _foreign_months() -> dict[str, int]:
    """Names of months by dateparser (it comes with trafilatura); none without it."""
    names: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        try:
            info: Any = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        except ImportError:
            continue
        for number, month in enumerate(_MONTHS, 1):
            for name in info.get(month, ()):
                if len(name) >= _SHORTEST_NAME:
                    names.setdefault(name.casefold(), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in names.items() if len(numbers) == 1}


def order_of(lines: Iterable[str], languages: Iterable[str], addresses: Iterable[str]) -> Order | None:
    """Whether the page writes the day or the month first in "05/09/2019": as its other days show, else as in its
    country. `languages` are tags such as "en-GB", `addresses` its own. None where nothing tells.
    """
    for line in lines:
        for match in _NUMERIC.finditer(line) if len(line) < 200 else ():
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                return "day_first"
            if second > 12 >= first and match[2] != ".":
                return "month_first"
    tags = [tag.replace("_", "-").lower().split("-") for tag in languages if tag]
    for tag in tags:
        if tag[0] not in ("en", "x", "und"):
            return "day_first"
        if len(tag) > 1 and len(tag[-1]) == 2:
            return "month_first" if tag[-1] in _AMERICAN else "day_first"
    for address in addresses:
        country = (urlsplit(address).hostname or "").rpartition(".")[2]
        if len(country) == 2 and country not in _GENERIC:
            return "month_first" if country in _AMERICAN else "day_first"
    return None
