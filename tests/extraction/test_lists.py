"""Lists of people in the slots of a trigger, and what stands between their members."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


def names(report: Report, role: str) -> list[str]:
    return [actor.name for actor in report.actors if actor.role == role]


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        (
            "Mayor Pedro Rojas and councillor Ana Diaz were kidnapped in Tibu on Monday.",
            ["Pedro Rojas", "Ana Diaz"],
        ),
        (
            "In Cali, Colombia, Mayor Pedro Rojas and councillor Ana Diaz were kidnapped on Monday.",
            ["Pedro Rojas", "Ana Diaz"],
        ),
        (
            "Pedro Rojas, manager of the local fund, and Ana Diaz, a director of the firm, were kidnapped on Monday.",
            ["Pedro Rojas", "Ana Diaz"],
        ),
        (
            "Engineers Pedro Rojas and Luis Mora, who work for an oil firm, were kidnapped near Cali on Monday.",
            ["Pedro Rojas", "Luis Mora"],
        ),
        (
            "Gunmen kidnapped Pedro Rojas in Cali on Monday, along with his secretary Ana Diaz.",
            ["Pedro Rojas", "Ana Diaz"],
        ),
        (
            "Gunmen killed the priests Pedro Rojas, rector of the college; Luis Mora; and Juan Vega in Cali on Monday.",
            ["Pedro Rojas", "Luis Mora", "Juan Vega"],
        ),
        (
            "PEDRO ROJAS, MANAGER OF THE LOCAL FUND, AND ANA DIAZ, A LAWYER, WERE KIDNAPPED IN CALI ON MONDAY.",
            ["PEDRO ROJAS", "ANA DIAZ"],
        ),
    ],
)
def test_every_member_of_a_list_is_a_victim(the_report: TheReport, text: str, victims: list[str]) -> None:
    assert names(the_report(text), "target") == victims


def test_dashes_and_brackets_inside_a_list_are_passed_over(the_report: TheReport) -> None:
    report = the_report("Nine monks -- five Danes and four Poles -- and two cooks were murdered in Lima on Monday.")
    assert [(c.of_name, c.best) for c in report.casualties] == [("monks", 9), ("cooks", 2)]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Two unidentified men killed a judge in Cali on Monday.", "unidentified men"),
        ("A JUDGE WAS KILLED IN CALI ON MONDAY BY UNIDENTIFIED INDIVIDUALS.", "UNIDENTIFIED INDIVIDUALS"),
        ("Members of the Taliban killed a judge in Kabul on Monday.", "Taliban"),
        ("ELN [National Liberation Army] guerrillas killed a judge in Cali on Monday.", "National Liberation Army"),
        ("The so-called Islamic State killed a judge in Mosul on Monday.", "Islamic State"),
    ],
)
def test_who_did_it_is_told_also_by_a_general_word_or_a_long_name(the_report: TheReport, text: str, doer: str) -> None:
    assert names(the_report(text), "perpetrator") == [doer]


def test_members_of_an_organisation_are_written_as_the_text_has_them(the_report: TheReport) -> None:
    actor = the_report("Alleged members of the Taliban killed a judge in Kabul on Monday.").actors[0]
    assert (actor.name, actor.as_written) == ("Taliban", "Alleged members of the Taliban")


def test_a_gathering_noun_behind_an_armed_group_is_no_crowd(the_report: TheReport) -> None:
    report = the_report("An attack by the Islamic State (IS) group killed four farmers near Mosul on Monday.")
    assert (report.event_type, names(report, "perpetrator")) == ("armed_attack", ["Islamic State"])
