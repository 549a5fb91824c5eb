"""One index over all that the reference data knows of words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from q7x2_etl.language.annotate import Sentence
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.reference import Reference

Annotate = Callable[[str], Sentence]


def senses(sentence: Sentence) -> set[tuple[str, str, str]]:
    return {(m.sense.kind, m.sense.id, sentence.words(m.first, m.last)) for m in sentence.mentions}


@pytest.mark.parametrize(
    ("text", "kind", "sense_id", "words"),
    [
        ("The Taliban came.", "actor", "taliban", "Taliban"),
        ("Fighters of al-Shabaab came.", "actor", "al-shabaab", "al-Shabaab"),
        ("They blamed al-Qa'ida.", "actor", "al-qaeda", "al-Qa'ida"),
        ("Car bombs went off.", "event", "bomb.n", "Car bombs"),
        ("There were two suicide attacks.", "event", "suicide_bombing.n", "suicide attacks"),
        ("Policemen came.", "force", "police", "Policemen"),
    ],
)
def test_phrase_is_found_in_all_its_forms(annotate: Annotate, text: str, kind: str, sense_id: str, words: str) -> None:
    assert (kind, sense_id, words) in senses(annotate(text))


def test_longest_phrase_of_a_kind_wins(annotate: Annotate) -> None:
    events = {words for kind, _, words in senses(annotate("A suicide bomb attack was feared.")) if kind == "event"}
    assert events == {"suicide bomb attack"}


def test_short_name_counts_only_in_its_own_case(annotate: Annotate) -> None:
    assert any(kind == "actor" for kind, _, _ in senses(annotate("Troops of the IS came.")))
    assert not any(kind == "actor" for kind, _, _ in senses(annotate("That is it.")))


def test_plural_of_a_noun_says_that_it_is_one(annotate: Annotate) -> None:
    plurals = {m.sense.is_plural for m in annotate("Bombs went off.").mentions if m.sense.kind == "event"}
    singulars = {m.sense.is_plural for m in annotate("A bomb went off.").mentions if m.sense.kind == "event"}
    assert (plurals, singulars) == ({True}, {False})


def test_variants_of_a_verb_trigger_are_tried_longest_first(lexicon: Lexicon) -> None:
    for options in lexicon.verb_triggers.values():
        lengths = [len(words) for words, _, _ in options]
        assert lengths == sorted(lengths, reverse=True)


def test_every_verb_of_a_trigger_is_known_to_the_tagger(lexicon: Lexicon) -> None:
    missing = [
        lemma
        for entry in lexicon.trigger_entries
        if entry["pos"] == "verb"
        for lemma in [entry["lemma"], *entry.get("variants", ())]
        if lemma.split()[0] not in lexicon.verb_forms
    ]
    assert missing == []


def test_overlay_adds_an_actor_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(
        "entries:\n  - {id: river-guard, name: River Guard, kind: armed_group, aliases: [RVG], source: own,"
        " match: The River Guard came., no_match: The river came.}\n",
        encoding="utf-8",
    )
    found = Lexicon(Reference.load(tmp_path)).senses_at(["river", "guard"], ["River", "Guard"], 0)
    assert [(n, sense.id) for n, sense in found if sense.kind == "actor"] == [(2, "river-guard")]
