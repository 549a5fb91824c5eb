"""Casts over several sentences: nobody is told twice, and whoever a word or thing stands for is told."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[..., Report]
ROLES = {"perpetrator": "P", "target": "T", "participant": "X"}


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        (
            "Boko Haram raided Kolofata on Sunday. The sect's men slit the throats of nine fishermen.",
            "P Boko Haram, T fishermen",
        ),
        (
            "Al-Shabaab fighters killed nine nuns in Lamu on Monday. The jihadists looted a market.",
            "P Al-Shabaab, T nuns",
        ),
        (
            "Police fired tear gas at students in Dhaka on Monday. Thirty protesters were hurt.",
            "X Police, X students",
        ),
        (
            "Troops clashed with Abu Sayyaf gunmen near Patikul on Monday. Three soldiers and five bandits died.",
            "X Troops, X Abu Sayyaf",
        ),
        (
            "Two soldiers and a police officer were killed by gunmen in Lamu on Monday.",
            "P gunmen, T soldiers, T police officer",
        ),
        (
            "Three travellers were shot dead by gunmen in Lamu on Monday. The three passengers were on a bus.",
            "P gunmen, T travellers",
        ),
        (
            "Gunmen killed six pupils in Kumba on Monday. Eight more children were wounded.",
            "P Gunmen, T pupils",
        ),
        (
            "Gunmen killed two constables in Bijapur on Monday, and five of their colleagues were wounded.",
            "P Gunmen, T constables",
        ),
        (
            "Gunmen killed two soldiers in Lamu on Monday. Two other workers were wounded.",
            "P Gunmen, T soldiers, T workers",
        ),
        ("Syrian army tanks shelled Homs on Monday, killing nine nuns.", "P Syrian Arab Army, T nuns"),
        (
            "Fighting between the Malian army, backed by Russian troops, and JNIM broke out in Boni on Monday.",
            "X Malian army, X Russian Armed Forces, X Jama'at Nusrat al-Islam wal-Muslimin",
        ),
        (
            "Three worshippers were shot dead in Minya on Friday. Officials said the gunmen were members of Hasm.",
            "P Hasm Movement, T worshippers",
        ),
        (
            "A bomb killed nine farmers near Jolo on Monday. Officials accused cells of Abu Sayyaf.",
            "P Abu Sayyaf, T farmers",
        ),
        (
            "Gunmen killed nine farmers near Mangu on Monday. Survivors blamed the police for arriving late.",
            "P Gunmen, T farmers",
        ),
        (
            "M23 rebels captured Rubaya on Monday. Congolese soldiers withdrew towards Goma.",
            "P March 23 Movement, T Congolese armed forces",
        ),
        ("M23 rebels captured Rubaya on Monday. The rebels later withdrew.", "P March 23 Movement"),
        ("A bombing at a Shia mosque in Kandahar on Friday killed 31 people.", "T worshippers"),
        ("Rockets were fired at the US embassy in Baghdad on Monday.", "T United States"),
        (
            "Islamic State fighters surrendered to the Syrian Democratic Forces near Hajin on Monday.",
            "X Islamic State, T Syrian Democratic Forces",
        ),
        (
            "Troops killed nine jihadists near Gwoza on Monday. The fighters belonged to Ansaru.",
            "P Troops, T jihadists",
        ),
        (
            "A convoy of oil workers was ambushed by gunmen in Lamu on Monday. Ten workers died.",
            "P gunmen, T oil workers",
        ),
        (
            "Police clashed with miners in Lima on Monday. Four demonstrators and a police captain were injured.",
            "X Police, X miners",
        ),
        (
            "Gunmen killed a priest in Bria on Monday, and 180 families have taken shelter in a school.",
            "P Gunmen, T priest",
        ),
    ],
)
def test_each_is_told_once(the_report: TheReport, text: str, cast: str) -> None:
    report = the_report(text)
    assert sorted(f"{ROLES[a.role]} {a.name}" for a in report.actors) == sorted(cast.split(", "))
