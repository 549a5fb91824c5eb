"""JSON Lines and CSV: one reading a row, none lost, bad rows named."""

import json
from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, ReadLimits, Unread, read

PROSE = "Rebels shelled the port of Easthaven on Sunday, wounding five dock workers, officials said."


def _lines(tmp_path: Path, *lines: str, name: str = "wire.jsonl") -> list[Reading]:
    (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(read(tmp_path / name))


def test_a_json_line_carries_its_metadata(tmp_path: Path) -> None:
    row = {"text": PROSE, "id": 7, "uri": "https://n.example/7", "title": "Port shelled", "publisher": "Example Wire",
           "published": "2019-03-04T05:06:07Z", "byline": "A. Writer", "language": "en", "other": [1]}  # fmt: skip
    (document,) = _lines(tmp_path, json.dumps(row))
    assert isinstance(document, Document)
    assert (document.name, document.uri, document.text) == ("https://n.example/7", "https://n.example/7", PROSE)
    metadata = document.metadata
    assert (metadata.title, metadata.publisher, metadata.byline) == ("Port shelled", "Example Wire", "A. Writer")
    assert (metadata.published, metadata.published_precision) == (date(2019, 3, 4), "day")


def test_a_row_is_called_by_uri_else_id_else_place(tmp_path: Path) -> None:
    rows = [{"uri": "u", "id": "i", "text": PROSE}, {"id": "i", "text": PROSE}, {"text": PROSE}]
    assert [reading.name for reading in _lines(tmp_path, *map(json.dumps, rows))] == ["u", "i", "wire.jsonl#3"]


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        ('{"text": "torn', "unreadable", "JSON"),
        ("[1, 2]", "unreadable", "list"),
        ('{"title": "no text"}', "unreadable", "'text'"),
        ('{"text": 5}', "unreadable", "int"),
        ('{"text": "  "}', "empty", "no text"),
        ('{"text": "a\\u0000b"}', "unreadable", "NUL"),
    ],
)
def test_a_bad_line_is_named_and_costs_no_other(tmp_path: Path, line: str, outcome: str, said: str) -> None:
    good = json.dumps({"text": PROSE})
    first, bad, last = _lines(tmp_path, good, line, good)
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(bad, Unread)
    assert bad.outcome == outcome
    assert bad.name == "wire.jsonl#2"
    assert said in bad.reason


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    good = json.dumps({"text": PROSE})
    assert [reading.name for reading in _lines(tmp_path, "", good, "   ", good)] == ["wire.jsonl#1", "wire.jsonl#2"]


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "big.ndjson"
    path.write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": PROSE}), encoding="utf-8")
    large, good = read(path, limits=ReadLimits(max_document_bytes=1000))
    assert isinstance(large, Unread) and large.outcome == "too_large"
    assert isinstance(good, Document) and good.text == PROSE


def test_lines_stream_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "endless.jsonl"
    path.write_text(json.dumps({"text": PROSE}) + "\n" + "not json\n" * 200_000, encoding="utf-8")
    assert isinstance(next(read(path)), Document)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    rows = [
        json.dumps({"text": f"{PROSE} A café in Córdoba burned – again.", "id": n}, ensure_ascii=False) for n in "ab"
    ]
    (tmp_path / "wire.jsonl").write_bytes(("\n".join(rows) + "\n").encode(encoding))
    readings = list(read(tmp_path / "wire.jsonl"))
    assert [reading.name for reading in readings] == ["a", "b"]
    assert all(isinstance(r, Document) and "café in Córdoba burned –" in r.text for r in readings)


def test_a_date_that_is_none_leaves_the_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (document,) = _lines(tmp_path, json.dumps({"text": PROSE, "published": "last week"}))
    assert isinstance(document, Document)
    assert document.metadata.published is None
    assert "last week" in caplog.text


def test_lone_surrogates_do_not_reach_the_store(tmp_path: Path) -> None:
    (document,) = _lines(tmp_path, '{"text": "Two died \\ud83d in the blast."}')
    assert isinstance(document, Document)
    assert document.text == "Two died \ufffd in the blast."


def test_csv_rows_carry_text_with_line_breaks_and_quotes(tmp_path: Path) -> None:
    text = 'First line, with a comma.\n\n"Quoted," he said.'
    quoted = text.replace('"', '""')
    content = f'id,published,text\nx1,2020-02-29,"{quoted}"\n'
    (document,) = _lines(tmp_path, content.rstrip("\n"), name="export.csv")
    assert isinstance(document, Document)
    assert (document.name, document.text, document.metadata.published) == ("x1", text, date(2020, 2, 29))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = [delimiter.join(row) for row in (("id", "Text"), ("a", '"Two men died, one fled; all armed."'))]
    (document,) = _lines(tmp_path, *lines, name="export.csv")
    assert isinstance(document, Document)
    assert document.text == "Two men died, one fled; all armed."


def test_ragged_csv_rows_are_named_and_cost_no_other(tmp_path: Path) -> None:
    readings = _lines(tmp_path, "id,text", "a,One.", "b", "c,Three.,extra", "d,Four.", name="export.csv")
    assert [type(reading) for reading in readings] == [Document, Unread, Unread, Document]
    assert [reading.name for reading in readings] == ["a", "export.csv#2", "export.csv#3", "d"]
    assert isinstance(readings[2], Unread)
    assert "3 cells where the header has 2" in readings[2].reason


def test_a_csv_without_text_column_names_the_columns_found(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("id,remarks\n1,Something.\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(tmp_path / "export.csv")  # before anything is read
    assert all(word in str(error.value) for word in ("export.csv", "'text'", "'id'", "'remarks'"))


def test_a_csv_without_text_column_in_a_folder_stops_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("id,remarks\n1,Something.\n", encoding="utf-8")
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    bad, good = read(tmp_path)
    assert isinstance(bad, Unread) and "'remarks'" in bad.reason
    assert isinstance(good, Document)


def test_the_metadata_table_in_the_folder_is_no_input(tmp_path: Path) -> None:
    header = "file,publisher,title,published,published_precision,language"
    (tmp_path / "meta.csv").write_text(f"{header}\nstory.txt,Example Wire,,,,\n", encoding="utf-8")
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    assert [reading.name for reading in read(tmp_path, metadata=tmp_path / "meta.csv")] == ["story.txt"]


def test_a_csv_in_a_code_page(tmp_path: Path) -> None:
    prose = "The mayor of Córdoba said that gunmen shot two café owners in the old town on Monday evening."
    (tmp_path / "export.csv").write_bytes(f"id,text\r\n1,{prose}\r\n".encode("cp1252"))
    (document,) = read(tmp_path / "export.csv")
    assert isinstance(document, Document)
    assert document.text == prose


def test_a_long_csv_cell_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(f'text\n"{PROSE * 3000}"\n', encoding="utf-8")
    (document,) = read(tmp_path / "export.csv")
    assert isinstance(document, Document)
    assert len(document.text) == 3000 * len(PROSE)


def test_a_row_takes_what_it_lacks_from_the_metadata_table(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text(
        "file,publisher,title,published,published_precision,language\nrow-a,Example Wire,Other,2001-01-01,day,en\n",
        encoding="utf-8",
    )
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "row-a", "text": PROSE, "title": "Own"}), encoding="utf-8")
    (document,) = read(tmp_path / "rows.jsonl", metadata=tmp_path / "meta.csv")
    assert isinstance(document, Document)
    assert (document.metadata.title, document.metadata.publisher) == ("Own", "Example Wire")
    assert document.metadata.published == date(2001, 1, 1)
