"""Where the stories of a page begin."""

import re
from collections.abc import Sequence
from itertools import islice

from q7x2_etl.sources.pages.paragraphs import Paragraph
from q7x2_etl.sources.pages.parts import Part

_BACK = 8  # how far above its text a headline may stand, in parts that are no prose
_POINT = 12  # words of a point of a list that tells something
_SUBSTANTIAL = 40  # words of prose that make a story of what stands before the first dateline
_SAME = 0.75  # likeness of two lines that are the same headline
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = re.compile(r"([^\W\d_]{3,5})[^\W\d_]*")

Opening = tuple[int, int | None]  # the first part of a story, and the part that is its headline


def openings(parts: Sequence[Part], title: str | None) -> list[Opening]:
    """Where each story of a page begins, in order; `title` is the main story's, where metadata gives it."""
    found: dict[int, int | None] = {}
    cut_off = sum(_opens_after_teaser(parts, position) for position in range(len(parts)))
    titled = next((p for p, part in enumerate(parts) if title and _is_titled(part, title)), None)
    floor = 0
    headed = False  # under a headline that a tag gave, while no prose stood there yet
    for position, part in enumerate(parts):
        opening: Opening | None = None
        if part.mark == "next_story" and position + 1 < len(parts) and parts[position + 1].mark != "headline":
            opening = (position + 1, None)
        elif part.mark == "headline" and _prose_follows(parts, position + 1, within=_BACK + 4):
            opening, headed = (position, position), True
        elif headed:
            headed = part.kind != "prose"
        elif _is_boxed(parts, position):
            opening, headed = (position, position), True
        elif part.dateline is not None:
            opening = _dateline_opening(parts, position, floor)
        elif part.kind in ("date", "byline"):
            opening = _signed_opening(parts, position, floor)
        elif part.kind == "heading" and _opens_after_teaser(parts, position) and cut_off > 1:
            opening = (position, position)
        elif position == titled:
            opening = _titled_opening(parts, position, floor)
        if opening is not None and opening[0] >= floor:
            found.setdefault(*opening)
            floor = position + 1
    first = min(found, default=len(parts))
    if (top := _top_opening(parts, first, title)) is not None:
        start, headline = top
        if found and headline is not None and _same_headline(parts, headline, found[first]):
            del found[first]  # the headline stands twice, with its second line or a summary between
            found[start] = headline
        elif not found or headline is not None or prose_words(parts, 0, first) >= _SUBSTANTIAL:
            found[start] = headline
    return sorted(found.items())


def _is_boxed(parts: Sequence[Part], position: int) -> bool:
    """Whether a heading stands between two rules, with prose under it: the next item of a letter."""
    if parts[position].kind != "heading" or not 0 < position < len(parts) - 2:
        return False
    boxed = parts[position - 1].kind == "rule" and parts[position + 1].kind == "rule"
    return boxed and _prose_follows(parts, position + 2, within=2)


def _same_headline(parts: Sequence[Part], one: int, other: int | None) -> bool:
    return other is not None and likeness(parts[one].paragraph.line, parts[other].paragraph.line) >= _SAME


def _dateline_opening(parts: Sequence[Part], position: int, floor: int) -> Opening | None:
    headline = _headline_above(parts, position, floor)
    if headline is not None and (floor == 0 or parts[headline].paragraph.words >= 4):
        return headline, headline
    if parts[position].kind == "dateline":
        below = next(
            (p for p in range(position + 1, min(position + 4, len(parts))) if parts[p].kind == "heading"), None
        )
        if below is None or any(parts[p].kind == "prose" for p in range(position, below)):
            return (position, None) if floor == 0 else None
        heads = floor == 0 or (parts[below].paragraph.words >= 4 and _prose_follows(parts, below + 1, within=3))
        return (position, below) if heads else None
    opens = floor == 0 and not any(part.kind == "prose" for part in islice(parts, position))
    after_rule = position > 0 and parts[position - 1].kind == "rule"
    return (position, None) if opens or after_rule else None


def _signed_opening(parts: Sequence[Part], position: int, floor: int) -> Opening | None:
    """A headline right above a date line or byline, with prose right below it."""
    if position == 0 or parts[position - 1].kind != "heading" or parts[position - 1].paragraph.words < 4:
        return None
    if not _prose_follows(parts, position + 1, within=5):
        return None
    headline = _headline_above(parts, position, floor)
    return None if headline is None else (headline, headline)


def _titled_opening(parts: Sequence[Part], position: int, floor: int) -> Opening | None:
    """The headline that metadata names, below other stories."""
    if not _prose_follows(parts, position + 1, within=_BACK) or prose_words(parts, floor, position) < _SUBSTANTIAL:
        return None
    return position, position


def _is_titled(part: Part, title: str) -> bool:
    return part.kind == "heading" and likeness(part.paragraph.line, title) >= _SAME


def _opens_after_teaser(parts: Sequence[Part], position: int) -> bool:
    """Whether a heading stands between "Continue reading" and prose: the next entry of a list of stories."""
    if not 0 < position < len(parts) - 1 or parts[position].kind != "heading":
        return False
    heads = parts[position].paragraph.words >= 4 and parts[position + 1].kind == "prose"
    return heads and parts[position - 1].kind == "teaser_end"


def _headline_above(parts: Sequence[Part], position: int, floor: int) -> int | None:
    """The headline of the text at `position`: the best of the headings above it with no prose between."""
    headings: list[int] = []
    for above in range(position - 1, max(floor, position - _BACK) - 1, -1):
        kind = parts[above].kind
        if kind in ("prose", "dateline", "rule", "teaser_end", "links") or (kind == "date" and headings):
            break
        if kind == "heading":
            headings.append(above)
    return _best_heading(parts, headings, position)


def _top_opening(parts: Sequence[Part], stop: int, title: str | None) -> Opening | None:
    """The first story of a page that has no dateline: its first prose, under the best heading over it."""
    first = next((p for p in range(stop) if _is_told(parts[p])), None)
    if first is None:
        first = next((p for p in range(stop) if parts[p].kind in ("prose", "list")), None)
    if first is None:
        return None
    headings = [p for p in range(first) if parts[p].kind == "heading"]
    if title:
        near = [p for p in headings if likeness(parts[p].paragraph.line, title) >= 0.6]
        headings = near or headings
    headline = _best_heading(parts, headings, first)
    if headline is not None:
        return headline, headline
    above = first
    while above > 0 and parts[above - 1].kind in ("caption", "date", "byline"):
        above -= 1
    return above, None


def _is_told(part: Part) -> bool:
    """Prose, or a point of a round-up that is a sentence and more ("- 2 Dec: Rebels raided the village of ...")."""
    words = part.paragraph.words
    if part.kind == "list":
        return words >= _POINT and part.paragraph.ends_sentence
    return part.kind == "prose" and words >= 4


def _best_heading(parts: Sequence[Part], headings: list[int], text: int) -> int | None:
    """The heading whose words the text at position `text` takes up most.

    Of equals it is the one nearest to the text, with its upper line.
    """
    if not headings:
        return None
    vocabulary = _vocabulary(parts, text)
    scores = {position: _taken_up(parts[position].paragraph, vocabulary) for position in headings}
    best = max(scores, key=lambda position: (scores[position], position))
    while best - 1 in scores and _is_upper_line(parts, best - 1, scores):
        best -= 1
    return best


def _is_upper_line(parts: Sequence[Part], position: int, scores: dict[int, float]) -> bool:
    """Whether the heading right above another is the headline, and that one its second line."""
    upper, lower = parts[position].paragraph, parts[position + 1].paragraph
    taken_up = scores[position] >= 0.4 * scores[position + 1] > 0
    return taken_up and upper.words >= 5 and upper.line != lower.line


def _taken_up(heading: Paragraph, vocabulary: frozenset[str]) -> float:
    stems = _STEM.findall(heading.line.casefold())
    shared = sum(stem in vocabulary for stem in stems)
    return shared / (len(stems) + 2) if stems else 0.0  # two more, so that one shared word is no perfect score


def _vocabulary(parts: Sequence[Part], position: int) -> frozenset[str]:
    """The word stems of the first paragraphs of prose from `position`."""
    prose = [part.paragraph.line[:2000] for part in parts[position : position + 24] if part.kind == "prose"][:6]
    return frozenset(_STEM.findall("\n".join(prose).casefold()))


def prose_words(parts: Sequence[Part], first: int, stop: int) -> int:
    """The words of prose in `parts[first:stop]`."""
    return sum(part.paragraph.words for part in parts[first:stop] if part.kind == "prose")


def _prose_follows(parts: Sequence[Part], position: int, within: int) -> bool:
    return any(part.kind == "prose" and part.paragraph.words >= 8 for part in parts[position : position + within])


def likeness(one: str, other: str) -> float:
    """How alike two headlines are, 0-1: the share of words they have in common (Jaccard)."""
    a, b = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(a & b) / len(a | b) if a and b else 0.0
