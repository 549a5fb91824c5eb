"""What goes into the batch function and what comes out of it, one document each; the work on one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from q7x2_etl.model import Article, Document, Report
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor

Tools: TypeAlias = "tuple[Extractor, Reference]"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to extract from; `articles` where the caller has already cut it into stories.

    With `reports_only` a document that can give no report is not cut into stories: its extraction has no articles.
    """

    document: Document
    articles: tuple[Article, ...] | None = None
    reports_only: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document gave: its articles, and the reports of each.

    `error` is the exception that one of the rooms raised on it; with `fatal` it says how the worker processes ended
    that did not survive this text. With an error there are no articles and no reports.
    """

    document_id: str
    articles: tuple[Article, ...] = ()
    reports: tuple[tuple[Report, ...], ...] = ()
    error: str | None = None
    fatal: bool = False


def extract_tasks(tasks: Iterable[Task], tools: Tools) -> list[Extraction]:
    """One Extraction for each task, in order; an exception on a document becomes its `error` and the rest goes on."""
    return [_extract(task, *tools) for task in tasks]


def _extract(task: Task, extractor: "Extractor", reference: Reference) -> Extraction:
    document = task.document
    try:
        if task.reports_only and not _may_tell(extractor, document.text):
            return Extraction(document.document_id)
        articles = task.articles if task.articles is not None else tuple(articles_of(document, reference))
        reports = tuple(tuple(extractor.extract(article)) for article in articles)
    except Exception as error:  # any bug on one text must cost that text only; the ledger keeps the reason
        return Extraction(document.document_id, error=f"{type(error).__name__}: {error}")
    return Extraction(document.document_id, articles, reports)


def _may_tell(extractor: "Extractor", text: str) -> bool:
    from q7x2_etl.extraction import Screening  # slow to load, and not always needed

    return not isinstance(extractor, Screening) or extractor.may_tell(text)
