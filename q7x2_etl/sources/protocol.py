"""The protocol of readers: an opened input goes in, readings come out."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self, cast, runtime_checkable

from q7x2_etl.model import Metadata, Outcome
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.metadata import MetadataIndex
from q7x2_etl.sources.readings import Origin, Reading, Unread
from q7x2_etl.sources.refusals import TooLargeError

if TYPE_CHECKING:
    from q7x2_etl.sources.archives.metering import Meter

HEAD_BYTES = 65_536  # what `Opened.head` can show


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What inputs are read with: limits, the metadata table, and the caller's names of columns (ours → theirs).

    `told` are the lines that were logged and are not to be logged again.
    """

    limits: ReadLimits = field(default_factory=ReadLimits)
    metadata: MetadataIndex = field(default_factory=lambda: MetadataIndex({}, ""))
    columns: Mapping[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Opened:
    """One input, opened: a file, a member of an archive, the content of an address.

    `stream` stands at the beginning; read it once, in order, never the whole of what may be large (`content` gives the
    whole within the limit, `seekable` a stream to go back and forth in). `name` is how front ends call the input, `uri`
    its full address, `suffix` the end of its name in small letters (".jsonl"; "" where it has none), `media_type` what
    a server or archive says it is. `places` are the paths under which the metadata table may speak of it. `depth` is
    the number of archives around it, `meter` counts what comes out of them.
    """

    stream: BinaryIO
    name: str
    uri: str
    suffix: str
    reads: ReadWith
    media_type: str | None = None
    places: tuple[str, ...] = ()
    depth: int = 0
    meter: "Meter | None" = None

    @classmethod
    def of_bytes(cls, content: bytes, name: str, reads: ReadWith | None = None, *, uri: str | None = None) -> Self:
        """An input that is in memory, for tests of readers and for small parts of others."""
        stem, dot, suffix = name.rpartition(".")
        return cls(
            cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", io.BytesIO(content)))),
            name,
            uri or f"memory:{name}",
            f".{suffix.lower()}" if dot and stem else "",
            reads or ReadWith(),
            places=(name,),
        )

    @property
    def limits(self) -> ReadLimits:
        return self.reads.limits

    def head(self, n_bytes: int = 4096) -> bytes:
        """The first bytes (HEAD_BYTES at most), which are still to be read from `stream`; call it before reading."""
        peek = getattr(self.stream, "peek", None)
        if peek is not None and len(seen := peek(n_bytes)) >= n_bytes:
            return bytes(seen[:n_bytes])
        if self.stream.seekable():
            seen = self.stream.read(n_bytes)
            self.stream.seek(0)
            return seen
        return bytes(peek(n_bytes)[:n_bytes]) if peek is not None else b""

    def content(self) -> bytes:
        """All bytes of an input that is one text. Raises TooLargeError past `max_document_bytes`."""
        limit = self.limits.max_document_bytes
        content = self.stream.read(limit + 1)
        if len(content) > limit:
            raise TooLargeError(f"larger than {limit:,} bytes")
        return content

    def seekable(self) -> BinaryIO:
        """The input as a stream to go back and forth in: a file itself; what comes as a stream is held in memory.

        Raises TooLargeError where that would be more than `max_held_bytes`.
        """
        if self.stream.seekable():
            return self.stream
        limit = self.limits.max_held_bytes
        content = self.stream.read(limit + 1)
        if len(content) > limit:
            raise TooLargeError(
                f"more than {limit:,} bytes of it would have to be held in memory; unpack or fetch it to a file"
            )
        return io.BytesIO(content)

    def origin(self, media_type: str) -> Origin:
        """Where the text came from, of an input that is one text."""
        return Origin(self.name, self.uri, media_type)

    def known(self) -> Metadata:
        """What the metadata table says of an input that is one text."""
        return self.reads.metadata.of(*self.places)

    def unread(self, outcome: Outcome, reason: str) -> Unread:
        """The one reading of an input that gives no text."""
        return Unread(self.name, self.uri, outcome, reason)

    def row_name(self, row: int) -> str:
        """How a row is called that has no name of its own; rows count from 1."""
        return f"{self.name}#{row}"

    def row_uri(self, row: int) -> str:
        """The address of a row that has none of its own."""
        return f"{self.uri}#{row}"

    def known_of_row(self, row: int, *names: str) -> Metadata:
        """What the metadata table says of a row, by its own names or its place."""
        return self.reads.metadata.of(*names, self.row_name(row))

    def unread_row(self, row: int, outcome: Outcome, reason: str) -> Unread:
        """The reading of a row that gives no text."""
        return Unread(self.row_name(row), self.row_uri(row), outcome, f"{self.name}, row {row}: {reason}")


@runtime_checkable
class Reader(Protocol):
    """What reads one format. Those that come with the package are in `registry`; others are found by the entry-point
    group `q7x2_etl.readers`, where each entry point leads to a Reader (docs/READING.md).

    `suffixes` are in small letters with their dot; `media_types` without parameters. `gives_many`: an input of this
    format may hold many texts (rows, records, members), each an input of a load with its own outcome.
    """

    @property
    def name(self) -> str: ...

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    @property
    def media_types(self) -> tuple[str, ...]: ...

    @property
    def gives_many(self) -> bool: ...

    def recognises(self, head: bytes) -> bool:
        """Whether an input of which the name says nothing is of this format, by its first bytes."""
        ...

    def read(self, opened: Opened) -> Iterator[Reading]:
        """The readings of the input, as they stream: a Document, or an Unread with its reason, for every text in it.

        It may raise: a RefusedError's message becomes the reason of the input's outcome, any other error the outcome
        `error`. What was given before counts.
        """
        ...
