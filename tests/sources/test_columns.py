"""Columns of tables: by their usual names, by the caller's, and clearly wrong ones."""

import gzip
import json
import logging
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, ReadLimits, Unread, read
from q7x2_etl.sources.formats import rows

PROSE = "Rebels shelled the port of Easthaven on Sunday, wounding five dock workers, officials said."
KINDS = ("rows.csv", "rows.tsv", "rows.jsonl", "rows.parquet")


def _write(tmp_path: Path, name: str, *given: Mapping[str, Any]) -> Path:
    path = tmp_path / name
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([dict(row) for row in given]), path, row_group_size=2)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    else:
        cells = [list(given[0]), *(list(row.values()) for row in given)]
        delimiter = "\t" if path.suffix == ".tsv" else ","
        path.write_text("".join(delimiter.join(map(_quoted, line)) + "\n" for line in cells), encoding="utf-8")
    return path


def _quoted(cell: Any) -> str:
    return f'"{cell}"'


def _document(reading: Reading) -> Document:
    assert isinstance(reading, Document), reading
    return reading


@pytest.mark.parametrize("name", KINDS)
def test_usual_names_are_taken_and_told(tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    row = {"Headline": "Port shelled", "maintext": PROSE, "pub_date": "2019-03-04", "link": "https://n.example/7",
           "outlet": "Example Wire", "author": "A. Writer", "lang": "en"}  # fmt: skip
    (found,) = map(_document, read(_write(tmp_path, name, row)))
    metadata = found.metadata
    assert (found.text, found.uri) == (PROSE, "https://n.example/7")
    assert (metadata.title, metadata.publisher, metadata.byline) == ("Port shelled", "Example Wire", "A. Writer")
    assert (metadata.published, metadata.language) == (date(2019, 3, 4), "en")
    told = [record.message for record in caplog.records if "--map" in record.message]
    assert len(told) == 1
    assert f"{name}: " in told[0] and "text=maintext" in told[0] and "published=pub_date" in told[0]


@pytest.mark.parametrize("name", KINDS)
def test_a_named_column_wins_over_a_usual_one(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, name, {"text": "A summary.", "story_raw": PROSE, "day": "2019-03-04", "date": "2001-01-01"})
    (found,) = map(_document, read(path, columns={"text": "story_raw", "published": "day"}))
    assert (found.text, found.metadata.published) == (PROSE, date(2019, 3, 4))


@pytest.mark.parametrize("name", [name for name in KINDS if name != "rows.jsonl"])
def test_a_named_column_that_is_not_there_is_an_error_with_those_found(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, name, {"id": "a", "text": PROSE})
    with pytest.raises(InputError) as error:
        read(path, columns={"published": "day"})  # before anything is read
    assert all(word in str(error.value) for word in (name, "'day' (for published)", "'id'", "'text'"))
    packed = tmp_path / "packed" / f"{name}.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(InputError, match="'day'"):
        read(packed, columns={"published": "day"})
    _, unread = read(tmp_path, columns={"published": "day"})  # in a folder it costs itself
    assert isinstance(unread, Unread) and "'day'" in unread.reason


def test_a_json_line_without_the_named_field_is_told_of(tmp_path: Path) -> None:
    path = _write(tmp_path, "rows.jsonl", {"raw": PROSE, "id": "a"}, {"text": PROSE, "id": "b"})
    good, bad = read(path, columns={"text": "raw"})
    assert isinstance(good, Document) and isinstance(bad, Unread)
    assert "no 'raw'; the fields found are 'text', 'id'" in bad.reason


def test_fields_inside_fields_can_be_named_in_json(tmp_path: Path) -> None:
    row = {"source": {"id": None, "name": "Example Wire"}, "content": PROSE, "authors": ["A. One", "B. Two"]}
    (found,) = map(_document, read(_write(tmp_path, "a.jsonl", row), columns={"publisher": "source.name"}))
    assert (found.metadata.publisher, found.metadata.byline) == ("Example Wire", "A. One, B. Two")


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2019-03-04T23:59:00+05:00", date(2019, 3, 4), "day"),
        ("Mon, 04 Mar 2019 10:00:00 GMT", date(2019, 3, 4), "day"),
        ("4 March 2019", date(2019, 3, 4), "day"),
        ("March 4, 2019", date(2019, 3, 4), "day"),
        ("2019-03", date(2019, 3, 1), "month"),
        ("04.03.2019 10:15", date(2019, 3, 4), "day"),
        ("28/02/2019", date(2019, 2, 28), "day"),
        ("20190304101500", date(2019, 3, 4), "day"),
        ("31.02.2019", None, None),
        ("04/03/2019", None, None),  # which of the two is the month nobody knows
        ("last week", None, None),
    ],
)
def test_dates_as_exports_write_them(tmp_path: Path, written: str, day: date | None, precision: str | None) -> None:
    (found,) = map(_document, read(_write(tmp_path, "a.jsonl", {"text": PROSE, "date": written})))
    assert (found.metadata.published, found.metadata.published_precision) == (day, precision)


def test_parquet_streams_with_its_own_types(tmp_path: Path) -> None:
    written = [
        {"article_id": n, "body": f"{PROSE} {n}", "published_at": datetime(2019, 3, 1 + n, 23)} for n in range(7)
    ]
    written[3]["body"] = None
    written[4]["body"] = ""
    readings = list(read(_write(tmp_path, "rows.parquet", *written)))
    assert [one.name for one in readings] == ["0", "1", "2", "rows.parquet#4", "4", "5", "6"]
    assert [one.outcome for one in readings if isinstance(one, Unread)] == ["empty", "empty"]
    last = _document(readings[-1])
    assert (last.metadata.published, last.media_type) == (date(2019, 3, 7), "application/vnd.apache.parquet")
    assert last.uri == f"{(tmp_path / 'rows.parquet').as_uri()}#7"


def test_parquet_of_the_wrong_schema_names_its_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"lat": [1.5], "name": ["x"]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": [5], "name": ["x"]}), tmp_path / "b.parquet")
    first, second = read(tmp_path)
    assert isinstance(first, Unread) and first.outcome == "unreadable"
    assert "'lat', 'name'" in first.reason
    assert isinstance(second, Unread) and "'text' (for text) is int64, not string" in second.reason
    with pytest.raises(InputError, match="'lat', 'name'"):
        read(tmp_path / "a.parquet")


def test_a_parquet_file_that_is_none_or_damaged_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + PROSE.encode() * 10)
    path = _write(tmp_path, "b.parquet", *({"text": f"{PROSE} {n}"} for n in range(50)))
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(bytes(content))
    none, *rest = read(tmp_path)
    assert isinstance(none, Unread) and "no Parquet file" in none.reason
    assert isinstance(rest[-1], Unread) and rest[-1].outcome in ("unreadable", "error")


def test_a_parquet_bomb_is_too_large(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["x" * 30_000_000]}), tmp_path / "a.parquet", compression="zstd")
    (reading,) = read(tmp_path / "a.parquet")
    assert isinstance(reading, Unread) and reading.outcome == "too_large"


def test_long_lines_and_rows_in_csv_cost_themselves(tmp_path: Path) -> None:
    long = "x" * 5000
    (tmp_path / "a.csv").write_text(f'id,text\na,"{PROSE}"\nb,{long}\nc,"{PROSE}"\nd,"{long}', encoding="utf-8")
    readings = list(read(tmp_path / "a.csv", limits=ReadLimits(max_document_bytes=1000)))
    outcomes = ["read" if isinstance(one, Document) else one.outcome for one in readings]
    assert outcomes == ["read", "too_large", "read", "too_large"]


def test_nul_and_broken_utf8_in_csv_cost_at_most_their_row(tmp_path: Path) -> None:
    lines = [f'a,"{PROSE}"'.encode(), b"b,torn \0 here", b"c,caf\xe9 burned", f'd,"{PROSE}"'.encode()]
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b"\n".join(lines) + b"\n")
    first, torn, accent, last = read(tmp_path / "a.csv")
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(torn, Unread) and "NUL" in torn.reason
    assert _document(accent).text == "café burned"


def test_a_text_that_is_html_is_read_as_such(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    piece = f"<div><p>{PROSE}</p><p>Nobody claimed it, and the port stayed closed.</p></div>"
    path = _write(tmp_path, "a.jsonl", {"body": piece}, {"body": f"{PROSE} He wrote <b>no</b> and a < b."})
    marked, words = map(_document, read(path))
    assert marked.text == f"{PROSE}\n\nNobody claimed it, and the port stayed closed.\n"
    assert words.text == f"{PROSE} He wrote <b>no</b> and a < b."


def test_a_row_on_which_reading_fails_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path, "a.jsonl", {"text": "poison"}, {"text": PROSE})
    really = rows.reading_of

    def reading_of(text: str, *rest: Any) -> Reading:
        if text == "poison":
            raise ZeroDivisionError
        return really(text, *rest)

    monkeypatch.setattr(rows, "reading_of", reading_of)
    bad, good = read(path)
    assert isinstance(bad, Unread) and (bad.name, bad.outcome) == ("a.jsonl#1", "error")
    assert isinstance(good, Document)
