"""Bare "strikes": those of war, and those of workers, of lightning and of players."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.model import Article, Report

TheReport = Callable[..., Report]


@pytest.mark.parametrize(
    ("sentence", "doers", "killed"),
    [
        ("Israeli strikes killed 22 Palestinians in Gaza on Thursday.", ["Israel"], [22]),
        ("Strikes killed 19 people in Idlib on Thursday.", [], [19]),
        ("Russian strikes on Kharkiv left five people dead on Monday.", ["Russia"], [5]),
        ("Three civilians were killed in US strikes in Hodeidah on Friday.", ["United States"], [3]),
        ("Overnight strikes claimed the lives of ten people in Odesa on Tuesday.", [], [10]),
        ("At least nine people were killed by Turkish strikes in Kobani on Monday.", ["Turkey"], [9]),
    ],
)
def test_strikes_that_kill_people_are_of_war(
    the_report: TheReport, sentence: str, doers: list[str], killed: list[int]
) -> None:
    report = the_report(sentence)
    assert report.event_type == "airstrike"
    assert [a.name for a in report.actors if a.role == "perpetrator"] == doers
    assert [c.best or c.low for c in report.casualties if c.outcome == "killed"] == killed


@pytest.mark.parametrize(
    "sentence",
    [
        "A lightning strike killed two hikers near Innsbruck on Sunday.",
        "A general strike left 200 commuters stranded in Milan on Friday.",
        "French strikes hit rail travel on Thursday.",
        "His second-half strike killed off the match in Leeds on Saturday.",
        "The strike cost the airline millions in Lisbon on Monday.",
        "Two people were injured during a teachers' strike in Oaxaca on Friday.",
    ],
)
def test_other_strikes_are_none(extractor: RuleExtractor, article_of: Callable[..., Article], sentence: str) -> None:
    assert extractor.extract(article_of(sentence)) == []


def test_a_day_before_an_event_leaves_it_its_preposition(the_report: TheReport) -> None:
    """ "from Thursday's bombings" is no subject of "rose"."""
    report = the_report("The death toll from Thursday's bombings in Baghdad rose to 35.", published=date(2024, 3, 16))
    assert report.event_type == "bombing"
    assert report.date_start == date(2024, 3, 14)
    assert [c.best for c in report.casualties] == [35]


@pytest.mark.parametrize(
    ("sentence", "doer"),
    [
        ("A black rebel flag was raised over a disused airbase near Mopti on Friday.", "rebel"),
        ("The Taliban flag was raised over an army base in Sangin on Friday.", "Taliban"),
        ("Fighters raised the flag of their group over the town hall in Kidal on Friday.", "Fighters"),
    ],
)
def test_whose_flag_is_raised_over_a_place_took_it(the_report: TheReport, sentence: str, doer: str) -> None:
    report = the_report(sentence)
    assert report.event_type == "territorial_change"
    assert [a.name for a in report.actors if a.role == "perpetrator"] == [doer]
