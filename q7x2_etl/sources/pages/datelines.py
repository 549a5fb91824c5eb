"""Datelines: the words that say where (and when, and by whom) a story was filed, and lines that are only a date."""

import re
from dataclasses import dataclass
from itertools import islice

from q7x2_etl.dates import DateMention, find_dates

_LONGEST = 160  # characters before the dash; a longer beginning is a sentence
_SHORT_NAME = 4  # words of a place, where no letter's case tells that it is one
_DASH = re.compile(r"(?<=\))\.\s?[-–—]+\s+|\s*(?:--+|—|–)\s*|\s+-\s+|:\s+")
_MARKERS = re.compile(r"(?:\[[^\]]{1,160}\]\s*)*")  # what monitoring services put after it: [TEXT], [REPORT]
_SET_OFF = ("|", "—", "–", "-", ",", "·", "•", "/")
_NAME_BREAK = re.compile(r"[\s|—–,·•/()-]+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*\Z")
_PARTICLES = frozenset(
    ("de", "del", "la", "las", "los", "el", "al", "of", "the", "and", "du", "des", "da", "do", "di", "y", "e", "am",
     "on", "an", "der", "in", "bin", "near")
)  # fmt: skip
_DATE_LINE_WORDS = re.compile(
    r"[\W\d_]|\b(?:[ap]\.?m|gmt|utc|est|edt|ist|local time|updated?|published|posted|first|last|issued|created|dated?|"
    r"on|at|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|th|st|nd|rd|h)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`text[start:end]` is the dateline, with its dash and the markers after it; `whole` where nothing follows."""

    start: int
    end: int
    dates: tuple[DateMention, ...]
    agency: str | None
    whole: bool


def dateline_at(text: str, start: int, end: int, agencies: frozenset[str]) -> Dateline | None:
    """The dateline at the beginning of the paragraph `text[start:end]`, or None.

    It is a place (capitalised words) with a date, an agency in brackets, or all in capitals, and then a dash; or,
    with a date, a line of its own. `agencies` are the case-folded names that brackets may hold without a date.
    """
    window_end = min(end, start + _LONGEST)
    # "PLACE: ..." only opens a long paragraph: short lines with a colon are headings.
    may_be_colon = end - start > 80 and text[end - 1] in '.!?"”'
    for dash in islice(_DASH.finditer(text, start + 2, window_end), 4):
        if dash.end() >= end:
            break
        if dash.group().startswith(":") and not may_be_colon:
            continue
        found = _dateline(text, start, dash.start(), agencies, dash.group().strip())
        if found is not None:
            markers = _MARKERS.match(text, dash.end(), end)
            return Dateline(start, markers.end() if markers else dash.end(), found[0], found[1], whole=False)
    if end - start <= _LONGEST and (found := _dateline(text, start, end, agencies, "")) and found[0]:
        return Dateline(start, end, found[0], found[1], whole=True)
    return None


def date_line(text: str, start: int, end: int) -> tuple[DateMention, ...]:
    """The dates of a line that holds nothing else (but a weekday, a time, "Published", the writer's name), else ()."""
    if end - start > 90:
        return ()
    dates = [date for date in find_dates(text, start, end) if date.precision != "year"]
    if not dates:
        return ()
    rest = _without(text, start, end, dates)
    return tuple(dates) if not _DATE_LINE_WORDS.sub("", rest) or _is_signature(text, start, end, dates) else ()


def _is_signature(text: str, start: int, end: int, dates: list[DateMention]) -> bool:
    """Names and a full date set off from them: "Staff Writer, Northtown | 17 October 2021"."""
    if len(dates) != 1 or dates[0].month is None or dates[0].year is None:
        return False
    before, after = text[start : dates[0].start].rstrip(), text[dates[0].end : end].lstrip()
    if (before and after) or not (before.endswith(_SET_OFF) or after.startswith(_SET_OFF)):
        return False
    names = [word for word in _NAME_BREAK.split(before or after) if word]
    return 0 < len(names) <= 8 and _is_name(names, may_describe=False)


def _dateline(
    text: str, start: int, end: int, agencies: frozenset[str], dash: str
) -> tuple[tuple[DateMention, ...], str | None] | None:
    """The dates and the agency of `text[start:end]` where it is built like a dateline."""
    dates = [date for date in find_dates(text, start, end) if date.precision == "day"]
    rest = _without(text, start, end, dates)
    brackets = [bracket.strip(" ,") for bracket in _BRACKET.findall(rest)]
    agency = next((bracket for bracket in brackets if bracket.casefold() in agencies), None)
    place = _BRACKET.sub(" ", rest).replace("()", " ").strip(" ,.\n")
    words = place.replace(",", " , ").replace("/", " ").split()
    names = [word for word in words if word != ","]
    lowered = bool(dates) and "," in rest and place.islower() and text[start : end + 300].islower()
    if not names or len(names) > (_SHORT_NAME if lowered else 9):
        return None
    if not lowered and not _is_name(names, may_describe=bool(dates) and agency is not None):
        return None
    shouted = place.isupper() and len(place) >= 3
    # In a text all in capitals every sentence begins like a place; only its first line is taken at its word.
    telling = not text[end : end + 300].isupper() or not text[:start].strip()
    if dash == ":":
        city_and_day = bool(dates) and "," in rest and len(names) <= _SHORT_NAME  # "Jammu, May 26: One more ..."
        built = agency is not None or lowered or city_and_day
        built = built or (shouted and (bool(dates) or (telling and len(names) <= 3)))
    elif dash:
        in_brackets = bool(brackets) and (shouted or (len(names) <= 3 and brackets[0].isupper()))
        abroad = names[0].isupper() and len(names[0]) > 2 and "," in words  # "KABUL, Afghanistan"
        built = bool(dates) or agency is not None or (telling and (shouted or in_brackets or abroad))
    else:
        built = bool(dates) and (shouted or "," in words)
    return (tuple(dates), agency or (brackets[-1] if brackets and brackets[-1] else None)) if built else None


def _is_name(words: list[str], may_describe: bool) -> bool:
    """Whether words are a place's name; `may_describe` lets two common nouns in ("Zaire-Zambia border")."""
    if not _CAPITALISED.match(words[0]):
        return False
    others = sum(not _CAPITALISED.match(word) and word.lower() not in _PARTICLES for word in words)
    return others <= (2 if may_describe else 0)


def _without(text: str, start: int, end: int, dates: list[DateMention]) -> str:
    kept, position = [], start
    for date in dates:
        kept.append(text[position : date.start])
        position = date.end
    return "".join([*kept, text[position:end]])
