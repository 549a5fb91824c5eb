"""A casualty's figures must be what its own words give, read in the way that it says they were read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.contract.derivation import read, unsupported
from q7x2_etl.model import Casualty

BASE = Casualty(0, None, "killed", 3, 3, 3, "exact", "word", "persons", None, None, None, False, "three", 0, 5, False)


def casualty(derivation, as_written, low, best, high):
    return replace(BASE, derivation=derivation, as_written=as_written, low=low, best=best, high=high)


SUPPORTED = [
    ("stated", "15 miners", 15, 15, 15),
    ("stated", "at least 15 miners", 15, 15, None),
    ("stated", "up to 15 miners", None, 15, 15),
    ("stated", "up to 15 miners", None, None, 15),
    ("stated", "between 3,000 and 10,000 people", 3000, None, 10000),
    ("stated", "1.2 million people", 1_200_000, 1_200_000, 1_200_000),
    ("stated", "15 of the 30 divers", 15, 15, 15),
    ("stated", "15 of the 30 divers", 30, 30, 30),
    ("word", "two or three divers", 2, None, 3),
    ("word", "more than a dozen", 12, 12, None),
    ("word", "no injuries", 0, 0, 0),
    ("word", "one diver", 1, 1, 1),
    ("singular", "a diver", 1, 1, 1),
    ("singular", "the harbour master", 1, 1, 1),
    ("singular", "one diver", 1, 1, 1),
    ("singular", "a 12-year-old girl", 1, 1, 1),
    ("singular", "Captain Iris Reyes", 1, 1, 1),
    ("singular", "another of the divers", 1, 1, 1),
    ("singular", "the leader of the divers", 1, 1, 1),
    ("singular", "police chief Oda Lund", 1, 1, 1),
    ("singular", "her boss", 1, 1, 1),
    ("named_list", "Iris Reyes and Oda Lund", 2, 2, 2),
    ("named_list", "Iris Reyes, Oda Lund, and Per Moe", 3, 3, 3),
    ("named_list", "Iris Reyes, 34, and Oda Lund, 29", 2, 2, 2),
    ("named_list", "Oda Lund, Jr., and Per Moe", 2, 2, 2),
    ("named_list", "Iris Reyes, the harbour master, and Oda Lund", 2, 2, 2),
    ("named_list", "Iris Reyes (known as Kit) and Oda Lund", 2, 2, 2),
    ("word", "dozens of divers", None, None, None),
]
UNSUPPORTED = [
    ("stated", "15 miners", 16, 16, 16),
    ("stated", "15 miners", 10, None, 20),
    ("stated", "fifteen miners", 15, 15, 15),
    ("stated", "10-15 miners", 10, 10, 10),
    ("stated", "10-15 miners", 10, 12, 15),
    ("stated", "10-15 miners", 10, None, None),
    ("stated", "a 12-year-old girl", 12, 12, 12),
    ("stated", "15 of the 30 divers", 15, None, 30),
    ("stated", "15 of the 30 divers", 45, 45, 45),
    ("word", "dozens of divers", 24, 24, None),
    ("word", "several divers", 3, 3, 3),
    ("word", "15 miners", 15, 15, 15),
    ("word", "a diver", 1, 1, 1),
    ("word", "divers", 0, 0, 0),
    ("singular", "a diver", 2, 2, 2),
    ("singular", "two divers", 1, 1, 1),
    ("singular", "15 dead", 1, 1, 1),
    ("singular", "divers", 1, 1, 1),
    ("singular", "the divers", 1, 1, 1),
    ("singular", "these divers", 1, 1, 1),
    ("singular", "a group of divers", 1, 1, 1),
    ("singular", "the fishermen", 1, 1, 1),
    ("singular", "people", 1, 1, 1),
    ("singular", "dozens of divers", 1, 1, 1),
    ("named_list", "Iris Reyes and Oda Lund", 3, 3, 3),
    ("named_list", "Iris Reyes and Oda Lund", 1, 1, 1),
    ("named_list", "several divers", 1, 1, 1),
]


@pytest.mark.parametrize(("derivation", "words", "low", "best", "high"), SUPPORTED)
def test_figures_that_the_words_give_are_supported(derivation, words, low, best, high):
    assert unsupported(casualty(derivation, words, low, best, high)) is None


@pytest.mark.parametrize(("derivation", "words", "low", "best", "high"), UNSUPPORTED)
def test_figures_that_the_words_do_not_give_are_told_with_the_words(derivation, words, low, best, high):
    reason = unsupported(casualty(derivation, words, low, best, high))
    assert reason is not None
    assert repr(words) in reason
    assert f"low = {low}" in reason


@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_only_the_number_that_stands_there_is_supported(stated, claimed):
    reason = unsupported(casualty("stated", f"about {stated:,} sailors", claimed, claimed, claimed))
    assert (reason is None) == (stated == claimed)


@given(st.text(max_size=40), st.sampled_from(["stated", "word", "singular", "named_list"]))
def test_no_words_break_the_reader_and_every_reading_is_a_count(words, derivation):
    assert all(0 <= figure.low <= figure.high for figure in read(derivation, words))


@given(st.lists(st.sampled_from(["Iris Reyes", "Oda Lund", "Per Moe", "Kit"]), min_size=1, max_size=6))
def test_a_list_of_plain_names_has_exactly_one_reading(names):
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    assert [figure.low for figure in read("named_list", listed)] == [len(names)]
