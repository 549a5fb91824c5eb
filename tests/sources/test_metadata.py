"""The metadata table: right ones are read, wrong ones answered with file, row, column and the right words."""

from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.model import Document, Metadata
from q7x2_etl.sources import load_metadata, read

HEADER = "file,publisher,title,published,published_precision,language"


def _table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "meta.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_table_is_read_with_its_unknown_cells_as_none(tmp_path: Path) -> None:
    path = _table(tmp_path, HEADER, 'a.txt,Example Times,"Port, shelled",2020-05-06,week,en', "b.txt,,,,,", "")
    assert load_metadata(path) == {
        "a.txt": Metadata("Port, shelled", None, "Example Times", date(2020, 5, 6), "week", "en"),
        "b.txt": Metadata(),
    }


def test_a_date_without_precision_is_a_day(tmp_path: Path) -> None:
    table = load_metadata(_table(tmp_path, HEADER, "a.txt,,,2020-05-06,,"))
    assert table["a.txt"].published_precision == "day"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEADER + ",author", "a.txt,,,,,,x"), ("row 1", "'author'", "published_precision")),
        (("publisher,title,published", "X,,"), ("row 1", "'file'")),
        ((HEADER, "a.txt,,,06.05.2020,day,en"), ("row 2", "'published'", "06.05.2020", "YYYY-MM-DD")),
        ((HEADER, "a.txt,,,2020-05-06,daily,en"), ("row 2", "'published_precision'", "'daily'", "season")),
        ((HEADER, "a.txt,,,,,", "a.txt,,,,,"), ("row 3", "'file'", "a.txt")),
        ((HEADER, ",,,,,"), ()),
        ((HEADER, ",x,,,,"), ("row 2", "'file'")),
        ((HEADER, "a.txt,,"), ("row 2", "3 cells")),
        (("",), ("empty",)),
    ],
)
def test_a_wrong_table_says_where_and_what_would_be_right(
    tmp_path: Path, lines: tuple[str, ...], said: tuple[str, ...]
) -> None:
    path = _table(tmp_path, *lines)
    if not said:  # a row of empty cells is a blank line
        assert load_metadata(path) == {}
        return
    with pytest.raises(InputError) as error:
        load_metadata(path)
    assert error.value.exit_code == 2
    assert all(word in str(error.value) for word in ("meta.csv", *said))


def test_a_missing_table_is_the_callers_error_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        read(tmp_path, metadata=tmp_path / "none.csv")


def test_rows_find_their_files_by_name_or_by_the_end_of_the_path(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Two people died in the {folder}.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("One person died.", encoding="utf-8")
    table = _table(tmp_path / "north", HEADER, "south/a.txt,South Daily,,,,", "b.txt,Both,,,,")
    texts = [tmp_path / "north" / "a.txt", tmp_path / "south" / "a.txt", tmp_path / "b.txt"]
    publishers = [r.metadata.publisher for r in read(texts, metadata=table) if isinstance(r, Document)]
    assert publishers == [None, "South Daily", "Both"]


def test_a_row_without_file_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.txt").write_text("Two people died.", encoding="utf-8")
    table = _table(tmp_path, HEADER, "a.txt,,,,,", "misspelt.txt,,,,,")
    assert len(list(read(tmp_path / "a.txt", metadata=table))) == 1
    assert "misspelt.txt" in caplog.text
    assert "a.txt," not in caplog.text


def test_the_evaluation_tables_are_read(shared: Path) -> None:
    assert len(load_metadata(shared / "eval" / "seeds_metadata.csv")) == 5
    assert load_metadata(shared / "eval" / "modern" / "metadata.csv")["37.txt"].published is None
