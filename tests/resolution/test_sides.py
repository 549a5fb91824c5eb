"""UCDP's types of violence from the kinds of the sides, and who is on side a."""

import sys
from pathlib import Path

import pytest

from q7x2_etl.model import Actor
from q7x2_etl.resolution.sides import Sides, sides_of

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor


def told(*actors: Actor) -> Sides:
    return sides_of([account("one", actors=actors)])


STATE = actor("police", "perpetrator", "state")
ABROAD = actor("their air force", "perpetrator", "foreign_state")
REBELS = actor("Reds", "target", "armed_group", actor_id="reds")
VILLAGERS = actor("villagers", "target", "civilians")


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        ((STATE, REBELS), 1),
        ((ABROAD, REBELS), 1),
        ((ABROAD, actor("soldiers", "target", "state")), 1),
        ((STATE, REBELS, VILLAGERS), 1),
        ((actor("Blues", "perpetrator", "armed_group"), REBELS), 2),
        ((STATE, VILLAGERS), 3),
        ((ABROAD, VILLAGERS), 3),
        ((actor("Blues", "perpetrator"), VILLAGERS), 3),
        ((STATE, actor("rioters", "participant", "civilians", side="b")), None),
        ((actor("rioters", "perpetrator", "civilians"), actor("police", "target", "state")), None),
        ((actor("a crowd", "perpetrator", "civilians"), VILLAGERS), None),
        ((actor("suspects", "perpetrator", "other"), VILLAGERS), None),
        ((VILLAGERS,), None),
        ((STATE,), None),
        ((STATE, actor("Reds", "claimant")), None),
    ],
)
def test_the_type_follows_from_who_is_on_either_side(actors: tuple[Actor, ...], expected: int | None) -> None:
    assert told(*actors).type_of_violence == expected


def test_the_state_is_side_a_its_own_before_a_foreign_one() -> None:
    sides = told(actor("Reds", "perpetrator"), actor("soldiers", "target", "state"))
    assert (sides.name("a"), sides.name("b")) == ("soldiers", "Reds")
    sides = told(ABROAD, actor("soldiers", "target", "state"))
    assert (sides.name("a"), sides.name("b")) == ("soldiers", "their air force")


@pytest.mark.parametrize(
    ("actors", "expected"),
    [((STATE, VILLAGERS), True), ((STATE, REBELS), False), ((STATE,), None), ((STATE, REBELS, VILLAGERS), True)],
)
def test_civilian_targeting_is_null_where_no_target_is_known(actors: tuple[Actor, ...], expected: bool | None) -> None:
    assert told(*actors).civilian_targeting is expected
