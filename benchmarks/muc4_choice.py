"""Fillers that rules missed or took wrongly, chosen by weights learnt from MUC-4 train (`muc4_fit.py`).

The benchmark's mapping only: the library's reports are what the rules read, with or without it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from muc4_candidates import SLOTS, Candidate
from muc4_forms import key_of
from sparse_logistic import Weights, chance

WEIGHTS = Path(__file__).with_name("muc4_weights.tsv")
# From which chance on a candidate fills a slot, and below which a filler of the rules goes: chosen in cross-validation.
TAKEN = {
    "perp_individual": 0.35, "perp_org": 0.4, "phys_target": 0.2, "hum_target": 0.3, "hum_target_name": 0.25,
    "instrument": 0.4,
}  # fmt: skip
DROPPED = {
    "perp_individual": 0.2, "perp_org": 0.2, "phys_target": 0.2, "hum_target": 0.15, "hum_target_name": 0.1,
    "instrument": 0.25,
}  # fmt: skip


def choose(templates: Sequence[dict[str, Any]], found: Sequence[Candidate], weights: Weights) -> None:
    """Fills the templates' slots with the likely candidates, and empties them of the unlikely ones."""
    for slot in SLOTS:
        rated = rate(found, slot, weights)
        told = {candidate.key for _, candidate in rated}
        taken = _taken(rated, slot, {key_of(words) for template in templates for words in template[slot]})
        keys = {candidate.key for candidate in taken}
        for template in templates:
            template[slot] = [w for w in template[slot] if key_of(w) in keys or key_of(w) not in told]
        standing = {key_of(words) for template in templates for words in template[slot]}
        for candidate in taken:
            if candidate.key not in standing:
                _fill(templates[candidate.template], slot, candidate.words)


def rate(found: Iterable[Candidate], slot: str, weights: Weights) -> list[tuple[float, Candidate]]:
    """The wordings that could fill a slot with their chances, the likeliest first; each where it is likeliest."""
    best: dict[str, tuple[float, Candidate]] = {}
    for candidate in found:
        if slot in candidate.slots:
            likely = chance(weights[slot], candidate.features)
            if candidate.key not in best or likely > best[candidate.key][0]:
                best[candidate.key] = (likely, candidate)
    return sorted(best.values(), key=lambda pair: -pair[0])


def _taken(rated: Iterable[tuple[float, Candidate]], slot: str, standing: set[str]) -> list[Candidate]:
    """The likely ones, and those of the rules that are not unlikely; of several wordings for one the likeliest."""
    taken: list[Candidate] = []
    for likely, candidate in rated:
        enough = likely >= (DROPPED if candidate.key in standing else TAKEN)[slot]
        if enough and not any(_are_one(candidate, other, slot) for other in taken):
            taken.append(candidate)
    return taken


def _are_one(one: Candidate, other: Candidate, slot: str) -> bool:
    if slot == "perp_org" and one.who is not None and one.who == other.who:
        return True
    words, others = set(one.key.split()), set(other.key.split())
    return words <= others or others <= words


def _fill(template: dict[str, Any], slot: str, words: str) -> None:
    template[slot].append(words)
    if slot == "hum_target_name" and words not in template["hum_target"]:
        template["hum_target"].append(words)
