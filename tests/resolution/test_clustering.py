"""Which reports become one incident, and which never do."""

import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Account, EventFamilies, resolve
from q7x2_etl.resolution.clustering import cluster
from q7x2_etl.resolution.matching import compare

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor, killed

FAMILIES = EventFamilies.load(Reference.load())
REDS, BLUES = actor("Reds", side="a", actor_id="reds"), actor("Blues", side="b", actor_id="blues")


def _groups(*accounts: Account) -> list[int]:
    return sorted(len(found.accounts) for found in cluster(accounts, FAMILIES))


def test_same_day_place_and_type_are_one_incident_named_after_its_smallest_report() -> None:
    one, other = account("one"), account("other")
    (found,) = cluster([one, other], FAMILIES)
    assert found.incident_id == min(one.report_id, other.report_id)
    assert {reason.partition(":")[0] for _, reason in found.ties.values()} == {"same date; same place; same type"}


@pytest.mark.parametrize(
    "difference",
    [
        {"article": "one"},
        {"event_type": "protest"},
        {"stage": "threatened"},
        {"country": "BBB"},
        {"country": None},
        {"date_start": date(2020, 5, 9), "date_end": date(2020, 5, 9)},
        {"date_start": None, "date_end": None, "date_precision": "unknown"},
        {"place_id": "p:far", "latitude": 37.0},
        {"place_id": None, "latitude": None, "longitude": None, "admin1": "Plains", "where_precision": 4},
        {"actors": (actor("Greens", actor_id="greens"), actor("Blacks", actor_id="blacks"))},
        {"casualties": (killed(80),)},
    ],
    ids=str,
)
def test_what_keeps_two_reports_apart(difference: dict[str, Any]) -> None:
    one = account("one", actors=(REDS, BLUES), casualties=(killed(4),), article="one")
    assert _groups(one, account("other", actors=(REDS, BLUES), casualties=(killed(4),))) == [2]
    told: dict[str, Any] = {"actors": (), "casualties": (), **difference}
    assert _groups(one, account("other", **told)) == [1, 1]


def test_a_day_apart_needs_the_same_actors_and_toll() -> None:
    next_day = {"date_start": date(2020, 5, 5), "date_end": date(2020, 5, 5)}
    assert _groups(account("one"), account("two", **next_day)) == [1, 1]
    told: dict[str, Any] = {"actors": (REDS, BLUES), "casualties": (killed(15),)}
    assert _groups(account("one", **told), account("two", **told, **next_day)) == [2]


def test_a_vague_date_needs_an_equal_toll() -> None:
    month = {"date_start": date(2020, 5, 1), "date_end": date(2020, 5, 31), "date_precision": "month"}
    told: dict[str, Any] = {"actors": (REDS, BLUES)}
    assert _groups(account("one", **told), account("two", **told, **month)) == [1, 1]
    told["casualties"] = (killed(15),)
    assert _groups(account("one", **told), account("two", **told, **month)) == [2]


def test_a_contradiction_is_not_bridged_by_a_third_report() -> None:
    """Two reports of one article stay two, whatever a third that fits both says."""
    first, second = account("first", article="same"), account("second", article="same")
    assert _groups(first, second, account("third")) == [1, 2]


def test_related_types_merge_where_the_rest_is_the_same() -> None:
    told: dict[str, Any] = {"actors": (REDS, BLUES)}
    assert _groups(account("one", **told), account("two", event_type="territorial_change", **told)) == [2]


def test_comparison_is_symmetric() -> None:
    one = account("one", actors=(REDS,), casualties=(killed(3),))
    other = account("two", latitude=36.1, place_id="p:near", casualties=(killed(5),))
    assert compare(one, other, FAMILIES) == compare(other, one, FAMILIES)


@st.composite
def _accounts(draw: st.DrawFn) -> list[Account]:
    made = []
    for number in range(draw(st.integers(1, 12))):
        day = date(2020, 5, draw(st.integers(1, 4)))
        toll = draw(st.sampled_from([None, 3, 4, 15]))
        made.append(
            account(
                f"r{number}",
                article=draw(st.sampled_from(["a", "b", None])),
                published=draw(st.sampled_from([None, date(2020, 5, 5), date(2020, 5, 6)])),
                event_type=draw(st.sampled_from(["armed_clash", "armed_attack", "bombing"])),
                date_start=day,
                date_end=day,
                place_id=draw(st.sampled_from(["p:alder", "p:birch"])),
                actors=draw(st.sampled_from([(), (REDS,), (BLUES, REDS), (BLUES,)])),
                casualties=() if toll is None else (killed(toll),),
            )
        )
    return made


@settings(max_examples=60, deadline=None)
@given(_accounts(), st.randoms())
def test_order_of_reports_changes_no_incident(accounts: list[Account], chance: random.Random) -> None:
    expected = resolve(accounts, FAMILIES)
    shuffled = list(accounts)
    chance.shuffle(shuffled)
    assert resolve(shuffled, FAMILIES) == expected
    for one in expected:
        articles = [a.article_id for a in accounts if a.report_id in {link.report_id for link in one.links}]
        assert len(articles) == len(set(articles)) == one.incident.n_reports
    assert sum(one.incident.n_reports for one in expected) == len(accounts)
