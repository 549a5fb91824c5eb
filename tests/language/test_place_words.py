"""Place words and their examples."""

from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.places.words import PlaceWord, PlaceWords
from q7x2_etl.reference import Reference

WORDS = PlaceWords.from_reference(Reference.load())


@pytest.mark.parametrize("word", WORDS.words, ids=lambda word: word.id)
def test_place_words_do_what_their_examples_say(word: PlaceWord) -> None:
    for phrase in word.match:
        split = WORDS.split(phrase)
        assert split is not None, phrase
        assert any(form in split.word.forms for form in word.forms), phrase
        assert split.word.level == word.level or word.id in {w.id for w in WORDS.find(split.word.lemma)}, phrase
    for phrase in word.no_match:
        split = WORDS.split(phrase)
        assert split is None or split.word.id != word.id, phrase


@pytest.mark.parametrize(
    ("phrase", "name", "level"),
    [
        ("the district of Imam Sahib", "Imam Sahib", "admin2"),
        ("Rivers State", "Rivers", "admin1"),
        ("Kukawa local government area", "Kukawa", "admin2"),
        ("Lake Chad", "Chad", "feature"),
        ("northern Helmand", "Helmand", "direction"),
    ],
)
def test_a_phrase_is_taken_apart(phrase: str, name: str, level: str) -> None:
    split = WORDS.split(phrase)
    assert split is not None
    assert (split.name, split.word.level) == (name, level)


@pytest.mark.parametrize("phrase", ["the district", "province of", "", "the", "of the town", "district governor"])
def test_a_phrase_without_a_name_is_left_alone(phrase: str) -> None:
    assert WORDS.split(phrase) is None


def test_a_wrong_level_is_refused(tmp_path: Path) -> None:
    (tmp_path / "place_words.yaml").write_text(
        "entries:\n  - {id: moon, lemma: moon, forms: [moon], level: planet, match: [x], no_match: [y]}\n",
        encoding="utf-8",
    )
    with pytest.raises(ReferenceDataError, match="planet"):
        PlaceWords.from_reference(Reference.load(tmp_path))
