"""Tokens keep their offsets, and words stay whole where a reader would keep them whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.language.grammar.tokens import mostly_capitals, mostly_lower, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army's post fell.", ["The", "army", "'s", "post", "fell", "."]),
        ("the general’s men", ["the", "general", "’s", "men"]),
        ("the rebels' camp", ["the", "rebels", "'", "camp"]),
        ("THE ARMY'S POST", ["THE", "ARMY", "'S", "POST"]),
        ("They don't talk", ["They", "don't", "talk"]),
        ("Bu'aale and Sa`ada", ["Bu'aale", "and", "Sa`ada"]),
        ("O'Brien’s farm", ["O'Brien", "’s", "farm"]),
        ("the U.S. embassy", ["the", "U.S.", "embassy"]),
        ("at 5 p.m. on Monday", ["at", "5", "p.m.", "on", "Monday"]),
        ("Gen. Diallo met Lt. Col. Keita", ["Gen.", "Diallo", "met", "Lt.", "Col.", "Keita"]),
        ("J. Okello fled.", ["J.", "Okello", "fled", "."]),
        ("some 1,500 families", ["some", "1,500", "families"]),
        ("1,234,567 and 1.5 million", ["1,234,567", "and", "1.5", "million"]),
        ("on the 10th day", ["on", "the", "10th", "day"]),
        ("“We won’t stop,” he said", ["“", "We", "won’t", "stop", ",", "”", "he", "said"]),
        ("So ... no… yes", ["So", "...", "no", "…", "yes"]),
        ("one — two -- three", ["one", "—", "two", "--", "three"]),
        ("(M23)", ["(", "M", "23", ")"]),
        ("São Tomé, Đà Nẵng", ["São", "Tomé", ",", "Đà", "Nẵng"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_text_is_cut_into_words_and_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IS-K fighters", [("IS", False), ("K", True), ("fighters", False)]),
        ("Al-Shabaab", [("Al", False), ("Shabaab", True)]),
        ("Qaleh-ye-Naw", [("Qaleh", False), ("ye", True), ("Naw", True)]),
        ("10-15 men", [("10", False), ("15", True), ("men", False)]),
        ("U.S.-led", [("U.S.", False), ("led", True)]),
        ("- a list entry", [("-", False), ("a", False), ("list", False), ("entry", False)]),
        ("a gap- here", [("a", False), ("gap", False), ("-", False), ("here", False)]),
    ],
)
def test_hyphen_inside_a_word_glues_its_parts(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(token.text, token.glued) for token in tokenize(text, 0, len(text))] == expected


def test_stretch_of_a_text_has_offsets_of_the_whole_text() -> None:
    text = "First line. Rebels’ camp burned."
    found = tokenize(text, 12, len(text))
    assert [token.text for token in found] == ["Rebels", "’", "camp", "burned", "."]
    assert all(text[token.start : token.end] == token.text for token in found)
    assert found[0].start == 12


def test_lower_form_writes_possessives_and_apostrophes_one_way() -> None:
    assert [token.low for token in tokenize("Army’s DON’T", 0, 12)] == ["army", "'s", "don't"]


def test_lost_case_is_recognised() -> None:
    assert mostly_capitals("REBELS SEIZED THE TOWN OF GOMA, the AP said")
    assert not mostly_capitals("Rebels of the M23 seized the town of Goma")
    assert not mostly_capitals("IS-K")
    assert mostly_lower("rebels seized the town of goma on monday and the army fled to the hills")
    assert not mostly_lower("Rebels seized the town of Goma on Monday and the army fled to the hills")
    assert not mostly_lower("no more than a few words")


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_tokens_of_any_text_are_sorted_disjoint_exact_and_inside(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    at = start
    for token in tokenize(text, start, end):
        assert at <= token.start < token.end <= end
        assert text[token.start : token.end] == token.text
        at = token.end


@given(st.text(alphabet=st.sampled_from("aZé.,-'’`\"“”() 19\n…—"), max_size=80))
def test_only_white_space_and_glue_are_left_out(text: str) -> None:
    tokens = tokenize(text, 0, len(text))
    covered = {i for token in tokens for i in range(token.start, token.end)}
    assert {text[i] for i in range(len(text)) if i not in covered} <= {" ", "\n", "-"}


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
def test_plain_text_is_cut_as_text_with_accents_is(text):
    assert tokenize(text, 0, len(text)) == tokenize(f"{text} é", 0, len(text) + 2)[:-1]
