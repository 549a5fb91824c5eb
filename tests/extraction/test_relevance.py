"""Violent words that tell of no violence."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked the goal in Kano on Monday and fired two shots.",
        "Kano Pillars crushed Enyimba in Kano on Sunday.",
        "The champions killed off the match in Lagos on Sunday with two late strikes.",
        "The batsman executed the captain's plan and hit five sixes in Lahore on Friday.",
        "The boxer was shot down in round three in Manila on Saturday by a barrage of hooks.",
        "The bank's shares in Lagos were hit by an attack from short sellers on Monday.",
        "The price war between airlines killed two carriers in Kenya last year.",
        "A blast of optimism lifted the index in Nairobi on Monday.",
        "Inflation killed the recovery in Nigeria last year.",
        "The minister came under fire in Abuja on Monday over fuel prices.",
        "The two ministers clashed over the budget in Abuja on Friday.",
        "Bombs fell on the market in the film that opened in Lagos on Monday.",
        "The novel tells how rebels stormed a castle near Goma.",
        "The army held a drill in Seoul on Monday in which soldiers stormed a mock building.",
        "Hundreds marched in Bogota on Monday to mark the anniversary of the massacre of 13 miners.",
        "Three people were killed when a bus crashed near Kano on Monday.",
        "An earthquake killed 40 people near Herat on Monday.",
        "A gas explosion in a kitchen in Lagos wounded the cook on Monday.",
        "Five people died of cholera in Goma on Monday.",
        "The writer died in her sleep in Nairobi on Monday.",
    ],
)
def test_sport_markets_fiction_drills_accidents_and_metaphors_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    found = [(report.event_type, report.quote) for report in reports_of(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot dead three football fans at a stadium in Kano on Monday.",
        "A bomb killed five people at a cinema in Mosul during a film on Monday.",
        "Gunmen robbed a bank in Lagos on Monday and shot two traders.",
        "Rebels attacked a bus near Goma on Monday; the driver died when it crashed.",
    ],
)
def test_violence_at_a_match_a_cinema_or_a_bank_is_an_incident(reports_of: ReportsOf, text: str) -> None:
    assert len(reports_of(text)) == 1
