"""How sure a report is: the chance that it is a right one, from declared features with fitted weights.

The weights are data (`seeds/reference/confidence.yaml`), fitted by `benchmarks/confidence.py --fit` on reports that
were judged against gold rows. Each feature has a sign: what makes a telling concrete can only raise the confidence,
what makes it doubtful only lower it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction.explaining.trace import Considered
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.model import Report
from q7x2_etl.reference import Reference

Sign = Literal["for", "against"]

# What is looked at. `for` raises the confidence of a report, `against` lowers it; each lies between 0 and 1.
FEATURES: Mapping[str, Sign] = {
    "strength": "for",  # of the main trigger, in fifths
    "verb": "for",  # the main trigger is a verb: somebody tells what happened
    "own_day": "for",  # a day stands beside one of its triggers
    "own_time": "for",  # a coarser time does
    "own_place": "for",  # a place hangs closely on one of its triggers
    "exact_place": "for",  # the place is a point of the map, no mere area
    "doer": "for",  # somebody does it
    "known_doer": "for",  # and is an actor of the reference data
    "sufferer": "for",  # somebody or something suffers it
    "figure": "for",  # a number of casualties
    "death": "for",  # somebody is killed
    "weapon": "for",
    "named_person": "for",
    "claimed": "for",  # somebody claims or denies it: it is talked of as one event
    "lead": "for",  # told at the head of the story
    "sentences": "for",  # told in several sentences: 0 for one, 1 for four or more
    "triggers": "for",  # several triggers tell it: 0 for one, 1 for five or more
    "hedged": "against",
    "not_done": "against",  # attempted or threatened only
    "present": "against",  # told in the present tense
    "many": "against",  # the main trigger is a plural: "attacks"
    "definite": "against",  # the main trigger points back: "the attack" is one told before
    "effect": "against",  # deaths or injuries only, no typed trigger
    "inherited_time": "against",  # only the story around it tells the time
    "inherited_place": "against",
    "no_time": "against",
    "no_place": "against",
    "headline": "against",  # only a headline tells it: the body tells it again
    "vague_figure": "against",  # "scores", "several" and no number
    "past": "against",  # ended half a year or more before the story: background
    "case_lost": "against",  # in capitals or lower case throughout
    "like_earlier": "against",  # an earlier report of the story may tell the same event
    "beside_earlier": "against",  # and stands in the same or the next sentence
    "same_figure": "against",  # an earlier report of a related type has one of its figures
    "same_people": "against",  # an earlier report of a related type has one of its actors
    "crowded": "against",  # one of many reports of the story: 0 for one, 1 for five or more
    "long": "against",  # the story is long: 0 for none, 1 for 10,000 characters or more
}
_LONG = 10_000  # characters
_PAST_DAYS = 183
_MOST_REPORTS = 5
_LEAD_PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model: the weight of each feature, and the log-odds of a report that has none."""

    intercept: float
    weights: Mapping[str, float]
    families: EventFamilies

    @classmethod
    def load(cls, reference: Reference, families: EventFamilies) -> "Confidence":
        """The fitted weights; refused where one is of no feature or has the wrong sign."""
        weights = {str(entry["id"]): float(entry["weight"]) for entry in reference.entries("confidence")}
        intercept = weights.pop("intercept", 0.0)
        for name, weight in weights.items():
            sign = FEATURES.get(name)
            if sign is None or weight * (1 if sign == "for" else -1) < 0:
                wrong = "there is no such feature" if sign is None else f"weight {weight} is not {sign!r} a report"
                raise ReferenceDataError(f"confidence.yaml: entry {name!r}: {wrong}")
        return cls(intercept, weights, families)

    def rated(self, found: Sequence[Considered]) -> list[Considered]:
        """The incidents of one story, the reports that are kept with their confidence."""
        features = iter(features_of([c for c in found if c.kept], self.families))
        return [
            replace(c, report=replace(c.report, confidence=self.of_features(next(features))))
            if c.kept and c.report is not None
            else c
            for c in found
        ]

    def of_features(self, features: Mapping[str, float]) -> float:
        """0-1, in hundredths."""
        score = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return round(1 / (1 + math.exp(-score)), 2)


def features_of(kept: Sequence[Considered], families: EventFamilies) -> list[dict[str, float]]:
    """The features of each report of one story that are not 0."""
    rows = []
    for position, considered in enumerate(kept):
        report = considered.report
        if report is None:
            raise ValueError("an incident without a report has no confidence")
        features = {**_of_trigger(considered), **_of_setting(considered, report), **_of_cast(report)}
        features |= _of_rivals(kept[:position], considered, families)
        features["long"] = min(1.0, (considered.article.story_end - considered.article.story_start) / _LONG)
        features["crowded"] = min(1.0, (len(kept) - 1) / (_MOST_REPORTS - 1))
        rows.append({name: float(value) for name, value in features.items() if value})
    return rows


def _of_trigger(considered: Considered) -> dict[str, float]:
    incident = considered.incident
    main, frames = incident.main, incident.frames
    return {
        "strength": main.strength / 5,
        "verb": main.kind == "verb",
        "lead": frames[0].paragraph <= _LEAD_PARAGRAPH,
        "sentences": min(1.0, (len({f.number for f in frames}) - 1) / 3),
        "triggers": min(1.0, (len(frames) - 1) / 4),
        "hedged": main.hedged,
        "not_done": incident.stage != "accomplished",
        "present": main.present,
        "many": main.plural and main.kind == "noun",
        "definite": main.definite and not main.new,
        "effect": main.effect,
        "headline": all(f.headline for f in frames),
        "case_lost": not main.sentence.case_tells,
    }


def _of_setting(considered: Considered, report: Report) -> dict[str, float]:
    incident, setting = considered.incident, considered.setting
    time, place, where = incident.time(), incident.place(), setting.where
    published = considered.article.published_on
    old = published is not None and report.date_end is not None and (published - report.date_end).days > _PAST_DAYS
    return {
        "own_day": time is not None and time.precision == "day",
        "own_time": time is not None and time.precision != "day",
        "inherited_time": time is None and setting.time is not None,
        "no_time": setting.time is None,
        "own_place": place is not None and where is not None,
        "exact_place": where is not None and where.precision is not None and where.precision <= 2,
        "inherited_place": where is not None and where.rule.endswith("inherited"),
        "no_place": report.place_name is None,
        "past": old,
    }


def _of_cast(report: Report) -> dict[str, float]:
    doers = [a for a in report.actors if a.role in DOERS]
    counted = any(c.best or c.low or c.high for c in report.casualties)
    return {
        "doer": bool(doers),
        "known_doer": any(a.actor_id for a in doers),
        "sufferer": bool(report.targets) or any(a.role == "target" for a in report.actors),
        "figure": counted,
        "vague_figure": bool(report.casualties) and not counted,
        "death": any(c.outcome == "killed" for c in report.casualties),
        "weapon": report.weapon is not None,
        "named_person": any(a.kind == "person" and a.name[:1].isupper() for a in report.actors),
        "claimed": any(c.stance != "asserts" for c in report.claims),
    }


def _of_rivals(earlier: Sequence[Considered], considered: Considered, families: EventFamilies) -> dict[str, float]:
    """Whether a report before this one may tell the same event: a related type, and no day or place that differs."""
    report, first = considered.report, min(f.number for f in considered.incident.frames)
    related = [
        c.report for c in earlier if report and c.report and families.related(c.report.event_type, report.event_type)
    ]
    alike = [c for c in earlier if report and c.report and _may_be_one(c.report, report, families)]
    return {
        "like_earlier": bool(alike),
        "same_figure": any(_figures(one) & _figures(report) for one in related if report),
        "same_people": any(_people(one) & _people(report) for one in related if report),
        "beside_earlier": any(first - c.incident.last_number <= 1 for c in alike),
    }


def _figures(report: Report) -> set[tuple[str, int]]:
    return {(c.outcome, c.best) for c in report.casualties if c.best is not None and c.best > 1}


def _people(report: Report) -> set[str]:
    return {a.actor_id or a.name.casefold() for a in report.actors}


def _may_be_one(one: Report, other: Report, families: EventFamilies) -> bool:
    if not families.related(one.event_type, other.event_type):
        return False
    if one.date_end and other.date_start and one.date_end < other.date_start:
        return False
    if other.date_end and one.date_start and other.date_end < one.date_start:
        return False
    return not (one.place_name and other.place_name and one.place_name != other.place_name)
