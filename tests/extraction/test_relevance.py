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


@pytest.mark.parametrize(
    "text",
    [
        "Typhoid has killed 40 people in Goma this month.",
        "A gas canister explosion tore through a restaurant in Kano on Monday, killing five people.",
        "The prosecutor in Kano read out the charges of murder, rape and pillage that he denies.",
        "A batch of home-made spirits killed nine people in Kano on Monday.",
        "A minibus hit a tree near Kano on Monday, killing six people and injuring two.",
        "A police officer was killed near Kano on Monday when his car skidded into a ravine in thick fog.",
        "Two soldiers died in Kano on Monday when a shell exploded by accident.",
        "A fuel tanker overturned near Kano on Monday and exploded, killing nine people.",
        "The captain of the ferry that capsized off Mombasa on Monday was arrested.",
    ],
)
def test_deaths_without_anybody_s_hand_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert [(report.event_type, report.quote) for report in reports_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed six people in a minibus near Kano on Monday.",
        "A minibus hit a roadside bomb near Kano on Monday, killing six people.",
        "Soldiers killed six rebels in heavy rain near Goma on Monday.",
        "Rebels attacked an Ebola clinic near Goma on Monday and killed a nurse.",
        "A novelist was shot dead by gunmen in Kano on Monday.",
        "The coach of the national cricket team was shot dead in Kano on Monday.",
        "A bomb tore through a football stadium in Kano on Monday during the final, killing nine fans and two players.",
        "Poachers shot dead two rangers in Kano on Monday.",
        "Insurgents ambushed troops who came back from an exercise near Goma on Monday, killing two.",
    ],
)
def test_violence_among_words_of_other_fields_is_an_incident(reports_of: ReportsOf, text: str) -> None:
    assert len(reports_of(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "In the scenario gunmen storm a bank in Kano and shoot two guards.",
        "Police in Kano staged a simulated attack on Monday in which masked men shot five pupils, played by actors.",
        "In the second act of the opera soldiers burn a village near Goma.",
        "Suppose that a gang kidnapped the mayor of Kano.",
        "Kidnapping is a business in Kano.",
        "The fields near Goma used to be shelled.",
        "Hackers attacked the servers of a bank in Kano on Monday.",
        "Tourists invaded Kano on Monday.",
        "The gunboat HMS Ambush docked in Mombasa on Monday.",
        "Sappers in Kano blew up a bomb left over from the world war on Monday.",
    ],
)
def test_scenarios_thoughts_habits_and_names_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert [(report.event_type, report.quote) for report in reports_of(text)] == []
