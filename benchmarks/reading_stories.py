"""The stories that the reading corpus is made of: plain text files, parsed into blocks with kinds."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "reading"

_FIELD = re.compile(r"(headline|deck|by|outlet|place|day|lang|incident|caption|lead):\s*(.*)")
_ENTRY = re.compile(r"@ (\d\d:\d\d) \| (.+)")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or subheading: `kind` is body, list or subheading."""

    kind: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A timed entry of a live page."""

    time: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Story:
    """One story as its writer filed it; `day` is ISO, `place` the dateline's place, empty fields are absent."""

    id: str
    headline: str
    deck: str
    by: str
    outlet: str
    place: str
    day: str
    lang: str
    incident: bool
    lead: str
    captions: tuple[str, ...]
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]

    @property
    def body(self) -> list[str]:
        """The paragraphs and list items, without subheadings."""
        return [block.text for block in self.blocks if block.kind != "subheading"]

    @property
    def first(self) -> str:
        """What a teaser shows of the story: its first paragraph."""
        return self.lead or self.body[0]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.body)

    @property
    def runs(self) -> list[tuple[str, list[Block]]]:
        """The blocks, in runs of list items and of anything else."""
        grouped = groupby(self.blocks, lambda block: "list" if block.kind == "list" else "prose")
        return [(kind, list(group)) for kind, group in grouped]


@cache
def stories() -> dict[str, Story]:
    """All stories by id, in the order of their files and lines."""
    found: dict[str, Story] = {}
    for path in sorted((FOLDER / "stories").glob("*.txt")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            story = _parsed(part)
            if story.id in found:
                raise ValueError(f"{path.name}: story {story.id} is there twice")
            found[story.id] = story
    return found


def _parsed(part: str) -> Story:
    name, *lines = part.strip().split("\n")
    fields: dict[str, str] = {}
    captions: list[str] = []
    blocks: list[Block] = []
    entries: list[tuple[str, str, list[Block]]] = []
    for line in lines:
        if field := _FIELD.fullmatch(line):
            if field[1] == "caption":
                captions.append(field[2])
            else:
                fields[field[1]] = field[2].strip()
        elif entry := _ENTRY.fullmatch(line):
            entries.append((entry[1], entry[2], []))
        elif line.strip():
            (entries[-1][2] if entries else blocks).append(_block(line))
    every = (*blocks, *(block for entry in entries for block in entry[2]))
    return Story(
        id=name,
        headline=fields["headline"],
        deck=fields.get("deck", ""),
        by=fields["by"],
        outlet=fields["outlet"],
        place=fields["place"],
        day=fields["day"],
        lang=fields.get("lang", "en"),
        incident=fields["incident"] == "yes",
        lead=fields.get("lead", ""),
        captions=tuple(captions),
        blocks=every,
        entries=tuple(Entry(time, title, tuple(own)) for time, title, own in entries),
    )


def _block(line: str) -> Block:
    for mark, kind in (("## ", "subheading"), ("* ", "list")):
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    return Block("body", line)
