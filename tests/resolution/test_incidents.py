"""From a cluster of reports to the columns of one incident."""

import sys
from datetime import date
from pathlib import Path

from q7x2_etl.resolution import Account, Resolved, id_changes

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor, killed
from resolving import resolve

ARMY = actor("Army", "target", "state", side="b", actor_id="army")
REDS = actor("Reds", "perpetrator", actor_id="reds", side="a")


def _one(*accounts: Account) -> Resolved:
    (resolved,) = resolve(accounts)
    return resolved


def test_the_state_is_side_a_and_deaths_follow_the_sides() -> None:
    told = (
        killed(5, of="soldiers", of_kind="state"),
        killed(9, of="Reds", of_id="reds"),
        killed(2, of_kind="civilians"),
    )
    incident = _one(account("one", actors=(REDS, ARMY), casualties=told)).incident
    assert (incident.side_a, incident.side_b, incident.type_of_violence) == ("Army", "Reds", 1)
    assert (incident.deaths_a, incident.deaths_b, incident.deaths_civilians, incident.deaths_unknown) == (5, 9, 2, None)
    assert incident.deaths_best == 16


def test_parts_are_taken_off_a_total_of_unknown_victims() -> None:
    told = (killed(20), killed(5, of="soldiers", of_kind="state", is_part=True))
    incident = _one(account("one", actors=(REDS, ARMY), casualties=told)).incident
    assert (incident.deaths_best, incident.deaths_a, incident.deaths_b, incident.deaths_unknown) == (20, 5, None, 15)


def test_types_of_violence_follow_the_kinds_of_the_sides() -> None:
    blues = actor("Blues", actor_id="blues", side="b")
    villagers = actor("villagers", "target", "civilians")
    two_groups = _one(account("one", actors=(REDS, blues))).incident
    one_sided = _one(account("one", actors=(REDS, villagers))).incident
    nobody = _one(account("one", actors=(villagers,))).incident
    assert (two_groups.type_of_violence, two_groups.civilian_targeting) == (2, False)
    assert (one_sided.type_of_violence, one_sided.civilian_targeting, one_sided.side_b) == (3, True, "Civilians")
    assert (nobody.type_of_violence, nobody.side_a, nobody.side_b) == (None, None, "Civilians")
    assert _one(account("one")).incident.civilian_targeting is None


def test_most_precise_report_gives_date_and_place() -> None:
    told = {"actors": (REDS, ARMY), "casualties": (killed(15),)}
    month = {"date_start": date(2020, 5, 1), "date_end": date(2020, 5, 31), "date_precision": "month"}
    province = {"place_id": "p:hills", "place_name": "Hills", "where_precision": 4}
    accounts = [account("month", **month, **told), account("province", **province, **told), account("sharp", **told)]
    incident = _one(*accounts).incident
    assert (incident.date_start, incident.date_precision) == (date(2020, 5, 4), "day")
    assert (incident.place_name, incident.where_precision) == ("Alder", 1)


def test_later_report_gives_the_best_toll_and_all_give_the_range() -> None:
    told = {"actors": (REDS, ARMY)}
    early = account("early", published=date(2020, 5, 4), casualties=(killed(4),), **told)
    late = account("late", published=date(2020, 5, 6), casualties=(killed(7),), **told)
    incident = _one(late, early).incident
    assert (incident.deaths_low, incident.deaths_best, incident.deaths_high) == (4, 7, 7)
    assert incident.toll_contested
    assert (incident.first_published_on, incident.last_published_on) == (date(2020, 5, 4), date(2020, 5, 6))


def test_sides_told_the_other_way_round_are_turned() -> None:
    turned = (
        actor("Reds", side="b", actor_id="reds"),
        actor("Army", kind="state", side="a", actor_id="army"),
        actor("Militia", kind="armed_group", side="a", actor_id="militia"),
    )
    resolved = _one(account("one", actors=(REDS, ARMY)), account("other", actors=turned))
    assert (resolved.incident.side_a, resolved.incident.side_b) == ("Army, Militia", "Reds")
    named = {(row.name, row.side, row.n_reports) for row in resolved.actors if row.role == "participant"}
    assert named == {("Army", "a", 1), ("Militia", "a", 1), ("Reds", "b", 1)}
    assert [row.ordinal for row in resolved.actors] == list(range(len(resolved.actors)))


def test_a_commander_stands_for_his_group_but_does_not_name_it() -> None:
    commander = actor("Commander Vey", "perpetrator", "person", affiliation_id="reds", side="a")
    incident = _one(account("one", actors=(commander, REDS, ARMY))).incident
    assert incident.side_b == "Reds"


def test_denied_by_all_is_denied_and_by_some_disputed() -> None:
    def veracity(*told: str) -> str:
        return _one(*(account(f"r{n}", veracity=word) for n, word in enumerate(told))).incident.veracity

    assert veracity("denied", "denied") == "denied"
    assert veracity("denied", "reported") == "disputed"
    assert veracity("alleged", "reported") == "reported"
    assert veracity("alleged") == "alleged"


def test_history_tells_merges_splits_and_renames() -> None:
    before = {"r1": "i1", "r2": "i2", "r3": "i3", "r4": "i3", "r5": "i5", "r6": "i6"}
    after = {"r0": "i0", "r1": "i1", "r2": "i1", "r3": "i3", "r4": "i4", "r5": "i0"}
    changes = {(c.old_incident_id, c.new_incident_id): (c.change, c.n_reports) for c in id_changes(before, after)}
    assert changes == {
        ("i2", "i1"): ("merged", 1),
        ("i3", "i4"): ("split", 1),
        ("i5", "i0"): ("renamed", 1),
        ("i6", None): ("withdrawn", 0),
    }
    assert id_changes(after, after) == []
