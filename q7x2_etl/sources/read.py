"""Files to readings: the one way in."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes

from q7x2_etl.errors import InputError
from q7x2_etl.sources.encoding import UndecodableError, decode
from q7x2_etl.sources.inputs import input_files
from q7x2_etl.sources.metadata import MetadataIndex, load_metadata
from q7x2_etl.sources.readings import Origin, Reading, ReadLimits, Unread, reading_of
from q7x2_etl.sources.rows import Archive, check_csv, read_csv, read_json_lines

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_CSV = frozenset({".csv", ".tsv"})
# Kinds that are text to a machine but markup to a reader: read as plain text they would give nonsense.
_NOT_PLAIN = {
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML", ".xml": "XML", ".rtf": "RTF", ".json": "JSON",
    ".ps": "PostScript", ".tex": "TeX", ".eml": "mail", ".svg": "SVG",
}  # fmt: skip


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    metadata: Path | str | None = None,
    limits: ReadLimits | None = None,
) -> Iterator[Reading]:
    """One reading for every input that `paths` name: a Document, or an Unread with the reason.

    `paths` is a file, folder, glob or `file://` URI, or several. A text file is one input; JSON Lines and CSV are one
    a row, read as they stream. `metadata` is a table of what is known beside the texts (see `load_metadata`).
    Raises InputError, before anything is read, for a missing path, a glob without match, a wrong metadata table and a
    named CSV that has no column `text` (in a folder such a CSV is unreadable; the metadata table there is no input).
    """
    files = open_files(paths, metadata=metadata, limits=limits)
    return _all_readings(files)


def open_files(
    paths: str | Path | Iterable[str | Path],
    *,
    metadata: Path | str | None = None,
    limits: ReadLimits | None = None,
) -> "InputFiles":
    """The files that `read` would read, to be read one by one; raises what `read` raises."""
    table = load_metadata(metadata) if metadata is not None else {}
    beside = None if metadata is None else _identity(Path(metadata))
    files = []
    for path, named in input_files(paths).items():
        if named and _suffix(path) in _CSV:
            check_csv(Path(path))
        if named or beside is None or _identity(path) != beside:
            files.append(path)
    return InputFiles(files, MetadataIndex(table, str(metadata)), limits or ReadLimits())


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Files named by the caller, in their order, and what they are read with."""

    paths: Sequence[str]
    metadata: MetadataIndex
    limits: ReadLimits

    def holds_rows(self, path: str) -> bool:
        """Whether the file is one of many inputs, one a row."""
        return _suffix(path) in _JSON_LINES or _suffix(path) in _CSV

    def uri(self, path: str) -> str:
        """The address of the file; of its one input too, where it is one text."""
        return Path(path).as_uri() if os.name == "nt" else f"file://{quote_from_bytes(os.fsencode(path))}"

    def origin(self, path: str) -> Origin:
        """How the file is called, where it is one text."""
        return Origin(name=_printable(os.path.basename(path)), uri=self.uri(path), media_type="text/plain")  # noqa: PTH119

    def metadata_id(self, path: str) -> str:
        """Tells what is known of the file beside its text: of a text its own row, of many rows the whole table."""
        return self.metadata.identity if self.holds_rows(path) else self.metadata.identity_of(path)

    def readings(self, path: str) -> Iterator[Reading]:
        """The readings of one file, as they stream."""
        file, origin = Path(path), self.origin(path)
        try:
            refusal = _refusal(file, origin)
            suffix = file.suffix.lower()
            if refusal is not None:
                yield refusal
            elif suffix in _JSON_LINES:
                yield from read_json_lines(Archive(file, self.limits, self.metadata))
            elif suffix in _CSV:
                yield from read_csv(Archive(file, self.limits, self.metadata))
            else:
                yield _read_text(file, origin, self.metadata, self.limits)
        except InputError as error:
            yield Unread(origin.name, origin.uri, "unreadable", str(error))
        except OSError as error:
            yield Unread(origin.name, origin.uri, "unreadable", f"cannot be read: {error.strerror or error}")


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
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 - quicker than a Path for each of many files


def _refusal(file: Path, origin: Origin) -> Unread | None:
    """Why a file is not opened: it may block (a pipe), lead nowhere (a broken link), or be no plain text."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        return Unread(origin.name, origin.uri, "unreadable", "not a regular file (a pipe, socket or device)")
    if file.suffix.lower() in _NOT_PLAIN:
        kind = _NOT_PLAIN[file.suffix.lower()]
        return Unread(origin.name, origin.uri, "unreadable", f"{kind} is not read; save it as plain text")
    if status.st_size == 0:
        return Unread(origin.name, origin.uri, "empty", "the file is empty")
    return None


def _read_text(file: Path, origin: Origin, metadata: MetadataIndex, limits: ReadLimits) -> Reading:
    with file.open("rb") as stream:
        content = stream.read(limits.max_document_bytes + 1)
    if len(content) > limits.max_document_bytes:
        return Unread(origin.name, origin.uri, "too_large", f"larger than {limits.max_document_bytes:,} bytes")
    try:
        text = decode(content)
    except UndecodableError as error:
        return Unread(origin.name, origin.uri, "unreadable", str(error))
    return reading_of(text, origin, metadata.of(str(file)))


def _printable(name: str) -> str:
    """A file name as text that can be stored: names on disk need not be valid UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
