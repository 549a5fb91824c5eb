"""Who does it where aircraft, or a group with a figure in its name, are told."""

from collections.abc import Callable

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


def _doers(report: Report) -> list[str]:
    return [a.name for a in report.actors if a.role == "perpetrator"]


def test_a_single_jet_is_flown_by_the_force_before_it(the_report: TheReport) -> None:
    report = the_report("A Myanmar military jet bombed the village of Pazi on Monday, killing 16 people.")
    assert (report.event_type, _doers(report)) == ("airstrike", ["Tatmadaw"])


def test_a_figure_in_a_group_s_name_counts_nobody(the_report: TheReport) -> None:
    report = the_report("On Monday, 3R rebels attacked a Central African army position at Bozoura.")
    assert _doers(report) == ["Return, Reclamation and Rehabilitation"]
    assert report.country == "CAF"


def test_a_foreign_company_s_home_is_not_where_it_fights(the_report: TheReport) -> None:
    report = the_report("Wagner mercenaries burned a village near Bozoura on Monday.")
    assert report.country != "RUS"
