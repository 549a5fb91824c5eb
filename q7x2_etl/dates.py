"""Absolute calendar dates in text: "12 December 2025", "Aug. 10", "July 2018", "2018-08-10", "in 2015".

A grammar and its reading, no knowledge of when the text was written: what a date leaves out (its year) stays None, and
`to_interval` fills it. Relative expressions ("last Friday") belong to `q7x2_etl.language.times.finding`.
Month and weekday names come from `seeds/reference/calendar.yaml`.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.plain_words import runs_of_letters_and_digits
from q7x2_etl.reference import Reference

MentionPrecision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One calendar date as written: `text[start:end]`. Parts that the text does not give are None.

    `unsure`: the two numbers of "05/11/2022", either of which may be the day.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    precision: MentionPrecision
    unsure: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Grammar:
    master: re.Pattern[str]
    hooks: frozenset[str]
    months: dict[str, int]
    ambiguous: frozenset[str]
    pivot: int


def find_dates(text: str, start: int = 0, end: int | None = None, words: Set[str] | None = None) -> list[DateMention]:
    """All absolute dates in `text[start:end]`, sorted, not overlapping, the longest reading of each place.

    Offsets are those of `text`. A month alone needs a capital letter, or a word before it that calls for a date;
    a year alone always needs such a context. Numeric dates whose day and month could be swapped are read in the
    order of the text's others ("05/11/2022 … 23/11/2022"); where it has none, they give their year only.
    `words` are the words of that stretch in lower case, where they are known already.
    """
    stop = len(text) if end is None else min(end, len(text))
    grammar = _grammar()
    known = runs_of_letters_and_digits(text[start:stop].lower()) if words is None else words
    if grammar.hooks.isdisjoint(known) and not any(len(word) > 3 and word[0].isdecimal() for word in known):
        return []  # no month, and no number as long as a year or more
    return list(_mentions(text, start, stop, grammar))


def to_interval(mention: DateMention, default_year: int) -> tuple[date, date, MentionPrecision]:
    """First and last day of a mention and its precision; `default_year` stands in for a year not written.

    29 February without a year is read in the last leap year not after `default_year`.
    """
    year = mention.year or default_year
    if mention.month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if mention.day is None:
        return date(year, mention.month, 1), month_end(year, mention.month), "month"
    while mention.year is None and mention.month == 2 and mention.day == 29 and month_end(year, 2).day < 29:
        year -= 1
    day = date(year, mention.month, mention.day)
    return day, day, "day"


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    if (year, month) == (9999, 12):
        return date.max
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


# A space that may hold one line break: wires wrap their lines, but no date runs over a blank line.
_SP = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?:st|nd|rd|th)"
_NO_MORE = r"(?![\w%]|[.,:]\d)"

# Words before a month or year that make it a date. Grammar, not knowledge: prepositions and adjectives of time.
_STRICT_CUES = (
    "in|of|since|last|next|early|mid|late|until|till|during|from|by|before|after|through|between|around|this|every|"
    "beginning|starting|ending|throughout"
)
_BEFORE_MONTH = re.compile(
    rf"(?<![\w'’])(?:{_STRICT_CUES}|and|to|or|on|(?:(?:early|late|recently){_SP})?as(?:{_SP}of)?|mid-|early-|late-)[\s-]*\Z",
    re.I,
)
_BEFORE_VERB_MONTH = re.compile(  # before "may" and "march" without their capital letter
    r"(?<![\w'’])(?:in|of|since|last|next|early|mid|late|until|till|during|this|mid-)[\s-]*\Z", re.I
)
_BEFORE_VERB_DATE = re.compile(r"\b(?:on|of|since|until|till|by|in|last|from|before|after|dated?)\s+\Z", re.I)
_BEFORE_YEAR = re.compile(
    rf"(?<![\w'’])(?:in|of|since|early|mid|late|until|till|during|from|by|before|after|through|between|around|circa|"
    rf"throughout|year|spring|summer|autumn|fall|winter|as{_SP}of|(?:early|late|recently){_SP}as|back{_SP}to|prior{_SP}to|mid-|early-|late-)"
    rf"(?:[\s-]*|{_SP}(?:the{_SP}years?|early|late|mid){_SP})\Z",
    re.I,
)
_AFTER_YEAR_LIST = re.compile(r"(?<!\d)(?:19|20)\d\d\s*(?:[-–—/,]|and|or|to|through|until|,\s*and)\s*\Z", re.I)
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|this|that|its|his|her|their|our|whose|another)|['’]s)[^\S\n]+\Z", re.I)
_COUNTING = re.compile(
    r"\b(?:about|over|some|than|nearly|almost|least|most|to|roughly|approximately|around)\s+\Z", re.I
)
_CLOCK_AFTER = re.compile(r"\s*(?:hours|hrs|h|gmt|utc|local|est|edt|[ap]\.?m)\b", re.I)
_NOUN_AFTER = re.compile(r"\s+([A-Za-z]+)\b")
_RANGE_AFTER = re.compile(r"\s*[-–—/]\s*(?:(?:19|20)?\d\d\b|present\b|today\b)", re.I)
_VERB_AFTER = re.compile(
    r"\s+(?:have|has|be|not|also|still|well|never|soon|yet|only|now|already|even|become|face|lead|seem|help|need|take|"
    r"come|go|make|cause|mean|through|toward|towards|against|for|with)\b",
    re.I,
)
_DAY_TAIL = re.compile(
    rf"{_ORDINAL}?\s*(?:[-–—,&]|and|to|through|,{_SP}and)\s*{_DAY}{_ORDINAL}?{_SP}?(?:,|of)?{_SP}?((?:19|20)\d\d)\b",
    re.I,
)


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    entries = Reference.load().entries("calendar")
    months = [e for e in entries if e.get("kind") == "month"]
    if len(months) != 12:
        raise ReferenceDataError("calendar.yaml: expected twelve entries of kind 'month'; restore the packaged file")
    names = {str(n): int(e["number"]) for e in months for n in e["names"]}
    short = {str(n): int(e["number"]) for e in months for n in e["abbreviations"]}
    weekdays = [str(n) for e in entries if e.get("kind") == "weekday" for n in (*e["names"], *e["abbreviations"])]
    pivot = next((int(e["number"]) for e in entries if e.get("kind") == "pivot"), 30)
    return _Grammar(
        master=_master(sorted(names, key=len, reverse=True), sorted(short, key=len, reverse=True), weekdays),
        hooks=frozenset(names | short),
        months=names | short,
        ambiguous=frozenset(str(n) for e in months if e.get("ambiguous") for n in e["names"]),
        pivot=pivot,
    )


def _master(names: list[str], short: list[str], weekdays: list[str]) -> re.Pattern[str]:
    full = "|".join(names)
    month = rf"(?:{full}|(?:{'|'.join(short)})\b\.?)"
    week = rf"(?:(?:{'|'.join(sorted(weekdays, key=len, reverse=True))})\b\.?{_SP}?,?{_SP}?)?"
    comma = rf"(?:{_SP}?,{_SP}?|{_SP})"
    year = r"(?:1[6-9]|20)\d\d"
    two = r"['’]?\d\d"
    forms = [
        rf"{week}(?:the{_SP})?(?P<d1>{_DAY}){_ORDINAL}?(?:{_SP}|-)?(?:day{_SP}of{_SP}|of{_SP})?(?P<m1>{month})"
        # "3 June, 12 soldiers fell": behind a comma two digits are a count
        rf"(?:(?:{comma}|-|{_SP}of{_SP})(?P<y1>{year}|(?<!,)(?<!,\s){two}){_NO_MORE}|(?P<y7>{year}){_NO_MORE}|(?![\w]))",
        rf"{week}(?P<m2>{month}){comma}(?:the{_SP})?(?P<d2>{_DAY}){_ORDINAL}?"
        rf"(?:(?:{_SP}?,{_SP}?|{_SP}(?:of{_SP})?)(?P<y2>{year}){_NO_MORE}|(?![\w%]|[.:]\d|,\d{{3}}(?!\d)))",
        rf"(?P<m3>{month})(?:{comma}|{_SP}of{_SP}|-)(?P<y3>{year}|['’]\d\d|(?<!,)(?<!,\s)(?:3[2-9]|[4-9]\d)){_NO_MORE}",
        r"(?P<iso>[12]\d{3}(?P<sep>[-/.])(?:0?[1-9]|1[0-2])(?P=sep)(?:0[1-9]|[12]\d|3[01]|[1-9]))(?!\d)",
        r"(?P<num>\d{1,2}(?P<sep2>[-/.])\d{1,2}(?P=sep2)(?:19|20)\d\d)(?!\d)",
        r"(?P<m5>" + full + r")(?![\w]|['’](?!s\b))",
        r"(?P<y6>(?:19|20)\d\d)(?![\w%]|[.,:]\d|['’]\d)(?!(?<=0)['’]s\b)",
    ]
    # Looking first at how a word begins saves trying every form at each word of a text.
    begins = "|".join(sorted({name[:3] for name in (*names, *short, *weekdays)}))
    return re.compile(rf"(?<![\w$€£#@.])(?<![^\d]/)(?=\d|the\s|{begins})(?:" + "|".join(forms) + ")", re.I)


def _mentions(text: str, start: int, stop: int, grammar: _Grammar) -> Iterator[DateMention]:
    position = start
    while match := grammar.master.search(text, position, stop):
        mention = _read(match, text, start, stop, grammar)
        if mention is None:
            position = match.start() + 1
        else:
            yield mention
            position = mention.end


def _read(match: re.Match[str], text: str, start: int, stop: int, grammar: _Grammar) -> DateMention | None:
    """The mention that a match of the master pattern stands for, or None where its surroundings speak against it."""
    kind = match.lastgroup or ""
    if kind == "iso" or match["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
        return _dated(match.start(), match.end(), year, month, day)
    if match["num"]:
        return _numeric(match, text)
    if match["y6"]:
        return _bare_year(match, text, start, stop)
    if match["m5"]:
        return _bare_month(match, text, start, stop, grammar)
    if match["m3"]:
        if _may_be_verb(match["m3"]) and not _BEFORE_VERB_MONTH.search(
            text[max(start, match.start() - 12) : match.start()]
        ):
            gap = text[match.end("m3") : match.start("y3")]
            if gap.strip():  # "a march of 2000 workers"
                return None
        year_read = _year(match["y3"], grammar.pivot)
        return DateMention(match.start(), match.end(), year_read, _month(match["m3"], grammar), None, "month")
    return _day_month(match, text, start, stop, grammar)


def _day_month(match: re.Match[str], text: str, start: int, stop: int, grammar: _Grammar) -> DateMention | None:
    day_first = match["m1"] is not None
    name = match["m1"] if day_first else match["m2"]
    written_year = (match["y1"] or match["y7"]) if day_first else match["y2"]
    year = _year(written_year, grammar.pivot) if written_year else None
    month, day = _month(name, grammar), int(match["d1"] if day_first else match["d2"])
    if year is None and _may_be_verb(name) and not _date_like(match, name, text, start, stop):
        return None
    if year is None and not day_first and _counts_something(match, text, start, stop):
        # "in July 20 people were killed": the month stands alone
        end = match.end("m2")
        return DateMention(match.start("m2"), end, None, month, None, "month")
    if year is None and (tail := _DAY_TAIL.match(text, match.end(), stop)) and not day_first:
        year = int(tail[1])  # "July 15-16, 2021": the year belongs to both days
    end = match.end()
    if text[end - 1] == "." and not written_year and day_first and _ends_sentence(text, end, stop):
        end -= 1  # the full stop of the sentence, not of the abbreviation
    return _dated(match.start(), end, year, month, day)


def _ends_sentence(text: str, end: int, stop: int) -> bool:
    return end >= stop or text[end : end + 2].strip() == "" or bool(re.match(r"\s+[A-Z]", text[end : end + 3]))


def _counts_something(match: re.Match[str], text: str, start: int, stop: int) -> bool:
    before = text[max(start, match.start() - 4) : match.start()]
    after = re.match(r"[^\S\n]+([a-z]+)", text[match.end() : min(stop, match.end() + 20)])
    if not after or not re.search(r"(?<!\w)in\s+\Z", before, re.I):
        return False
    return len(after[1]) > 3 and after[1].endswith(("s", "people", "men", "women", "children", "police"))


def _dated(start: int, end: int, year: int | None, month: int, day: int) -> DateMention | None:
    if month_end(year if year is not None else 2000, month).day < day:
        return None
    return DateMention(start, end, year, month, day, "day")


def _numeric(match: re.Match[str], text: str) -> DateMention | None:
    """A numeric date. Databases of incidents head their entries with the month first: "02/12/2016: Assailants …"."""
    first, second, year = (int(part) for part in re.split(r"[-/.]", match["num"]))
    start, end = match.span()
    if not (first and second) or min(first, second) > 12 or max(first, second) > 31:
        return None
    if first == second or first > 12 or second > 12:
        return _dated(start, end, year, *((second, first) if first > 12 else (first, second)))
    day_first = _day_comes_first(text, match["sep2"])
    if day_first is not None:
        return _dated(start, end, year, *((second, first) if day_first else (first, second)))
    if text.startswith(":", end):
        return DateMention(start, end, year, first, second, "day", (first, second))
    return DateMention(start, end, year, None, None, "year", (first, second))


def _day_comes_first(text: str, separator: str) -> bool | None:
    """What the numeric dates of a text that can be read in one way only say of the others; None where they differ."""
    dates = re.findall(
        rf"(?<!\d)(\d{{1,2}}){re.escape(separator)}(\d{{1,2}}){re.escape(separator)}(?:19|20)\d\d(?!\d)", text
    )
    orders = {int(one) > 12 for one, other in dates if (int(one) > 12) != (int(other) > 12)}
    return next(iter(orders)) if len(orders) == 1 else None


def _month(name: str, grammar: _Grammar) -> int:
    return grammar.months[name.lower().rstrip(".")]


def _year(written: str, pivot: int) -> int:
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= pivot else 1900)


def _may_be_verb(name: str) -> bool:
    """ "may" and "march" are verbs unless written as a name ("May"); in all capitals the case says nothing."""
    return name.lower() in ("may", "march") and (name.islower() or name.isupper())


def _date_like(match: re.Match[str], name: str, text: str, start: int, stop: int) -> bool:
    """Whether "5 may" or "MARCH 5" is a date: after a word that calls for one or, in capitals, before no verb."""
    before = text[max(start, match.start() - 12) : match.start()]
    if _BEFORE_VERB_DATE.search(before):
        return True
    return name.isupper() and not _VERB_AFTER.match(text, match.end(), stop)


def _bare_month(match: re.Match[str], text: str, start: int, stop: int, grammar: _Grammar) -> DateMention | None:
    name = match["m5"]
    before = text[max(start, match.start() - 20) : match.start()]
    mention = DateMention(match.start(), match.end(), None, grammar.months[name.lower()], None, "month")
    listed = re.search(
        rf"(?:{'|'.join(grammar.months)})\s*(?:,|and|or|to|through|until|[-–—/]|,\s*and)\s*\Z", before, re.I
    )
    listing = re.match(
        rf"\s*(?:and|or|to|through|[-–—/])\s*(?:{'|'.join(grammar.months)})\b", text[match.end() : stop][:24], re.I
    )
    if _may_be_verb(name):
        return mention if _BEFORE_VERB_MONTH.search(before) or (name.isupper() and (listed or listing)) else None
    if name.lower() in grammar.ambiguous:
        return mention if _BEFORE_MONTH.search(before) or listed or listing else None
    return mention


def _bare_year(match: re.Match[str], text: str, start: int, stop: int) -> DateMention | None:
    year = int(match["y6"])
    before = text[max(start, match.start() - 24) : match.start()]
    after = text[match.end() : min(stop, match.end() + 40)]
    mention = DateMention(match.start(), match.end(), year, None, None, "year")
    if _CLOCK_AFTER.match(after):
        return None
    if _AFTER_YEAR_LIST.search(before):
        return mention
    if _COUNTING.search(before):
        return None
    noun = _NOUN_AFTER.match(after)
    plural = noun is not None and noun[1].lower().endswith(("s", "people", "men", "women", "children", "troops"))
    if (year % 100 == 0 or year % 100 == 50) and plural:
        return None  # "of 2000 soldiers"
    if _BEFORE_YEAR.search(before) or _RANGE_AFTER.match(after):
        return mention
    if before.endswith(("(", "[")) and re.match(r"\s*[)\]–—-]", after):
        return mention
    if before.endswith(("-", "+")):
        return None
    if year % 100 and _DETERMINER.search(before) and noun is not None:
        return mention
    return mention if re.match(r"[^\S\n]*[-–][^\S\n]*(?:era|style)\b", after) else None
