"""What one sentence tells beside its main event: the same again, a trial, what came before, a life's end."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("On Friday two policemen were killed in another ambush near Kasese.", 2),
        ("Three aid workers died in a second explosion at the depot in Aden on Monday.", 3),
        ("A car bomb killed 90 people in Mogadishu on Saturday, the worst such attack since October 2017.", 90),
        ("Soldiers killed six rebels, among them a leader wanted for a string of bombings, in a clash in Jolo.", 6),
        ("The town of Ituri has mourned since the killing of a chief, Jean Bosco, who was gunned down on 3 June.", 1),
    ],
    ids=["another", "a second", "the worst such", "wanted for", "since the killing of … who"],
)
def test_an_event_named_twice_in_a_sentence_is_one(the_report: TheReport, text: str, killed: int) -> None:
    assert killed in {c.best for c in the_report(text).casualties if c.outcome == "killed"}


@pytest.mark.parametrize(
    ("text", "start", "doer"),
    [
        (
            "A court on Wednesday jailed two men for life for planting the bomb that killed a nun in Cali in May 2016.",
            date(2016, 5, 1),
            "men",
        ),
        ("Judges in Abuja on Monday sentenced five men for kidnapping a priest in Abia.", None, "men"),
        (
            "The judge at the trial of the men accused of bombing a bank in Cali in 2016 spoke on Monday.",
            date(2016, 1, 1),
            "men",
        ),
    ],
)
def test_who_is_tried_did_it_and_the_day_of_the_trial_is_not_its_day(
    the_report: TheReport, text: str, start: date | None, doer: str
) -> None:
    report = the_report(text)
    assert report.date_start == start
    assert [a.name for a in report.actors if a.role == "perpetrator"] == [doer]


def test_what_somebody_had_done_before_gives_the_event_no_time(the_report: TheReport) -> None:
    report = the_report("Police in Nice shot and wounded a man who had landed on the island of Lampedusa in March.")
    assert report.place_name == "Nice"
    assert report.date_start != date(2020, 3, 1)


def test_those_responsible_are_not_who_speaks_of_them(the_report: TheReport) -> None:
    report = the_report("President Museveni vowed to find those responsible for the bombings in Kampala on Friday.")
    assert not [a for a in report.actors if a.role == "perpetrator"]


def test_ages_count_nobody(the_report: TheReport) -> None:
    report = the_report("Police arrested two suspects, aged 17 and 22, in a house in Cali on Tuesday.")
    assert [c.best for c in report.casualties] == [2]


@pytest.mark.parametrize(
    "more",
    [
        "The judge, a former soldier, has died in hospital after a long illness.",
        "Three and a half years later, more than 2,500 people have died.",
        "Thousands of people have been killed since the war began in February 2018.",
    ],
)
def test_other_deaths_are_none_of_the_event(the_report: TheReport, more: str) -> None:
    report = the_report("Gunmen attacked a church in Owo on Sunday, wounding 21 worshippers. " + more)
    assert {c.outcome for c in report.casualties} == {"wounded"}


def test_whoever_it_stands_for_in_its_own_sentence_is_nobody_told_before(reports_of: ReportsOf) -> None:
    text = (
        "Missiles hit a hotel in Kharkiv on Monday, wounding five people. "
        "The Ukrainian air force says it shot down 15 drones on Monday near Odesa."
    )
    assert 15 not in {c.best for r in reports_of(text) for c in r.casualties}
    assert next(r.place_name for r in reports_of(text)) == "Kharkiv"


def test_the_story_comes_back_from_its_background(reports_of: ReportsOf) -> None:
    text = (
        "Insurgents killed 43 farmers in the village of Koshobe on Saturday. The attackers shot those who fled.\n\n"
        "In March the militants killed 22 farmers near Gwoza.\n\n"
        "The president condemned the massacre."
    )
    found = {(r.event_type, r.date_start) for r in reports_of(text)}
    assert found == {("execution", date(2020, 6, 6)), ("armed_attack", date(2020, 3, 1))}


def test_raids_apart_from_each_other_are_those_of_the_headline(reports_of: ReportsOf) -> None:
    text = (
        "Air strikes kill four in Idlib\n\n"
        "Four men were killed and five others wounded on Thursday in two separate air strikes in Idlib, medics said."
    )
    assert len(reports_of(text)) == 1
