"""`Warehouse`: load, query, look after. Each method calls one function of a room."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from q7x2_etl.api.arguments import LoadArguments, RereadArguments
from q7x2_etl.api.judging import JudgeMethods
from q7x2_etl.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from q7x2_etl.extraction import Extractor
    from q7x2_etl.pipeline import LoadInput, LoadResult, Migration, Progress, RereadResult
    from q7x2_etl.warehouse import Snapshot, Version
    from q7x2_etl.warehouse.backup import BackedUp
    from q7x2_etl.warehouse.checks import Finding
    from q7x2_etl.warehouse.compact import Compacted
    from q7x2_etl.warehouse.export import Exported, ExportForm
    from q7x2_etl.warehouse.mend import Restored
    from q7x2_etl.warehouse.rejected import RejectedInFull, RejectedRow
    from q7x2_etl.warehouse.status import WarehouseStatus


class Warehouse(JudgeMethods):
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
        extractor: "Extractor | None" = None,
        progress: "Progress | None" = None,
        force: bool = False,
        **named: Unpack[LoadArguments],
    ) -> "LoadResult":
        """Load `inputs` and publish a new version; loading the same again inserts nothing.

        `inputs`: a path (file, folder, glob) or several; Articles or Documents; a pandas or polars DataFrame or an
        Arrow table with a column `text` and, where there, id, uri, title, byline, publisher, published. `columns` names
        those that a table calls otherwise ({"text": "body"}); usual names are taken without it.
        `metadata` is a table of what is known beside the texts, `reference` a folder of reference data in place of the
        packaged one. `progress(done, name)` is called once for each input. With more than one worker, guard the calling
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

        settings = self.settings.but(warehouse=self.path, **named)
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
        extractor: "Extractor | None" = None,
        dry_run: bool = False,
        progress: "Progress | None" = None,
        force: bool = False,
        **named: Unpack[RereadArguments],
    ) -> "RereadResult":
        """Read the documents with open rows in the quarantine again, by today's rules and contract, and publish.

        `reject_ids` (or how they begin) or `where`, a condition of SQL over the table rejects, choose among them. What
        passes now enters the tables; the rows of rejects stay and say how they were settled. `dry_run` only shows what
        would change. Raises as `load` does.
        """
        from q7x2_etl.pipeline import RereadOptions, retry_rejects

        settings = self.settings.but(warehouse=self.path, **named)
        options = RereadOptions(settings, extractor, progress, dry_run, force)
        return retry_rejects(self.path, reject_ids, where, options)

    def reextract(
        self,
        where: str | None = None,
        *,
        everything: bool = False,
        extractor: "Extractor | None" = None,
        dry_run: bool = False,
        progress: "Progress | None" = None,
        force: bool = False,
        **named: Unpack[RereadArguments],
    ) -> "RereadResult":
        """Read stored texts again by today's rules, replace what they gave, and publish one version.

        `where` is a condition of SQL over documents, articles and reports. Documents that today's extractor and
        reference data read last are left out, unless `everything`. `dry_run` only shows what would change: rows added,
        removed and changed by field. Raises as `load` does.
        """
        from q7x2_etl.pipeline import RereadOptions, reextract

        settings = self.settings.but(warehouse=self.path, **named)
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
