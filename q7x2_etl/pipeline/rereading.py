"""Reading stored texts again by today's rules and contract: all that other rules read (reextract), or the rejected."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.contract import load_contract
from q7x2_etl.engines import EngineSettings, build_extractor, run_batches
from q7x2_etl.errors import GateRefusedError
from q7x2_etl.pipeline.changes import ChangeCount, Changes
from q7x2_etl.pipeline.checking import check_batch
from q7x2_etl.pipeline.choosing import Chosen, Rules, choose_rejected, choose_stored
from q7x2_etl.pipeline.finishing import finish
from q7x2_etl.pipeline.loading import result_of
from q7x2_etl.pipeline.outcomes import paired
from q7x2_etl.pipeline.replacing import new_rows, stored_rows
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.pipeline.running import Progress, RunPlan, run_in, write_batches
from q7x2_etl.pipeline.stored_documents import chosen_batches
from q7x2_etl.pipeline.summary import Summary, refusal
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Snapshot, Store
from q7x2_etl.warehouse.quarantine import settlement

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor


@dataclass(frozen=True)
class RereadOptions:
    """How stored texts are read again; `dry_run` shows what would change and changes nothing."""

    settings: Settings = field(default_factory=Settings)
    extractor: "Extractor | None" = None
    progress: Progress | None = None
    dry_run: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class RereadResult:
    """What reading again changed, or would change.

    `n_documents` were read, `n_current` left out because today's rules read them last. `resolutions` counts the rows of
    `rejects` that were settled: passed, superseded, withdrawn. `run` is the run with its outcomes and the version that
    it published; None for a dry run.
    """

    dry_run: bool
    n_documents: int
    n_current: int
    n_errors: int
    n_rejects: int
    changes: Changes
    resolutions: dict[str, int]
    run: LoadResult | None

    def to_dict(self) -> dict[str, Any]:
        """Everything; dates stay dates."""
        told = {name: getattr(self, name) for name in ("dry_run", "n_documents", "n_current", "n_errors", "n_rejects")}
        run = None if self.run is None else self.run.to_dict()
        return told | {"resolutions": self.resolutions, "changes": self.changes.to_dict(), "run": run}


@dataclass(frozen=True)
class _Tools:
    reference: Reference
    extractor: "Extractor"
    engine: EngineSettings

    @property
    def rules(self) -> Rules:
        return Rules(self.extractor.name, self.extractor.version, self.reference.version)

    def engine_for(self, chosen: Chosen) -> EngineSettings:
        """A text that killed workers before is read in a process of its own; else one worker is this process."""
        if chosen.deadly:
            return replace(self.engine, isolated=True)
        return self.engine if self.engine.workers > 1 else replace(self.engine, extractor=self.extractor)


def reextract(
    root: Path, where: str | None = None, *, everything: bool = False, options: RereadOptions | None = None
) -> RereadResult:
    """Read stored documents again, cut them and extract from them by today's rules, and replace what they gave.

    `where` is a condition of SQL over documents, articles and reports; without one, all documents. Those that today's
    extractor and reference data read last are left out, unless `everything`: so a run that was killed goes on where it
    stopped. Documents, their metadata and judgements are never touched. Whole batches of documents are one transaction;
    one version is published at the end, and the versions before keep what was.
    A dry run reads the published version, and needs no lock. Raises as `load` does.
    """
    options = options or RereadOptions()
    tools = _tools(options)
    today = None if everything else tools.rules
    recorded = {"where": where, "everything": everything}
    return _reread("reextract", root, lambda store: choose_stored(store, where, today), tools, options, recorded)


def retry_rejects(
    root: Path, reject_ids: Sequence[str] = (), where: str | None = None, options: RereadOptions | None = None
) -> RereadResult:
    """Read the documents again that have open rows in `rejects`, after a fix in a dictionary or the contract.

    `reject_ids` (or how they begin) and `where`, a condition of SQL over rejects, choose among them. What passes now
    enters the tables, whole document by whole document; the rows of `rejects` stay and say how they were settled.
    """
    options = options or RereadOptions()
    recorded = {"where": where, "reject_ids": list(reject_ids)}
    return _reread(
        "retry", root, lambda store: choose_rejected(store, reject_ids, where), _tools(options), options, recorded
    )


def _tools(options: RereadOptions) -> _Tools:
    reference = Reference.load(options.settings.reference)
    engine = EngineSettings.of(options.settings, options.extractor)
    return _Tools(reference, build_extractor(engine, reference), engine)


def _reread(
    kind: str,
    root: Path,
    choose: Callable[[Store], Chosen],
    tools: _Tools,
    options: RereadOptions,
    recorded: dict[str, Any],
) -> RereadResult:
    started = time.perf_counter()
    snapshot = Snapshot(Layout(root))
    try:  # a mistake in the condition is told before anything is locked or recorded
        published = snapshot.store(load_contract())
        chosen = choose(published)
        if options.dry_run:
            return _dry_run(published, chosen, tools, options.progress)
    finally:
        snapshot.close()
    summary = Summary(root, options.settings)
    plan = RunPlan(
        kind, root, tools.reference, tools.extractor, options.settings, recorded,
        force=options.force, summary=summary, replacing=True,
    )  # fmt: skip
    with summary.kept_in(options.settings.summary, needed=True), run_in(plan) as work:
        chosen = choose(work.store)
        extracted = run_batches(
            chosen_batches(work.store, tools.reference), tools.engine_for(chosen), lambda: work.stop.asked
        )
        finished = finish(work, write_batches(work, extracted, options.progress))
        work.timings["total"] = time.perf_counter() - started
        run = result_of(work, finished)
        summary.end(run)
        if finished.published is None:
            raise GateRefusedError(refusal(root, finished.gates, run.version), run)
        return RereadResult(
            dry_run=False,
            n_documents=chosen.n_documents,
            n_current=chosen.n_current,
            n_errors=run.outcomes["error"],
            n_rejects=run.n_rejects,
            changes=work.writer.changes,
            resolutions=dict(sorted(work.writer.resolutions.items())),
            run=run,
        )


def _dry_run(store: Store, chosen: Chosen, tools: _Tools, progress: Progress | None) -> RereadResult:
    changes = ChangeCount()
    resolutions: Counter[str] = Counter()
    n_done = n_errors = n_rejects = 0
    for batch, extractions in run_batches(chosen_batches(store, tools.reference), tools.engine_for(chosen)):
        done = check_batch(store, paired(batch.inputs, extractions))
        changes.add(ChangeCount.between(stored_rows(store, sorted(done.articles_of)), new_rows(done)))
        resolutions.update(settlement(store, done.judged()).values())
        n_errors += sum(extraction.error is not None for extraction in extractions)
        n_rejects += len(done.rejects)
        for name in batch.names():
            n_done += 1
            if progress is not None:
                progress(n_done, name)
    return RereadResult(
        True,
        chosen.n_documents,
        chosen.n_current,
        n_errors,
        n_rejects,
        changes.total(),
        dict(sorted(resolutions.items())),
        None,
    )
