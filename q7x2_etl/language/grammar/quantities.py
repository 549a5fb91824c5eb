"""Counts in words and digits: "about 300", "between 3,000 and 10,000", "at least a dozen", "scores", "a policeman"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import get_args

from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.model import Derivation, Qualifier

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "lakh": 100_000, "lakhs": 100_000, "crore": 10_000_000,
}  # fmt: skip
_SHARED_SCALES = {"dozen": 12, **_SCALES}
_HALVES = {"dozen": 6, "million": 500_000, "billion": 500_000_000}
_AFTER_A = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "score": 20}
_GROUP = 3  # digits that a comma or space sets apart
_ABOUT = frozenset({"odd", "something"})  # tied to a number: "30-odd"
NUMBER_WORDS = frozenset([*_UNITS, *_TENS, *_SCALES, "dozen", "half"]) - {"zero"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count. Token positions [first, last); a vague word has no numbers; a range has low and high and no best."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    derivation: Derivation


def quantity_at(tokens: Sequence[Token], i: int) -> Quantity | None:
    """The quantity whose number (or vague word) starts at token `i`, with the qualifier words before it."""
    low = tokens[i].low
    if low not in _openers() and not low[0].isdigit():
        return None
    if low == "some" and read_number(tokens, i + 1) is not None:
        return quantity_at(tokens, i + 1)
    if low == "many" and i + 1 < len(tokens) and tokens[i + 1].low == "as":
        return None
    if low in packaged_words().words["vague_counts"]:
        return Quantity(_qualified(tokens, i)[0], i + 1, None, None, None, "vague", "word")
    if low == "both":
        return Quantity(i, i + 1, 2, 2, 2, "exact", "word")
    if low == "between" and i + 1 < len(tokens):
        return _between(tokens, i)
    read = read_number(tokens, i)
    if read is None:
        return None
    value, last, derivation = read
    if i > 1 and tokens[i - 1].low == "/" and tokens[i - 2].low.isdigit():
        return None  # "the 9/11 attacks"
    if _of_clock(tokens, last):
        return None
    first, qualifier = _qualified(tokens, i)
    loose = _loosened(tokens, last)
    if loose is not None:
        return Quantity(first, last + 1, *_bounds(value, loose), derivation)
    if last < len(tokens) and tokens[last].glued and tokens[last].low[0].isalpha():
        return None  # "five-year-old", "10-day"
    changed = i > 0 and tokens[i - 1].low == "from"  # "rose from 27 to 34"
    if not changed and last < len(tokens) and (tokens[last].glued or tokens[last].low in {"to", "or", "-", "–"}):
        step = last if tokens[last].glued else last + 1
        other = read_number(tokens, step) if step < len(tokens) else None
        if other and other[0] > value:
            value *= _shared_scale(tokens, i, last, other[1])
        if other and other[0] > value and other[2] == derivation:
            return Quantity(first, other[1], value, None, other[0], qualifier, derivation)
    if last + 1 < len(tokens) and tokens[last].low == "or" and tokens[last + 1].low in {"more", "so"}:
        behind: Qualifier = "at_least" if tokens[last + 1].low == "more" else "about"
        return Quantity(first, last + 2, *_bounds(value, behind), derivation)
    return Quantity(first, last, *_bounds(value, qualifier), derivation)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """The words, other than digits, that a quantity starts with: most noun groups start with none of them."""
    opening = {"some", "both", "between", "half", "dozen", "a", "an"}
    return packaged_words().words["vague_counts"].union(opening, _UNITS, _TENS)


def _of_clock(tokens: Sequence[Token], last: int) -> bool:
    """ "5:00 p.m.": the number before `last` is an hour's."""
    if last + 1 >= len(tokens) or tokens[last].low != ":" or not tokens[last - 1].low.isdigit():
        return False
    together = tokens[last].start == tokens[last - 1].end and tokens[last + 1].start == tokens[last].end
    return together and tokens[last + 1].low.isdigit()


def _loosened(tokens: Sequence[Token], last: int) -> Qualifier | None:
    """What a word or mark tied to a number makes of it: "30-odd", "a hundred-plus", "50+"."""
    if last >= len(tokens):
        return None
    behind = tokens[last]
    if behind.glued and behind.low in _ABOUT:
        return "about"
    if (behind.glued and behind.low == "plus") or (behind.low == "+" and behind.start == tokens[last - 1].end):
        return "at_least"
    return None


@lru_cache(maxsize=1)
def _qualifiers() -> Mapping[tuple[str, ...], Qualifier]:
    """Words before a number -> what they make of it."""
    known: Mapping[str, Qualifier] = packaged_words().pairs_among("count_qualifiers", get_args(Qualifier))
    return {tuple(phrase.split()): qualifier for phrase, qualifier in known.items()}


def _qualified(tokens: Sequence[Token], i: int) -> tuple[int, Qualifier]:
    """Where the words begin that qualify the number at token `i`, and what they say; the longest phrase wins."""
    qualifiers = _qualifiers()
    for n in range(min(3, i), 0, -1):
        name = qualifiers.get(tuple(t.low for t in tokens[i - n : i]))
        if name is not None:
            return i - n, name
    return i, "exact"


def _shared_scale(tokens: Sequence[Token], first: int, last: int, end: int) -> int:
    """The scale word that both ends of a range share: "20 to 30 thousand", "three to four dozen"."""
    own = any(t.low in _SHARED_SCALES for t in tokens[first:last])
    return 1 if own else _SHARED_SCALES.get(tokens[end - 1].low, 1)


def _bounds(value: int, qualifier: Qualifier) -> tuple[int | None, int | None, int | None, Qualifier]:
    """Low, best, high of a stated number: it is the best figure, and a bound where its words make it one."""
    low = None if qualifier == "at_most" else value
    high = None if qualifier in {"at_least", "more_than"} else value
    return low, value, high, qualifier


def _between(tokens: Sequence[Token], i: int) -> Quantity | None:
    lower = read_number(tokens, i + 1)
    if lower is None or lower[1] + 1 >= len(tokens) or tokens[lower[1]].low != "and":
        return None
    upper = read_number(tokens, lower[1] + 1)
    if upper is None or upper[0] < lower[0]:
        return None
    return Quantity(i, upper[1], lower[0], None, upper[0], "exact", lower[2])


def read_number(tokens: Sequence[Token], i: int) -> tuple[int, int, Derivation] | None:
    """(value, position after it, derivation) of the number that starts at token `i`: digits or number words."""
    if i >= len(tokens):
        return None
    read = _whole_number(tokens, i)
    return read if read is None else _with_half(tokens, read)


def _with_half(tokens: Sequence[Token], read: tuple[int, int, Derivation]) -> tuple[int, int, Derivation]:
    """The number with what "and a half" adds: "a dozen and a half", "two and a half thousand"."""
    value, end, derivation = read
    if tuple(t.low for t in tokens[end : end + 3]) != ("and", "a", "half"):
        return read
    behind = _SHARED_SCALES.get(tokens[end + 3].low) if end + 3 < len(tokens) else None
    if behind is not None:
        return value * behind + behind // 2, end + 4, derivation
    own = _SHARED_SCALES.get(tokens[end - 1].low)
    return (value + own // 2, end + 3, derivation) if own is not None else read


def _whole_number(tokens: Sequence[Token], i: int) -> tuple[int, int, Derivation] | None:
    low = tokens[i].low
    if low[0].isdigit():
        return _digits(tokens, i)
    if low == "half" and i + 2 < len(tokens) and tokens[i + 1].low == "a" and tokens[i + 2].low in _HALVES:
        return _HALVES[tokens[i + 2].low], i + 3, "word"
    if low in INDEFINITE and i + 1 < len(tokens) and tokens[i + 1].low in _AFTER_A:
        return _AFTER_A[tokens[i + 1].low], i + 2, "word"
    return _in_words(tokens, i)


def _in_words(tokens: Sequence[Token], i: int) -> tuple[int, int, Derivation] | None:
    """ "two hundred and six", "three dozen"."""
    total = current = 0
    at = i
    while at < len(tokens):
        word = tokens[at].low
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _SCALES and at > i:
            if word == "hundred":
                current *= 100
            else:
                total, current = total + current * _SCALES[word], 0
        elif word == "dozen" and at > i:
            current *= 12
        elif word == "dozen":
            current = 12
        elif (
            word == "and"
            and at > i
            and tokens[at - 1].low in _SCALES
            and at + 1 < len(tokens)
            and (tokens[at + 1].low in _UNITS or tokens[at + 1].low in _TENS)
        ):
            pass
        else:
            break
        at += 1
    return (total + current, at, "word") if at > i else None


def _digits(tokens: Sequence[Token], i: int) -> tuple[int, int, Derivation] | None:
    text = tokens[i].low.replace(",", "")
    if _goes_on(tokens, i):
        return int(text + tokens[i + 1].low), i + 2, "stated"
    scale = _SCALES.get(tokens[i + 1].low) if i + 1 < len(tokens) else None
    try:
        number = float(text)
    except ValueError:
        return None
    if not isfinite(number):  # the word "nan", or hundreds of digits
        return None
    if scale and scale >= 1000:
        value = round(number * scale)
        return value, i + 2, "stated"
    if scale == 100:
        return round(number * 100), i + 2, "stated"
    return (int(number), i + 1, "stated") if number < 1e12 and number == int(number) else None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """ "12 000", "1 500": a space parts the thousands."""
    if i + 1 >= len(tokens):
        return False
    here, rest = tokens[i], tokens[i + 1]
    parted = rest.start == here.end + 1 and here.low.isdecimal() and len(here.low) <= _GROUP and here.low[0] != "0"
    return parted and rest.low.isdecimal() and len(rest.low) == _GROUP and rest.low.endswith("00")
