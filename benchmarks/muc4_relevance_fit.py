"""Fits what says which texts and templates MUC-4 calls relevant; `muc4_fit.py` calls it.

A text is relevant where its answers have a template that is not optional; a sentence tells of what makes it so where
the answers' words stand in it; a draft is right where the scorer would set it beside a template of its text. What a
text is told of its sentences, and a draft of its text, is rated by weights of other texts.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from muc4_relevance import Drafted, Rated, draft_features, rate_by, text_features, whole_features
from muc4_story import Said, of_sentences
from sparse_logistic import Row, Weights, fitted

Learnt = TypeVar("Learnt")
Made = TypeVar("Made")

FOLDS = 5
_RIDGE = {"text": 2.0, "sentence": 1.5, "whole": 1.0, "draft": 30.0}
_LEAST_OFTEN = {"text": 10, "sentence": 15, "whole": 1, "draft": 5}
_LEAST_WEIGHT = 0.01
_HIT = ("phys_target", "hum_target_name", "hum_target_desc")  # slots of the answers: what or whom the deed befell
_TOLD = (*_HIT, "instrument", "perp_individual", "perp_org")
_MARK = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class JudgedText:
    """A training text, what its reports would give, and what its answers say of it (None: either is right).

    `telling`: of each sentence, whether it tells of what makes the text relevant.
    """

    name: str
    told: Drafted
    relevant: bool | None
    telling: Sequence[bool | None]
    right: Sequence[bool]

    @cached_property
    def features(self) -> dict[str, float]:
        """Of the text."""
        return text_features(self.told)

    @cached_property
    def of_sentences(self) -> Sequence[dict[str, float]]:
        """The features of its sentences."""
        return of_sentences(self.told.said)

    def fold(self, salt: str = "") -> int:
        """Which fold it is of."""
        return int(hashlib.sha256((self.name + salt).encode()).hexdigest(), 16) % FOLDS


def judged(told: Drafted, gold: Mapping[str, Any], scorer: Any) -> JudgedText:
    """A text beside its answers."""
    keys = [(scorer.prep_gold(key), key["optional"]) for key in gold["templates"]]
    relevant = any(not optional for _, optional in keys) if keys else False
    right = [any(_fits(draft.template, key, scorer) for key, _ in keys) for draft in told.drafts]
    known = None if keys and not relevant else relevant
    return JudgedText(gold["doc_id"], told, known, _telling(told, gold, known), right)


def _telling(told: Drafted, gold: Mapping[str, Any], relevant: bool | None) -> list[bool | None]:
    """Of each sentence, whether answers that count stand in it; None where only optional ones do."""
    fillers = [
        (slot, key["optional"], f" {_plain(words)} ")
        for key in gold["templates"]
        for slot in _TOLD
        for entity in key.get(slot, ())
        for words in entity
    ]
    telling: list[bool | None] = []
    for sentence in told.said:
        text = f" {_plain(told.article.text[sentence.start : sentence.end])} "
        counted, optional = (
            {slot for slot, o, words in fillers if o is kind and words in text} for kind in (False, True)
        )
        tells = _tells(sentence, counted)
        telling.append(tells if tells or (relevant is not None and not _tells(sentence, optional)) else None)
    return telling


def _tells(sentence: Said, slots: set[str]) -> bool:
    return len(slots) > 1 or bool(sentence.count and slots.intersection(_HIT))


def _plain(words: str) -> str:
    return _MARK.sub(" ", words.lower()).strip()


def _fits(template: Mapping[str, Any], key: Any, scorer: Any) -> bool:
    given = scorer.prep_pred(template)
    credit, typed = scorer.score_pair(given, key)
    return bool(typed > 0 and scorer.allowed(given, key, credit, typed, "muc"))


def fit(texts: Sequence[JudgedText]) -> dict[str, dict[str, float]]:
    """The weights of texts, of sentences, of both together, and of drafts."""
    rated = out_of_fold(texts, _fit_first, rate_judged, "inner")
    known = [(whole_features(rate), bool(text.relevant)) for text, rate in rated if text.relevant is not None]
    whole = _fitted("whole", [features for features, _ in known], [right for _, right in known])
    rows = [features for text, rate in rated for features in draft_features(text.told, rate, whole)]
    drafts = _fitted("draft", rows, [right for text, _ in rated for right in text.right])
    return {**_fit_first(texts), "whole": whole, "draft": drafts}


def rate_judged(text: JudgedText, weights: Weights) -> Rated:
    """A training text by weights of other texts."""
    return rate_by(text.features, text.of_sentences, weights)


def _fit_first(texts: Sequence[JudgedText]) -> dict[str, dict[str, float]]:
    known = [text for text in texts if text.relevant is not None]
    sentences = [
        (features, tells)
        for text in texts
        for features, tells in zip(text.of_sentences, text.telling, strict=True)
        if tells is not None
    ]
    return {
        "text": _fitted("text", [text.features for text in known], [bool(text.relevant) for text in known]),
        "sentence": _fitted("sentence", [features for features, _ in sentences], [tells for _, tells in sentences]),
    }


def _fitted(model: str, rows: Sequence[Row], right: Sequence[bool]) -> dict[str, float]:
    balanced = model in {"text", "sentence"}
    return fitted(rows, right, _RIDGE[model], _LEAST_OFTEN[model], _LEAST_WEIGHT, balanced)


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
