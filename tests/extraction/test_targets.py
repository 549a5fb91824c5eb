"""The things that an incident hit, also where only a verb of damage tells them."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "thing", "kind"),
    [
        ("A bank in Lima was damaged by a bomb explosion on Monday.", "A bank", "business"),
        ("The blast in Lima on Monday destroyed two shops.", "two shops", "market"),
        ("A bomb destroyed a branch of the Southern Bank in Lima on Monday.", "a branch of the Southern Bank", None),
        ("A telephone booth in Bogota was destroyed by a bomb on Monday.", "A telephone booth", None),
        ("A bomb planted near the U.S. embassy in Lima was defused on Monday.", "the U.S. embassy", "diplomatic"),
        ("Guerrillas threw a grenade at a police station in Lima on Monday.", "a police station", "police_station"),
        ("One attack in Lima on Monday was aimed at a bank.", "a bank", "business"),
        ("A pharmacy in Lima was the target of a grenade attack on Monday.", "A pharmacy", None),
        ("Hooded men hurled a stick of dynamite at the town hall in Lima on Monday.", "the town hall", None),
        ("Rebels mined the road from Goma to Bukavu on Monday.", "the road", None),
    ],
)
def test_what_was_damaged_or_aimed_at_is_a_target(the_report: TheReport, text: str, thing: str, kind: str) -> None:
    target = the_report(text).targets[0]
    assert target.as_written == thing
    assert kind is None or target.target_type == kind


@pytest.mark.parametrize(
    "text",
    [
        "The bombing in Kano on Monday, which killed two people, destroyed hopes of peace.",
        "The bombing in Kano on Monday, which killed two people, damaged relations with Niger.",
        "The bombing in Kano on Monday, which killed two people, did not damage the bank.",
    ],
)
def test_what_is_no_thing_or_was_not_damaged_is_no_target(the_report: TheReport, text: str) -> None:
    assert the_report(text).targets == ()
