"""The rule for tolls (docs/METHODS.md), case by case and as a property."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.model import Actor, Casualty, Claim, Report
from q7x2_etl.resolution import Account
from q7x2_etl.resolution.tolls import Toll, combined, toll_of

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor, killed
from resolving import resolve


def test_different_victims_are_added_parts_are_not() -> None:
    figures = [killed(15, of="fighters"), killed(3, of="soldiers"), killed(2, of="commanders", is_part=True)]
    assert toll_of(figures, "killed") == Toll(18, 18, 18)
    assert toll_of(figures, "wounded") is None


def test_rival_figures_for_the_same_victims_stand_side_by_side() -> None:
    rivals = [killed(5, of="soldiers", claim=0), killed(20, of="soldiers", claim=1)]
    assert toll_of(rivals, "killed") == Toll(5, None, 20, contested=True)
    own = [*rivals, killed(7, of="soldiers")]
    assert toll_of(own, "killed") == Toll(5, 7, 20, contested=True)


def test_sources_that_agree_are_not_contested() -> None:
    assert toll_of([killed(5, claim=0), killed(5, claim=1)], "killed") == Toll(5, 5, 5)


def test_vague_word_gives_no_number_and_keeps_the_sum_open() -> None:
    vague = killed(None, qualifier="vague", of="civilians")
    toll = toll_of([vague], "killed")
    assert toll == Toll(None, None, None)
    assert toll is not None
    assert not toll.stated
    assert toll_of([killed(15, of="fighters"), vague], "killed") == Toll(15, None, None)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (killed(20, qualifier="at_least"), Toll(20, 20, None)),
        (killed(20, qualifier="more_than"), Toll(20, 20, None)),
        (killed(20, qualifier="at_most"), Toll(None, 20, 20)),
        (killed(20, qualifier="nearly"), Toll(None, 20, 20)),
        (killed(20, qualifier="about"), Toll(20, 20, 20)),
        (killed(None, low=20, high=25), Toll(20, None, 25)),
    ],
)
def test_each_qualifier_bounds_what_it_says(figure: object, expected: Toll) -> None:
    assert toll_of([figure], "killed") == expected  # type: ignore[list-item]  # parametrized values lose their type


def test_incident_takes_least_greatest_and_the_latest_stated() -> None:
    assert combined([Toll(10, 10, 10), Toll(14, 14, 14), Toll(12, 12, 12)]) == Toll(10, 12, 14, contested=True)
    assert combined([Toll(10, 10, 10), Toll(10, None, 15)]) == Toll(10, 10, 15)
    assert combined([Toll(None, None, None)]) is None
    assert combined([]) is None


def test_open_figure_above_the_greatest_leaves_high_unknown() -> None:
    assert combined([Toll(5, 5, 5), Toll(9, 9, None)]) == Toll(5, 9, None, contested=True)
    assert combined([Toll(5, 5, 5), Toll(3, 3, None)]) == Toll(3, 3, 5, contested=True)


def _told(*figures: Casualty) -> tuple[Casualty, ...]:
    return tuple(replace(figure, ordinal=n) for n, figure in enumerate(figures))


def _report(figures: tuple[Casualty, ...], *claimants: Actor) -> Report:
    claims = tuple(Claim(n, one.name, one.actor_id, "asserts", None, None, 0, 1) for n, one in enumerate(claimants))
    return replace(account("a").report, actors=claimants, casualties=figures, claims=claims)


def _account(name: str, day: int, report: Report) -> Account:
    told = account(name, published=date(2020, 5, day))
    told_by = replace(told.report, actors=report.actors, casualties=report.casualties, claims=report.claims)
    return replace(told, report=told_by)


POLICE = actor("police", "target", "state", actor_id="a:police")
RAIDERS = actor("raiders", "perpetrator", actor_id="a:raiders")
OWN_AND_CLAIMED = _told(
    killed(3, of="policemen", of_kind="state", of_id="a:police", claim=0), killed(7, of="people", claim=1)
)


def test_what_the_attackers_claim_is_neither_added_to_the_polices_figure_nor_the_best() -> None:
    told = _account("a", 5, _report(OWN_AND_CLAIMED, POLICE, RAIDERS))
    assert told.interested == {OWN_AND_CLAIMED[1]}
    assert told.toll("killed") == Toll(3, 3, 7, contested=True)
    (incident,) = (one.incident for one in resolve([told]))
    assert (incident.deaths_low, incident.deaths_best, incident.deaths_high) == (3, 3, 7)
    assert incident.toll_contested


def test_where_only_an_interested_party_speaks_its_figure_stands() -> None:
    (claimed,) = _told(killed(7, of="soldiers", of_kind="state", claim=0))
    told = _account("a", 5, _report((claimed,), RAIDERS))
    assert told.toll("killed") == Toll(7, 7, 7, interested=True)
    (incident,) = (one.incident for one in resolve([told]))
    assert incident.deaths_best == 7


def test_enemies_of_whom_nobody_else_speaks_are_added() -> None:
    figures = _told(
        killed(3, of="policemen", of_kind="state", claim=0), killed(9, of="raiders", of_kind="armed_group", claim=0)
    )
    told = _account("a", 5, _report(figures, POLICE))
    assert told.interested == {figures[1]}
    assert told.toll("killed") == Toll(12, 12, 12, interested=True)


def test_a_group_that_names_its_own_dead_is_believed() -> None:
    figures = _told(killed(4, of="fighters", of_kind="armed_group", of_id="a:raiders", claim=0))
    assert not _account("a", 5, _report(figures, RAIDERS)).interested


def test_a_later_claim_of_another_report_does_not_set_the_best() -> None:
    told = _account("a", 5, _report(_told(killed(3, of="policemen", of_kind="state")), POLICE, RAIDERS))
    claimed = _told(replace(killed(7, of="policemen", of_kind="state"), claim_ordinal=1))
    later = [_account(name, 6, _report(claimed, POLICE, RAIDERS)) for name in "bc"]
    tolls = [one.toll("killed") for one in (told, *later)]
    assert combined([toll for toll in tolls if toll]) == Toll(3, 3, 7, contested=True)


_NUMBERS = st.none() | st.integers(0, 50)


@st.composite
def _tolls(draw: st.DrawFn) -> Toll:
    numbers = sorted(draw(st.lists(st.integers(0, 50), min_size=3, max_size=3)))
    low, best, high = (number if draw(st.booleans()) else None for number in numbers)
    return Toll(low, best, high)


@given(st.lists(_tolls(), max_size=6))
def test_combined_toll_is_in_order_and_says_nothing_new(tolls: list[Toll]) -> None:
    toll = combined(tolls)
    if toll is None:
        assert not any(one.stated for one in tolls)
        return
    numbers = [number for number in (toll.low, toll.best, toll.high) if number is not None]
    assert numbers == sorted(numbers)
    said = {number for one in tolls for number in (one.low, one.best, one.high)}
    assert set(numbers) <= said
