"""Where the parts of a warehouse lie on disk.

<root>/q7x2.duckdb      -> current/q7x2.duckdb      what analysts open
<root>/parquet          -> current/parquet          the same tables as Parquet
<root>/current          -> versions/<n>             the ONE pointer; both names above lead through it
<root>/versions/<n>/    q7x2.duckdb, parquet/<table>/*.parquet, manifest.json; files read-only
<root>/writer/          store.duckdb (the loader's own, no analyst opens it), lock
"""

from dataclasses import dataclass
from pathlib import Path

DATABASE_NAME = "q7x2.duckdb"
PARQUET_NAME = "parquet"
MANIFEST_NAME = "manifest.json"
TEMPORARY_PREFIX = ".tmp-"


@dataclass(frozen=True)
class Layout:
    """The paths of one warehouse folder; nothing here touches the disk but `versions_there` and `current_version`."""

    root: Path

    @property
    def writer(self) -> Path:
        return self.root / "writer"

    @property
    def store(self) -> Path:
        return self.writer / "store.duckdb"

    @property
    def lock(self) -> Path:
        return self.writer / "lock"

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

    def current_version(self) -> int | None:
        """The published version, or None before the first."""
        if not self.current.is_symlink():
            return None
        target = self.current.readlink().name
        return int(target) if target.isdigit() and self.version(int(target)).is_dir() else None
