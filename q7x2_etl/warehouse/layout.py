"""Where the parts of a warehouse lie on disk.

<root>/q7x2.duckdb      -> current/q7x2.duckdb      what analysts open
<root>/parquet          -> current/parquet          the same tables as Parquet
<root>/current          -> versions/<n>             the ONE pointer; both names above lead through it
<root>/versions/<n>/    q7x2.duckdb, parquet/<table>/**/<table>.parquet, manifest.json; files read-only
<root>/writer/          store.duckdb (the loader's own, no analyst opens it), file_states.duckdb, lock, last_run.json
<root>/writer/broken-*/ what `restore` put aside; it can be deleted when it was looked at
"""

from dataclasses import dataclass
from pathlib import Path

DATABASE_NAME = "q7x2.duckdb"
PARQUET_NAME = "parquet"
MANIFEST_NAME = "manifest.json"
TEMPORARY_PREFIX = ".tmp-"
ASIDE_PREFIX = "broken-"
_TRIES = 5


@dataclass(frozen=True)
class Layout:
    """The paths of one warehouse folder; nothing here touches the disk but what speaks of versions."""

    root: Path

    @property
    def writer(self) -> Path:
        return self.root / "writer"

    @property
    def store(self) -> Path:
        return self.writer / "store.duckdb"

    @property
    def store_wal(self) -> Path:
        """DuckDB's write-ahead log beside the store: there while a load runs, and after one that was killed."""
        return self.writer / "store.duckdb.wal"

    @property
    def file_states(self) -> Path:
        """What the loader remembers of files beside its store; it can be deleted."""
        return self.writer / "file_states.duckdb"

    @property
    def lock(self) -> Path:
        return self.writer / "lock"

    @property
    def last_run(self) -> Path:
        """The summary of the last load, also of one that published nothing."""
        return self.writer / "last_run.json"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def database(self) -> Path:
        return self.root / DATABASE_NAME

    @property
    def parquet(self) -> Path:
        return self.root / PARQUET_NAME

    def version(self, number: int) -> Path:
        return self.versions / str(number)

    def versions_there(self) -> list[int]:
        """The numbers of the whole versions on disk, ascending; half-made ones do not count."""
        if not self.versions.is_dir():
            return []
        return sorted(int(p.name) for p in self.versions.iterdir() if p.name.isdigit() and p.is_dir())

    def next_version(self) -> int:
        """The number of the version that is published next; it only rises, also after going back to an older one, and
        stays above those that `restore` put aside.
        """
        aside = [int(p.name) for p in self.writer.glob(f"{ASIDE_PREFIX}*/versions/*") if p.name.isdigit()]
        return max([0, *self.versions_there(), *aside]) + 1

    def current_version(self) -> int | None:
        """The published version, or None before the first."""
        for _ in range(_TRIES):
            try:
                target = self.current.readlink().name
            except OSError:
                return None
            if not target.isdigit():
                return None
            if self.version(int(target)).is_dir():
                return int(target)
            # It may have been removed between the two looks; then the pointer leads to a newer one by now.
        return None

    def seen(self) -> str:
        """What analysts see, for messages."""
        number = self.current_version()
        return "no version yet" if number is None else f"version {number}"
