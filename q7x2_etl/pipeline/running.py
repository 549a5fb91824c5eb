"""What every run shares, a load or a re-extraction: lock, store, ledger row, summary, and batches."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import load_contract
from q7x2_etl.engines import Extraction
from q7x2_etl.errors import GateRefusedError, InputError, LoadStoppedError, WarehouseError
from q7x2_etl.pipeline.opening import open_store
from q7x2_etl.pipeline.resolving import RESOLUTION_VERSION
from q7x2_etl.pipeline.staging import Batch
from q7x2_etl.pipeline.stopping import Stop, stop_on_signals
from q7x2_etl.pipeline.summary import Summary
from q7x2_etl.pipeline.writing import Writer
from q7x2_etl.reference import Reference
from q7x2_etl.run_context import current_run_id
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Store, WriterLock
from q7x2_etl.warehouse.gates import check_gates
from q7x2_etl.warehouse.ledger import (
    Counts,
    Ending,
    Run,
    counts_of,
    end_run,
    end_unfinished_runs,
    new_run_id,
    start_run,
)

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor

TRANSACTION_CHARACTERS = 16_000_000
_WITHOUT_TEXT = 8  # times as many inputs in one transaction where most have no new text: they cost a ledger row each
_PASSED_OVER = 64  # times as many where they are no objects, but tables

Progress: TypeAlias = Callable[[int, str], None]
Extracted: TypeAlias = Iterator[tuple[Batch, list[Extraction]]]


@dataclass(frozen=True)
class RunPlan:
    """A run before it starts: what kind of run (load, …), where, with which rules and settings, and what its ledger row
    says of it beside those. `force` publishes although a gate refuses. `summary` is kept where the caller wants it too.
    With `replacing` its inputs are stored documents, and what they gave before is replaced.
    """

    kind: str
    root: Path
    reference: Reference
    extractor: "Extractor"
    settings: Settings
    options: Mapping[str, Any] = field(default_factory=dict)
    force: bool = False
    summary: Summary | None = None
    replacing: bool = False


@dataclass(frozen=True)
class Work:
    """What the steps of one run share."""

    plan: RunPlan
    layout: Layout
    store: Store
    run: Run
    writer: Writer
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

    def narrowed(self) -> AbstractContextManager[None]:
        """The store keeps to half of its usual memory in the block; a bound that the user set stays as it is."""
        return self.store.narrowed() if self.plan.settings.memory_limit is None else nullcontext()


@contextmanager
def run_in(plan: RunPlan) -> Iterator[Work]:
    """A run in the warehouse folder `plan.root`, made if new: under the writer's lock, with its row in the ledger.

    An exception in the block is written to that row; DuckDB's own becomes a WarehouseError. SIGINT (Ctrl-C) or SIGTERM
    is seen by `work.stop`, also while the lock is waited for. A store that a killed run left torn is made anew from
    what is published; the ledger row (`options_json`), the log and the summary say so. Raises WarehouseBusyError when
    another run holds the warehouse.
    """
    layout = Layout(plan.root)
    if layout.root.exists() and not layout.root.is_dir():
        raise InputError(f"{layout.root}: is a file; give a folder for the warehouse")
    settings = plan.settings
    check_gates(load_contract(), settings.gates)
    summary = plan.summary or Summary(plan.root, settings)
    with (
        stop_on_signals() as stop,
        WriterLock(layout.lock, wait=settings.wait, check=stop.check) as lock,
        summary.kept_in(layout.last_run),
        _database_errors_told(layout),
    ):
        store, mended = open_store(layout, settings, lock)
        try:
            end_unfinished_runs(store, layout.next_version() - 1)
            run = _new_run(plan, mended)
            start_run(store, run)
            current_run_id.set(run.run_id)
            summary.add(run_id=run.run_id, **_told(mended))
            work = Work(plan, layout, store, run, Writer(store, run, replacing=plan.replacing), stop, {})
            with _failures_recorded(work, summary):
                yield work
        finally:
            store.close()


def write_batches(work: Work, extracted: Extracted, progress: Progress | None = None) -> int:
    """Write every extracted batch; the number of inputs. `progress(done, name)` is called once for each."""
    n_inputs = 0
    with work.timed("read_extract_write"), work.narrowed():
        for batch, extractions in _gathered(extracted, work):
            work.store.let_go_of_memory()
            with work.timed("write"):
                work.writer.write(batch, extractions)
            if progress is not None:
                for n_done, name in enumerate(batch.names(), n_inputs + 1):
                    progress(n_done, name)
            n_inputs += len(batch.inputs) + batch.n_passed_over
            work.stop.check()
    work.timings["read_extract"] = work.timings.pop("read_extract_write") - work.timings.get("write", 0.0)
    return n_inputs


def _new_run(plan: RunPlan, mended: Sequence[str]) -> Run:
    return Run(
        run_id=new_run_id(),
        started_at=datetime.now(UTC),
        extractor=plan.extractor.name,
        extractor_version=plan.extractor.version,
        reference_version=plan.reference.version,
        library_version=__version__,
        options={**_recorded(plan), **_told(mended)},
    )


def _recorded(plan: RunPlan) -> Mapping[str, Any]:
    """What the row in `runs` says of the options; the gates stand there with their verdicts."""
    settings = {name: value for name, value in plan.settings.to_dict().items() if name != "gates"}
    versions = {"settings_fingerprint": plan.settings.fingerprint, "resolution_version": RESOLUTION_VERSION}
    return {"kind": plan.kind, **settings, **plan.options, **versions}


def _told(mended: Sequence[str]) -> dict[str, Any]:
    return {"mended": list(mended)} if mended else {}


@contextmanager
def _failures_recorded(work: Work, summary: Summary) -> Iterator[None]:
    try:
        yield
    except GateRefusedError:  # its row says so already
        raise
    except BaseException as error:
        counts = _record_failure(work, error)
        summary.add(n_inputs=counts.n_inputs, **asdict(counts))
        raise


@contextmanager
def _database_errors_told(layout: Layout) -> Iterator[None]:
    """DuckDB's own errors, in any step of a run, as one line that says what to do."""
    try:
        yield
    except duckdb.Error as error:
        reason = " ".join(str(error).split())
        memory = ", give it more (memory_limit)" if isinstance(error, duckdb.OutOfMemoryException) else ""
        raise WarehouseError(
            f"{layout.root}: the load failed: {reason}; nothing was published, whole batches are kept; "
            f"free disk space or memory if that was it{memory}, and run the load again"
        ) from error


def _gathered(extracted: Extracted, work: Work) -> Extracted:
    """Batches put together to transactions; which inputs share one changes no row."""
    gathered: list[Batch] = []
    extractions: list[Extraction] = []
    settings, begun = work.plan.settings, time.monotonic()
    n_inputs = n_passed_over = n_texts = characters = 0
    for batch, more in extracted:
        gathered.append(batch)
        extractions += more
        lengths = [len(one.document.text) for one in batch.inputs if one.document is not None]
        n_texts, characters = n_texts + len(lengths), characters + sum(lengths)
        n_inputs, n_passed_over = n_inputs + len(batch.inputs), n_passed_over + batch.n_passed_over
        full = n_texts >= settings.transaction_inputs or characters >= TRANSACTION_CHARACTERS
        many = n_inputs >= _WITHOUT_TEXT * settings.transaction_inputs
        many = many or n_passed_over >= _PASSED_OVER * settings.transaction_inputs
        late = time.monotonic() - begun >= settings.transaction_seconds
        if full or many or late or work.stop.asked:
            yield _together(gathered), extractions
            gathered, extractions = [], []
            n_inputs = n_passed_over = n_texts = characters = 0
            begun = time.monotonic()
    if gathered:
        yield _together(gathered), extractions


def _together(batches: Sequence[Batch]) -> Batch:
    inputs = tuple(one for batch in batches for one in batch.inputs)
    return Batch(inputs, tuple(rows for batch in batches for rows in batch.passed_over))


def _record_failure(work: Work, error: BaseException) -> Counts:
    """Say in the ledger that the run failed; where even that fails (a full disk), the next run will."""
    stopped = isinstance(error, KeyboardInterrupt | LoadStoppedError)
    counts = Counts({}, 0, 0, 0, 0, 0)
    with suppress(duckdb.Error, WarehouseError), work.store.transaction():
        ((n_incidents,),) = work.store.connection.execute(
            "SELECT n_incidents FROM runs WHERE run_id = ?", [work.run.run_id]
        ).fetchall()  # there when all rows were written, and only the publishing failed
        told = None if stopped else f"{type(error).__name__}: {error}"
        ending = Ending("stopped" if stopped else "failed", n_incidents, error=told)
        counts = counts_of(work.store, work.run)
        end_run(work.store, work.run, counts, ending)
    return counts
