"""What stands around a time: since, until, before, after; ranges over two times; dates of citations."""

import re
from dataclasses import replace
from datetime import date

from q7x2_etl.language.times.model import Span, TimeMention, coarser, precision_of_length, shift

# ---- the words before a time: since, until, before, after

_HEDGE = r"(?:\s+(?:at least|about|around|approximately|late on|early on|late|early|sometime in|the|on|in))*\s*\Z"
_SINCE = re.compile(
    rf"\b(?:since|starting(?: from| on| in)?|beginning(?: from| on| in)?|dating(?: back)? (?:to|from)){_HEDGE}", re.I
)
# "since the battle flared up on Saturday"
_SINCE_BEGUN = re.compile(
    r"\bsince\s+(?:[\w'’-]+\s+){1,5}(?:began|started|erupted|broke out|flared(?: up)?|resumed|commenced)"
    rf"(?:\s+on)?{_HEDGE}",
    re.I,
)
_UNTIL = re.compile(rf"\b(?:until|till|up to|through|by|no later than){_HEDGE}", re.I)
_BEFORE = re.compile(r"\b(?:before|prior to|ahead of)\s+\Z", re.I)
_AFTER = re.compile(r"\b(?:after|following)\s+\Z", re.I)
# "after Friday prayers": the weekday belongs to the noun, and the time of what is told is that day.
_MODIFIES = re.compile(
    r"\s+(?!(?:when|in|at|and|or|but|as|for|with|near|to|by|while|that|which|of|the|a|an|was|were|is|are|has|had|have|he|"
    r"she|it|they|after|before|on|because|who|from|against|until|since|if|no|not|all|many|some|will|would|could|did)\b)"
    r"[a-z]{3,}",
)
_WHEN = re.compile(r"\s*,?\s+when\b", re.I)
_ONWARD = re.compile(r"\s+(?:on|onwards?|forward)\b(?!\s+(?:the|a)\b)", re.I)


def with_kind(mention: TimeMention, published: Span | None, text: str, floor: int) -> TimeMention:
    if mention.kind == "since":
        return since(mention, published)
    if mention.kind not in ("point", "interval", "vague"):
        return mention
    before = text[max(floor, mention.start - 40) : mention.start]
    modifies = text[mention.start : mention.end].endswith(("'s", "’s")) or _MODIFIES.match(text, mention.end)
    if _SINCE.search(before) and _WHEN.match(text, mention.end):
        return mention  # "since 2018, when gunmen killed": what follows was then
    if _SINCE_BEGUN.search(before):
        return since(mention, published)
    if _SINCE.search(before) or (re.search(r"\bfrom\s+\Z", before, re.I) and _ONWARD.match(text, mention.end)):
        return since(mention, published)
    if not modifies and _UNTIL.search(before):  # not "owned up to Friday's ambush"
        return replace(mention, kind="until")
    if not modifies and _BEFORE.search(before):
        return replace(mention, kind="before")
    if not modifies and _AFTER.search(before):
        return replace(mention, kind="after")
    return mention


def since(mention: TimeMention, published: Span | None) -> TimeMention:
    if mention.date_start is None:
        return replace(mention, kind="since")
    if published is None:
        return replace(mention, kind="since", date_end=None)
    if published.last < mention.date_start:
        return replace(mention, kind="since")
    precision = precision_of_length(mention.date_start, published.last)
    return replace(mention, kind="since", date_end=published.last, precision=precision)


# ---- ranges over two mentions

_RANGE_GAP = re.compile(
    r"\s*,?\s*(?:[-–—/]|(?:and\s+)?into|(?:up\s+)?(?:to|until|till|through))\s*(?:(?:on|the|early|late|small|hours|of)\s+)*\Z",
    re.I,
)
_INTO = re.compile(r"\s*,?\s*(?:in)?to\s+(?:(?:early|on|the)\s+)*\Z", re.I)
_AND_GAP = re.compile(r"\s*,?\s*and\s+(?:(?:on|the)\s+)?\Z", re.I)
_IN_A_ROW = re.compile(r"\s*(?:,|,?\s*(?:and|&))\s*\Z", re.I)
_DAYS = "days-in-a-row"
_ON_GAP = re.compile(r"\s*,?\s*(?:(?:on|of|in|from|between)\s+)?\Z", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:about|around|the)\s+)*\Z", re.I)


def joined_ranges(mentions: list[TimeMention], text: str, floor: int) -> list[TimeMention]:
    joined: list[TimeMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and (night := _night_into(before, mention, text)) is not None:
            joined[-1] = night
        elif before is not None and _makes_range(before, mention, text, floor):
            joined[-1] = _range(before, mention)
        elif before is not None and _next_day(before, mention, text):
            joined[-1] = replace(_range(before, mention), rule=_DAYS)
        elif before is not None and _says_the_same_night(before, mention, text):
            joined[-1] = replace(mention, start=before.start)
        elif before is not None and _says_its_year(before, mention, text):
            joined[-1] = replace(before, end=mention.end)
        else:
            joined.append(mention)
    return joined


def _makes_range(first: TimeMention, second: TimeMention, text: str, floor: int) -> bool:
    plain = first.kind in ("point", "since") and second.kind in ("point", "until")
    if not plain or first.date_start is None or second.date_start is None or second.date_end is None:
        return False
    gap = text[first.end : second.start]
    if _RANGE_GAP.match(gap):
        return True
    return bool(_AND_GAP.match(gap) and _BETWEEN.search(text[max(floor, first.start - 24) : first.start]))


def _next_day(first: TimeMention, second: TimeMention, text: str) -> bool:
    """ "on Friday, Saturday and Sunday", "on 10 and 11 May": days in a row that nothing but "and" parts."""
    if first.precision != "day" or second.precision != "day" or second.kind != "point":
        return False
    if first.kind != "point" and first.rule != _DAYS:
        return False
    if first.date_end is None or second.date_start is None or second.date_start != second.date_end:
        return False
    if not _IN_A_ROW.match(text[first.end : second.start]):
        return False
    ahead = (second.date_start - first.date_end).days
    return ahead == 1 or (ahead == -6 and first.rule == second.rule == "weekday")


def _says_the_same_night(night: TimeMention, day: TimeMention, text: str) -> bool:
    """ "overnight on February 18-19": the night of those days, and not the last one."""
    return night.rule == "overnight" and day.precision == "day" and bool(_ON_GAP.match(text[night.end : day.start]))


def _night_into(night: TimeMention, day: TimeMention, text: str) -> TimeMention | None:
    """ "overnight into 7 March": the night that ends on that day."""
    if day.precision != "day" or day.date_start is None or day.date_start != day.date_end:
        return None
    if night.rule != "overnight" or not _INTO.match(text[night.end : day.start]):
        return None
    return replace(_range(day, day), start=night.start, date_start=shift(day.date_start, -1))


def _says_its_year(day: TimeMention, year: TimeMention, text: str) -> bool:
    """ "on Christmas Eve last year": the year tells which."""
    if day.rule != "holiday" or year.precision != "year" or day.date_start is None or year.date_start is None:
        return False
    held = year.date_start <= day.date_start and year.date_end is not None and day.date_start <= year.date_end
    return held and bool(_ON_GAP.match(text[day.end : year.start]))


def _range(first: TimeMention, second: TimeMention) -> TimeMention:
    assert first.date_start is not None and second.date_end is not None and second.date_start is not None
    low, high = first.date_start, second.date_end
    if low > high and first.anchor == "published":
        if first.rule == "weekday":
            low = shift(low, -7 * (1 + (low - high).days // 7))
        else:
            low = _moved_year(low, high.year if _moved_year(low, high.year) <= high else high.year - 1)
    if low > high:
        low, high = min(first.date_start, second.date_start), max(first.date_start, second.date_end)
    days = (high - low).days
    precision = coarser(first.precision, second.precision)
    if precision == "day" and days >= 7:
        precision = "week"
    precision = coarser(precision, precision_of_length(low, high) if days > 16 else "day")
    anchor = (
        second.anchor
        if first.anchor == second.anchor
        else "absolute"
        if "absolute" in (first.anchor, second.anchor)
        else second.anchor
    )
    return TimeMention(first.start, second.end, low, high, precision, "interval", "range", anchor)


def _moved_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


# ---- citations

_SOURCE = re.compile(r"\s*(?:see\s+|via\s+|source:?\s+|cf\.?\s+)?[“\"'‘]?(?P<first>[^\W\d])", re.I)


def as_citation(mention: TimeMention, text: str, floor: int, ceiling: int) -> TimeMention:
    """A date after a name in brackets, "(Khabarnama, August 2)", is the date of the source."""
    if not mention.rule.startswith(("absolute-", "yearless-")):
        return mention
    opening = max(
        text.rfind("(", max(floor, mention.start - 120), mention.start),
        text.rfind("[", max(floor, mention.start - 120), mention.start),
    )
    if opening < 0 or ")" in text[opening : mention.start] or "]" in text[opening : mention.start]:
        return mention
    closing = re.compile(r"[^()\[\]]{0,40}[)\]]").match(text, mention.end, ceiling)
    source = text[opening + 1 : mention.start]
    if closing is None or not _is_source(source):
        return mention
    return replace(mention, kind="until", rule="citation")


def _is_source(words: str) -> bool:
    match = _SOURCE.match(words)
    if match is None:
        return False
    names = words.strip().rstrip(",;:–—- ").split()
    ends_apart = words.rstrip().endswith((",", ";", ":", "–", "—", "-"))
    if re.match(
        r"(?:on|in|at|since|from|until|born|died|killed|aged|between|late|early|mid|as|about|circa|by)\b",
        words.strip(),
        re.I,
    ):
        return False
    if match["first"].isupper() and ends_apart:
        return True
    if ends_apart:
        return len(names) <= 3
    return bool(names) and len(names) <= 4 and all(n[0].isupper() for n in names)
