"""Learnt relevance of MUC-4 texts: drafts and the task's rules, what is kept or admitted, how the fit judges a text."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.reference import Reference

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
BOMB = "LIMA, 6 MAY 90 (EFE) -- [TEXT] A BOMB EXPLODED YESTERDAY AT A BANK IN LIMA AND WOUNDED CASHIER ANA RUIZ."
CLASH = "LIMA, 6 MAY 90 (EFE) -- [TEXT] TWO SOLDIERS DIED YESTERDAY IN A CLASH BETWEEN THE ARMY AND GUERRILLAS IN LIMA."
PASSING = "LIMA, 6 MAY 90 (EFE) -- [TEXT] THE BISHOPS SPOKE OF THE BOMBING THAT SHOCKED THE CITY."

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module(name)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Any:
    return module("muc4_reading", monkeypatch).TextReader(Reference.load())


def weights(text: float, draft: float, **of_draft: float) -> dict[str, dict[str, float]]:
    """Those that give each text and each draft the same log-odds, but for the features that are named."""
    return {
        "text": {"intercept": 0.0},
        "sentence": {"intercept": 0.0},
        "whole": {"intercept": text},
        "draft": {"intercept": draft, **of_draft},
    }


def test_a_clash_stays_a_report_and_only_the_task_calls_it_irrelevant(reader: Any) -> None:
    (told,) = reader.drafted("OWN", CLASH)
    assert [draft.report.event_type for draft in told.drafts] == ["armed_clash"]
    assert "military" in told.drafts[0].doubts
    assert reader.templates(told, None) == []


def test_what_was_read_and_not_reported_is_a_draft_that_no_rule_lets_pass(reader: Any) -> None:
    (told,) = reader.drafted("OWN", PASSING)
    assert [draft.report.event_type for draft in told.drafts if "refused" not in draft.doubts] == []
    assert [draft.report.event_type for draft in told.drafts] == ["bombing"]
    (article,) = reader.read("OWN", PASSING)
    assert (list(article.reports), article.templates) == ([], [])
    assert len(reader.templates(told, weights(1.0, 0.0))) == 1


def test_an_unlikely_text_gives_no_template_and_a_likely_one_its_best_draft(reader: Any) -> None:
    (told,) = reader.drafted("OWN", BOMB + "  A YEAR AGO, REBELS KILLED A FARMER NEAR CUSCO.")
    assert len(told.drafts) > 1
    assert reader.templates(told, weights(-1.0, 3.0)) == []
    best = weights(1.0, -2.0, **{"type=BOMBING": 1.0})
    assert [t["incident_type"] for t in reader.templates(told, best)] == ["BOMBING"]


def test_a_likely_text_whose_drafts_are_all_next_to_impossible_gives_none(reader: Any) -> None:
    (told,) = reader.drafted("OWN", BOMB)
    assert len(reader.templates(told, weights(1.0, -2.0))) == 1
    assert reader.templates(told, weights(1.0, -3.0)) == []


def test_a_further_draft_that_breaks_a_rule_must_be_likelier(reader: Any) -> None:
    clean, doubtful = (
        "  REBELS KIDNAPPED A FARMER NEAR CUSCO ON 4 MAY.",
        "  A YEAR AGO, REBELS KILLED A FARMER NEAR CUSCO.",
    )
    for second, least in ((clean, 0.3), (doubtful, 0.8)):
        (told,) = reader.drafted("OWN", BOMB + second)
        best = {"type=BOMBING": 1.0}
        assert len(reader.templates(told, weights(1.0, least - 0.2, **best))) == 1
        assert len(reader.templates(told, weights(1.0, least, **best))) == 2


def test_what_speaks_for_a_text_are_its_words_its_frames_and_its_reports(
    reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    relevance = module("muc4_relevance", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB + "  IT WAS A RAINY DAY.")
    features = relevance.text_features(told)
    assert {"word:cashier", "word:rainy", "told:cashier", "report:event=bombing", "report:home=PER"} <= set(features)
    assert {"frame:type=bombing", "frame:wounded=ruiz"} <= set(features)
    assert "told:rainy" not in features
    for family in ("word:", "told:", "frame:", "report:"):
        assert sum(v * v for name, v in features.items() if name.startswith(family)) == pytest.approx(1)


def test_a_text_is_rated_by_its_likeliest_sentences_too(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    relevance = module("muc4_relevance", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB + "  IT WAS A RAINY DAY.")
    given = weights(0.0, 0.0) | {"sentence": {"intercept": -3.0, "frame:type=bombing": 20.0}}
    rated = relevance.rate(told, given)
    assert [odds > 0 for odds in rated.sentences] == [True, False]
    whole = relevance.whole_features(rated)
    assert whole["first"] > 0 > whole["second"] == -3.0
    (features,) = relevance.draft_features(told, rated, given["whole"])
    assert {"sentence>=1.0", "evidence>=1.0"} <= features


class Scorer:
    """Stands in for the task's: a template fits a key of its type."""

    prep_gold = prep_pred = staticmethod(lambda template: template)
    allowed = staticmethod(lambda given, key, credit, typed, mode: mode == "muc")

    @staticmethod
    def score_pair(given: dict[str, Any], key: dict[str, Any]) -> tuple[None, float]:
        return None, float(given["incident_type"] == key["incident_type"])


@pytest.mark.parametrize(
    ("kind", "optional", "relevant", "right"),
    [("BOMBING", False, True, [True]), ("ARSON", False, True, [False]), ("BOMBING", True, None, [True])],
)
def test_a_training_text_is_judged_by_its_keys(
    reader: Any, monkeypatch: pytest.MonkeyPatch, kind: str, optional: bool, relevant: bool | None, right: list[bool]
) -> None:
    fit = module("muc4_relevance_fit", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB)
    gold = {"doc_id": "OWN", "templates": [{"incident_type": kind, "optional": optional}]}
    text = fit.judged(told, gold, Scorer)
    assert (text.relevant, text.right) == (relevant, right)
    assert fit.judged(told, {"doc_id": "OWN", "templates": []}, Scorer).relevant is False


def test_a_sentence_tells_of_a_deed_where_the_answers_stand_in_it(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = module("muc4_relevance_fit", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB + "  THE BANK IS BIG.  THE REBELS HATED THE BANK.  IT WAS A RAINY DAY.")
    key = {"incident_type": "BOMBING", "phys_target": [["BANK"]], "perp_individual": [["REBELS"]]}
    for optional, telling in ((False, [True, False, True, False]), (True, [None, None, None, None])):
        gold = {"doc_id": "OWN", "templates": [{**key, "optional": optional}]}
        assert fit.judged(told, gold, Scorer).telling == telling


def test_each_text_is_rated_by_weights_of_other_texts(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = module("muc4_relevance_fit", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB)
    texts = [fit.JudgedText(str(n), told, True, [], []) for n in range(20)]
    made = fit.out_of_fold(texts, lambda some: {t.name for t in some}, lambda text, seen: text.name in seen)
    assert sorted(t.name for t, _ in made) == sorted(t.name for t in texts)
    assert not any(seen for _, seen in made)
