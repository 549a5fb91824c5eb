"""Words without their places are those that the patterns find, in any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.plain_words import runs_of_letters, runs_of_letters_and_digits


@given(st.one_of(st.text(), st.text(alphabet=st.characters(max_codepoint=127))))
def test_any_text_gives_the_words_of_the_patterns(text: str) -> None:
    assert runs_of_letters(text) == re.findall(r"[^\W\d_]+", text)
    assert runs_of_letters_and_digits(text) == re.findall(r"\w+", text)


@pytest.mark.parametrize(
    ("text", "letters", "with_digits"),
    [
        (
            "the 2nd car-bomb, don't",
            ["the", "nd", "car", "bomb", "don", "t"],
            ["the", "2nd", "car", "bomb", "don", "t"],
        ),
        ("a_b\tc\x1fd", ["a", "b", "c", "d"], ["a_b", "c", "d"]),
        ("Söldner in Łódź, 1944", ["Söldner", "in", "Łódź"], ["Söldner", "in", "Łódź", "1944"]),
        ("", [], []),
    ],
)
def test_marks_and_digits_part_words(text: str, letters: list[str], with_digits: list[str]) -> None:
    assert runs_of_letters(text) == letters
    assert runs_of_letters_and_digits(text) == with_digits
