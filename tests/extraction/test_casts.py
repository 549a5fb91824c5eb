"""Whole casts: everybody who did it, took part or suffered it, and nobody else."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[..., Report]


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        ("Three soldiers died when their truck hit a mine between Boni and Dalla on Monday.", "T soldiers"),
        ("Villagers burned to death two suspected thieves in Bangui on Monday.", "P Villagers, T suspected thieves"),
        ("A mob lynched a bus driver accused of running over a child in Cobija on Monday.", "X mob, T bus driver"),
        (
            "FARDC and M23 exchanged heavy weapons fire near Sake on 3 May 2023.",
            "X Armed Forces of the Democratic Republic of the Congo, X March 23 Movement",
        ),
        ("Soldiers killed four members of an armed group in Arauca on Monday.", "P Soldiers, T armed group"),
        (
            "Nine soldiers and six suspected cartel members were killed in clashes in Culiacan on Monday.",
            "X soldiers, X suspected cartel members",
        ),
        (
            "M23 rebels captured the town of Rubaya on Monday after government troops pulled back.",
            "P March 23 Movement, T government troops",
        ),
        (
            "A radio presenter was shot dead in Oaxaca on Monday. Two suspects were detained later.",
            "T radio presenter",
        ),
        ("Protesters stormed the Supreme Court in Brasilia on Monday.", "X Protesters, T Supreme Court"),
        (
            "Militiamen armed with machetes and rifles attacked a group of miners near Bunia on Monday.",
            "P Militiamen, T miners",
        ),
        ("Six people were killed in a police raid in Rio de Janeiro on Monday.", "P police"),
        (
            "A gunman killed two teachers in Uvalde on Monday before being shot dead by officers.",
            "P gunman, T teachers",
        ),
        (
            "Forty people died in fighting between the G9 and G-Pep gangs in Cite Soleil, the RNDDH rights group said.",
            "X G9, X G-Pep",
        ),
    ],
)
def test_cast_is_whole(the_report: TheReport, text: str, cast: str) -> None:
    short = {"perpetrator": "P", "participant": "X", "target": "T", "claimant": "C"}
    assert ", ".join(f"{short[a.role]} {a.name}" for a in the_report(text).actors) == cast


@pytest.mark.parametrize(
    ("text", "veracity"),
    [
        ("Suspected rebels attacked a bus in Goma on Monday, killing two.", "reported"),
        ("Drones hit suspected smuggling boats in Zawiya on Monday, killing two.", "reported"),
        ("Rebels allegedly attacked a bus in Goma on Monday, killing two.", "alleged"),
    ],
)
def test_who_is_suspected_is_not_what_is_alleged(the_report: TheReport, text: str, veracity: str) -> None:
    assert the_report(text).veracity == veracity
