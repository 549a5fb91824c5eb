"""The load: read, extract, check, write batch by batch; then resolve; then publish once, at the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import load_contract
from q7x2_etl.engines import EngineSettings, Extraction, build_extractor, run_batches
from q7x2_etl.errors import InputError, LoadStoppedError, WarehouseError
from q7x2_etl.pipeline.dimensions import refresh_dimensions
from q7x2_etl.pipeline.incoming import Incoming, LoadInput, incoming
from q7x2_etl.pipeline.resolving import RESOLUTION_VERSION, resolve_countries
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.pipeline.staging import Batch, Staged, batches
from q7x2_etl.pipeline.stopping import Stop, stop_on_signals
from q7x2_etl.pipeline.writing import Writer
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import EventFamilies
from q7x2_etl.warehouse import Layout, PublishedVersion, Store, WriterLock, publish
from q7x2_etl.warehouse.ledger import (
    Counts,
    Ending,
    Run,
    counts_of,
    end_run,
    end_unfinished_runs,
    last_run_was,
    new_run_id,
    start_run,
)

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor

# A transaction costs some 0.2 s of checks whatever its size; a killed load loses no more than one.
TRANSACTION_INPUTS = 256
TRANSACTION_SECONDS = 5.0

Progress: TypeAlias = Callable[[int, str], None]


@dataclass(frozen=True)
class LoadOptions:
    """How to load: the metadata table and the reference overlay, the number of workers, an extractor of one's own.

    `progress(done, name)` is called once for each input when its batch is stored.
    """

    metadata: Path | None = None
    reference: Path | None = None
    workers: int = 1
    extractor: "Extractor | None" = None
    progress: Progress | None = None


@dataclass(frozen=True)
class _Work:
    """What the steps of one load share."""

    layout: Layout
    store: Store
    run: Run
    writer: Writer
    reference: Reference
    stop: Stop
    timings: dict[str, float]

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings[step] = self.timings.get(step, 0.0) + time.perf_counter() - started


def load(root: Path, inputs: LoadInput, options: LoadOptions | None = None) -> LoadResult:
    """Load `inputs` into the warehouse folder `root`, made if new, and publish a version, also when nothing is new
    (so that the run shows in the published ledger).

    Each batch of documents is one transaction with its ledger rows; incidents, dimensions and the end of the run are
    the last one. A load that fails or is killed publishes nothing; its stored batches stay, and the next load takes
    them as unchanged, does what is missing and publishes all of it.

    SIGINT (Ctrl-C) or SIGTERM ends it after the batch at work; a second one at once.

    Raises InputError for inputs or options that cannot be used (nothing is made then), WarehouseBusyError when
    another load holds the warehouse, ValidationDisabledError when validation is off, LoadStoppedError when a signal
    ended it, WarehouseError when it fails.
    """
    started = time.perf_counter()
    options = options or LoadOptions()
    stream = incoming(inputs, options.metadata)
    reference = Reference.load(options.reference)
    engine = EngineSettings(options.reference, options.extractor, options.workers)
    extractor = build_extractor(engine, reference)
    if options.workers == 1:
        engine = replace(engine, extractor=extractor)
    layout = Layout(root)
    if layout.root.exists() and not layout.root.is_dir():
        raise InputError(f"{layout.root}: is a file; give a folder for the warehouse")
    with stop_on_signals() as stop, WriterLock(layout.lock):
        store = Store.open(layout, load_contract())
        try:
            end_unfinished_runs(store, max([0, *layout.versions_there()]))
            run = Run(
                run_id=new_run_id(),
                started_at=datetime.now(UTC),
                extractor=extractor.name,
                extractor_version=extractor.version,
                reference_version=reference.version,
                library_version=__version__,
                options=_recorded(options),
            )
            start_run(store, run)
            work = _Work(layout, store, run, Writer(store, run), reference, stop, {})
            return _run(work, stream, engine, options.progress, started)
        finally:
            store.close()


def _run(
    work: _Work, stream: Iterator[Incoming], engine: EngineSettings, progress: Progress | None, started: float
) -> LoadResult:
    try:
        n_inputs = _write_batches(work, stream, engine, progress)
        work.stop.check()
        counts, inserted, n_incidents, number = _finish_rows(work, n_inputs)
        with work.timed("publish"):
            published = publish(work.layout, work.store.connection, list(work.store.contract.tables), work.run.run_id)
        if published.number != number:
            raise WarehouseError(f"{work.layout.root}: version {number} was announced, {published.number} published")
    except BaseException as error:
        _record_failure(work, error)
        if isinstance(error, duckdb.Error):
            raise WarehouseError(
                f"{work.layout.root}: the load failed: {error}; nothing was published, whole batches are kept; "
                "free disk space or memory if that was it, and run the load again"
            ) from error
        raise
    work.timings["total"] = time.perf_counter() - started
    return _result(work, counts, inserted, n_incidents, published)


def _write_batches(work: _Work, stream: Iterator[Incoming], engine: EngineSettings, progress: Progress | None) -> int:
    """Extract and write every batch; the number of inputs."""
    n_inputs = 0
    with work.timed("read_extract_write"):
        for batch, extractions in _gathered(run_batches(batches(stream, work.store), engine), work.stop):
            with work.timed("write"):
                rows = work.writer.write(batch, extractions)
            for row in rows:
                n_inputs += 1
                if progress is not None:
                    progress(n_inputs, row.name)
            work.stop.check()
    work.timings["read_extract"] = work.timings.pop("read_extract_write") - work.timings.get("write", 0.0)
    return n_inputs


def _gathered(
    extracted: Iterator[tuple[Batch, list[Extraction]]], stop: Stop
) -> Iterator[tuple[Batch, list[Extraction]]]:
    """Batches put together to transactions; which inputs share one changes no row."""
    inputs: list[Staged] = []
    extractions: list[Extraction] = []
    begun = time.monotonic()
    for batch, more in extracted:
        inputs += batch
        extractions += more
        waited = time.monotonic() - begun
        if stop.asked or len(inputs) >= TRANSACTION_INPUTS or waited >= TRANSACTION_SECONDS:
            yield tuple(inputs), extractions
            inputs, extractions, begun = [], [], time.monotonic()
    if inputs:
        yield tuple(inputs), extractions


def _finish_rows(work: _Work, n_inputs: int) -> tuple[Counts, dict[str, int], int, int]:
    """Incidents, dimensions and the end of the run, in one transaction, proved before it is committed."""
    store, run = work.store, work.run
    same_rules = {"resolution_version": RESOLUTION_VERSION}
    number = max([0, *work.layout.versions_there()]) + 1
    inserted = Counter(work.writer.inserted)
    with work.timed("resolve"), store.transaction():
        everything = not last_run_was(store, same_rules, run.reference_version)
        families = EventFamilies.load(work.reference)
        inserted.update(resolve_countries(store, families, run.run_id, everything=everything))
        inserted.update(refresh_dimensions(store, work.reference))
        counts = counts_of(store, run)
        if counts.n_inputs != n_inputs:
            raise WarehouseError(
                f"{work.layout.root}: {n_inputs} inputs were read but {counts.n_inputs} have an outcome; "
                "nothing was published; please report this as a bug"
            )
        n_incidents = store.scalar("SELECT count(*) FROM incidents")
        end_run(store, run, counts, Ending("done", n_incidents, number))
        store.prove_unique()
    return counts, dict(inserted), n_incidents, number


def _record_failure(work: _Work, error: BaseException) -> None:
    """Say in the ledger that the run failed; where even that fails (a full disk), the next load will."""
    stopped = isinstance(error, KeyboardInterrupt | LoadStoppedError)
    with suppress(duckdb.Error, WarehouseError), work.store.transaction():
        ending = Ending("stopped") if stopped else Ending("failed", error=f"{type(error).__name__}: {error}")
        end_run(work.store, work.run, counts_of(work.store, work.run), ending)


def _recorded(options: LoadOptions) -> Mapping[str, Any]:
    return {
        "metadata": None if options.metadata is None else str(options.metadata),
        "reference": None if options.reference is None else str(options.reference),
        "workers": options.workers,
        "resolution_version": RESOLUTION_VERSION,
    }


def _result(
    work: _Work, counts: Counts, inserted: dict[str, int], n_incidents: int, published: PublishedVersion
) -> LoadResult:
    return LoadResult(
        run_id=work.run.run_id,
        n_inputs=counts.n_inputs,
        outcomes=counts.outcomes,
        n_articles=inserted.get("articles", 0),
        n_reports=inserted.get("reports", 0),
        n_incidents=n_incidents,
        inserted=dict(sorted(inserted.items())),
        rejects=dict(sorted(work.writer.rejects.items())),
        n_inputs_with_rejects=counts.n_inputs_with_rejects,
        timings={step: round(seconds, 4) for step, seconds in sorted(work.timings.items())},
        version=published.number,
        database=str(work.layout.database),
    )
