"""Every trigger of the reference data does what its own two examples say."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import Report
from q7x2_etl.reference import Reference

ENTRIES = [pytest.param(entry, id=entry["id"]) for entry in Reference.load().entries("triggers")]
ReportsOf = Callable[[str], list[Report]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(Reference.load())


def types_of(entry: dict[str, Any]) -> set[str]:
    """The event types that an entry may give: its own and those that a slot's filler makes of it."""
    by_class = [entry.get(name) for name in ("by_object", "state_type") if isinstance(entry.get(name), dict)]
    given = [entry["type"], entry.get("state_type"), entry.get("air_type"), entry.get("single")]
    given += [name for table in by_class if table for name in table.values()]
    return {name for name in given if isinstance(name, str)}


@pytest.mark.parametrize("entry", ENTRIES)
def test_example_gives_an_incident_of_the_type(reports_of: ReportsOf, entry: dict[str, Any]) -> None:
    found = [report.event_type for report in reports_of(entry["match"])]
    # A mere effect ("died") has no type: whatever caused it names the incident.
    assert found if not types_of(entry) else types_of(entry) & set(found), (entry["match"], found)


@pytest.mark.parametrize("entry", ENTRIES)
def test_counterexample_gives_no_incident(reports_of: ReportsOf, entry: dict[str, Any]) -> None:
    found = [report.event_type for report in reports_of(entry["no_match"])]
    assert found == [], entry["no_match"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_counterexample_has_the_trigger_s_own_word(lexicon: Lexicon, entry: dict[str, Any]) -> None:
    """A sentence without the word would prove nothing."""
    words = re.findall(r"[a-z-]+", entry["no_match"].lower())
    lemmas = {lemma for word in words for lemma, _ in lexicon.verb_forms.get(word, ())}
    known = set(words) | lemmas | {word.removesuffix(ending) for word in words for ending in ("s", "es")}
    assert known & {
        name.split()[0] for name in (entry["lemma"], *entry.get("variants", ()), *entry.get("split", ()))
    }, entry["no_match"]
