"""Names of actors are found in every spelling, and what an actor was depends on the day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.mentions.actors import ActorIndex, alias_key
from q7x2_etl.reference import Reference

INDEX = ActorIndex.from_reference(Reference.load())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("IS-K", ("is", "k")),
        ("IS K", ("is", "k")),
        ("I.S.K.", ("isk",)),
        ("Sar-e-Pol", ("sar", "e", "pol")),
        ("Sar–e Pol", ("sar", "e", "pol")),
        ("al-Qa'ida", ("al", "qaida")),
        ("al-Qa’ida", ("al", "qaida")),
        ("Medellín Cartel", ("medellin", "cartel")),
        ("Lord's Resistance Army", ("lord", "resistance", "army")),
        ("the Taliban's", ("the", "taliban")),
        ("Workers' Party", ("workers", "party")),
        ("SPLM/A", ("splm", "a")),
        ("U.N.", ("un",)),
        ("  ", ()),
    ],
)
def test_key_ignores_case_dots_apostrophes_accents_and_hyphens(text: str, key: tuple[str, ...]) -> None:
    assert alias_key(text) == key


@given(st.text())
def test_key_of_a_key_is_the_key(text: str) -> None:
    key = alias_key(text)
    assert alias_key(" ".join(key)) == key
    assert alias_key(text.replace(" ", "  ")) == key


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("IS-K", "islamic-state-khorasan"),
        ("ISKP", "islamic-state-khorasan"),
        ("ISIS-K", "islamic-state-khorasan"),
        ("Islamic State-Khorasan", "islamic-state-khorasan"),
        ("Daesh in Afghanistan", "islamic-state-khorasan"),
        ("Daesh", "islamic-state"),
        ("ISIL", "islamic-state"),
        ("IS", "islamic-state"),
        ("Taleban", "taliban"),
        ("Al Shabab", "al-shabaab"),
        ("al-Shabaab", "al-shabaab"),
        ("Hizbullah", "hezbollah"),
        ("FMLN", "fmln"),
        ("Farabundo Marti National Liberation Front", "fmln"),
        ("Sendero Luminoso", "shining-path"),
        ("Manuel Rodriguez Patriotic Front", "fpmr"),
        ("Tupac Amaru Revolutionary Movement", "mrta"),
        ("Extraditables", "extraditables"),
        ("The Extraditables", "extraditables"),
        ("Lords Resistance Army", "lra"),
        ("Rapid Support Forces", "rsf-sudan"),
        ("ETA", "eta"),
        ("Kurdistan Workers’ Party", "pkk"),
    ],
)
def test_name_leads_to_its_actor(name: str, actor_id: str) -> None:
    without_article = name.removeprefix("The ")
    assert INDEX.resolve(without_article) == actor_id


def test_form_that_needs_its_case_is_no_word_in_lower_case() -> None:
    for form in ("is", "au", "eta", "ana", "mend"):
        assert INDEX.resolve(form) is None
    assert INDEX.case_sensitive["AU"] == "african-union"


def test_no_everyday_word_is_an_alias_in_any_case() -> None:
    everyday = (
        "is who let care fact model mend ice us it order front force who may will the state army police people men"
    )
    assert [word for word in everyday.split() if alias_key(word) in INDEX.aliases] == []


def test_name_of_another_body_is_left_to_it() -> None:
    """A news agency, a country's short name and a regional body are no armed actors, whatever shares their letters."""
    assert [INDEX.resolve(name) for name in ("AFP", "DRC", "OAS", "NFL", "PRC")] == [None] * 5
    assert INDEX.resolve("AFP", ["PHL"]) == "philippine-forces"


@pytest.mark.parametrize(
    ("actor_id", "day", "kind"),
    [
        ("taliban", date(1996, 9, 27), "state"),
        ("taliban", date(2001, 12, 6), "state"),
        ("taliban", date(2001, 12, 7), "armed_group"),
        ("taliban", date(2018, 8, 1), "armed_group"),
        ("taliban", date(2021, 8, 14), "armed_group"),
        ("taliban", date(2021, 8, 15), "state"),
        ("taliban", None, "state"),
        ("rsf-sudan", date(2020, 1, 1), "state"),
        ("rsf-sudan", date(2023, 4, 15), "armed_group"),
        ("fsln", date(1985, 1, 1), "state"),
        ("fmln", date(1989, 11, 11), "armed_group"),
        ("fmln", date(2015, 1, 1), "other"),
        ("hts", date(2024, 12, 1), "armed_group"),
        ("hts", date(2024, 12, 8), "state"),
        ("isaf", date(2010, 1, 1), "foreign_state"),
        ("idf", None, "state"),
    ],
)
def test_kind_depends_on_the_day(actor_id: str, day: date | None, kind: str) -> None:
    assert INDEX.kind_on(actor_id, day) == kind


def test_parent_is_an_actor_and_no_chain_of_parents_is_a_ring() -> None:
    assert INDEX.parent_on("islamic-state-khorasan", date(2018, 1, 1)) == "islamic-state"
    assert INDEX.parent_on("islamic-state", None) is None
    for actor_id in INDEX.entries:
        seen = {actor_id}
        parent = INDEX.parent_on(actor_id, None)
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = INDEX.parent_on(parent, None)


def test_shared_name_goes_to_the_actor_of_the_text_s_country() -> None:
    assert INDEX.resolve("JEM", ["PAK"]) == "jaish-e-mohammed"
    assert INDEX.resolve("JEM", ["SDN"]) == "jem-sudan"
    assert INDEX.resolve("JEM") == "jem-sudan"
    assert INDEX.shared[("jem",)] == ("jem-sudan", "jaish-e-mohammed")
    assert INDEX.resolve("Maoist rebels", ["PHL"]) == "npa"
    assert INDEX.resolve("Maoist rebels", ["PHL", "NPL"]) == "cpi-maoist"


@given(st.integers(0, 40_000))
def test_every_actor_has_exactly_one_kind_on_every_day(days: int) -> None:
    day = date(1930, 1, 1) + timedelta(days=days)
    for entry in INDEX.entries.values():
        holding = [d for d in entry.kinds if (d.start is None or d.start <= day) and (d.end is None or day < d.end)]
        assert len(holding) <= 1
        assert INDEX.kind_on(entry.id, day) == (holding[0].kind if holding else entry.kind)


def _entry(**fields: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": "blue-front",
        "name": "Blue Front of Testland",
        "kind": "armed_group",
        "country": "TST",
        "aliases": ["Testland Blues"],
        "source": "test",
        "match": "The Testland Blues took the hill.",
        "no_match": "The hill was blue.",
    }
    return entry | fields


def _load(folder: Path, *entries: dict[str, Any]) -> ActorIndex:
    (folder / "actors").mkdir(exist_ok=True)
    (folder / "actors" / "own.yaml").write_text(yaml.safe_dump({"entries": list(entries)}), encoding="utf-8")
    return ActorIndex.from_reference(Reference.load(folder))


def test_overlay_adds_an_actor(tmp_path: Path) -> None:
    index = _load(tmp_path, _entry())
    assert index.resolve("testland blues") == "blue-front"
    assert len(index.entries) == len(INDEX.entries) + 1


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": "rebels"}, "unknown kind 'rebels'; the kinds are state, armed_group"),
        ({"kinds": [{"kind": "wizards", "from": None, "to": None}]}, "unknown kind 'wizards'"),
        ({"kinds": [{"kind": "state", "from": "1999-02-30", "to": None}]}, "'1999-02-30' is no date"),
        ({"kinds": [{"kind": "state", "from": "2001-01-01", "to": "2000-01-01"}]}, "is empty"),
        (
            {
                "kinds": [
                    {"kind": "state", "from": "2001-01-01", "to": "2003-01-01"},
                    {"kind": "armed_group", "from": "2002-01-01", "to": None},
                ]
            },
            "periods overlap",
        ),
        ({"aliases": ["Taliban"]}, "belongs to both"),
        ({"case_sensitive_aliases": ["IS"]}, "belongs to both"),
        ({"case_sensitive_aliases": ["TALIBAN"]}, "belongs to both"),
        ({"aliases": [False]}, "must be a list of texts"),
        ({"aliases": ["..."]}, "has no letters"),
        ({"shared_aliases": ["Testland Blues"]}, "both its own and shared"),
        ({"country": "Testland"}, "no ISO 3166-1 alpha-3"),
        ({"parent": "nobody"}, "parent 'nobody'"),
        ({"parent": "blue-front"}, "parent 'blue-front'"),
        ({"match": None}, "field 'match' is missing"),
        ({"colour": "blue"}, "unknown field 'colour'"),
    ],
)
def test_wrong_actor_is_refused_with_file_entry_and_reason(
    tmp_path: Path, fields: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        _load(tmp_path, _entry(**fields))
    assert complaint in str(caught.value)
    assert "'blue-front'" in str(caught.value)
    assert str(tmp_path / "actors" / "own.yaml") in str(caught.value)


def test_name_marked_as_shared_is_accepted_beside_its_owner(tmp_path: Path) -> None:
    index = _load(tmp_path, _entry(shared_aliases=["Taliban"]))
    assert index.resolve("Taliban") == "taliban"
    assert index.resolve("Taliban", ["TST"]) == "blue-front"


def test_refused_alias_names_both_actors(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"'taliban' and 'blue-front'"):
        _load(tmp_path, _entry(aliases=["Taleban"]))


def test_at_least_300_groups_and_forces_have_dated_kinds() -> None:
    entries = ActorIndex.from_reference(Reference.load()).entries.values()
    assert sum(1 for entry in entries if entry.kinds) >= 300


@pytest.mark.parametrize(
    ("actor", "before", "kind"),
    [
        ("medellin-cartel", date(1990, 1, 1), "armed_group"),
        ("ltte", date(2005, 1, 1), "armed_group"),
        ("ltte", date(2020, 1, 1), "other"),
        ("jnim", date(2020, 1, 1), "armed_group"),
        ("taliban", date(2022, 1, 1), "state"),
    ],
)
def test_kind_is_that_of_the_day(actor: str, before: date, kind: str) -> None:
    assert ActorIndex.from_reference(Reference.load()).kind_on(actor, before) == kind
