"""The readings that lost: other times, places, actors, types and figures, each with the reason."""

from collections.abc import Callable

import pytest

from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.extraction.explaining.alternatives import Alternative, left_out
from q7x2_etl.model import Article

Lost = Callable[[str], list[Alternative]]


@pytest.fixture
def lost(extractor: RuleExtractor, article_of: Callable[..., Article]) -> Lost:
    """The alternatives of the one report of a text; their spans quote the text."""

    def run(text: str) -> list[Alternative]:
        [found] = extractor.alternatives(extractor.trace(article_of(text))).values()
        assert all(0 <= a.start < a.end <= len(text) for a in found)
        return found

    return run


def of(found: list[Alternative], field: str) -> dict[str, str]:
    return {a.value: a.why for a in found if a.field == field}


def test_the_day_of_a_statement_lost_to_the_day_of_the_attack(lost: Lost) -> None:
    found = lost("Police said on Tuesday that gunmen attacked a bus near Goma on Monday, killing two traders.")
    assert "saying" in of(found, "date_start")["2020-06-09"]


def test_a_duration_and_a_habit_are_no_time_of_an_incident(lost: Lost) -> None:
    found = lost("Rebels attacked a bus near Goma on Monday, killing two traders, after three weeks of calm.")
    reasons = [a.why for a in found if a.field == "date_start" and a.value == "no date"]
    assert any("how long" in why for why in reasons)


def test_the_day_of_publication_is_shown_where_another_was_chosen(lost: Lost) -> None:
    found = lost("Rebels attacked a bus near Goma on Monday and killed two traders.")
    assert "story's own day" in of(found, "date_start")["2020-06-10"]


def test_a_speakers_seat_lost_to_the_place_of_the_event(lost: Lost) -> None:
    found = lost("The army in Kinshasa said that gunmen attacked a bus near Goma on Monday, killing two traders.")
    places = {value.split(",")[0]: why for value, why in of(found, "place_name").items()}
    assert "speaker" in places["Kinshasa"]


def test_the_province_lost_to_the_town_in_it(lost: Lost) -> None:
    found = lost("Gunmen attacked a school in Chibok in Borno state on Monday and killed two teachers.")
    places = {value.split(",")[0]: why for value, why in of(found, "place_name").items()}
    assert places["Borno"].startswith("wider")


def test_other_places_of_the_name_are_named(lost: Lost) -> None:
    found = lost("A bomb killed six people at a market in Hyderabad, Pakistan, on Monday.")
    same = {value: why for value, why in of(found, "place_name").items() if value.startswith("Hyderabad (")}
    assert same and all("another place of this name" in why for why in same.values())


def test_who_speaks_lost_as_an_actor(lost: Lost) -> None:
    found = lost(
        "Police said that Boko Haram fighters attacked a village near Maiduguri on Monday, killing ten farmers."
    )
    assert "speaks" in of(found, "actors")["Police"]


def test_a_figure_told_again_and_a_number_that_counts_nobody(lost: Lost) -> None:
    found = lost(
        "Gunmen killed four officers at a police post in Garissa on Monday. "
        "Four officers died in the attack, in which six vehicles stood by."
    )
    figures = of(found, "casualties")
    assert figures["killed: Four officers"] == "the same figure, told before"
    assert any("six vehicles" in value and "no trigger" in why for value, why in figures.items())


def test_a_weaker_trigger_names_another_type(lost: Lost) -> None:
    found = lost("A suicide bomber attacked a mosque in Peshawar on Friday and killed nine worshippers.")
    assert "armed_attack" in of(found, "event_type")


def test_a_chosen_value_is_no_alternative(
    lost: Lost, extractor: RuleExtractor, article_of: Callable[..., Article]
) -> None:
    text = "Rebels attacked a bus near Goma on Monday and killed two traders."
    [report] = extractor.extract(article_of(text))
    chosen = {(e.span_start, e.span_end) for e in report.evidence if e.field in {"place_name", "actors[0].name"}}
    assert not chosen & {(a.start, a.end) for a in lost(text) if a.field in {"actors", "casualties"}}
    assert all(a.value != report.event_type for a in lost(text))


def test_an_incident_that_gives_no_report_says_what_is_not_told(
    extractor: RuleExtractor, article_of: Callable[..., Article]
) -> None:
    text = "The attack was discussed at length."
    assert extractor.extract(article_of(text)) == []
    [only] = left_out(extractor.trace(article_of(text)))
    assert text[only.start : only.end] == "attack"
    assert "too little is told" in only.why and "time of its own" in only.why
