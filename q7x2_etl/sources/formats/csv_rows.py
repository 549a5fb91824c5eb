"""CSV and TSV: one reading a row, as they stream."""

import csv
from collections.abc import Iterator

from q7x2_etl.sources.formats.rows import Rows
from q7x2_etl.sources.formats.text_lines import LineTooLongError, LongLines, text_stream
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import DamagedError

_DELIMITERS = (",", ";", "\t", "|")


def read_csv(opened: Opened) -> Iterator[Reading]:
    """One reading a row; a row with more or fewer cells than the header is unreadable, and named.

    Raises NoSuchColumnError at once, with the columns found, for a table that has no column of texts.
    """
    rows = Rows(opened, "text/csv")
    csv.field_size_limit(max(csv.field_size_limit(), opened.limits.max_document_bytes))
    lines = LongLines(text_stream(opened), opened.limits.max_document_bytes)
    header = next((line for line in lines if line.strip()), "")
    delimiter, columns = _header(header, rows)
    return _rows(opened, rows, lines, delimiter, columns)


def _rows(opened: Opened, rows: Rows, lines: LongLines, delimiter: str, columns: list[str]) -> Iterator[Reading]:
    reader = csv.reader(lines, delimiter=delimiter)
    row = 0
    while True:
        begun_at = reader.line_num
        lines.begin_row()
        try:
            cells = next(reader, None)
        except (csv.Error, LineTooLongError) as error:
            row += 1
            if isinstance(error, LineTooLongError) or "limit" in str(error):
                yield rows.too_large(row)
                if reader.line_num > begun_at + 1:
                    raise DamagedError(
                        f"a quote opened in row {row:,} is not closed; no row can be told after it"
                    ) from None
            else:
                yield opened.unread_row(row, "unreadable", f"not CSV: {error}")
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        row += 1
        if len(cells) != len(columns):
            reason = f"{len(cells)} cells where the header has {len(columns)}"
            yield opened.unread_row(row, "unreadable", reason)
            continue
        yield rows.reading(row, dict(zip(columns, cells, strict=True)))


def _header(line: str, rows: Rows) -> tuple[str, list[str]]:
    """The delimiter and the columns: with the first delimiter that gives a column of texts."""
    tried = [(delimiter, next(csv.reader([line], delimiter=delimiter), [])) for delimiter in _DELIMITERS]
    for delimiter, cells in tried:
        columns = [cell.strip() for cell in cells]
        if rows.columns.has_text(columns):
            rows.columns.settle(columns)
            return delimiter, columns
    _, most = max(tried, key=lambda one: len(one[1]))
    rows.columns.settle([cell.strip() for cell in most])
    raise AssertionError("settle raises where there is no column of texts")
