"""Logistic regression over named features that are there or not: Newton's steps by conjugate gradients, in numpy."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from logistic import logistic
from numpy.typing import NDArray

_STEPS = 12
_INNER = 60
_ENOUGH = 1e-3  # a step that moves no weight further ends the fit
INTERCEPT = "intercept"

Vector = NDArray[np.float64]
Weights = Mapping[str, Mapping[str, float]]  # of several models, by their names


class _Rows:
    """Which columns each row has."""

    def __init__(self, rows: Sequence[frozenset[str]], columns: Mapping[str, int]) -> None:
        pairs = [(n, columns[name]) for n, row in enumerate(rows) for name in sorted(row) if name in columns]
        pairs += [(n, columns[INTERCEPT]) for n in range(len(rows))]
        self._row = np.array([n for n, _ in pairs], dtype=np.int64)
        self._column = np.array([k for _, k in pairs], dtype=np.int64)
        self._shape = (len(rows), len(columns))

    def scores(self, weights: Vector) -> Vector:
        return np.bincount(self._row, weights=weights[self._column], minlength=self._shape[0])

    def sums(self, values: Vector) -> Vector:
        return np.bincount(self._column, weights=values[self._row], minlength=self._shape[1])


def fitted(
    rows: Sequence[frozenset[str]], right: Sequence[bool], ridge: float, least_often: int, least: float
) -> dict[str, float]:
    """The weights of the features that at least `least_often` rows have; those smaller than `least` are left out."""
    often = Counter(name for row in rows for name in row)
    names = [*sorted(name for name, n in often.items() if n >= least_often), INTERCEPT]
    table = _Rows(rows, {name: k for k, name in enumerate(names)})
    answers = np.array(right, dtype=np.float64)
    shrink = np.full(len(names), ridge)
    shrink[-1] = 1e-3
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-table.scores(weights)))
        slope = table.sums(chances - answers) + shrink * weights
        step = _solved(table, np.maximum(chances * (1 - chances), 1e-6), shrink, -slope)
        weights += step
        if np.abs(step).max() < _ENOUGH:
            break
    kept = zip(names, weights.round(3).tolist(), strict=True)
    return {name: weight for name, weight in kept if abs(weight) >= least or name == INTERCEPT}


def _solved(table: _Rows, bend: Vector, shrink: Vector, aim: Vector) -> Vector:
    """The step for which (rows' bend + shrink) times step is the aim."""
    step = np.zeros(len(aim))
    rest, way = aim.copy(), aim.copy()
    left = first = float(rest @ rest)
    for _ in range(_INNER):
        if left <= 1e-6 * first:
            break
        turned = table.sums(bend * table.scores(way)) + shrink * way
        length = left / float(way @ turned)
        step += length * way
        rest -= length * turned
        now = float(rest @ rest)
        way = rest + now / left * way
        left = now
    return step


def chance(weights: Mapping[str, float], row: frozenset[str]) -> float:
    """The chance that a row with these features is right."""
    return logistic(weights[INTERCEPT] + sum(weights.get(name, 0.0) for name in sorted(row)))


def read_weights(path: Path, models: Iterable[str]) -> dict[str, dict[str, float]]:
    """The weights of each model."""
    weights: dict[str, dict[str, float]] = {model: {} for model in models}
    with path.open(encoding="utf-8", newline="") as lines:
        for model, feature, weight in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            weights[model][feature] = float(weight)
    return weights


def write_weights(weights: Weights, path: Path) -> None:
    """A line a weight, in the order of the models and of the features' names."""
    rows = (f"{model}\t{name}\t{told[name]:g}\n" for model, told in weights.items() for name in sorted(told))
    path.write_text("".join(rows), encoding="utf-8")
