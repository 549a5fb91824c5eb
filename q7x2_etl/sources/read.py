"""Files to readings: the one way in."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

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
    table = load_metadata(metadata) if metadata is not None else {}
    files = []
    for file in input_files(paths):
        if file.named and file.path.suffix.lower() in _CSV:
            check_csv(file.path)
        if file.named or metadata is None or not _is_same(file.path, Path(metadata)):
            files.append(file.path)
    return _readings(files, MetadataIndex(table, str(metadata)), limits or ReadLimits())


def _readings(files: list[Path], metadata: MetadataIndex, limits: ReadLimits) -> Iterator[Reading]:
    for file in files:
        yield from _readings_of(file, metadata, limits)
    metadata.warn_unused()


def _readings_of(file: Path, metadata: MetadataIndex, limits: ReadLimits) -> Iterator[Reading]:
    origin = Origin(name=_printable(file.name), uri=file.as_uri(), media_type="text/plain")
    try:
        refusal = _refusal(file, origin)
        suffix = file.suffix.lower()
        if refusal is not None:
            yield refusal
        elif suffix in _JSON_LINES:
            yield from read_json_lines(Archive(file, limits, metadata))
        elif suffix in _CSV:
            yield from read_csv(Archive(file, limits, metadata))
        else:
            yield _read_text(file, origin, metadata, limits)
    except InputError as error:
        yield Unread(origin.name, origin.uri, "unreadable", str(error))
    except OSError as error:
        yield Unread(origin.name, origin.uri, "unreadable", f"cannot be read: {error.strerror or error}")


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:
        return False


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
