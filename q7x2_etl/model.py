"""The nouns of the library: frozen values that pass from room to room.

Offsets are 0-based, end-exclusive characters of `Document.text`, in every class of this module.
Field names and their order are the columns of `schemas/` (a test compares them).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DatePrecision = Literal["day", "week", "month", "season", "year", "unknown"]
PublishedMethod = Literal["metadata", "markup", "dateline", "url", "inferred", "unknown"]
RegionKind = Literal["headline", "dateline", "body", "caption", "list"]
Stage = Literal["accomplished", "attempted", "threatened"]
Veracity = Literal["reported", "alleged", "disputed", "denied"]
Role = Literal["perpetrator", "target", "participant", "claimant"]
Side = Literal["a", "b"]
ActorKind = Literal["state", "armed_group", "civilians", "person", "foreign_state", "other"]
Fate = Literal["killed", "wounded", "captured", "surrendered", "abducted", "missing", "displaced"]
CasualtyOutcome = Literal["killed", "wounded", "captured", "surrendered", "abducted", "missing", "displaced"]
Qualifier = Literal["exact", "about", "at_least", "at_most", "nearly", "more_than", "vague"]
Derivation = Literal["stated", "word", "singular", "named_list"]
CasualtyUnit = Literal["persons", "families"]
Damage = Literal["destroyed", "damaged", "none", "unknown"]
Stance = Literal["claims_responsibility", "asserts", "denies", "disputes"]
Outcome = Literal[
    "loaded", "no_incident", "unchanged", "duplicate", "empty", "not_english",
    "unreadable", "too_large", "held", "quarantined", "error",
]  # fmt: skip


def content_id(*parts: object) -> str:
    """A stable id: 32 hex digits of the SHA-256 over the parts in order, separated so that they cannot run together."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says about a text, beside the text; every field may be unknown.

    `published_reason` says which part of a page or feed gave the day (`markup: JSON-LD datePublished`); without it the
    day is taken as stated by whoever gave the text. `canonical_uri` is the address that a page gives itself;
    `retrieved_on` the day on which the text was fetched: no story in it was published later.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_precision: DatePrecision | None = None
    language: str | None = None
    published_reason: str | None = None
    canonical_uri: str | None = None
    retrieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read. `name` is how front ends call it: a file's name, or a row's uri, id or `file#row`.

    `repaired` says how wrongly decoded characters were put right before the text was stored; None where it is as read.
    """

    document_id: str
    name: str
    uri: str
    media_type: str
    text: str
    metadata: Metadata = Metadata()
    language: str | None = None
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A kept stretch of a story: a paragraph, headline, caption or list entry. What is left out has no region."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One story in a document. `text` is the whole document's; the story is `text[story_start:story_end]`."""

    article_id: str
    document_id: str
    name: str
    text: str
    story_start: int
    story_end: int
    regions: tuple[Region, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    published_precision: DatePrecision = "unknown"
    published_method: PublishedMethod = "unknown"
    published_reason: str | None = None
    duplicate_of: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a report. `name` is canonical where `actor_id` is known, else the words of the text."""

    ordinal: int
    role: Role
    side: Side | None
    actor_id: str | None
    name: str
    as_written: str
    kind: ActorKind
    country: str | None
    office: str | None
    affiliation_id: str | None
    fate: Fate | None
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Casualty:
    """One figure of a report. `best` is a stated number; a range has low and high only; a vague word has none."""

    ordinal: int
    claim_ordinal: int | None
    outcome: CasualtyOutcome
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    derivation: Derivation
    unit: CasualtyUnit
    of_name: str | None
    of_actor_id: str | None
    of_kind: ActorKind | None
    is_part: bool
    as_written: str
    span_start: int
    span_end: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A thing attacked: a building, vehicle, pipeline, post."""

    ordinal: int
    target_type: str
    name: str | None
    as_written: str
    damage: Damage
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says, claims, denies or disputes what a report (or one field of it) says."""

    ordinal: int
    claimant: str
    claimant_actor_id: str | None
    stance: Stance
    about_field: str | None
    source_cited: str | None
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a field rests on, and the rule that read them. `field` is a path: `date_start`, `casualties[1].low`."""

    field: str
    span_start: int
    span_end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article's account of one incident, with all that hangs on it."""

    report_id: str
    article_id: str
    event_type: str
    stage: Stage
    veracity: Veracity
    date_start: date | None
    date_end: date | None
    date_precision: DatePrecision
    place_name: str | None
    place_id: str | None
    admin2: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    where_precision: int | None
    weapon: str | None
    quote: str
    quote_start: int
    quote_end: int
    confidence: float
    extractor: str
    extractor_version: str
    reference_version: str
    actors: tuple[Actor, ...] = field(default=())
    casualties: tuple[Casualty, ...] = field(default=())
    targets: tuple[Target, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    evidence: tuple[Evidence, ...] = field(default=())
