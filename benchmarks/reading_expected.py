"""What a reader should make of each document of the corpus: its index, and the expectation that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import yaml
from reading_pages import Furniture
from reading_stories import FOLDER, Story, stories


@dataclass(frozen=True)
class Spec:
    """A document as `documents.yaml` describes it (README.md beside it); `members` are documents inside it."""

    file: str
    page: str = ""
    stories: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    encoding: str = "utf-8"
    label: str = ""
    damage: str = ""
    curly: bool = False
    updated: str = ""
    crawl: str = "2024-11-18"
    comments: int = 0
    notice: str = ""
    site: Mapping[str, Any] = field(default_factory=dict)
    container: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    day_as: str = "iso"
    text_as: str = "text"
    constant: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ","
    column_map: str = ""
    layout: Mapping[str, Any] = field(default_factory=dict)
    uri: str = ""
    coding: str = ""
    members: tuple["Spec", ...] = ()
    dates: Mapping[str, Any] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    first_only: bool = False
    unread: bool = False
    raw: str = ""
    about: str = ""


@dataclass(frozen=True)
class ExpectedStory:
    """One story to be found: pieces are (kind, text) in order; `day` is None where no date can be known."""

    id: str
    headline: str
    pieces: tuple[tuple[str, str], ...]
    optional: tuple[str, ...]
    captions: tuple[str, ...]
    day: str | None
    precision: str
    byline: str
    language: str


@dataclass(frozen=True)
class ExpectedDocument:
    """One numbered file: `outcomes` are the accepted outcomes of each document in it, `never` belongs to no story."""

    number: int
    file: str
    format: str
    stories: tuple[ExpectedStory, ...]
    outcomes: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    maybe: tuple[str, ...]
    column_map: str

    @property
    def is_odd(self) -> bool:
        """Odd documents may be tuned on; even ones are kept to measure."""
        return self.number % 2 == 1


@cache
def specs() -> dict[int, Spec]:
    """The index, by number."""
    listed = yaml.safe_load((FOLDER / "documents.yaml").read_text("utf-8"))
    found = {int(number): _spec(entry) for number, entry in listed.items()}
    if list(found) != list(range(1, len(found) + 1)):
        raise ValueError("documents.yaml: the numbers must be 1, 2, 3 ... without a gap")
    return found


def _spec(entry: Mapping[str, Any]) -> Spec:
    given = dict(entry)
    given["members"] = tuple(_spec(member) for member in given.pop("members", ()))
    for key in ("stories", "show", "outcomes"):
        if key in given:
            given[key] = tuple(given[key])
    for key in ("updated", "crawl"):
        if key in given:
            given[key] = str(given[key])  # YAML reads a day as a date
    return Spec(**given)


def expected_stories(spec: Spec) -> list[ExpectedStory]:
    """The stories of a document, those of its members included."""
    if spec.members:
        return [story for member in spec.members for story in expected_stories(member)]
    return [] if spec.unread else [_expected(stories()[name], spec) for name in spec.stories]


def _expected(story: Story, spec: Spec) -> ExpectedStory:
    day = spec.dates.get(story.id, spec.dates.get("all", story.day)) if spec.dates else story.day
    pieces = [("body", story.lead)] if story.lead else []
    if story.entries:
        for entry in story.entries:
            pieces += [("subheading", entry.title), *((b.kind, b.text) for b in entry.blocks)]
    else:
        pieces += [(block.kind, block.text) for block in story.blocks[: 1 if spec.first_only else None]]
    return ExpectedStory(
        id=story.id,
        headline=story.headline,
        pieces=tuple(pieces),
        optional=tuple(filter(None, (story.headline, story.deck, story.by, story.outlet, *story.captions))),
        captions=story.captions,
        day=str(day) if day else None,
        precision={0: "unknown", 7: "month", 10: "day"}[len(str(day or ""))],
        byline="" if spec.columns and "by" not in spec.columns.values() else story.by,
        language=story.lang,
    )


def expected_outcomes(spec: Spec) -> list[tuple[str, ...]]:
    """For each document in the file, the outcomes that are right."""
    if spec.outcomes:
        return [spec.outcomes]
    if spec.members:
        return [outcome for member in spec.members for outcome in expected_outcomes(member)]
    if spec.container in ("jsonl", "csv", "parquet", "feed"):
        return [_outcome([stories()[name]]) for name in spec.stories]
    return [_outcome([stories()[name] for name in spec.stories])]


def _outcome(own: list[Story]) -> tuple[str, ...]:
    if not own:
        return ("empty",)
    if all(story.lang != "en" for story in own):
        return ("not_english",)
    return ("loaded",) if any(story.incident and story.lang == "en" for story in own) else ("no_incident",)


def expected_document(number: int, spec: Spec, furniture: list[Furniture]) -> ExpectedDocument:
    """The expectation, with what its pages drew around the stories."""
    found = expected_stories(spec)
    kept = {text for story in found for _, text in story.pieces}
    pages = "\n".join(f.page for f in furniture)
    if pages:  # rows that stand beside pages in an archive have no byline
        found = [story if story.byline in pages else replace(story, byline="") for story in found]
    return ExpectedDocument(
        number=number,
        file=f"{number:03d}_{spec.file}",
        format=_format(spec),
        stories=tuple(found),
        outcomes=tuple(expected_outcomes(spec)),
        never=tuple(sorted({text for f in furniture for text in f.never if text and text not in kept})),
        maybe=tuple(sorted({text for f in furniture for text in f.maybe if text})),
        column_map=spec.column_map,
    )


def _format(spec: Spec) -> str:
    endings = spec.file.split(".")[1:]
    return endings[-1] if endings[-1] != "gz" or len(endings) == 1 else ".".join(endings[-2:])
