"""Cells of CSV: no spreadsheet runs one, and reading gives back what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.csv_cells import neutral, plain


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1"])
def test_what_a_spreadsheet_could_run_begins_with_an_apostrophe(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("value", ["Kunduz", "", "'Ndrangheta", "a=b", -1, -71.5, None, True])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert neutral(value) is value


@given(st.text(alphabet="'=+-@ \tab1"))
def test_reading_gives_back_what_was_written(cell: str) -> None:
    assert plain(neutral(cell)) == cell
