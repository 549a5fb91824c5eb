"""Reports of short texts of our own, and of the sets that stand beside the repository."""

import importlib.util
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

from q7x2_etl.contract import check_reports
from q7x2_etl.contract.flatten import report_to_json
from q7x2_etl.extraction import RuleExtractor, default_extractor
from q7x2_etl.model import Article, Document, Region, Report, content_id
from q7x2_etl.sources import articles_of, read

PUBLISHED = date(2020, 6, 10)  # a Wednesday


class ReportsOf(Protocol):
    """All reports of a text, published on a day that is known."""

    def __call__(self, text: str, published: date = PUBLISHED) -> list[Report]: ...


def _article(text: str, published: date = PUBLISHED) -> Article:
    """One story whose paragraphs (cut at blank lines) are body regions."""
    regions, at = [], 0
    for paragraph in text.split("\n\n"):
        regions.append(Region("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Article(
        article_id=content_id("article", text),
        document_id=content_id("document", text),
        name="own.txt",
        text=text,
        story_start=0,
        story_end=len(text),
        regions=tuple(regions),
        published_on=published,
        published_precision="day",
        published_method="metadata",
    )


@pytest.fixture(scope="session")
def article_of() -> Callable[..., Article]:
    """A text as one story whose paragraphs (cut at blank lines) are body regions."""
    return _article


@pytest.fixture(scope="session")
def extractor() -> RuleExtractor:
    return default_extractor()


@pytest.fixture(scope="session")
def reports_of(extractor: RuleExtractor) -> ReportsOf:
    def run(text: str, published: date = PUBLISHED) -> list[Report]:
        return extractor.extract(_article(text, published))

    return run


@pytest.fixture(scope="session")
def the_report(reports_of: ReportsOf) -> Callable[..., Report]:
    """The one report of a text; more or fewer fail the test."""

    def run(text: str, published: date = PUBLISHED) -> Report:
        found = reports_of(text, published)
        assert len(found) == 1, [(r.event_type, r.quote) for r in found]
        return found[0]

    return run


class Predicted:
    """What the extractor reads in a folder or archive: every report as JSON, its article's name and text kept."""

    def __init__(self, extractor: RuleExtractor, inputs: Path, metadata: Path | None = None) -> None:
        self.articles: dict[str, Article] = {}
        self.reports: list[Report] = []
        for document in read(inputs, metadata=metadata):
            assert isinstance(document, Document), document
            for article in articles_of(document):
                self.articles[article.article_id] = article
                self.reports += extractor.extract(article)

    def rows(self) -> list[dict[str, Any]]:
        """The rows as `q7x2-etl extract` prints them; the article is a file's bare name."""
        return [report_to_json(r, self.articles[r.article_id].name.rsplit("/", 1)[-1]) for r in self.reports]

    def assert_traceable(self) -> None:
        """Every span quotes its words and every report keeps the contract."""
        for report in self.reports:
            text = self.articles[report.article_id].text
            assert all(text[e.span_start : e.span_end] == e.quote for e in report.evidence), report.quote
        checked = check_reports(self.reports, self.articles)
        assert [(rejected.reason, rejected.report.quote) for rejected in checked.rejected] == []


@pytest.fixture(scope="session")
def predict(extractor: RuleExtractor) -> Callable[..., Predicted]:
    """Read inputs, with or without a table of metadata, and extract from every story in them."""

    def run(inputs: Path, metadata: Path | None = None) -> Predicted:
        return Predicted(extractor, inputs, metadata)

    return run


@pytest.fixture(scope="session")
def score(shared: Path) -> Callable[[Path, list[dict[str, Any]]], dict[str, float]]:
    """The scorer that stands beside the repository: figures by name, for a gold file and predicted rows."""
    path = shared / "eval" / "score_incidents.py"
    if not path.is_file():
        pytest.skip("no scorer ../shared/eval/score_incidents.py beside the repository")
    spec = importlib.util.spec_from_file_location("score_incidents", path)
    assert spec is not None and spec.loader is not None
    scorer: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    def run(gold: Path, rows: list[dict[str, Any]]) -> dict[str, float]:
        golds = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        figures, _, _ = scorer.score(golds, rows)
        return dict(figures)

    return run
