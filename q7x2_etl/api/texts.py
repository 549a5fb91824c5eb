"""Texts and files to articles and reports; nothing is stored."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from q7x2_etl.api.arguments import Columns
from q7x2_etl.errors import InputError, Q7Error
from q7x2_etl.model import Article, Document, Metadata, Report
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings, columns_named

if TYPE_CHECKING:
    from q7x2_etl.engines import Extraction
    from q7x2_etl.sources import Cut

_log = logging.getLogger(__name__)

PathInput: TypeAlias = str | Path | Sequence[str | Path]


def read(
    paths: PathInput,
    *,
    metadata: str | Path | None = None,
    reference: str | Path | None = None,
    columns: Columns = None,
    settings: Settings | None = None,
) -> Iterator[Article]:
    """The articles of files, folders and globs, in order.

        for article in q7.read("seeds/articles"):
            print(article.published_on, article.title)

    What cannot be read gives no article and a warning in the log (a load keeps it in its ledger). `columns` names the
    columns of tables, {"text": "body"}, where they are not the usual ones; limits of reading are those of `settings`.
    Raises InputError, before anything is read, for a missing path or a wrong metadata table.
    """
    from q7x2_etl.sources import articles_of

    told = (settings or Settings()).but(metadata=metadata, reference=reference, columns=columns)
    documents, knowledge = _documents(paths, told), Reference.load(told.reference)
    return (article for document in documents for article in articles_of(document, knowledge))


def regions(
    paths: PathInput,
    *,
    metadata: str | Path | None = None,
    reference: str | Path | None = None,
    columns: Columns = None,
    settings: Settings | None = None,
) -> "Iterator[Cut]":
    """What is kept of each document and as what (its articles' `regions`), and what is left out, with the reason.

    Options as in `read`.
    """
    from q7x2_etl.sources import cut_of, page_of

    told = (settings or Settings()).but(metadata=metadata, reference=reference, columns=columns)
    documents, knowledge = _documents(paths, told), Reference.load(told.reference)
    return (cut_of(document, knowledge, page=page_of(document)) for document in documents)


def extract(
    text: str,
    *,
    published: str | date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    reference: str | Path | None = None,
) -> list[Report]:
    """The reports in one text; nothing is stored.

        q7.extract("Gunmen killed two guards in … on Friday.", published="2018-08-10")

    `published` is the day of publication, against which "on Friday" is resolved. A text without any incident gives an
    empty list. Raises InputError for a date that is none and for a text that cannot be stored (a NUL character).
    """
    told = extract_text(text, published=published, title=title, publisher=publisher, reference=reference)
    return [report for _, reports in told for report in reports]


def extract_text(
    text: str,
    *,
    published: str | date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    reference: str | Path | None = None,
) -> list[tuple[Article, list[Report]]]:
    """The stories in one text, each with its reports; otherwise as `extract`."""
    from q7x2_etl.engines import EngineSettings, build_extractor
    from q7x2_etl.sources import articles_of

    document = _document_of(text, published, title, publisher)
    if document is None:
        return []
    knowledge = Reference.load(reference)
    extractor = build_extractor(EngineSettings(), knowledge)
    return [(article, extractor.extract(article)) for article in articles_of(document, knowledge)]


def regions_of_text(text: str, *, published: str | date | None = None, reference: str | Path | None = None) -> "Cut":
    """What is kept of one text and as what, and what is left out; otherwise as `regions`."""
    from q7x2_etl.sources import cut_of

    document = _document_of(text, published)
    if document is None:
        raise InputError("there is no text in it")
    return cut_of(document, Reference.load(reference))


def _document_of(
    text: str, published: str | date | None = None, title: str | None = None, publisher: str | None = None
) -> Document | None:
    """One text as a document; None where there is nothing in it. Raises InputError where it cannot be stored."""
    from q7x2_etl.sources import Origin, Unread, reading_of

    day = _day(published)
    metadata = Metadata(
        title=title, publisher=publisher, published=day, published_precision=None if day is None else "day"
    )
    document = reading_of(text, Origin("text", "text", "text/plain"), metadata)
    if not isinstance(document, Unread):
        return document
    if document.outcome == "empty":
        return None
    raise InputError(f"the text cannot be read: {document.reason}")


def extract_paths(
    paths: PathInput, *, settings: Settings | None = None, reports_only: bool = False
) -> Iterator[tuple[Article, list[Report]]]:
    """Every article of the inputs with its reports, in the order of the inputs; nothing is stored.

    `reports_only` leaves out the articles of texts in which no rule can find an incident: where most texts tell of
    none this is many times faster. `settings` say how many workers, which metadata table, reference data and columns.
    Raises InputError, before anything is read, for a missing path or a wrong metadata table; Q7Error for a text on
    which the library fails (a load goes on instead).
    """
    from q7x2_etl.engines import EngineSettings, Task, run_batches

    told = settings or Settings()
    tasks = ((d.name, [Task(d, reports_only=reports_only)]) for d in _documents(paths, told))
    return _told(run_batches(tasks, EngineSettings.of(told)))


def _documents(paths: PathInput, settings: Settings) -> Iterator[Document]:
    """The documents of the paths; the path check is done at once, the reading as they are asked for."""
    from q7x2_etl.sources import ReadLimits, Unread, read

    columns = columns_named(settings.columns)
    readings = read(paths, metadata=settings.metadata, limits=ReadLimits.of(settings), columns=columns)

    def documents() -> Iterator[Document]:
        for reading in readings:
            if isinstance(reading, Unread):
                _log.warning("%s: %s: %s", reading.name, reading.outcome, reading.reason)
            else:
                yield reading

    return documents()


def _told(batches: "Iterator[tuple[str, list[Extraction]]]") -> Iterator[tuple[Article, list[Report]]]:
    for name, extractions in batches:
        for extraction in extractions:
            if extraction.error is not None:
                raise Q7Error(f"{name}: the library failed on it: {extraction.error}; please report this as a bug")
            for article, reports in zip(extraction.articles, extraction.reports, strict=True):
                yield article, list(reports)


def _day(published: str | date | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise InputError(f"published: {published!r} is no date; write YYYY-MM-DD") from error
