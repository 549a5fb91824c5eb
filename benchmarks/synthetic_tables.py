"""Invented reports as rows of the warehouse's tables, country by country, with the truth beside them."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pyarrow as pa
from synthetic_events import N_DISTRICTS, N_TOWNS, district_position, person_name, position
from synthetic_reports import FIRST_DAY, Mix, Told, hex_id, misspelt, one_week_stories, stories

from q7x2_etl.contract import Contract

TABLES = ("articles", "document_sources", "reports", "report_actors", "report_casualties", "report_targets")
_PRECISION = {"town": 1, "spelt": 3, "district": 3, "province": 4, "country": 6}
_COMMON: dict[str, Any] = {
    "stage": "accomplished", "veracity": "reported", "quote_start": 0, "quote_end": 40, "confidence": 0.8,
    "extractor": "synthetic", "extractor_version": "1", "reference_version": "1", "run_id": "synthetic",
}  # fmt: skip


def tables(
    n_reports: int, seed: int, contract: Contract, mix: Mix, *, one_week: bool = False
) -> Iterator[tuple[dict[str, pa.Table], pa.Table]]:
    """For each country its rows by table, and the truth: report_id, event, hard."""
    for told in one_week_stories(n_reports, seed, mix) if one_week else stories(n_reports, seed, mix):
        yield as_tables(told, seed, contract)


def as_tables(told: list[list[Told]], seed: int, contract: Contract) -> tuple[dict[str, pa.Table], pa.Table]:
    """The rows of events' reports, by table, and the truth."""
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    truth: list[dict[str, Any]] = []
    first_article: dict[int, str] = {}
    for reports in told:
        articles = [hex_id("article", seed, report.event.number, place) for place, report in enumerate(reports)]
        first_article[reports[0].event.number] = articles[0]
        for place, report in enumerate(reports):
            shared = None if report.article_with is None else first_article.get(report.article_with)
            article_id = shared or articles[place]
            report_id = hex_id("report", seed, report.event.number, place)
            truth.append({"report_id": report_id, "event": report.event.number, "hard": report.event.hard})
            original = place if report.copy_of is None else report.copy_of
            rows["reports"].append(_report(report, report_id, article_id, original))
            if shared is None:
                origin = None if original == place or place % 10 == 3 else articles[original]
                rows["articles"].append(_article(report, article_id, origin))
                rows["document_sources"].append(_source(report, article_id))
            rows["report_actors"] += _actors(report, report_id)
            rows["report_casualties"] += _casualties(report, report_id)
            if report.target is not None:
                rows["report_targets"].append(_target(report, report_id))
    made = {name: _table(rows[name], contract, name) for name in TABLES}
    return made, pa.Table.from_pylist(truth)


def _table(rows: list[dict[str, Any]], contract: Contract, name: str) -> pa.Table:
    schema = contract.tables[name].arrow_schema()
    return pa.table({f.name: pa.array([row.get(f.name) for row in rows], f.type) for f in schema}, schema=schema)


def _report(told: Told, report_id: str, article_id: str, original: int) -> dict[str, Any]:
    event = told.event
    return {
        **_COMMON,
        **_where(told),
        "report_id": report_id,
        "article_id": article_id,
        "event_type": told.event_type,
        "date_start": _day(told.start),
        "date_end": _day(told.end),
        "date_precision": told.precision,
        "weapon": told.weapon,
        "quote": f"Report {original} of event {event.number}, as its first paper worded it.",
    }


def _where(told: Told) -> dict[str, Any]:
    event = told.event
    code, names = _code(event.country), _names(event.country)
    where: dict[str, Any] = {"country": code, "where_precision": _PRECISION[told.place]}
    if told.place == "country":
        return where
    where["admin1"] = names["province"][event.province]
    if told.place == "province":
        return where | {"place_name": where["admin1"], "place_id": f"p:{code}.{event.province}"}
    where["admin2"] = names["district"][event.district]
    centre = dict(zip(("latitude", "longitude"), district_position(event.country, event.district), strict=True))
    if told.place == "district":
        return where | centre | {"place_name": where["admin2"], "place_id": f"d:{code}.{event.district}"}
    if told.place == "spelt":
        return where | centre | {"place_name": misspelt(names["town"][event.town], told.publisher)}
    at = dict(zip(("latitude", "longitude"), position(event.country, event.town), strict=True))
    # The gazetteer knows the district of every other town.
    where["admin2"] = where["admin2"] if event.town % 2 else None
    return where | at | {"place_name": names["town"][event.town], "place_id": f"t:{code}.{event.town}"}


def _article(told: Told, article_id: str, origin: str | None) -> dict[str, Any]:
    published = _day(told.published)
    return {
        "article_id": article_id,
        "document_id": article_id,
        "story_start": 0,
        "story_end": 400,
        "published_on": published,
        "published_precision": "unknown" if published is None else "day",
        "published_method": "unknown" if published is None else "metadata",
        "duplicate_of": origin,
    }


def _source(told: Told, article_id: str) -> dict[str, Any]:
    return {
        "document_id": article_id, "uri": f"synthetic:{article_id}", "publisher": f"Paper {told.publisher}",
        "retrieved_at": _midnight(), "run_id": "synthetic", "stated_precision": None,
    }  # fmt: skip


def _actors(told: Told, report_id: str) -> list[dict[str, Any]]:
    code = _code(told.event.country)
    found: list[dict[str, Any]] = []
    if told.group is not None:
        known = told.group.startswith("g") and told.group != "generic"
        name = f"{code} {told.group}" if known else "gunmen" if told.group == "generic" else told.group[1:]
        found.append({"role": "perpetrator", "name": name, "kind": "armed_group", "side": "a",
                      "actor_id": f"{code}-{told.group}" if known else None})  # fmt: skip
    if told.victims == "soldiers":
        found.append({"role": "target", "name": f"{code} army", "kind": "state", "side": "b",
                      "actor_id": f"{code}-army"})  # fmt: skip
    elif told.victims == "civilians":
        found.append({"role": "target", "name": "civilians", "kind": "civilians", "side": "b", "actor_id": None})
    if told.person is not None:
        fate = "captured" if told.event.event_type == "arrest" else "killed"
        found.append({"role": "target", "name": told.person, "kind": "person", "actor_id": None, "fate": fate})
    span = {"report_id": report_id, "span_start": 0, "span_end": 5}
    return [{**actor, **span, "ordinal": n, "as_written": actor["name"]} for n, actor in enumerate(found)]


def _casualties(told: Told, report_id: str) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = []
    if told.figure is not None:
        low, best, high, qualifier = told.figure
        figures.append({"outcome": "killed", "low": low, "best": best, "high": high, "qualifier": qualifier})
    if told.claimed is not None:
        n = told.claimed
        figures.append({"outcome": "killed", "low": n, "best": n, "high": n, "qualifier": "exact", "claim_ordinal": 0})
    if told.wounded is not None:
        n = told.wounded
        figures.append({"outcome": "wounded", "low": n, "best": n, "high": n, "qualifier": "exact"})
    kind = "civilians" if told.victims == "civilians" else "state" if told.victims else None
    common = {"report_id": report_id, "derivation": "stated", "unit": "persons", "of_kind": kind, "is_part": False,
              "as_written": "x", "span_start": 0, "span_end": 1, "shared": False}  # fmt: skip
    return [{**figure, **common, "ordinal": n} for n, figure in enumerate(figures)]


def _target(told: Told, report_id: str) -> dict[str, Any]:
    return {"report_id": report_id, "ordinal": 0, "target_type": told.target, "as_written": "x", "damage": "unknown",
            "span_start": 0, "span_end": 1}  # fmt: skip


def _day(day: int | None) -> Any:
    return None if day is None else FIRST_DAY + timedelta(days=day)


@cache
def _midnight() -> Any:

    return datetime(2026, 1, 1, tzinfo=UTC)


@cache
def _code(country: int) -> str:
    return "Q" + chr(65 + country // 26) + chr(65 + country % 26)


@cache
def _names(country: int) -> dict[str, list[str]]:
    """Names of the country's places, no two alike within a level."""
    chance = random.Random(f"names/{country}")
    numbers = {"province": 10, "district": 10 * N_DISTRICTS, "town": 10 * N_DISTRICTS * N_TOWNS}
    return {level: _different(chance, n) for level, n in numbers.items()}


def _different(chance: random.Random, n: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < n:
        names[person_name(chance).replace(" ", "").title()] = None
    return list(names)
