"""Write one batch: its rows, its rejects and its ledger rows are one transaction."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pyarrow as pa

from q7x2_etl.contract import reports_to_tables
from q7x2_etl.engines import Extraction
from q7x2_etl.model import Article, Metadata
from q7x2_etl.pipeline.arriving import FileRead
from q7x2_etl.pipeline.changes import ChangeCount, Changes
from q7x2_etl.pipeline.checking import Checked, check_batch
from q7x2_etl.pipeline.outcomes import input_rows, paired
from q7x2_etl.pipeline.replacing import countries_of, new_rows, remove_rows, stored_rows
from q7x2_etl.pipeline.sharing_rows import ledger_rows
from q7x2_etl.pipeline.staging import Batch, Staged
from q7x2_etl.pipeline.wordings import unsettle, write_wordings
from q7x2_etl.warehouse import Scope, Store, checked
from q7x2_etl.warehouse.file_states import STATE
from q7x2_etl.warehouse.input_files import SETTLED_OUTCOMES, FileRow, remember_states, write_files
from q7x2_etl.warehouse.ledger import InputRow, Run, write_inputs
from q7x2_etl.warehouse.quarantine import Judged, settle, write_rejects

_STATE = pa.schema([("file_uri", pa.string()), ("bytes_id", pa.string()), *((name, pa.int64()) for name in STATE)])


class Writer:
    """Writes the batches of one run and counts what they added.

    With `replacing` the documents are stored ones that were read again: what they gave before is taken out in the same
    transaction, unless extraction failed on them or the document itself breaks the contract.
    """

    def __init__(self, store: Store, run: Run, *, replacing: bool = False) -> None:
        self._store = store
        self._run = run
        self._replacing = replacing
        self._changes = ChangeCount()
        self.inserted: Counter[str] = Counter()
        self.rejects: Counter[str] = Counter()
        self.resolutions: Counter[str] = Counter()
        self.countries: set[str | None] = set()

    @property
    def changes(self) -> Changes:
        """What replacing changed in the tables."""
        return self._changes.total()

    def write(self, batch: Batch, extractions: Sequence[Extraction]) -> None:
        """Write a batch whole or not at all. `extractions` are those of its tasks, in order."""
        given = batch.inputs
        pairs = paired(given, extractions)
        done = check_batch(self._store, pairs)
        inputs = input_rows(pairs, done)
        texts = [one.document_id for one in given if one.document_id is not None and not one.passed_over]
        known = self._store.known("documents", "document_id", texts)
        inserted: Counter[str] = Counter()
        with self._store.transaction():
            changes = self._replace(done) if self._replacing else ChangeCount()
            inserted["documents"] = self._store.insert_new("documents", done.documents)
            inserted["articles"] = self._store.insert_new("articles", done.articles)
            write_wordings(self._store, self._valid(done))
            for table, rows in reports_to_tables(done.reports, self._run.run_id).items():
                inserted[table] = self._store.insert_new(table, rows)
            stored = known | done.document_ids
            inserted["document_sources"] = self._write_sources(given, stored)
            if inserted["document_sources"] and known and not self._replacing:
                unsettle(self._store, sorted(known))  # a place of origin more may make a later version of a story
            self._write_extractions(given, done)
            write_rejects(self._store, done.rejects, self._run.run_id)
            resolutions = settle(self._store, self._whole(done, known), self._run.run_id)
            now = datetime.now(UTC)  # all ledger rows of a transaction share it
            write_inputs(self._store, self._run, ledger_rows(batch, inputs), now)
            files = self._write_files(given, inputs, stored)
        self._remember_states(batch, files)
        self._changes.add(changes)
        self.inserted += inserted
        self.rejects += Counter(reject.table_name for reject in done.rejects)
        self.resolutions += Counter(resolutions.values())

    def _replace(self, done: Checked) -> ChangeCount:
        """Take out what the batch's documents gave before; what will be different."""
        ids = sorted(done.articles_of)
        before, after = stored_rows(self._store, ids), new_rows(done)
        changes = ChangeCount.between(before, after)
        self.countries |= countries_of(before, after, changes.documents)
        remove_rows(self._store, ids)
        return changes

    @staticmethod
    def _valid(done: Checked) -> list[Article]:
        kept = set(done.articles.column("article_id").to_pylist())
        return [article for found in done.articles_of.values() for article in found if article.article_id in kept]

    def _whole(self, done: Checked, known: set[str]) -> Judged:
        """What was judged of documents that were read as a whole: not those that only got more stories."""
        judged = done.judged()
        return judged if self._replacing else replace(judged, document_ids=judged.document_ids - known)

    def _write_sources(self, batch: Sequence[Staged], stored: Set[str]) -> int:
        """Where each stored text came from; a text found again at the same place gives nothing new."""
        now = datetime.now(UTC)
        rows = {
            (one.document_id, one.uri): {
                "document_id": one.document_id,
                "uri": one.uri,
                "run_id": self._run.run_id,
                **_stated(one.stated or Metadata() if one.document is None else one.document.metadata, now),
            }
            for one in reversed(batch)  # of two equal places the first counts
            if one.document_id in stored and not one.passed_over
        }
        return self._store.insert_new("document_sources", checked(self._store, "document_sources", list(rows.values())))

    def _write_files(self, batch: Sequence[Staged], inputs: Sequence[InputRow], stored: Set[str]) -> list[FileRead]:
        """Which files need not be read again as long as they stay as they were read; those files."""
        rows: list[FileRow] = []
        known: list[FileRead] = []
        for one, row in zip(batch, inputs, strict=True):
            if one.file is None:
                continue
            if one.file.n_rows is not None:
                first, document_id = row.ordinal - one.file.n_rows + 1, None
            elif row.outcome in SETTLED_OUTCOMES and (one.passed_over or one.document_id in stored):
                first, document_id = row.ordinal, one.document_id
            else:
                continue
            known.append(one.file)
            if not one.file.as_it_was:
                rows.append(one.file.row(document_id, self._run.run_id, first))
        write_files(self._store, rows)
        return known

    def _remember_states(self, batch: Batch, files: Sequence[FileRead]) -> None:
        """In which states the files were whose bytes were read; after the transaction, which is the store's alone."""
        read = {one.uri: (one.uri, one.bytes_id, *one.state) for one in files if one.state is not None}
        columns = zip(*read.values(), strict=True) if read else ((),) * len(_STATE)
        tables = [pa.table(list(columns), schema=_STATE)]
        for rows in batch.passed_over:
            compared = rows.filter(rows.column("to_remember")).select(["uri", *_STATE.names[1:]])
            tables.append(compared.rename_columns(_STATE.names))
        remember_states(self._store, pa.concat_tables(tables))

    def _write_extractions(self, batch: Sequence[Staged], done: Checked) -> None:
        """By which rules each document was read; one that only gets more stories keeps its row."""
        tasks = [one.task for one in batch if one.task is not None]
        given = {task.document.document_id for task in tasks if task.articles is not None} & set(done.articles_of)
        rows = [
            {
                "document_id": document_id,
                "stories_given": document_id in given,
                "extractor": self._run.extractor,
                "extractor_version": self._run.extractor_version,
                "reference_version": self._run.reference_version,
                "run_id": self._run.run_id,
            }
            for document_id in done.articles_of
        ]
        table = checked(self._store, "extractions", rows)
        if self._replacing:
            self._store.replace("extractions", table, Scope("document_id", list(done.articles_of)))
            return
        self._store.insert_new("extractions", table)
        if given:
            self._store.connection.execute(
                "UPDATE extractions SET stories_given = true "
                "WHERE NOT stories_given AND document_id IN (SELECT unnest(?))",
                [sorted(given)],
            )


def _stated(metadata: Metadata, now: datetime) -> dict[str, Any]:
    """What the source says beside the text; `now` stands for the time of fetching where it says none."""
    fetched = metadata.retrieved_on
    return {
        "retrieved_at": now if fetched in (None, now.date()) else datetime.combine(fetched, time(), UTC),
        "publisher": metadata.publisher,
        "stated_title": metadata.title,
        "stated_byline": metadata.byline,
        "stated_published_on": metadata.published,
        "stated_precision": metadata.published_precision,
        "stated_language": metadata.language,
        "stated_reason": metadata.published_reason,
        "canonical_uri": metadata.canonical_uri,
    }
