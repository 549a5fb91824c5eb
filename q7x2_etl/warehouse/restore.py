"""`restore`: from a backup, into a new folder or, with force, in place of what is there; without one see `mend`."""

import os
import shutil
from pathlib import Path

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError, WarehouseError
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse.aside import Aside
from q7x2_etl.warehouse.backup_file import BackupContents, unpack_backup, verify_backup
from q7x2_etl.warehouse.checks.finding import has_errors, listed
from q7x2_etl.warehouse.checks.store import check_store
from q7x2_etl.warehouse.checks.versions import check_version
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.lock import WriterLock
from q7x2_etl.warehouse.mend import Restored, mend
from q7x2_etl.warehouse.pointer import flip

_DRAFT = f"{TEMPORARY_PREFIX}restore"


def restore(
    root: Path,
    source: Path | None = None,
    settings: Settings | None = None,
    *,
    version: int | None = None,
    force: bool = False,
) -> Restored:
    """From the backup `source`; without one from the warehouse's own whole parts, or back to `version`."""
    settings = settings or Settings()
    if source is None:
        return mend(root, settings, version=version)
    if version is not None:
        raise InputError("give a backup or --version, not both: a backup holds one version")
    return restore_backup(root, source, settings, force=force)


def restore_backup(root: Path, source: Path, settings: Settings, *, force: bool = False) -> Restored:
    """Make the warehouse at `root` what the backup holds. Its checksums are proved before anything is touched.

    A folder that holds a warehouse (or anything else) is refused without `force`; with it, the old store and versions
    are put aside, and readers are led to the backup's version in one step.

    Raises InputError for a wrong file or folder, WarehouseBusyError while a load runs, WarehouseError for a backup
    that is not whole; then nothing was changed.
    """
    contents = verify_backup(source)
    layout = Layout(root)
    if root.exists() and not root.is_dir():
        raise InputError(f"{root}: is a file; give a folder for the warehouse")
    there = _what_is_there(layout)
    if there and not force:
        raise InputError(
            f"{root}: is not empty ({listed(there)}), so nothing was changed; give a new folder, or put what is "
            f"there aside: q7x2-etl restore {source} --warehouse {root} --force"
        )
    with WriterLock(layout.lock, wait=settings.wait):
        draft = layout.writer / _DRAFT
        shutil.rmtree(draft, ignore_errors=True)  # of a restore that was cut short
        try:
            unpack_backup(source, draft)
            _prove(Layout(draft), contents, source)
            aside = _put_in_place(Layout(draft), layout, contents.version)
        except OSError as problem:
            raise WarehouseError(
                f"{root}: the backup could not be put there: {problem}; run the restore again with --force"
            ) from problem
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    actions = [f"store and version {contents.version} are those of {source}, made {contents.made_at}"]
    if aside.used is not None:
        actions.append("what was there was put aside")
    return Restored(
        str(root), tuple(actions), layout.current_version(), None if aside.used is None else str(aside.used)
    )


def _what_is_there(layout: Layout) -> list[str]:
    """The names in the folder; a lock alone, which a restore that failed left, is nothing."""
    if not layout.root.is_dir():
        return []
    names = sorted(path.name for path in layout.root.iterdir())
    only_lock = names == [layout.writer.name] and [path.name for path in layout.writer.iterdir()] in ([], ["lock"])
    return [] if only_lock else names


def _prove(draft: Layout, contents: BackupContents, source: Path) -> None:
    """What was unpacked is read-only where it is published, and whole."""
    for path in draft.root.rglob("*"):
        if path.is_file():
            path.chmod(0o644 if path == draft.store else 0o444)
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
    findings = check_version(draft, contents.version, quick=True) + check_store(draft, load_contract(), quick=True)
    wrong = [finding for finding in findings if finding.name != "store.contract"]  # migrate brings an older one up
    if has_errors(wrong):
        seen = listed(finding.seen for finding in wrong if finding.severity == "error")
        raise WarehouseError(f"{source}: what it holds is not whole ({seen}); nothing was changed; take another backup")


def _put_in_place(draft: Layout, layout: Layout, number: int) -> Aside:
    """The new version beside the old ones, the store in its place, then the pointer; then the old versions aside."""
    aside = Aside(layout)
    layout.versions.mkdir(exist_ok=True)
    aside.store()
    draft.store.rename(layout.store)
    old = layout.versions_there()
    if number in old:
        aside.version(number)
    draft.version(number).rename(layout.version(number))
    flip(layout, number)
    for other in old:
        if other != number:
            aside.version(other)
    return aside
