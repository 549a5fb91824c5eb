"""Fits the weights that choose fillers for MUC-4 templates, on the training texts, and cross-validates them.

    python benchmarks/muc4_fit.py            cross-validation by text: the figures with the rules alone, and chosen
    python benchmarks/muc4_fit.py --fit      the same, and writes benchmarks/muc4_weights.tsv again

A candidate is right where the answers of its text have its words in that slot. Texts that the rules give no template
teach nothing, so neither fit nor mapping tells the engine what an incident is.
"""

import argparse
import copy
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gold_sets import module_at
from muc4_candidates import SLOTS, Candidate
from muc4_choice import WEIGHTS, Weights, choose, write_weights
from muc4_reading import TextReader
from report_table import DATA, Table, emit
from sparse_logistic import fitted

from q7x2_etl.reference import Reference

FOLDS = 5
RIDGE = 10.0
LEAST_OFTEN = 8
LEAST_WEIGHT = 0.05
_ROLES = {  # the scorer's names of the slots
    "perp_individual": "PerpInd", "perp_org": "PerpOrg", "phys_target": "Target", "hum_target": "Victim",
    "instrument": "Weapon",
}  # fmt: skip
_FIGURES = ("doc_relevance", "template", "all_slots", "string_slots")


@dataclass(frozen=True)
class _Read:
    """A training text: its templates by the rules, its candidates, and the words that its answers have in each slot."""

    name: str
    templates: list[dict[str, Any]]
    candidates: Sequence[Candidate]
    answers: Mapping[str, frozenset[str]]

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % FOLDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write the weights")
    parser.add_argument("--data", type=Path, default=DATA / "eval" / "muc4")
    options = parser.parse_args()
    file, scorer_file = options.data / "train.jsonl", options.data / "score_muc4.py"
    if not file.is_file() or not scorer_file.is_file():
        print(f"{options.data}: the MUC-4 texts are not here (--data DIR)", file=sys.stderr)
        return 2
    scorer = module_at(scorer_file)
    gold = {d["doc_id"]: d for d in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    texts = _read(gold, scorer)
    chosen: list[tuple[str, list[dict[str, Any]]]] = []
    for fold in range(FOLDS):
        weights = fit([t for t in texts if t.fold != fold])
        chosen += [(t.name, _chosen(t, weights)) for t in texts if t.fold == fold]
    ruled = [(t.name, t.templates) for t in texts]
    rows = [[title, *_figures(scorer, gold, given)] for title, given in (("rules", ruled), ("chosen", chosen))]
    emit([Table("MUC-4 train, cross-validated by text (F1)", ["fillers", *_FIGURES, "CEAF-REE"], rows)], markdown=False)
    if options.fit:
        write_weights(fit(texts))
        print(f"{WEIGHTS}: written", file=sys.stderr)
    return 0


def fit(texts: Sequence[_Read]) -> dict[str, dict[str, float]]:
    """The weights of each slot, over the candidates that could fill it."""
    weights = {}
    for slot in SLOTS:
        rated = [(c.features, c.key in t.answers[slot]) for t in texts for c in t.candidates if slot in c.slots]
        weights[slot] = fitted([f for f, _ in rated], [r for _, r in rated], RIDGE, LEAST_OFTEN, LEAST_WEIGHT)
    return weights


def _read(gold: Mapping[str, Any], scorer: Any) -> list[_Read]:
    reader, texts = TextReader(Reference.load()), []
    for name, document in gold.items():
        templates, found = [], []
        for told in reader.read(name, document["text"]):
            templates += told.templates
            found += told.candidates
        fillers = scorer.ree_gold(document)
        answers = {
            slot: frozenset(words for entity in fillers[role] for words in entity) for slot, role in _ROLES.items()
        }
        texts.append(_Read(name, templates, found, answers))
    return texts


def _chosen(text: _Read, weights: Weights) -> list[dict[str, Any]]:
    templates = copy.deepcopy(text.templates)
    choose(templates, text.candidates, weights)
    return templates


def _figures(scorer: Any, gold: Mapping[str, Any], given: Sequence[tuple[str, list[dict[str, Any]]]]) -> list[str]:
    result = scorer.score(gold, {name: {"doc_id": name, "templates": templates} for name, templates in given})
    return [f"{result[f]['f1']:.1f}" for f in _FIGURES] + [f"{result['ceaf_ree']['micro']['f1']:.1f}"]


if __name__ == "__main__":
    raise SystemExit(main())
