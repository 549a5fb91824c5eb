"""From what the caller names (files, folders, globs, file URIs) to the files to read, in a fixed order."""

import glob
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from q7x2_etl.errors import InputError
from q7x2_etl.sources.registry import known_suffixes

_log = logging.getLogger(__name__)

_WILDCARDS = frozenset("*?[")
_SHOWN = 3


def input_files(paths: str | Path | Iterable[str | Path]) -> dict[str, bool]:
    """Every file to read, once each, and whether the caller named it itself (not a folder or pattern that holds it):
    the named ones in the order given, a folder's and a glob's sorted by path.

    A named file is taken whatever its kind. From a folder (read with its subfolders) come the files of text kinds
    that are not hidden. Raises InputError for a missing path, a glob without match, and a URI that is no file.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    found: dict[str, bool] = {}
    for name in named:
        exists = os.path.lexists(Path(_local_path(str(name))).expanduser())
        for path in _matches(name):
            place = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
            is_folder = path.is_dir()
            for file in _walk(place) if is_folder else (place,):
                found.setdefault(file, not is_folder and exists)
    return found


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


def _walk(folder: str) -> Iterator[str]:
    """The text files under `folder`, sorted by path; every folder is entered once, so looping links end."""
    skipped: Counter[str] = Counter()
    yield from _files_of(folder, set(), skipped)
    if skipped:
        shown = ", ".join(list(skipped)[:_SHOWN]) + (", …" if skipped.total() > _SHOWN else "")
        _log.warning("%s: %d files of no text kind are not read (%s)", folder, skipped.total(), shown)


def _files_of(folder: str, entered: set[tuple[int, int]], skipped: Counter[str]) -> Iterator[str]:
    """One folder's names at a time: a hundred thousand paths as objects, sorted at once, would fill the memory."""
    try:
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listed:
            names = sorted((os.path.normcase(one.name), one.name, one.is_dir()) for one in listed)
    except OSError as error:
        _cannot_list(error)
    for _, name, is_folder in names:
        if name.startswith("."):
            continue
        path = os.path.join(folder, name)  # noqa: PTH118
        # A folder whose own name ends in .txt is walked like any other; only its files are inputs.
        if is_folder:
            yield from _files_of(path, entered, skipped)
        elif os.path.splitext(name)[1].lower() in known_suffixes():  # noqa: PTH122
            yield path
        else:
            skipped[name if len(skipped) < _SHOWN else "…"] += 1


def _cannot_list(error: OSError) -> NoReturn:
    raise InputError(f"{error.filename}: cannot list this folder ({error.strerror}); give read rights or leave it out")
