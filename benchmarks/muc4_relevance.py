"""Which texts and templates the MUC-4 task calls relevant, by weights learnt from MUC-4 train (`muc4_fit.py`).

The benchmark's mapping only: to the task most fighting, most that is long past and most that is told in passing is
irrelevant, and the library's reports of it stay what they are. Nothing here is read by the package.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muc4_templates import FILLERS, Draft
from sparse_logistic import Weights, chance

from q7x2_etl.model import Article

WEIGHTS = Path(__file__).with_name("muc4_relevance.tsv")
MODELS = ("text", "draft")
# From which chance on the best draft of a text is a template, and any other, by whether a rule speaks against it; and
# from which chance on a text gives its best draft though that is unlikely. Chosen in cross-validation, of texts at
# random and of blocks of texts.
BEST = {False: 0.4, True: 0.5}
FURTHER = {False: 0.5, True: 0.6}
ADMITTED = 0.5

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_OPENINGS = (30, 60)  # words
_AGES = ((3, "days"), (15, "weeks"), (63, "recent"), (400, "year"))
_STEPS = range(-6, 7)  # of log-odds, in halves
_FAR = 400  # characters
_MOST = 5


@dataclass(frozen=True)
class Drafted:
    """An article, the country of its dateline where that is known, and what its reports would give."""

    article: Article
    home: str | None
    drafts: Sequence[Draft]


def relevant(told: Drafted, weights: Weights) -> list[dict[str, Any]]:
    """The templates of the drafts that are likely, or of the best one where the text is."""
    if not told.drafts:
        return []
    likely = chance(weights["text"], text_features(told))
    rated = [chance(weights["draft"], features) for features in draft_features(told, likely)]
    doubtful = [bool(draft.doubts) for draft in told.drafts]
    fit = [n for n, rate in enumerate(rated) if rate >= BEST[doubtful[n]]]
    if not fit and likely < ADMITTED:
        return []
    best = max(fit or range(len(rated)), key=lambda n: rated[n])
    kept = [n for n, rate in enumerate(rated) if n == best or rate >= FURTHER[doubtful[n]]]
    return [told.drafts[n].template for n in kept]


def ruled(told: Drafted) -> list[dict[str, Any]]:
    """The templates of the drafts that no rule of the task speaks against."""
    return [draft.template for draft in told.drafts if not draft.doubts]


def text_features(told: Drafted) -> frozenset[str]:
    """The words of a text, those it opens with, and what its reports are."""
    article = told.article
    body = next((r.end for r in article.regions if r.kind == "dateline"), 0)
    opening = _words(article.text[body:])
    found = {f"word={word}" for word in _words(article.text)}
    found |= {f"opening{n}={word}" for n in _OPENINGS for word in opening[:n]}
    clean = [draft for draft in told.drafts if not draft.doubts]
    found |= {f"home={told.home}", f"clean={min(3, len(clean))}", f"length={min(6, len(article.text) // 700)}"}
    for draft in clean:
        found.add(f"clean={draft.template['incident_type']}.{draft.template['stage']}")
        found |= {f"clean.{slot}" for slot in FILLERS if draft.template[slot]}
    reports = {draft.report.report_id: draft for draft in told.drafts}
    found.add(f"reports={min(_MOST, len(reports))}")
    for draft in reports.values():
        found |= _report_features(article, draft)
    return frozenset(found)


def draft_features(told: Drafted, likely: float) -> list[frozenset[str]]:
    """Of each draft of a text. `likely`: the chance that the text is relevant."""
    odds = math.log(max(likely, 1e-6) / max(1 - likely, 1e-6))
    shared = {f"text>={step / 2}" for step in _STEPS if odds >= step / 2}
    order = list(dict.fromkeys(draft.report.report_id for draft in told.drafts))
    shared |= {f"reports={min(_MOST, len(order))}", f"home={told.home}"}
    return [
        frozenset(
            shared
            | _report_features(told.article, draft)
            | _template_features(draft.template)
            | {f"nth={min(3, order.index(draft.report.report_id))}", f"at_home={draft.report.country == told.home}"}
        )
        for draft in told.drafts
    ]


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
