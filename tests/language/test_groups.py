"""Noun groups and verb groups: heads, counts, classes, prepositions, voice."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.language.annotate import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, VerbGroup

Annotate = Callable[[str], Sentence]


def nouns(sentence: Sentence) -> dict[str, NounGroup]:
    """Noun groups by the text of their heads."""
    return {sentence.tokens[c.noun.head].text: c.noun for c in sentence.chunks if c.noun is not None}


def verb(sentence: Sentence, lemma: str) -> VerbGroup:
    return next(c.verb for c in sentence.chunks if c.verb is not None and c.verb.lemma == lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "passive", "negated", "modal", "infinitive"),
    [
        ("Gunmen attacked a convoy.", "attack", False, False, None, False),
        ("A convoy was attacked by gunmen.", "attack", True, False, None, False),
        ("Two men have been killed.", "kill", True, False, None, False),
        ("The mayor got shot.", "shoot", True, False, None, False),
        ("Rebels have burned the mill.", "burn", False, False, None, False),
        ("The army had not shelled the port.", "shell", False, True, None, False),
        ("Police didn't arrest anyone.", "arrest", False, True, None, False),
        ("Rebels could attack the port.", "attack", False, False, "could", False),
        ("Rebels tried to attack the port.", "attack", False, False, None, True),
        ("The men who were abducted are free.", "abduct", True, False, None, False),
    ],
)
def test_verb_group_has_voice_negation_and_mood(
    annotate: Annotate, text: str, lemma: str, passive: bool, negated: bool, modal: str | None, infinitive: bool
) -> None:
    group = verb(annotate(text), lemma)
    assert (group.passive, group.negated, group.modal, group.infinitive) == (passive, negated, modal, infinitive)


def test_verbs_that_govern_another_are_kept_in_order(annotate: Annotate) -> None:
    group = verb(annotate("Rebels were reportedly trying to attack the port."), "attack")
    assert group.governors == ("try",)
    assert "reportedly" in annotate("Rebels were reportedly trying to attack the port.").words(group.first, group.last)


@pytest.mark.parametrize(
    ("text", "head", "preposition"),
    [
        ("Two guards were killed by pirates off Eyl.", "pirates", "by"),
        ("Two guards were killed by pirates off Eyl.", "Eyl", "off"),
        ("Clashes between soldiers and herders went on.", "soldiers", "between"),
        ("Clashes between soldiers and herders went on.", "herders", "between"),
        ("Shells fell on homes, shops and a school.", "homes", "on"),
        ("Shells fell on homes, shops and a school.", "shops", "on"),
        ("Shells fell on homes, shops and a school.", "school", "on"),
        ("Rebels attacked posts in Goma and Bukavu.", "Bukavu", "in"),
        ("Gunmen killed a farmer.", "farmer", None),
        ("Rebels left after police came.", "police", None),
        ("Gunmen fired on a bus and police fired back.", "police", None),
        ("Rebels left after police had come.", "police", None),
        ("Rebels left as police were searching the farm.", "police", None),
        ("Rebels left after clashes reportedly involving police.", "clashes", "after"),
        ("In Basra gunmen shot a judge.", "gunmen", None),
        ("The crowd was scattered with warning shots.", "shots", "with"),
        ("In Basra gunmen shot a judge.", "Basra", "in"),
    ],
)
def test_preposition_governs_a_group_also_through_a_list(
    annotate: Annotate, text: str, head: str, preposition: str | None
) -> None:
    assert nouns(annotate(text))[head].prep == preposition


@pytest.mark.parametrize(
    ("text", "head", "complement"),
    [
        ("Scores of militants gave up.", "Scores", "militants"),
        ("Fighters of the Allied Democratic Forces came.", "Fighters", "Forces"),
        ("A group of armed men came.", "group", "men"),
        ("They burned the house of a judge.", "house", "judge"),
        ("They burned the house near a mill.", "house", None),
    ],
)
def test_group_keeps_its_of_complement(annotate: Annotate, text: str, head: str, complement: str | None) -> None:
    sentence = annotate(text)
    found = nouns(sentence)[head].complement
    assert (None if found is None else sentence.tokens[found.head].text) == complement


@pytest.mark.parametrize(
    ("text", "head", "best", "qualifier"),
    [
        ("Gunmen killed 26 people.", "people", 26, "exact"),
        ("Gunmen killed at least six people.", "people", 6, "at_least"),
        ("Gunmen killed about 300 people.", "people", 300, "about"),
        ("As many as 30 people died.", "people", 30, "at_most"),
        ("More than 1,500 people fled.", "people", 1500, "more_than"),
        ("Scores were hurt.", "Scores", None, "vague"),
        ("Nearly two dozen soldiers died.", "soldiers", 24, "nearly"),
        ("Half a dozen soldiers died.", "soldiers", 6, "exact"),
    ],
)
def test_group_carries_its_count(annotate: Annotate, text: str, head: str, best: int | None, qualifier: str) -> None:
    quantity = nouns(annotate(text))[head].quantity
    assert quantity is not None
    assert (quantity.best, quantity.qualifier) == (best, qualifier)


@pytest.mark.parametrize(
    "text", ["Between 10 and 15 people died.", "They killed between 10 and 15 people.", "Some 10 to 15 people died."]
)
def test_range_reaches_the_group_that_it_counts(annotate: Annotate, text: str) -> None:
    quantity = nouns(annotate(text))["people"].quantity
    assert quantity is not None
    assert (quantity.low, quantity.best, quantity.high) == (10, None, 15)


def test_age_is_no_count(annotate: Annotate) -> None:
    assert nouns(annotate("Gunmen killed a five-year-old boy."))["boy"].quantity is None


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Soldiers came.", "Soldiers", {"armed", "state"}),
        ("The Taliban came.", "Taliban", {"armed_group"}),
        ("Farmers came.", "Farmers", {"civilian", "person"}),
        ("They burned a church.", "church", {"facility"}),
        ("They burned a bus.", "bus", {"vehicle"}),
        ("They came to Kandahar.", "Kandahar", {"place"}),
        ("They came to Kenya.", "Kenya", {"place", "country"}),
        ("They found a roadside bomb.", "bomb", {"weapon", "explosive"}),
        ("A drone came.", "drone", {"weapon", "air"}),
        ("A raid began.", "raid", {"event"}),
        ("The judge came.", "judge", {"title", "person"}),
    ],
)
def test_head_gives_the_classes(annotate: Annotate, text: str, head: str, expected: set[str]) -> None:
    assert expected <= nouns(annotate(text))[head].classes


def test_capitals_make_a_name_but_not_at_the_start_of_a_sentence(annotate: Annotate) -> None:
    assert nouns(annotate("They met Karim Bello."))["Bello"].named
    assert not nouns(annotate("Soldiers met him."))["Soldiers"].named


_PIECES = """
    Gunmen killed five soldiers the of and , . in Goma on Monday was to not between 10 a by who said ' “ ( ) - bomb
    attack Taliban at least had been trying — 's over scores Gen. U.S. after when
""".split()  # noqa: SIM905  # one word a line would hide the list


@settings(deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join)))
def test_chunks_of_any_text_cover_every_token_once(annotate: Annotate, text: str) -> None:
    sentence = annotate(text)
    at = 0
    for piece in sentence.chunks:
        assert piece.first == at < piece.last
        assert (piece.noun is not None) == (piece.kind == "NP")
        assert (piece.verb is not None) == (piece.kind == "VG")
        if piece.noun is not None:
            assert piece.first <= piece.noun.head < piece.last
        if piece.verb is not None:
            assert piece.first <= piece.verb.head < piece.last
        at = piece.last
    assert at == len(sentence.tokens)
