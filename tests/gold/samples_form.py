"""The words in which the gold rows of the samples are written; `build_samples_gold.py` turns them into JSON."""

from dataclasses import dataclass, field
from typing import Any


def day(value: str) -> dict[str, str]:
    """One known day."""
    return {"start": value, "end": value, "precision": "day"}


def span(start: str, end: str, precision: str) -> dict[str, str]:
    """A stretch of days that the text supports."""
    return {"start": start, "end": end, "precision": precision}


def actor(role: str, kind: str, *forms: str, required: bool = True) -> dict[str, Any]:
    """Somebody in a row; `role` may name several accepted roles, separated by '|'."""
    return {"forms": list(forms), "roles": role.split("|"), "kind": kind, "required": required}


def by(kind: str, *forms: str, required: bool = True) -> dict[str, Any]:
    """Who did it."""
    return actor("perpetrator", kind, *forms, required=required)


def to(kind: str, *forms: str, required: bool = True) -> dict[str, Any]:
    """Whom it was done to."""
    return actor("target", kind, *forms, required=required)


def says(kind: str, *forms: str) -> dict[str, Any]:
    """Who speaks about it; never demanded, since the claim itself is scored."""
    return actor("claimant", kind, *forms, required=False)


@dataclass(frozen=True)
class Count:
    """A stated number with its qualifier ('exact 5', 'at_least 40', 'vague')."""

    text: str

    def as_casualty(self, outcome: str, of: str, unit: str, required: bool) -> dict[str, Any]:
        qualifier, _, number = self.text.partition(" ")
        low = int(number) if number else None
        return {
            "outcome": outcome, "low": low, "high": low, "unit": unit, "of": of,
            "qualifier": qualifier, "required": required and low is not None,
        }  # fmt: skip


def hurt(outcome: str, count: str, of: str, required: bool = True, unit: str = "persons") -> dict[str, Any]:
    """A casualty figure: `hurt("killed", "exact 5", "policemen")`; `count` may be a bare number, which is exact."""
    text = f"exact {count}" if count.isdigit() else count
    return Count(text).as_casualty(outcome, of, unit, required)


def maybe(outcome: str, count: str, of: str) -> dict[str, Any]:
    """A figure that may be given: a part of a total, an earlier or a rival one."""
    return hurt(outcome, count, of, required=False)


def claim(who: str, stance: str, source: str | None = None) -> dict[str, Any]:
    """Who asserts, claims, denies or disputes what the row says."""
    return {"who": who, "stance": stance, "source_cited": source}


@dataclass(frozen=True)
class Gold:
    """One incident. `evidence` holds sentences, each as 'its first words … its last words' or in full."""

    article: str
    types: str
    dates: list[dict[str, str]]
    evidence: list[str]
    country: str
    places: list[str] = field(default_factory=list)
    admin1: list[str] = field(default_factory=list)
    actors: list[dict[str, Any]] = field(default_factory=list)
    casualties: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    weapon: str | None = None
    stage: str = "accomplished"
    veracity: str = "reported"
    core: bool = True
