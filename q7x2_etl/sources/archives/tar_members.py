"""Tar archives: each file in one is an input of its own, as they stream by."""

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import IO, BinaryIO, cast

from q7x2_etl.sources.archives.compressed import metered
from q7x2_etl.sources.archives.members import Member, read_members
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import DamagedError


def read_tar(opened: Opened) -> Iterator[Reading]:
    """The readings of every file in the archive, in its order. What is no file (a link, a device) has its reason."""
    meter, stream = metered(opened)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            yield from read_members(opened, _members(archive), meter)
    except tarfile.TarError as error:
        raise DamagedError(f"no tar archive, or it breaks off: {error}") from error


def _members(archive: tarfile.TarFile) -> Iterator[Member]:
    for entry in archive:
        archive.members = []  # type: ignore[attr-defined]  # else the list of what streamed by grows with the archive
        if entry.isdir():
            continue
        problem = None if entry.isreg() else "no file (a link or a device); these are not followed in archives"
        yield Member(entry.name, partial(_open, archive, entry), problem)


def _open(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> BinaryIO:
    content: IO[bytes] | None = archive.extractfile(entry)
    if content is None:
        raise DamagedError("it has no content")
    return cast("BinaryIO", content)
