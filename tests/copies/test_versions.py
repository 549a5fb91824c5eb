"""Later versions of a story supersede earlier ones, by rules that the page METHODS tells."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from q7x2_etl.copies import Version, Wording, superseded

FIRST_LOAD, SECOND_LOAD = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def version(name: str, day: int | None = None, title: str = "Market raided", **said: Any) -> Version:
    given: dict[str, Any] = {"publishers": frozenset(), "agency": None, "seen": {}} | said
    published = None if day is None else date(2026, 1, day)
    return Version(name, Wording(50, f"{ord(name[0]):02x}"), published, (title, ""), **given)


TIMES = {"publishers": frozenset({"Times"})}
AFP = {"agency": "AFP"}


def test_of_one_publisher_the_later_day_supersedes_and_the_last_is_named() -> None:
    found = superseded([version("b", 2, **TIMES), version("c", 3, **TIMES), version("a", 1, **TIMES)])
    assert found == {"a": "c", "b": "c"}


def test_of_different_publishers_none_supersedes() -> None:
    assert superseded([version("a", 1, **TIMES), version("b", 2, publishers=frozenset({"Post"}))]) == {}


def test_the_same_words_again_are_no_new_version() -> None:
    again = Version("b", Wording(50, "61"), date(2026, 1, 2), ("", ""), frozenset({"Times"}), None, {})
    assert superseded([version("a", 1, **TIMES), again]) == {}


@pytest.mark.parametrize(
    "title",
    ["UPDATE 2-Market raided", "CORRECTED: Market raided", "Market raided (updated)", "2nd LEAD Market raided",
     "Correction - Market raided", "Market raided [with correction to toll]"],
)  # fmt: skip
def test_what_a_wire_says_of_itself_decides_on_one_day_and_among_sites(title: str) -> None:
    assert superseded([version("a", 1, title, **AFP), version("b", 1, **AFP)]) == {"b": "a"}
    assert superseded([version("a", 1, title, **TIMES), version("b", 1, **TIMES)]) == {"b": "a"}


def test_numbers_of_updates_are_compared_and_a_correction_breaks_the_tie() -> None:
    titles = ["Market raided", "UPDATE 1-Market raided", "UPDATE 2-Market raided", "CORRECTED-UPDATE 2-Market raided"]
    found = superseded([version(name, 1, title, **AFP) for name, title in zip("abcd", titles, strict=True)])
    assert found == {"a": "d", "b": "d", "c": "d"}


@pytest.mark.parametrize(
    "title", ["Court corrects ruling on lead mine", "Officials update 14 families", "Lead in water"]
)
def test_ordinary_headlines_bear_no_mark(title: str) -> None:
    assert version("a", 1, title).mark == (0, False)


def test_a_wire_printed_later_elsewhere_supersedes_nothing() -> None:
    assert superseded([version("a", 1, **AFP), version("b", 4, **AFP)]) == {}


def test_at_one_address_what_a_later_load_found_supersedes() -> None:
    old, new = version("b", 1, seen={"u": FIRST_LOAD}), version("a", 1, seen={"u": SECOND_LOAD})
    assert superseded([old, new]) == {"b": "a"}
    assert superseded([old, version("a", 1, seen={"u": FIRST_LOAD})]) == {}
    assert superseded([old, version("a", 1, seen={"v": SECOND_LOAD})]) == {}
