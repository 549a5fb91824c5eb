"""Which reports become one incident, and which never do."""

import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.resolution import Account
from q7x2_etl.resolution.clustering import Compared, clusters_of

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor, killed
from resolving import resolve

REDS, BLUES = actor("Reds", side="a", actor_id="reds"), actor("Blues", side="b", actor_id="blues")
MAY = {"date_start": date(2020, 5, 1), "date_end": date(2020, 5, 31), "date_precision": "month"}


def _groups(*accounts: Account) -> list[int]:
    return sorted(found.incident.n_reports for found in resolve(accounts))


def test_same_day_place_and_type_are_one_incident_and_the_links_say_why() -> None:
    one, other = account("one"), account("other")
    (found,) = resolve([one, other])
    assert all(link.reason.startswith("same place +") and " same day +" in link.reason for link in found.links)
    assert all(link.reason.endswith(f"with report {r.report_id}") for link, r in
               zip(sorted(found.links, key=lambda link: link.report_id),
                   sorted((one, other), key=lambda a: a.report_id, reverse=True), strict=True))  # fmt: skip


def test_an_incident_is_named_after_the_report_that_was_published_first() -> None:
    """So later news does not rename it, whatever its id is."""
    early = account("early", published=date(2020, 5, 4))
    later = [account(f"later{n}", published=date(2020, 5, 5)) for n in range(6)]
    (found,) = resolve([*later, account("undated"), early])
    assert found.incident.incident_id == early.report_id
    assert found.incident.n_reports == 8


@pytest.mark.parametrize(
    "difference",
    [
        {"article": "one"},
        {"event_type": "kidnapping"},
        {"stage": "threatened"},
        {"country": "BBB"},
        {"date_start": date(2020, 5, 9), "date_end": date(2020, 5, 9)},
        {"place_id": "p:far", "place_name": "Far", "latitude": 37.0},
        {
            "place_id": None, "place_name": None, "latitude": None, "longitude": None, "admin1": "Plains",
            "where_precision": 4,
        },
        {"actors": (actor("Greens", actor_id="greens"),), "casualties": (killed(80),)},
    ],
    ids=str,
)  # fmt: skip
def test_what_keeps_two_reports_apart(difference: dict[str, Any]) -> None:
    one = account("one", actors=(REDS, BLUES), casualties=(killed(4),), article="one")
    assert _groups(one, account("other", actors=(REDS, BLUES), casualties=(killed(4),))) == [2]
    told: dict[str, Any] = {"actors": (REDS, BLUES), "casualties": (killed(4),), **difference}
    assert _groups(one, account("other", **told)) == [1, 1]


def test_a_vague_date_needs_more_in_common() -> None:
    elsewhere = {"place_id": None, "place_name": None, "latitude": None, "longitude": None, "where_precision": 4}
    assert _groups(account("one"), account("two", **MAY, **elsewhere)) == [1, 1]
    told: dict[str, Any] = {"actors": (REDS, BLUES), "casualties": (killed(15),)}
    assert _groups(account("one", **told), account("two", **told, **MAY, **elsewhere)) == [2]


def test_a_person_named_in_both_joins_vague_accounts_whatever_the_spelling() -> None:
    vague = {**MAY, "place_id": None, "latitude": None, "longitude": None, "where_precision": 4}
    one = account("one", **vague, actors=(actor("Qadir Hekmat", "target", "person"),))
    other = account("two", **vague, actors=(actor("Hikmat", "target", "person"),))
    assert _groups(one, other) == [2]
    assert _groups(one, account("three", **vague, actors=(actor("Daud", "target", "person"),))) == [1, 1]


def test_a_contradiction_is_not_bridged_by_a_third_report() -> None:
    """Two reports of one article stay two, whatever a third that fits both says."""
    first, second = account("first", article="same"), account("second", article="same")
    assert _groups(first, second, account("third")) == [1, 2]


def test_related_types_merge_where_the_rest_is_the_same() -> None:
    told: dict[str, Any] = {"actors": (REDS, BLUES)}
    assert _groups(account("one", **told), account("two", event_type="territorial_change", **told)) == [2]


def test_clusters_join_by_the_mean_of_all_pairs_between_them() -> None:
    """A chain of likeness does not make one event of its ends."""
    chain = Compared({(1, 2): 500, (2, 3): 300, (1, 3): -900})
    assert clusters_of([1, 2, 3], chain) == [[1, 2], [3]]
    assert clusters_of([1, 2, 3], Compared({(1, 2): 500, (2, 3): 300, (1, 3): -100})) == [[1, 2, 3]]


def test_what_cannot_be_one_event_stays_apart_unless_judged_the_same() -> None:
    told = {(1, 2): 500, (2, 3): 300}
    assert clusters_of([1, 2, 3], Compared(told, {(1, 3)})) == [[1, 2], [3]]
    assert clusters_of([1, 2, 3], Compared(told, {(1, 3)}, [(1, 3)])) == [[1, 2, 3]]


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(-900, 900)), st.randoms())
def test_the_order_of_pairs_changes_no_cluster(given_pairs: dict[tuple[int, int], int], chance: random.Random) -> None:
    pairs = [(a, b, weight) for (a, b), weight in given_pairs.items() if a < b]
    expected = _clustered(pairs)
    chance.shuffle(pairs)
    assert _clustered(pairs) == expected
    assert sorted(n for found in expected for n in found) == list(range(1, 10))


def _clustered(pairs: list[tuple[int, int, int]]) -> list[list[int]]:
    compared = Compared()
    for a, b, weight in pairs:
        compared.add(a, b, weight, weight % 7 == 0)
    return clusters_of(range(1, 10), compared)


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
                event_type=draw(st.sampled_from(["armed_clash", "armed_attack", "bombing"])),
                date_start=day,
                date_end=day,
                place_id=draw(st.sampled_from(["p:alder", "p:birch"])),
                actors=draw(st.sampled_from([(), (REDS,), (BLUES, REDS), (BLUES,)])),
                casualties=() if toll is None else (killed(toll),),
            )
        )
    return made


@settings(max_examples=12, deadline=None)
@given(_accounts(), st.randoms())
def test_order_of_reports_changes_no_incident(accounts: list[Account], chance: random.Random) -> None:
    expected = resolve(accounts)
    shuffled = list(accounts)
    chance.shuffle(shuffled)
    assert resolve(shuffled) == expected
    for one in expected:
        articles = [a.article_id for a in accounts if a.report_id in {link.report_id for link in one.links}]
        assert len(articles) == len(set(articles)) == one.incident.n_reports
    assert sum(one.incident.n_reports for one in expected) == len(accounts)
