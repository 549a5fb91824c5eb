"""Deeds that are only spoken of, long past, or sums of a year; and the same words where they tell of one."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]


@pytest.mark.parametrize(
    "text",
    [
        "Jurors in Leeds were shown footage on Monday of the moments after a shooting outside a bar.",
        "Officers who came to arrest him in Kano on Monday found an empty house.",
        "The ministry offered a million dollars on Monday for information leading to the capture of the gang's leader.",
        "A warrant for the arrest of the former president was issued in Lima on Monday.",
        "Chile's president launched a fierce attack on Lima on Monday, calling its ministers thieves.",
        "The camp in Goma has a clinic where women who were raped by soldiers can be treated free of charge.",
        "Cells hunt bacteria like suicide bombers, researchers in Lima said on Monday.",
        "Experts blew up a 500 kg bomb near Bonn on Monday.",
        "The hotel's wing in Haifa, blown up by guerrillas in 1946, was rebuilt after the war.",
        "General Pham, who led the assault on the airbase at Hue in 1975, died in Hanoi after a long illness.",
        "Police in Recife killed 703 people last year.",
        "Murders fell by 9 per cent in Bahia last year, figures show. Some 4,100 people were shot dead.",
        "Pirates attacked 90 ships last year. Crews were taken hostage in 14 of the cases.",
        "Landmines killed or maimed 6,279 people in 2024, the highest toll in four years.",
        "A woman is murdered in Bahia every six hours, a study says.",
        "Students in Lima read poems on Monday for those lynched by soldiers half a century ago.",
        "A helicopter of the Peruvian army came down in fog near Cusco on Monday, killing all five on board.",
        "A car ploughed into a crowd in Lyon on Sunday, killing four. Its driver had lost control on a bend.",
        "Peru's prime minister lashed out at Quito on Monday.",
        "The navy fired two missiles at a replica of a frigate off Callao on Monday.",
        "A general warned on Monday that an attack with drones on a stadium in Lima was only a matter of time.",
        "Shootings in Bahia, though, rose to 89, with nine dead.",
        "An old oxygen bottle blew up in a yard in Kano on Friday and killed three labourers.",
        "A blast in a police station near Kano killed nine officers on Friday. The army called it an accident.",
        "Escobar's hitmen killed 500 policemen and blew up an airliner.",
        "The movement that holds Tawila has stayed out of the fighting between the army and the rebels.",
        "A maker of vans from Turin captured a tenth of the French market in May.",
    ],
)
def test_words_without_a_deed_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert [(report.event_type, report.quote) for report in reports_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The court in Leeds heard on Monday of a shooting in Hull on 3 May in which two men died.",
        "Gunmen came to a village near Kano on Monday and killed three men.",
        "Police said that information from villagers led to the arrest of three kidnappers in Kano on Monday.",
        "Women who were raped by soldiers in Goma on Monday were treated in a clinic.",
        "Guerrillas blew up a bomb under a bridge near Goma on Monday, killing two.",
        "A former mayor was jailed in Kigali on Monday for the massacre of 300 people in a church in 1994.",
        "Rebels captured a tenth of the town of Goma on Monday.",
        "A man stabbed four players at a football match in Kano on Sunday.",
        "The Tigers ambushed an army patrol near Kano on Sunday, killing eight soldiers.",
        "Settlers beat two farmers at Beita on Saturday and burned their car, one of 260 attacks in May alone.",
        "A car ploughed into a crowd in Lyon on Sunday on purpose, killing four.",
        "A helicopter of the Peruvian army was shot down by rebels near Cusco on Monday, killing all five on board.",
        "A crowd that blamed doctors for an illness set fire to a clinic near Goma on Monday.",
        "Relatives of a dead patient beat two nurses with chairs in a ward in Leeds on Friday.",
        "A blast in a police station near Kano killed nine officers on Friday. The army first called it an accident.",
        "A bomb went off during a wreath-laying ceremony in Kano on Monday and wounded four veterans.",
    ],
)
def test_the_same_words_tell_of_a_deed(reports_of: ReportsOf, text: str) -> None:
    assert len(reports_of(text)) == 1
