"""What is broken or replaced is moved aside, never deleted: `writer/broken-<time>/`."""

from datetime import UTC, datetime
from pathlib import Path

from q7x2_etl.warehouse.layout import ASIDE_PREFIX, Layout


class Aside:
    """A folder of one restore; made when the first thing is moved into it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._folder = layout.writer / f"{ASIDE_PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"

    @property
    def used(self) -> Path | None:
        """The folder, or None where nothing was moved."""
        return self._folder if self._folder.is_dir() else None

    def store(self) -> None:
        """Move the store with its write-ahead log: apart from each other neither is worth anything."""
        for path in (self._layout.store_wal, self._layout.store):
            self._move(path, path.name)

    def version(self, number: int) -> None:
        self._move(self._layout.version(number), f"versions/{number}")

    def _move(self, path: Path, name: str) -> None:
        if path.exists():
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
