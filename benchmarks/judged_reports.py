"""Reports judged against gold rows: right where the scorer aligns one with a row and its type is accepted."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gold_sets import GoldSet, documents, module_at
from muc4_templates import Mapper

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction import RuleExtractor, default_extractor
from q7x2_etl.extraction.reports.confidence import features_of
from q7x2_etl.model import Article, Document, Report, content_id
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

# Types that MUC-4 calls irrelevant, or that it has no name for: a report of one is never judged by its templates.
NOT_OF_MUC4 = frozenset({"armed_clash", "territorial_change", "security_operation", "airstrike", "arrest", "surrender"})


@dataclass(frozen=True)
class Judged:
    """One report: the set and text that it is of, its features, its confidence, and whether it is right."""

    set_name: str
    text: str
    features: dict[str, float]
    confidence: float
    right: bool


@dataclass(frozen=True)
class _Rated:
    article: Article
    report: Report
    features: dict[str, float]


class Reader:
    """Reads texts with what confidence looks at."""

    def __init__(self) -> None:
        self._reference = Reference.load()
        self._extractor: RuleExtractor = default_extractor(self._reference)
        self._families = EventFamilies.load(self._reference)
        self._mapper = Mapper(self._reference)

    def _rated(self, document: Document) -> Iterator[_Rated]:
        for article in articles_of(document, self._reference):
            kept = [c for c in self._extractor.trace(article).considered if c.kept]
            for considered, features in zip(kept, features_of(kept, self._families), strict=True):
                if considered.report is not None:
                    yield _Rated(article, considered.report, features)

    def of_set(self, gold_set: GoldSet, scorer: Any) -> list[Judged]:
        """The reports of a set with gold rows."""
        from q7x2_etl.contract import report_to_json

        golds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for gold in gold_set.rows():
            golds[gold["article"]].append(gold)
        judged = []
        for document in documents(gold_set):
            rated = list(self._rated(document))
            name = document.name.rsplit("/", 1)[-1]
            rows = [report_to_json(r.report, name) for r in rated]
            pairs = scorer.assign([[scorer.similarity(row, gold) for row in rows] for gold in golds[name]])
            right = {at for position, at in pairs if rows[at]["event_type"] in golds[name][position]["types"]}
            judged += [
                Judged(gold_set.name, name, r.features, r.report.confidence, at in right) for at, r in enumerate(rated)
            ]
        return judged

    def of_muc4(self, folder: Path, limit: int | None = None) -> list[Judged]:
        """The reports of the MUC-4 training texts that tell of an incident by the task's rules.

        Only reports that the task could call relevant are judged; a clash or an operation never is, whatever MUC-4 says
        of it, and neither is a text without templates: its incidents may be real ones that the task leaves out.
        """
        train, scorer_file = folder / "train.jsonl", folder / "score_muc4.py"
        if not train.is_file() or not scorer_file.is_file():
            print(f"MUC-4 left out: {folder} is not here", file=sys.stderr)
            return []
        scorer = module_at(scorer_file)
        with train.open(encoding="utf-8") as lines:
            texts = [gold for gold in map(json.loads, lines) if gold["templates"]][:limit]
        return [judged for gold in texts for judged in self._of_muc4_text(gold, scorer)]

    def _of_muc4_text(self, gold: dict[str, Any], scorer: Any) -> list[Judged]:
        document = Document(content_id(gold["text"]), gold["doc_id"], gold["doc_id"], "text/plain", gold["text"])
        given: list[tuple[_Rated, dict[str, Any]]] = []
        for rated in self._rated(document):
            if rated.report.event_type not in NOT_OF_MUC4:
                given += [(rated, t) for t in self._mapper.templates(rated.article, [rated.report], None)]
        per_document: dict[str, Any] = {}
        predicted = {gold["doc_id"]: {"doc_id": gold["doc_id"], "templates": [t for _, t in given]}}
        scorer.score({gold["doc_id"]: gold}, predicted, per_doc=per_document)
        right = {at for at, _ in per_document[gold["doc_id"]]["pairs"]}
        return [
            Judged("muc4", gold["doc_id"], rated.features, rated.report.confidence, at in right)
            for at, (rated, _) in enumerate(given)
        ]
