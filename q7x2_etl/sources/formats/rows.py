"""A row of a table of articles, of whatever format, as a reading."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from q7x2_etl.dates import find_dates
from q7x2_etl.model import DatePrecision, Metadata
from q7x2_etl.sources.deadline import OutOfTimeError
from q7x2_etl.sources.formats.columns import Columns
from q7x2_etl.sources.formats.markup_cells import is_markup, read_markup
from q7x2_etl.sources.guarding import unread_because
from q7x2_etl.sources.metadata import PRECISIONS
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Origin, Reading, Unread, reading_of, storable

_log = logging.getLogger(__name__)

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")  # who writes dots writes the day first
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?Z?")


class Rows:
    """The rows of one opened table; they count from 1, without the header."""

    def __init__(self, opened: Opened, media_type: str) -> None:
        self._opened = opened
        self._media_type = media_type
        self.columns = Columns(opened.reads.columns, opened.name, opened.reads.told)

    def too_large(self, row: int) -> Unread:
        limit = self._opened.limits.max_document_bytes
        return self._opened.unread_row(row, "too_large", f"larger than {limit:,} bytes")

    def reading(self, row: int, written: Mapping[str, Any]) -> Reading:
        """The reading of a row with these fields, under the table's own names; what goes wrong costs the row alone."""
        try:
            return self._reading(row, written)
        except (Exception, OutOfTimeError) as error:  # a cell may hold anything
            own = replace(self._opened, name=self._opened.row_name(row), uri=self._opened.row_uri(row))
            return unread_because(error, own)

    def _reading(self, row: int, written: Mapping[str, Any]) -> Reading:
        opened, fields = self._opened, self.columns.of(written)
        text = fields.get("text")
        if text is None and "text" in fields:
            return opened.unread_row(row, "empty", "there is no text in it")
        if not isinstance(text, str):
            found = self.columns.no_text(written) if text is None else f"'text' is {type(text).__name__}, not a string"
            return opened.unread_row(row, "unreadable", found)
        if len(text) > opened.limits.max_document_bytes:
            return self.too_large(row)
        uri, identity = words(fields.get("uri")), words(fields.get("id"))
        name = uri or identity or opened.row_name(row)
        origin = Origin(name=name, uri=uri or opened.row_uri(row), media_type=self._media_type)
        known = filled_up(self._metadata(row, fields), opened.known_of_row(row, name))
        if is_markup(text):
            return read_markup(text, origin, known, opened.limits)
        return reading_of(text, origin, known)

    def _metadata(self, row: int, fields: Mapping[str, Any]) -> Metadata:
        published, implied = day_of(fields.get("published"))
        written = words(fields.get("published"))
        if written is not None and published is None:
            _log.warning("%s, row %d: 'published' is no date: %r; read without it", self._opened.name, row, written)
        word = words(fields.get("published_precision"))
        precision: DatePrecision | None = next((known for known in PRECISIONS if known == word), None)
        if word is not None and precision is None:
            _log.warning("%s, row %d: unknown 'published_precision' %r; day is assumed", self._opened.name, row, word)
        return Metadata(
            title=words(fields.get("title")),
            byline=_names(fields.get("byline")),
            publisher=words(fields.get("publisher")),
            published=published,
            published_precision=precision or implied,
            language=words(fields.get("language")),
        )


def filled_up(own: Metadata, beside: Metadata) -> Metadata:
    """A text's own metadata, filled up from what is known beside it; a date and its precision stay together."""
    dated = own if own.published else beside
    return replace(
        own,
        title=own.title or beside.title,
        byline=own.byline or beside.byline,
        publisher=own.publisher or beside.publisher,
        published=dated.published,
        published_precision=dated.published_precision,
        language=own.language or beside.language,
    )


def words(value: Any) -> str | None:
    """A field as text; numbers (ids) and dates are written out, anything nested or empty counts as absent."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value:
        return None
    return storable(str(value)).replace("\0", "").strip() or None


def day_of(value: Any) -> tuple[date | None, DatePrecision | None]:
    """The day that a field gives, as written, with no change of time zone, and how precise it is.

    ISO dates and times, RFC 2822 (feeds), a date in words, "10.8.2018", a month ("2018-08"). None where it is no date,
    or one in other figures whose day and month could be swapped.
    """
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value), "day"
    written = words(value)
    if written is None:
        return None, None
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            parsed = parse(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return (parsed.date() if isinstance(parsed, datetime) else parsed), "day"
    try:
        if dotted := _DOTTED.match(written):
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])), "day"
        if together := _RUN_TOGETHER.fullmatch(written):
            return date(int(together[1]), int(together[2]), int(together[3])), "day"
    except ValueError:
        return None, None
    month = _MONTH.fullmatch(written)
    if month is not None and int(month[1]) and 1 <= int(month[2]) <= 12:
        return date(int(month[1]), int(month[2]), 1), "month"
    found = find_dates(written)
    if len(found) == 1 and found[0].year and found[0].month and found[0].day:
        return date(found[0].year, found[0].month, found[0].day), "day"
    return None, None


def _names(value: Any) -> str | None:
    """A byline, which crawlers also give as a list of names."""
    if isinstance(value, list | tuple):
        return ", ".join(name for one in value if (name := words(one))) or None
    return words(value)
