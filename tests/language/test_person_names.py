"""Names of persons where letter case tells nothing."""

from collections.abc import Callable

import pytest

from q7x2_etl.language.annotate import Annotator, Sentence
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.reference import Reference

Annotate = Callable[[str], Sentence]


@pytest.fixture(scope="module")
def caseless(lexicon: Lexicon) -> Annotate:
    """Annotates one sentence whose case was lost."""
    reference = Reference.load()
    annotator = Annotator(lexicon, Gazetteer.from_reference(reference), PlaceLevels(reference))
    return lambda text: annotator.annotate(text, 0, len(text), (), False)


def names_of(sentence: Sentence) -> list[str]:
    return [sentence.words(m.first, m.last) for m in sentence.mentions if m.sense.kind == "name"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("GUNMEN KILLED PEDRO ALVARADO QUIROGA IN FRONT OF HIS HOUSE.", ["PEDRO ALVARADO QUIROGA"]),
        ("gunmen killed pedro alvarado quiroga in front of his house.", ["pedro alvarado quiroga"]),
        ("AHMED BIN SALEH AL QASIMI WAS SHOT ON HIS DOORSTEP.", ["AHMED BIN SALEH AL QASIMI"]),
        ("MARIA DE LA CRUZ VIUDA WAS TAKEN FROM HER CAR.", ["MARIA DE LA CRUZ VIUDA"]),
        ("THE BODIES OF TOMASZ NOWICKI AND OUMAR TRAORE WERE FOUND.", ["TOMASZ NOWICKI", "OUMAR TRAORE"]),
        ("COLONEL ZAVALETA DENIED IT.", ["ZAVALETA"]),
        ("THE GUERRILLAS KILLED JOHN BAKER, A FARMER.", ["JOHN BAKER"]),
        ("A BOMB WENT OFF IN SAN JOSE.", []),
        ("TWO MEN WERE SEIZED IN LA ESPERANZA.", []),
        ("THE POLITICAL VIOLENCE GREW IN EL SALVADOR TODAY.", []),
        ("A CAR BURNED ON SIMON BOLIVAR STREET.", []),
        ("THE RAIN SPOILED THE CORN AND THE LOTS NEARBY.", []),
    ],
)
def test_given_names_and_titles_find_names_without_capitals(caseless: Annotate, text: str, names: list[str]) -> None:
    assert names_of(caseless(text)) == names


def test_name_without_capitals_is_the_name_of_its_group(caseless: Annotate) -> None:
    sentence = caseless("THE GUERRILLAS MURDERED UNION LEADER HECTOR PAREDES.")
    group = next(c.noun for c in sentence.chunks if c.noun is not None and sentence.lows[c.noun.head] == "paredes")
    assert group.named
    assert "name" in group.classes


def test_words_of_a_name_are_no_places_and_no_verbs(caseless: Annotate) -> None:
    sentence = caseless("GUNMEN KILLED SANTIAGO CORDOBA DO NASCIMENTO AT HOME.")
    assert names_of(sentence) == ["SANTIAGO CORDOBA DO NASCIMENTO"]
    assert not sentence.places
