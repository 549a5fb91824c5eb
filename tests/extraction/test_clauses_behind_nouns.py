"""What stands between a noun and its verb: what people were doing, who is loyal to whom, whose body it is."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "killed", "target"),
    [
        ("Gunmen killed six farmers harvesting rice near Zabarmari on Monday.", 6, "farmers"),
        ("Rebels killed 17 construction workers building bridges near Goma on Monday.", 17, "construction workers"),
        ("Eight technicians repairing a tower in Puncak were shot dead on Monday.", 8, "technicians"),
        ("Two soldiers guarding a polio team were killed in Bannu on Monday.", 2, "soldiers"),
    ],
)
def test_what_people_were_doing_hides_neither_them_nor_their_death(
    the_report: TheReport, text: str, killed: int, target: str
) -> None:
    report = the_report(text)
    assert [c.best for c in report.casualties if c.outcome == "killed"] == [killed]
    assert [a.name for a in report.actors if a.role == "target"] == [target]


def test_a_noun_in_ing_behind_a_plural_is_no_verb(the_report: TheReport) -> None:
    report = the_report("A bomb hit a teachers training college in Kano on Monday, killing two people.")
    assert (report.event_type, report.place_name) == ("bombing", "Kano")


@pytest.mark.parametrize(
    ("text", "doer", "killed"),
    [
        ("A man drove a lorry into a crowd watching a parade in Lyon on Thursday, killing nine people.", "man", 9),
        (
            "Gunmen attacked a convoy carrying troops near Gao on Friday, killing five soldiers.",
            "Gunmen",
            5,
        ),
    ],
)
def test_what_follows_a_comma_goes_on_with_the_main_clause(
    the_report: TheReport, text: str, doer: str, killed: int
) -> None:
    report = the_report(text)
    assert [a.name for a in report.actors if a.role == "perpetrator"] == [doer]
    assert [c.best for c in report.casualties] == [killed]


def test_a_past_tense_that_is_no_participle_needs_no_was(the_report: TheReport) -> None:
    report = the_report(
        "A mine laid by rebels tore through a van carrying nurses east of Homs on Monday, killing four of them."
    )
    assert report.event_type == "bombing"
    assert [(c.outcome, c.best) for c in report.casualties] == [("killed", 4)]


def test_who_is_loyal_to_whom_stands_behind_the_doers(the_report: TheReport) -> None:
    report = the_report("Fighters loyal to warlord Khalil Haftar overran the town of Brak on Thursday.")
    assert [(a.role, a.name) for a in report.actors] == [("perpetrator", "Fighters")]


@pytest.mark.parametrize(
    ("text", "name", "as_written"),
    [
        (
            "The body of journalist Gauri Shah was found outside Karachi on Tuesday with gunshot wounds.",
            "journalist Gauri Shah",
            "journalist Gauri Shah",
        ),
        ("Police found the bodies of five miners with bullet wounds in Zamfara on Monday.", "miners", "five miners"),
    ],
)
def test_whose_body_it_is(the_report: TheReport, text: str, name: str, as_written: str) -> None:
    report = the_report(text)
    assert [a.name for a in report.actors if a.role == "target"] == [name]
    assert [c.as_written for c in report.casualties] == [as_written]


def test_a_part_put_in_between_leaves_the_whole_its_verb(the_report: TheReport) -> None:
    report = the_report(
        "At least 20 people, most of them women and children, were killed in air strikes on Idlib on Monday."
    )
    assert [(c.low, c.is_part) for c in report.casualties if not c.is_part] == [(20, False)]


def test_who_says_so_between_commas_does_nothing(the_report: TheReport) -> None:
    report = the_report("The attackers came to Bama at dusk on Monday, locals said, and shot at anyone they saw.")
    assert [a.name for a in report.actors if a.role == "perpetrator"] == ["attackers"]


def test_gangs_that_fought_fought_each_other(the_report: TheReport) -> None:
    report = the_report(
        "Six inmates were killed and 14 hurt when rival gangs fought with knives at a prison in Guayaquil on Sunday."
    )
    assert report.event_type == "armed_clash"
    assert [(c.outcome, c.best) for c in report.casualties] == [("killed", 6), ("wounded", 14)]


@pytest.mark.parametrize("thrown", ["stones and petrol bombs", "petrol bombs"])
def test_petrol_bombs_of_a_crowd_are_part_of_the_riot(the_report: TheReport, thrown: str) -> None:
    assert the_report(f"Demonstrators hurled {thrown} at police in Conakry on Monday.").event_type == "riot"


def test_a_claim_does_not_make_doubtful_what_the_article_has_told(the_report: TheReport) -> None:
    told = the_report(
        "A policeman was killed on Sunday when a bomb exploded in Baidoa. Al-Shabaab said it carried out the attack."
    )
    assert told.veracity == "reported"
    assert [(c.claimant, c.stance) for c in told.claims] == [("Al-Shabaab", "claims_responsibility")]
    assert the_report("Al-Shabaab said it killed nine soldiers near Baidoa on Sunday.").veracity == "alleged"


def test_a_group_tells_of_the_countries_that_it_crosses_into(the_report: TheReport) -> None:
    report = the_report("Suspected ADF fighters hacked 11 villagers to death in Beni on Saturday night.")
    assert (report.place_name, report.country) == ("Beni", "COD")
