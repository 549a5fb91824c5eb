"""One writer at a time: an operating system lock on `<warehouse>/writer/lock`.

The system frees the lock when its process ends, however it ends, so a dead load never blocks the next one.
The text in the file only names the holder for the message; it decides nothing.
"""

import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from q7x2_etl.errors import WarehouseBusyError, WarehouseError

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

    Raises `WarehouseBusyError`, naming the holder, when another load (also one in this process) has it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

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
            _take(handle)
        except OSError as error:
            os.close(handle)
            raise WarehouseBusyError(
                f"{self.path.parent.parent}: another load holds this warehouse ({self._holder()}); "
                "nothing was changed; try again when it has ended"
            ) from error
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(
            handle,
            f"pid {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}\n".encode(),
        )
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            _free(self._handle)
            os.close(self._handle)
            self._handle = None

    def _holder(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8").strip() or "holder unknown"
        except OSError:
            return "holder unknown"
