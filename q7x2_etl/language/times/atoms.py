"""Finds absolute dates with the words that change them: parts, seasons, lists of days, years shared along a list."""

import re
from collections.abc import Set
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from q7x2_etl.dates import DateMention, find_dates, month_end
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.times.absolute import Atom
from q7x2_etl.language.times.grammar import SPACE, Calendar, grammar
from q7x2_etl.language.times.parts import MONTH_PARTS


def atoms_in(text: str, start: int, end: int, words: Set[str] | None = None) -> list[Atom]:
    """The dates of `text[start:end]` with their modifiers, lists of days spelled out, and years shared along a list.

    `words` are its words in lower case, where they are known already.
    """
    mentions = find_dates(text, start, end, words)
    if not mentions:
        return []
    patterns = _patterns()
    atoms: list[Atom] = []
    for position, mention in enumerate(mentions):
        floor = mentions[position - 1].end if position else start
        ceiling = mentions[position + 1].start if position + 1 < len(mentions) else end
        if atoms and atoms[-1].end > mention.start:
            continue  # swallowed as the end of "the winter of 2001-2002"
        if mention.day is not None and mention.year is None and patterns.named.match(text, mention.end):
            continue  # "the March 23 Movement"
        atoms.extend(
            _with_days(
                _atom(text, mention, (start, floor, ceiling, end), patterns),
                text,
                max(floor, start),
                ceiling,
                patterns,
            )
        )
    return _share_years(atoms, text, patterns)


class _Patterns(NamedTuple):
    part: re.Pattern[str]
    season: re.Pattern[str]
    weekday: re.Pattern[str]
    hours: re.Pattern[str]
    direction: re.Pattern[str]
    year_of: re.Pattern[str]
    future: re.Pattern[str]
    days_after: re.Pattern[str]
    day_before: re.Pattern[str]
    list_gap: re.Pattern[str]
    day_first: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    calendar: Calendar = grammar().calendar
    seasons, weekdays = "|".join(calendar.seasons), "|".join(calendar.weekdays)
    short = "|".join(name[:3] for name in calendar.weekdays)
    parts_of_day = "|".join(calendar.parts)
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    ordinal = r"(?:st|nd|rd|th)?"
    named_after_days = packaged_words().words["named_after_days"]
    return _Patterns(
        part=re.compile(
            rf"(?<!\w)(?:the{SPACE})?(?:very{SPACE})?(?:(?P<half>(?:{_ORDINALS}){SPACE}(?:half|week|quarter))"
            rf"|first{SPACE}(?P<n>three|six|few|two){SPACE}(?P<unit>months|weeks|days)"
            rf"|(?P<part>early|beginning|start|middle|mid|late|later|end|close))"
            rf"(?:[\s-]*|{SPACE}(?:of|in|part{SPACE}of){SPACE}(?:the{SPACE}(?:month|year){SPACE}(?:of{SPACE})?)?)\Z",
            re.I,
        ),
        season=re.compile(
            rf"(?<!\w)(?:the{SPACE})?(?:(?:early|mid|late)[\s-]+)?(?P<season>{seasons})(?:{SPACE}(?:of|in))?,?{SPACE}\Z",
            re.I,
        ),
        weekday=re.compile(
            rf"(?<!\w)(?:{weekdays})(?:{SPACE}(?:{parts_of_day}))?(?:,?{SPACE}(?:the{SPACE})?|{SPACE}?\({SPACE}?)(?:on{SPACE})?\Z",
            re.I,
        ),
        hours=re.compile(
            rf"(?<!\w)(?:(?:on|in|during|at){SPACE})?(?:the{SPACE})?(?:[\w-]+{SPACE})?(?:hours|{parts_of_day}){SPACE}of{SPACE}\Z",
            re.I,
        ),
        direction=re.compile(rf"(?<!\w)(?P<dir>this{SPACE}past|last|past|this|next){SPACE}\Z", re.I),
        year_of=re.compile(
            rf",?{SPACE}(?:of{SPACE}|in{SPACE})?(?P<which>(?:of{SPACE})?that{SPACE}same|the{SPACE}same|that|this|last|next|"
            rf"the{SPACE}following|the{SPACE}next|the{SPACE}previous){SPACE}year\b",
            re.I,
        ),
        future=re.compile(
            r"\b(?:will|shall|scheduled|slated|upcoming|to be held|planned for|"
            r"due (?:on|in|to (?:be|begin|start|take|hold))|expected (?:on|in|to))\b",
            re.I,
        ),
        days_after=re.compile(
            rf"(?P<gap>{SPACE}?(?:,|[-–—]|&)(?:{SPACE}?(?:and|or))?{SPACE}?|{SPACE}(?:and|or|to|through|until|till){SPACE})"
            rf"(?:the{SPACE})?(?P<day>{day}){ordinal}(?P<year>(?:,{SPACE}?|{SPACE}(?:of{SPACE})?)(?:19|20)\d\d\b)?"
            rf"(?![\w%:]|[.,]\d)(?={SPACE}?[.,;:)\]–—-]|{SPACE}?\Z|{SPACE}(?:{_AFTER_DAY})\b)",
            re.I,
        ),
        day_before=re.compile(
            rf"(?P<cue>(?:\A|(?<!\w))(?:on|between|from|of|since|in|the|both|,|\(){SPACE}?|)(?<![\w.,:$-])(?P<day>{day}){ordinal}"
            rf"(?P<gap>{SPACE}?(?:,|[-–—/]|&){SPACE}?|{SPACE}(?:and|or|to|through|until){SPACE})(?:the{SPACE})?\Z",
            re.I,
        ),
        day_first=re.compile(rf"(?:(?:{short})[a-z]*\.?,?\s+)?(?:the\s+)?\d{{1,2}}(?![\d/.])", re.I),
        named=re.compile(rf"{SPACE}(?:{'|'.join(sorted(map(str.capitalize, named_after_days)))})\b"),
        list_gap=re.compile(
            rf"[\s,]*(?:and|or|to|until|through|till|[-–—/&,]|and{SPACE}from|and{SPACE}on|and{SPACE}in|or{SPACE}in|to{SPACE}the)?"
            rf"[\s,]*(?:(?:early|mid|late|on|the)[\s-]*)?\Z",
            re.I,
        ),
    )


# What may follow the last number of "April 18 and 19"; a noun there means that the number counts something.
_AFTER_DAY = (
    "in|at|on|when|near|by|but|with|after|as|that|which|who|the|a|an|during|and|to|or|for|of|was|were|is|are|has|had|have|"
    "this|last|left|saw|killing|leaving|against|from|inside|outside|respectively"
)
_ORDINAL_DIGITS = {"first": ("1st",), "second": ("2nd", "2d"), "third": ("3rd", "3d"), "fourth": ("4th",)}
_ORDINALS = "first|second|third|fourth|last|1st|2nd|2d|3rd|3d|4th"
_PART_NAMES = {"beginning": "early", "start": "early", "middle": "mid", "end": "late", "close": "late", "later": "late"}
_FIRST_UNITS = {"three months": "first quarter", "six months": "first half", "two weeks": "first half"}


def _atom(text: str, mention: DateMention, bounds: tuple[int, int, int, int], words: _Patterns) -> Atom:
    """One date with its modifiers; bounds: the sentence's start, the dates before and after, the sentence's end."""
    sentence, floor, ceiling, end = bounds
    atom = Atom(mention.start, mention.end, mention.year, mention.month, mention.day, unsure=mention.unsure)
    atom = replace(atom, future=_announced(text, max(sentence, mention.start - 70), mention.start, words))
    if mention.year is None and (match := words.year_of.match(text, atom.end, ceiling)):
        which = re.sub(r"\s+", " ", match["which"].lower()).removeprefix("of ").removeprefix("the ")
        which = {
            "that same": "same",
            "that": "same",
            "next": "following" if "the" in match["which"].lower() else "next",
        }.get(which, which)
        atom = replace(atom, end=match.end(), year_of=which)
    if mention.day is not None:
        if match := words.weekday.search(text, max(floor, atom.start - 30), atom.start):
            atom = replace(atom, start=match.start())
        # "in the early hours of Friday, 13 November": one time with its day, not a weekday and a date
        if match := words.hours.search(text, max(floor, atom.start - 40), atom.start):
            atom = replace(atom, start=match.start())
        return atom
    if mention.month is None and (
        tail := re.compile(r"\s?[-–/]((?:19|20)?\d\d)(?![\d-])").match(text, atom.end, ceiling)
    ):
        last = int(tail[1]) if len(tail[1]) == 4 else (mention.year or 0) // 100 * 100 + int(tail[1])
        if mention.year is not None and mention.year < last:
            atom = replace(atom, end=tail.end(), last_year=last)
    return _with_prefix(atom, text, (floor, end), words)


def _announced(text: str, floor: int, start: int, words: _Patterns) -> bool:
    """Whether a word of the future stands before the date, with no report in between ("will …, he said on Friday")."""
    hits = list(words.future.finditer(text, floor, start))
    return bool(hits) and not re.search(
        r"\b(?:said|told|announced|reported|added)\b", text[hits[-1].end() : start], re.I
    )


def _with_prefix(atom: Atom, text: str, bounds: tuple[int, int], words: _Patterns) -> Atom:
    """A month or year with what stands before it: its part, its season, "last", "this", "next"."""
    floor, ceiling = bounds
    low = max(floor, atom.start - 48)
    if atom.month is None and (match := words.season.search(text, low, atom.start)):
        end = atom.end
        if tail := re.compile(r"\s?[-–/](?:(?:19|20)\d\d|\d\d)(?!\d)").match(text, end, ceiling):
            end = tail.end()
        season = grammar().calendar.seasons[match["season"].lower()]
        return replace(atom, start=match.start(), end=end, season=season, last_year=None)
    if atom.last_year is None and (match := words.part.search(text, low, atom.start)):
        part = _part_name(match)
        known = part in MONTH_PARTS if atom.month else True
        if part and known:
            return replace(atom, start=match.start(), part=part)
    if atom.year is None and not atom.year_of and (match := words.direction.search(text, low, atom.start)):
        direction = "last" if "past" in match["dir"].lower() else match["dir"].lower()
        return replace(atom, start=match.start(), direction=direction)
    return atom


def _part_name(match: re.Match[str]) -> str:
    if match["half"]:
        ordinal, unit = match["half"].lower().split()
        ordinal = next((name for name, digits in _ORDINAL_DIGITS.items() if ordinal in digits), ordinal)
        return "second half" if (ordinal, unit) == ("last", "half") else f"{ordinal} {unit}"
    if match["n"]:
        count = f"{match['n'].lower()} {match['unit'].lower()}"
        return _FIRST_UNITS.get(count, "early")
    return _PART_NAMES.get(match["part"].lower(), match["part"].lower())


def _with_days(atom: Atom, text: str, floor: int, ceiling: int, words: _Patterns) -> list[Atom]:
    """The atom with the further days of its month: "April 18 and 19", "July 15-16, 2021", "8-9 August"."""
    if (
        atom.day is None
        or atom.month is None
        or (text[atom.start].isdigit() and not words.day_first.match(text, atom.start))
    ):
        return [atom]
    if words.day_first.match(text, atom.start):
        return _days_before(atom, text, floor, words)
    days = [atom]
    while match := words.days_after.match(text, days[-1].end, ceiling):
        gap = match["gap"].strip().lower()
        more = words.days_after.match(text, match.end(), ceiling)
        day = int(match["day"])
        if (gap == "," and not more) or day <= (days[-1].day or 0) or not _valid(atom, day):
            break
        year = int(match["year"].strip(" ,of\n\t")) if match["year"] else atom.year
        if gap in ("-", "–", "—", "to", "through", "until", "till"):
            days[-1] = replace(days[-1], end=match.end(), last_day=day, year=year)
            break
        days.append(
            Atom(match.start("day"), match.end(), year, atom.month, day, year_of=atom.year_of, future=atom.future)
        )
    return [replace(d, year=days[-1].year) for d in days]


def _days_before(atom: Atom, text: str, floor: int, words: _Patterns) -> list[Atom]:
    days = [atom]
    while match := words.day_before.search(text, max(floor, days[0].start - 24), days[0].start):
        gap, day = match["gap"].strip().lower(), int(match["day"])
        ranged = gap in ("-", "–", "—", "/", "to", "through", "until")
        between = text[max(floor, match.start()) : match.start("day")].lower().startswith("between")
        if day >= (days[0].day or 0) or not ((ranged and gap in "-–—/") or match["cue"] or len(days) > 1):
            break
        if ranged or between:
            head = replace(days[0], start=match.start("day"), day=day, last_day=atom.day)
            return [head, *days[1:]]
        days.insert(0, replace(atom, start=match.start("day"), end=match.end("day"), day=day))
    return days


def _valid(atom: Atom, day: int) -> bool:
    return atom.month is not None and day <= month_end(atom.year or 2000, atom.month).day


def _share_years(atoms: list[Atom], text: str, words: _Patterns) -> list[Atom]:
    """In a list or range the year written last belongs to the dates before it, a year later where months run back."""
    shared = list(atoms)
    for i in range(len(shared) - 2, -1, -1):
        this, after = shared[i], shared[i + 1]
        if (
            this.month is None
            or after.month is None
            or this.year is not None
            or not words.list_gap.match(text[this.end : after.start])
        ):
            continue
        if after.year is not None and not this.year_of:
            year = after.year - (1 if (this.month, this.day or 0) > (after.month, after.day or 99) else 0)
            shared[i] = replace(this, year=year)
        elif after.year_of and not this.year_of:
            shared[i] = replace(this, year_of=after.year_of)
    for i in range(1, len(shared)):
        before, this = shared[i - 1], shared[i]
        gap = text[before.end : this.start]
        ranged = re.search(r"[-–—]|\b(?:to|until|through|till|and)\b", gap, re.I)
        if before.year and before.month and this.month and not this.year and not this.year_of and ranged:
            if not words.list_gap.match(gap):
                continue
            later = (this.month, this.day or 99) >= (before.month, before.day or 0)
            shared[i] = replace(this, year=before.year + (0 if later else 1))
    return shared
