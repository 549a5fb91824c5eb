"""Did it happen, was it tried, is it only said? And what was only feared, planned or denied."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Gunmen attacked a clinic in Kano on Monday.", "accomplished"),
        ("Rebels managed to seize the town of Goma on Monday.", "accomplished"),
        ("Rebels began shelling the town of Goma on Monday.", "accomplished"),
        ("Militants tried to storm a police station in Kano on Monday.", "attempted"),
        ("Gunmen attempted to kidnap a banker in Kano on Monday.", "attempted"),
        ("Police foiled a suicide bombing at a mosque in Kano on Monday.", "attempted"),
        ("Soldiers thwarted a bomb attack on a bridge in Mosul on Monday.", "attempted"),
        ("Police foiled a plot to bomb a church in Manila on Monday.", "attempted"),
        ("Police foiled an attempt to bomb a church in Manila on Monday.", "attempted"),
        ("An attempted assassination of Governor Ibrahim Musa in Kano on Monday failed.", "attempted"),
        ("Guards prevented a youth from setting off a bomb at a shrine in Kano on Monday.", "attempted"),
        ("Soldiers kept two men from burning a clinic in Goma on Monday.", "attempted"),
        ("The navy thwarted an imminent attack on a tanker off Aden on Monday.", "attempted"),
        ("Police defused a bomb outside a bank in Karachi on Monday.", "attempted"),
        ("There was an attempt on the life of Judge Carlos Prieto in Medellin on Monday.", "attempted"),
        ("Rebels threatened to attack the town of Goma on Monday.", "threatened"),
        ("A judge in Cauca received a death threat from guerrillas on Monday.", "threatened"),
        ("Militants vowed on Monday to bomb schools in Mosul.", "threatened"),
    ],
)
def test_stage_of_an_incident(the_report: TheReport, text: str, stage: str) -> None:
    assert the_report(text).stage == stage


@pytest.mark.parametrize(
    ("text", "veracity"),
    [
        ("Gunmen attacked a clinic in Kano on Monday.", "reported"),
        ("Soldiers allegedly shot three farmers near Goma on Monday.", "alleged"),
        ("The army reportedly killed 20 rebels in Goma on Monday.", "alleged"),
        ("Rebels are said to have burned a mill near Goma on Monday.", "alleged"),
        ("The Taliban claimed that its fighters had killed 20 soldiers in Helmand on Monday.", "alleged"),
    ],
)
def test_veracity_of_an_incident(the_report: TheReport, text: str, veracity: str) -> None:
    assert the_report(text).veracity == veracity


@pytest.mark.parametrize(
    "text",
    [
        "No attack took place in Goma on Monday.",
        "The minister promised on Monday that anybody who burned a shop in Kano would be tried.",
        "There is no evidence that rebels burned the mill in Goma on Monday.",
        "There was nothing to suggest that soldiers shot the trader in Goma on Monday.",
        "Rebels did not attack the town of Goma on Monday.",
        "Nobody was killed in Goma on Monday.",
        "The rebels have never bombed a school in Goma.",
        "The convoy reached Goma on Monday without an attack.",
    ],
)
def test_what_did_not_happen_is_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert reports_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Goma fear an attack by rebels.",
        "Officials warned on Monday of possible attacks in Kabul.",
        "There were fears of a bombing in Nairobi on Monday.",
        "If rebels attacked Goma, thousands would flee.",
        "Militants could bomb the bridge in Mosul, the general said on Monday.",
        "Had the rebels attacked Goma, the army would have fled.",
        "The army plans to attack rebel posts near Goma next week.",
        "The army will attack the rebels in Goma on Friday.",
        "Police want to arrest the rebels in Goma.",
        "The rebels were ordered to attack Goma on Friday.",
    ],
)
def test_fear_hypothesis_and_plan_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert reports_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The government will investigate the murder of two nuns by soldiers in Goma on Monday.",
        "Bishops refused to condemn the killing of two nuns by soldiers in Goma on Monday.",
        "The bombing of a market in Kano on Monday did not cause any casualties, but the rebels claimed it.",
        "The attack on a police post in Kano on Monday, by rebels, may hurt tourism.",
        "A man suspected of killing two nuns in Goma on Monday was questioned.",
    ],
)
def test_an_event_is_a_fact_whatever_is_said_of_its_treatment_or_outcome(the_report: TheReport, text: str) -> None:
    assert the_report(text).stage == "accomplished"


@pytest.mark.parametrize(
    "text",
    [
        "The government will investigate attacks by rebels more quickly in future.",
        "The attack by the rebels could begin in Goma on Monday, the mayor said.",
        "An attack on Goma would not help the rebels.",
    ],
)
def test_what_may_come_is_no_event(reports_of: ReportsOf, text: str) -> None:
    assert reports_of(text) == []
