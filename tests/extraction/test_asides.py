"""What is put in between, and participles behind the people and events that they tell of."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


def names(report: Report, role: str) -> list[str]:
    return [actor.name for actor in report.actors if actor.role == role]


@pytest.mark.parametrize(
    ("text", "role", "who"),
    [
        (
            "Ten people were hurt and a trader, including his son, was killed by rebels near Goma on Monday.",
            "perpetrator",
            ["rebels"],
        ),
        ("JOHN MARSH [NAME AS HEARD], KIDNAPPED BY THE TALIBAN ON MONDAY, LIVES IN KABUL.", "target", ["JOHN MARSH"]),
        ("The head of the party, whose brother is a writer, was murdered in Cali on Monday.", "target", ["head"]),
        ("Men wearing green uniforms killed a judge in Cali on Monday.", "perpetrator", ["Men"]),
        ("Police condemned the murder of two priests committed near Cali on Monday by the ELN.", "perpetrator",
         ["National Liberation Army"]),
        ("The mayor escaped a bomb attack perpetrated on Monday in Lima by Shining Path.", "perpetrator",
         ["Shining Path"]),
        ("A group of rebels belonging to the Taliban attacked a post near Kabul on Monday.", "perpetrator",
         ["Taliban"]),
        ("Gunmen from the Taliban attacked a school near Kabul on Monday.", "perpetrator", ["Taliban"]),
        ("The rebels used mortars to attack a school near Goma on Monday.", "perpetrator", ["rebels"]),
    ],
)  # fmt: skip
def test_the_doer_and_the_victim_are_found_over_what_stands_between(
    the_report: TheReport, text: str, role: str, who: list[str]
) -> None:
    assert names(the_report(text), role) == who


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("The rebels used mortars to attack a school near Goma on Monday.", "mortars"),
        ("Shining Path staged a dynamite attack on a bank in Lima on Monday.", "dynamite"),
    ],
)
def test_weapon_stands_before_the_event_or_is_used_for_it(the_report: TheReport, text: str, weapon: str) -> None:
    assert the_report(text).weapon == weapon


def test_what_a_bomb_exploded_in_front_of_is_a_target(the_report: TheReport) -> None:
    report = the_report("A car bomb exploded in front of the justice ministry in Lima on Monday, killing one person.")
    assert "justice ministry" in report.targets[0].as_written


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Two army officers are implicated in the murder of six priests in Lima on Monday.", ["army officers"]),
        ("The ELN is responsible for the murder of a judge in Cali on Monday.", ["National Liberation Army"]),
        ("The bishop accused the ELN of the murder of a judge in Cali on Monday.", ["National Liberation Army"]),
        ("The army accused the rebels of kidnapping 30 farmers near Goma on Monday.", ["rebels"]),
        ("The general denied that the ELN was responsible for the murder of a judge in Cali on Monday.", []),
        ("Police said that alleged members of the ELN kidnapped a trader in Cali on Monday.",
         ["National Liberation Army"]),
        ("Survivors hold the army responsible for the massacre of 20 farmers in Cayara on Monday.", ["army"]),
        ("The army is held responsible for the massacre of 20 farmers in Cayara on Monday.", ["army"]),
        ("The union attributed the bomb attack on its office in Lima on Monday to drug traffickers.",
         ["drug traffickers"]),
        ("Pedro Lema was the mastermind of a judge's murder in Cali on Monday.", ["Pedro Lema"]),
        ("Pedro Lema, the alleged author of the murder of a judge in Cali on Monday, fled.", ["Pedro Lema"]),
        ("Prosecutors named Pedro Lema as the brains behind the murder of a judge in Cali on Monday.", ["Pedro Lema"]),
        ("The envoy said that the men responsible for killing Senator Ana Lema in Cali on Monday must face trial.", []),
        ("A court charged two clerks with killing a judge in Cali on Monday.", ["clerks"]),
        ("The ELN, which on Monday claimed responsibility for killing a judge in Cali, is armed.",
         ["National Liberation Army"]),
        ("The murder of Ana Lema, a labour leader, by suspected gunmen on Monday in Cali was condemned.",
         ["suspected gunmen"]),
        ("A GROUP OF UNIDENTIFIED MEN KILLED A JUDGE IN CALI ON MONDAY.", ["UNIDENTIFIED MEN"]),
    ],
)  # fmt: skip
def test_who_is_blamed_for_an_event_did_it(the_report: TheReport, text: str, doers: list[str]) -> None:
    assert names(the_report(text), "perpetrator") == doers


@pytest.mark.parametrize(
    "later",
    [
        "Officials accused the ELN.",
        "The ELN was blamed for the attack.",
        "The government attributed the incident to the ELN.",
        "Police say the ELN is responsible.",
        "Suspicion fell on the ELN.",
        "Survivors identified the attackers as ELN guerrillas.",
        "The killers were members of the ELN, officials said.",
        "The gunmen and killers are believed to be members of the ELN.",
        "Judges hold members of the ELN responsible.",
        "The action was carried out by six members of the ELN.",
        "This act was committed by ELN guerrillas.",
        "The action was claimed by the ELN.",
    ],
)
def test_who_a_later_sentence_blames_did_it(the_report: TheReport, later: str) -> None:
    report = the_report(f"A judge was shot dead in Cali on Monday. {later}")
    assert names(report, "perpetrator") == ["National Liberation Army"]


@pytest.mark.parametrize("later", [
    "Officials accused the ELN of fraud.", "The ELN was not blamed for the attack.",
    "The killers were not ELN guerrillas.", "Suspicion does not fall on the ELN.",
    "The killers may have been ELN guerrillas.", "Police identified the victims as ELN guerrillas.",
    "The action was not carried out by the ELN.", "The rescue plan was carried out by the ELN.",
])  # fmt: skip
def test_blame_for_something_else_or_none_is_no_part_in_it(the_report: TheReport, later: str) -> None:
    report = the_report(f"A judge was shot dead in Cali on Monday. {later}")
    assert names(report, "perpetrator") == []


def test_who_the_authors_of_a_deed_were_did_it(the_report: TheReport) -> None:
    report = the_report("Nine herders were killed near Cali on Monday. The authors of the massacre were ELN rebels.")
    assert (report.event_type, names(report, "perpetrator")) == ("execution", ["National Liberation Army"])


def test_each_group_that_claims_an_attack_did_it(the_report: TheReport) -> None:
    report = the_report("A bomb killed a judge in Mosul on Monday. The Taliban and Islamic State claimed the attack.")
    assert sorted(names(report, "perpetrator")) == ["Islamic State", "Taliban"]


@pytest.mark.parametrize(
    ("text", "victim"),
    [
        ("Gunmen killed a 71-year-old Spanish monk in Lima on Monday.", "Spanish monk"),
        ("Troops shelled Taliban positions near Kabul on Monday.", "Taliban"),
    ],
)
def test_victim_is_told_by_what_names_it(the_report: TheReport, text: str, victim: str) -> None:
    assert names(the_report(text), "target") == [victim]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rebels attacked the home of Colonel Pedro Rojas near Cali on Monday.", "Pedro Rojas"),
        ("GUNMEN FIRED ON SENATOR ANA DIAZ'S HOUSE IN CALI ON MONDAY.", "ANA DIAZ"),
    ],
)
def test_owner_of_a_home_is_whom_an_attack_on_it_is_meant_for(the_report: TheReport, text: str, who: str) -> None:
    assert who in names(the_report(text), "target")


def test_owner_of_missiles_did_what_they_did(the_report: TheReport) -> None:
    report = the_report("Three Russian missiles hit a school in Nizhyn on Monday, killing 12 people.")
    assert names(report, "perpetrator") == ["Russia"]


def test_target_is_written_with_its_owner(the_report: TheReport) -> None:
    report = the_report("Rebels attacked the headquarters of the water board in Cali on Monday.")
    assert [t.as_written for t in report.targets] == ["the headquarters of the water board"]


def test_according_to_names_nobody(the_report: TheReport) -> None:
    report = the_report("According to survivors, men in hoods killed a judge in Cali on Monday.")
    assert names(report, "perpetrator") == ["men"]


def test_two_commas_in_a_row_hold_nothing(reports_of: Callable[[str], list[Report]]) -> None:
    found = reports_of("Rebels killed nine people in Kano on Monday,, wounded four, , and burned a bank.")
    assert found and found[0].date_start is not None
