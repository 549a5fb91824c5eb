"""What words do in a sentence: verbs in their forms, participles, event nouns, negation."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.language.annotate import Sentence

Annotate = Callable[[str], Sentence]
TAGS = set("DNOPICSRAVBXTq'(),.")


def verbs(sentence: Sentence) -> list[tuple[str, str, str]]:
    return [(sentence.tokens[i].text, lemma, form) for i, (lemma, form) in sorted(sentence.tagged.verbs.items())]


def tag_of(sentence: Sentence, word: str) -> str:
    return next(tag for token, tag in zip(sentence.tokens, sentence.tagged.tags, strict=True) if token.text == word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen attacked a convoy near Kismayo.", [("attacked", "attack", "past")]),
        ("Two guards were shot by pirates.", [("shot", "shoot", "pp")]),
        ("The army has been shelling the port.", [("shelling", "shell", "ing")]),
        ("The rebels flee when planes arrive.", [("flee", "flee", "base"), ("arrive", "arrive", "base")]),
        ("The group holds two hostages.", [("holds", "hold", "s")]),
        ("Militants tried to storm the court.", [("tried", "try", "past"), ("storm", "storm", "base")]),
        ("Three traders shot in the market have died.", [("shot", "shoot", "past"), ("died", "die", "pp")]),
        ("Bandits raided Maru, killing nine herders.", [("raided", "raid", "past"), ("killing", "kill", "ing")]),
        ("He could have killed them.", [("killed", "kill", "pp")]),
        ("Police said gunmen shot dead a judge.", [("said", "say", "past"), ("shot", "shoot", "past")]),
        ("Who burned the mill?", [("burned", "burn", "past")]),
        ("Police said that rebels attacked a bus.", [("said", "say", "past"), ("attacked", "attack", "past")]),
        (
            "Police said in Kampala that rebels attacked a bus.",
            [("said", "say", "past"), ("attacked", "attack", "past")],
        ),
        ("Officers said on Monday that raids would go on.", [("said", "say", "past"), ("go", "go", "base")]),
        ("Patrols clashed with raiders.", [("clashed", "clash", "past")]),
        ("The group that attacks buses fled.", [("attacks", "attack", "s"), ("fled", "flee", "past")]),
        ("Troops bomb the hills every night.", [("bomb", "bomb", "base")]),
    ],
)
def test_verbs_are_found_with_lemma_and_form(
    annotate: Annotate, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert verbs(annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The wounded soldiers were flown to Kano.", "wounded"),
        ("Armed men stormed the bank.", "Armed"),
        ("An attack on the port killed two.", "attack"),
        ("The bombing of the mill killed two.", "bombing"),
        ("Clashes between herders and farmers went on.", "Clashes"),
        ("Fighting broke out in the hills.", "Fighting"),
        ("The attacks stopped.", "attacks"),
        ("The authors were rebels trained abroad.", "rebels"),
        ("Five were hurt in the shooting.", "shooting"),
        ("The raids and killings went on.", "raids"),
        ("They fear more attacks.", "attacks"),
    ],
)
def test_adjectives_and_event_nouns_are_no_verbs(annotate: Annotate, text: str, word: str) -> None:
    sentence = annotate(text)
    assert tag_of(sentence, word) == "O"


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Police did not fire.", "not", "X"),
        ("Police didn't fire.", "didn't", "A"),
        ("They never fired.", "never", "X"),
        ("He fired at about 300 men.", "about", "D"),
        ("He spoke about the war.", "about", "I"),
        ("The army carried out a raid.", "out", "B"),
        ("They came out of the wood.", "out", "I"),
        ("Rebels left on Sunday.", "Sunday", "T"),
        ("The general's car burned.", "'s", "'"),
        ("Rebels who fled came back.", "who", "R"),
        ("They left because it rained.", "because", "S"),
        ("Six died.", "Six", "N"),
        ("It burned.", "It", "P"),
    ],
)
def test_small_words_have_their_tags(annotate: Annotate, text: str, word: str, tag: str) -> None:
    assert tag_of(annotate(text), word) == tag


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_one_known_tag_a_token(annotate: Annotate, text: str) -> None:
    sentence = annotate(text)
    assert len(sentence.tagged.tags) == len(sentence.tokens)
    assert set(sentence.tagged.tags) <= TAGS
    assert set(sentence.tagged.verbs) == {i for i, tag in enumerate(sentence.tagged.tags) if tag == "V"}
