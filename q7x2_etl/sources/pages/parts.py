"""What each paragraph of a page is: prose, heading, dateline, caption, or furniture."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from q7x2_etl.sources.pages.datelines import Dateline, date_line, dateline_at
from q7x2_etl.sources.pages.furniture import Furniture, is_rule
from q7x2_etl.sources.pages.page_marks import NEXT_STORY, PageMark, mark_of
from q7x2_etl.sources.pages.paragraphs import Paragraph, paragraphs
from q7x2_etl.sources.pages.text_forms import forms_told

PartKind = Literal["prose", "heading", "dateline", "date", "list", "caption", "byline", "links", "about", "teaser_end",
                   "rule", "furniture"]  # fmt: skip

_LONGEST_HEADING = 25  # words
_SHORTEST_NOTE = 4  # words
_SPEAKER = re.compile(r"([A-Z][A-Z.'’-]{1,40}(?: [A-Z][A-Z.'’-]{1,40}){0,4}) ?:\s+\S")
_SPEAKERS = 4  # paragraphs "NAME: ..." that make a transcript
# A shorter word before the stop may be an abbreviation, but not with two spaces after it.
_TWO_SENTENCES = re.compile(r"(?<=\w\w\w\w)[.!?][\"”’)\]]*\s+\S|(?<=\w\w)[.!?][\"”’)\]]*\s{2,}\S")
_TELLING_FURNITURE: tuple[Literal["links", "about", "teaser_end", "byline", "caption"], ...] = (
    "links", "about", "teaser_end", "byline", "caption",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph and what it is on the page; `mark` is what its tag said, and is no part of the paragraph."""

    paragraph: Paragraph
    kind: PartKind
    dateline: Dateline | None = None
    mark: PageMark | None = None


def parts_of(text: str, furniture: Furniture) -> list[Part]:
    """Every paragraph of a page with its kind, in order."""
    parts = forms_told(text, [_part(text, paragraph, furniture) for paragraph in paragraphs(text)])
    return _captions_by_repetition(_links_closed(_speakers_told(text, _whole_in_a_line(parts))))


def _whole_in_a_line(parts: list[Part]) -> list[Part]:
    """A note, a brief or a ticker of one line without a full stop: it is the story, and no heading of one."""
    if len(parts) != 1 or parts[0].kind not in ("heading", "prose") or parts[0].mark is not None:
        return parts
    paragraph = parts[0].paragraph
    if paragraph.words < _SHORTEST_NOTE:
        return parts
    return [replace(parts[0], kind="prose", paragraph=replace(paragraph, ends_sentence=True))]


def _part(text: str, paragraph: Paragraph, furniture: Furniture) -> Part:
    line = paragraph.line
    if is_rule(line):
        return Part(paragraph, "rule", mark="next_story" if line == NEXT_STORY else None)
    if (marked := mark_of(line)) is not None:
        mark, length = marked
        bare = replace(paragraph, start=paragraph.start + length, line=line[length:])
        return _marked(text, bare, mark, furniture)
    dateline = dateline_at(text, paragraph.start, paragraph.end, furniture.agencies)
    if dateline is not None:
        return Part(paragraph, "dateline" if dateline.whole else "prose", dateline)
    if date_line(text, paragraph.start, paragraph.end):
        return Part(paragraph, "date")
    known = furniture.kind_of(line.lstrip("•‣▪●◦·►* "))
    if known == "byline" and line.isupper() and paragraph.words > 6:
        known = None  # in capitals every word looks like a name
    if known in _TELLING_FURNITURE:
        return Part(paragraph, known)
    if known is not None or _is_figures(line) or line.casefold() in furniture.agencies:
        return Part(paragraph, "furniture")
    if paragraph.bullet and paragraph.words < 60 and not (line[0].isdigit() and _is_sentence(paragraph)):
        return Part(paragraph, "list")
    if _is_heading(paragraph):
        return Part(paragraph, "heading")
    return Part(paragraph, "prose")


def _marked(text: str, paragraph: Paragraph, mark: PageMark, furniture: Furniture) -> Part:
    """A paragraph whose tag is known: the words only decide whether it is furniture."""
    known = furniture.kind_of(paragraph.line)
    match mark:
        case "headline":
            return Part(paragraph, "heading", mark=mark)
        case "heading" if known is None:
            return Part(paragraph, "date" if date_line(text, paragraph.start, paragraph.end) else "heading", mark=mark)
        case "caption":
            return Part(paragraph, "furniture" if known == "credit" else "caption", mark=mark)
        case "quote" if known is None:
            return Part(paragraph, "prose", mark=mark)
    return Part(paragraph, known if known in _TELLING_FURNITURE else "furniture", mark=mark)


def _is_sentence(paragraph: Paragraph) -> bool:
    """A numbered point of a statement ("1. At dawn a group of ...") is a paragraph like any other."""
    return paragraph.ends_sentence and paragraph.words >= 8


def _is_heading(paragraph: Paragraph) -> bool:
    if paragraph.ends_sentence and not (paragraph.line.endswith(("?", "!")) and paragraph.words <= 12):
        return False
    if _TWO_SENTENCES.search(paragraph.line) or (paragraph.line.endswith((":", ",")) and paragraph.words >= 6):
        return False
    first = paragraph.line.lstrip("\"“‘'«(¿¡")[:1]
    return 0 < paragraph.words <= _LONGEST_HEADING and first not in "[—–" and not first.islower()


def _is_figures(line: str) -> bool:
    """Codes, tables and scores: short, with more digits and signs than letters."""
    return len(line) < 80 and sum(character.isalpha() for character in line) < 0.4 * len(line)


def _speakers_told(text: str, parts: list[Part]) -> list[Part]:
    """In a transcript every paragraph begins with a name and a colon, as a few wires begin theirs with a place."""
    names = [_speaker(text, part) for part in parts]
    counts = Counter(name for name in names if name)
    speakers = set(counts) if counts.total() >= _SPEAKERS else {name for name, count in counts.items() if count > 1}
    if not speakers:
        return parts
    return [
        replace(part, kind="prose", dateline=None) if name in speakers else part
        for part, name in zip(parts, names, strict=True)
    ]


def _speaker(text: str, part: Part) -> str | None:
    """The name before the colon that a paragraph begins with."""
    if part.kind == "heading" and (match := _SPEAKER.match(part.paragraph.line)):
        return match[1]
    if part.dateline is None or part.dateline.dates or part.dateline.agency:
        return None
    name, colon, _ = text[part.dateline.start : part.dateline.end].rstrip().rpartition(":")
    return name.strip() if colon else None


def _links_closed(parts: list[Part]) -> list[Part]:
    """Headings and list entries under "Related articles" become links, up to the next prose or its own heading."""
    closed: list[Part] = []
    inside = False
    for position, part in enumerate(parts):
        if part.kind == "links":
            inside = True
        elif part.mark == "headline":
            inside = False
        elif inside and _is_reference(parts, position):
            closed.append(Part(part.paragraph, "links"))
            continue
        elif part.kind in ("prose", "dateline"):
            inside = False
        elif inside and part.kind in ("heading", "list", "date"):
            new_block = part.paragraph.group != parts[position - 1].paragraph.group
            if new_block and part.kind == "heading" and _heads_prose(parts, position):
                inside = False
            else:
                closed.append(Part(part.paragraph, "links"))
                continue
        closed.append(part)
    return closed


def _heads_prose(parts: list[Part], position: int) -> bool:
    below = next((part for part in parts[position + 1 : position + 4] if part.kind not in ("date", "byline")), None)
    return below is not None and below.kind in ("prose", "dateline")


def _is_reference(parts: list[Part], position: int) -> bool:
    """A line without full stop in the block that the heading of links opened: `Author. "Title" - Outlet, date`."""
    paragraph = parts[position].paragraph
    in_block = paragraph.group == parts[position - 1].paragraph.group
    return in_block and parts[position].kind == "prose" and not paragraph.ends_sentence and paragraph.words <= 40


def _captions_by_repetition(parts: list[Part]) -> list[Part]:
    """A paragraph that stands twice in a row is a picture's caption (its alternative text, then its visible one).

    Unless nothing else is told: then it is the story.
    """
    known = list(parts)
    for position in range(1, len(parts)):
        before, part = parts[position - 1], parts[position]
        if part.paragraph.line == before.paragraph.line and part.kind in ("prose", "heading", "caption"):
            known[position] = Part(part.paragraph, "furniture")
            if part.paragraph.words >= 6 and part.paragraph.ends_sentence:
                known[position - 1] = Part(before.paragraph, "caption")
    if any(part.kind == "prose" for part in known):
        return known
    return [before if before.kind == "prose" else after for before, after in zip(parts, known, strict=True)]
