"""The one pointer: `current` leads to the version that analysts see, and changes in one step."""

import os
from pathlib import Path

from q7x2_etl.warehouse.layout import DATABASE_NAME, PARQUET_NAME, TEMPORARY_PREFIX, Layout


def flip(layout: Layout, number: int) -> None:
    """Let `current` lead to the version, and the two names that analysts know lead through it."""
    _point(layout.current, Path("versions") / str(number))
    for name, target in (
        (layout.database, Path("current") / DATABASE_NAME),
        (layout.parquet, Path("current") / PARQUET_NAME),
    ):
        if not name.is_symlink() or name.readlink() != target:
            _point(name, target)
    sync_folder(layout.root)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable."""
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(link: Path, target: Path) -> None:
    """Make `link` lead to `target` in one step: a new symlink is renamed over the old one."""
    temporary = link.with_name(f"{TEMPORARY_PREFIX}{link.name}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target, target_is_directory=True)
    temporary.replace(link)
