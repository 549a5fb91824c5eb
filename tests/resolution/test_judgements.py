"""What people judged, as resolution obeys it."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from q7x2_etl.model import content_id
from q7x2_etl.resolution import Account, Judgements
from q7x2_etl.resolution.corrections import apply_corrections, value_of, with_values
from q7x2_etl.resolution.judgements import Correction, Decision, Judgement, in_force

sys.path.append(str(Path(__file__).parent))
from accounts import account, killed
from resolving import resolve

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)


def judged(minute: int, decision: Decision, report: str, other: str | None = None, **more: Any) -> Judgement:
    return Judgement(
        content_id("judgement", minute), BEGINNING + timedelta(minutes=minute), decision, report, other, **more
    )


def correction(account: Account, field: str, value: Any, minute: int = 1) -> Correction:
    return Correction(content_id(field, minute), BEGINNING + timedelta(minutes=minute), account.report_id, field, value)


def test_the_later_of_two_contradicting_decisions_holds() -> None:
    first = [judged(1, "same_incident", "a", "b"), judged(2, "different_incident", "b", "a")]
    assert in_force(first).different == {("a", "b")}
    assert in_force(first).same == frozenset()
    assert in_force([*first, judged(3, "same_incident", "a", "b")]).same == {("a", "b")}


def test_what_follows_over_other_reports_counts_too() -> None:
    told = [
        judged(1, "different_incident", "a", "d"),
        judged(2, "same_incident", "c", "d"),
        judged(3, "same_incident", "b", "c"),
        judged(4, "same_incident", "a", "b"),
    ]
    found = in_force(told)
    assert found.groups == (frozenset("abcd"),)
    assert found.different == frozenset()


def test_the_order_of_the_rows_changes_nothing() -> None:
    told = [
        judged(1, "same_incident", "a", "b"),
        judged(2, "different_incident", "a", "c"),
        judged(3, "same_incident", "b", "c"),
        judged(4, "not_an_incident", "e"),
        judged(5, "confirmed", "e"),
        judged(6, "not_an_incident", "f"),
    ]
    assert in_force(told) == in_force(reversed(told))
    assert in_force(told).rejected == {"f"}
    assert in_force(told).confirmed == {"e"}


def test_same_joins_what_nothing_else_would_and_says_so() -> None:
    one, other = account("one"), account("other", country="BBB", admin1="Plains", event_type="protest")
    assert len(resolve([one, other])) == 2
    pair = (min(one.report_id, other.report_id), max(one.report_id, other.report_id))
    (found,) = resolve([one, other], Judgements(same=frozenset({pair})))
    assert {link.reason for link in found.links} == {
        f"a person judged that they are one incident: with report {report_id}" for report_id in pair
    }


def test_different_keeps_apart_what_everything_else_would_join() -> None:
    told = [account("one"), account("other"), account("third")]
    assert len(resolve(told)) == 1
    first, second, third = sorted(one.report_id for one in told)
    found = resolve(told, Judgements(different=frozenset({(first, third)})))
    homes = {link.report_id: one.incident.incident_id for one in found for link in one.links}
    assert homes[first] != homes[third]
    assert homes[second] in (homes[first], homes[third])


def test_a_corrected_field_of_the_incident_keeps_what_the_rules_gave() -> None:
    report = account("one", casualties=(killed(5),))
    told = Account(
        report.report,
        report.document_id,
        None,
        frozenset(),
        corrections=(correction(report, "incident.deaths_best", 7), correction(report, "incident.side_a", "Reds")),
    )
    (found,) = resolve([told])
    assert (found.incident.deaths_low, found.incident.deaths_best, found.incident.deaths_high) == (5, 7, None)
    assert [(row.field, row.machine_json, row.value_json) for row in sorted(found.corrections, key=_field)] == [
        ("incident.deaths_best", "5", "7"),
        ("incident.side_a", "null", '"Reds"'),
    ]


def test_what_a_person_did_not_say_gives_way_to_what_one_said() -> None:
    row = {"deaths_low": 3, "deaths_best": 5, "deaths_high": 9, "date_start": date(2020, 5, 4)}
    row |= {"date_end": date(2020, 5, 6), "date_precision": "day"}
    assert with_values(row, {"deaths_high": 4})["deaths_best"] is None
    assert with_values(row, {"deaths_low": 6})["deaths_high"] == 9
    assert with_values(row, {"date_start": date(2020, 5, 8)})["date_end"] == date(2020, 5, 8)
    assert with_values(row, {"date_start": None})["date_precision"] == "unknown"


def test_the_latest_of_two_corrections_counts_and_one_that_breaks_the_contract_is_left_out() -> None:
    told = account("one")
    row = {**_report_row(told), "run_id": "r"}
    found, applied = apply_corrections(
        "reports",
        row,
        [
            correction(told, "report.admin1", "Plains", 1),
            correction(told, "report.admin1", "Coast", 2),
            correction(told, "report.latitude", None, 3),
        ],
    )
    assert found["admin1"] == "Coast"
    assert found["latitude"] == 36.0
    assert [(one.correction.field, one.machine) for one in applied] == [("report.admin1", "Hills")]


def test_values_have_the_type_of_their_column() -> None:
    assert value_of("reports", "date_start", "2020-05-04") == date(2020, 5, 4)
    assert value_of("incidents", "latitude", 36) == 36.0
    assert value_of("incidents", "side_a", None) is None


def _report_row(told: Account) -> dict[str, Any]:
    left_out = {"actors", "casualties", "targets", "claims", "evidence"}
    return {name: getattr(told.report, name) for name in told.report.__slots__ if name not in left_out}


def _field(row: Any) -> str:
    return str(row.field)
