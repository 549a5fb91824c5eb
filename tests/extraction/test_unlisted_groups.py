"""Groups that no dictionary lists are found by the words of their names; a short name in brackets is the same group."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report
from tests.extraction.conftest import ReportsOf

TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    "name",
    [
        "Popular Front for the Recovery of Zamfara",
        "Sons of the Hindu Kush",
        "Islamic Glory Brigades",
        "Ndobo Liberation Army",
        "Movement for the Salvation of Kivu",
        "Upper Yobe Resistance",
        "Black Lagoon Cartel",
        "People's Army of Nimba",
    ],
)
def test_name_built_like_a_groups_is_an_armed_group(the_report: TheReport, name: str) -> None:
    report = the_report(f"The {name} killed two soldiers near the town on Monday.")
    doer = next(a for a in report.actors if a.role == "perpetrator")
    assert (doer.name, doer.kind, doer.actor_id) == (name, "armed_group", None)


@pytest.mark.parametrize(
    "name", ["Turkish Army", "Fourth Army", "National Guard", "Royal Air Force", "Presidential Guard", "Border Force"]
)
def test_name_of_a_states_force_is_no_armed_group(reports_of: ReportsOf, name: str) -> None:
    reports = reports_of(f"The {name} killed two rebels near the town on Monday.")
    kinds = {a.kind for r in reports for a in r.actors if a.role == "perpetrator"}
    assert "armed_group" not in kinds


@pytest.mark.parametrize("name", ["Human Rights Commission", "Teachers Union", "Relief Committee", "Labour Party"])
def test_name_of_a_peaceful_body_is_no_armed_group(reports_of: ReportsOf, name: str) -> None:
    reports = reports_of(f"Gunmen killed three members of the {name} in Goma on Monday.")
    assert not [a for r in reports for a in r.actors if a.role == "target" and a.kind == "armed_group"]


def test_short_name_in_brackets_stands_for_the_long_one(reports_of: ReportsOf) -> None:
    reports = reports_of(
        "The Ndobo Liberation Army (NdLA) was founded last year. NdLA fighters killed two soldiers near Goma on Monday."
    )
    assert [a.name for r in reports for a in r.actors if a.role == "perpetrator"] == ["Ndobo Liberation Army"]


def test_short_name_of_a_known_group_is_the_known_group(reports_of: ReportsOf) -> None:
    reports = reports_of(
        "The Arakan Rohingya Salvation Army (ArSal) has grown. ArSal gunmen killed two soldiers in Teknaf on Monday."
    )
    assert [a.actor_id for r in reports for a in r.actors if a.role == "perpetrator"] == ["arsa"]


def test_shared_short_name_means_the_group_of_the_country(the_report: TheReport) -> None:
    sudan = the_report("JEM fighters killed four soldiers in El Fasher, Sudan, on Monday.")
    assert {a.actor_id for a in sudan.actors if a.role == "perpetrator"} == {"jem-sudan"}
    pakistan = the_report("JEM fighters killed four soldiers in Peshawar, Pakistan, on Monday.")
    assert {a.actor_id for a in pakistan.actors if a.role == "perpetrator"} == {"jaish-e-mohammed"}


@pytest.mark.parametrize("named", ["calling itself", "called", "which calls itself the"])
def test_what_a_band_goes_by_is_a_groups_name(the_report: TheReport, named: str) -> None:
    report = the_report(
        f"A grocer was shot dead in Yangon on Monday. A cell {named} Dark Lotus posted a picture and took credit."
    )
    assert [(a.name, a.kind) for a in report.actors if a.role == "perpetrator"] == [("Dark Lotus", "armed_group")]
