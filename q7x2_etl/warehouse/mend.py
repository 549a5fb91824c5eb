"""`restore` without a file: mend a warehouse from what of it is whole. Nothing is deleted, only put aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from q7x2_etl.contract import Contract, load_contract
from q7x2_etl.errors import InputError, WarehouseBusyError, WarehouseError
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse.aside import Aside
from q7x2_etl.warehouse.checks.database import opened
from q7x2_etl.warehouse.checks.finding import Finding
from q7x2_etl.warehouse.checks.store import check_store, last_run
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.lock import WriterLock
from q7x2_etl.warehouse.manifest import Manifest
from q7x2_etl.warehouse.pointer import flip
from q7x2_etl.warehouse.publications import Publication, record_publication
from q7x2_etl.warehouse.publish import publish
from q7x2_etl.warehouse.rebuild import Source, rebuild_store, rows_are_sound, source_of
from q7x2_etl.warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, a sentence each; the version that readers see now; the folder with what was put aside."""

    warehouse: str
    actions: tuple[str, ...]
    version: int | None
    moved_aside: str | None


def mend(root: Path, settings: Settings, *, version: int | None = None) -> Restored:
    """Mend the warehouse in place; with `version`, take store and readers back to that version.

    - The store stays where it is whole; else it is made anew from the newest version that can be trusted, or, where
      nothing was published yet and it cannot be opened, put aside, so that the next load makes a new one.
    - The published version stays where it is whole; else a new one is published from a whole store (its rows are the
      newest), or, where the store was broken too or ends in a load that was cut short, `current` goes back to the
      newest whole version.

    Raises InputError for a version that is not there, WarehouseBusyError while a load runs, WarehouseError where
    nothing can be trusted any more: then a backup is needed, and nothing was changed.
    """
    layout = Layout(root)
    if not layout.root.is_dir():
        raise InputError(
            f"{root}: no warehouse there; to make one from a backup: q7x2-etl restore FILE --warehouse {root}"
        )
    numbers = layout.versions_there()
    if version is not None and version not in numbers:
        there = ", ".join(map(str, numbers)) or "none"
        raise InputError(f"{root}: version {version} is not there; there are: {there}")
    with WriterLock(layout.lock, wait=settings.wait):
        return mend_held(layout, settings, version=version)


def mend_held(layout: Layout, settings: Settings, *, version: int | None = None) -> Restored:
    """The same for who holds the writer's lock already."""
    contract = load_contract()
    findings = check_store(layout, contract, quick=False)
    sources = [_judged(layout, number, contract) for number in layout.versions_there()]
    return _Mending(layout, settings, findings, sources).mend(version)


def _judged(layout: Layout, number: int, contract: Contract) -> Source:
    """A version by its bytes; the published one by its rows too, for those are what readers get."""
    source = source_of(layout, number, contract)
    if source.whole and number == layout.current_version() and not rows_are_sound(layout, number, contract):
        return Source(number, "nothing")
    return source


class _Mending:
    """One restore, with what was found at its start."""

    def __init__(self, layout: Layout, settings: Settings, findings: list[Finding], sources: list[Source]) -> None:
        self._layout = layout
        self._settings = settings
        self._contract = load_contract()
        self._sources = {source.number: source for source in sources}
        # A wrong clock is an error of the machine: the rows are no worse for it.
        self._trouble = [f for f in findings if f.severity == "error" and not f.name.startswith("clock.")]
        self._aside = Aside(layout)
        self._actions: list[str] = []
        for finding in findings:
            written_by_another = finding.name in ("store.contract", "store.opens") and finding.severity == "error"
            if written_by_another and "restore" not in str(finding.remedy):
                raise WarehouseError(f"{layout.store}: {finding.seen}; nothing was changed; first: {finding.remedy}")
            if finding.name == "store.opens" and finding.severity == "warning":
                raise WarehouseBusyError(f"{finding.seen}; nothing was changed; {finding.remedy}")

    def mend(self, version: int | None) -> Restored:
        rebuilt_from = self._mend_store(version)
        self._mend_published(version, rebuilt_from)
        return Restored(
            warehouse=str(self._layout.root),
            actions=tuple(self._actions) or ("nothing was broken, nothing was changed",),
            version=self._layout.current_version(),
            moved_aside=None if self._aside.used is None else str(self._aside.used),
        )

    def _mend_store(self, version: int | None) -> Source | None:
        """The version that the store was made anew from; None where it was left as it is."""
        if version is None and not self._trouble:
            return None
        if (unopened := self._only_a_broken_store()) is not None:
            self._aside.store()
            self._actions.append(
                f"the store cannot be opened ({unopened.seen}) and nothing was published yet: it was put aside; load "
                "again all that was loaded into it"
            )
            return None
        chosen = self._newest() if version is None else self._sources[version]
        if chosen is None or chosen.kind == "nothing":
            asked = "no version" if version is None else f"no part of version {version}"
            raise WarehouseError(
                f"{self._layout.root}: {asked} can be trusted, so the store cannot be made from it; nothing was "
                f"changed; restore a backup: q7x2-etl restore FILE --warehouse {self._layout.root} --force"
            )
        rebuild_store(self._layout, chosen, self._contract, self._aside)
        why = f" ({self._trouble[0].seen})" if self._trouble else ""
        self._actions.append(f"the store was made anew from {chosen}{why}; load again what came after it")
        return chosen

    def _only_a_broken_store(self) -> Finding | None:
        """A first load was cut short where DuckDB rewrites a block in place: nobody saw any of its rows yet."""
        if self._sources or self._layout.current_version() or self._layout.current.is_symlink():
            return None
        return next((finding for finding in self._trouble if finding.name == "store.opens"), None)

    def _newest(self) -> Source | None:
        for source in reversed(self._sources.values()):
            if source.kind in ("database", "parquet") or (
                source.whole and rows_are_sound(self._layout, source.number, self._contract)
            ):
                return source
        return None

    def _mend_published(self, version: int | None, rebuilt_from: Source | None) -> None:
        back, fresh = self._plan(version, rebuilt_from)
        if fresh:  # while the broken ones still hold their numbers
            self._actions.append(f"version {self._publish()} was published from the store")
        elif back is not None and not self._leads_to(back):
            self._lead_to(back)
            self._actions.append(f"readers were led to version {back}")
        for source in self._sources.values():
            if not source.whole:
                self._aside.version(source.number)
                self._actions.append(f"version {source.number} is broken and was put aside")

    def _plan(self, version: int | None, rebuilt_from: Source | None) -> tuple[int | None, bool]:
        """The version that readers shall see, or None with True where a new one shall be published from the store."""
        wanted = next((n for n in (version, self._layout.current_version(), *reversed(self._sources)) if n), None)
        if wanted is None:
            return None, False
        if self._sources[wanted].whole:
            return wanted, False
        if rebuilt_from is not None:
            return (rebuilt_from.number, False) if rebuilt_from.whole else (None, True)
        if self._publishable() is not None:  # the store is whole, and its rows are the newest
            return None, True
        whole = [source.number for source in self._sources.values() if source.whole]
        if not whole:
            root = self._layout.root
            raise WarehouseError(
                f"{root}: no whole version is left, and the last load in the store cannot be published; nothing was "
                f"changed; see which, and how it goes on: q7x2-etl doctor --warehouse {root}"
            )
        return max(whole), False

    def _leads_to(self, number: int) -> bool:
        names = (self._layout.database, self._layout.parquet)
        return self._layout.current_version() == number and all(
            name.is_symlink() and name.readlink() == Path("current") / name.name for name in names
        )

    def _lead_to(self, number: int) -> None:
        before = self._layout.current_version()
        flip(self._layout, number)
        if before != number:
            with self._opened_store() as store:
                run_id = Manifest.read(self._layout.version(number)).run_id
                record_publication(store, Publication(number, before, "go_back", run_id), self._layout)

    def _publish(self) -> int:
        run_id = self._publishable()
        if run_id is None:
            raise WarehouseError(f"{self._layout.store}: its last load is not whole, so there is nothing to publish")
        with self._opened_store() as store:
            kept = self._settings.versions_kept
            return publish(self._layout, store, run_id, occasion="publish", versions_kept=kept).number

    def _publishable(self) -> str | None:
        """The last run, where all its rows are written and no gate refused it."""
        with opened(self._layout.store) as connection:
            run = last_run(connection)
        return run.run_id if run is not None and run.whole and run.status != "gated" else None

    @contextmanager
    def _opened_store(self) -> Iterator[Store]:
        store = Store.open(self._layout, self._contract, self._settings.database_config(bounded=False))
        try:
            yield store
        finally:
            store.close()
