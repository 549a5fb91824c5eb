"""Many files of the disk at once: their addresses, names and states as columns, without an object for each."""

import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from q7x2_etl.sources.file_state import FileState

_AS_IT_IS = re.compile(r"[A-Za-z0-9_.~/-]*")  # paths of these characters stand in an address unchanged
_READ_AT_ONCE = 1 << 20
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not hold it up
_NO_FILE = -1
_THREADS, _READ_ALONE = 4, 128
_LONG_WAIT = 0.00002  # seconds a file: a disk, even a quick one
_FEW_WAITS = 0.25  # a file


@dataclass(frozen=True, slots=True)
class FileStates:
    """The states of files, a column each; the size is -1 where there is no regular file that can be seen."""

    n_bytes: list[int]
    modified_ns: list[int]
    changed_ns: list[int]

    @classmethod
    def of(cls, paths: Sequence[str]) -> "FileStates":
        """The files as they are now."""
        n_bytes: list[int] = []
        modified_ns: list[int] = []
        changed_ns: list[int] = []
        look, is_regular = os.stat, stat.S_ISREG
        for path in paths:
            try:
                status = look(path)
            except (OSError, ValueError):
                found, modified, changed = _NO_FILE, 0, 0
            else:
                found = status.st_size if is_regular(status.st_mode) else _NO_FILE
                modified, changed = status.st_mtime_ns, status.st_ctime_ns
            n_bytes.append(found)
            modified_ns.append(modified)
            changed_ns.append(changed)
        return cls(n_bytes, modified_ns, changed_ns)

    def state(self, place: int) -> FileState | None:
        """The state of one of them."""
        n_bytes = self.n_bytes[place]
        return None if n_bytes == _NO_FILE else FileState(n_bytes, self.modified_ns[place], self.changed_ns[place])

    def bytes_ids(self, places: Sequence[int], paths: Sequence[str]) -> list[str | None]:
        """What `bytes_id` gives for each of these places; `paths` are those of all files.

        Where a disk or a network makes the first ones wait, several of the others are read at a time.
        """

        def read(start: int) -> list[str | None]:
            return [self.bytes_id(place, paths[place]) for place in places[start : start + _READ_ALONE]]

        began, spent, waits = time.perf_counter(), time.thread_time(), _waits()
        found = read(0)
        waited = (time.perf_counter() - began) - (time.thread_time() - spent)
        others = range(_READ_ALONE, len(places), _READ_ALONE)
        if waited < _LONG_WAIT * len(found) or _waits() - waits < _FEW_WAITS * len(
            found
        ):  # threads would only take turns: in the machine's cache they cost thrice
            return [*found, *(one for start in others for one in read(start))]
        with ThreadPoolExecutor(_THREADS) as threads:
            return [*found, *(one for some in threads.map(read, others) for one in some)]

    def bytes_id(self, place: int, path: str) -> str | None:
        """A digest of the bytes of one of them; None where it cannot be read, or is not in that state any more when
        the last byte was read.
        """
        size = left = self.n_bytes[place]
        try:
            file = os.open(path, _READ_ONLY)
            try:
                read = os.read(file, min(left, _READ_AT_ONCE))
                digest = hashlib.sha256(read)
                while read and (left := left - len(read)) > 0:
                    read = os.read(file, min(left, _READ_AT_ONCE))
                    digest.update(read)
                now = os.fstat(file)
            finally:
                os.close(file)
        except OSError:
            return None
        as_it_was = (
            now.st_size == size
            and now.st_mtime_ns == self.modified_ns[place]
            and now.st_ctime_ns == self.changed_ns[place]
        )
        return digest.hexdigest() if as_it_was else None


def _waits() -> int:
    """How often this thread waited by itself: for a disk, not for a processor that others used. Where the system does
    not say, a number that always grows.
    """
    if sys.platform != "linux":
        return time.perf_counter_ns()
    import resource  # not everywhere

    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


def plain_paths(paths: Sequence[str]) -> bool:
    """Whether all of them are absolute paths that stand in an address as they are, and are ASCII."""
    return os.name == "posix" and _AS_IT_IS.fullmatch("".join(paths)) is not None


def texts_among(paths: Sequence[str], holds_rows: Callable[[str], bool]) -> list[int]:
    """The places of the files that lie on a disk and are one text each, by their suffixes.

    A reader may take names without a suffix for one text; those are left out here.
    """
    kinds: dict[str, bool] = {}
    places: list[int] = []
    for place, path in enumerate(paths):
        dot = path.rfind(".")
        end = path[dot:]
        if dot < 1 or path[dot - 1] in "/." or "/" in end:  # a name without a suffix, as `.txt` is one
            continue
        is_text = kinds.get(end)
        if is_text is None:
            is_text = kinds[end] = not holds_rows(path)
        if is_text and "://" not in path:
            places.append(place)
    return places
