"""Zip archives: each file in one is an input of its own."""

import struct
import zipfile
from collections.abc import Iterator
from functools import partial
from stat import S_ISLNK
from typing import BinaryIO, cast

from q7x2_etl.sources.archives.compressed import metered
from q7x2_etl.sources.archives.members import Member, read_members
from q7x2_etl.sources.archives.metering import packed
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import DamagedError, TooLargeError

_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_END = struct.Struct("<4s4H2LH")  # "end of central directory", APPNOTE.TXT 4.3.16
_END_64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR_64 = struct.Struct("<4sLQL")  # 4.3.15
_ENTRY_BYTES = 46  # an entry of the central directory without its name, 4.3.12
_NAME_BYTES = 1024


def read_zip(opened: Opened) -> Iterator[Reading]:
    """The readings of every file in the archive, in its order; encrypted ones, links and methods of compression that
    are not read have their reason. An archive in an archive, or one that comes as a stream, is held in memory.
    """
    meter, stream = metered(opened)
    if not stream.seekable():
        stream = packed(opened.seekable(), meter)
    _check_size(stream, opened.limits.max_members)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise DamagedError(f"no zip archive, or it breaks off: {error}") from error
    with archive:
        yield from read_members(opened, _members(archive), meter)


def _members(archive: zipfile.ZipFile) -> Iterator[Member]:
    for entry in archive.infolist():
        if not entry.is_dir():
            yield Member(entry.filename, partial(_open, archive, entry), _problem(entry))


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    return cast("BinaryIO", archive.open(entry))


def _problem(entry: zipfile.ZipInfo) -> str | None:
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack the archive with its password and name the files"
    if S_ISLNK(entry.external_attr >> 16):
        return "a link to another file; links in archives are not followed"
    if entry.compress_type not in _METHODS:
        return f"its method of compression ({entry.compress_type}) is not read; unpack the archive and name the files"
    return None


def _check_size(stream: BinaryIO, most: int) -> None:
    """Raises TooLargeError where the list of files alone, which is read at once, would fill the memory."""
    size = stream.seek(0, 2)
    start = max(0, size - (1 << 16) - _END.size - _LOCATOR_64.size)
    stream.seek(start)
    tail = stream.read(size - start)
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return
    _, _, _, _, n_files, n_bytes, _, _ = _END.unpack_from(tail, at)
    locator = at - _LOCATOR_64.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        offset = _LOCATOR_64.unpack_from(tail, locator)[2]
        stream.seek(min(offset, size))
        record = stream.read(_END_64.size)
        stream.seek(0)
        if len(record) == _END_64.size:
            n_files, n_bytes = _END_64.unpack(record)[7:9]
    if n_files > most or n_bytes > most * (_ENTRY_BYTES + _NAME_BYTES):
        raise TooLargeError(f"more than {most:,} files are in it")
