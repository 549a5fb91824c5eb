"""The file that `backup` writes, read again: its list of contents, every part's checksum, its unpacking."""

import hashlib
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from q7x2_etl.errors import InputError, WarehouseError

FORMAT = 1
CONTENTS_NAME = "backup.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class PartFacts:
    """Size and checksum of one part."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class BackupContents:
    """What a backup says of itself: when and by what it was made, the version in it, rows of the store, its parts."""

    format: int
    made_at: str
    library_version: str
    duckdb_version: str
    version: int
    rows: Mapping[str, int]
    parts: Mapping[str, PartFacts]


def verify_backup(path: Path) -> BackupContents:
    """Read a backup to its end. Raises InputError for a file that is none, WarehouseError where a part is not whole."""
    return _read(path, None)


def unpack_backup(path: Path, folder: Path) -> BackupContents:
    """The same, and write each part below `folder`, which must be new; a part that is not whole ends it."""
    return _read(path, folder)


def _read(path: Path, folder: Path | None) -> BackupContents:
    try:
        with tarfile.open(path, "r:") as tar:
            contents = _contents(path, tar.next(), tar)
            seen: set[str] = set()
            for member in tar:
                if member.name == CONTENTS_NAME:
                    continue
                stream = tar.extractfile(member)
                facts = contents.parts.get(member.name)
                if facts is None or stream is None or member.name in seen:
                    raise WarehouseError(f"{path}: {member.name} does not belong into this backup; {_ADVICE}")
                seen.add(member.name)
                # Names come from the list of contents, which this library wrote; a foreign one could point anywhere.
                target = None if folder is None else _below(folder, member.name, path)
                if _copy(stream, target) != facts:
                    raise WarehouseError(f"{path}: {member.name} is not as it was saved; {_ADVICE}")
    except FileNotFoundError as problem:
        raise InputError(f"{path}: no such backup") from problem
    except (tarfile.TarError, EOFError) as problem:
        raise WarehouseError(f"{path}: is no whole backup ({problem}); {_ADVICE}") from problem
    if missing := sorted(set(contents.parts) - seen):
        raise WarehouseError(f"{path}: lacks {', '.join(missing[:3])}; {_ADVICE}")
    return contents


_ADVICE = "nothing was changed; take another backup"


def _contents(path: Path, first: tarfile.TarInfo | None, tar: tarfile.TarFile) -> BackupContents:
    stream = None if first is None or first.name != CONTENTS_NAME else tar.extractfile(first)
    if stream is None:
        raise InputError(f"{path}: is no backup of a warehouse; q7x2-etl backup makes one")
    try:
        told: dict[str, Any] = json.loads(stream.read())
        if told["format"] > FORMAT:
            newer = told["library_version"]
            raise WarehouseError(
                f"{path}: was made by q7x2-etl {newer}, which this version cannot read; nothing was changed; "
                f"install it: pip install 'q7x2-etl>={newer}'"
            )
        parts = {str(name): PartFacts(int(part["bytes"]), str(part["sha256"])) for name, part in told["parts"].items()}
        return BackupContents(**{**told, "parts": parts})
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WarehouseError(f"{path}: its list of contents cannot be read ({problem!r}); {_ADVICE}") from problem


def _below(folder: Path, name: str, path: Path) -> Path:
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise WarehouseError(f"{path}: {name} would be written outside the warehouse; {_ADVICE}")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _copy(stream: IO[bytes], target: Path | None) -> PartFacts:
    """Read a part to its end, into `target` where there is one; what it was."""
    digest, size = hashlib.sha256(), 0
    out = None if target is None else target.open("xb")
    try:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if out is not None:
                out.write(piece)
    finally:
        if out is not None:
            out.close()
    return PartFacts(size, digest.hexdigest())
