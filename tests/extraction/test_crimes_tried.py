"""The day of a trial or an arrest is not the day of the crime."""

from collections.abc import Callable
from datetime import date

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


def test_a_crime_has_its_own_day_and_not_the_sentence_s(the_report: TheReport) -> None:
    report = the_report("A former officer was jailed on Wednesday for the murder of two students in Cali in May 1984.")
    assert (report.date_start, report.date_precision) == (date(1984, 5, 1), "month")


def test_a_crime_whose_day_nobody_tells_has_none(reports_of: ReportsOf) -> None:
    found = reports_of("Police in Cali arrested three men on Monday for the murder of a priest.")
    assert [(r.event_type, r.date_start) for r in found] == [("arrest", date(2020, 6, 8)), ("assassination", None)]


def test_a_team_that_sacks_its_coach_robs_nobody(reports_of: ReportsOf) -> None:
    assert reports_of("The coach was sacked on Monday after a defeat in Naples.") == []


def test_fighters_told_by_their_group_are_armed_victims(the_report: TheReport) -> None:
    report = the_report("Two Hezbollah men were killed outside Homs early on Sunday.")
    assert (report.event_type, report.place_name) == ("armed_attack", "Homs")


def test_the_name_of_a_facility_begins_with_its_place(the_report: TheReport) -> None:
    assert the_report("Rebels killed nine people at Garissa University College on Thursday.").place_name == "Garissa"
    assert the_report("A bomb hit Peshawar Central Prison on Monday.").place_name == "Peshawar"
