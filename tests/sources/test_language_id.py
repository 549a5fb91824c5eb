"""English is told from other languages; a text too short to tell is not guessed at."""

from typing import Any

import pytest

from q7x2_etl.reference import Reference
from q7x2_etl.sources import identify_language

ENTRIES = Reference.load().entries("stop_words")


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_every_language_knows_its_example_and_not_the_other(entry: dict[str, Any]) -> None:
    assert identify_language(entry["match"]) == entry["id"]
    assert identify_language(entry["no_match"]) != entry["id"]


def test_capitals_do_not_matter() -> None:
    text = "THE ARMY SAID TODAY THAT TWO OF ITS MEN WERE KILLED IN A CLASH WITH REBELS NEAR THE BORDER."
    assert identify_language(text) == "en"


def test_too_short_a_text_is_not_guessed_at() -> None:
    assert identify_language("Two men died.") is None
    assert identify_language("") is None


def test_a_language_that_is_not_known_is_not_english() -> None:
    finnish = (
        "Kapinalliset hyökkäsivät kaupunkiin varhain aamulla ja surmasivat ainakin kaksi poliisia, kertoi pormestari"
    )
    assert identify_language(f"{finnish} {finnish}") == "und"
