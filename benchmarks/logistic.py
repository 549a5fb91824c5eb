"""Logistic regression with signed weights: small, deterministic, in plain Python."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 200
_ENOUGH = 1e-4  # a sweep that moves no weight further ends the fit


@dataclass(frozen=True)
class Example:
    """Features with their values (absent: 0), the answer, and how much it counts."""

    features: Mapping[str, float]
    right: bool
    weight: float = 1.0


def fitted(examples: Sequence[Example], signs: Mapping[str, int], ridge: float) -> dict[str, float]:
    """The weight of each feature: at least 0 where its sign is 1, at most 0 where it is -1, any where it is 0.

    Coordinate descent on the log-loss plus `ridge`/2 times the square of each signed weight; `intercept` (a feature
    that every example has) and features of sign 0 are not shrunk.
    """
    columns: dict[str, list[tuple[int, float]]] = {"intercept": [(row, 1.0) for row in range(len(examples))]}
    for row, example in enumerate(examples):
        for name, value in example.features.items():
            if name in signs:
                columns.setdefault(name, []).append((row, value))
    weights = dict.fromkeys(columns, 0.0)
    scores = [0.0] * len(examples)
    for _ in range(_SWEEPS):
        moved = 0.0
        for name in sorted(columns):
            step = _step(examples, scores, columns[name], weights[name], ridge if signs.get(name) else 0.0)
            aim = weights[name] + step
            sign = signs.get(name, 0)
            aim = max(aim, 0.0) if sign > 0 else min(aim, 0.0) if sign < 0 else aim
            step, weights[name] = aim - weights[name], aim
            moved = max(moved, abs(step))
            for row, value in columns[name]:
                scores[row] += step * value
        if moved < _ENOUGH:
            break
    return weights


def _step(
    examples: Sequence[Example], scores: Sequence[float], column: Sequence[tuple[int, float]], now: float, ridge: float
) -> float:
    """The Newton step of one weight, at most 1."""
    slope, bend = -ridge * now, ridge + 1e-6
    for row, value in column:
        example = examples[row]
        chance = logistic(scores[row])
        slope += example.weight * value * (example.right - chance)
        bend += example.weight * value * value * chance * (1 - chance)
    return max(-1.0, min(1.0, slope / bend))


def logistic(score: float) -> float:
    """The chance that log-odds mean."""
    return 1 / (1 + math.exp(-score)) if score > -700 else 0.0
