"""Every setting of the library, in one frozen dataclass."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

from q7x2_etl.errors import InputError
from q7x2_etl.settings.gates import DEFAULT_GATES, Gate
from q7x2_etl.settings.kinds import (
    COLUMN_NAMES,
    FILE,
    FOLDER,
    MEMORY,
    MOMENT,
    TABLE_FILE,
    YES_NO,
    Kind,
    number,
    one_of,
    whole,
)

_METADATA = "A table with a row a file: file, publisher, title, published, published_precision, language."

LogFormatName: TypeAlias = Literal["human", "json"]


@dataclass(frozen=True)
class Spec:
    """What is known of one setting: its name (in files and in Python), kind, default and what it does."""

    name: str
    kind: Kind
    default: Any
    about: str
    own_flag: str | None = None

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"Q7X2_{self.name.upper()}"

    @property
    def flag(self) -> str:
        """Its name on the command line."""
        return self.own_flag or "--" + self.name.replace("_", "-")

    def read(self, given: Any, where: str) -> Any:
        """The value as the setting keeps it; InputError, which begins with `where`, for what it cannot be."""
        try:
            return self.kind.read(given)
        except (ValueError, OverflowError) as error:
            raise InputError(f"{where} is {given!r}; give {self.kind.wanted}") from error


def _told(kind: Kind, about: str, flag: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "about": about, "flag": flag}


def _size(default: int, about: str) -> Any:
    return field(default=default, metadata=_told(whole(1), about))


@dataclass(frozen=True)
class Settings:
    """How a warehouse is loaded and published.

        q7.Settings(workers=4)                     # the rest as it comes
        q7.Settings.read()                         # q7x2.toml and the environment, as the command line does

    Raises InputError for a value that a setting cannot have.
    """

    warehouse: Path = field(default=Path("warehouse"), metadata=_told(FOLDER, "The warehouse's folder."))
    metadata: Path | None = field(default=None, metadata=_told(TABLE_FILE, _METADATA))
    columns: str | None = field(
        default=None,
        metadata=_told(COLUMN_NAMES, "Names of columns in tables, where they are not the usual ones.", "--map"),
    )
    reference: Path | None = field(
        default=None, metadata=_told(FOLDER, "Your own reference data, laid over what comes with the package.")
    )
    workers: int = field(default=1, metadata=_told(whole(1), "Processes to work with."))
    document_seconds: float = field(
        default=600.0,
        metadata=_told(
            number(0, metavar="SECONDS"),
            "With more than one worker: longest that one may be at a text before it is killed; 0: no limit.",
        ),
    )
    wait: float = field(
        default=0.0, metadata=_told(number(0, metavar="SECONDS"), "How long to wait for another load to end.")
    )
    max_document_bytes: int = _size(20_000_000, "Largest text that is read, in bytes.")
    max_unpacked_bytes: int = _size(50_000_000_000, "Most bytes that may come out of one archive.")
    max_ratio: float = field(
        default=200.0,
        metadata=_told(number(1), "Most bytes that may come out of an archive for each that it has: more is a bomb."),
    )
    max_nesting: int = _size(4, "Archives in archives: how deep.")
    max_members: int = _size(200_000, "Most files in one archive, with those in archives in it.")
    max_held_bytes: int = _size(
        256_000_000,
        "Most bytes held in memory of what cannot be read as a stream (a zip in a zip, Parquet from stdin).",
    )
    read_seconds: float = field(
        default=120.0,
        metadata=_told(
            number(0, metavar="SECONDS"), "Longest that reading one text may take (not its extraction); 0: no limit."
        ),
    )
    max_rejects: float = field(
        default=0.05,
        metadata=_told(
            number(0, 1, "SHARE"),
            "End with code 3 when more than this share of the inputs failed: they have rejected rows, or ended as "
            "unreadable, too_large, quarantined or error.",
        ),
    )
    summary: Path | None = field(
        default=None, metadata=_told(FILE, "Write what became of the load to this file, as JSON, however it ends.")
    )
    rehash: bool = field(
        default=False,
        metadata=_told(YES_NO, "Read files, too, that are by their size and times as they were when they were loaded."),
    )
    settle: float = field(
        default=0.0,
        metadata=_told(
            number(0, metavar="SECONDS"),
            "Leave files for the next load that changed less than this long ago: they may still be being written.",
        ),
    )
    since: str | None = field(
        default=None,
        metadata=_told(MOMENT, "Take only files that were modified since: 2026-11-21, 2026-11-21T06:00, 36h or 7d."),
    )
    versions_kept: int = field(default=3, metadata=_told(whole(1), "Published versions that stay on disk."))
    recent_runs: int = field(default=10, metadata=_told(whole(1), "Published loads that gates take a median over."))
    transaction_inputs: int = field(
        default=1024,
        metadata=_told(whole(1), "Most texts that are written in one transaction (more of inputs without new text)."),
    )
    transaction_seconds: float = field(
        default=5.0,
        metadata=_told(number(0, metavar="SECONDS"), "When this has passed what is there is written, however little."),
    )
    memory_limit: str | None = field(
        default=None,
        metadata=_told(
            MEMORY,
            "Most memory of the database while it writes; unset: 128MB for each of its threads, at least 256MB, and "
            "more where a large warehouse needs it.",
        ),
    )
    threads: int | None = field(
        default=None, metadata=_told(whole(1), "Threads of the database while it writes; unset: one a core.")
    )
    spill: Path | None = field(
        default=None,
        metadata=_told(FOLDER, "Where the database puts what memory cannot hold; unset: in the warehouse."),
    )
    log_format: LogFormatName = field(
        default="human", metadata=_told(one_of("human", "json"), "How to write log lines to stderr.")
    )
    quiet: bool = field(default=False, metadata=_told(YES_NO, "No progress and no summary; warnings and errors only."))
    gates: tuple[Gate, ...] = DEFAULT_GATES

    def __post_init__(self) -> None:
        for spec in SPECS.values():
            value = getattr(self, spec.name)
            if not (value is None and spec.default is None):
                object.__setattr__(self, spec.name, spec.read(value, spec.name))
        if not all(isinstance(gate, Gate) for gate in self.gates):
            raise InputError("gates: give a tuple of Gate")
        object.__setattr__(self, "gates", tuple(self.gates))

    @classmethod
    def read(cls, config: str | Path | None = None, **arguments: Any) -> Self:
        """The settings of q7x2.toml (or of the file `config`) and of the environment; `arguments` win over both.

        Raises InputError, which names file, line and key, or the variable.
        """
        from q7x2_etl.settings.reading import read_settings

        return cls(**read_settings(arguments, config).values())

    def but(self, **changed: Any) -> Self:
        """The same settings with others for those of `changed` that are not None."""
        return replace(self, **{name: value for name, value in changed.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """Every setting as a plain JSON value; a gate as its own mapping."""
        plain = {name: _plain(getattr(self, name)) for name in SPECS}
        return plain | {"gates": [{f.name: getattr(gate, f.name) for f in fields(gate)} for gate in self.gates]}

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits over every setting: two runs with the same were set the same."""
        told = json.dumps(self.to_dict(), sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def database_config(self, *, bounded: bool = True) -> dict[str, str]:
        """What DuckDB is told when the writer's store is opened.

        Its memory is bounded also where nobody set a bound: DuckDB would keep what it once read, up to most of the
        machine's memory, and a load's memory would grow with the years of rows that it stands on. What does not fit is
        spilled to disk; work that cannot be spilled asks not to be `bounded` so.
        """
        threads = self.threads or os.cpu_count() or 1
        bound = f"{max(_LEAST_MEGABYTES, threads * _MEGABYTES_A_THREAD)}MB" if bounded else None
        told: Mapping[str, object] = {
            "memory_limit": self.memory_limit or bound,
            "threads": self.threads,
            "temp_directory": self.spill,
        }
        return {name: str(value) for name, value in told.items() if value is not None}


_LEAST_MEGABYTES = 256
_MEGABYTES_A_THREAD = 128


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


SPECS: Mapping[str, Spec] = {
    f.name: Spec(f.name, f.metadata["kind"], f.default, f.metadata["about"], f.metadata["flag"])
    for f in fields(Settings)
    if f.metadata
    for f in fields(Settings)
    if f.metadata
}
