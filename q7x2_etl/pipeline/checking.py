"""The contract check of one batch: what of its rows may enter the tables, and what goes to quarantine."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from q7x2_etl.contract import check_reports, row_json
from q7x2_etl.engines import Extraction
from q7x2_etl.model import Article, Document, Report
from q7x2_etl.pipeline.staging import Staged
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.quarantine import EXTRACTION_CHECK, WORKER_CHECK, Judged, Reject

Pair = tuple[Staged, Extraction | None]


@dataclass(frozen=True)
class Checked:
    """What of a batch keeps the contract, and what does not; `articles_of` has every document that could be read."""

    documents: pa.Table
    articles: pa.Table
    reports: Sequence[Report]
    rejects: Sequence[Reject]
    articles_of: Mapping[str, Sequence[Article]]

    @property
    def document_ids(self) -> frozenset[str]:
        """The documents whose rows keep the contract."""
        return frozenset(self.documents.column("document_id").to_pylist())

    def judged(self) -> Judged:
        """What the quarantine has to know of the documents that keep the contract."""
        stories = self.articles.column("article_id").to_pylist()
        return Judged(
            document_ids=self.document_ids,
            passed=frozenset(
                [("document", document_id) for document_id in self.document_ids]
                + [("article", article_id) for article_id in stories]
                + [("report", report.report_id) for report in self.reports]
            ),
            rejects=self.rejects,
        )


def check_batch(store: Store, pairs: Sequence[Pair]) -> Checked:
    """Split the batch's rows by the contract; a rejected document takes its articles along, an article its reports.

    A document on which extraction failed is rejected whole, with its text, so that it can be tried again.
    """
    rejects = [_failed(one.document, e) for one, e in pairs if one.document and e and e.error is not None]
    to_store = {
        one.document.document_id: one.document
        for one, extraction in pairs
        if one.document is not None
        and ((extraction is not None and extraction.error is None) or one.outcome == "not_english")
    }
    documents = _documents(store, list(to_store.values()), rejects)
    kept = set(documents.column("document_id").to_pylist())
    found = {e.document_id: e for _, e in pairs if e is not None and e.error is None and e.document_id in kept}
    stories = {article.article_id: article for e in found.values() for article in e.articles}
    articles = _articles(store, list(stories.values()), rejects)
    kept_articles = {article_id: stories[article_id] for article_id in articles.column("article_id").to_pylist()}
    told = {
        id(report): (report, e.document_id)
        for e in found.values()
        for article, reports in zip(e.articles, e.reports, strict=True)
        if article.article_id in kept_articles
        for report in reports
    }
    result = check_reports([report for report, _ in told.values()], kept_articles)
    rejects += [
        Reject(r.table_name, r.row_json, r.check_name, r.reason, told[id(r.report)][1], r.article_id, r.report_id)
        for r in result.rejected
    ]
    return Checked(documents, articles, result.valid, rejects, {i: e.articles for i, e in found.items()})


def _documents(store: Store, documents: Sequence[Document], rejects: list[Reject]) -> pa.Table:
    valid, rejected = _split(store, "documents", [_document_row(document) for document in documents])
    for position, check_name, reason in rejected:
        document = documents[position]
        rejects.append(Reject("documents", kept_whole(document), check_name, reason, document.document_id))
    return valid


def _articles(store: Store, articles: Sequence[Article], rejects: list[Reject]) -> pa.Table:
    rows = [_article_row(article) for article in articles]
    valid, rejected = _split(store, "articles", rows)
    for position, check_name, reason in rejected:
        article = articles[position]
        rejects.append(
            Reject("articles", row_json(rows[position]), check_name, reason, article.document_id, article.article_id)
        )
    return valid


def _split(store: Store, table: str, rows: Sequence[Mapping[str, Any]]) -> tuple[pa.Table, list[tuple[int, str, str]]]:
    """The rows that keep the contract; of the others position, check and reason."""
    contract = store.contract.tables[table]
    if not rows:
        return contract.arrow_schema().empty_table(), []
    result = contract.check_rows(rows)
    return result.valid, [(r.row_index, r.check_name, r.reason) for r in result.rejected]


def _failed(document: Document, extraction: Extraction) -> Reject:
    check_name = WORKER_CHECK if extraction.fatal else EXTRACTION_CHECK
    return Reject("documents", kept_whole(document), check_name, str(extraction.error), document.document_id)


def kept_whole(document: Document) -> str:
    """A document that is not stored, with all that is needed to read it again (see `kept_document`)."""
    beside = {"name": document.name, "uri": document.uri, "metadata": asdict(document.metadata)}
    return row_json(_document_row(document) | beside)


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "media_type": document.media_type,
        "language": document.language,
        "text": document.text,
        "n_chars": len(document.text),
        "repaired": document.repaired,
    }


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.article_id,
        "document_id": article.document_id,
        "story_start": article.story_start,
        "story_end": article.story_end,
        "title": article.title,
        "byline": article.byline,
        "published_on": article.published_on,
        "published_precision": article.published_precision,
        "published_method": article.published_method,
        "published_reason": article.published_reason,
        "duplicate_of": article.duplicate_of,
        "superseded_by": None,
        "agency": article.agency,
    }
