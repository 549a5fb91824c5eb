"""Forms of verbs and nouns."""

import pytest

from q7x2_etl.language.grammar.inflect import plural, verb_forms
from q7x2_etl.language.mentions.lexicon import Lexicon


def forms(lemma: str, irregular: tuple[str, str] | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text, form in verb_forms(lemma, irregular):
        found.setdefault(form, set()).add(text)
    return found


@pytest.mark.parametrize(
    ("lemma", "third", "ing", "past"),
    [
        ("kill", "kills", "killing", "killed"),
        ("attack", "attacks", "attacking", "attacked"),
        ("ambush", "ambushes", "ambushing", "ambushed"),
        ("torch", "torches", "torching", "torched"),
        ("harass", "harasses", "harassing", "harassed"),
        ("echo", "echoes", "echoing", "echoed"),
        ("raid", "raids", "raiding", "raided"),
        ("die", "dies", "dying", "died"),
        ("seize", "seizes", "seizing", "seized"),
        ("free", "frees", "freeing", "freed"),
        ("carry", "carries", "carrying", "carried"),
        ("destroy", "destroys", "destroying", "destroyed"),
        ("stab", "stabs", "stabbing", "stabbed"),
        ("rob", "robs", "robbing", "robbed"),
        ("repel", "repels", "repelling", "repelled"),
        ("gun", "guns", "gunning", "gunned"),
        ("bomb", "bombs", "bombing", "bombed"),
        ("shell", "shells", "shelling", "shelled"),
        ("open fire on", "opens fire on", "opening fire on", "opened fire on"),
    ],
)
def test_regular_verb_has_its_forms(lemma: str, third: str, ing: str, past: str) -> None:
    assert forms(lemma) == {"base": {lemma}, "s": {third}, "ing": {ing}, "past": {past}, "pp": {past}}


def test_irregular_forms_replace_the_regular_ones_also_in_phrases() -> None:
    assert forms("take hostage", ("took", "taken"))["past"] == {"took hostage"}
    assert forms("take hostage", ("took", "taken"))["pp"] == {"taken hostage"}
    assert forms("burn", ("burnt burned", "burnt burned"))["past"] == {"burnt", "burned"}


def test_both_spellings_of_a_verb_that_has_two_are_known() -> None:
    assert forms("kidnap")["past"] == {"kidnaped", "kidnapped"}
    assert forms("cancel")["ing"] == {"canceling", "cancelling"}


@pytest.mark.parametrize(
    ("form", "lemma", "name"),
    [
        ("fled", "flee", "past"),
        ("overran", "overrun", "past"),
        ("waylaid", "waylay", "pp"),
        ("shot", "shoot", "pp"),
        ("struck", "strike", "past"),
        ("blew", "blow", "past"),
        ("fought", "fight", "past"),
        ("stole", "steal", "past"),
        ("held", "hold", "pp"),
        ("bombs", "bomb", "s"),
        ("clashing", "clash", "ing"),
    ],
)
def test_form_leads_to_its_lemma(lexicon: Lexicon, form: str, lemma: str, name: str) -> None:
    assert (lemma, name) in lexicon.verb_forms[form]


@pytest.mark.parametrize("wrong", ["fleed", "shooted", "taked", "fighted", "blowed", "striked", "stealed", "goed"])
def test_irregular_verb_has_no_regular_past(lexicon: Lexicon, wrong: str) -> None:
    assert wrong not in lexicon.verb_forms


@pytest.mark.parametrize(
    ("lemma", "many"),
    [
        ("bomb", "bombs"),
        ("ambush", "ambushes"),
        ("blitz", "blitzes"),
        ("church", "churches"),
        ("body", "bodies"),
        ("boy", "boys"),
        ("policeman", "policemen"),
        ("woman", "women"),
        ("shaman", "shamans"),
        ("car bomb", "car bombs"),
    ],
)
def test_noun_has_its_plural(lemma: str, many: str) -> None:
    assert plural(lemma) == many


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("overthrew", "overthrow"),
        ("withheld", "withhold"),
        ("dealt", "deal"),
        ("encircling", "encircle"),
        ("fed", "feed"),
    ],
)
def test_verb_that_is_no_trigger_is_known_too(lexicon: Lexicon, form: str, lemma: str) -> None:
    assert lemma in {known for known, _ in lexicon.verb_forms[form]}
