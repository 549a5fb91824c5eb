"""Fits what was learnt of MUC-4 on its training texts, and cross-validates it: relevance, then fillers.

    python benchmarks/muc4_fit.py            cross-validation by text: the figures with the rules alone, and chosen
    python benchmarks/muc4_fit.py --fit      the same, and writes muc4_relevance.tsv and muc4_weights.tsv again

A candidate for a slot is right where the answers of its text have its words there; candidates are of texts that have
templates once relevance is rated by weights of other texts. Both belong to the mapping of this benchmark: no weight
tells the engine what an incident is.
"""

import argparse
import copy
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gold_sets import module_at
from muc4_candidates import SLOTS, Candidate
from muc4_choice import WEIGHTS as FILLER_WEIGHTS
from muc4_choice import choose
from muc4_forms import key_of
from muc4_reading import TextReader
from muc4_relevance import WEIGHTS as RELEVANCE_WEIGHTS
from muc4_relevance import Rated, summed
from muc4_relevance_fit import JudgedText, judged, out_of_fold, rate_judged
from muc4_relevance_fit import fit as fit_relevance
from report_table import DATA, Table, emit
from sparse_logistic import Weights, fitted, write_weights

from q7x2_etl.reference import Reference

RIDGE = 15.0
LEAST_TEXTS = 10  # a feature of fewer tells nothing of others
LEAST_WEIGHT = 0.02
_ROLES = {  # the scorer's names of the slots
    "perp_individual": "PerpInd", "perp_org": "PerpOrg", "phys_target": "Target", "hum_target_name": "Victim",
    "instrument": "Weapon",
}  # fmt: skip
_PEOPLE = ("hum_target_name", "hum_target_desc")  # of the answers: those told by name, and by what they are
_FIGURES = ("doc_relevance", "template", "all_slots", "string_slots")


@dataclass(frozen=True)
class _Read:
    """A training text with templates: its candidates, and the words that its answers have in each slot."""

    name: str
    templates: list[dict[str, Any]]
    candidates: Sequence[Candidate]
    answers: Mapping[str, frozenset[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write the weights")
    parser.add_argument("--data", type=Path, default=DATA / "eval" / "muc4")
    options = parser.parse_args()
    file, scorer_file = options.data / "train.jsonl", options.data / "score_muc4.py"
    if not file.is_file() or not scorer_file.is_file():
        print(f"{options.data}: the MUC-4 texts are not here (--data DIR)", file=sys.stderr)
        return 2
    scorer, reader = module_at(scorer_file), TextReader(Reference.load())
    gold = {d["doc_id"]: d for d in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    judgements = [judged(told, d, scorer) for name, d in gold.items() for told in reader.drafted(name, d["text"])]
    ruled = [(text.name, reader.templates(text.told, None)) for text in judgements]
    rated = out_of_fold(judgements, fit_relevance, lambda text, weights: _rated(text, weights, reader))
    texts = {text.name: _read(text, made, gold[text.name], (reader, scorer)) for text, made in rated}
    chosen = out_of_fold(
        judgements, lambda some: fit([texts[t.name] for t in some]), lambda t, w: _chosen(texts[t.name], w)
    )
    rows = [
        [title, *_figures(scorer, gold, given)]
        for title, given in (
            ("rules", ruled),
            ("relevance", [(text.name, templates) for text, (templates, _) in rated]),
            ("relevance, fillers", [(text.name, templates) for text, templates in chosen]),
        )
    ]
    emit([Table("MUC-4 train, cross-validated by text (F1)", ["learnt", *_FIGURES, "CEAF-REE"], rows)], markdown=False)
    if options.fit:
        write_weights(fit_relevance(judgements), RELEVANCE_WEIGHTS)
        write_weights(fit(list(texts.values())), FILLER_WEIGHTS)
        print(f"{RELEVANCE_WEIGHTS}, {FILLER_WEIGHTS}: written", file=sys.stderr)
    return 0


def fit(texts: Sequence[_Read]) -> dict[str, dict[str, float]]:
    """The weights of each slot, over the candidates that could fill it."""
    weights = {}
    for slot in SLOTS:
        fitting = [(t, c) for t in texts for c in t.candidates if slot in c.slots]
        common = _common((t.name, c.features) for t, c in fitting)
        rows = [c.features & common for _, c in fitting]
        weights[slot] = fitted(rows, [c.key in t.answers[slot] for t, c in fitting], RIDGE, 1, LEAST_WEIGHT)
    return weights


def _common(told: Iterable[tuple[str, frozenset[str]]]) -> frozenset[str]:
    """The features that enough texts have."""
    texts: dict[str, set[str]] = {}
    for name, features in told:
        for feature in features:
            texts.setdefault(feature, set()).add(name)
    return frozenset(feature for feature, names in texts.items() if len(names) >= LEAST_TEXTS)


def _rated(text: JudgedText, weights: Weights, reader: TextReader) -> tuple[list[dict[str, Any]], Rated]:
    """The templates of a text by weights of other texts, and how likely it and its sentences are by them."""
    rated = rate_judged(text, weights)
    return reader.templates(text.told, weights, rated), summed(rated, weights)


def _read(
    text: JudgedText,
    made: tuple[list[dict[str, Any]], Rated],
    document: Mapping[str, Any],
    tools: tuple[TextReader, Any],
) -> _Read:
    reader, scorer = tools
    templates, rated = made
    fillers = scorer.ree_gold(document)
    answers = {slot: frozenset(words for entity in fillers[role] for words in entity) for slot, role in _ROLES.items()}
    people = (words for key in document["templates"] for slot in _PEOPLE for entity in key[slot] for words in entity)
    answers["hum_target"] = frozenset(map(key_of, people))
    return _Read(text.name, templates, reader.candidates(text.told, templates, rated), answers)


def _chosen(text: _Read, weights: Weights) -> list[dict[str, Any]]:
    templates = copy.deepcopy(text.templates)
    choose(templates, text.candidates, weights)
    return templates


def _figures(scorer: Any, gold: Mapping[str, Any], given: Sequence[tuple[str, list[dict[str, Any]]]]) -> list[str]:
    result = scorer.score(gold, {name: {"doc_id": name, "templates": templates} for name, templates in given})
    return [f"{result[f]['f1']:.1f}" for f in _FIGURES] + [f"{result['ceaf_ree']['micro']['f1']:.1f}"]


if __name__ == "__main__":
    raise SystemExit(main())
