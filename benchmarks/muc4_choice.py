"""Fillers that rules missed or took wrongly, chosen by weights learnt from MUC-4 train (`muc4_fit.py`).

The benchmark's mapping only: the library's reports are what the rules read, with or without it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from muc4_candidates import SLOTS, Candidate, key_of
from sparse_logistic import Weights, chance

WEIGHTS = Path(__file__).with_name("muc4_weights.tsv")
# From which chance on a candidate fills a slot, and below which a filler of the rules goes: chosen in cross-validation.
TAKEN = {
    "perp_individual": 0.3, "perp_org": 0.5, "phys_target": 0.25, "hum_target": 0.45, "hum_target_name": 0.15,
    "instrument": 0.4,
}  # fmt: skip
DROPPED = {
    "perp_individual": 0.15, "perp_org": 0.1, "phys_target": 0.15, "hum_target": 0.1, "hum_target_name": 0.0,
    "instrument": 0.15,
}  # fmt: skip


def choose(templates: Sequence[dict[str, Any]], found: Sequence[Candidate], weights: Weights) -> None:
    """Fills the templates' slots with the likely candidates, and empties them of the unlikely ones."""
    for slot in SLOTS:
        rated = [(chance(weights[slot], c.features), c) for c in found if slot in c.slots]
        best: dict[str, float] = {}
        for likely, candidate in rated:
            best[candidate.key] = max(best.get(candidate.key, 0.0), likely)
        standing = {key_of(words) for template in templates for words in template[slot]}
        for likely, candidate in sorted(rated, key=lambda pair: -pair[0]):
            if likely < TAKEN[slot]:
                break
            if not any(_one_in_the_other(candidate.key, key) for key in standing):
                standing.add(candidate.key)
                _fill(templates[candidate.template], slot, candidate.words)
        for template in templates:
            template[slot] = [w for w in template[slot] if best.get(key_of(w), 1.0) >= DROPPED[slot]]


def _fill(template: dict[str, Any], slot: str, words: str) -> None:
    template[slot].append(words)
    if slot == "hum_target_name" and words not in template["hum_target"]:
        template["hum_target"].append(words)


def _one_in_the_other(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words
