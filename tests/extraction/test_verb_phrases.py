"""Verb triggers that are more than a verb: parted phrases, things told by their heads, adverbs, prepositions."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]


def only(reports: list[Report]) -> Report:
    assert len(reports) == 1, reports
    return reports[0]


def names(report: Report, role: str) -> list[str]:
    return [actor.name for actor in report.actors if actor.role == role]


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("Bandits marched 40 girls out of a school in Kagara on Tuesday.", 40),
        ("Forty girls were marched out of a school in Kagara by bandits on Tuesday.", 40),
        ("Gunmen bundled two nurses into a jeep in Harare on Tuesday.", 2),
    ],
)
def test_object_inside_a_phrase_is_who_is_taken(reports_of: ReportsOf, text: str, harmed: int) -> None:
    report = only(reports_of(text))
    assert report.event_type == "kidnapping"
    assert [(c.outcome, c.best) for c in report.casualties] == [("abducted", harmed)]


def test_phrase_that_parts_asks_for_an_object_inside_it(reports_of: ReportsOf) -> None:
    assert reports_of("The band marched out of the stadium in Leeds on Tuesday.") == []


def test_who_undergoes_it_stands_behind_the_thing(reports_of: ReportsOf) -> None:
    report = only(reports_of("Rebels slit the throats of three herdsmen near Goma on Tuesday."))
    assert [(c.outcome, c.best) for c in report.casualties] == [("killed", 3)]
    assert names(report, "target") == ["herdsmen"]


def test_mine_that_is_stepped_on_is_the_means_and_no_actor(reports_of: ReportsOf) -> None:
    report = only(reports_of("Two shepherds stepped on a landmine near Izium on Tuesday and died."))
    assert report.event_type == "bombing"
    assert names(report, "target") == ["shepherds"]
    assert not names(report, "perpetrator")


def test_adverb_makes_the_verb_another_crime(reports_of: ReportsOf) -> None:
    assert (
        only(reports_of("Soldiers sexually assaulted four women in Thabit on Tuesday.")).event_type == "sexual_violence"
    )
    assert only(reports_of("Militiamen gang-raped four women in Thabit on Tuesday.")).event_type == "sexual_violence"


def test_preposition_names_who_did_it(reports_of: ReportsOf) -> None:
    report = only(reports_of("A UN convoy came under fire from bandits near Bor on Tuesday."))
    assert names(report, "perpetrator") == ["bandits"]


def test_fire_of_critics_hurts_nobody(reports_of: ReportsOf) -> None:
    assert reports_of("The Lagos police came under fire from critics on Tuesday over the parade.") == []


def test_flag_over_a_town_says_that_it_was_taken(reports_of: ReportsOf) -> None:
    report = only(reports_of("Separatist fighters hoisted their flag over the village of Pisky on Tuesday."))
    assert (report.event_type, report.place_name) == ("territorial_change", "Pisky")


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Police seized four suspects in Antwerp on Tuesday.", "arrest"),
        ("Police seized 20 rifles in Antwerp on Tuesday.", "security_operation"),
        ("Gunmen seized four engineers in Bayelsa on Tuesday.", "kidnapping"),
    ],
)
def test_who_seizes_what_decides_the_type(reports_of: ReportsOf, text: str, event_type: str) -> None:
    assert only(reports_of(text)).event_type == event_type


def test_crowd_that_gathers_to_denounce_protests(reports_of: ReportsOf) -> None:
    assert (
        only(reports_of("Residents gathered in Bahir Dar on Tuesday to denounce the arrests.")).event_type == "protest"
    )


def test_nobody_undergoes_nothing(reports_of: ReportsOf) -> None:
    assert reports_of("Nobody was detained in Oakland on Tuesday.") == []


def test_attempt_to_hijack_is_an_attempt(reports_of: ReportsOf) -> None:
    report = only(reports_of("An attempt to hijack a passenger plane was foiled by guards at Kolkata on Tuesday."))
    assert (report.event_type, report.stage) == ("hijacking", "attempted")


def test_what_people_had_to_do_they_did(reports_of: ReportsOf) -> None:
    report = only(reports_of("Some 600 families had to leave their homes near Goma on Tuesday for fear of rebels."))
    assert report.event_type == "displacement"


def test_raids_by_warplanes_are_air_strikes(reports_of: ReportsOf) -> None:
    assert (
        only(reports_of("Warplanes carried out nine raids on rebels near Sirwah on Tuesday.")).event_type == "airstrike"
    )
