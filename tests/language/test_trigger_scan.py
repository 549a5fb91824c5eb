"""The first look at a text must never turn away one in which a trigger stands."""

from typing import Any

import pytest

from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.mentions.trigger_scan import TriggerScan
from q7x2_etl.reference import Reference


@pytest.fixture(scope="module")
def scan() -> TriggerScan:
    return TriggerScan(Lexicon(Reference.load()))


@pytest.mark.parametrize("entry", Reference.load().entries("triggers"), ids=lambda entry: str(entry["id"]))
def test_every_trigger_is_seen_in_its_own_example(scan: TriggerScan, entry: dict[str, Any]) -> None:
    assert scan.may_hold(entry["match"])
    assert scan.may_hold(entry["match"].upper())


@pytest.mark.parametrize(
    "text",
    [
        "The council approved a new library on Tuesday, and the mayor thanked the donors.",
        "Rainfall was above average in the valley; farmers expect a good harvest.",
        "",
    ],
)
def test_text_without_the_words_of_any_trigger_is_turned_away(scan: TriggerScan, text: str) -> None:
    assert not scan.may_hold(text)


def test_phrase_is_seen_only_when_all_its_words_are_there(scan: TriggerScan) -> None:
    assert scan.may_hold("They gave themselves up.")
    assert not scan.may_hold("They gave a party.")


def test_regular_past_of_an_irregular_verb_is_seen(scan: TriggerScan) -> None:
    assert scan.may_hold("They slayed the guard.")


def test_words_of_a_sentence_are_looked_up_like_those_of_a_text(scan: TriggerScan) -> None:
    assert scan.in_words({"they", "gave", "themselves", "up"})
    assert not scan.in_words({"they", "gave", "a", "party"})


def test_words_of_casualties_make_a_sentence_worth_reading_but_not_a_text(scan: TriggerScan) -> None:
    assert scan.in_words({"eighteen", "dead"})
    assert not scan.may_hold("Her parents are dead; she lives near the hospital.")


def test_verb_that_needs_what_it_is_under_is_seen_with_it_only(scan: TriggerScan) -> None:
    assert scan.may_hold("Their truck came under fire.")
    assert not scan.may_hold("The singers came home.")
