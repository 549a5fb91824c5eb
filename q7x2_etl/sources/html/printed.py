"""The days that a page prints: at its headline, in the headline itself, in a line that credits the original."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from q7x2_etl.sources.html.written_days import Order, apart, written_days
from q7x2_etl.sources.pages.dated import NOT_PUBLISHED

Trust = Literal["markup", "visible", "original", "posted", "modified", "beside"]

_NEAR_LINES = 10  # lines about the headline in which its day is looked for
_LONGEST_DATE_LINE = 20  # words
_LONGEST_CREDIT = 40  # words
_PUBLISHED = re.compile(r"publi(?:shed|cation)|original|issued|released|first\b", re.IGNORECASE)
_POSTED = re.compile(r"\bpost(?:ed)?\b|added|shared|uploaded|\bcopied", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"(?:first|originally|was|previously) (?:published|appeared|ran|posted|printed|reported)\b|\boriginal(?:ly)?\b|"
    r"\bappeared (?:in|on)\b|"
    r"^\W*(?:source|via|credit|from|courtesy of|re(?:printed|published|produced) from)\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W*(?:(?:the|[A-ZÀ-ÖØ-Þ][\w'’.&-]*|of|and|in|de|la|al)\s*){1,6}(?:\([\w .]{2,40}\)\s*)?[,|–—-]\s*\Z"
)
_WRITER = re.compile(r"\s*(?:by|from)\b", re.IGNORECASE)
_COLLECTION = re.compile(
    r"review|digest|briefing|summary|bulletin|round-?up|papers|\bpress\b|daily|weekly|letters|news|situation|sitrep|"
    r"edition|issue|flash|brief|log\b|monitor|report",
    re.IGNORECASE,
)
_EVENTS = re.compile(
    r"(?:upcoming|coming|our)?\s*(?:events?|calendar|agenda|diary|what['’]?s on)\b.{0,20}", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_ISSUE = re.compile(r"issue|edition|vol\b|volume|no\b|number|published|date|magazine", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkedDate:
    """A day, how far its tag is to be trusted, and which tag it was; of a month the first day, with `is_month`."""

    day: date
    trust: Trust
    tag: str
    is_month: bool = False


def printed_near(lines: Sequence[str], headline: str | None, order: Order | None = None) -> Iterator[MarkedDate]:
    """The days printed at the headline: under it down to the text, then over it, then in it; one called the day of
    publication goes first, one of posting and a bare month last, one of an update never counts.
    """
    at, body = _places(lines, headline)
    above = lines[max(0, at - _NEAR_LINES) : at]
    events = next((p for p in range(len(above) - 1, -1, -1) if _EVENTS.fullmatch(above[p])), -1)
    under = lines[at + 1 : min(body, at + 1 + _NEAR_LINES)]
    found: list[tuple[int, MarkedDate]] = []
    for near in (under, above[events + 1 :][::-1] if events < 0 else ()):
        label = ""
        for line in map(apart, near):
            if len(line.split()) > _LONGEST_DATE_LINE:
                continue
            start, before = 0, ""
            for one in written_days(line, order):
                between = line[start : one.start] if start else f"{label} {line[: one.start]}"
                before = between if not start or _LETTER.search(between) else before  # what a day is called holds on
                start = one.end
                if NOT_PUBLISHED.search(before) or (one.is_month and not _is_issue(line, one.start, one.end)):
                    continue
                rank = 3 if one.is_month else 0 if _PUBLISHED.search(before) else 2 if _POSTED.search(before) else 1
                found.append((rank, MarkedDate(one.day, "visible", f"line “{line[:80]}”", one.is_month)))
            label = line if not start and len(line.split()) <= 4 else ""
    if headline and _COLLECTION.search(headline):
        days = (one for one in written_days(headline, order) if not one.is_month)
        found.extend((2, MarkedDate(one.day, "visible", f"headline “{headline[:80]}”")) for one in days)
    yield from (marked for _, marked in sorted(found, key=lambda one: one[0]))


def _places(lines: Sequence[str], headline: str | None) -> tuple[int, int]:
    """The lines in which the headline stands and the text begins."""
    at = next((p for p, line in enumerate(lines) if headline and line.casefold() == headline.casefold()), None)
    body = next((p for p in range(at + 1 if at is not None else 0, len(lines)) if _is_text(lines[p])), len(lines))
    return (body if at is None else at), body


def _is_issue(line: str, start: int, end: int) -> bool:
    """Whether a line with a month says which issue it is, or nothing else."""
    rest = line[:start] + line[end:]
    return not _LETTER.search(rest) or _ISSUE.search(rest) is not None


def credited(lines: Sequence[str], headline: str | None, order: Order | None = None) -> Iterator[MarkedDate]:
    """The days of the original that a copy credits: "Originally published in the Valley Daily, 9 May 2019", and the
    bare "Valley Daily, 9 May 2019" at the headline or under the text.
    """
    at, body = _places(lines, headline)
    last = max((p for p, line in enumerate(lines) if _is_text(line)), default=0)
    for position, raw in enumerate(lines):
        if len(raw.split()) > _LONGEST_CREDIT or not (at < position <= body or last <= position <= last + 4):
            continue
        line = apart(raw)
        for one in written_days(line, order):
            before = line[: one.start]
            bare = _CREDIT.fullmatch(before) and not line[one.end :].strip(" .)]") and not _WRITER.match(before)
            if not one.is_month and (bare or _ORIGINAL.search(before)) and not NOT_PUBLISHED.search(before[-40:]):
                yield MarkedDate(one.day, "original", f"credit “{line[:80]}”")
                break


def beside(lines: Sequence[str], order: Order | None = None) -> Iterator[MarkedDate]:
    """A day of a print-out, update or copy: not the story's, but its year is near that of a dateline without one."""
    for line in map(apart, lines):
        if len(line.split()) <= _LONGEST_DATE_LINE and NOT_PUBLISHED.search(line):
            full = (one for one in written_days(line, order) if not one.is_month)
            yield from (MarkedDate(one.day, "beside", f"line “{line[:80]}”") for one in full)


def _is_text(line: str) -> bool:
    return len(line.split()) > _LONGEST_DATE_LINE and line.rstrip("\"”'’)]").endswith((".", "!", "?"))
