"""The words and rules of time, read once from `calendar.yaml` and `time_rules.yaml` and compiled."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.times.model import TimeAnchor, TimeKind
from q7x2_etl.language.times.parts import Quantity, Words
from q7x2_etl.language.times.resolve import READINGS, Reading
from q7x2_etl.reference import Reference

# A space that may hold one line break: wires wrap their lines, but no expression runs over a blank line.
SPACE = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"

# What stands between a preposition and a number without changing what it counts to.
_ABOUT = (
    r"(?:about|around|roughly|some|nearly|almost|more than|less than|over|under|just|only|just over|just under|"
    r"at least|approximately|barely|exactly|up to|another|the|a period of|as long as|well over|a further) "
)
_SUBPART = (
    r"early|mid|late|(?:at )?the (?:very )?(?:beginning|start|middle|end)|"
    r"(?:in )?the (?:first|second|last) half|(?:in )?the (?:first|second|third|last) (?:week|quarter)"
)
_DEICTIC = (
    "today", "tonight", "yesterday", "tomorrow", "overnight", "weekend", "recently", "lately", "late", "since", "then",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_PARTS = {
    "beginning": "early", "start": "early", "earlier": "earlier", "early": "early", "middle": "mid", "mid": "mid",
    "end": "late", "late": "late", "later": "later", "last half": "second half",
}  # fmt: skip
_DIRECTIONS = {
    "last": "last", "this past": "last", "past": "last", "the past": "", "previous": "last", "preceding": "last",
    "next": "next", "following": "next", "subsequent": "next", "coming": "next", "this coming": "next",
    "the coming": "next", "the following": "next", "the next": "next", "that": "same", "that same": "same",
    "the same": "same", "earlier": "earlier", "before": "earlier", "beforehand": "earlier", "previously": "earlier",
    "this": "this",
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """The tables of `calendar.yaml` that the rules capture."""

    numbers: dict[str, Quantity]
    units: dict[str, str]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    months: dict[str, int]
    parts: tuple[str, ...]
    holidays: dict[str, tuple[tuple[date, date], ...]]


@dataclass(frozen=True)
class Rule:
    """One relative rule: where it fires (its pattern looks at text in lower case) and how it is read."""

    rule: str
    expression: str
    needs: frozenset[str]
    cues: frozenset[str]
    kind: TimeKind
    anchor: TimeAnchor
    reading: Reading | None
    fallback: bool
    preset: Words

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when a sentence first has the words that the rule needs: most runs use few rules."""
        try:
            return re.compile(self.expression)
        except re.error as error:
            raise ReferenceDataError(
                f"time_rules.yaml: the pattern of rule {self.rule!r} is not valid: {error}"
            ) from error


@dataclass(frozen=True, eq=False)
class Grammar:
    """Everything that `find_times` needs, compiled."""

    calendar: Calendar
    rules: tuple[Rule, ...]
    classes: dict[str, str]

    def rules_for(self, words: Set[str]) -> list[Rule]:
        """The rules that can fire in a sentence of these lower-case words; none for most sentences."""
        present = {self.classes[word] for word in self.words & words}
        present.update(_digit_class(word) for word in words if word[0].isdecimal())
        return [r for r in self._needing(frozenset(present)) if not r.cues or not r.cues.isdisjoint(words)]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that have a class."""
        return frozenset(self.classes)

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one grammar, and it lives as long as the process
    def _needing(self, present: frozenset[str]) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if not rule.needs.isdisjoint(present))


_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")  # but not "\S" and "(?P<name>"


def _digit_class(word: str) -> str:
    if word.endswith("s"):
        return "decade"
    return "ordinal" if word.endswith(("st", "nd", "rd", "th")) else "year" if len(word) == 4 else ""


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The packaged grammar, built once. Raises ReferenceDataError on a rule that cannot be used, naming it."""
    reference = Reference.load()
    calendar = _calendar(reference.entries("calendar"))
    macros = _macros(calendar)
    rules = tuple(_rule(entry, macros, calendar) for entry in reference.entries("time_rules") if "pattern" in entry)
    classes = dict.fromkeys(calendar.units, "unit") | dict.fromkeys(calendar.weekdays, "weekday")
    classes |= {f"{name}s": "weekday" for name in calendar.weekdays}
    classes |= dict.fromkeys(calendar.parts, "part") | dict.fromkeys(calendar.seasons, "season")
    classes |= dict.fromkeys(calendar.holidays, "holiday")
    classes |= dict.fromkeys(_DEICTIC, "deictic")
    return Grammar(calendar, rules, {re.split(r"\W", phrase)[0]: name for phrase, name in classes.items()})


def words_of(match: re.Match[str], rule: Rule, calendar: Calendar) -> Words:
    """The captured parts of a match, read with the calendar."""
    groups = {re.sub(r"\d$", "", k): re.sub(r"\s+", " ", v.lower()) for k, v in match.groupdict().items() if v}
    preset = rule.preset
    part = re.sub(r"^(?:(?:at|by|towards?|around|in) )?(?:the )?(?:very )?", "", groups.get("part", ""))
    direction = preset.direction or _DIRECTIONS.get(groups.get("dir", ""), "")
    holiday = groups.get("holiday")
    return Words(
        unit=calendar.units.get(groups.get("unit", ""), preset.unit),
        quantity=quantity_of(groups["n"], calendar) if "n" in groups else _one(groups.get("unit", "")),
        part=_PARTS.get(part, part),
        direction=direction,
        weekday=calendar.weekdays.get(groups.get("weekday", "")),
        season=calendar.seasons.get(groups.get("season", "")),
        number=int(groups["num"]) if "num" in groups else None,
        offset=preset.offset,
        spans=calendar.holidays[holiday] if holiday else (),
    )


def _one(unit: str) -> Quantity | None:
    """ "the past week" is one week, "weeks ago" any number of them."""
    return Quantity(1, 1, vague=False) if unit and not unit.endswith("s") else None


def quantity_of(written: str, calendar: Calendar) -> Quantity | None:
    """A number before a unit: digits, "twenty-five", "a", "several"."""
    words = re.sub(r"\s+", " ", written.lower()).strip()
    if ordinal := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", words):
        return Quantity(int(ordinal[1]), int(ordinal[1]), vague=False)
    if words in _ORDINALS:
        number = _ORDINALS.index(words) + 1
        return Quantity(number, number, vague=False)
    if words.isdecimal():
        return Quantity(int(words), int(words), vague=False)
    if words in calendar.numbers:
        return calendar.numbers[words]
    parts = [calendar.numbers.get(p) for p in words.split("-")]
    known = [p for p in parts if p is not None]
    if known and len(known) == len(parts):
        total = sum(p.low for p in known)
        return Quantity(total, total, vague=False)
    return None


def _calendar(entries: list[dict[str, Any]]) -> Calendar:
    def table(kind: str, key: str) -> dict[str, Any]:
        return {str(n): e[key] for e in entries if e.get("kind") == kind for n in e["names"]}

    return Calendar(
        numbers={
            str(n): Quantity(int(e["low"]), int(e["high"]), bool(e["vague"]))
            for e in entries
            if e.get("kind") == "number"
            for n in e["names"]
        },
        units=table("unit", "unit"),
        weekdays=table("weekday", "number"),
        seasons=table("season", "first_month"),
        months=table("month", "number"),
        parts=tuple(str(n) for e in entries if e.get("kind") == "part_of_day" for n in e["names"]),
        holidays={str(n): tuple(_holiday_spans(e)) for e in entries if e.get("kind") == "holiday" for n in e["names"]},
    )


def _holiday_spans(entry: dict[str, Any]) -> Iterator[tuple[date, date]]:
    if "spans" in entry:
        yield from ((first, last) for first, last in entry["spans"])
    else:
        for year in range(1900, 2100):
            day = date(year, int(entry["month"]), int(entry["day"]))
            yield day, day


def _macros(calendar: Calendar) -> dict[str, str]:
    def words(names: Any) -> str:
        return "|".join(re.escape(str(n)).replace(r"\ ", " ") for n in sorted(names, key=len, reverse=True))

    numbers = [n for n, q in calendar.numbers.items() if not q.vague and n not in ("a", "an")]
    tens = "twenty|thirty|forty|fifty|sixty|ninety"
    tens = "|".join(t for t in tens.split("|") if t in calendar.numbers)
    ones = "|".join(n for n in numbers if calendar.numbers[n].low < 10)
    return {
        "%N%": rf"\d{{1,3}}|(?:{tens})-(?:{ones})|{words(calendar.numbers)}",
        "%NUMBER%": words(numbers),
        "%TENS%": rf"(?:{tens})-(?:{ones})",
        "%UNITS%": words(n for n in calendar.units if n.endswith("s")),
        "%UNIT%": words(calendar.units),
        "%DAYUNIT%": words(n for n, u in calendar.units.items() if u not in ("minute", "hour")),
        "%WEEKDAY%": words(calendar.weekdays),
        "%SEASON%": words(calendar.seasons),
        "%MONTH%": words(calendar.months),
        "%PART%": words(calendar.parts),
        "%HOLIDAY%": words(calendar.holidays),
        "%ABOUT%": _ABOUT,
        "%SUBPART%": _SUBPART,
        "%YEARPART%": r"year['’]s ",
    }


def _cues(entry: dict[str, Any], calendar: Calendar) -> frozenset[str]:
    """Words of which a sentence holds one where the rule fires; two names stand for words of the calendar."""
    classes = {
        "%HOLIDAY%": {max(re.findall(r"\w+", name), key=len) for name in calendar.holidays},
        "%WEEKDAYS%": {f"{name}s" for name in calendar.weekdays},
    }
    return frozenset(word for cue in entry.get("cues", ()) for word in classes.get(cue, {cue}))


def _rule(entry: dict[str, Any], macros: dict[str, str], calendar: Calendar) -> Rule:
    written = str(entry["pattern"])
    for name, words in macros.items():
        written = written.replace(name, words)
    if _CAPITAL.search(written):
        raise ReferenceDataError(
            f"time_rules.yaml: the pattern of rule {entry['id']!r} has a capital; write it in lower case"
        )
    reading = str(entry.get("reading", "none"))
    if reading != "none" and reading not in READINGS:
        raise ReferenceDataError(
            f"time_rules.yaml: rule {entry['id']!r} has the reading {reading!r}; use one of {', '.join(READINGS)}, none"
        )
    return Rule(
        rule=str(entry["id"]),
        expression=rf"(?<![\w$€£])(?<!\d[.,/])(?:{_spaced(written)})(?!\w)",
        needs=frozenset(entry.get("needs", ())),
        cues=_cues(entry, calendar),
        kind=entry.get("kind", "point"),
        anchor=entry["anchor"],
        reading=READINGS.get(reading),
        fallback=entry.get("fallback") == "published",
        preset=Words(
            unit=str(entry.get("unit", "")),
            direction=str(entry.get("direction", "")),
            offset=int(entry.get("offset", 0)),
        ),
    )


def _spaced(pattern: str) -> str:
    """Each plain space stands for SPACE; look-behinds need a fixed width and keep a plain one, classes too."""
    out: list[str] = []
    depth_behind, in_class, i = 0, False, 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            out.append(pattern[i : i + 2])
            i += 2
            continue
        if pattern.startswith(("(?<!", "(?<="), i) and not depth_behind:
            depth_behind = 1
            out.append(pattern[i : i + 4])
            i += 4
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif depth_behind:
            depth_behind += {"(": 1, ")": -1}.get(char, 0)
        fixed = bool(depth_behind) or in_class
        out.append(r"\s" if char == " " and fixed else SPACE if char == " " else char)
        i += 1
    return "".join(out)
