"""What a story is about, place by place."""

from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.extraction.eventhood.fields import Fields, Profile
from q7x2_etl.reference import Reference

MATCH = "The goalkeeper saved a penalty in stoppage time."
CRASH = "A minibus overturned in thick fog."


@pytest.fixture(scope="module")
def fields() -> Fields:
    return Fields(Reference.load())


def points(profile: Profile, text: str, sentence: str) -> dict[str, float]:
    start = text.index(sentence)
    return {field.name: n for field, n in profile.points(start, start + len(sentence)).items()}


def test_signs_weigh_more_in_the_sentence_than_near_it(fields: Fields) -> None:
    text = f"{MATCH} The crowd sang."
    profile = fields.profile(text, 0, len(text))
    assert points(profile, text, MATCH)["sport"] > points(profile, text, "The crowd sang.")["sport"] > 0


def test_one_weak_word_proves_nothing(fields: Fields) -> None:
    text = "The team left."
    assert points(fields.profile(text, 0, len(text)), text, text) == {}


def test_words_of_war_outweigh_a_crash(fields: Fields) -> None:
    text = f"{CRASH} Gunmen with rifles and grenades had shot at it; two soldiers and a militant lay dead."
    profile = fields.profile(text, 0, len(text))
    alone = fields.profile(CRASH, 0, len(CRASH))
    assert points(profile, text, CRASH).get("crash", 0) < points(alone, CRASH, CRASH)["crash"]
    assert profile.war(0, len(CRASH)) > 0 == alone.war(0, len(CRASH))


def test_only_the_story_is_read(fields: Fields) -> None:
    text = f"{MATCH} The crowd sang."
    assert points(fields.profile(text, len(MATCH), len(text)), text, "The crowd sang.") == {}


@pytest.mark.parametrize("entry", ["words: ['4']", "sentence: much"])
def test_a_wrong_entry_is_refused_with_its_name(tmp_path: Path, entry: str) -> None:
    keys = {"yields": "true", "harms": "true", "sentence": "1", "near": "1", "story": "1", "present": "0"}
    keys |= {"armed": "1", "lead": "0"}
    name, value = entry.split(": ", 1)
    keys |= {"marks": "[chess]", "words": "[chess]", name: value}
    lines = "".join(f"  {key}: {value}\n" for key, value in keys.items())
    (tmp_path / "relevance.yaml").write_text(f"entries:\n- id: chess\n{lines}", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="chess"):
        Fields(Reference.load(tmp_path))
