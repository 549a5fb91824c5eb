"""The end of every run: incidents, dimensions, gates and the run's last row in one transaction; then one publish."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.pipeline.dimensions import refresh_dimensions
from q7x2_etl.pipeline.resolving import RESOLUTION_VERSION, ResolutionScope, resolve_reports
from q7x2_etl.pipeline.running import Work
from q7x2_etl.pipeline.settling_copies import SettledCopies, settle_copies
from q7x2_etl.resolution import Rules
from q7x2_etl.warehouse import PublishedVersion, publish
from q7x2_etl.warehouse.gate_figures import RunFigures
from q7x2_etl.warehouse.gates import Verdict, judge, refused
from q7x2_etl.warehouse.ledger import Counts, Ending, counts_of, end_run, last_run_was, prove_sums

_Ended: TypeAlias = tuple[int | None, "Finished"]
_Given = TypeVar("_Given")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run came to. `published` is None where a gate refused; `gates` say which."""

    counts: Counts
    inserted: dict[str, int]
    n_incidents: int
    gates: tuple[Verdict, ...]
    finished_at: datetime
    published: PublishedVersion | None = None
    copies: SettledCopies = field(default_factory=SettledCopies)

    @property
    def forced(self) -> bool:
        """Whether it was published although a gate refused."""
        return self.published is not None and bool(refused(self.gates))


def finish(work: Work, n_inputs: int) -> Finished:
    """Resolve, judge, end the run's row; and publish, unless a fatal gate refuses and nobody forces it.

    The rows of a refused run stay in the store, and the next run is judged together with them.
    """
    work.stop.check()
    work.store.let_go_of_memory()
    number, ended = _with_memory(work, lambda: _finish_rows(work, n_inputs))
    if number is None:
        return ended
    work.store.let_go_of_memory()
    with work.timed("publish"):
        published = _with_memory(work, lambda: _publish(work))
    if published.number != number:
        raise WarehouseError(f"{work.layout.root}: version {number} was announced, {published.number} published")
    return replace(ended, published=published)


def _publish(work: Work) -> PublishedVersion:
    with work.narrowed():  # what it reads it writes at once
        return publish(work.layout, work.store, work.run.run_id, versions_kept=work.plan.settings.versions_kept)


def _with_memory(work: Work, step: Callable[[], _Given]) -> _Given:
    """What the step gives; once more without the usual bound of memory where DuckDB cannot do it within that.

    Incidents made anew after new rules, and a first version, take memory that grows with the warehouse. A bound that
    the user set holds.
    """
    try:
        return step()
    except (duckdb.OutOfMemoryException, WarehouseError) as error:
        lack = error if isinstance(error, duckdb.OutOfMemoryException) else error.__cause__
        if not isinstance(lack, duckdb.OutOfMemoryException) or work.plan.settings.memory_limit is not None:
            raise
        _log.info("the usual bound of memory does not do (%s); once more without it", str(lack).splitlines()[0])
    work.store.free_memory_bound()
    return step()


def _finish_rows(work: Work, n_inputs: int) -> _Ended:
    """The last transaction, proved before it is committed; and the number of the version that is to be published."""
    store, run, reference = work.store, work.run, work.plan.reference
    same_rules = {"resolution_version": RESOLUTION_VERSION}
    inserted = Counter(work.writer.inserted)
    with work.timed("resolve"), store.transaction():
        with work.timed("copies"), work.narrowed():
            copies = settle_copies(store, reference, run.run_id)
        everything = not last_run_was(store, same_rules, run.reference_version)
        scope = ResolutionScope(work.writer.countries, copies.report_ids, everything)
        inserted.update(resolve_reports(store, Rules.load(reference), run.run_id, scope))
        store.let_go_of_memory()
        inserted.update(refresh_dimensions(store, reference))
        counts = counts_of(store, run)
        prove_sums(store, run, counts, n_inputs)
        n_incidents = store.scalar("SELECT count(*) FROM incidents")
        gates = _judge(work, counts)
        refusing = refused(gates)
        number = work.layout.next_version() if work.plan.force or not refusing else None
        end_run(store, run, counts, _ending(gates, n_incidents, number))
        store.prove_unique()
    return number, Finished(counts, dict(inserted), n_incidents, gates, datetime.now(UTC), copies=copies)


def _judge(work: Work, counts: Counts) -> tuple[Verdict, ...]:
    measured = RunFigures(work.run.run_id, work.plan.kind, counts.n_inputs, counts.n_articles, counts.n_reports)
    with work.timed("gates"):
        gates = judge(work.store, work.layout, measured, work.plan.settings)
    for verdict in gates:
        if verdict.answer == "refused" and work.plan.force:
            _log.warning("%s; it is published all the same (--force)", verdict)
        elif verdict.answer == "warned":
            _log.warning("%s", verdict)
    return gates


def _ending(gates: tuple[Verdict, ...], n_incidents: int, number: int | None) -> Ending:
    refusing = refused(gates)
    return Ending(
        status="gated" if number is None else "done",
        n_incidents=n_incidents,
        published_version=number,
        error="; ".join(map(str, refusing)) if number is None else None,
        forced=number is not None and bool(refusing),
        gates=gates,
    )
