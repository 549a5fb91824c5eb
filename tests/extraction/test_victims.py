"""A victim told by name, by office and by a pronoun is one victim."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Gunmen murdered Judge Elena Diaz in Medellin on Friday. The judge was killed in her car.", 1),
        ("Gunmen murdered Judge Elena Diaz and her driver in Medellin on Friday.", 2),
        ("Soldiers killed two reporters, Roberto Navas and Mauricio Pineda, near Ilopango on Friday.", 2),
        ("Soldiers killed two reporters and a driver near Ilopango on Friday.", 3),
        ("Elena Diaz and Jorge Rojas were murdered in Medellin on Friday. Diaz was killed by two shots.", 2),
        ("The minister was shot dead in Lima on Friday. Two members of his escort were also killed.", 3),
        ("A bomb killed a woman and her three sons in Lima on Friday.", 4),
    ],
)
def test_each_victim_counts_once(the_report: TheReport, text: str, dead: int) -> None:
    rows = [c for c in the_report(text).casualties if c.outcome == "killed" and not c.is_part]
    assert sum(c.best or 0 for c in rows) == dead, rows
