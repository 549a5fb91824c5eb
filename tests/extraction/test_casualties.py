"""How many, of whom, as the text counts them."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Casualty, Report

TheReport = Callable[[str], Report]


def figures(report: Report, outcome: str) -> list[tuple[int | None, int | None, int | None, str]]:
    return [(c.low, c.best, c.high, c.qualifier) for c in report.casualties if c.outcome == outcome]


def single(report: Report) -> Casualty:
    assert len(report.casualties) == 1, report.casualties
    return report.casualties[0]


@pytest.mark.parametrize(
    "text",
    [
        "A car bomb left 26 people dead in Mosul on Monday.",
        "A car bomb killed 26 people in Mosul on Monday.",
        "A car bomb exploded in Mosul on Monday, killing 26.",
        "A car bomb exploded in Mosul on Monday, leaving 26 dead.",
        "26 people were killed when a car bomb exploded in Mosul on Monday.",
        "26 people died in a car bomb attack in Mosul on Monday.",
        "The death toll of Monday's car bomb attack in Mosul rose to 26.",
        "The car bombing in Mosul on Monday claimed the lives of 26 people.",
        "The car bombing in Mosul on Monday caused 26 deaths.",
    ],
)
def test_the_dead_are_counted_however_it_is_put(the_report: TheReport, text: str) -> None:
    assert figures(the_report(text), "killed") == [(26, 26, 26, "exact")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at least 12 people", (12, 12, None, "at_least")),
        ("more than 1,500 people", (1500, 1500, None, "more_than")),
        ("up to 40 people", (None, 40, 40, "at_most")),
        ("about 300 people", (300, 300, 300, "about")),
        ("nearly 80 people", (80, 80, 80, "nearly")),
        ("10-15 people", (10, None, 15, "exact")),
        ("10 to 15 people", (10, None, 15, "exact")),
        ("two or three people", (2, None, 3, "exact")),
        ("between 10 and 15 people", (10, None, 15, "exact")),
        ("between 3,000 and 10,000 people", (3000, None, 10_000, "exact")),
        ("as many as 30 people", (None, 30, 30, "at_most")),
        ("half a dozen people", (6, 6, 6, "exact")),
        ("scores of people", (None, None, None, "vague")),
        ("dozens of people", (None, None, None, "vague")),
        ("hundreds of people", (None, None, None, "vague")),
        ("several people", (None, None, None, "vague")),
    ],
)
def test_bounds_of_a_toll_are_those_of_its_words(
    the_report: TheReport, words: str, expected: tuple[int | None, int | None, int | None, str]
) -> None:
    assert figures(the_report(f"An airstrike on Idlib on Monday killed {words}."), "killed") == [expected]


@pytest.mark.parametrize("words", ["Between 10 and 15", "Ten to fifteen", "10 to 15", "10-15"])
def test_range_that_opens_a_sentence_is_a_range(the_report: TheReport, words: str) -> None:
    assert figures(the_report(f"{words} people were killed in an airstrike on Idlib on Monday."), "killed") == [
        (10, None, 15, "exact")
    ]


@pytest.mark.parametrize("victim", ["a farmer", "a policeman", "a soldier", "a judge", "a five-year-old boy"])
def test_singular_victim_is_one(the_report: TheReport, victim: str) -> None:
    row = single(the_report(f"Gunmen killed {victim} in an ambush near Quetta on Monday."))
    assert (row.low, row.best, row.high, row.derivation) == (1, 1, 1, "singular")


def test_plural_without_a_number_is_vague(the_report: TheReport) -> None:
    row = single(the_report("Gunmen killed policemen in an ambush near Quetta on Monday."))
    assert (row.best, row.qualifier) == (None, "vague")


def test_dead_and_wounded_are_told_apart(the_report: TheReport) -> None:
    report = the_report("Gunmen attacked a bus near Garissa on Monday, killing 15 passengers and wounding four others.")
    assert figures(report, "killed") == [(15, 15, 15, "exact")]
    assert figures(report, "wounded") == [(4, 4, 4, "exact")]


def test_each_side_of_a_clash_has_its_own_figure(the_report: TheReport) -> None:
    report = the_report(
        "Clashes between soldiers and the Taliban in Kunduz on Monday left six soldiers and nine rebels dead."
    )
    assert [(c.best, c.of_name) for c in report.casualties] == [(6, "soldiers"), (9, "rebels")]
    assert [c.of_kind for c in report.casualties] == ["state", "armed_group"]


def test_single_victim_beside_others_is_counted(the_report: TheReport) -> None:
    report = the_report("A bomb in Herat on Monday killed two policemen and a child.")
    assert sorted(c.best or 0 for c in report.casualties if c.outcome == "killed") in ([1, 2], [3])


def test_part_of_a_total_says_that_it_is_one(the_report: TheReport) -> None:
    report = the_report("A bomb in Herat on Monday killed 15 people, including three children.")
    assert {(c.best, c.is_part) for c in report.casualties} == {(15, False), (3, True)}


@pytest.mark.parametrize(
    ("text", "outcome", "best"),
    [
        ("Bandits abducted 30 pupils in Katsina on Monday.", "abducted", 30),
        ("Police arrested five suspected militants in Mombasa on Monday.", "captured", 5),
        ("Forty rebels surrendered to the army in Goma on Monday.", "surrendered", 40),
        ("The militia displaced 300 villagers in Ituri on Monday.", "displaced", 300),
        ("Gunmen wounded seven traders in Kano on Monday.", "wounded", 7),
    ],
)
def test_other_outcomes_are_counted(the_report: TheReport, text: str, outcome: str, best: int) -> None:
    assert figures(the_report(text), outcome) == [(best, best, best, "exact")]


def test_team_or_crowd_is_not_one_person(the_report: TheReport) -> None:
    report = the_report("Gunmen killed a family in Kano on Monday and wounded two guards.")
    assert (1, "persons") not in [(c.best, c.unit) for c in report.casualties]


def test_name_with_a_number_in_it_is_not_read_as_one_person(the_report: TheReport) -> None:
    report = the_report("Rebels killed Company Five in Goma on Monday.")
    assert [c.best for c in report.casualties if c.derivation == "singular"] == []


def test_families_are_no_persons(the_report: TheReport) -> None:
    report = the_report("The militia displaced 300 families in Ituri on Monday.")
    assert [(c.best, c.unit) for c in report.casualties] == [(300, "families")]


@pytest.mark.parametrize("how", ["hacked to death", "stabbed to death", "beat to death", "shot dead", "gunned down"])
def test_victim_of_a_deadly_verb_is_killed(the_report: TheReport, how: str) -> None:
    assert figures(the_report(f"Attackers {how} two priests in Kano on Monday."), "killed") == [(2, 2, 2, "exact")]


def test_bodies_found_are_counted(the_report: TheReport) -> None:
    report = the_report("The bodies of 12 men, shot in the head, were found near Tikrit on Monday.")
    assert figures(report, "killed") == [(12, 12, 12, "exact")]
