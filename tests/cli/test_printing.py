"""Rows on stdout: what a spreadsheet, a pipe and a screen may see."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import print_rows


def printed(capsys: pytest.CaptureFixture[str], rows: list[tuple[Any, ...]], layout: TableFormat) -> str:
    print_rows(("first", "second"), rows, layout)
    return capsys.readouterr().out


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", "\n="])
def test_csv_text_cannot_become_a_formula(capsys: pytest.CaptureFixture[str], start: str) -> None:
    cell = next(
        csv.reader(io.StringIO(printed(capsys, [(f"{start}HYPERLINK(1)", 1)], TableFormat.csv).partition("\n")[2]))
    )
    assert cell[0] == f"'{start}HYPERLINK(1)"


def test_csv_keeps_numbers_and_nulls_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, [(-36.5, None)], TableFormat.csv) == "first,second\n-36.5,\n"


def test_jsonl_writes_dates_numbers_and_text_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(date(2018, 8, 10), Decimal(15)), (datetime(2018, 8, 10, 1, tzinfo=UTC), "Жанатас")]
    lines = printed(capsys, rows, TableFormat.jsonl).splitlines()
    assert json.loads(lines[0]) == {"first": "2018-08-10", "second": 15}
    assert json.loads(lines[1]) == {"first": "2018-08-10T01:00:00+00:00", "second": "Жанатас"}


def test_table_lines_up_and_keeps_a_row_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, [("a\nb\tc", None), ("日本", 7)], TableFormat.table).splitlines()
    assert lines == ["first  second", "-----  ------", "a b c", "日本   7"]


def test_table_lets_no_control_character_through(capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, [("\x1b[31mred\x9b2J\x07", "b\x00")], TableFormat.table)
    assert not [letter for letter in shown if letter != "\n" and (letter < " " or "\x7f" <= letter < "\xa0")]
    assert "red" in shown


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_csv_gives_back_every_text(rows: list[tuple[str, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO(newline="")
        patch.setattr("sys.stdout", stream)
        print_rows(("first", "second"), rows, TableFormat.csv)
    read = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))[1:]
    assert [tuple(cell.removeprefix("'") for cell in row) for row in read] == [
        tuple(cell.removeprefix("'") for cell in row) for row in rows
    ]
