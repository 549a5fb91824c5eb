"""Fits what says which texts and templates MUC-4 calls relevant; `muc4_fit.py` calls it.

A text is relevant where its answers have a template that is not optional; a draft is right where the scorer would set
it beside a template of its text. What a draft is told of its text is rated by weights of other texts.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from muc4_relevance import Drafted, draft_features, text_features
from sparse_logistic import chance, fitted

Learnt = TypeVar("Learnt")
Made = TypeVar("Made")

FOLDS = 5
_RIDGE = {"text": 120.0, "draft": 30.0}
_LEAST_OFTEN = {"text": 10, "draft": 5}
_LEAST_WEIGHT = 0.01


@dataclass(frozen=True)
class JudgedText:
    """A training text, what its reports would give, and what its answers say of it (None: either is right)."""

    name: str
    told: Drafted
    relevant: bool | None
    right: Sequence[bool]

    @cached_property
    def features(self) -> frozenset[str]:
        """Of the text."""
        return text_features(self.told)

    def fold(self, salt: str = "") -> int:
        """Which fold it is of."""
        return int(hashlib.sha256((self.name + salt).encode()).hexdigest(), 16) % FOLDS


def judged(told: Drafted, gold: Mapping[str, Any], scorer: Any) -> JudgedText:
    """A text beside its answers."""
    keys = [(scorer.prep_gold(key), key["optional"]) for key in gold["templates"]]
    relevant = any(not optional for _, optional in keys) if keys else False
    right = [any(_fits(draft.template, key, scorer) for key, _ in keys) for draft in told.drafts]
    return JudgedText(gold["doc_id"], told, None if keys and not relevant else relevant, right)


def _fits(template: Mapping[str, Any], key: Any, scorer: Any) -> bool:
    given = scorer.prep_pred(template)
    credit, typed = scorer.score_pair(given, key)
    return bool(typed > 0 and scorer.allowed(given, key, credit, typed, "muc"))


def fit(texts: Sequence[JudgedText]) -> dict[str, dict[str, float]]:
    """The weights of texts and of drafts."""
    rows: list[frozenset[str]] = []
    right: list[bool] = []
    for text, likely in out_of_fold(texts, _fit_text, lambda t, w: chance(w, t.features), "inner"):
        rows += draft_features(text.told, likely)
        right += text.right
    drafts = fitted(rows, right, _RIDGE["draft"], _LEAST_OFTEN["draft"], _LEAST_WEIGHT)
    return {"text": _fit_text(texts), "draft": drafts}


def out_of_fold(
    texts: Sequence[JudgedText],
    fit_on: Callable[[Sequence[JudgedText]], Learnt],
    use: Callable[[JudgedText, Learnt], Made],
    salt: str = "",
) -> list[tuple[JudgedText, Made]]:
    """What weights that were fitted on the texts of other folds make of each text."""
    made = []
    for fold in range(FOLDS):
        weights = fit_on([t for t in texts if t.fold(salt) != fold])
        made += [(t, use(t, weights)) for t in texts if t.fold(salt) == fold]
    return made


def _fit_text(texts: Sequence[JudgedText]) -> dict[str, float]:
    known = [t for t in texts if t.relevant is not None]
    rows, right = [t.features for t in known], [bool(t.relevant) for t in known]
    return fitted(rows, right, _RIDGE["text"], _LEAST_OFTEN["text"], _LEAST_WEIGHT)
