"""Confidence: a chance from declared features, each of which moves it one way only."""

from collections.abc import Callable
from pathlib import Path

import pytest

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.extraction.reports.confidence import FEATURES, Confidence, features_of
from q7x2_etl.model import Article, Report
from q7x2_etl.reference import Reference

REFERENCE = Reference.load()
FAMILIES = EventFamilies.load(REFERENCE)
FITTED = Confidence.load(REFERENCE, FAMILIES)


@pytest.fixture
def features(extractor: RuleExtractor, article_of: Callable[..., Article]) -> Callable[[str], list[dict[str, float]]]:
    def run(text: str) -> list[dict[str, float]]:
        return features_of([c for c in extractor.trace(article_of(text)).considered if c.kept], FAMILIES)

    return run


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_moves_confidence_one_way_only(name: str) -> None:
    plain = FITTED.of_features({"figure": 1.0})
    moved = FITTED.of_features({"figure": 1.0, name: 1.0})
    if name != "figure":
        assert moved >= plain if FEATURES[name] == "for" else moved <= plain


def test_fitted_weights_tell_reports_apart() -> None:
    best = FITTED.of_features({name: 1.0 for name, sign in FEATURES.items() if sign == "for"})
    worst = FITTED.of_features({name: 1.0 for name, sign in FEATURES.items() if sign == "against"})
    assert 0 < worst < 0.5 < 0.85 < best < 1


def test_a_report_told_with_day_place_sides_and_figures_is_surer_than_a_bare_one(
    reports_of: Callable[[str], list[Report]],
) -> None:
    [full] = reports_of("On Monday Taliban fighters attacked a police post in Baghlan and killed six officers.")
    [bare] = reports_of("Gunmen attacked a village in the north.") or [None]
    assert full.confidence >= 0.8
    assert bare is None or bare.confidence < full.confidence


def test_features_say_what_the_text_gives(features: Callable[[str], list[dict[str, float]]]) -> None:
    [own] = features("On Monday Taliban fighters attacked a police post in Baghlan and killed six officers.")
    assert {"verb", "own_day", "own_place", "known_doer", "sufferer", "figure", "death", "lead"} <= own.keys()
    assert not {"inherited_time", "no_place", "not_done", "many", "like_earlier"} & own.keys()
    assert all(0 < value <= 1 for value in own.values())


def test_a_report_that_may_tell_an_earlier_event_again_is_marked(
    features: Callable[[str], list[dict[str, float]]],
) -> None:
    first = "Rebels attacked a village near Goma on Monday and killed ten people.\n\n"
    again = features(first + "Another attack near Goma on Monday killed two soldiers.")
    apart = features(first + "Another attack in Beni on Sunday killed two soldiers.")
    assert [("like_earlier" in row, "crowded" in row) for row in again] == [(False, True), (True, True)]
    assert [("like_earlier" in row, "crowded" in row) for row in apart] == [(False, True), (False, True)]


def test_weights_of_no_feature_or_of_the_wrong_sign_are_refused(tmp_path: Path) -> None:
    for wrong in ("{id: moon, weight: 1.0}", "{id: figure, weight: -0.5}", "{id: hedged, weight: 0.5}"):
        (tmp_path / "confidence.yaml").write_text(f"entries:\n- {wrong}\n", encoding="utf-8")
        with pytest.raises(ReferenceDataError, match=wrong.split()[1].rstrip(",")):
            Confidence.load(Reference.load(tmp_path), FAMILIES)


def test_extract_and_trace_rate_alike(extractor: RuleExtractor, article_of: Callable[..., Article]) -> None:
    article = article_of("Rebels kidnapped two nurses in Goma on Monday. On Sunday rebels burned a school in Beni.")
    traced = [c.report for c in extractor.trace(article).considered if c.kept]
    assert {r.report_id: r.confidence for r in traced if r} == {
        r.report_id: r.confidence for r in extractor.extract(article)
    }
