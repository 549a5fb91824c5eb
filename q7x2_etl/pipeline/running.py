"""What every run shares, a load or a re-extraction: lock, store, ledger row, batches, and one publish at the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import load_contract
from q7x2_etl.engines import Extraction
from q7x2_etl.errors import InputError, LoadStoppedError, WarehouseError
from q7x2_etl.pipeline.dimensions import refresh_dimensions
from q7x2_etl.pipeline.resolving import RESOLUTION_VERSION, resolve_countries
from q7x2_etl.pipeline.staging import Batch, Staged
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

# A transaction costs some 0.2 s of checks whatever its size; a killed run loses no more than one.
TRANSACTION_INPUTS = 256
TRANSACTION_SECONDS = 5.0

Progress: TypeAlias = Callable[[int, str], None]
Extracted: TypeAlias = Iterator[tuple[Batch, list[Extraction]]]


@dataclass(frozen=True)
class RunPlan:
    """A run before it starts: where, with which rules, and what its ledger row says of its options."""

    root: Path
    reference: Reference
    extractor: "Extractor"
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """What the steps of one run share."""

    layout: Layout
    store: Store
    run: Run
    writer: Writer
    reference: Reference
    stop: Stop
    timings: dict[str, float]

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Adds the seconds of the block to those of the step."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings[step] = self.timings.get(step, 0.0) + time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run came to."""

    counts: Counts
    inserted: dict[str, int]
    n_incidents: int
    published: PublishedVersion


@contextmanager
def run_in(plan: RunPlan) -> Iterator[Work]:
    """A run in the warehouse folder `plan.root`, made if new: under the writer's lock, with its row in the ledger.

    An exception in the block is written to that row; DuckDB's own becomes a WarehouseError. SIGINT (Ctrl-C) or SIGTERM
    is seen by `work.stop`. Raises WarehouseBusyError when another run holds the warehouse.
    """
    layout = Layout(plan.root)
    if layout.root.exists() and not layout.root.is_dir():
        raise InputError(f"{layout.root}: is a file; give a folder for the warehouse")
    with stop_on_signals() as stop, WriterLock(layout.lock):
        store = Store.open(layout, load_contract())
        try:
            end_unfinished_runs(store, layout.next_version() - 1)
            run = _new_run(plan)
            start_run(store, run)
            work = Work(layout, store, run, Writer(store, run), plan.reference, stop, {})
            with _failures_recorded(work):
                yield work
        finally:
            store.close()


def write_batches(work: Work, extracted: Extracted, progress: Progress | None = None) -> int:
    """Write every extracted batch; the number of inputs. `progress(done, name)` is called once for each."""
    n_inputs = 0
    with work.timed("read_extract_write"):
        for batch, extractions in _gathered(extracted, work.stop):
            with work.timed("write"):
                rows = work.writer.write(batch, extractions)
            for row in rows:
                n_inputs += 1
                if progress is not None:
                    progress(n_inputs, row.name)
            work.stop.check()
    work.timings["read_extract"] = work.timings.pop("read_extract_write") - work.timings.get("write", 0.0)
    return n_inputs


def finish(work: Work, n_inputs: int) -> Finished:
    """Resolve, end the run's row, and publish: the last transaction, then the one flip of the pointer."""
    work.stop.check()
    counts, inserted, n_incidents, number = _finish_rows(work, n_inputs)
    with work.timed("publish"):
        published = publish(work.layout, work.store, work.run.run_id)
    if published.number != number:
        raise WarehouseError(f"{work.layout.root}: version {number} was announced, {published.number} published")
    return Finished(counts, inserted, n_incidents, published)


def _new_run(plan: RunPlan) -> Run:
    return Run(
        run_id=new_run_id(),
        started_at=datetime.now(UTC),
        extractor=plan.extractor.name,
        extractor_version=plan.extractor.version,
        reference_version=plan.reference.version,
        library_version=__version__,
        options={**plan.options, "resolution_version": RESOLUTION_VERSION},
    )


@contextmanager
def _failures_recorded(work: Work) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        _record_failure(work, error)
        if isinstance(error, duckdb.Error):
            raise WarehouseError(
                f"{work.layout.root}: the load failed: {error}; nothing was published, whole batches are kept; "
                "free disk space or memory if that was it, and run the load again"
            ) from error
        raise


def _gathered(extracted: Extracted, stop: Stop) -> Extracted:
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


def _finish_rows(work: Work, n_inputs: int) -> tuple[Counts, dict[str, int], int, int]:
    """Incidents, dimensions and the end of the run, in one transaction, proved before it is committed."""
    store, run = work.store, work.run
    same_rules = {"resolution_version": RESOLUTION_VERSION}
    number = work.layout.next_version()
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


def _record_failure(work: Work, error: BaseException) -> None:
    """Say in the ledger that the run failed; where even that fails (a full disk), the next run will."""
    stopped = isinstance(error, KeyboardInterrupt | LoadStoppedError)
    with suppress(duckdb.Error, WarehouseError), work.store.transaction():
        ending = Ending("stopped") if stopped else Ending("failed", error=f"{type(error).__name__}: {error}")
        end_run(work.store, work.run, counts_of(work.store, work.run), ending)
