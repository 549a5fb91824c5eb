"""What speaks for and against two sentences of a story telling of one incident."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.model import Report
from q7x2_etl.reference import Reference

ReportsOf = Callable[[str], list[Report]]
LEAD = "Gunmen attacked a church in Owo on Sunday, killing 21 worshippers. "


@pytest.mark.parametrize(
    "more",
    [
        "The attackers arrived on motorcycles and threw grenades.",
        "They shot at worshippers who ran.",
        "The attack lasted half an hour.",
        "Forty people were wounded.",
        '"They shot my brother," a survivor said.',
    ],
)
def test_what_points_back_goes_on_with_the_incident(reports_of: ReportsOf, more: str) -> None:
    assert len(reports_of(LEAD + more)) == 1


def test_fighters_who_give_up_in_a_clash_are_told_with_it(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "The army clashed with rebels near Goma on Sunday, killing 21. The rebels were driven from the hills. "
        "Some 200 rebels surrendered to the army."
    )
    assert {(row.outcome, row.best) for row in report.casualties} == {("killed", 21), ("surrendered", 200)}


@pytest.mark.parametrize(
    "more",
    [
        "In March 2018 gunmen killed 16 people at a church in Mbalom.",
        "Elsewhere, gunmen killed five herders near Wukari on Saturday.",
        "A second attack on a market in Akure on Monday left four people dead.",
    ],
)
def test_another_time_place_or_marker_brings_another_incident(reports_of: ReportsOf, more: str) -> None:
    assert len(reports_of(LEAD + more)) == 2


def test_an_answer_to_an_attack_is_another_incident(reports_of: ReportsOf) -> None:
    text = "On Friday rebels shelled soldiers in Goma. On Friday soldiers bombed rebels in Sake."
    assert len(reports_of(text)) == 2


def test_a_headline_with_the_wider_place_announces_the_story(reports_of: ReportsOf) -> None:
    text = "Four killed in Benue attack\n\nGunmen killed four farmers in the village of Mbalom on Tuesday."
    assert len(reports_of(text)) == 1


def test_weights_must_be_those_of_the_features(tmp_path: Path) -> None:
    (tmp_path / "joining.yaml").write_text(
        "entries:\n- {id: same_tme, weight: 1.0, meaning: a slip}\n", encoding="utf-8"
    )
    with pytest.raises(ReferenceDataError, match=r"joining\.yaml: .*same_tme"):
        RuleExtractor(Reference.load(tmp_path))


def test_reports_of_one_story_do_not_depend_on_a_story_read_before(reports_of: ReportsOf) -> None:
    first = reports_of(LEAD)
    reports_of("A bomb exploded in Owo on Sunday.")
    assert reports_of(LEAD) == first
    assert first[0].date_start == date(2020, 6, 7)


def test_what_one_sentence_tells_apart_stays_apart(reports_of: ReportsOf) -> None:
    text = (
        "A bomb exploded in Tashkent on Tuesday. "
        "After the bombing in Tashkent on Tuesday the police arrested 40 men in Namangan on Wednesday."
    )
    assert {r.event_type for r in reports_of(text)} == {"bombing", "arrest"}


@pytest.mark.parametrize("more", ["He died on Tuesday.", "Prieto died of his wounds on Tuesday."])
def test_who_was_hurt_may_die_later(reports_of: ReportsOf, more: str) -> None:
    reports = reports_of(f"A man stabbed Judge Carlos Prieto in Cali on Monday. {more}")
    assert len(reports) == 1
    assert [c.outcome for c in reports[0].casualties] == ["killed"]
    assert reports[0].date_start == date(2020, 6, 8)


@pytest.mark.parametrize(
    "more",
    [
        "A mother lost two sons in the attack.",
        "It was the bloodiest attack in the region since the war began in May 2014.",
        "In Geneva, the pope condemned the killings.",
        "About 300 families fled to the woods.",
    ],
    ids=["the attack, of a bomb", "it was the bloodiest", "condemned elsewhere", "who flees"],
)
def test_what_is_said_of_a_bombing_later_belongs_to_it(reports_of: ReportsOf, more: str) -> None:
    lead = "A truck bomb destroyed a market in Kano on Monday, killing 30 traders. Police closed the roads. "
    assert [r.event_type for r in reports_of(lead + more)] == ["bombing"]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The shooting in Cali on Friday came ten days after a car bomb killed six soldiers at a base there.", {6}),
        ("A bomb hit a junction in Mogadishu on Friday where a truck bomb killed 500 people in October 2017.", {500}),
    ],
)
def test_what_happened_long_before_is_another_event(reports_of: ReportsOf, text: str, killed: set[int]) -> None:
    found = [r for r in reports_of(text) if any(c.outcome == "killed" for c in r.casualties)]
    assert [{c.best for c in r.casualties} for r in found] == [killed]
    assert found[0].date_start != date(2020, 6, 5)


def test_a_place_lies_in_its_country(reports_of: ReportsOf) -> None:
    text = "Drones hit oil plants in Saudi Arabia on Saturday. The attacks struck a plant at Abqaiq and set it on fire."
    assert [r.place_name for r in reports_of(text)] == ["Abqaiq"]


def test_where_somebody_is_at_home_is_not_where_it_happened(reports_of: ReportsOf) -> None:
    text = "Troops killed six rebels in Bannu on Monday. Imran Khan, a resident of Multan, was wounded."
    assert [r.place_name for r in reports_of(text)] == ["Bannu"]
