"""The rule for tolls (docs/METHODS.md), case by case and as a property."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.resolution.tolls import Toll, combined, toll_of

sys.path.append(str(Path(__file__).parent))
from accounts import killed


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
