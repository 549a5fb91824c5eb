"""Times that another word or time of their sentence moves: the eve of a day, the night before it was told of."""

import re
from dataclasses import replace
from functools import lru_cache

from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.times.model import TimeMention, shift

_REACH = 80  # characters
_LATEST = 3  # days before publication on which somebody told of the night
_EVE = re.compile(
    r"\beve of (?:[\w'’-]+\s+){0,5}"
    r"(?:,\s+(?:which|that)\s+(?:was|were|is|are|took|had been)\s+(?:held|place|scheduled|due|planned)\s+)?"
    r"(?:on\s+)?\Z",
    re.I,
)
_OF_NIGHT = re.compile(r"\s+(?:[\w'’-]+\s+){1,3}(?:on|of|between)\s+(?:the\s+night\s+(?:of|from)\s+)?", re.I)
_SAID = r"\b(?:{forms})\s+(?:[\w'’-]+\s+){{0,3}}?(?:(?:early|late)\s+)?(?:on\s+)?(?:early\s+|late\s+)?\Z"


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    return re.compile(_SAID.format(forms="|".join(sorted(packaged_words().words["saying_forms"]))), re.I)


def beside_others(mentions: list[TimeMention], text: str, floor: int) -> list[TimeMention]:
    """The times of a sentence, those moved that stand behind "the eve of" or are a night that was told of on a day."""
    kept = [m for m in mentions if not _dated_night(m, mentions, text)]
    return [_on_the_eve(_night_told(m, mentions, text, floor), text, floor) for m in kept]


def _dated_night(mention: TimeMention, mentions: list[TimeMention], text: str) -> bool:
    """ "in an overnight attack on 15-16 November": the date says which night."""
    if mention.rule != "overnight":
        return False
    behind = (m for m in mentions if m.start > mention.end and m.date_start is not None and m.precision == "day")
    return any(_OF_NIGHT.fullmatch(text[mention.end : m.start]) for m in behind)


def _on_the_eve(mention: TimeMention, text: str, floor: int) -> TimeMention:
    """ "on the eve of Sunday's vote", "the eve of the election, which was held on Sunday": the day before."""
    first = mention.date_start
    if first is None or mention.precision not in {"day", "week"} or mention.kind not in {"point", "interval"}:
        return mention
    before = re.sub(r"\s*,", " ,", text[max(floor, mention.start - _REACH) : mention.start])
    if not _EVE.search(before):
        return mention
    return replace(mention, date_start=shift(first, -1), date_end=shift(first, -1), precision="day")


def _night_told(mention: TimeMention, mentions: list[TimeMention], text: str, floor: int) -> TimeMention:
    """ "Drones hit the port overnight, the governor said on Thursday": the night that ended on that day."""
    if mention.rule != "overnight" or mention.anchor != "published" or mention.date_end is None:
        return mention
    for other in mentions:
        day = other.date_start
        if other.rule != "weekday" or other.precision != "day" or day is None:
            continue
        told = _said().search(text[max(floor, other.start - _REACH) : other.start])
        if told and 0 < (mention.date_end - day).days <= _LATEST:
            return replace(mention, date_start=shift(day, -1), date_end=day)
    return mention
