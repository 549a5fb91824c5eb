"""The load: read, extract, check, write batch by batch; then resolve; then publish once, at the end."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from q7x2_etl.engines import EngineSettings, Task, build_extractor, run_batches
from q7x2_etl.errors import GateRefusedError
from q7x2_etl.pipeline.arriving import arrivals
from q7x2_etl.pipeline.finishing import Finished, finish
from q7x2_etl.pipeline.incoming import Incoming, LoadInput, incoming
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.pipeline.running import Progress, RunPlan, Work, run_in, write_batches
from q7x2_etl.pipeline.staging import Batch, batches
from q7x2_etl.pipeline.summary import Summary, refusal
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings
from q7x2_etl.settings.moments import moment
from q7x2_etl.sources import FileTimes
from q7x2_etl.warehouse.ledger import troubles_of

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor


_TROUBLES_SHOWN = 20


@dataclass(frozen=True)
class LoadOptions:
    """What a load is given beside its settings: an extractor of one's own, and who is told of the progress.

    `progress(done, name)` is called once for each input when its batch is stored. `force` publishes although a gate
    refuses; the ledger keeps that it was so.
    """

    settings: Settings = field(default_factory=Settings)
    extractor: "Extractor | None" = None
    progress: Progress | None = None
    force: bool = False


def load(root: Path, inputs: LoadInput, options: LoadOptions | None = None) -> LoadResult:
    """Load `inputs` into the warehouse folder `root`, made if new, and publish a version, also when nothing is new
    (so that the run shows in the published ledger).

    Each batch of documents is one transaction with its ledger rows; incidents, dimensions and the end of the run are
    the last one. A load that fails or is killed publishes nothing; its stored batches stay, and the next load takes
    them as unchanged, does what is missing and publishes all of it.

    SIGINT (Ctrl-C) or SIGTERM ends it after the batch at work; a second one at once.

    Raises InputError for inputs or options that cannot be used (nothing is made then), WarehouseBusyError when
    another load holds the warehouse, ValidationDisabledError when validation is off, LoadStoppedError when a signal
    ended it, GateRefusedError (with the result) when a fatal gate refuses to publish, WarehouseError when it fails.
    """
    options = options or LoadOptions()
    summary = Summary(root, options.settings)
    with summary.kept_in(options.settings.summary, needed=True):
        return _load(root, inputs, options, summary)


def _load(root: Path, inputs: LoadInput, options: LoadOptions, summary: Summary) -> LoadResult:
    started, settings = time.perf_counter(), options.settings
    stream = incoming(inputs, settings)
    reference = Reference.load(settings.reference)
    engine = EngineSettings.of(settings, options.extractor)
    extractor = build_extractor(engine, reference)
    if settings.workers == 1:
        engine = replace(engine, extractor=extractor)
    plan = RunPlan("load", root, reference, extractor, settings, force=options.force, summary=summary)
    with run_in(plan) as work:
        extracted = run_batches(_staged(stream, work), engine, stopping=lambda: work.stop.asked)
        n_inputs = write_batches(work, extracted, options.progress)
        finished = finish(work, n_inputs)
        work.timings["total"] = time.perf_counter() - started
        result = result_of(work, finished)
        summary.end(result)
        if finished.published is None:
            raise GateRefusedError(refusal(root, finished.gates, result.version), result)
        return result


def _staged(stream: Iterator[Incoming], work: Work) -> Iterator[tuple[Batch, Sequence[Task]]]:
    settings = work.plan.settings
    return batches(arrivals(stream, work.store, rehash=settings.rehash, times=_file_times(settings)), work.store)


def _file_times(settings: Settings) -> FileTimes:
    now = datetime.now(UTC)
    since = None if settings.since is None else moment(settings.since, now).timestamp()
    return FileTimes(now.timestamp(), settings.settle, since)


def result_of(work: Work, finished: Finished) -> LoadResult:
    """What a finished run did, as its caller gets it."""
    counts, inserted = finished.counts, finished.inserted
    n_troubles, troubles = troubles_of(work.store, work.run, _TROUBLES_SHOWN)
    return LoadResult(
        run_id=work.run.run_id,
        n_inputs=counts.n_inputs,
        outcomes=counts.outcomes,
        n_articles=inserted.get("articles", 0),
        n_reports=inserted.get("reports", 0),
        n_incidents=finished.n_incidents,
        inserted=dict(sorted(inserted.items())),
        rejects=dict(sorted(work.writer.rejects.items())),
        n_inputs_with_rejects=counts.n_inputs_with_rejects,
        n_inputs_failed=counts.n_inputs_failed,
        timings={step: round(seconds, 4) for step, seconds in sorted(work.timings.items())},
        version=work.layout.current_version(),
        database=str(work.layout.database),
        status="gated" if finished.published is None else "done",
        started_at=work.run.started_at,
        finished_at=finished.finished_at,
        gates=finished.gates,
        forced=finished.forced,
        troubles=troubles,
        n_troubles=n_troubles,
        max_rejects=work.plan.settings.max_rejects,
        settings_fingerprint=work.plan.settings.fingerprint,
        n_copies=finished.copies.n_copies,
        n_superseded=finished.copies.n_superseded,
    )
