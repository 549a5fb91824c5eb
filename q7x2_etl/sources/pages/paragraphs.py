"""A text as paragraphs: hard-wrapped lines joined, every other line a paragraph of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_MAX_WRAP = 110  # no typewriter, wire or mail program wraps wider
_MIN_WRAP = 45  # shorter "lines" are menus, tables and verse
_SLACK = 10  # ragged margins: a break this far before the widest line may still be a wrap

_RULE = re.compile(r"[-=_*~#+—–]{5,}")  # a line that separates: as wide as the text, and in no paragraph
_FIRST_WORD = re.compile(r"\S+")
_TERMINAL = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s*\[[^\[\]]{1,40}\])?\Z")  # "fled. [PASSAGE OMITTED]" ends a sentence
_TAIL = 50  # characters that the end of a sentence may take
_BULLET = re.compile(r"(?:[•‣▪●◦·►*–—-]|\d{1,2}[.)])\s+")
_WORD = re.compile(r"\w[\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text[start:end]`, trimmed. `group` counts the blank-line separated blocks; `line` is its words on one line."""

    start: int
    end: int
    group: int
    line: str
    words: int
    ends_sentence: bool
    bullet: bool


class _Line(NamedTuple):
    start: int
    end: int
    group: int
    indent: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order; together they hold all its characters but white space."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    spans: list[tuple[int, int, int]] = []
    for position, line in enumerate(lines):
        before = lines[position - 1] if position else None
        begun = spans[-1][0] if spans else 0
        if before is not None and before.group == line.group and _continues(text, begun, before, line, width):
            spans[-1] = (begun, line.end, line.group)
        else:
            spans.append((line.start, line.end, line.group))
    return [_paragraph(text, *span) for span in spans]


def _lines(text: str) -> Iterator[_Line]:
    group, at, blank = 0, 0, False
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            indent = len(line) - len(line.lstrip())
            group += blank
            yield _Line(at + indent, at + indent + len(stripped), group, indent)
        blank = not stripped
        at += len(line) + 1


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """The margin at which the text was hard-wrapped, or None: most lines that have a next one run up to it."""
    if sum(line.end - line.start for line in lines if line.end - line.start > _MAX_WRAP) > 0.1 * len(text):
        return None
    width = max((length for line in lines if (length := line.end - line.start) <= _MAX_WRAP), default=0)
    pairs = [(a, b) for a, b in pairwise(lines) if a.group == b.group]
    if width < _MIN_WRAP or not pairs:
        return None
    full = sum(a.end - a.start > 0.75 * width for a, _ in pairs)
    if text.isupper():
        return width if full > 0.6 * len(pairs) else None
    running_on = sum(text[b.start].islower() and a.end - a.start > 0.5 * width for a, b in pairs)
    return width if running_on > 0.3 * len(pairs) else None


def _continues(text: str, begun: int, before: _Line, line: _Line, width: int | None) -> bool:
    """Whether `line` goes on with the paragraph that began at `begun` and holds the line before it."""
    first = text[line.start]
    if _BULLET.match(text, line.start) or _RULE.fullmatch(text, line.start, line.end):
        return False
    if _RULE.fullmatch(text, before.start, before.end):
        return False
    ended = _TERMINAL.search(text, max(before.start, before.end - _TAIL), before.end) is not None
    if width is None:
        # An inline link or name often stands on a line of its own in the text of a page.
        long_enough = text.count(" ", begun, min(before.end, begun + 200)) >= 3
        joins = first.islower() or first in ",;:.)/" or text[before.end - 1] == "/"
        return not ended and long_enough and joins
    length = before.end - before.start
    word = _FIRST_WORD.match(text, line.start)
    next_word = len(word.group()) if word else 0
    if line.indent >= before.indent + 2 and ended:
        return False
    return length + 1 + next_word > width - _SLACK or first.islower() or (length > 0.55 * width and not ended)


def _paragraph(text: str, start: int, end: int, group: int) -> Paragraph:
    line = text[start:end]
    if "\n" in line:
        line = re.sub(r"\s*\n\s*", " ", line)
    return Paragraph(
        start=start,
        end=end,
        group=group,
        line=line,
        words=len(_WORD.findall(line)),
        ends_sentence=_TERMINAL.search(line, max(0, len(line) - _TAIL)) is not None,
        bullet=_BULLET.match(line) is not None,
    )
