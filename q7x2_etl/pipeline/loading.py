"""The load: read, extract, check, write batch by batch; then resolve; then publish once, at the end."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.engines import EngineSettings, build_extractor, run_batches
from q7x2_etl.pipeline.incoming import LoadInput, incoming
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.pipeline.running import Finished, Progress, RunPlan, Work, finish, run_in, write_batches
from q7x2_etl.pipeline.staging import batches
from q7x2_etl.reference import Reference

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor


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
    with run_in(RunPlan(root, reference, extractor, _recorded(options))) as work:
        n_inputs = write_batches(work, run_batches(batches(stream, work.store), engine), options.progress)
        finished = finish(work, n_inputs)
    work.timings["total"] = time.perf_counter() - started
    return _result(work, finished)


def _recorded(options: LoadOptions) -> Mapping[str, Any]:
    return {
        "kind": "load",
        "metadata": None if options.metadata is None else str(options.metadata),
        "reference": None if options.reference is None else str(options.reference),
        "workers": options.workers,
    }


def _result(work: Work, finished: Finished) -> LoadResult:
    counts, inserted = finished.counts, finished.inserted
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
        timings={step: round(seconds, 4) for step, seconds in sorted(work.timings.items())},
        version=finished.published.number,
        database=str(work.layout.database),
    )
