"""Streams over streams: of what is no file of this machine (a pipe, an address), with a head to look at."""

import io
from typing import BinaryIO, cast

from q7x2_etl.sources.protocol import HEAD_BYTES


class Over(io.RawIOBase):
    """A stream that stands where the one under it stands; what its reads give the subclass says."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class Filled(Over):
    """A stream whose reads give all that is asked for, up to its end: of a pipe each read gives what has come."""

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what BufferedReader hands over
        filled = 0
        while filled < len(buffer) and (content := self._stream.read(len(buffer) - filled)):
            buffer[filled : filled + len(content)] = content
            filled += len(content)
        return filled


def with_head(stream: BinaryIO) -> BinaryIO:
    """The stream, buffered; closing it leaves the one underneath open."""
    return cast("BinaryIO", io.BufferedReader(Filled(stream), HEAD_BYTES))
