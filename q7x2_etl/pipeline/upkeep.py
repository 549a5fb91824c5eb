"""What is done to a warehouse besides loading: publish its store as it is, go back to an older version, compact it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import StoreGatedError, WarehouseError
from q7x2_etl.pipeline.stopping import stop_on_signals
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Store, Version, WriterLock, publish
from q7x2_etl.warehouse.compact import Compacted, compact
from q7x2_etl.warehouse.going_back import go_back
from q7x2_etl.warehouse.ledger import end_unfinished_runs
from q7x2_etl.warehouse.publications import Publication, record_publication
from q7x2_etl.warehouse.versions import version_of

_log = logging.getLogger(__name__)


def publish_store(
    root: Path, settings: Settings | None = None, *, rewrite: bool = False, force: bool = False
) -> Version:
    """Publish the writer's store as it is, as a new version: after a load that ended between its last transaction and
    the flip of the pointer, or (`rewrite`) to have damaged files written anew.

    Raises WarehouseError, and publishes nothing, when the last run ended before all its rows were written: only that
    run, done again, can finish it. Raises StoreGatedError when a gate refused it, unless `force` overrules the gate
    (the run's row says so then), and WarehouseBusyError when a load holds the warehouse.
    """
    layout, settings = _existing(root), settings or Settings()
    with _locked(layout, settings):
        store = Store.open(layout, load_contract(), settings.database_config(bounded=False))
        try:
            run_id = _last_whole_run(store, layout, force)
            end_unfinished_runs(store, layout.next_version() - 1)
            store.prove_unique()
            kept = settings.versions_kept
            done = publish(layout, store, run_id, occasion="publish", versions_kept=kept, rewrite=rewrite)
        finally:
            store.close()
        return _told(layout, done.number)


def publish_version(root: Path, number: int, settings: Settings | None = None) -> Version:
    """Lead analysts to the version of that number; the next load publishes a new number on top.

    Every file of the version is read first. The ledger gets a row (table `publications`), which the next published
    version shows; where the store cannot be opened, that is logged and going back is done all the same.
    Raises InputError when there is no such version, WarehouseError when it is not whole; nothing is changed then.
    """
    layout, settings = _existing(root), settings or Settings()
    with _locked(layout, settings):
        before = layout.current_version()
        manifest = go_back(layout, number)
        try:
            store = Store.open(layout, load_contract(), settings.database_config(bounded=False))
        except WarehouseError as error:
            _log.warning("version %d is published, but the ledger cannot be opened to say so: %s", number, error)
        else:
            try:
                record_publication(store, Publication(number, before, "go_back", manifest.run_id), layout)
            finally:
                store.close()
        return _told(layout, number)


def compact_store(root: Path, settings: Settings | None = None) -> Compacted:
    """Rewrite the writer's store without gaps; what is published is not touched. Errors as those of `compact`."""
    layout, settings = _existing(root), settings or Settings()
    with _locked(layout, settings):
        return compact(layout, load_contract(), settings.database_config(bounded=False))


def _existing(root: Path) -> Layout:
    layout = Layout(root)
    if not layout.writer.is_dir():
        raise WarehouseError(f"{root}: no warehouse there; make one with: q7x2-etl load PATH --warehouse {root}")
    return layout


@contextmanager
def _locked(layout: Layout, settings: Settings) -> Iterator[None]:
    with stop_on_signals() as stop, WriterLock(layout.lock, wait=settings.wait, check=stop.check):
        yield


def _last_whole_run(store: Store, layout: Layout, force: bool) -> str:
    """The last run, when all its rows are written: its incidents are counted in its last transaction."""
    rows = store.arrow(
        "SELECT run_id, status, error, n_incidents IS NOT NULL AS whole FROM runs "
        "ORDER BY rowid DESC LIMIT 1"  # not by time: a clock can go backwards
    ).to_pylist()
    if not rows:
        raise WarehouseError(f"{layout.root}: nothing was loaded yet; load something first")
    run = rows[0]
    state = f"nothing was published, analysts still see {layout.seen()}"
    if not run["whole"]:
        raise WarehouseError(
            f"{layout.root}: the last run ({run['run_id']}) ended before all its rows were written; {state}; "
            "run that load again: it does what is missing and publishes"
        )
    if run["status"] == "gated" and not force:
        raise StoreGatedError(
            f"{layout.root}: a gate refused what the last run ({run['run_id']}) wrote: {run['error']}; {state}; "
            "publish it all the same with: q7x2-etl publish --force"
        )
    if run["status"] == "gated":
        with store.transaction():
            store.connection.execute("UPDATE runs SET forced = true WHERE run_id = ?", [run["run_id"]])
    return str(run["run_id"])


def _told(layout: Layout, number: int) -> Version:
    found = version_of(layout, number, layout.current_version())
    if found is None:
        raise WarehouseError(f"{layout.root}: version {number} is gone; was its folder removed by hand?")
    return found
