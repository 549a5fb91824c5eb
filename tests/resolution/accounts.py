"""Accounts for tests of resolution: one clash as a base, each test says what differs."""

from dataclasses import replace
from datetime import date
from typing import Any

from q7x2_etl.model import Actor, ActorKind, Casualty, CasualtyOutcome, Qualifier, Report, Role, Side, content_id
from q7x2_etl.resolution import Account

_REPORT = Report(
    report_id="", article_id="", event_type="armed_clash", stage="accomplished", veracity="reported",
    date_start=date(2020, 5, 4), date_end=date(2020, 5, 4), date_precision="day", place_name="Alder",
    place_id="p:alder", admin2=None, admin1="Hills", country="AAA", latitude=36.0, longitude=66.0, where_precision=1,
    weapon=None, quote="x", quote_start=0, quote_end=1, confidence=0.5, extractor="t", extractor_version="1",
    reference_version="1",
)  # fmt: skip


def account(name: str, *, article: str | None = None, published: date | None = None, **columns: Any) -> Account:
    """The account called `name` (its ids follow from it), of an article of its own unless one is given."""
    report = replace(_REPORT, report_id=content_id(name), article_id=content_id("article", article or name), **columns)
    return Account(report, content_id("document", name), published, frozenset())


def actor(
    name: str,
    role: Role = "participant",
    kind: ActorKind = "armed_group",
    *,
    side: Side | None = None,
    actor_id: str | None = None,
    affiliation_id: str | None = None,
) -> Actor:
    return Actor(0, role, side, actor_id, name, name, kind, None, None, affiliation_id, None, 0, 1)


def killed(
    best: int | None,
    *,
    low: int | None = None,
    high: int | None = None,
    qualifier: Qualifier = "exact",
    claim: int | None = None,
    of: str | None = None,
    of_id: str | None = None,
    of_kind: ActorKind | None = None,
    is_part: bool = False,
) -> Casualty:
    if qualifier == "exact" and low is None and high is None:
        low = high = best
    return Casualty(
        0,
        claim,
        "killed",
        low,
        best,
        high,
        qualifier,
        "stated",
        "persons",
        of,
        of_id,
        of_kind,
        is_part,
        "x",
        0,
        1,
        False,
    )


def casualty(outcome: CasualtyOutcome, best: int, *, shared: bool = False) -> Casualty:
    """A stated number of persons."""
    return replace(killed(best), outcome=outcome, shared=shared)
