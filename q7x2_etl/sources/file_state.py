"""What a file is on disk: by it a load sees, without opening a file, that it is as it was when it was last read."""

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from typing import NamedTuple

# A file changed so shortly before it was read may change once more within the same tick of the file system's clock.
SETTLED_AFTER_NS = 2_000_000_000


class FileState(NamedTuple):
    """Size and times of a regular file. `changed_ns` moves with every change, even one that keeps the others (a copy
    that preserves times); on Windows it is the time of creation.
    """

    n_bytes: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, path: str) -> "FileState | None":
        """The file's state now; None where it cannot be seen, or is no regular file."""
        try:
            status = os.stat(path)  # noqa: PTH116 - a hundred thousand Path objects would cost more than the calls
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class FileTimes:
    """Which files a load takes by the time of their last modification: none that changed within the last `settle`
    seconds before `now`, and none from before `since` (both in seconds since 1970).
    """

    now: float = 0.0
    settle: float = 0.0
    since: float | None = None

    def unsettled(self, state: FileState) -> float | None:
        """How many seconds ago the file changed, where that is too short; a clock may be ahead by as much."""
        age = self.now - state.modified_ns / 1e9
        return abs(age) if abs(age) < self.settle else None

    def left_out(self, state: FileState) -> bool:
        """Whether the file was last modified before what the caller wants."""
        return self.since is not None and state.modified_ns / 1e9 < self.since


def settled_before(begun_ns: int) -> int:
    """The moment (in nanoseconds since 1970) after which no file may have changed, so that a further change after its
    reading began shows.
    """
    return begun_ns - SETTLED_AFTER_NS


class Watched:
    """A file while it is read: made before the first byte is, asked when the last one was."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._begun_ns = time.time_ns()
        self._before = FileState.of(path)

    def unchanged(self) -> bool:
        """Whether the file is now what it was when the reading began."""
        return self._before is not None and FileState.of(self._path) == self._before

    def settled_state(self) -> FileState | None:
        """The state that was read; None where the file had changed so shortly before that a change after the reading
        may not show in it.
        """
        before = self._before
        if before is None or max(before.modified_ns, before.changed_ns) > settled_before(self._begun_ns):
            return None
        return before


def bytes_id(path: str) -> str | None:
    """A digest of the file's bytes, as they are; None where it cannot be read, or is no regular file: a pipe waits."""
    if FileState.of(path) is None:
        return None
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
