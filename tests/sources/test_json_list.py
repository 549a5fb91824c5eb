"""JSON of one piece: lists of articles, and answers that hold them."""

import json
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, ReadLimits, Unread, read

PROSE = "Rebels shelled the port of Easthaven on Sunday, wounding five dock workers, officials said."


def _read(tmp_path: Path, given: Any, limits: ReadLimits | None = None) -> list[Reading]:
    path = tmp_path / "answer.json"
    path.write_text(given if isinstance(given, str) else json.dumps(given, indent=1), encoding="utf-8")
    return list(read(path, limits=limits))


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: rows,
        lambda rows: {"status": "ok", "totalResults": 2, "articles": rows},
        lambda rows: {"response": {"docs": rows, "start": 0}},
    ],
)
def test_each_article_of_a_list_is_a_reading(tmp_path: Path, wrapped: Any) -> None:
    rows = [{"content": f"{PROSE} {n}", "publishedAt": "2019-03-04T10:00:00Z", "url": f"u{n}"} for n in range(2)]
    readings = _read(tmp_path, wrapped(rows))
    assert [one.name for one in readings] == ["u0", "u1"]
    assert all(isinstance(one, Document) and one.metadata.published for one in readings)


def test_one_object_is_one_article(tmp_path: Path) -> None:
    (document,) = _read(tmp_path, {"body": PROSE, "tags": [{"name": "port"}]})
    assert isinstance(document, Document) and document.name == "answer.json#1"


def test_a_long_list_streams(tmp_path: Path) -> None:
    rows = [{"text": f"{PROSE * (1 + n % 50)} {n}", "id": str(n)} for n in range(500)]
    readings = _read(tmp_path, json.dumps(rows))
    assert [one.name for one in readings] == [str(n) for n in range(500)]
    broken = iter(read(tmp_path / "answer.json"))
    assert isinstance(next(broken), Document)


def test_what_is_whole_before_the_list_breaks_off_is_read(tmp_path: Path) -> None:
    written = json.dumps([{"text": f"{PROSE} {n}"} for n in range(3)])
    *whole, last = _read(tmp_path, written[:-20])
    assert len(whole) == 2 and all(isinstance(one, Document) for one in whole)
    assert isinstance(last, Unread) and last.outcome == "unreadable" and "breaks off" in last.reason


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("[]", "empty"), ("[1, 2", "unreadable"), ("no JSON", "unreadable"), ("[" * 100_000, "unreadable")],
)
def test_what_is_no_list_of_articles_says_so(tmp_path: Path, written: str, outcome: str) -> None:
    last = _read(tmp_path, written)[-1]
    assert isinstance(last, Unread) and last.outcome == outcome


def test_an_article_over_the_limit_ends_the_list(tmp_path: Path) -> None:
    first, last = _read(tmp_path, [{"text": PROSE}, {"text": "x" * 300_000}], ReadLimits(max_document_bytes=100_000))
    assert isinstance(first, Document)
    assert isinstance(last, Unread) and last.outcome == "too_large"
