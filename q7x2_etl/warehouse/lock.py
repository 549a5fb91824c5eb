"""One writer at a time: an operating system lock on `<warehouse>/writer/lock`.

The system frees the lock when its process ends, however it ends, so a dead load never blocks the next one.
The text in the file names the holder, for the message; a holder that lets go adds that it ended. So the next one knows
whether the last one was killed; no more is decided by it.
"""

import logging
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from q7x2_etl.errors import WarehouseBusyError, WarehouseError

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.2
_ENDED = "ended"

if sys.platform == "win32":
    import msvcrt

    # One byte far behind the text: a lock of Windows forbids reading what it covers, and the holder must be readable.
    _LOCKED_BYTE = 1 << 30

    def _take(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _free(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class WriterLock:
    """Held for the whole of a load: `with WriterLock(path): …`.

    With `wait`, that many seconds are waited for another holder to end; `check` is called meanwhile, several times a
    second, and ends the waiting by raising. `left_by` is then the last holder, where that one was killed.
    Raises `WarehouseBusyError`, naming the holder, when another load (also one in this process) has it still.
    """

    def __init__(self, path: Path, *, wait: float = 0.0, check: Callable[[], None] | None = None) -> None:
        self.path = path
        self._wait = wait
        self._check = check
        self._handle: int | None = None
        self.left_by: str | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WarehouseError(
                f"{self.path.parent.parent}: cannot be written ({error.strerror}); give write rights to this folder "
                "or name another with --warehouse"
            ) from error
        try:
            self._take_or_wait(handle)
        except BaseException:
            os.close(handle)  # which frees it too
            raise
        self._handle = handle
        now = datetime.now(UTC)
        holder = f"pid {os.getpid()} on {socket.gethostname()} since {now:%Y-%m-%d %H:%M:%SZ}\n"
        with suppress(OSError):  # on a full disk the holder stays unnamed
            last = self.path.read_text(encoding="utf-8").strip()
            self.left_by = None if not last or last.endswith(_ENDED) else last
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, holder.encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            with suppress(OSError):
                os.write(self._handle, f"{_ENDED}\n".encode())
            _free(self._handle)
            os.close(self._handle)
            self._handle = None

    def _take_or_wait(self, handle: int) -> None:
        until = time.monotonic() + self._wait
        told = False
        while True:
            try:
                _take(handle)
                return
            except OSError as error:
                left = until - time.monotonic()
                if left <= 0:
                    waited = f" after {self._wait:g} s of waiting" if self._wait else ""
                    raise WarehouseBusyError(
                        f"{self.path.parent.parent}: another load holds this warehouse{waited} ({self._holder()}); "
                        "nothing was changed; try again when it has ended, or wait for it with --wait SECONDS"
                    ) from error
            if not told:
                _log.info("waiting up to %g s for another load (%s)", self._wait, self._holder())
                told = True
            if self._check is not None:
                self._check()
            time.sleep(min(left, _POLL_SECONDS))

    def _holder(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8").strip() or "holder unknown"
        except OSError:
            return "holder unknown"


def holder_of(path: Path) -> str | None:
    """Who holds the lock now, as the file says; None where nobody does, or nobody ever did."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        _take(handle)  # for an instant
        _free(handle)
    except OSError:
        return WriterLock(path)._holder()
    finally:
        os.close(handle)
    return None
