"""The place of an incident, with the areas that it lies in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from q7x2_etl.api import extract_paths
from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("where", "name", "admin1", "country"),
    [
        ("in Kandahar", "Kandahar", "Kandahar", "AFG"),
        ("in Jalalabad", "Jalalabad", "Nangarhar", "AFG"),
        ("in Jalal-Abad", "Jalal-Abad", "Jalal-Abad", "KGZ"),
        ("in the city of Mosul", "Mosul", "Nineveh", "IRQ"),
        ("in Jawzjan province", "Jawzjan", "Jowzjan", "AFG"),
        ("in Jowzjan province", "Jowzjan", "Jowzjan", "AFG"),
        ("in Darzab district of Jowzjan province", "Darzab", "Jowzjan", "AFG"),
        ("in the village of Mughul in Darzab district, Jowzjan province", "Mughul", "Jowzjan", "AFG"),
        ("near Gwoza in Nigeria's Borno State", "Gwoza", "Borno", "NGA"),
        ("in Goma, North Kivu", "Goma", "North Kivu", "COD"),
        ("in northern Helmand", "Helmand", "Helmand", "AFG"),
        ("in Somalia", None, None, "SOM"),
    ],
)
def test_place_is_the_most_specific_name_and_its_areas_are_told(
    the_report: TheReport, where: str, name: str | None, admin1: str | None, country: str
) -> None:
    report = the_report(f"Militants killed two elders {where} on Monday.")
    assert (report.admin1, report.country) == (admin1, country)
    assert report.place_name is None if name is None else name in (report.place_name or "")


def test_two_spellings_of_one_place_have_one_id(the_report: TheReport) -> None:
    spellings = [
        the_report(f"Militants killed two elders in {name} province on Monday.")
        for name in ("Jawzjan", "Jowzjan", "Jozjan")
    ]
    assert len({report.place_id for report in spellings}) == 1
    assert spellings[0].place_id is not None


def test_more_precise_place_has_a_finer_precision(the_report: TheReport) -> None:
    city, province, country = (
        the_report(f"Militants killed two elders {where} on Monday.").where_precision
        for where in ("in Mosul", "in Jowzjan province", "in Somalia")
    )
    assert city is not None and province is not None and country is not None
    assert city < province < country


def test_place_that_somebody_comes_from_is_not_where_it_happened(the_report: TheReport) -> None:
    report = the_report("Gunmen from Lagos killed two elders in Kano on Monday, officials in Abuja said.")
    assert report.place_name == "Kano"


def test_place_told_only_in_the_next_sentence_is_found(the_report: TheReport) -> None:
    report = the_report("Gunmen killed nine herders on Monday. The attack took place in Kano.")
    assert report.place_name == "Kano"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bandits abducted 30 girls from Kano on Monday.", "Kano"),
        ("The Taliban have captured Zaranj, the capital of Nimroz province, on Friday.", "Zaranj"),
        ("Rebels withdrew from Bukavu after soldiers attacked Goma on Monday.", "Goma"),
        ("Soldiers from Abuja killed nine bandits in Kano on Monday.", "Kano"),
    ],
)
def test_place_is_the_one_that_the_verb_puts_it_at(the_report: TheReport, text: str, name: str) -> None:
    assert the_report(text).place_name == name


@pytest.mark.parametrize(
    "text",
    [
        "GUNMEN SHOT TWO TRADERS IN PERU ON MONDAY AND SET FIRE TO THE HEADQUARTERS OF THE UNION.",
        "IN PERU, THE REBELS MADE THE FARMERS LEAVE THE VILLAGE ON MONDAY AND SHOT TWO OF THEM.",
        "TWO TRADERS WERE SHOT IN THE CAR NEAR A GARRISON IN PERU ON MONDAY, THE WITNESS TOLD US.",
    ],
)
def test_ordinary_words_are_no_places_where_case_is_lost(the_report: TheReport, text: str) -> None:
    assert the_report(text).country == "PER"


def test_an_embassys_nation_is_not_where_it_stands(the_report: TheReport) -> None:
    report = the_report("Gunmen attacked the U.S. embassy in Lima on Monday, and two guards were killed.")
    assert (report.place_name, report.country) == ("Lima", "PER")


def test_a_country_mentioned_in_passing_does_not_claim_a_name_that_many_have(the_report: TheReport) -> None:
    text = (
        "Salvadoran guerrillas killed three peasants in San Ramon on Monday. The U.S. ambassador to El Salvador "
        "condemned the attack. El Salvador has asked for help, El Salvador's president said."
    )
    assert the_report(text).country == "SLV"


@pytest.mark.parametrize(
    "text",
    [
        "GUERRILLAS KILLED TWO TEACHERS IN COLOMBIA ON MONDAY, THE OAS SAID.",
        "GUERRILLAS ON MONDAY BLEW UP THE CANO LIMON PIPELINE IN COLOMBIA.",
    ],
)
def test_a_lesser_place_behind_an_article_or_a_surname_is_none_where_case_is_lost(
    the_report: TheReport, text: str
) -> None:
    assert the_report(text).country == "COL"


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("Gunmen killed nine herders near Kano. Another herder was shot dead.", "Kano", "place.document-country"),
        ("Gunmen killed nine herders on the Indian border in Kashmir.", "Kashmir", "place.importance"),
        ("The Kano police chief was there.\n\nGunmen killed nine herders on Monday.", "Kano", "place.story-province"),
    ],
)
def test_rule_names_where_the_place_comes_from(
    reports_of: Callable[[str], list[Report]], text: str, name: str, rule: str
) -> None:
    report = reports_of(text)[0]
    assert report.place_name == name
    assert any(e.field == "place_name" and e.rule.startswith(rule) for e in report.evidence)


def test_unlisted_quarter_lies_in_the_province_that_the_story_tells(the_report: TheReport) -> None:
    report = the_report("Gunmen struck in Baghdad on Monday. They shot dead a lawyer in the Umm Tubul quarter.")
    assert (report.admin1, report.country) == ("Baghdad", "IRQ")


def test_country_of_the_group_stands_in_where_nothing_else_tells_it(the_report: TheReport) -> None:
    report = the_report("TNLA fighters killed three soldiers at Hko Mon village on Monday.")
    assert report.country == "MMR"


def test_weapon_of_another_nation_says_nothing_of_the_place(the_report: TheReport) -> None:
    report = the_report("Gunmen with Chinese rifles killed two elders in Kano on Monday.")
    assert report.country == "NGA"


def test_a_date_under_the_headline_is_no_place_that_a_story_is_filed_from(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    told = [
        "Families flee in Mamasapano",
        "June 9, 2021",
        "COTABATO CITY - Four soldiers were killed in an ambush in Mamasapano, Maguindanao on Tuesday.",
        "About 240 families have left their homes in Dabenayan since Tuesday night.",
    ]
    page.write_text("\n\n".join(told), encoding="utf-8")
    reports = [report for _, found in extract_paths(page) for report in found]
    assert {r.country for r in reports} == {"PHL"}
