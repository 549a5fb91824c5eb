"""Nobody of a cast is told twice: by a general word beside a name, as a part or as some more of those told before."""

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
        (
            "Gunmen killed a priest in Bria on Monday, and 180 families have taken shelter in a school.",
            "P Gunmen, T priest",
        ),
    ],
)
def test_nobody_is_told_twice(the_report: TheReport, text: str, cast: str) -> None:
    report = the_report(text)
    assert sorted(f"{ROLES[a.role]} {a.name}" for a in report.actors) == sorted(cast.split(", "))
