"""Logistic regression over named features, there or not or with values: Newton's steps by conjugate gradients."""

import csv
import math
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
Row = frozenset[str] | Mapping[str, float]  # features that are there, or features with their values
_FAMILY = ":"  # ends the name of a feature's family


class _Rows:
    """Which columns each row has, with which values."""

    def __init__(self, rows: Sequence[Row], columns: Mapping[str, int]) -> None:
        cells = [
            (n, columns[name], value) for n, row in enumerate(rows) for name, value in _cells(row) if name in columns
        ]
        cells += [(n, columns[INTERCEPT], 1.0) for n in range(len(rows))]
        self._row = np.array([n for n, _, _ in cells], dtype=np.int64)
        self._column = np.array([k for _, k, _ in cells], dtype=np.int64)
        self._value = np.array([value for _, _, value in cells], dtype=np.float64)
        self._shape = (len(rows), len(columns))

    def scale(self, factors: Vector) -> None:
        self._value *= factors[self._column]

    def squares(self) -> Vector:
        return np.bincount(self._column, weights=self._value**2, minlength=self._shape[1])

    def scores(self, weights: Vector) -> Vector:
        return np.bincount(self._row, weights=self._value * weights[self._column], minlength=self._shape[0])

    def sums(self, values: Vector) -> Vector:
        return np.bincount(self._column, weights=self._value * values[self._row], minlength=self._shape[1])


def fitted(
    rows: Sequence[Row],
    right: Sequence[bool],
    ridge: float,
    least_often: int,
    least: float,
    balanced: bool = False,
) -> dict[str, float]:
    """The weights of the features that at least `least_often` rows have; those smaller than `least` are left out.

    `balanced`: the families of features ("word:...") are brought to one size before they are shrunk, and within each
    the rare ones are shrunk less than the common ones.
    """
    often = Counter(name for row in rows for name in row)
    names = [*sorted(name for name, n in often.items() if n >= least_often), INTERCEPT]
    table = _Rows(rows, {name: k for k, name in enumerate(names)})
    factors = _factors(table, names, often, len(rows)) if balanced else np.ones(len(names))
    table.scale(factors)
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
    kept = zip(names, (weights * factors).round(3).tolist(), strict=True)
    return {name: weight for name, weight in kept if abs(weight) >= least or name == INTERCEPT}


def _factors(table: _Rows, names: Sequence[str], often: Mapping[str, int], rows: int) -> Vector:
    """By what each feature's values are multiplied: the rarer the more, and all families to one size."""
    rarity = np.array([math.sqrt(math.log(rows / often[name])) if name != INTERCEPT else 1.0 for name in names])
    squares = table.squares() * rarity**2
    families = [name.partition(_FAMILY)[0] for name in names]
    sizes: dict[str, float] = {}
    for family, square in zip(families, squares.tolist(), strict=True):
        sizes[family] = sizes.get(family, 0.0) + square / rows
    sizes[INTERCEPT] = 1.0
    return rarity / np.sqrt(np.array([max(sizes[family], 1e-12) for family in families]))


def _cells(row: Row) -> Iterable[tuple[str, float]]:
    return sorted(row.items()) if isinstance(row, Mapping) else ((name, 1.0) for name in sorted(row))


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


def chance(weights: Mapping[str, float], row: Row) -> float:
    """The chance that a row with these features is right."""
    return logistic(log_odds(weights, row))


def log_odds(weights: Mapping[str, float], row: Row) -> float:
    """The logarithm of the odds that a row with these features is right."""
    return weights[INTERCEPT] + sum(weights.get(name, 0.0) * value for name, value in _cells(row))


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
