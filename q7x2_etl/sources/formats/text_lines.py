"""Lines of a stream of unknown size and encoding: none is held that is longer than a document may be."""

import codecs
import io
from collections.abc import Iterator
from typing import TextIO

from q7x2_etl.sources.encoding import UndecodableError, encoding_of
from q7x2_etl.sources.protocol import HEAD_BYTES, Opened
from q7x2_etl.sources.refusals import RefusedError, TooLargeError

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEW_NULS = 0.05
_PIECE = 1 << 20
_ONE_BYTE = "q7x2_etl.byte_of_a_code_page"


def byte_lines(opened: Opened) -> Iterator[bytes | str | None]:
    """The lines as bytes (of UTF-16 as text), None for one longer than a document may be: it is passed over."""
    limit = opened.limits.max_document_bytes
    if opened.head(4).startswith(_MARKS):
        lines = LongLines(io.TextIOWrapper(opened.stream, encoding="utf-16", errors="replace", newline="\n"), limit)
        while True:
            try:
                yield next(lines)
            except LineTooLongError:
                yield None
            except StopIteration:
                return
    stream = opened.stream
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_PIECE)) and not rest.endswith(b"\n"):
            pass
        yield None


def text_stream(opened: Opened) -> TextIO:
    """The input as text with its line ends as they are: UTF-8, else the encoding that its beginning looks like.

    A byte that breaks UTF-8 further on is read as one of Windows' western code page, which it mostly is.
    Raises RefusedError where the beginning is no text.
    """
    sample = opened.head(HEAD_BYTES)
    cut = sample.rfind(b"\n") + 1 if len(sample) == HEAD_BYTES else len(sample)
    sample = sample[:cut] or sample
    if not sample.startswith(_MARKS) and sample.count(0) < _FEW_NULS * len(sample):
        sample = sample.replace(b"\0", b"")  # a broken cell, not UTF-16: it costs its row
    try:
        encoding = encoding_of(sample)
    except UndecodableError as error:
        raise RefusedError(f"{opened.name}: not a table: {error}") from error
    encoding, errors = ("utf-8-sig", _ONE_BYTE) if encoding.startswith("utf-8") else (encoding, "replace")
    return io.TextIOWrapper(opened.stream, encoding=encoding, errors=errors, newline="")


class LineTooLongError(TooLargeError):
    """A line, or a row of several lines, is longer than a document may be; the next call goes on behind it."""

    def __init__(self) -> None:
        super().__init__("a line is longer than a document may be")


class LongLines(Iterator[str]):
    """The lines of a text. `begin_row` says that what follows is another row, whose length counts from there."""

    def __init__(self, text: TextIO, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._in_row = 0

    def begin_row(self) -> None:
        self._in_row = 0

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self._in_row += len(line)
        if len(line) > self._limit and not line.endswith(("\n", "\r")):
            while (rest := self._text.readline(_PIECE)) and not rest.endswith(("\n", "\r")):
                pass
            raise LineTooLongError
        if self._in_row > 2 * self._limit:
            raise LineTooLongError
        return line


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_ONE_BYTE, _one_byte)
