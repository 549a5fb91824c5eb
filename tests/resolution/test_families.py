"""Every family of `seeds/reference/event_families.yaml` keeps the examples it carries."""

from pathlib import Path

import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import EventFamilies

ENTRIES = Reference.load().entries("event_families")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_family_matches_and_differs_as_its_examples_say(entry: dict[str, list[str]]) -> None:
    families = EventFamilies.load(Reference.load())
    assert families.related(*entry["matches"])
    assert not families.related(*entry["differs"])
    assert set(entry["matches"]) <= set(entry["event_types"])


def test_every_event_type_has_a_family() -> None:
    known = set(load_contract().vocabularies["event_type"].words)
    named = {event_type for entry in ENTRIES for event_type in entry["event_types"]}
    assert named == known


def test_family_without_types_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "event_families.yaml").write_text("entries:\n- {id: broken, event_types: []}\n")
    with pytest.raises(ReferenceDataError, match="broken"):
        EventFamilies.load(Reference.load(tmp_path))
