"""What goes into the batch function and what comes out of it, one document each; the work on one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from q7x2_etl.model import Article, Document, Report
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor, Gathering, Screening

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
    extractor, reference = tools
    return _finished([_begun(task, extractor, reference) for task in tasks], extractor)


def _begun(task: Task, extractor: "Extractor", reference: Reference) -> Extraction:
    """The document cut into its articles, without their reports."""
    document = task.document
    try:
        if task.reports_only and not _may_tell(extractor, document.text):
            return Extraction(document.document_id)
        articles = task.articles if task.articles is not None else tuple(articles_of(document, reference))
    except Exception as error:  # any bug on one text must cost that text only; the ledger keeps the reason
        return _failed(document.document_id, error)
    return Extraction(document.document_id, articles)


def _finished(begun: Sequence[Extraction], extractor: "Extractor") -> list[Extraction]:
    """With the reports of their articles, of all in one go; where one of them fails, of each half by itself."""
    articles = [article for extraction in begun for article in extraction.articles]
    try:
        found = iter(_reports(articles, extractor))
        return [replace(e, reports=tuple(tuple(next(found)) for _ in e.articles)) for e in begun]
    except Exception as error:
        if len(begun) == 1:
            return [_failed(begun[0].document_id, error)]
        half = len(begun) // 2
        return [*_finished(begun[:half], extractor), *_finished(begun[half:], extractor)]


def _reports(articles: Sequence[Article], extractor: "Extractor") -> list[list[Report]]:
    if _gathers(extractor):
        return extractor.extract_together(articles)
    return [extractor.extract(article) for article in articles]


def _failed(document_id: str, error: Exception) -> Extraction:
    return Extraction(document_id, error=f"{type(error).__name__}: {error}")


def _may_tell(extractor: "Extractor", text: str) -> bool:
    return not _screens(extractor) or extractor.may_tell(text)


# What else a back end offers is asked by name: the protocols come with the rules, which are slow to load.


def _gathers(extractor: "Extractor") -> "TypeGuard[Gathering]":
    return hasattr(extractor, "extract_together")


def _screens(extractor: "Extractor") -> "TypeGuard[Screening]":
    return hasattr(extractor, "may_tell")
