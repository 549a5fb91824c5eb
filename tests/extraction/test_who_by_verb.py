"""Doers and sufferers that stand behind the event's own words: its verb, its work, its survivors."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.model import Report

TheReport = Callable[..., Report]


def written(report: Report, role: str) -> set[str]:
    return {actor.as_written for actor in report.actors if actor.role == role}


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("The trader was abducted by heavily armed men between 5 and 6 o'clock on Monday in Kaya.", "armed men"),
        ("The bombing of the town hall in Herat on Monday was the work of insurgents.", "insurgents"),
        ("Ministers blamed drug traffickers for the murder of a judge in Cali on Monday.", "drug traffickers"),
        ("The union condemned the murder of Ana Ruiz, carried out on Monday by gunmen in Cali.", "gunmen"),
        ("The raid on the depot in Bangui on Monday was staged by six bandits.", "six bandits"),
        ("A guard died when his jeep drove over a mine laid by insurgents near Gao on Monday.", "insurgents"),
    ],
)
def test_doer_stands_behind_the_event(the_report: TheReport, text: str, doer: str) -> None:
    assert written(the_report(text), "perpetrator") == {doer}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Mayor Ali Deq escaped unhurt from a bomb attack in Mogadishu on Monday.", "Mayor Ali Deq"),
        ("Senator Ruiz was the victim of an ambush in Cauca on Monday.", "Senator Ruiz"),
        ("The army condemns the treacherous murder committed by rebels against Father Luis Mora.", "Father Luis Mora"),
        ("The policemen whom the rebels had kidnapped on Friday in Goma were freed.", "policemen"),
        ("Rebels freed the hostages they had seized on the road to Goma on Friday.", "hostages"),
        ("Victor Pomas, 30, who was kidnapped in Quetta on Monday, is a clerk.", "Victor Pomas"),
        ("Kidnapped by gunmen on Monday in Bokkos, the trader was freed on Friday.", "trader"),
        ("Shot in the head by gunmen in Karachi on Monday, the lawyer died in hospital.", "lawyer"),
        ("Barillas was gunned down by two men as he went home in Guatemala City on Monday.", "Barillas"),
        ("A young man approached the judge and shot her twice in the head in Cali on Monday.", "judge"),
        ("Two men stopped the teacher outside his home in Cali on Monday and killed him.", "teacher"),
        ("Twelve miners, three of them Chinese, who were abducted near Ituri on Monday, are missing.", "Twelve miners"),
        ("Gunmen machinegunned the house of union leader Jorge Quiroz in Cali on Monday.", "Jorge Quiroz"),
        ("OFFICIALS OF ACME [ACME PETROLEUM, INC.] HAVE BEEN KIDNAPPED BY REBELS IN YEMEN ON MONDAY.", "OFFICIALS"),
    ],
)
def test_sufferer_stands_behind_the_event(the_report: TheReport, text: str, target: str) -> None:
    assert target in written(the_report(text), "target")


def test_victims_named_behind_their_number_are_all_actors(the_report: TheReport) -> None:
    report = the_report("Troops killed two reporters, Luis Navas and Ana Pineda, at a checkpoint in Cali on Monday.")
    assert written(report, "target") == {"two reporters", "Luis Navas", "Ana Pineda"}
    assert [c.best for c in report.casualties] == [2]


def test_who_rejects_a_murder_condemns_it(the_report: TheReport) -> None:
    assert the_report("All parties rejected the murder of Luis Mora in Cali on Monday.").veracity == "reported"
    assert the_report("The army denied the murder of Luis Mora in Cali on Monday.").veracity == "denied"


def test_vehicle_of_the_throwers_is_not_hit(the_report: TheReport) -> None:
    report = the_report("Two men on a motorcycle threw a grenade at a bar in Cali on Monday.")
    assert [target.as_written for target in report.targets] == ["a bar"]


def test_embassys_country_is_not_where_it_stands(the_report: TheReport) -> None:
    report = the_report("Gunmen attacked the embassy of Chad in Khartoum on Monday.")
    assert (report.place_name, report.country) == ("Khartoum", "SDN")


def test_day_before_the_event_is_its_own_whatever_is_said_of_it(the_report: TheReport) -> None:
    report = the_report("We have reports on Tuesday's attack on a bar in Cali.", published=date(2020, 6, 12))
    assert report.date_start == date(2020, 6, 9)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Rebels attacked the palace in Lima on Monday.", {"the palace"}),
        (
            "Rebels launched attacks on the presidential palace, the mayor's home and a bank in Lima on Monday.",
            {"the presidential palace", "the mayor's home", "a bank"},
        ),
        ("A store was destroyed when a bomb exploded in Lima on Monday.", {"A store"}),
        ("A bomb was found in a bank in Lima on Monday before it exploded.", {"a bank"}),
        (
            "Bandits burned down a clinic, a school and 30 houses in Zurmi on Monday.",
            {"a clinic", "a school", "30 houses"},
        ),
        ("The electricity system was sabotaged in Lima on Monday.", {"The electricity system"}),
        ("Terrorist acts were carried out on Monday in Lima against the Chinese embassy.", {"the Chinese embassy"}),
    ],
)
def test_things_hit(the_report: TheReport, text: str, hit: set[str]) -> None:
    assert {target.as_written for target in the_report(text).targets} == hit


def test_bombing_and_murder_named_together_are_two(reports_of: Callable[[str], list[Report]]) -> None:
    found = reports_of("Officials condemned the bombing of a market in Kano and the murder of a judge on Monday.")
    assert {r.event_type for r in found} == {"bombing", "assassination"}
    assert [a.as_written for r in found if r.event_type == "bombing" for a in r.actors] == []


def test_office_of_the_one_person_named_before_is_no_other_actor(the_report: TheReport) -> None:
    text = "Gunmen killed Luis Mora in Cali on Monday. The murder of the candidate shocked the country."
    assert written(the_report(text), "target") == {"Luis Mora"}
    both = the_report("Rebels kidnapped Luis Mora and the mayor of Tibu on Monday.")
    assert written(both, "target") == {"Luis Mora", "mayor"}


def test_town_whose_name_a_victim_bears_is_not_where_it_was(the_report: TheReport) -> None:
    report = the_report("Barillas was gunned down by two men as he went home in Guatemala City on Monday.")
    assert report.place_name == "Guatemala City"


def test_killing_after_coercion_is_an_attack(the_report: TheReport) -> None:
    text = "Guerrillas arrived in Kaya on Monday, forced the priest to ring the bell and killed the mayor."
    assert the_report(text).event_type != "coercion"


def test_verb_behind_what_had_been_before_is_the_main_clauses(reports_of: Callable[[str], list[Report]]) -> None:
    text = "Troops freed a trader who had been held in Goma by rebels since May and on Friday captured two guards."
    arrest = next(report for report in reports_of(text) if report.event_type == "arrest")
    assert written(arrest, "perpetrator") == {"Troops"}


def test_second_of_two_places_is_no_victim(the_report: TheReport) -> None:
    report = the_report("Villagers in Rabal and Kwoki were shot by rebels on Monday as they fled.")
    assert written(report, "target") == {"Villagers"}


def test_what_was_led_off_stands_before_the_comma(the_report: TheReport) -> None:
    report = the_report("Rebels freed ten pupils they had kidnapped on Monday, a provincial official said in Goma.")
    assert written(report, "target") == {"ten pupils"}
