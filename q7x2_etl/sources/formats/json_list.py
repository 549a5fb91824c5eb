"""JSON that is one list of articles, or an answer that holds one: one reading an article, as they stream."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from q7x2_etl.sources.formats.rows import Rows
from q7x2_etl.sources.formats.text_lines import text_stream
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import DamagedError, RefusedError, TooLargeError

_PIECE = 1 << 16
_SPACE = " \t\r\n"
# Under which key the answers of news services and searches keep their articles.
_KEYS = ("articles", "items", "results", "documents", "docs", "stories", "news", "data", "hits", "response", "posts",
         "entries", "value")  # fmt: skip


def read_json(opened: Opened) -> Iterator[Reading]:
    """One reading an object: of a list each, of an object with a list of objects (`articles`, `results` …) each of
    those, else the object itself. A list of any length is read as it streams.

    Raises DamagedError, when what is whole was given, where it breaks off or is no JSON.
    """
    rows, text = Rows(opened, "application/json"), _Text(text_stream(opened), opened.limits.max_document_bytes)
    values = _streamed(text) if text.next_sign() == "[" else iter(_articles_in(text.value()))
    for row, fields in enumerate(values, start=1):
        if isinstance(fields, dict):
            yield rows.reading(row, fields)
        else:
            found = type(fields).__name__
            yield opened.unread_row(row, "unreadable", f"a JSON object was expected, not {found}")


class _Text:
    """A text of which no more is held than one value needs."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._held = ""
        self._at = 0
        self._decoder = json.JSONDecoder()

    def next_sign(self) -> str:
        """The next character that is no space, which is still to be read; "" at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if not self._more(_PIECE):
                return ""

    def skip(self) -> None:
        self._at += 1

    def value(self) -> Any:
        """The value that begins at the next sign. Raises TooLargeError past the limit of a document, DamagedError."""
        wanted = _PIECE
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
                if end < len(self._held) or not self._more(_PIECE):  # a number may go on
                    self._at = end
                    return value
            except RecursionError as error:
                raise RefusedError("JSON nested too deep") from error
            except ValueError as error:
                if len(self._held) - self._at > self._limit:
                    raise TooLargeError(f"an article in it is larger than {self._limit:,} bytes") from error
                if not self._more(wanted):
                    raise DamagedError(f"not JSON, or it breaks off: {error}") from error
                wanted *= 2  # so that a long value is not tried again for each piece

    def _more(self, n_characters: int) -> bool:
        piece = self._stream.read(n_characters)
        self._held, self._at = self._held[self._at :] + piece, 0
        return bool(piece)


def _streamed(text: _Text) -> Iterator[Any]:
    text.skip()
    if text.next_sign() == "]":
        return
    while True:
        yield text.value()
        sign = text.next_sign()
        if sign == "]":
            return
        if sign != ",":
            raise DamagedError("not JSON, or it breaks off: no end of the list" if not sign else f"not JSON: {sign!r}")
        text.skip()
        text.next_sign()


def _articles_in(answer: Any) -> list[Any]:
    if isinstance(answer, dict):
        for key in _KEYS:
            inner = answer.get(key)
            if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
                return inner
            if isinstance(inner, dict) and (found := _articles_in(inner)) != [inner]:
                return found
    return [answer]
