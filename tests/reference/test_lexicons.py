"""The lexicons keep their rules, and every example says what it should."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.mentions.actors import ActorIndex, alias_key
from q7x2_etl.language.mentions.lexicon_check import LEXICONS, check_lexicons, forms_of
from q7x2_etl.model import ActorKind
from q7x2_etl.reference import Reference

REFERENCE = Reference.load()
NOUN_LEXICONS = [name for name in LEXICONS if name != "event_types"]
AT_LEAST = {"actors": 300, "people": 200, "titles": 110, "weapons": 85, "targets": 115, "forces": 12, "event_types": 22}
EVENT_TYPES = set(
    """
    armed_clash territorial_change armed_attack assassination execution bombing suicide_bombing shelling airstrike
    kidnapping hijacking security_operation arrest surrender displacement sexual_violence protest riot arson sabotage
    robbery coercion
    """.split()  # noqa: SIM905  # one word a line would hide the list
)


def found(forms: Iterable[str], text: str, exact: bool = False) -> bool:
    """Whether one of the forms stands in the text as whole words, as a lookup by `alias_key` would find it."""
    if exact:
        return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)
    words = alias_key(re.sub(r"[,;:!?\"]|\.(?=\s|$)", " ", text))
    keys = {alias_key(form) for form in forms}
    return any(words[i : i + len(key)] == key for key in keys for i in range(len(words)))


def entries_of(name: str) -> list[Any]:
    return [pytest.param(entry, id=f"{name}:{entry['id']}") for entry in REFERENCE.entries(name)]


@pytest.mark.parametrize("name", sorted(AT_LEAST))
def test_lexicon_has_the_size_that_is_promised(name: str) -> None:
    assert len(REFERENCE.entries(name)) >= AT_LEAST[name]


def test_all_lexicons_keep_their_vocabularies() -> None:
    check_lexicons(REFERENCE)


@pytest.mark.parametrize("entry", [p for name in NOUN_LEXICONS for p in entries_of(name)])
def test_noun_is_found_in_its_example_and_not_in_its_counterexample(entry: dict[str, Any]) -> None:
    forms = forms_of(entry)
    assert found(forms, entry["match"])
    assert not found(forms, entry["no_match"])


@pytest.mark.parametrize("entry", entries_of("actors"))
def test_actor_is_found_in_its_example_and_not_in_its_counterexample(entry: dict[str, Any]) -> None:
    exact = entry.get("case_sensitive_aliases", [])
    names = [*entry.get("aliases", []), *([] if entry["name"] in exact else [entry["name"]])]
    assert found(names, entry["match"]) or found(exact, entry["match"], exact=True)
    assert not found(names, entry["no_match"])
    assert not found(exact, entry["no_match"], exact=True)


@pytest.mark.parametrize(
    "path", sorted(p for p in REFERENCE.root.rglob("*.yaml") if p.stem in LEXICONS or p.parent.name == "actors")
)
def test_no_id_stands_twice_and_no_example_serves_twice(path: Path) -> None:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    ids = Counter(entry["id"] for entry in entries)
    assert [i for i, n in ids.items() if n > 1] == []


def test_actor_ids_are_unique_across_the_files() -> None:
    ids = Counter(
        entry["id"]
        for path in (REFERENCE.root / "actors").glob("*.yaml")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    )
    assert [i for i, n in ids.items() if n > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i) for i in ids)


def test_actors_of_every_kind_and_of_many_countries_are_there() -> None:
    entries = ActorIndex.from_reference(REFERENCE).entries.values()
    kinds = {entry.kind for entry in entries}
    assert kinds >= set(get_args(ActorKind)) - {"person"}
    assert len({entry.country for entry in entries}) >= 80


def test_event_types_are_the_22_of_the_guide_with_the_neighbours_terms() -> None:
    entries = {entry["id"]: entry for entry in REFERENCE.entries("event_types")}
    assert set(entries) == EVENT_TYPES
    acled = {
        "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
        "Explosions/Remote violence": {
            "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED", "Grenade",
        },
        "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
        "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
        "Riots": {"Violent demonstration", "Mob violence"},
        "Strategic developments": {
            "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
            "Headquarters or base established", "Looting/property destruction",
            "Non-violent transfer of territory", "Other",
        },
    }  # fmt: skip
    for entry in entries.values():
        assert entry["acled_sub_event_type"] in acled[entry["acled_event_type"]], entry["id"]
        assert re.fullmatch(r"\d{2,4}", entry["cameo"])
        assert entry["plover"] in {"ASSAULT", "COERCE", "PROTEST", "RETREAT"}
        assert (entry["gtd_attacktype"] is None) == (entry["gtd_attacktype_code"] is None)


def test_event_types_fill_the_contract_s_table() -> None:
    columns = yaml.safe_load((REFERENCE.root.parent.parent / "schemas" / "event_types.yaml").read_text())["columns"]
    for entry in REFERENCE.entries("event_types"):
        missing = [c["name"] for c in columns if c["name"] != "event_type" and c["name"] not in entry]
        assert missing == []


@pytest.mark.parametrize(
    ("name", "entry", "complaint"),
    [
        ("people", {"kind": "wizard"}, "kind 'wizard' is unknown"),
        ("people", {"group": "crew"}, "group 'crew' is unknown"),
        ("people", {"number": "dual"}, "number 'dual' is unknown"),
        ("people", {"match": ""}, "field 'match' is missing"),
        ("people", {"colour": "red"}, "unknown field 'colour'"),
        ("people", {"synonyms": ["fine", False]}, "False is no text"),
        ("people", {"synonyms": "one"}, "synonyms must be a list"),
        ("weapons", {"category": "magic"}, "category 'magic' is unknown"),
        ("weapons", {"suggests": "picnic"}, "suggests 'picnic' is unknown"),
        ("targets", {"target_type": "moon"}, "target_type 'moon' is unknown"),
        ("titles", {"speaks": "often"}, "speaks must be true or false"),
        ("event_types", {"family": "magic"}, "family 'magic' is unknown"),
    ],
)
def test_wrong_entry_of_an_overlay_is_refused_with_file_entry_and_reason(
    tmp_path: Path, name: str, entry: dict[str, Any], complaint: str
) -> None:
    whole = dict(REFERENCE.entries(name)[0]) | entry
    (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump({"entries": [whole]}), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        check_lexicons(Reference.load(tmp_path))
    assert complaint in str(caught.value)
    assert str(tmp_path / f"{name}.yaml") in str(caught.value)
    assert str(whole["id"]) in str(caught.value)


def test_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    entry = REFERENCE.entries("weapons")[0]
    (tmp_path / "weapons.yaml").write_text(yaml.safe_dump({"entries": [entry, entry]}), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="stands twice"):
        check_lexicons(Reference.load(tmp_path))


def test_forms_hold_plurals_and_leave_plural_words_alone() -> None:
    entry = {"lemma": "hitman", "plural": "hitmen", "synonyms": ["spy", {"lemma": "troops", "number": "plural"}]}
    assert forms_of(entry) == ("hitman", "hitmen", "spy", "spies", "troops")


def test_dated_kinds_speak_of_days_that_can_be() -> None:
    for entry in ActorIndex.from_reference(REFERENCE).entries.values():
        for dated in entry.kinds:
            days = [day for day in (dated.start, dated.end) if day]
            assert all(date(1940, 1, 1) <= day <= date(2027, 1, 1) for day in days), entry.id
