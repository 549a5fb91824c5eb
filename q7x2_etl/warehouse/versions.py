"""The versions on disk: which there are, what each holds, and the removal of old ones."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout
from q7x2_etl.warehouse.manifest import Manifest


@dataclass(frozen=True)
class Version:
    """One version: what its manifest says; without it (`damage` says why), only its number and place are known.

    `own_bytes` is what its removal would free: the files that it shares with other versions do not count.
    """

    number: int
    path: Path
    current: bool
    published_at: str | None = None
    run_id: str | None = None
    rows: dict[str, int] | None = None
    bytes: int = 0
    own_bytes: int = 0
    damage: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"path": str(self.path)}


def versions(layout: Layout) -> list[Version]:
    """The versions that are there, the newest first."""
    current = layout.current_version()
    found = (version_of(layout, number, current) for number in reversed(layout.versions_there()))
    return [version for version in found if version is not None]


def version_of(layout: Layout, number: int, current: int | None) -> Version | None:
    """What is known of one version; None when it is gone (a load may have removed it meanwhile)."""
    folder = layout.version(number)
    sizes = [(path.stat().st_size, path.stat().st_nlink) for path in folder.rglob("*") if path.is_file()]
    total, own = sum(size for size, _ in sizes), sum(size for size, links in sizes if links == 1)
    try:
        manifest = Manifest.read(folder)
    except WarehouseError as error:
        if not folder.is_dir():
            return None
        return Version(number, folder, number == current, bytes=total, own_bytes=own, damage=str(error))
    return Version(
        number, folder, number == current, manifest.published_at, manifest.run_id, dict(manifest.rows), total, own
    )


def remove_old(layout: Layout, kept: int) -> None:
    """Drop all but the newest versions, and never the current one, however old it is.

    One that a reader on Windows still holds stays until the next publish.
    """
    current = layout.current_version()
    for number in layout.versions_there()[:-kept]:
        if number != current:
            # Renamed first, so that a removal that is cut short leaves no half version under a number.
            doomed = layout.versions / f"{TEMPORARY_PREFIX}old-{number}"
            with suppress(OSError):
                layout.version(number).rename(doomed)
                remove_version(doomed)


def remove_half_made(layout: Layout) -> None:
    """Drop what a publish or a removal that was cut short left behind."""
    for path in layout.versions.glob(f"{TEMPORARY_PREFIX}*"):
        remove_version(path)


def remove_version(folder: Path) -> None:
    """Remove a version's folder; files that other versions link to stay theirs, with their mode."""
    if os.name == "nt":  # Windows refuses to delete a read-only file; there no file has a second name
        for path in folder.rglob("*"):
            if path.is_file():
                with suppress(OSError):
                    path.chmod(0o644)
    shutil.rmtree(folder, ignore_errors=True)
