"""Learnt relevance of MUC-4 texts: drafts and the task's rules, what is kept or admitted, how the fit judges a text."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.reference import Reference

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
BOMB = "LIMA, 6 MAY 90 (EFE) -- [TEXT] A BOMB EXPLODED YESTERDAY AT A BANK IN LIMA AND WOUNDED CASHIER ANA RUIZ."
CLASH = "LIMA, 6 MAY 90 (EFE) -- [TEXT] TWO SOLDIERS DIED YESTERDAY IN A CLASH BETWEEN THE ARMY AND GUERRILLAS IN LIMA."

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module(name)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Any:
    return module("muc4_reading", monkeypatch).TextReader(Reference.load())


def weights(text: float, draft: float, **of_draft: float) -> dict[str, dict[str, float]]:
    return {"text": {"intercept": text}, "draft": {"intercept": draft, **of_draft}}


def test_a_clash_stays_a_report_and_only_the_task_calls_it_irrelevant(reader: Any) -> None:
    (told,) = reader.drafted("OWN", CLASH)
    assert [draft.report.event_type for draft in told.drafts] == ["armed_clash"]
    assert "military" in told.drafts[0].doubts
    assert reader.templates(told, None) == []


def test_an_unlikely_draft_is_left_out_and_a_likely_one_kept(reader: Any) -> None:
    (told,) = reader.drafted("OWN", BOMB)
    assert [t["incident_type"] for t in reader.templates(told, None)] == ["BOMBING"]
    assert reader.templates(told, weights(-1.0, -3.0)) == []
    bombings = weights(-1.0, -3.0, **{"type=BOMBING": 4.0})
    assert [t["incident_type"] for t in reader.templates(told, bombings)] == ["BOMBING"]


def test_a_draft_that_breaks_a_rule_must_be_likelier(reader: Any) -> None:
    (clean,), (doubtful,) = reader.drafted("OWN", BOMB), reader.drafted("OWN", CLASH)
    even = weights(-1.0, -0.2)
    assert len(reader.templates(clean, even)) == 1
    assert reader.templates(doubtful, even) == []
    assert len(reader.templates(doubtful, weights(-1.0, 0.2))) == 1


def test_a_likely_text_gives_its_best_draft(reader: Any) -> None:
    (told,) = reader.drafted("OWN", BOMB + "  A YEAR AGO, REBELS KILLED A FARMER NEAR CUSCO.")
    assert len(told.drafts) > 1
    best = weights(2.0, -3.0, **{"type=BOMBING": 1.0})
    assert [t["incident_type"] for t in reader.templates(told, best)] == ["BOMBING"]


def test_a_text_gives_a_second_template_only_where_that_is_likelier(reader: Any) -> None:
    (told,) = reader.drafted("OWN", BOMB + "  REBELS KIDNAPPED A FARMER NEAR CUSCO ON 4 MAY.")
    assert [draft.template["incident_type"] for draft in told.drafts] == ["BOMBING", "KIDNAPPING"]
    assert len(reader.templates(told, weights(-1.0, -0.2))) == 1
    assert len(reader.templates(told, weights(-1.0, 0.6))) == 2


def test_what_speaks_for_a_text_are_its_words_its_opening_and_its_reports(
    reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    relevance = module("muc4_relevance", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB)
    features = relevance.text_features(told)
    assert {"word=cashier", "word=efe", "opening30=bomb", "event=bombing", "home=PER", "age=days"} <= features
    assert "opening30=efe" not in features


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


def test_each_text_is_rated_by_weights_of_other_texts(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = module("muc4_relevance_fit", monkeypatch)
    (told,) = reader.drafted("OWN", BOMB)
    texts = [fit.JudgedText(str(n), told, True, []) for n in range(20)]
    made = fit.out_of_fold(texts, lambda some: {t.name for t in some}, lambda text, seen: text.name in seen)
    assert sorted(t.name for t, _ in made) == sorted(t.name for t in texts)
    assert not any(seen for _, seen in made)
