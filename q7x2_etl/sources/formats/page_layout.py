"""Printed pages to running text: columns one after the other, headers and footers left out, lines joined to paragraphs.

A page comes as lines of fixed-width characters that stand where they are printed, with blank lines for the space
between.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_EDGE_LINES = 2  # lines at the top and at the bottom of a page that may be its header and footer
_EDGE_SHARE = 0.4  # of the pages: left and right ones may have headers of their own
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|página|стр\.?)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_COLUMN_LINES = 6  # fewer lines beside each other are a table or a picture's caption
_COLUMN_SHARE = 0.4
_COLUMN_WORDS = 2.5  # words a line on each side: cells of tables have fewer
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_TERMINAL = re.compile(r"[.!?…:][\"”’'»)\]]*(?:\d{1,2})?\Z")
_BULLET = re.compile(r"(?:[•‣▪●◦·►■–—-]|\(?[a-z0-9]{1,2}[.)])\s")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)([-‐\u00ad])\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WHOLE_WORD = re.compile(r"[^\W\d_]+(?![^\W\d_]|[-‐\u00ad]\s)")
_FITS = 0.82  # of a line's width: characters of proportional type are no exact measure


@dataclass(slots=True)
class _Line:
    """`gap`: blank lines above it; `indent`: characters to the left of it; `width`: of the column it stands in."""

    text: str
    gap: int
    indent: int
    width: int = 0
    opens_column: bool = False


def running_text(pages: Sequence[str]) -> str:
    """The text of the pages in reading order, paragraphs set off by a blank line.

    What stands at the head or foot of most pages is left out, with page numbers; words that are broken at the end of
    a line are joined.
    """
    cleaned = _without_edges([page.rstrip().split("\n") for page in pages])
    columns = [column for lines in cleaned for column in _columns(lines, depth=2)]
    whole_words = Counter(_WHOLE_WORD.findall("\n".join(pages).lower()))
    lines = [line for column in columns for line in _measured(column)]
    return "\n\n".join(_joined(block, whole_words) for block in _blocks(lines)).strip()


# --- headers and footers ----------------------------------------------------------------------------------------------


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """The lines of each page, empty where a header or footer stood: what most pages have, or the pages around it."""
    edges = [_edges(lines) for lines in pages]
    counts = Counter(form for found in edges for form in set(found.values()))
    needed = max(2, round(_EDGE_SHARE * len(pages)))
    kept = []
    for number, (found, lines) in enumerate(zip(edges, pages, strict=True)):
        near = [*edges[max(0, number - 2) : number], *edges[number + 1 : number + 3]]
        around = {form for page in near for form in page.values()}
        dropped = {
            at
            for at, form in found.items()
            if counts[form] >= (min(3, needed) if form in around else needed)
            or (_PAGE_NUMBER.fullmatch(lines[at]) and (len(pages) > 1 or "page" in form))
        }
        kept.append(["" if at in dropped else line for at, line in enumerate(lines)])
    return kept


def _edges(lines: list[str]) -> dict[int, str]:
    """The first and last lines of a page by their place: whether at the top or at the bottom, and how they look."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    top, bottom = filled[:_EDGE_LINES], filled[_EDGE_LINES:][-_EDGE_LINES:]
    top = [at for at in top if at - top[0] < _EDGE_LINES]  # what stands off from it begins the text
    bottom = [at for at in bottom if bottom[-1] - at < _EDGE_LINES]
    return {at: f"top {_form(lines[at])}" for at in top} | {at: f"bottom {_form(lines[at])}" for at in bottom}


def _form(line: str) -> str:
    return _DIGITS.sub("#", _SPACES.sub(" ", line.strip()).casefold())


# --- columns ----------------------------------------------------------------------------------------------------------


def _columns(lines: list[str], depth: int) -> Iterator[list[str]]:
    """The page's lines, column after column; a line over the whole width ends the columns above it."""
    gutter = _gutter(lines) if depth else None
    if gutter is None:
        yield lines
        return
    across: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        cut = _cut(line, gutter)
        if cut is None:
            if left:
                yield from _side_by_side(left, right, depth)
                left, right = [], []
            across.append(line)
            continue
        if across:
            yield across
            across = []
        left.append(line[:cut].rstrip())
        right.append(line[cut:].rstrip())
    if left:
        yield from _side_by_side(left, right, depth)
    if across:
        yield across


def _side_by_side(left: list[str], right: list[str], depth: int) -> Iterator[list[str]]:
    yield from _columns(left, depth - 1)
    yield from _columns(right, depth - 1)


def _gutter(lines: list[str]) -> int | None:
    """A place between two columns: most lines have a gap there, and words on both sides of it."""
    filled = [line for line in lines if line.strip()]
    covered = Counter(at for line in filled for gap in _GAP.finditer(line) for at in range(gap.start() + 1, gap.end()))
    if not covered:
        return None
    most = max(covered.values())
    widest = [at for at, count in covered.items() if count == most]
    gutter = sorted(widest)[len(widest) // 2]
    cuts = [(line[:at], line[at:]) for line in filled if (at := _cut(line, gutter)) is not None]
    both = [(left, right) for left, right in cuts if left.strip() and right.strip()]
    if len(both) < max(_COLUMN_LINES, _COLUMN_SHARE * len(filled)):
        return None
    words = [sum(len(side.split()) for side in sides) / len(both) for sides in zip(*both, strict=True)]
    return gutter if min(words) >= _COLUMN_WORDS else None


def _cut(line: str, gutter: int) -> int | None:
    """Where what stands right of the gutter begins in the line; None where words run over it."""
    if len(line) <= gutter:
        return len(line)
    if line[gutter] != " " or line[gutter - 1] != " ":
        return None
    return len(line) - len(line[gutter:].lstrip())


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _measured(column: list[str]) -> list[_Line]:
    lines: list[_Line] = []
    gap = 0
    for line in column:
        if not line.strip():
            gap += 1
            continue
        words = _SPACES.sub(" ", line.strip())
        lines.append(_Line(words, gap, len(line) - len(line.lstrip()), opens_column=not lines))
        gap = 0
    width = max((len(line.text) for line in lines), default=0)
    for one in lines:
        one.width = width
    return lines


def _blocks(lines: list[_Line]) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    gaps = Counter(line.gap for line in lines if not line.opens_column)
    usual = gaps.most_common(1)[0][0] if gaps else 0
    if gaps and gaps[0] >= 0.2 * gaps.total():
        usual = 0  # single spaced, with many short paragraphs
    block: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is not None and _begins(before, line, usual):
            yield block
            block = []
        block.append(line.text)
        before = line
    if block:
        yield block


def _begins(before: _Line, line: _Line, usual: int) -> bool:
    """Whether a paragraph begins with `line`."""
    ended = _TERMINAL.search(before.text) is not None
    lower = line.text[0].islower()
    if line.opens_column:
        return ended or not lower
    if line.gap > usual:
        return ended or not lower or line.gap > usual + 1
    if _BULLET.match(line.text):
        return True
    if ended and line.indent >= before.indent + 2:
        return True
    if _BROKEN_WORD.search(before.text):
        return False
    return not lower and len(before.text) + 1 + len(line.text.split(" ", 1)[0]) < _FITS * line.width


def _joined(block: list[str], whole_words: Counter[str]) -> str:
    text = block[0]
    for line in block[1:]:
        broken, following = _BROKEN_WORD.search(text), _FIRST_WORD.match(line)
        if broken is None or following is None:
            text = f"{text}{'' if text.endswith('-') and line[:1].isdigit() else ' '}{line}"
        elif broken[2] != "\u00ad" and _keeps_hyphen(broken[1], following[0], whole_words):
            text += line
        else:
            text = text[: broken.start(2)] + line
    return text.replace("\u00ad", "")


def _keeps_hyphen(first: str, second: str, whole_words: Counter[str]) -> bool:
    """Whether a hyphen at the end of a line belongs to the word: "Anglo-/American", and words that both stand alone."""
    if second[0].isupper():
        return True
    if whole_words[(first + second).lower()]:
        return False
    return whole_words[second.lower()] > 1 and whole_words[first.lower()] > 1
