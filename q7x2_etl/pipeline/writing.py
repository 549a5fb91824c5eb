"""Check and write one batch: its rows, its rejects and its ledger rows are one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from q7x2_etl.contract import check_reports, reports_to_tables
from q7x2_etl.engines import Extraction
from q7x2_etl.model import Article, Document, Outcome, Report, content_id
from q7x2_etl.pipeline.staging import Batch, Staged
from q7x2_etl.warehouse import Store, checked
from q7x2_etl.warehouse.ledger import InputRow, Run, write_inputs


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that broke the contract, as `rejects` keeps it."""

    table_name: str
    row_json: str
    check_name: str
    reason: str
    document_id: str
    article_id: str | None = None
    report_id: str | None = None


@dataclass
class Checked:
    """What of a batch keeps the contract, and what does not."""

    documents: pa.Table
    articles: pa.Table
    reports: list[Report]
    rejects: list[Reject]
    articles_of: Mapping[str, Sequence[Article]] = field(default_factory=dict)


class Writer:
    """Writes the batches of one load and counts what they added."""

    def __init__(self, store: Store, run: Run) -> None:
        self._store = store
        self._run = run
        self._not_stored: set[str] = set()  # documents of this load that an error or the contract kept out
        self.inserted: Counter[str] = Counter()
        self.rejects: Counter[str] = Counter()

    def write(self, batch: Batch, extractions: Sequence[Extraction]) -> list[InputRow]:
        """Write a batch whole or not at all; its ledger rows. `extractions` are those of its tasks, in order."""
        results = iter(extractions)
        pairs = [(one, next(results) if one.task is not None else None) for one in batch]
        done = _check(self._store, pairs)
        inputs = [_input_row(one, extraction, done) for one, extraction in pairs]
        inserted: Counter[str] = Counter()
        with self._store.transaction():
            inserted["documents"] = self._store.insert_new("documents", done.documents)
            inserted["articles"] = self._store.insert_new("articles", done.articles)
            for table, rows in reports_to_tables(done.reports, self._run.run_id).items():
                inserted[table] = self._store.insert_new(table, rows)
            inserted["document_sources"] = self._write_sources(batch, done, inputs)
            self._write_rejects(done.rejects)
            write_inputs(self._store, self._run, inputs)
        self.inserted += inserted
        self.rejects += Counter(reject.table_name for reject in done.rejects)
        return inputs

    def _write_sources(self, batch: Batch, done: Checked, inputs: Sequence[InputRow]) -> int:
        """Where each stored text came from; a text found again at the same place gives nothing new."""
        kept = set(done.documents.column("document_id").to_pylist())
        for row in inputs:
            if row.document_id is not None and row.outcome in ("error", "quarantined") and row.document_id not in kept:
                self._not_stored.add(row.document_id)
        now = datetime.now(UTC)
        rows = {
            (one.document.document_id, one.uri): {
                "document_id": one.document.document_id,
                "uri": one.uri,
                "publisher": one.document.metadata.publisher,
                "retrieved_at": now,
                "run_id": self._run.run_id,
            }
            for one in reversed(batch)  # of two equal places the first counts
            if one.document is not None and one.document.document_id not in self._not_stored
        }
        return self._store.insert_new("document_sources", checked(self._store, "document_sources", list(rows.values())))

    def _write_rejects(self, rejects: Iterable[Reject]) -> None:
        now = datetime.now(UTC)
        rows: dict[str, dict[str, Any]] = {}
        for reject in rejects:
            reject_id = content_id(reject.table_name, reject.row_json, reject.check_name)
            rows[reject_id] = {
                "reject_id": reject_id,
                "run_id": self._run.run_id,
                "table_name": reject.table_name,
                "row_json": reject.row_json,
                "check_name": reject.check_name,
                "reason": reject.reason,
                "document_id": reject.document_id,
                "article_id": reject.article_id,
                "report_id": reject.report_id,
                "rejected_at": now,
            }
        self._store.insert_new("rejects", checked(self._store, "rejects", list(rows.values())))


def _check(store: Store, pairs: Sequence[tuple[Staged, Extraction | None]]) -> Checked:
    """Split the batch's rows by the contract; a rejected document takes its articles along, an article its reports."""
    rejects: list[Reject] = []
    to_store = [
        one.document
        for one, extraction in pairs
        if one.document is not None
        and ((extraction is not None and extraction.error is None) or one.outcome == "not_english")
    ]
    documents = _split(store, "documents", [_document_row(document) for document in to_store], rejects)
    kept = set(documents.column("document_id").to_pylist())
    found = {e.document_id: e for _, e in pairs if e is not None and e.error is None and e.document_id in kept}
    stories = {article.article_id: article for e in found.values() for article in e.articles}
    articles = _split(store, "articles", [_article_row(article) for article in stories.values()], rejects)
    kept_articles = set(articles.column("article_id").to_pylist())
    told = [
        (report, e.document_id)
        for e in found.values()
        for article, reports in zip(e.articles, e.reports, strict=True)
        if article.article_id in kept_articles
        for report in reports
    ]
    result = check_reports(
        [report for report, _ in told], {article_id: stories[article_id] for article_id in kept_articles}
    )
    origin = {report.report_id: document_id for report, document_id in told}
    for rejected in result.rejected:
        rejects.append(
            Reject(
                rejected.table_name,
                rejected.row_json,
                rejected.check_name,
                rejected.reason,
                origin[rejected.report_id],
                rejected.article_id,
                rejected.report_id,
            )
        )
    return Checked(documents, articles, list(result.valid), rejects, {i: e.articles for i, e in found.items()})


def _split(store: Store, table: str, rows: Sequence[Mapping[str, Any]], rejects: list[Reject]) -> pa.Table:
    """The rows that keep the contract; the others are added to `rejects`."""
    contract = store.contract.tables[table]
    if not rows:
        return contract.arrow_schema().empty_table()
    result = contract.check_rows([{name: row.get(name) for name in contract.column_names} for row in rows])
    for rejected in result.rejected:
        row = rows[rejected.row_index]
        rejects.append(
            Reject(
                table,
                rejected.row_json,
                rejected.check_name,
                rejected.reason,
                row["document_id"],
                row.get("article_id"),
            )
        )
    return result.valid


def _input_row(one: Staged, extraction: Extraction | None, done: Checked) -> InputRow:
    """The one outcome of an input, with its reason and counts."""
    document_id = None if one.document is None else one.document.document_id
    if extraction is None:
        if one.outcome is None:
            raise AssertionError(f"{one.name}: no outcome and nothing extracted")  # staging gives one or the other
        n_rejects = sum(
            1 for reject in done.rejects if reject.document_id == document_id and one.outcome == "not_english"
        )
        return InputRow(one.ordinal, one.name, one.uri, document_id, one.outcome, one.reason, n_rejects=n_rejects)
    if extraction.error is not None:
        return InputRow(one.ordinal, one.name, one.uri, document_id, "error", extraction.error)
    articles = done.articles_of.get(extraction.document_id, ())
    article_ids = {article.article_id for article in articles}
    n_reports = sum(1 for report in done.reports if report.article_id in article_ids)
    rejects = [reject for reject in done.rejects if reject.document_id == document_id]
    outcome, reason = _outcome(len(articles), n_reports, rejects)
    return InputRow(
        one.ordinal, one.name, one.uri, document_id, outcome, reason, len(articles), n_reports, len(rejects)
    )


def _outcome(n_articles: int, n_reports: int, rejects: Sequence[Reject]) -> tuple[Outcome, str | None]:
    if rejects:
        first = rejects[0]
        reason = f"{len(rejects)} rows break the contract, the first in {first.table_name}: {first.check_name}"
        return ("loaded", reason) if n_reports else ("quarantined", reason)
    if n_reports:
        return "loaded", None
    return "no_incident", None if n_articles else "no story found in it"


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "media_type": document.media_type,
        "language": document.language,
        "text": document.text,
        "n_chars": len(document.text),
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
        "duplicate_of": article.duplicate_of,
    }
