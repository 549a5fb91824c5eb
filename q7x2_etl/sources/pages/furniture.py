"""What stands on a page beside its stories: menus, tickers, share bars, captions, credits, related links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference

FurnitureKind = Literal[
    "menu",  # navigation, share bars, subscription boxes, legal lines: never part of a story
    "ticker",  # prices, rates, scores
    "links",  # the heading of a list of links to other stories
    "about",  # the heading of a box about the author or publisher, of comments: nothing of the story follows
    "source",  # where the story was taken from
    "byline",  # who wrote it; group `name` is the name
    "credit",  # who took the picture
    "caption",  # what is in the picture
    "teaser_end",  # the end of a story that is cut off here and goes on elsewhere
    "dated",  # the label of a publication date
]
_KINDS: tuple[FurnitureKind, ...] = get_args(FurnitureKind)
_MAX_LENGTH = 700  # longer lines are prose
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The patterns of page furniture, ready to match."""

    patterns: Mapping[FurnitureKind, tuple[re.Pattern[str], ...]]
    agencies: frozenset[str]

    def kind_of(self, line: str) -> FurnitureKind | None:
        """What kind of furniture the whole line is, or None."""
        if len(line) > _MAX_LENGTH:
            return None
        for kind, patterns in self.patterns.items():
            if any(pattern.fullmatch(line) for pattern in patterns):
                return kind
        return None

    def byline(self, line: str) -> str | None:
        """The author's name in a byline."""
        if len(line) > _MAX_LENGTH:
            return None
        for pattern in self.patterns["byline"]:
            if (match := pattern.fullmatch(line)) and match.groupdict().get("name"):
                return str(match["name"]).strip(" .,;|")
        return None


def is_rule(line: str) -> bool:
    """Whether a line separates instead of telling: dashes, stars, no word."""
    return _LETTER.search(line) is None and not any(character.isdigit() for character in line)


def load_furniture(reference: Reference | None = None) -> Furniture:
    """The furniture of `page_furniture.yaml`, with the publishers of `publishers.yaml` for `{publisher}`.

    Raises ReferenceDataError for an unknown kind, a broken pattern, and a pattern that its own examples contradict.
    """
    return _packaged() if reference is None else _load(reference)


@lru_cache(maxsize=1)
def _packaged() -> Furniture:
    return _load(Reference.load())


@lru_cache(maxsize=4)
def _load(reference: Reference) -> Furniture:
    publishers = reference.entries("publishers")
    names = {str(name) for entry in publishers for name in entry["words"]}
    any_publisher = "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))) + ")"
    patterns: dict[FurnitureKind, list[re.Pattern[str]]] = {kind: [] for kind in _KINDS}
    for entry in reference.entries("page_furniture"):
        kind = next((known for known in _KINDS if known == entry.get("kind")), None)
        if kind is None:
            raise ReferenceDataError(
                f"page_furniture: entry {entry.get('id')!r}: unknown kind {entry.get('kind')!r}; "
                f"use one of {', '.join(_KINDS)}"
            )
        patterns[kind].append(_pattern(entry, any_publisher))
    agencies = frozenset(name.casefold() for name in names)
    return Furniture({kind: tuple(patterns[kind]) for kind in _KINDS}, agencies)


def _pattern(entry: Mapping[str, Any], any_publisher: str) -> re.Pattern[str]:
    name = f"page_furniture: entry {entry.get('id')!r}"
    try:
        pattern = re.compile(str(entry["pattern"]).replace("{publisher}", any_publisher), re.IGNORECASE)
        match, no_match = str(entry["match"]), str(entry["no_match"])
    except KeyError as error:
        raise ReferenceDataError(f"{name}: {error} is missing; give id, kind, pattern, match and no_match") from error
    except re.error as error:
        raise ReferenceDataError(f"{name}: not a regular expression: {error}") from error
    if not pattern.fullmatch(match):
        raise ReferenceDataError(f"{name}: the pattern does not match its own example {match!r}")
    if pattern.fullmatch(no_match):
        raise ReferenceDataError(f"{name}: the pattern matches {no_match!r}, which it must not")
    return pattern
