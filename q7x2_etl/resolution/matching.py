"""Whether two reports speak of the same event: a declared list of features, each with its weight and its reason.

First rule (docs/METHODS.md). The weights were set by reasoning, not fitted: the same date, place and type are just
enough; whatever of them is vague or differs must be made up for by shared actors and an equal toll.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.model import Report
from q7x2_etl.resolution.account import Account

MERGE_AT = 6.0
HIGHEST = 9.5
NEAR_KM = 25.0
_DAY_SLACK = timedelta(days=1)
_SHARP_DAYS = 7
_VAGUE_PLACE = 5  # UCDP's scale: from 4 on an area, from 5 on not even one second-level area
_SAME_TOLL = 0.75
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that two reports share or differ in, what it weighs and how a person would say it."""

    name: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for one event. A `contradiction` keeps two reports apart also where others would join them;
    `too_vague` only says that these two alone do not.
    """

    features: tuple[Feature, ...] = ()
    contradiction: str | None = None
    too_vague: str | None = None

    @property
    def weight(self) -> float:
        return sum(feature.weight for feature in self.features)

    @property
    def merges(self) -> bool:
        return self.contradiction is None and self.too_vague is None and self.weight >= MERGE_AT

    @property
    def score(self) -> float:
        """The weight on a scale of 0 to 1."""
        return round(min(1.0, max(0.0, self.weight / HIGHEST)), 4)

    @property
    def reason(self) -> str:
        return "; ".join(feature.reason for feature in self.features)


JUDGED_SAME = Comparison((Feature("judgement", HIGHEST, "a person judged that they are one incident"),))
JUDGED_APART = Comparison(contradiction="a person judged that they are two incidents")


def compare(first: Account, second: Account, families: EventFamilies) -> Comparison:
    """Compare two reports; symmetric, and a function of the two alone."""
    a, b = first.report, second.report
    contradiction = _contradiction(first, second, families)
    if contradiction is not None:
        return Comparison(contradiction=contradiction)
    day = _date_feature(a, b)
    place = _place_feature(a, b)
    toll = _toll_feature(first, second)
    actors = _actor_feature(first, second)
    same_type = a.event_type == b.event_type
    kind = Feature("type", 1.0, "same type") if same_type else Feature("type", 0.5, "related types")
    features = tuple(feature for feature in (day, place, kind, actors, toll) if feature is not None)
    if place is None:
        return Comparison(features, too_vague="no place in common")
    if (day.weight < 1 or place.weight < 1) and (toll is None or toll.weight < _SAME_TOLL):
        return Comparison(features, too_vague="date or place is vague, and no equal toll makes up for it")
    return Comparison(features)


def overlaps(a: Report, b: Report) -> bool:
    """Whether the two date intervals touch, a day's slack allowed (news of the night before)."""
    if a.date_start is None or b.date_start is None:
        return False
    slack = _DAY_SLACK if a.date_precision == "day" or b.date_precision == "day" else timedelta(0)
    return a.date_start <= _end(b) + slack and b.date_start <= _end(a) + slack


def kilometres(a: Report, b: Report) -> float | None:
    """Great-circle distance of the two places; None where one has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    phi_a, phi_b = math.radians(a.latitude), math.radians(b.latitude)
    half_lat, half_lon = (phi_b - phi_a) / 2, math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _contradiction(first: Account, second: Account, families: EventFamilies) -> str | None:
    a, b = first.report, second.report
    if first.article_id == second.article_id:
        return "two reports of one article are two events"
    if not families.related(a.event_type, b.event_type):
        return "types that no event shares"
    if a.stage != b.stage:
        return "one was carried out, the other not"
    if a.country is None or a.country != b.country:
        return "not known to be in one country"
    if not overlaps(a, b):
        return "dates apart"
    if _places_apart(a, b):
        return "places apart"
    if first.armed_ids and second.armed_ids and first.armed_ids.isdisjoint(second.armed_ids):
        return "other armed sides"
    return None


def _places_apart(a: Report, b: Report) -> bool:
    if a.place_id is not None and a.place_id == b.place_id:
        return False
    distance = kilometres(a, b)
    if _sharp_place(a) and _sharp_place(b) and distance is not None:
        return distance > NEAR_KM
    if a.admin1 is not None and b.admin1 is not None and a.admin1 != b.admin1:
        return distance is None or distance > NEAR_KM
    return False


def _date_feature(a: Report, b: Report) -> Feature:
    """Of two intervals that touch (others are a contradiction)."""
    if max(_days(a), _days(b)) > _SHARP_DAYS * 2:
        return Feature("date", 0.5, "dates overlap, one of them vague")
    if a.date_start == b.date_start and _end(a) == _end(b):
        return Feature("date", 3.0, "same date")
    if a.date_start is not None and b.date_start is not None and a.date_start <= _end(b) and b.date_start <= _end(a):
        return Feature("date", 1.0, "dates overlap")
    return Feature("date", 0.5, "a day apart")


def _place_feature(a: Report, b: Report) -> Feature | None:
    sharp = _sharp_place(a) and _sharp_place(b)
    if sharp and a.place_id is not None and a.place_id == b.place_id:
        return Feature("place", 2.0, "same place")
    distance = kilometres(a, b)
    if sharp and distance is not None and distance <= NEAR_KM:
        return Feature("place", 1.5, f"places {distance:.0f} km apart")
    if a.admin2 is not None and a.admin2 == b.admin2 and a.admin1 == b.admin1:
        return Feature("place", 1.5, "same district")
    if a.admin1 is not None and a.admin1 == b.admin1:
        return Feature("place", 0.75, "same province")
    return Feature("place", 0.25, "same country") if a.admin1 is None or b.admin1 is None else None


def _actor_feature(first: Account, second: Account) -> Feature | None:
    shared = _actor_ids(first.report) & _actor_ids(second.report)
    if not shared:
        return None
    return Feature("actors", min(2.0, len(shared) * 1.25), f"share {', '.join(sorted(shared))}")


def _toll_feature(first: Account, second: Account) -> Feature | None:
    mine, other = first.deaths, second.deaths
    if mine is None or other is None or not (mine.stated and other.stated):
        return None
    if mine.best is not None and mine.best == other.best:
        # One or two dead are so common that they tell little.
        return Feature("toll", _SAME_TOLL if mine.best < 3 else 2 * _SAME_TOLL, f"same toll ({mine.best})")
    if mine.agrees(other):
        return Feature("toll", 0.5, "tolls that do not exclude each other")
    return Feature("toll", -0.5, "tolls differ")


def _actor_ids(report: Report) -> frozenset[str]:
    return frozenset(actor.actor_id for actor in report.actors if actor.actor_id is not None)


def _sharp_place(report: Report) -> bool:
    return report.where_precision is not None and report.where_precision < _VAGUE_PLACE - 1


def _days(report: Report) -> int:
    return 0 if report.date_start is None else (_end(report) - report.date_start).days + 1


def _end(report: Report) -> date:
    return report.date_end or report.date_start or date.max
