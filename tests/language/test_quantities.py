"""Counts as journalists write them, with their bounds and qualifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.language.grammar.quantities import Quantity, quantity_at, read_number
from q7x2_etl.language.grammar.tokens import tokenize


def quantities(text: str) -> list[tuple[str, Quantity]]:
    """The quantities that a reader meets from left to right, each with its words."""
    tokens = tokenize(text, 0, len(text))
    found: list[tuple[str, Quantity]] = []
    i = 0
    while i < len(tokens):
        quantity = quantity_at(tokens, i)
        if quantity is not None:
            found.append((text[tokens[quantity.first].start : tokens[quantity.last - 1].end], quantity))
        i = max(i + 1, quantity.last if quantity is not None else 0)
    return found


@pytest.mark.parametrize(
    ("text", "words", "low", "best", "high", "qualifier"),
    [
        ("killed 26 people", "26", 26, 26, 26, "exact"),
        ("five men", "five", 5, 5, 5, "exact"),
        ("twenty-five men", "twenty-five", 25, 25, 25, "exact"),
        ("twenty five men", "twenty five", 25, 25, 25, "exact"),
        ("two hundred and fifty men", "two hundred and fifty", 250, 250, 250, "exact"),
        ("three hundred thousand", "three hundred thousand", 300_000, 300_000, 300_000, "exact"),
        ("1,500 men", "1,500", 1500, 1500, 1500, "exact"),
        ("1.5 million people", "1.5 million", 1_500_000, 1_500_000, 1_500_000, "exact"),
        ("a hundred men", "a hundred", 100, 100, 100, "exact"),
        ("a dozen men", "a dozen", 12, 12, 12, "exact"),
        ("two dozen men", "two dozen", 24, 24, 24, "exact"),
        ("half a dozen men", "half a dozen", 6, 6, 6, "exact"),
        ("half a million people", "half a million", 500_000, 500_000, 500_000, "exact"),
        ("at least a dozen people", "at least a dozen", 12, 12, None, "at_least"),
        ("no fewer than 12 men", "no fewer than 12", 12, 12, None, "at_least"),
        ("30 or more men", "30 or more", 30, 30, None, "at_least"),
        ("more than 1,500 people", "more than 1,500", 1500, 1500, None, "more_than"),
        ("over 20 men", "over 20", 20, 20, None, "more_than"),
        ("up to 40 men", "up to 40", None, 40, 40, "at_most"),
        ("no more than 12 men", "no more than 12", None, 12, 12, "at_most"),
        ("as many as 30 men", "as many as 30", None, 30, 30, "at_most"),
        ("nearly 80 men", "nearly 80", 80, 80, 80, "nearly"),
        ("close to 40 men", "close to 40", 40, 40, 40, "nearly"),
        ("about 300 people", "about 300", 300, 300, 300, "about"),
        ("some 20 men", "some 20", 20, 20, 20, "about"),
        ("an estimated 50 men", "an estimated 50", 50, 50, 50, "about"),
        ("30 or so men", "30 or so", 30, 30, 30, "about"),
        ("between 3,000 and 10,000 people", "between 3,000 and 10,000", 3000, None, 10_000, "exact"),
        ("10-15 people", "10-15", 10, None, 15, "exact"),
        ("10–15 people", "10–15", 10, None, 15, "exact"),
        ("10 to 15 people", "10 to 15", 10, None, 15, "exact"),
        ("two or three people", "two or three", 2, None, 3, "exact"),
        ("three to four dozen people", "three to four dozen", 36, None, 48, "exact"),
        ("20 to 30 thousand people", "20 to 30 thousand", 20_000, None, 30_000, "exact"),
        ("scores of people", "scores", None, None, None, "vague"),
        ("dozens hurt", "dozens", None, None, None, "vague"),
        ("several men", "several", None, None, None, "vague"),
        ("a few men", "few", None, None, None, "vague"),
    ],
)
def test_count_is_read_with_its_bounds_and_qualifier(
    text: str, words: str, low: int | None, best: int | None, high: int | None, qualifier: str
) -> None:
    # "as many as" begins with a word that counts for itself, and is met before the number.
    found = dict(quantities(text))
    assert words in found
    quantity = found[words]
    assert (quantity.low, quantity.best, quantity.high, quantity.qualifier) == (low, best, high, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "a five-year-old boy",
        "a 10-day siege",
        "a 5.7-magnitude quake",
        "read between the lines",
        "the 5th floor",
        "a man",
    ],
)
def test_what_counts_nothing_gives_no_quantity(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(("text", "derivation"), [("26 men", "stated"), ("six men", "word"), ("scores", "word")])
def test_derivation_tells_digits_from_words(text: str, derivation: str) -> None:
    assert quantities(text)[0][1].derivation == derivation


@given(st.integers(0, 999_999_999))
def test_any_number_in_digits_is_read_as_it_stands(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        read = read_number(tokenize(written, 0, len(written)), 0)
        assert read is not None
        assert read[0] == number


_PIECES = """
    1 2,000 10 - – to or and between about at least a an dozen score hundred thousand million five twenty some more than
    so half no fewer up of men scores few ² ٣ 1.5 ½ 0 -year-old
""".split()  # noqa: SIM905  # one word a line would hide the list
_LISTS = st.lists(st.sampled_from(_PIECES), max_size=12)


@given(st.one_of(st.text(max_size=60), _LISTS.map(" ".join), _LISTS.map("".join)))
def test_any_text_is_read_without_failing_and_bounds_are_in_order(text: str) -> None:
    tokens = tokenize(text, 0, len(text))
    for i in range(len(tokens)):
        quantity = quantity_at(tokens, i)
        if quantity is None:
            continue
        assert 0 <= quantity.first <= i < quantity.last <= len(tokens)
        figures = [n for n in (quantity.low, quantity.best, quantity.high) if n is not None]
        assert figures == sorted(figures)
        assert (figures == []) == (quantity.qualifier == "vague")
