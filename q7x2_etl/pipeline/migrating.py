"""Brings an older warehouse to today's contract: backup, steps on a copy, proof of every row, one rename, publish."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract import canary, load_contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.pipeline.quarantining import quarantine, remake
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Store, WriterLock, publish
from q7x2_etl.warehouse.ledger import Ending, Run, counts_of, end_run, end_unfinished_runs, new_run_id
from q7x2_etl.warehouse.manifest import Manifest
from q7x2_etl.warehouse.migration import (
    Plan,
    Step,
    apply_steps,
    back_up,
    broken_rows,
    close_cleanly,
    complete,
    draft_store,
    put_in_place,
    read_plan,
)


@dataclass(frozen=True)
class Migration:
    """What a migration did, or would do: `steps` says for each version what it changes."""

    from_version: int
    to_version: int
    steps: Mapping[int, tuple[str, ...]]
    dry_run: bool
    backup: Path | None = None
    rejects: Mapping[str, int] = field(default_factory=dict)
    published: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        return {
            "from_version": self.from_version,
            "to_version": self.to_version,
            "steps": {str(number): list(told) for number, told in self.steps.items()},
            "dry_run": self.dry_run,
            "backup": None if self.backup is None else str(self.backup),
            "rejects": dict(self.rejects),
            "published": self.published,
        }


def migrate(root: Path, settings: Settings | None = None, *, dry_run: bool = False) -> Migration:
    """Bring the warehouse at `root` to today's contract, and publish it; nothing happens where it is there already.

    The steps run on a copy of the store, which takes its place when all its rows are proved to keep the contract; a
    migration that fails or is killed leaves the store as it was. Rows that break a new rule go to `rejects`, with what
    hangs on them; incidents are then made anew with the settings' reference data (without, those of the last run).
    What a load has stored and not published (it failed, or a gate refused it) stays unpublished: the next load does it.

    Raises NewContractError for a warehouse of a newer library, WarehouseBusyError when a load holds it, WarehouseError
    when it cannot be migrated.
    """
    layout, settings = Layout(root), settings or Settings()
    if not layout.store.is_file():
        raise WarehouseError(f"{root}: no store to migrate there; make one with: q7x2-etl load PATH --warehouse {root}")
    with WriterLock(layout.lock, wait=settings.wait):
        with close_cleanly(layout) as connection:
            plan = read_plan(layout, connection)
        told = Migration(plan.stored.version, plan.today, {s.version.number: _told(s) for s in plan.steps}, dry_run)
        if dry_run:
            return told
        if plan.steps:
            told = _migrated(layout, plan, told, settings)
        return replace(told, published=_publish(layout, settings, told.to_version))


def _migrated(layout: Layout, plan: Plan, told: Migration, settings: Settings) -> Migration:
    canary()
    backup = None
    try:
        backup = back_up(layout, plan.stored.version)
        with draft_store(layout, settings.database_config(bounded=False)) as store:
            apply_steps(store, plan)
            rejects = _finished(layout, store, plan, settings.reference)
        put_in_place(layout)
    except (OSError, duckdb.Error) as error:
        kept = "" if backup is None else f" (the backup {backup} stays)"
        raise WarehouseError(
            f"{layout.root}: the migration failed: {error}; the warehouse is as it was{kept}; free disk space or "
            "memory if that was it (it needs twice the store's size), and run it again"
        ) from error
    return replace(told, backup=backup, rejects=rejects)


def _finished(layout: Layout, store: Store, plan: Plan, reference: Path | None) -> dict[str, int]:
    """The rows proved, those that break the contract put away, and the run written down: one transaction."""
    end_unfinished_runs(store, layout.next_version() - 1)
    run = _run(store, plan)
    with store.transaction():
        rejects, changed = quarantine(store, broken_rows(store), run.run_id)
        if changed:
            remake(store, Reference.load(reference or _last_reference(store)), run.run_id)
        end_run(store, run, counts_of(store, run), _ending(layout, store))
        complete(store, plan, run.run_id)
        store.prove_unique()
    return rejects


def _ending(layout: Layout, store: Store) -> Ending:
    """What the migration's own row says; where the last load is not whole, it counts no incidents, as that does not."""
    if not _last_load_is_whole(store):
        return Ending("done")
    number = None if layout.current_version() is None else layout.next_version()
    return Ending("done", store.scalar("SELECT count(*) FROM incidents"), number)


def _publish(layout: Layout, settings: Settings, version: int) -> int | None:
    """Publish the store where the newest version published keeps an older contract; the new version's number.

    Not before the first load has published, and not what a load has left unpublished.
    """
    published = layout.versions_there()
    if not published or Manifest.read(layout.version(published[-1])).contract_version == version:
        return None
    store = Store.open(layout, load_contract(), settings.database_config(bounded=False))
    try:
        if not _last_load_is_whole(store):
            return None
        run_id, kept = _last_run(store)["run_id"], settings.versions_kept
        return publish(layout, store, run_id, occasion="migrate", versions_kept=kept).number
    finally:
        store.close()


def _last_load_is_whole(store: Store) -> bool:
    """Whether the last run that was no migration ended as done: it wrote all of its rows, and no gate refused them."""
    query = (
        "SELECT status = 'done' FROM runs WHERE coalesce(options_json->>'kind', 'load') != 'migrate' "
        "ORDER BY started_at DESC, run_id DESC LIMIT 1"
    )
    return bool(store.scalar(query))


def _run(store: Store, plan: Plan) -> Run:
    """The migration's row in the ledger: it goes by the rules of the run before it, whose rows it keeps."""
    last = _last_run(store)
    options = {"kind": "migrate", "from_version": plan.stored.version, "to_version": plan.today}
    before = json.loads(last.get("options_json", "{}"))
    # Where the last run did not write all of its rows, the next load resolves everything: its rules are not those.
    kept = ("reference", "resolution_version") if last.get("status") in ("done", "gated") else ("reference",)
    return Run(
        run_id=new_run_id(),
        started_at=datetime.now(UTC),
        extractor=last.get("extractor", "none"),
        extractor_version=last.get("extractor_version", "0"),
        reference_version=last.get("reference_version", "none"),
        library_version=__version__,
        options=options | {name: before[name] for name in kept if name in before},
    )


def _last_run(store: Store) -> dict[str, Any]:
    rows = store.arrow("FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1").to_pylist()
    return dict(rows[0]) if rows else {}


def _last_reference(store: Store) -> Path | None:
    """The overlay of the last run, so that incidents and dimensions are made anew by the same knowledge."""
    named = json.loads(_last_run(store).get("options_json", "{}")).get("reference")
    if named is not None and not Path(named).is_dir():
        raise WarehouseError(
            f"{named}: the reference data of the last load is not there, and rows must be made anew with it; the "
            "warehouse is as it was; give the folder: q7x2-etl migrate --reference DIR"
        )
    return None if named is None else Path(named)


def _told(step: Step) -> tuple[str, ...]:
    return (step.version.says, *step.told)
