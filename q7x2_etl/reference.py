"""Finds and reads what travels with the package: the contract (`schemas/`), the reference data (`seeds/reference/`)."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from q7x2_etl.errors import InputError, ReferenceDataError
from q7x2_etl.plain_yaml import parse_yaml

_PACKAGE = Path(__file__).resolve().parent


@cache
def data_root() -> Path:
    """The folder that holds `schemas/` and `seeds/reference/`.

    In a checkout (and so in an editable install) this is the checkout itself, and edits are seen at once;
    in an installed wheel it is `q7x2_etl/_data`.
    """
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def read_yaml(path: Path) -> Any:
    """The parsed content of one YAML file; a syntax error names the file and the line."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 2018-13-45 looks like a date
        raise ReferenceDataError(f"{path}: not valid YAML: {error}") from error


@dataclass(frozen=True)
class Reference:
    """What the language layer knows, as data: the packaged reference folder and, over it, the user's own.

    A file `NAME.yaml` (or all files of a folder `NAME/`) holds a list of entries under its top-level key `entries`; a
    `source` beside it is that of every entry which names none.
    An overlay's entry with the `id` of a packaged one replaces it; any other is added.
    """

    root: Path
    overlay: Path | None = None

    @classmethod
    def load(cls, overlay: Path | str | None = None) -> "Reference":
        """The packaged reference data, with the overlay folder (`--reference DIR`) where one is given."""
        folder = None if overlay is None else Path(overlay)
        if folder is not None and not folder.is_dir():
            raise InputError(f"{folder}: no such folder of reference data; give a folder of YAML files")
        return cls(root=data_root() / "seeds" / "reference", overlay=folder)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits over every byte of the reference data in use."""
        digest = hashlib.sha256()
        for folder in self._folders():
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()[:12]

    def entries(self, name: str) -> list[dict[str, Any]]:
        """All entries of the lexicon `name`, packaged ones first, overlay applied."""
        merged: dict[str, dict[str, Any]] = {}
        for folder in self._folders():
            for path in _files(folder, name):
                for position, entry in enumerate(_entries_of(path)):
                    merged[str(entry.get("id", f"{path.name}#{position}"))] = entry
        if not merged:
            raise ReferenceDataError(f"{self.root}: no reference data named {name!r}")
        return list(merged.values())

    def paths(self, file_name: str) -> list[Path]:
        """Every copy of a non-YAML file (`places.parquet`), packaged first, then the overlay's."""
        return [folder / file_name for folder in self._folders() if (folder / file_name).is_file()]

    def _folders(self) -> list[Path]:
        return [self.root] if self.overlay is None else [self.root, self.overlay]


def _files(folder: Path, name: str) -> list[Path]:
    single = folder / f"{name}.yaml"
    return ([single] if single.is_file() else []) + sorted((folder / name).glob("*.yaml"))


def _entries_of(path: Path) -> list[dict[str, Any]]:
    content = read_yaml(path)
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ReferenceDataError(f"{path}: expected one top-level key 'entries' with a list of mappings")
    if "source" in content:  # of the whole file: every entry names its source
        for entry in entries:
            entry.setdefault("source", content["source"])
    return entries
