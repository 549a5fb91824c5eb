"""The word lists of the grammar, and what is refused in them."""

from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.grammar.word_lists import WordLists
from q7x2_etl.reference import Reference


def overlay(folder: Path, entry: str) -> Reference:
    (folder / "grammar.yaml").write_text(f"entries:\n- {entry}\n", encoding="utf-8")
    return Reference.load(folder)


def test_lists_and_pairs_are_read_by_id(tmp_path: Path) -> None:
    lists = WordLists.from_reference(overlay(tmp_path, "{id: toll_counts, pairs: {drownings: killed}}"))
    assert lists.pairs["toll_counts"] == {"drownings": "killed"}
    assert {"the", "no"} <= lists.words["determiners"]


def test_phrases_come_longest_first() -> None:
    phrases = WordLists.from_reference(Reference.load()).phrases("count_phrases")
    assert ("no", "fewer", "than") in phrases
    assert [len(p) for p in phrases] == sorted((len(p) for p in phrases), reverse=True)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{id: determiners, words: [the, no]}", "False is no text"),
        ("{id: toll_counts, pairs: {on: killed}}", "True is no text"),
        ("{id: determiners, word: [the]}", "needs words"),
    ],
)
def test_wrong_entry_is_refused_with_its_id_and_the_reason(tmp_path: Path, entry: str, complaint: str) -> None:
    with pytest.raises(ReferenceDataError, match=complaint) as caught:
        WordLists.from_reference(overlay(tmp_path, entry))
    assert entry.split(",")[0].removeprefix("{id: ") in str(caught.value)


def test_pairs_must_be_of_the_words_that_are_known(tmp_path: Path) -> None:
    lists = WordLists.from_reference(overlay(tmp_path, "{id: damage_verbs, pairs: {raze: flattened}}"))
    assert lists.pairs_among("toll_counts", ["killed", "wounded", "captured"])["deaths"] == "killed"
    with pytest.raises(ReferenceDataError, match="'damage_verbs': 'raze' has 'flattened'; it is one of destroyed"):
        lists.pairs_among("damage_verbs", ["destroyed", "damaged"])
