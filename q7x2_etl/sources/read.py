"""Files to readings: the one way in."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote_from_bytes, urlsplit

from q7x2_etl.errors import InputError
from q7x2_etl.model import content_id
from q7x2_etl.sources.guarding import bare_readings_of, readings_of
from q7x2_etl.sources.inputs import STDIN, input_files
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.local_files import plain_paths, texts_among
from q7x2_etl.sources.metadata import MetadataIndex, load_metadata
from q7x2_etl.sources.protocol import Opened, ReadWith
from q7x2_etl.sources.readings import Origin, Reading, Unread
from q7x2_etl.sources.refusals import NoSuchColumnError
from q7x2_etl.sources.registry import reader_by_suffix
from q7x2_etl.sources.remote import is_address, opened_remote, shown
from q7x2_etl.sources.streams import with_head


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    metadata: Path | str | None = None,
    limits: ReadLimits | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Reading]:
    """One reading for every input that `paths` name: a Document, or an Unread with the reason.

    `paths` is a file, folder, glob, address (`file://`, `https://`, `s3://` …) or `-` for standard input, or several.
    A text file is one input; tables are one a row and archives one a text, read as they stream. `metadata` is a table
    of what is known beside the texts (see `load_metadata`), `columns` the names that tables give to ours
    ({"text": "body"}), where they are not the usual ones.
    Raises InputError, before anything is read, for a missing path, a glob without match, a wrong metadata table and a
    named table without a column of texts (in a folder such a table is unreadable; the metadata table is no input).
    """
    files = open_files(paths, metadata=metadata, limits=limits, columns=columns)
    return _all_readings(files)


def open_files(
    paths: str | Path | Iterable[str | Path],
    *,
    metadata: Path | str | None = None,
    limits: ReadLimits | None = None,
    columns: Mapping[str, str] | None = None,
) -> "InputFiles":
    """The files that `read` would read, to be read one by one; raises what `read` raises."""
    table = load_metadata(metadata) if metadata is not None else {}
    beside = None if metadata is None else _identity(Path(metadata))
    index = MetadataIndex(table, str(metadata))
    found = input_files(paths)
    chosen = [path for path, named in found.items() if named or beside is None or _identity(path) != beside]
    files = InputFiles(chosen, ReadWith(limits or ReadLimits(), index, columns or {}))
    for path in chosen:
        if found[path]:
            files.check_columns(path)
    return files


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Files named by the caller, in their order, and what they are read with."""

    paths: Sequence[str]
    reads: ReadWith

    @property
    def metadata(self) -> MetadataIndex:
        return self.reads.metadata

    def holds_rows(self, path: str) -> bool:
        """Whether the file may be many inputs: rows, records, members. So may be one whose name says nothing."""
        reader = reader_by_suffix(_suffix(path))
        return reader is None or reader.gives_many

    def uri(self, path: str) -> str:
        """The address of the file; of its one input too, where it is one text."""
        if path == STDIN:
            return "stdin:"
        if is_address(path):
            return shown(path)
        return Path(path).as_uri() if os.name == "nt" else f"file://{quote_from_bytes(os.fsencode(path))}"

    def origin(self, path: str) -> Origin:
        """How the file is called, where it is one text."""
        uri = self.uri(path)
        if path == STDIN or is_address(path):
            return Origin(name="stdin" if path == STDIN else uri, uri=uri, media_type="text/plain")
        return Origin(name=_printable(os.path.basename(path)), uri=uri, media_type="text/plain")  # noqa: PTH119

    def texts_among(self, paths: Sequence[str]) -> list[int]:
        """The places of those that lie on a disk and are one text each. A few of them may be missing."""
        return texts_among(paths, self.holds_rows)

    def origins(self, paths: Sequence[str]) -> tuple[list[str], list[str]]:
        """Names and addresses of files on a disk that are one text each: those of `origin`."""
        if plain_paths(paths):
            return [path.rpartition("/")[2] for path in paths], [f"file://{path}" for path in paths]
        origins = [self.origin(path) for path in paths]
        return [origin.name for origin in origins], [origin.uri for origin in origins]

    def metadata_ids(self, paths: Sequence[str]) -> list[str]:
        """What `metadata_id` gives for each of these files, which are one text each."""
        return self.metadata.identities_of(paths)

    def metadata_id(self, path: str) -> str:
        """Tells what a file is read with: of a text its own row of the metadata table, of many inputs the whole table
        and the caller's names of columns.
        """
        if not self.holds_rows(path):
            return self.metadata.identity_of(path)
        columns = self.reads.columns
        return content_id(self.metadata.identity, *sorted(columns.items())) if columns else self.metadata.identity

    def readings(self, path: str) -> Iterator[Reading]:
        """The readings of one file, as they stream."""
        origin = self.origin(path)
        try:
            refusal = _refusal(path, origin)
            if refusal is not None:
                yield refusal
                return
            with self._opened(path, origin) as opened:
                yield from readings_of(opened)
        except InputError as error:
            yield Unread(origin.name, origin.uri, "unreadable", str(error))
        except OSError as error:
            yield Unread(origin.name, origin.uri, "unreadable", f"cannot be read: {error.strerror or error}")

    def check_columns(self, path: str) -> None:
        """Raises NoSuchColumnError for a table that lacks a column; what else is wrong is left to the reading.

        Of standard input and an address nothing is read ahead.
        """
        if not self.holds_rows(path) or path == STDIN or is_address(path):
            return
        if getattr(reader_by_suffix(_suffix(path)), "read_at_once", False):
            return
        try:
            origin = self.origin(path)
            if _refusal(path, origin) is None:
                with self._opened(path, origin) as opened:
                    bare_readings_of(opened)
        except NoSuchColumnError:
            raise
        except Exception:  # a reader may raise anything; the reading says it as an outcome
            return

    @contextmanager
    def _opened(self, path: str, origin: Origin) -> Iterator[Opened]:
        opened = partial(Opened, name=origin.name, uri=origin.uri, suffix=_suffix(path), reads=self.reads)
        if path == STDIN:
            # A pipe gives when it gives: what it is waited for is no time of reading.
            reads = replace(self.reads, limits=replace(self.reads.limits, read_seconds=0))
            yield opened(with_head(sys.stdin.buffer), places=("stdin",), reads=reads)
        elif is_address(path):
            with opened_remote(path) as (stream, media_type):
                yield opened(stream, media_type=media_type, places=(path, origin.uri, urlsplit(path).path.lstrip("/")))
        else:
            with open(path, "rb") as file:  # noqa: PTH123
                yield opened(file, places=(path,))


def _all_readings(files: InputFiles) -> Iterator[Reading]:
    for path in files.paths:
        yield from files.readings(path)
    files.metadata.warn_unused()


def _identity(path: str | Path) -> tuple[int, int] | None:
    """The file itself, whatever name leads to it."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _suffix(path: str) -> str:
    if is_address(path):
        path = urlsplit(path).path
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 - quicker than a Path for each of many files


def _refusal(path: str, origin: Origin) -> Unread | None:
    """Why a file is not opened: it may block (a pipe), lead nowhere (a broken link), or hold nothing."""
    if path == STDIN or is_address(path):
        return None
    status = os.stat(path)  # noqa: PTH116
    if stat.S_ISDIR(status.st_mode):
        return Unread(origin.name, origin.uri, "unreadable", "the folder cannot be listed; give read rights")
    if not stat.S_ISREG(status.st_mode):
        return Unread(origin.name, origin.uri, "unreadable", "not a regular file (a pipe, socket or device)")
    if status.st_size == 0:
        return Unread(origin.name, origin.uri, "empty", "the file is empty")
    return None


def _printable(name: str) -> str:
    """A file name as text that can be stored: names on disk need not be valid UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
