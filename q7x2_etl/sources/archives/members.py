"""The files in an archive as inputs: streamed out of it one after the other; nothing is ever written to disk."""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO
from urllib.parse import quote

from q7x2_etl.sources.archives.metering import Meter, unpacked
from q7x2_etl.sources.guarding import readings_of
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import TooLargeError
from q7x2_etl.sources.registry import known_suffixes

_log = logging.getLogger(__name__)

_DRIVE = re.compile(r"[A-Za-z]:")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its name there, how it is opened, and why it is not read (None where it is)."""

    name: str
    open: Callable[[], BinaryIO]
    problem: str | None = None


def read_members(archive: Opened, members: Iterable[Member], meter: Meter) -> Iterator[Reading]:
    """The readings of each member by the reader of its kind, and of none that is hidden or of no kind that is read.

    A member's problem costs itself; what costs the archive (a limit that is reached) is raised.
    """
    skipped: list[str] = []
    n_skipped = n_read = 0
    for member in members:
        meter.member()
        if _is_hidden(member.name) and _path_problem(member.name) is None:
            continue
        if _suffix(member.name) not in known_suffixes() and _path_problem(member.name) is None:
            n_skipped += 1
            skipped += [printable(member.name)] if len(skipped) < _SHOWN else []
            continue
        n_read += 1
        yield from _readings(archive, member, meter)
        if (reason := meter.spent) is not None:
            raise TooLargeError(f"{reason}; what is left of it is not read")
    shown = ", ".join(skipped) + (", …" if n_skipped > len(skipped) else "")
    if n_skipped and n_read:
        _log.warning("%s: %d files of no text kind are not read (%s)", archive.name, n_skipped, shown)
    elif not n_read:
        reason = (
            f"none of its {n_skipped} files is of a kind that is read ({shown})" if n_skipped else "it has no files"
        )
        yield archive.unread("empty", reason)


def _readings(archive: Opened, member: Member, meter: Meter) -> Iterator[Reading]:
    name = printable(member.name)
    address = f"{archive.uri}!/{quote(name)}"
    problem = _path_problem(member.name) or member.problem
    opened = replace(
        archive,
        name=f"{archive.name}!/{name}",
        uri=address,
        suffix=_suffix(member.name),
        media_type=None,
        places=tuple(f"{place}/{member.name}" for place in archive.places),
        depth=archive.depth + 1,
        meter=meter,
    )
    if problem is not None:
        yield opened.unread("unreadable", problem)
        return
    try:
        stream = member.open()
    except Exception as error:  # what archive libraries raise over a damaged member is of many kinds
        yield opened.unread("unreadable", f"it is damaged: {' '.join(str(error).split())[:200]}")
        return
    with stream:
        yield from readings_of(replace(opened, stream=unpacked(stream, meter)))


def _path_problem(name: str) -> str | None:
    """Why a name is not trusted: it would lead out of the folder that an archive is unpacked in."""
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        return "its name leads out of the archive; it is not read, and nothing was written"
    return None


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.split("/") if part]
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def printable(name: str) -> str:
    """A name as text that can be stored and shown on one line."""
    decoded = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(one if one.isprintable() else "\ufffd" for one in decoded)
