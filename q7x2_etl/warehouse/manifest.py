"""The manifest of a published version: what it holds, and the checksum of every file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import MANIFEST_NAME


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of a version. `rows` and `digest` (of the rows' content, whatever their order) are those of a Parquet
    file; the DuckDB file has neither.
    """

    bytes: int
    sha256: str
    rows: int | None = None
    digest: str | None = None


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says: the version, the run whose rows it ends with, rows by table, and every file."""

    version: int
    run_id: str
    published_at: str
    contract_version: int
    library: str
    duckdb: str
    duckdb_storage: str
    rows: Mapping[str, int]
    files: Mapping[str, FileFacts]
    compact_bytes: int = 0  # of a DuckDB file with these rows and no gaps; 0 where that is not known

    def grown(self, rows: int) -> int:
        """What a DuckDB file without gaps would take with that many rows."""
        return round(self.compact_bytes * rows / max(1, sum(self.rows.values())))

    @property
    def bytes(self) -> int:
        return sum(facts.bytes for facts in self.files.values())

    def write(self, folder: Path) -> None:
        """Write `manifest.json` into the version's folder."""
        text = json.dumps(_without_nulls(asdict(self)), indent=1, ensure_ascii=False)
        (folder / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of a version's folder. Raises WarehouseError where it is missing or cannot be understood."""
        path = folder / MANIFEST_NAME
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                version=int(found["version"]),
                run_id=str(found["run_id"]),
                published_at=str(found["published_at"]),
                contract_version=int(found.get("contract_version", 1)),  # manifests of version 1 do not say it
                library=str(found.get("library", "")),
                duckdb=str(found.get("duckdb", "")),
                duckdb_storage=str(found["duckdb_storage"]),
                rows={str(name): int(n) for name, n in found["rows"].items()},
                files={str(name): FileFacts(**facts) for name, facts in found["files"].items()},
                compact_bytes=int(found.get("compact_bytes", 0)),
            )
        except OSError as error:
            raise WarehouseError(f"{path}: cannot be read ({error.strerror}); {_ADVICE}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WarehouseError(f"{path}: is no manifest of a version ({error!r}); {_ADVICE}") from error

    def damaged(self, folder: Path) -> list[str]:
        """The files that are not in the folder as the manifest says, each with what is wrong; every file is read."""
        return [f"{name}: {wrong}" for name, facts in self.files.items() if (wrong := _damage(folder / name, facts))]


_ADVICE = "publish the store again with: q7x2-etl publish"


def sha256_of(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damage(path: Path, facts: FileFacts) -> str | None:
    try:
        size = path.stat().st_size
        if size != facts.bytes:
            return f"has {size} bytes, not {facts.bytes}"
        return None if sha256_of(path) == facts.sha256 else "its checksum differs from the manifest's"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(part) for name, part in value.items() if part is not None}
    return value
