"""Who is meant in articles: pronouns, callers, those who man a post, and whose denial touches the incident."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        (
            "A car bomb tore through a checkpoint manned by Turkish-backed rebels near Kirkuk on Monday.",
            "target",
            "rebels",
        ),
        ("Rebels attacked the army's headquarters in Nyala on Monday, killing two.", "target", "army"),
        ("A suicide bomber rammed a car into a bus carrying policemen in Kano on Monday.", "target", "policemen"),
        (
            "Jets hit a camp in Tajoura on Monday, killing 53 migrants. Officials blamed the forces of "
            "Khalifa Haftar, whose army has been trying since April to take the capital.",
            "perpetrator",
            "Libyan National Army",
        ),
        (
            "A plane blew up near Cali on Monday, killing nine people. A caller who said he spoke for the ELN said "
            "that the group had put a bomb on the plane.",
            "perpetrator",
            "National Liberation Army",
        ),
        (
            "Houthi spokesman Yahya Sarea said the group had targeted a tanker in the Gulf of Aden on Tuesday with a "
            "missile.",
            "perpetrator",
            "Houthi movement",
        ),
        (
            "Gunmen stormed a hotel in Mogadishu on Monday, killing six officers. Al-Shabaab, which has been fighting "
            "since 2007 to topple the central government, claimed responsibility.",
            "perpetrator",
            "Al-Shabaab",
        ),
        (
            "A soldier shot dead three officers at a base in Mogadishu on Monday. Al-Shabaab said that the "
            "attacker was one of its men.",
            "perpetrator",
            "Al-Shabaab",
        ),
    ],
)
def test_an_article_names_who_takes_part(reports_of: ReportsOf, text: str, role: str, name: str) -> None:
    (report,) = reports_of(text)
    assert any(a.role == role and name in a.name for a in report.actors)


def test_he_is_who_was_hit_and_not_who_says_so(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Men in a pickup fired at a farmer, Luis Rojas, in Tocoa on Monday, said a police spokesman, "
        "Edgar Baron. He died."
    )
    assert "spokesman" not in {a.name for a in report.actors}
    assert "Edgar Baron" not in {a.name for a in report.actors}


def test_those_whom_somebody_fights_are_blamed_for_nothing(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Two civilians were killed on Monday when their cart hit a mine near Djibo. The army has been fighting "
        "jihadists linked to al-Qaeda since 2015."
    )
    assert not [a for a in report.actors if a.role == "perpetrator"]


@pytest.mark.parametrize(
    "more",
    [
        "A commander blamed the YPG, which has in the past denied targeting civilians.",
        "A suspect is said to be from Lahore. Pakistan rejected the accusation.",
    ],
)
def test_denials_of_other_things_dispute_nothing(reports_of: ReportsOf, more: str) -> None:
    (report,) = reports_of("A bomb killed eight people at a market in al-Bab on Monday. " + more)
    assert report.veracity == "reported"


def test_rockets_fired_by_those_who_were_then_killed_are_claimed_by_their_group(reports_of: ReportsOf) -> None:
    (report,) = reports_of(
        "Afghan forces killed four insurgents who had fired mortar rounds at the palace in Kabul on Monday. "
        "Islamic State's Khorasan branch claimed the attack."
    )
    assert any(c.stance == "claims_responsibility" for c in report.claims)
    assert report.place_name == "Kabul"


def test_one_of_a_nation_is_no_state(reports_of: ReportsOf) -> None:
    (report,) = reports_of("Palestinian shot dead by Israeli troops near Beita on Monday.")
    assert [(a.name, a.kind) for a in report.actors if a.role == "target"] == [("Palestinian", "civilians")]
