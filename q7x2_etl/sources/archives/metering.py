"""What comes out of compressed data, counted while it streams: a bomb is stopped long before it fills anything."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

import pyarrow as pa

from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.protocol import HEAD_BYTES
from q7x2_etl.sources.refusals import DamagedError, RefusedError, TooLargeError
from q7x2_etl.sources.streams import Over

_DAMAGE = (zlib.error, zipfile.BadZipFile, tarfile.TarError, pa.ArrowException, OSError, ValueError)
_TOO_DEEP = 20  # archives beyond the limit of nesting: more are no accident, and there may be thousands of millions
_SLACK = 2 * HEAD_BYTES  # packed bytes that stand in buffers on the way


class Meter:
    """Bytes that went in and came out, and members, of one outermost file with all that is nested in it."""

    def __init__(self, limits: ReadLimits) -> None:
        self.limits = limits
        self.packed = 0
        self.unpacked = 0
        self.members = 0
        self.too_deep = 0

    @property
    def spent(self) -> str | None:
        """Why nothing more may come out; None while more may."""
        if self._full or self._crowded:
            return self._full or self._crowded
        if self.too_deep >= _TOO_DEEP:
            return f"it holds archives in archives again and again, more than {self.limits.max_nesting} deep"
        return None

    @property
    def _full(self) -> str | None:
        over = self.unpacked > self.limits.max_unpacked_bytes
        return f"it unpacks to more than {self.limits.max_unpacked_bytes:,} bytes" if over else None

    @property
    def _crowded(self) -> str | None:
        over = self.members > self.limits.max_members
        return f"more than {self.limits.max_members:,} files are in it" if over else None

    def came_out(self, n_bytes: int, of_stream: int, packed_since: int) -> None:
        """Raises TooLargeError where this was too much, of the whole file or of one stream in it."""
        self.unpacked += n_bytes
        if self._full:
            raise TooLargeError(self._full)
        if of_stream > self.limits.max_ratio * (packed_since + _SLACK):
            raise TooLargeError(f"it unpacks to more than {self.limits.max_ratio:g} times its size, as a zip bomb does")

    def member(self) -> None:
        """Raises TooLargeError past the limit of members."""
        self.members += 1
        if self._crowded:
            raise TooLargeError(self._crowded)


class Packed(Over):
    """The packed bytes, counted as they are read (again, where they are)."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        super().__init__(stream)
        self._meter = meter

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what BufferedReader hands over
        content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        self._meter.packed += len(content)
        return len(content)


class Unpacked(io.RawIOBase):
    """What a stream that unpacks gives, counted; damage of any kind is a DamagedError."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream = stream
        # Not more than is there: what came out before the place where a stream breaks off would be lost with it.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._meter = meter
        self._out = 0
        self._begun_at = meter.packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what BufferedReader hands over
        try:
            content = self._read(len(buffer))
        except RefusedError:
            raise
        except EOFError as error:
            raise DamagedError("it breaks off before its end") from error
        except _DAMAGE as error:
            said = " ".join(str(error).split())[:200]
            cut = "truncated" in said.lower()
            raise DamagedError("it breaks off before its end" if cut else f"it is damaged: {said}") from error
        buffer[: len(content)] = content
        self._out += len(content)
        self._meter.came_out(len(content), self._out, self._meter.packed - self._begun_at)
        return len(content)


def packed(stream: BinaryIO, meter: Meter) -> BinaryIO:
    """A stream of packed bytes that are counted."""
    return cast("BinaryIO", io.BufferedReader(Packed(stream, meter), HEAD_BYTES))


def unpacked(stream: BinaryIO, meter: Meter) -> BinaryIO:
    """What `stream` unpacks, counted, with a head to look at."""
    return cast("BinaryIO", io.BufferedReader(Unpacked(stream, meter), HEAD_BYTES))
