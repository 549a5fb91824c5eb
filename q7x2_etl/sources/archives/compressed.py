"""One compressed input (.gz, .zst, .bz2): what comes out is read by the reader of its own kind."""

import bz2
import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

import pyarrow as pa

from q7x2_etl.sources.archives.metering import Meter, packed, unpacked
from q7x2_etl.sources.guarding import bare_readings_of
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import TooLargeError

_SHORT = {".tgz": ".tar", ".tzst": ".tar", ".tbz2": ".tar"}


def read_gzip(opened: Opened) -> Iterator[Reading]:
    """Gzip, of several members too. Of one that breaks off the rows that are whole are read."""
    return _read(opened, lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb")))


def read_zstandard(opened: Opened) -> Iterator[Reading]:
    """Zstandard, of several frames too; the decoder is Arrow's."""
    return _read(opened, lambda stream: _arrow_stream(stream, "zstd"))


def read_bzip2(opened: Opened) -> Iterator[Reading]:
    """Bzip2, of several streams too."""
    return _read(opened, lambda stream: cast("BinaryIO", bz2.BZ2File(stream)))


def metered(opened: Opened) -> tuple[Meter, BinaryIO]:
    """The meter of the outermost file, and the packed bytes; TooLargeError where archives are nested too deep."""
    limit = opened.limits.max_nesting
    if opened.depth >= limit:
        if opened.meter is not None:
            opened.meter.too_deep += 1
        raise TooLargeError(f"archives in archives, more than {limit} deep")
    if opened.meter is not None:
        return opened.meter, opened.stream
    meter = Meter(opened.limits)
    return meter, packed(opened.stream, meter)


def _read(opened: Opened, unpack: Callable[[BinaryIO], BinaryIO]) -> Iterator[Reading]:
    meter, stream = metered(opened)
    inner = replace(
        opened,
        stream=unpacked(unpack(stream), meter),
        suffix=_inner_suffix(opened),
        media_type=None,
        places=(*opened.places, *(os.path.splitext(place)[0] for place in opened.places)),  # noqa: PTH122
        depth=opened.depth + 1,
        meter=meter,
    )
    return bare_readings_of(inner)


def _inner_suffix(opened: Opened) -> str:
    stem, suffix = os.path.splitext(opened.name)  # noqa: PTH122
    if suffix.lower() in _SHORT:
        return _SHORT[suffix.lower()]
    return os.path.splitext(stem)[1].lower() if suffix.lower() == opened.suffix else ""  # noqa: PTH122


def _arrow_stream(stream: BinaryIO, codec: str) -> BinaryIO:
    opened: Any = pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), codec)
    return cast("BinaryIO", opened)
