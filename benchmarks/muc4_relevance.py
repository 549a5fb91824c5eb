"""Which texts and templates the MUC-4 task calls relevant, by weights learnt from MUC-4 train (`muc4_fit.py`).

The benchmark's mapping only: to the task most fighting, most that is long past and most that is told in passing is
irrelevant, and the library's reports of it stay what they are. Nothing here is read by the package.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muc4_story import Said, of_sentences, shares
from muc4_templates import FILLERS, Draft
from sparse_logistic import Row, Weights, chance, log_odds

from q7x2_etl.model import Article

WEIGHTS = Path(__file__).with_name("muc4_relevance.tsv")
MODELS = ("text", "sentence", "whole", "draft")
# From which chance on a text is relevant, and how likely its best draft must be even then; and from which chance on a
# further draft is a template, by whether a rule speaks against it. Chosen in cross-validation, of texts at random and
# of blocks of texts.
ADMITTED = 0.42
LEAST = 0.1
FURTHER = {False: 0.55, True: 0.65}
REFUSED = "refused"  # speaks against the draft of an incident that the library read and did not report

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_AGES = ((3, "days"), (15, "weeks"), (63, "recent"), (400, "year"))
_STEPS = range(-8, 9)  # of log-odds, in halves
_RARE = -2.0  # the log-odds about which those of sentences are told in steps
_LEAST, _NONE = -6.0, -5.0  # log-odds: no lower, and where a text has no sentence for them
_FAR = 400  # characters
_MOST = 5


@dataclass(frozen=True)
class Drafted:
    """An article, the country of its dateline where that is known, its sentences, and what its reports would give."""

    article: Article
    home: str | None
    said: Sequence[Said]
    drafts: Sequence[Draft]


@dataclass(frozen=True)
class Rated:
    """Log-odds: that a text is relevant by its words and reports; that a sentence tells of what makes it so."""

    text: float
    sentences: Sequence[float]


def relevant(told: Drafted, rated: Rated, weights: Weights) -> list[dict[str, Any]]:
    """The template of the best draft, and those of further likely ones, where the text is likely to be relevant."""
    if not told.drafts:
        return []
    likely = chance(weights["whole"], whole_features(rated))
    chances = [chance(weights["draft"], features) for features in draft_features(told, rated, weights["whole"])]
    best = max(range(len(chances)), key=lambda n: chances[n])
    if likely < ADMITTED or chances[best] < LEAST:
        return []
    needed = [FURTHER[bool(draft.doubts)] for draft in told.drafts]
    return [told.drafts[n].template for n, rate in enumerate(chances) if n == best or rate >= needed[n]]


def rate(told: Drafted, weights: Weights) -> Rated:
    """A text by what it is made of, and its sentences one by one."""
    return rate_by(text_features(told), of_sentences(told.said), weights)


def rate_by(text: Row, sentences: Sequence[Row], weights: Weights) -> Rated:
    """The same from the features of a text and of its sentences."""
    return Rated(log_odds(weights["text"], text), [log_odds(weights["sentence"], row) for row in sentences])


def summed(rated: Rated, weights: Weights) -> Rated:
    """The same with the log-odds of the text by all that is known of it."""
    return Rated(log_odds(weights["whole"], whole_features(rated)), rated.sentences)


def ruled(told: Drafted) -> list[dict[str, Any]]:
    """The templates of the drafts that no rule of the task speaks against."""
    return [draft.template for draft in told.drafts if not draft.doubts]


def text_features(told: Drafted) -> dict[str, float]:
    """The words of a text and those of the sentences that tell of something, what its frames and its reports are."""
    return (
        shares("word", _words(told.article.text))
        | shares("told", [word for sentence in told.said if sentence.count for word in sentence.words])
        | shares("frame", [feature for sentence in told.said for feature in sentence.frames])
        | shares("report", sorted(_reported(told)))
    )


def whole_features(rated: Rated) -> dict[str, float]:
    """What is known of a text as a whole: by its make, its likeliest sentences, and how many likely ones it has."""
    first, second, *_ = [*(max(odds, _LEAST) for odds in sorted(rated.sentences, reverse=True)), _NONE, _NONE]
    likely = sum(1 / (1 + math.exp(-odds)) for odds in rated.sentences)
    return {"text": rated.text, "first": first, "second": second, "likely": math.log(1e-3 + likely)}


def draft_features(told: Drafted, rated: Rated, whole: Mapping[str, float]) -> list[frozenset[str]]:
    """Of each draft of a text. `whole`: the weights that make one chance of what is known of the text."""
    shared = set(_at_least("text", log_odds(whole, whole_features(rated))))
    order = list(dict.fromkeys(draft.report.report_id for draft in told.drafts))
    shared |= {f"reports={min(_MOST, len(order))}", f"home={told.home}"}
    return [
        frozenset(
            shared
            | _report_features(told.article, draft)
            | _template_features(draft.template)
            | {f"nth={min(3, order.index(draft.report.report_id))}", f"at_home={draft.report.country == told.home}"}
            | _sentence_features(told, draft, rated)
        )
        for draft in told.drafts
    ]


def _sentence_features(told: Drafted, draft: Draft, rated: Rated) -> set[str]:
    """How likely its sentence is, and the likeliest that any of its fields rests on."""
    starts = [draft.report.quote_start, *(e.span_start for e in draft.report.evidence)]
    near = [
        [odds for s, odds in zip(told.said, rated.sentences, strict=True) if s.start <= at < s.end] for at in starts
    ]
    own, every = near[0], [odds for odds_at in near for odds in odds_at]
    return {*(name for odds in own for name in _at_least("sentence", odds - _RARE)),
            *(name for odds in every for name in _at_least("evidence", odds - _RARE))}  # fmt: skip


def _at_least(name: str, odds: float) -> Iterator[str]:
    return (f"{name}>={step / 2}" for step in _STEPS if odds >= step / 2)


def _reported(told: Drafted) -> set[str]:
    """What the reports of a text are, and what the rules of the task leave of them."""
    given = [draft for draft in told.drafts if REFUSED not in draft.doubts]
    clean = [draft for draft in given if not draft.doubts]
    found = {f"home={told.home}", f"clean={min(3, len(clean))}", f"length={min(6, len(told.article.text) // 700)}"}
    for draft in clean:
        found.add(f"clean={draft.template['incident_type']}.{draft.template['stage']}")
        found |= {f"clean.{slot}" for slot in FILLERS if draft.template[slot]}
    reports = {draft.report.report_id: draft for draft in given}
    found.add(f"reports={min(_MOST, len(reports))}")
    for draft in reports.values():
        found |= _report_features(told.article, draft)
    return found


def _template_features(template: Mapping[str, Any]) -> set[str]:
    found = {f"type={template['incident_type']}", f"told_in={template['country']}"}
    found |= {f"{slot}={bool(template[slot])}" for slot in (*FILLERS, "killed", "wounded", "date_start")}
    return found | {f"{slot}.{word}" for slot in FILLERS for words in template[slot] for word in _words(words)}


def _report_features(article: Article, draft: Draft) -> set[str]:
    """What a report is, and which of the task's rules it breaks."""
    report = draft.report
    found = {
        f"event={report.event_type}", f"event={report.event_type}.{report.stage}", f"stage={report.stage}",
        f"veracity={report.veracity}", f"country={report.country}", f"doubts={'+'.join(draft.doubts)}",
        f"quoted_at={min(_MOST, report.quote_start // _FAR)}",
    }  # fmt: skip
    found |= {f"doubt={doubt}" for doubt in draft.doubts}
    found |= {f"doubt={doubt}.{report.event_type}" for doubt in draft.doubts}
    found |= {f"actor={actor.role}.{actor.kind}" for actor in report.actors}
    found |= {f"target={target.target_type}" for target in report.targets}
    found |= {f"harmed={c.outcome}.{c.of_kind}" for c in report.casualties}
    found |= {f"harmed={c.outcome}.{min(4, c.best or 0)}" for c in report.casualties}
    if article.published_on is not None and report.date_end is not None:
        days = (article.published_on - report.date_end).days
        found.add(f"age={next((name for most, name in _AGES if days < most), 'old')}")
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
