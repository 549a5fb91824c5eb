"""Page furniture is data: every pattern matches its example and not its counter-example, and wrong data is refused."""

from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference
from q7x2_etl.sources.pages.datelines import dateline_at
from q7x2_etl.sources.pages.furniture import load_furniture

FURNITURE = load_furniture()
ENTRIES = Reference.load().entries("page_furniture")
PUBLISHERS = Reference.load().entries("publishers")


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_every_entry_is_known_by_its_kind(entry: dict[str, str]) -> None:
    assert FURNITURE.kind_of(entry["match"]) is not None
    assert FURNITURE.kind_of(entry["no_match"]) != entry["kind"]


@pytest.mark.parametrize("entry", PUBLISHERS, ids=[entry["id"] for entry in PUBLISHERS])
def test_every_publisher_signs_a_dateline(entry: dict[str, str]) -> None:
    signed = dateline_at(entry["match"], 0, len(entry["match"]), FURNITURE.agencies)
    unsigned = dateline_at(entry["no_match"], 0, len(entry["no_match"]), FURNITURE.agencies)
    assert signed is not None and signed.agency in entry["words"]
    assert unsigned is None or unsigned.agency is None


@pytest.mark.parametrize(
    "line",
    [
        "Police said that nine people had been hurt.",
        "The rebels share the town with the army",
        "Three soldiers killed in ambush on the coast road",
        "More than 40 fighters surrendered in the valley on Monday, the governor said.",
        "Search teams found the bodies of six miners.",
        "Related violence has left hundreds dead.",
        "World leaders condemn the attack",
        "Sources: two ministers, one general held after failed coup",
        "By dawn the town was quiet.",
        "Photographs of the dead were handed round in the court.",
        "Comments by the minister angered the guerrillas.",
        "Video shows soldiers beating a captive",
        "Follow-up strikes hit the same hospital.",
        "A video released by the group shows three hostages.",
        "Subscribers of the paper were beaten by the mob.",
        "About 200 people were arrested",
        "Get out of the town, the rebels told the villagers.",
        "Support for the insurgents has access to no border.",
        "Read the statement here said the rebel who held the camp.",
    ],
)
def test_lines_of_a_story_are_no_furniture(line: str) -> None:
    assert FURNITURE.kind_of(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Q. Sample", "Jane Q. Sample"),
        ("By Jane Sample and Omar al-Example | Example Times", "Jane Sample and Omar al-Example"),
        ("Jane Sample wrote this report with help from Omar Example.", "Jane Sample"),
        ("By then the shooting had stopped", None),
        ("Two men were held.", None),
    ],
)
def test_a_byline_gives_its_name(line: str, name: str | None) -> None:
    assert FURNITURE.byline(line) == name


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: x, kind: banner, pattern: a, match: a, no_match: b}", "banner"),
        ("{id: x, kind: menu, pattern: '(a', match: a, no_match: b}", "regular expression"),
        ("{id: x, kind: menu, pattern: a, match: c, no_match: b}", "does not match"),
        ("{id: x, kind: menu, pattern: '[ab]', match: a, no_match: b}", "must not"),
        ("{id: x, kind: menu, pattern: a, match: a}", "no_match"),
    ],
)
def test_a_wrong_entry_of_an_overlay_is_refused(tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "page_furniture.yaml").write_text(f"entries:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=said):
        load_furniture(Reference.load(tmp_path))


def test_an_overlay_adds_furniture_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "page_furniture.yaml").write_text(
        "entries:\n  - {id: mine, kind: menu, pattern: Harbour cams?, match: Harbour cam, no_match: Harbour}\n",
        encoding="utf-8",
    )
    assert load_furniture(Reference.load(tmp_path)).kind_of("Harbour cams") == "menu"
    assert FURNITURE.kind_of("Harbour cams") is None
