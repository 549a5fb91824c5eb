"""Rows to stdout: a table, CSV or JSON Lines. Nothing but data goes there."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Any

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.csv_cells import neutral

_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")


@contextmanager
def data_on_stdout() -> Iterator[None]:
    """Print data inside this; a reader that leaves early (`| head`) ends it quietly, as done."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes stdout once more at exit, and would complain of the same broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def use_utf8() -> None:
    """Make both streams UTF-8 wherever we run; what cannot be encoded (half a surrogate pair) is escaped, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], layout: TableFormat, styles: Sequence[str] = ()
) -> None:
    """Print rows as they come (csv, jsonl), or all at once where their widths must be known (table).

    `styles` are rich styles of the first columns, for a table on a terminal.
    """
    if layout is TableFormat.csv:
        writer = csv.writer(_UnixLines())
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    elif layout is TableFormat.jsonl:
        for row in rows:
            print_json(dict(zip(columns, row, strict=True)))
    else:
        cells = [[_cell(value) for value in row] for row in rows]
        if sys.stdout.isatty():
            _print_rich_table(columns, cells, styles)
        else:
            _print_plain_table(columns, cells)


class _UnixLines:
    """Ends lines with \\n for a csv writer that ends them with \\r\\n, as it must so that it quotes a lone \\r."""

    def write(self, line: str) -> None:
        sys.stdout.write(line.removesuffix("\r\n") + "\n")


def print_json(value: Mapping[str, Any], indent: int | None = None) -> None:
    """Print one JSON object; dates are ISO 8601, text stays UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent, default=_json_value) + "\n")


def _print_rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold", show_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, style=styles[position] if position < len(styles) else None, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _print_plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len

    widths = [max(cell_len(cells[i]) for cells in (columns, *rows)) for i in range(len(columns))]
    for line in (columns, ["-" * width for width in widths], *rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def one_line(text: str) -> str:
    """The text on one line, with no control character left: what the news holds must not steer a terminal."""
    return " ".join(text.split()).translate(_CONTROLS)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=_json_value)
    return one_line(str(value))


def _csv_cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_json_value)
    return neutral(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):  # what DuckDB makes of sum() over whole numbers
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
