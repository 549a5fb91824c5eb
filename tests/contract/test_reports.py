"""A report and its children pass or fail together, against the contract and against the text."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from q7x2_etl.contract import check_reports
from q7x2_etl.model import content_id


def test_a_sound_report_passes(sound_report, articles):
    result = check_reports([sound_report], articles)
    assert result.rejected == []
    assert result.valid == [sound_report]


def test_no_reports_are_no_trouble(articles):
    assert check_reports([], articles) == check_reports([], {})


FAULTS = {
    "a report's own column": ("country", "Atlantis", "reports", "country.pattern", "Atlantis"),
    "a report's unknown event type": (
        "event_type",
        "picnic",
        "reports",
        "event_type.enum",
        "armed_clash, territorial_change",
    ),
    "a missing confidence": ("confidence", None, "reports", "confidence.null", "may not be null"),
    "a text for a number": ("confidence", "high", "reports", "confidence.type", "'high'"),
    "a time for a day": ("date_start", datetime(2021, 5, 3, 12), "reports", "date_start.type", "expected DATE"),
    "a fraction for an integer": ("where_precision", 1.5, "reports", "where_precision.type", "1.5"),
    "half a character": ("weapon", "\ud800", "reports", "weapon.type", "weapon is"),
    "a number too large": ("quote_end", 2**40, "reports", "quote_end.type", "1099511627776"),
    "a date without its end": ("date_end", None, "reports", "date_has_both_ends", "date_end = null"),
    "an interval that ends first": ("date_end", date(2021, 5, 1), "reports", "date_start_not_after_end", "2021"),
    "a wrong quote": ("quote", "Nothing happened.", "reports", "span_quote", "Nothing happened."),
    "an unknown article": ("article_id", content_id("elsewhere"), "reports", "article_known", "not part of the batch"),
}
CHILD_FAULTS = {
    "a child's enum": (
        "actors",
        {"role": "bystander"},
        "report_actors",
        "role.enum",
        "report_actors[0]: role is 'bystander'",
    ),
    "a child's rule": ("casualties", {"low": 9}, "report_casualties", "low_not_above_best", "low = 9, best = 3"),
    "a figure that is not there": (
        "casualties",
        {"low": 4, "best": 4, "high": 4},
        "report_casualties",
        "derivation",
        "'three miners' give 3",
    ),
    "words that are not there": (
        "casualties",
        {"as_written": "three divers"},
        "report_casualties",
        "span_quote",
        "three divers",
    ),
    "a target elsewhere": ("targets", {"span_start": 0}, "report_targets", "span_quote", "targets[0]"),
    "a span past the end": ("claims", {"span_end": 10_000}, "report_claims", "span_quote", "not inside the text"),
    "evidence beside its words": ("evidence", {"span_start": 1}, "evidence", "span_quote", "evidence of date_start"),
    "evidence of no field": ("evidence", {"field": "weather"}, "evidence", "field_known", "no field weather"),
    "evidence of no row": ("evidence", {"field": "casualties[7].low"}, "evidence", "field_known", "casualties[7].low"),
    "evidence of no column": ("evidence", {"field": "actors[0].mood"}, "evidence", "field_known", "actors[0].mood"),
    "a claim about no field": (
        "claims",
        {"about_field": "weather"},
        "report_claims",
        "field_known",
        "no field weather",
    ),
    "a toll of no claim": ("casualties", {"claim_ordinal": 4}, "report_casualties", "claim_known", "no claims[4]"),
    "an ordinal twice": ("actors", {"ordinal": 1}, "report_actors", "unique(report_id,ordinal)", "ordinal = 1"),
}


@pytest.mark.parametrize("fault", [*FAULTS, *CHILD_FAULTS])
def test_a_fault_anywhere_rejects_the_whole_report_and_no_other(fault, sound_report, articles, with_child):
    if fault in FAULTS:
        column, value, table, check_name, words = FAULTS[fault]
        broken = replace(sound_report, **{column: value})
    else:
        name, changes, table, check_name, words = CHILD_FAULTS[fault]
        broken = with_child(sound_report, name, **changes)
    others = [replace(sound_report, report_id=content_id(n)) for n in range(2)]
    result = check_reports([others[0], broken, others[1]], articles)
    assert result.valid == others
    (rejected,) = result.rejected
    assert (rejected.table_name, rejected.check_name) == (table, check_name)
    assert words in rejected.reason
    assert rejected.report is broken
    assert rejected.report_id == broken.report_id
    kept = json.loads(rejected.row_json)
    assert kept["report_id"] == broken.report_id
    assert len(kept["casualties"]) == 1
    assert len(kept["actors"]) == 2
    known = broken.article_id in articles
    assert rejected.document_id == (articles[broken.article_id].document_id if known else None)
    assert kept["article"] == ("hollin.txt" if known else broken.article_id)


def test_all_faults_of_a_report_are_told(sound_report, articles, with_child):
    broken = with_child(with_child(sound_report, "actors", role="bystander"), "casualties", low=9)
    (rejected,) = check_reports([replace(broken, country="xx")], articles).rejected
    assert rejected.table_name == "reports"
    assert all(words in rejected.reason for words in ("country is 'xx'", "role is 'bystander'", "low = 9"))


def test_a_report_that_comes_twice_in_a_batch_is_rejected_both_times(sound_report, articles):
    result = check_reports([sound_report, sound_report], articles)
    assert result.valid == []
    assert [r.check_name for r in result.rejected] == ["unique(report_id)"] * 2


BREAKS = ("sound", "country", "confidence", "quote", "casualty", "evidence")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(breaks=st.lists(st.sampled_from(BREAKS), max_size=8))
def test_any_batch_of_reports_splits_into_two_halves_in_order(breaks, sound_report, articles, with_child):
    def broken(n, kind):
        report = replace(sound_report, report_id=content_id(n))
        changes = {"country": {"country": "X"}, "confidence": {"confidence": 2.0}, "quote": {"quote": "Other."}}
        if kind in changes:
            return replace(report, **changes[kind])
        if kind == "casualty":
            return with_child(report, "casualties", best=None, low=1)
        return with_child(report, "evidence", quote="Tuesday") if kind == "evidence" else report

    reports = [broken(n, kind) for n, kind in enumerate(breaks)]
    result = check_reports(reports, articles)
    assert result.valid == [report for report, kind in zip(reports, breaks, strict=True) if kind == "sound"]
    assert [r.report for r in result.rejected] == [
        r for r, kind in zip(reports, breaks, strict=True) if kind != "sound"
    ]
