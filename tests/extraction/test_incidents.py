"""Which sentences of a story tell of one incident, and which of two."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gunmen killed four miners in Zamfara on 3 June 2020. On 5 June 2020, they killed two nuns in Katsina.",
            [(date(2020, 6, 3), 4), (date(2020, 6, 5), 2)],
        ),
        (
            "A bomb killed seven men in Kano on 2 June 2020. Another bomb killed three men in Kano on 7 June 2020.",
            [(date(2020, 6, 2), 7), (date(2020, 6, 7), 3)],
        ),
        (
            "A bomb killed seven men in Mosul on Monday.\n\nIn another attack, rebels killed three in Goma on Tuesday.",
            [(date(2020, 6, 8), 7), (date(2020, 6, 9), 3)],
        ),
        (
            "Rebels killed six farmers near Goma on Sunday, and on Monday they killed two nuns in Bukavu.",
            [(date(2020, 6, 7), 6), (date(2020, 6, 8), 2)],
        ),
    ],
)
def test_incidents_on_different_days_are_different_reports(
    reports_of: ReportsOf, text: str, expected: list[tuple[date, int]]
) -> None:
    assert [(r.date_start, r.casualties[0].best) for r in reports_of(text)] == expected


@pytest.mark.parametrize("opening", ["Hours later, hundreds of", "The same evening,", "On the same day, some"])
def test_what_others_do_later_on_the_day_is_another_incident(reports_of: ReportsOf, opening: str) -> None:
    text = (
        f"A gunman killed two traders in Jos on Monday. {opening} youths rampaged through the town; one man was killed."
    )
    assert [(r.event_type, r.casualties[0].best) for r in reports_of(text)] == [("armed_attack", 2), ("riot", 1)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Gunmen killed two drivers near Kajo on Monday. In a separate incident the same day, gunmen attacked a "
            "fishing camp at Wau; nobody was hurt.",
            {"Kajo", "Wau"},
        ),
        (
            "A bomber blew himself up at a mosque in Kano on Monday, killing six; an hour later a second man blew "
            "himself up outside a school in Zaria.",
            {"Kano", "Zaria"},
        ),
        (
            "A bomber blew himself up outside a hotel in Kano on Monday. An hour later, guards prevented a youth "
            "from detonating a bomb at a shrine in Zaria.",
            {"Kano", "Zaria"},
        ),
        (
            "On 2 June at noon, six people were killed when a clinic in Goma was hit; on 3 June, two fishermen were "
            "shot by soldiers near Bukavu.",
            {"Goma", "Bukavu"},
        ),
    ],
)
def test_what_another_does_later_or_elsewhere_is_another_incident(
    reports_of: ReportsOf, text: str, places: set[str]
) -> None:
    assert {r.place_name for r in reports_of(text)} == places


def test_types_that_cannot_be_one_event_in_two_places_are_two_incidents(reports_of: ReportsOf) -> None:
    text = (
        "Separatists forced shops in Bamenda to close on Monday. Three stalls of traders were burned down at the "
        "market in Tiko overnight."
    )
    assert {(r.event_type, r.place_name) for r in reports_of(text)} == {("coercion", "Bamenda"), ("arson", "Tiko")}


def test_what_one_deed_sets_off_is_one_incident(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Two guards died in Kano on Monday when they stopped a lorry, setting off a gun battle and an explosion."
    )
    assert report.casualties[0].best == 2


def test_arms_that_are_seized_have_not_gone_off(reports_of: ReportsOf) -> None:
    found = reports_of("Police announced the seizure of 40 grenades at a house in Medellin on Monday.")
    assert "bombing" not in {r.event_type for r in found}


def test_a_battle_since_a_day_goes_on_with_what_is_told_of_today(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Army units regained a position near Arsal on Wednesday morning. Four soldiers have been killed since the "
        "battle began on Saturday."
    )
    assert report.casualties[0].best == 4


def test_a_day_on_which_a_figure_is_revised_parts_no_incident(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Gunmen massacred villagers in Bankilare on Saturday. The mayor spoke of 30 bodies recovered; his office "
        "revised that figure to 42 on Monday."
    )
    assert report.date_start == date(2020, 6, 6)


def test_parts_of_a_sentence_behind_semicolons_have_their_own_days(reports_of: ReportsOf) -> None:
    found = reports_of("On 2 June six people were killed in Goma by shelling; on 3 June police shot two men in Kano.")
    assert {(r.place_name, r.date_start) for r in found} == {("Goma", date(2020, 6, 2)), ("Kano", date(2020, 6, 3))}


def test_who_is_caught_during_a_raid_is_part_of_it(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Two rebels died and a third was captured during an army raid on a camp near Goma on Monday."
    )
    assert report.event_type == "security_operation"


def test_what_is_done_in_protest_is_one_incident(reports_of: ReportsOf) -> None:
    (report,) = reports_of("Hoodlums looted two bank branches in Nyanya on Monday in protest at the scarcity of cash.")
    assert report.event_type == "robbery"


def test_the_deed_that_somebody_is_arrested_for_is_no_second_incident(reports_of: ReportsOf) -> None:
    (report,) = reports_of("Police arrested two youths in Hernani on Saturday for throwing petrol bombs at a bank.")
    assert report.event_type == "arrest"


def test_who_owns_the_shop_that_is_hit_does_not_act(reports_of: ReportsOf) -> None:
    text = "Two men fired 14 shots at a shop owned by a senator in Rosario on Monday and left a threatening message."
    (report,) = reports_of(text)
    assert report.event_type == "armed_attack"


def test_incidents_in_different_places_on_one_day_are_different_reports(reports_of: ReportsOf) -> None:
    found = reports_of("Gunmen killed three traders in Kano on Monday. Rebels killed five farmers near Goma on Monday.")
    assert [(r.place_name, r.country) for r in found] == [("Kano", "NGA"), ("Goma", "COD")]


@pytest.mark.parametrize(
    ("text", "event_type", "killed"),
    [
        (
            "A suicide bomber killed nine people at a mosque in Kano on Friday. The attack happened during prayers."
            " The blast also wounded 14 worshippers. The bomber wore a vest under his coat.",
            "suicide_bombing",
            9,
        ),
        (
            "Militants stormed a hotel in Kismayo on Friday. The attack left 13 people dead."
            " The attackers set off a car bomb at the gate.",
            "armed_attack",
            13,
        ),
        (
            "A car bomb exploded in Baghdad on Monday, killing 12 people. The blast damaged several shops."
            " Police said that the explosion was heard far away.",
            "bombing",
            12,
        ),
        (
            "Bandits kidnapped 30 pupils near Katsina on Monday.\n\nThe abduction shocked the town."
            "\n\nThe kidnappers killed a guard.",
            "kidnapping",
            1,
        ),
        (
            "Soldiers clashed with rebels near Goma on Monday.\n\nThe fighting lasted three hours."
            "\n\nFour soldiers and ten rebels were killed in the clash.",
            "armed_clash",
            4,
        ),
    ],
)
def test_one_incident_over_several_sentences_is_one_report(
    the_report: TheReport, text: str, event_type: str, killed: int
) -> None:
    report = the_report(text)
    assert report.event_type == event_type
    assert killed in [c.best for c in report.casualties if c.outcome == "killed"]


def test_sentence_that_adds_figures_adds_them_to_its_incident(the_report: TheReport) -> None:
    report = the_report("A bomb exploded in Baghdad on Monday. Twelve people were killed and 30 were wounded.")
    assert {(c.outcome, c.best) for c in report.casualties} == {("killed", 12), ("wounded", 30)}


def test_time_told_only_later_in_the_paragraph_is_found(the_report: TheReport) -> None:
    report = the_report("Gunmen killed nine herders in Kano. The attack took place on 3 June 2020.")
    assert (report.date_start, report.date_end, report.date_precision) == (date(2020, 6, 3), date(2020, 6, 3), "day")


@pytest.mark.parametrize(
    ("when", "start", "end", "precision"),
    [
        ("on Monday", date(2020, 6, 8), date(2020, 6, 8), "day"),
        ("yesterday", date(2020, 6, 9), date(2020, 6, 9), "day"),
        ("on 3 June", date(2020, 6, 3), date(2020, 6, 3), "day"),
        ("in May 2019", date(2019, 5, 1), date(2019, 5, 31), "month"),
        ("in 2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
    ],
)
def test_time_of_an_incident_is_an_interval_with_its_precision(
    the_report: TheReport, when: str, start: date, end: date, precision: str
) -> None:
    report = the_report(f"Gunmen killed nine herders in Kano {when}.")
    assert (report.date_start, report.date_end, report.date_precision) == (start, end, precision)


def test_an_arrest_for_a_murder_and_the_murder_are_two(reports_of: ReportsOf) -> None:
    reports = reports_of("Police in Cali on Monday arrested two men for the murder of Judge Carlos Prieto in May.")
    assert {r.event_type for r in reports} == {"arrest", "assassination"}


def test_an_arrest_in_a_raid_is_part_of_it(reports_of: ReportsOf) -> None:
    assert len(reports_of("Police arrested two militants in the raid in Cali on Monday.")) == 1


def test_a_hunt_and_the_killing_that_led_to_it_are_two(reports_of: ReportsOf) -> None:
    reports = reports_of("Troops are carrying out an operation near Goma to find the rebels who killed five farmers.")
    assert any(c.outcome == "killed" for r in reports if r.event_type != "security_operation" for c in r.casualties)


def test_a_group_of_men_is_no_mob(the_report: TheReport) -> None:
    assert the_report("A group of men attacked a bus in Lima on Monday.").event_type == "armed_attack"


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("A car packed with explosives blew up outside a bank in Algiers on Monday.", "bombing"),
        ("Guerrillas blew up three steel posts near Arauca on Monday.", "sabotage"),
        ("Guerrillas set off a bomb outside a bank in Bogota on Monday.", "bombing"),
        ("Five farmers were found murdered near Popayan in Cauca on Monday.", "armed_attack"),
        ("Gunmen riddled a bus with bullets in Lima on Monday.", "armed_attack"),
    ],
)
def test_type_of_an_incident(the_report: TheReport, text: str, event_type: str) -> None:
    assert the_report(text).event_type == event_type


def test_a_shooting_and_an_explosion_are_two(reports_of: ReportsOf) -> None:
    reports = reports_of("Gunmen shot dead a judge in Cali on Monday.\n\nAn explosion damaged a bank that day.")
    assert {r.event_type for r in reports} == {"assassination", "bombing"}


def test_other_things_hit_are_another_incident(reports_of: ReportsOf) -> None:
    text = "A bomb damaged a bank in Lima on Monday.\n\nA police station was destroyed by a bomb in Cusco on Monday."
    assert len(reports_of(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "GUNMEN MACHINEGUNNED RETIRED GENERAL CARLOS PRIETO IN LIMA ON MONDAY.",
        "Gunmen kidnapped three Europeans in Lima on Monday.",
        "Gunmen murdered kidnapped teachers near Goma on Monday.",
    ],
)
def test_who_was_hit_is_found_behind_participles_and_by_continent(the_report: TheReport, text: str) -> None:
    assert any(actor.role == "target" for actor in the_report(text).actors)


def test_a_doer_named_far_back_in_a_longer_sentence_is_read_there(reports_of: ReportsOf) -> None:
    text = (
        "On Monday in the hills above the old town of Goma, where farmers had gathered, the men of the mayor met "
        "Pierre Zorba. He killed a nun. Police arrested two men. They arrested a monk."
    )
    assert any(r.event_type == "arrest" for r in reports_of(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels have been waging a low-level fight in Papua since the 1960s. "
            "In December 2018 rebels killed 17 construction workers in Nduga.",
            ["armed_attack"],
        ),
        (
            "Gunmen attacked a hotel in Kismayo on Friday, killing three. That attack was claimed by al-Shabaab.",
            ["armed_attack"],
        ),
    ],
    ids=["a campaign and an event of it", "that attack"],
)
def test_what_is_one_incident_and_what_is_two(reports_of: ReportsOf, text: str, expected: list[str]) -> None:
    assert [report.event_type for report in reports_of(text)] == expected
