"""A group and the alliance it belonged to may be one side of one event; what is recalled long after is seldom two."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Account
from q7x2_etl.resolution.umbrellas import umbrellas

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor
from resolving import resolve

FOUND = umbrellas(Reference.load())
FRONT, ALLIANCE = actor("Katiba Macina", actor_id="katiba-macina"), actor("JNIM", actor_id="jnim")
NETWORK, SISTER = actor("al-Qaeda", actor_id="al-qaeda"), actor("Ansarul Islam", actor_id="ansarul-islam")
MOVEMENT = actor("IMU", actor_id="imu")
STATE_OF_KHORASAN = actor("IS-K", actor_id="islamic-state-khorasan")


def _days(first: date, last: date, precision: str) -> dict[str, Any]:
    return {"date_start": first, "date_end": last, "date_precision": precision}


_IN_MAY = _days(date(2020, 5, 1), date(2020, 5, 31), "month")
_LATE_IN_MAY = _days(date(2020, 5, 21), date(2020, 5, 31), "week")
_SOMEWHERE = {"place_id": None, "place_name": None, "latitude": None, "longitude": None, "where_precision": 4}


def _reasons(*accounts: Account) -> str:
    """Why they are one incident; empty where they are not."""
    found = resolve(accounts)
    return found[0].links[0].reason if len(found) == 1 else ""


def test_an_actor_belongs_to_what_its_umbrella_belongs_to_and_never_to_itself() -> None:
    above = {one.umbrella_id for one in FOUND if one.actor_id == "katiba-macina"}
    assert above == {"jnim", "al-qaeda"}
    assert all(one.actor_id != one.umbrella_id for one in FOUND)
    assert {one.umbrella_id: (one.start, one.end) for one in FOUND if one.actor_id == "imu"} == {
        name: (date(2015, 8, 1), date(2016, 6, 1)) for name in ("islamic-state-khorasan", "islamic-state")
    }


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (FRONT, ALLIANCE, "a part of"),
        (NETWORK, FRONT, "a part of"),
        (FRONT, SISTER, "other armed groups"),  # two fronts of one alliance are two
        (MOVEMENT, STATE_OF_KHORASAN, "other armed groups"),  # in 2020 it was no part of it any more
    ],
)
def test_a_front_and_its_alliance_do_not_contradict_each_other(one: Any, other: Any, said: str) -> None:
    reason = _reasons(account("one", actors=(one,)), account("other", actors=(other,)))
    assert said in reason


def test_a_membership_counts_on_the_days_of_the_event() -> None:
    day = _days(date(2015, 11, 24), date(2015, 11, 24), "day")
    told = [account(name, actors=(who,), **day) for name, who in (("one", MOVEMENT), ("other", STATE_OF_KHORASAN))]
    assert "a part of" in _reasons(*told)


@pytest.mark.parametrize(
    ("published", "precision", "other_group", "joined"),
    [
        (date(2022, 6, 1), _IN_MAY, FRONT, True),
        (date(2020, 6, 1), _IN_MAY, FRONT, False),  # what was told at once may be one of many
        (date(2022, 6, 1), _IN_MAY, STATE_OF_KHORASAN, False),
        (date(2022, 6, 1), _days(date(2020, 1, 1), date(2020, 12, 31), "year"), FRONT, False),
    ],
)
def test_what_two_articles_recall_long_after_of_one_group_month_and_province_is_one(
    published: date, precision: dict[str, Any], other_group: Any, joined: bool
) -> None:
    one = account(
        "one", published=published, actors=(ALLIANCE,), event_type="armed_attack", **_SOMEWHERE, **_LATE_IN_MAY
    )
    other = account("other", published=date(2023, 1, 1), actors=(other_group,), **_SOMEWHERE, **precision)
    assert bool(_reasons(one, other)) == joined
