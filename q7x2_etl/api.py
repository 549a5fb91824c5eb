"""The front door for programs: `read`, `extract` and `Warehouse`. The command line calls the same names."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from q7x2_etl.errors import InputError, Q7Error
from q7x2_etl.judging_door import JudgingDoor
from q7x2_etl.model import Article, Document, Metadata, Report
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings, columns_named

if TYPE_CHECKING:
    import duckdb

    from q7x2_etl.engines import Extraction
    from q7x2_etl.extraction import Extractor
    from q7x2_etl.pipeline import LoadInput, LoadResult, Migration, Progress, RereadResult
    from q7x2_etl.sources import Cut
    from q7x2_etl.warehouse import Snapshot, Version
    from q7x2_etl.warehouse.backup import BackedUp
    from q7x2_etl.warehouse.checks import Finding
    from q7x2_etl.warehouse.compact import Compacted
    from q7x2_etl.warehouse.export import Exported, ExportForm
    from q7x2_etl.warehouse.mend import Restored
    from q7x2_etl.warehouse.rejected import RejectedInFull, RejectedRow
    from q7x2_etl.warehouse.status import WarehouseStatus

_log = logging.getLogger(__name__)

PathInput: TypeAlias = str | Path | Sequence[str | Path]
Columns: TypeAlias = Mapping[str, str] | str | None


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
    paths: PathInput,
    *,
    metadata: str | Path | None = None,
    reference: str | Path | None = None,
    workers: int = 1,
    reports_only: bool = False,
    columns: Columns = None,
    settings: Settings | None = None,
) -> Iterator[tuple[Article, list[Report]]]:
    """Every article of the inputs with its reports, in the order of the inputs; nothing is stored.

    `reports_only` leaves out the articles of texts in which no rule can find an incident: where most texts tell of
    none this is many times faster. `columns` and `settings` as in `read`.
    Raises InputError, before anything is read, for a missing path or a wrong metadata table; Q7Error for a text on
    which the library fails (a load goes on instead).
    """
    from q7x2_etl.engines import EngineSettings, Task, run_batches

    told = (settings or Settings()).but(metadata=metadata, reference=reference, columns=columns)
    tasks = ((d.name, [Task(d, reports_only=reports_only)]) for d in _documents(paths, told))
    return _told(run_batches(tasks, EngineSettings(reference=told.reference, workers=workers)))


class Warehouse(JudgingDoor):
    """A warehouse folder: load into it, and query what was published. The folder is made by the first load.

        with q7.Warehouse("warehouse") as wh:
            result = wh.load("inbox/", workers=2)
            wh.sql("SELECT event_type, count(*) FROM incidents GROUP BY ALL").df()

    One load at a time; any number of readers, in any program, at any time.
    """

    def __init__(self, path: str | Path | None = None, settings: Settings | None = None) -> None:
        """`path` and the arguments of `load` win over `settings`; neither files nor the environment are read
        (`Settings.read()` does that).
        """
        self.settings = settings or Settings()
        self.path = self.settings.warehouse if path is None else Path(path)
        self._snapshot: Snapshot | None = None

    def load(
        self,
        inputs: "LoadInput",
        *,
        metadata: str | Path | None = None,
        reference: str | Path | None = None,
        workers: int | None = None,
        extractor: "Extractor | None" = None,
        progress: "Progress | None" = None,
        wait: float | None = None,
        force: bool = False,
        rehash: bool | None = None,
        columns: Columns = None,
        settle: float | None = None,
        since: "str | date | timedelta | None" = None,
    ) -> "LoadResult":
        """Load `inputs` and publish a new version; loading the same again inserts nothing.

        `inputs`: a path (file, folder, glob) or several; Articles or Documents; a pandas or polars DataFrame or an
        Arrow table with a column `text` and, where there, id, uri, title, byline, publisher, published. `columns` names
        those that a table calls otherwise ({"text": "body"}); usual names are taken without it.
        `progress(done, name)` is called once for each input. With more than one worker, guard the calling
        script's main module (`if __name__ == "__main__":`): workers are spawned. `wait` seconds are waited for another
        load to end. `force` publishes although a gate refuses. A file that is, by its size and times, as it was when it
        was loaded is passed over without being opened, except with `rehash`. Files that changed less than `settle`
        seconds ago are held back for the next load; of those modified before `since` (a day, a time, or how long ago)
        nothing is taken.

        Raises InputError for inputs that cannot be used, WarehouseBusyError when another load holds the warehouse,
        GateRefusedError (its `result` has the verdicts) when a fatal gate refuses, WarehouseError when the load fails;
        then nothing was published.
        """
        from q7x2_etl.pipeline import LoadOptions, load

        settings = self.settings.but(
            warehouse=self.path,
            metadata=metadata,
            reference=reference,
            workers=workers,
            wait=wait,
            rehash=rehash,
            columns=columns,
            settle=settle,
            since=since,
        )
        return load(self.path, inputs, LoadOptions(settings, extractor, progress, force))

    def sql(
        self, query: str, parameters: Sequence[object] | None = None, *, at: int | None = None
    ) -> "duckdb.DuckDBPyRelation":
        """A DuckDB relation (`.df()`, `.pl()`, `.to_arrow_table()`) over the published snapshot, opened read-only.

        `parameters` are bound to the query's `?`; `at` is the number of an older version that is still there.
        Raises WarehouseError before anything was published, InputError when there is no version `at`.
        """
        return self._reader().sql(query, parameters, at=at)

    def export(
        self, path: str | Path, form: "ExportForm", *, where: str | None = None, at: int | None = None
    ) -> "Exported":
        """Write the published incidents to a file: `ucdp-ged` or `acled` (CSV in their columns), `csv`, `parquet`,
        `jsonl`, `geojson`, `geoparquet`.

        `where` is a condition of SQL over the columns written, `at` an older version. The file is replaced whole, or
        not at all. Raises InputError for a wrong form, condition or path.
        """
        from q7x2_etl.warehouse.export import export

        return export(self._reader(), form, Path(path), where=where, at=at)

    def rejects(
        self,
        *,
        table: str | None = None,
        check: str | None = None,
        run: str | None = None,
        resolved: bool = False,
        limit: int | None = None,
    ) -> "list[RejectedRow]":
        """The published quarantine, the newest first: rows that broke the contract, documents that extraction failed
        on; `run` is a run's id or how it begins, and with `resolved` those that a later run settled come too.
        """
        from q7x2_etl.warehouse.rejected import RejectFilter, rejected_rows

        return rejected_rows(self._reader(), RejectFilter(table, check, run, resolved, limit))

    def reject(self, reject_id: str) -> "RejectedInFull":
        """The one row of the quarantine whose id begins so: whole, its check in words, and the words it is about."""
        from q7x2_etl.warehouse.rejected import rejected_in_full

        return rejected_in_full(self._reader(), reject_id)

    def retry_rejects(
        self,
        reject_ids: Sequence[str] = (),
        *,
        where: str | None = None,
        reference: str | Path | None = None,
        workers: int | None = None,
        extractor: "Extractor | None" = None,
        dry_run: bool = False,
        progress: "Progress | None" = None,
        wait: float | None = None,
        force: bool = False,
    ) -> "RereadResult":
        """Read the documents with open rows in the quarantine again, by today's rules and contract, and publish.

        `reject_ids` (or how they begin) or `where`, a condition of SQL over the table rejects, choose among them. What
        passes now enters the tables; the rows of rejects stay and say how they were settled. `dry_run` only shows what
        would change. Raises as `load` does.
        """
        from q7x2_etl.pipeline import RereadOptions, retry_rejects

        settings = self.settings.but(warehouse=self.path, reference=reference, workers=workers, wait=wait)
        options = RereadOptions(settings, extractor, progress, dry_run, force)
        return retry_rejects(self.path, reject_ids, where, options)

    def reextract(
        self,
        where: str | None = None,
        *,
        everything: bool = False,
        reference: str | Path | None = None,
        workers: int | None = None,
        extractor: "Extractor | None" = None,
        dry_run: bool = False,
        progress: "Progress | None" = None,
        wait: float | None = None,
        force: bool = False,
    ) -> "RereadResult":
        """Read stored texts again by today's rules, replace what they gave, and publish one version.

        `where` is a condition of SQL over documents, articles and reports. Documents that today's extractor and
        reference data read last are left out, unless `everything`. `dry_run` only shows what would change: rows added,
        removed and changed by field. Raises as `load` does.
        """
        from q7x2_etl.pipeline import RereadOptions, reextract

        settings = self.settings.but(warehouse=self.path, reference=reference, workers=workers, wait=wait)
        options = RereadOptions(settings, extractor, progress, dry_run, force)
        return reextract(self.path, where, everything=everything, options=options)

    def versions(self) -> "list[Version]":
        """The versions that are there, the newest first: number, path, when, which run, rows by table, bytes."""
        from q7x2_etl.warehouse import Layout, versions

        return versions(Layout(self.path))

    def publish(
        self, version: int | None = None, *, wait: float | None = None, rewrite: bool = False, force: bool = False
    ) -> "Version":
        """Publish the store as it is as a new version, or lead back to the older `version`; what is published now.

        `rewrite` writes all Parquet files anew instead of linking those whose rows are those of an earlier version;
        `force` publishes a store that a gate refused. `wait` seconds are waited for a load to end.
        Raises InputError when there is no such version, WarehouseBusyError when a load holds the warehouse,
        WarehouseError when it cannot be done; analysts then go on seeing what they saw.
        """
        from q7x2_etl.pipeline.upkeep import publish_store, publish_version

        settings = self.settings.but(wait=wait)
        if version is not None:
            return publish_version(self.path, version, settings)
        return publish_store(self.path, settings, rewrite=rewrite, force=force)

    def compact(self, *, wait: float | None = None) -> "Compacted":
        """Rewrite the loader's own store without gaps, proved to hold the same rows; its bytes before and after."""
        from q7x2_etl.pipeline.upkeep import compact_store

        return compact_store(self.path, self.settings.but(wait=wait))

    def migrate(self, *, dry_run: bool = False, reference: str | Path | None = None) -> "Migration":
        """Bring a warehouse that an older library made to today's contract, and publish it; `dry_run` only tells how.

        A backup of the loader's store is kept. Rows that break a new rule go to `rejects`; incidents are then made
        anew with `reference` (without one, that of the last load). Raises WarehouseError when it cannot be done, and
        the warehouse is as it was.
        """
        from q7x2_etl.pipeline import migrate

        return migrate(self.path, self.settings.but(reference=reference), dry_run=dry_run)

    @property
    def version(self) -> int | None:
        """The number of the published version; None before the first load."""
        from q7x2_etl.warehouse import Layout

        return Layout(self.path).current_version()

    def status(self) -> "WarehouseStatus":
        """What readers see and since when, how the last loads ended, who loads now, rows, rejects, versions, size.

        Raises WarehouseError where there is no warehouse yet.
        """
        from q7x2_etl.warehouse.status import status

        return status(self.path)

    def doctor(self, *, quick: bool = False, reference: str | Path | None = None) -> "list[Finding]":
        """Check machine, files, checksums, store and every row; the findings, also of what is well. Changes nothing.

        `quick` leaves out checksums and the reading of rows. Raises InputError where there is no such folder.
        """
        from q7x2_etl.warehouse.doctor import doctor

        return doctor(self.path, quick=quick, reference=self.settings.but(reference=reference).reference)

    def backup(self, target: str | Path) -> "BackedUp":
        """Save the store and the published version in one file at `target` (a file, or a folder to put it in).

        Raises InputError for a target that cannot be used, WarehouseBusyError while a load runs, WarehouseError where
        there is nothing to save or it is broken.
        """
        from q7x2_etl.warehouse.backup import backup

        return backup(self.path, Path(target), self.settings)

    def restore(
        self, source: str | Path | None = None, *, version: int | None = None, force: bool = False
    ) -> "Restored":
        """Without a source: mend the warehouse from its whole parts, or take it back to `version`. With one: make it
        what that backup holds (`force`: also where a warehouse is there). Nothing is deleted.

        Raises InputError for a wrong file, folder or version, WarehouseBusyError while a load runs, WarehouseError
        where nothing whole is left to restore from.
        """
        from q7x2_etl.warehouse.restore import restore

        self.close()
        file = None if source is None else Path(source)
        return restore(self.path, file, self.settings, version=version, force=force)

    def close(self) -> None:
        """Let go of the snapshot; relations given out by `sql` end with it."""
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None

    def _reader(self) -> "Snapshot":
        from q7x2_etl.warehouse import Layout, Snapshot

        if self._snapshot is None:
            self._snapshot = Snapshot(Layout(self.path))
        return self._snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


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
