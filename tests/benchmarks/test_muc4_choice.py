"""Learnt fillers of MUC-4 templates: what can fill a slot, what is chosen, and the fit itself."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.reference import Reference

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
TEXT = (
    "LIMA, 6 MAY 90 (EFE) -- [TEXT] A BOMB EXPLODED YESTERDAY AT A BANK IN LIMA AND WOUNDED CASHIER ANA RUIZ.  "
    "WITNESSES SAID TWO YOUNG TERRORISTS HAD FLED BEFORE IT WENT OFF."
)

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module(name)


@pytest.fixture
def article(monkeypatch: pytest.MonkeyPatch) -> Any:
    reader = module("muc4_reading", monkeypatch).TextReader(Reference.load())
    (told,) = reader.read("OWN", TEXT)
    return told


def chosen(choice: Any, told: Any, slot: str, weights: dict[str, float]) -> Any:
    """What fills a slot where these weights speak for it; every other slot is unlikely."""
    unlikely = {other: {"intercept": -5.0} for other in choice.SLOTS}
    choice.choose(told.templates, told.candidates, unlikely | {slot: {"intercept": -5.0, **weights}})
    return told.templates[0][slot]


def test_people_of_another_sentence_can_fill_a_slot_and_things_cannot(article: Any) -> None:
    slots = {c.key: c.slots for c in article.candidates}
    assert "perp_individual" in slots["young terrorists"]
    assert slots["bank"] == {"phys_target"}


def test_likely_candidates_are_taken_and_unlikely_fillers_dropped(
    article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = module("muc4_choice", monkeypatch)
    weights: dict[str, dict[str, float]] = {slot: {"intercept": -1.0} for slot in choice.SLOTS}
    weights["perp_individual"] = {"intercept": -5.0, "head=terrorists": 6.0}
    weights["phys_target"] = {"intercept": -5.0}
    (template,) = article.templates
    assert template["phys_target"] == ["BANK"]
    choice.choose(article.templates, article.candidates, weights)
    assert template["perp_individual"] == ["YOUNG TERRORISTS"]
    assert template["phys_target"] == []


def test_people_are_told_bare_and_with_their_number_and_the_likelier_wording_is_taken(
    article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = module("muc4_choice", monkeypatch)
    slots = {c.key: c.slots for c in article.candidates}
    assert "perp_individual" in slots["two young terrorists"]
    assert "perp_org" not in slots["two young terrorists"]
    weights = {"head=terrorists": 6.0, "full&head=terrorists": 1.0}
    assert chosen(choice, article, "perp_individual", weights) == ["TWO YOUNG TERRORISTS"]


def test_an_organisation_by_two_names_fills_its_slot_once(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = module("muc4_choice", monkeypatch)
    reader = module("muc4_reading", monkeypatch).TextReader(Reference.load())
    (told,) = reader.read("OWN", TEXT + "  THE MRTA, THE TUPAC AMARU REVOLUTIONARY MOVEMENT, HAS PLANTED BOMBS BEFORE.")
    named = {c.key: c.who for c in told.candidates if "perp_org" in c.slots and c.who is not None}
    assert named["mrta"] == named["tupac amaru revolutionary movement"]
    assert chosen(choice, told, "perp_org", {"word=mrta": 7.0, "word=amaru": 6.0}) == ["MRTA"]


def test_a_candidate_is_told_how_likely_its_text_and_its_sentence_are(monkeypatch: pytest.MonkeyPatch) -> None:
    relevance = module("muc4_relevance", monkeypatch)
    reader = module("muc4_reading", monkeypatch).TextReader(Reference.load())
    (told,) = reader.drafted("OWN", TEXT)
    found = reader.candidates(told, reader.templates(told, None), relevance.Rated(1.2, [-1.0, -9.0]))
    bank = next(c.features for c in found if c.key == "bank")
    terrorists = next(c.features for c in found if c.key == "young terrorists")
    assert {"text>=1.0", "sentence>=1.0"} <= bank
    assert "text>=1.5" not in bank
    assert not any(name.startswith("sentence>=") for name in terrorists)


def test_a_feature_of_few_texts_has_no_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = module("muc4_fit", monkeypatch)
    told = [(str(n), frozenset({"often"} | ({"seldom"} if n < fit.LEAST_TEXTS - 1 else set()))) for n in range(20)]
    assert fit._common([*told, *told]) == {"often"}


def test_weights_are_written_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sparse = module("sparse_logistic", monkeypatch)
    weights = {slot: {"intercept": -1.25, 'before="': 0.5} for slot in ("instrument", "hum_target")}
    sparse.write_weights(weights, tmp_path / "weights.tsv")
    assert sparse.read_weights(tmp_path / "weights.tsv", weights) == weights


def test_fit_finds_what_tells_right_from_wrong_and_leaves_out_what_is_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    sparse = module("sparse_logistic", monkeypatch)
    rows = [frozenset({"gunmen"})] * 20 + [frozenset({"bystanders"})] * 20 + [frozenset({"rare"})]
    weights = sparse.fitted(rows, [True] * 20 + [False] * 21, ridge=1.0, least_often=5, least=0.05)
    assert weights["gunmen"] > 1 > -1 > weights["bystanders"]
    assert "rare" not in weights
    assert sparse.chance(weights, frozenset({"gunmen"})) > 0.8


def test_a_rare_feature_is_shrunk_less_where_families_are_balanced(monkeypatch: pytest.MonkeyPatch) -> None:
    sparse = module("sparse_logistic", monkeypatch)
    rows = [{"word:common": 1.0, **({"word:rare": 1.0} if n < 8 else {})} if n % 2 == 0 else {} for n in range(80)]
    right = [n % 2 == 0 for n in range(80)]
    plain = sparse.fitted(rows, right, ridge=1.0, least_often=2, least=0.0)
    balanced = sparse.fitted(rows, right, ridge=1.0, least_often=2, least=0.0, balanced=True)
    assert balanced["word:rare"] / balanced["word:common"] > plain["word:rare"] / plain["word:common"]
    larger = [{name: 10 * value for name, value in row.items()} for row in rows]
    scaled = sparse.fitted(larger, right, ridge=1.0, least_often=2, least=0.0, balanced=True)
    assert sparse.log_odds(scaled, larger[0]) == pytest.approx(sparse.log_odds(balanced, rows[0]), abs=0.05)
