"""From what the caller names (files, folders, globs, file URIs) to the files to read, in a fixed order."""

import glob
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from q7x2_etl.errors import InputError

_log = logging.getLogger(__name__)

TEXT_SUFFIXES = frozenset({".txt", ".text", ".jsonl", ".ndjson", ".csv", ".tsv"})
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; `named` where the caller named it itself, not a folder or pattern that holds it."""

    path: Path
    named: bool


def input_files(paths: str | Path | Iterable[str | Path]) -> list[InputFile]:
    """Every file to read, once each: the named ones in the order given, a folder's and a glob's sorted by path.

    A named file is taken whatever its kind. From a folder (read with its subfolders) come the files of text kinds
    that are not hidden. Raises InputError for a missing path, a glob without match, and a URI that is no file.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    found: dict[Path, InputFile] = {}
    for name in named:
        exists = os.path.lexists(Path(_local_path(str(name))).expanduser())
        for path in _matches(name):
            is_folder = path.is_dir()
            for file in _walk(path) if is_folder else (path,):
                place = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow links
                found.setdefault(place, InputFile(place, named=not is_folder and exists))
    return list(found.values())


def _matches(name: str | Path) -> list[Path]:
    text = _local_path(str(name))
    path = Path(text).expanduser()
    if os.path.lexists(path):
        return [path]
    if not _WILDCARDS.intersection(text):
        raise InputError(f"{name}: no such file or folder")
    matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        raise InputError(f"{name}: no file matches this pattern")
    return [Path(match) for match in matches]


def _local_path(name: str) -> str:
    scheme, separator, _ = name.partition("://")
    if not separator:
        return name
    if scheme.lower() != "file":
        raise InputError(f"{name}: {scheme}:// addresses cannot be read; fetch the text to a file and name that")
    return unquote(urlsplit(name).path)


def _walk(folder: Path) -> Iterator[Path]:
    """The text files under `folder`, sorted by path; every folder is entered once, so looping links end."""
    entered: set[tuple[int, int]] = set()
    skipped: list[str] = []
    files: list[Path] = []
    for place, folders, names in os.walk(folder, followlinks=True, onerror=_cannot_list):
        status = Path(place).stat()
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # A folder whose own name ends in .txt is walked like any other; only its files are inputs.
        for name in sorted(names):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in TEXT_SUFFIXES:
                files.append(Path(place, name))
            else:
                skipped.append(name)
    if skipped:
        shown = ", ".join(skipped[:3]) + (", …" if len(skipped) > 3 else "")
        _log.warning("%s: %d files of no text kind are not read (%s)", folder, len(skipped), shown)
    return iter(sorted(files))


def _cannot_list(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot list this folder ({error.strerror}); give read rights or leave it out")
