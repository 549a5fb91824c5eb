"""Finds the exact figures that words give: digits, number words, and ranges of them. No vague word gives a figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from q7x2_etl.contract import number_words as nw

# Digits with thousands separators (a comma or a space of some kind), then a decimal part.
_TOKEN = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>[^\w\s]|_)"
)
_SEPARATORS = re.compile(r"[, \u00a0\u2009\u202f]")
_MONEY = frozenset("$€£¥#")
_DASHES = frozenset("-–—‑")


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact number (`low == high`) or a range that words give. `in_digits` where any digit is written."""

    low: int
    high: int
    in_digits: bool

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def figures(text: str) -> list[Figure]:
    """Every figure of the words, in order; the numbers inside a range are not figures of their own."""
    tokens = _tokens(text)
    found = [number for number in _numbers(tokens) if _counts_people(tokens, number)]
    result: list[Figure] = []
    taken = -1
    for position, number in enumerate(found):
        if position == taken:
            continue
        following = found[position + 1] if position + 1 < len(found) else None
        joined = None if following is None else _range(tokens, number, following)
        if joined is None:
            result.append(Figure(number.value, number.value, number.in_digits))
        else:
            result.append(joined)
            taken = position + 1
    return result


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """Tokens [first, last) that give `value`; `scale` is that of its last word ("3 million": 1,000,000)."""

    value: int
    scale: int
    in_digits: bool
    first: int
    last: int


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.group(), match.group().lower(), match.lastgroup or "", match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def _numbers(tokens: Sequence[_Token]) -> Iterator[_Number]:
    position = 0
    while position < len(tokens):
        number = _number_at(tokens, position)
        if number is None:
            position += 1
        else:
            yield number
            position = number.last


def _number_at(tokens: Sequence[_Token], first: int) -> _Number | None:
    """The longest number from this token on: groups such as `three thousand`, each smaller than the one before."""
    whole = _whole_at(tokens, first)
    if whole is not None:
        return whole
    total, position, scale_before, last_scale = Decimal(0), first, 0, 1
    while True:
        at = position if position == first else _past_and(tokens, position)
        group = _group(tokens, at, opening=position == first)
        if group is None or (scale_before and (group.scale >= scale_before or group.value >= scale_before)):
            break
        total, position, scale_before, last_scale = total + group.value, group.end, group.scale, group.scale
        if group.scale < nw.SCALES["hundred"]:
            break
    if position == first or total != total.to_integral_value():
        return None
    return _Number(int(total), last_scale, tokens[first].kind == "digits", first, position)


def _whole_at(tokens: Sequence[_Token], first: int) -> _Number | None:
    """Words that are a number by themselves (`both`, `none`), and `half a dozen`."""
    word, following = tokens[first].lower, _lower(tokens, first + 1)
    if (word, following) == ("no", "one"):
        return _Number(0, 1, False, first, first + 2)
    if word in nw.WHOLE and not (word == "no" and following in nw.NOT_ZERO_BEFORE):
        return _Number(nw.WHOLE[word], 1, False, first, first + 1)
    if word == "half" and following in ("a", "an") and _lower(tokens, first + 2) in nw.SCALES:
        scale = nw.SCALES[tokens[first + 2].lower]
        return _Number(scale // 2, scale, False, first, first + 3)
    return None


@dataclass(frozen=True, slots=True)
class _Group:
    """`three hundred and five thousand`: its value with the scale in it, the scale, and the token after it."""

    value: Decimal
    scale: int
    end: int


def _group(tokens: Sequence[_Token], position: int, *, opening: bool) -> _Group | None:
    coefficient = _coefficient(tokens, position, opening=opening)
    if coefficient is None:
        return None
    value, end = coefficient
    scale = 1
    while (word := _lower(tokens, following := _after_hyphen(tokens, end))) in nw.SCALES:
        value, scale, end = value * nw.SCALES[word], scale * nw.SCALES[word], following + 1
        if word == "hundred" and (rest := _small(tokens, _past_and(tokens, end))) is not None:
            value, scale, end = value + rest[0], 1, rest[1]
    return _Group(value, scale, end)


def _coefficient(tokens: Sequence[_Token], position: int, *, opening: bool) -> tuple[Decimal, int] | None:
    if position < len(tokens) and tokens[position].kind == "digits":
        return (Decimal(_SEPARATORS.sub("", tokens[position].text)), position + 1) if opening else None
    if opening and _lower(tokens, position) in ("a", "an") and _lower(tokens, position + 1) in nw.SCALES:
        return Decimal(1), position + 1
    if opening and _lower(tokens, position) in nw.BARE_SCALES and _lower(tokens, position - 1) not in nw.VAGUE_BEFORE:
        return Decimal(1), position  # a bare "dozen" or "hundred": the scale stands at the same place
    return _small(tokens, position)


def _small(tokens: Sequence[_Token], position: int) -> tuple[Decimal, int] | None:
    """One to ninety-nine in words, and the token after it."""
    word = _lower(tokens, position)
    if word in nw.UNITS:
        return Decimal(nw.UNITS[word]), position + 1
    if word not in nw.TENS:
        return None
    unit_at = _after_hyphen(tokens, position + 1)
    unit = nw.UNITS.get(_lower(tokens, unit_at), 10)
    return (Decimal(nw.TENS[word] + unit), unit_at + 1) if unit < 10 else (Decimal(nw.TENS[word]), position + 1)


def _past_and(tokens: Sequence[_Token], position: int) -> int:
    """Steps over the "and" of "a hundred and five" (or its hyphens), where a number word follows it."""
    at = _after_hyphen(tokens, position)
    if _lower(tokens, at) == "and":
        at = _after_hyphen(tokens, at + 1)
    return at if _small(tokens, at) is not None else position


def _after_hyphen(tokens: Sequence[_Token], position: int) -> int:
    """The next token, past a hyphen that stands tight between two."""
    if position + 1 < len(tokens) and position > 0 and tokens[position].text in ("-", "‑"):
        tight = (
            tokens[position - 1].end == tokens[position].start and tokens[position].end == tokens[position + 1].start
        )
        return position + 1 if tight else position
    return position


def _counts_people(tokens: Sequence[_Token], number: _Number) -> bool:
    """False where the number is an age, a date, a length, a share, money, or part of a name such as AK-47."""
    before, after = number.first - 1, number.last
    if _lower(tokens, before) in nw.NOT_PEOPLE_BEFORE or _lower(tokens, after) in nw.NOT_PEOPLE_AFTER:
        return False
    if _text(tokens, before) in nw.MONTHS or _text(tokens, after) in nw.MONTHS or _text(tokens, after) == "%":
        return False
    if (
        1900 <= number.value <= 2099
        and _lower(tokens, before) in nw.YEAR_BEFORE
        and tokens[number.first].text.isdigit()
    ):
        return False
    return not _glued_before(tokens, number) and not _glued_after(tokens, number)


def _glued_before(tokens: Sequence[_Token], number: _Number) -> bool:
    first, before = tokens[number.first], number.first - 1
    if before < 0 or tokens[before].end != first.start:
        return False
    previous = tokens[before]
    if previous.text in _DASHES:  # 10-15 is a range, AK-47 is not
        tight_word = before > 0 and tokens[before - 1].end == previous.start and tokens[before - 1].kind == "word"
        return tight_word and tokens[before - 1].lower not in nw.UNITS and tokens[before - 1].lower not in nw.TENS
    return previous.kind != "mark" or previous.text in _MONEY or previous.text in "/:."


def _glued_after(tokens: Sequence[_Token], number: _Number) -> bool:
    last, after = tokens[number.last - 1], number.last
    if after >= len(tokens) or tokens[after].start != last.end:
        return False
    following = tokens[after]
    if following.text in _DASHES and after + 1 < len(tokens) and tokens[after + 1].start == following.end:
        beyond = tokens[after + 1]
        counts = (
            beyond.kind != "word" or beyond.lower in nw.COUNTING_SUFFIXES or _number_at(tokens, after + 1) is not None
        )
        return not counts
    is_clock = following.text in "/:" and after + 1 < len(tokens) and tokens[after + 1].kind == "digits"
    return following.kind == "word" or following.kind == "digits" or is_clock


def _range(tokens: Sequence[_Token], first: _Number, second: _Number) -> Figure | None:
    """`10-15`, `two or three`, `between 3,000 and 10,000`, `2 to 3 million`: both ends, or nothing."""
    between = tuple(t.lower for t in tokens[first.last : second.first] if t.lower not in nw.HEDGES)
    opened = [t.lower for t in tokens[: first.first] if t.lower not in nw.HEDGES][-1:] == ["between"]
    if between not in nw.RANGE_JOINERS and not (opened and between == ("and",)):
        return None
    low = first.value
    if first.scale == 1 and second.scale > 1 and low < second.value // second.scale:
        low *= second.scale
    return Figure(low, second.value, first.in_digits or second.in_digits) if low < second.value else None


def _lower(tokens: Sequence[_Token], position: int) -> str:
    return tokens[position].lower if 0 <= position < len(tokens) else ""


def _text(tokens: Sequence[_Token], position: int) -> str:
    return tokens[position].text if 0 <= position < len(tokens) else ""
