"""Headlines, notes and texts cut short have no stop: whatever word comes last, they are read."""

import csv
from pathlib import Path

import pytest

import q7x2_etl as q7

_BEFORE = "Gunmen attacked a bus near Kano on Monday. "  # what comes may belong to it
_EVERY = 4  # wordings; all of them take a quarter of a minute


def test_a_text_that_ends_with_any_word_is_read(repository: Path) -> None:
    with (repository / "tests" / "gold" / "wordings.tsv").open(encoding="utf-8", newline="") as file:
        sentences = [row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][::_EVERY]
    assert len(sentences) > 50
    for sentence in sentences:
        words = sentence.split()
        for end in range(2, len(words) + 1):
            q7.extract(_BEFORE + " ".join(words[:end]), published="2023-03-01")


@pytest.mark.parametrize("last", ["Four passengers died", "Rebel leader dies", "A bomb exploded", "They killed him"])
def test_a_deed_may_be_the_last_word(last: str) -> None:
    assert q7.extract(_BEFORE + last, published="2023-03-01")
