"""From what the caller names (files, folders, globs, addresses) to the files to read, in a fixed order."""

import glob
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from q7x2_etl.errors import InputError
from q7x2_etl.sources.registry import known_suffixes
from q7x2_etl.sources.remote import is_address, remote_files

_log = logging.getLogger(__name__)

_WILDCARDS = frozenset("*?[")
_SHOWN = 3
# How writers call a file until it is whole; then it is taken under its own name.
_UNFINISHED = frozenset((".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".swp"))
# By which names are sorted: with the file system's own view of capitals, where it has one.
_ORDER: Callable[[str], tuple[str, str]] | None = (
    (lambda name: (os.path.normcase(name), name)) if os.name == "nt" else None
)
STDIN = "-"  # every other path that is no address is absolute


def input_files(paths: str | Path | Iterable[str | Path]) -> dict[str, bool]:
    """Every file to read, once each, and whether the caller named it itself (not a folder or pattern that holds it):
    the named ones in the order given, a folder's and a glob's sorted by path.

    A named file is taken whatever its kind. From a folder (read with its subfolders) come the files of kinds that are
    read and not hidden; neither a folder nor a pattern gives a file whose name says that it is unfinished (.part, .tmp
    …). What is passed over is logged. `-` is standard input; addresses (`https://`, `s3://`) stay as they are.
    Raises InputError for a missing path and a glob without match.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    found: dict[str, bool] = {}
    for name in named:
        for path, is_named in _files_named(name):
            found.setdefault(path, is_named)
    return found


def _files_named(name: str | Path) -> Iterator[tuple[str, bool]]:
    if name == STDIN:
        yield STDIN, True
        return
    if is_address(str(name)):
        yield from remote_files(str(name))
        return
    exists = os.path.lexists(Path(_local_path(str(name))).expanduser())
    for path in _matches(name):
        place = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
        is_folder = path.is_dir()
        if not is_folder and not exists and _is_unfinished(place):
            _log.warning("%s: still being written by its name, and not read", place)
            continue
        for file in _walk(place) if is_folder else (place,):
            yield file, not is_folder and exists


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
    return unquote(urlsplit(name).path) if name.lower().startswith("file://") else name


@dataclass(frozen=True, slots=True)
class _Walk:
    """A folder that is walked: where it really lies, what was entered, and what is passed over."""

    root: str
    entered: set[tuple[int, int]]
    skipped: Counter[str]
    links_out: Counter[str]
    unfinished: Counter[str]
    hidden: Counter[str]


def _walk(folder: str) -> Iterator[str]:
    """The files under `folder` that are read, sorted by path; each folder is entered once, so looping links end, and
    no link is followed out of it.
    """
    walk = _Walk(os.path.realpath(folder), set(), Counter(), Counter(), Counter(), Counter())
    yield from _files_of(folder, walk)
    if walk.skipped:
        told = _shown(walk.skipped)
        _log.warning("%s: %d files of no kind that is read are passed over (%s)", folder, walk.skipped.total(), told)
    if walk.unfinished:
        told = _shown(walk.unfinished)
        _log.warning("%s: %d files are unfinished by their names, and not read (%s)",
                     folder, walk.unfinished.total(), told)  # fmt: skip
    if walk.hidden:
        _log.info("%s: %d hidden names are not read (%s)", folder, walk.hidden.total(), _shown(walk.hidden))
    if walk.links_out:
        _log.warning(
            "%s: %d links lead out of this folder and are not followed (%s); name them, or where they lead",
            folder, walk.links_out.total(), _shown(walk.links_out),
        )  # fmt: skip


def _files_of(folder: str, walk: _Walk) -> Iterator[str]:
    """One folder's names at a time: a hundred thousand paths as objects, sorted at once, would fill the memory."""
    try:
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in walk.entered:
            return
        walk.entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listed:
            kinds = {one.name: (_is_folder(one), one.is_symlink()) for one in listed}
    except OSError as error:
        if os.path.realpath(folder) == walk.root:
            _cannot_list(error)
        yield folder  # its reading says that it cannot be listed
        return
    prefix, known = os.path.join(folder, ""), known_suffixes()  # noqa: PTH118
    for name in sorted(kinds, key=_ORDER):
        is_folder, is_link = kinds[name]
        if name[0] == ".":
            _count(walk.hidden, name)
            continue
        if is_link and _leads_out(prefix + name, walk.root):
            _count(walk.links_out, name)
        # A folder whose own name ends in .txt is walked like any other; only its files are inputs.
        elif is_folder:
            yield from _files_of(prefix + name, walk)
        elif (suffix := _suffix(name)) in _UNFINISHED or name[-1] == "~":
            _count(walk.unfinished, name)
        elif suffix in known:
            yield prefix + name
        else:
            _count(walk.skipped, name)


def _suffix(name: str) -> str:
    """What `os.path.splitext` gives for a name that begins with no dot, three times as fast."""
    _, dot, end = name.rpartition(".")
    return dot + end.lower() if dot else ""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _leads_out(link: str, root: str) -> bool:
    """Whether a link leads to something outside; one that leads nowhere does not."""
    real = os.path.realpath(link)
    return real != root and not real.startswith(os.path.join(root, "")) and os.path.exists(real)  # noqa: PTH110, PTH118


def _is_unfinished(name: str) -> bool:
    return name.endswith("~") or os.path.splitext(name)[1].lower() in _UNFINISHED  # noqa: PTH122


def _count(counted: Counter[str], name: str) -> None:
    counted[name if len(counted) < _SHOWN else "…"] += 1


def _shown(counted: Counter[str]) -> str:
    return ", ".join(list(counted)[:_SHOWN]) + (", …" if counted.total() > _SHOWN else "")


def _cannot_list(error: OSError) -> NoReturn:
    raise InputError(f"{error.filename}: cannot list this folder ({error.strerror}); give read rights or leave it out")
