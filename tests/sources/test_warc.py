"""Web archives: which records are pages, what their heads say, and what is said of the others."""

import gzip
import logging
from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, ReadLimits, Unread, articles_of, read
from tests.sources.warcs import http, page, record, response, zipped

INFO = record("warcinfo", b"software: x\r\n", content_type="application/warc-fields")
REQUEST = record("request", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http; msgtype=request")


def _read(tmp_path: Path, content: bytes, name: str = "crawl.warc") -> list[Reading]:
    (tmp_path / name).write_bytes(content)
    return list(read(tmp_path / name))


def _one(tmp_path: Path, written: bytes) -> Reading:
    (reading,) = _read(tmp_path, written)
    return reading


def test_a_crawlers_file_gives_a_reading_for_every_page_called_by_its_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    picture = record("response", http(b"\xff\xd8\xff", media_type="image/jpeg"), "https://times.example/a.jpg")
    gone = record("response", http(page().encode(), status="404 Not Found"), "https://times.example/gone")
    records = [INFO, REQUEST, response(number=1), picture, gone, response("Port shelled", 2, "Easthaven"), REQUEST]
    with caplog.at_level(logging.INFO):
        first, second = _read(tmp_path, zipped(records), "CC-NEWS-2021.warc.gz")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.name, first.uri, first.media_type) == (
        "https://times.example/1",
        "https://times.example/1",
        "text/html",
    )
    assert first.text.startswith("# Two policemen killed\n\nGunmen attacked a checkpoint outside Northtown at dawn")
    assert (first.metadata.publisher, second.metadata.title) == ("Example Times", "Port shelled")
    assert "5 records are passed over" in caplog.text
    assert "3 requests and other notes" in caplog.text and "1 not HTML (image/jpeg)" in caplog.text
    assert "1 status 404" in caplog.text


def test_the_day_of_the_crawl_is_kept_and_is_no_date_of_publication(tmp_path: Path) -> None:
    (document,) = _read(tmp_path, response())
    assert isinstance(document, Document)
    assert document.metadata.retrieved_on == date(2021, 6, 20)
    assert document.metadata.published is None
    (article,) = articles_of(document)
    assert article.published_on != date(2021, 6, 20)


def test_the_servers_charset_goes_before_a_guess(tmp_path: Path) -> None:
    body = page("Взрыв в Northtown").encode("windows-1251")
    reading = _one(tmp_path, record("response", http(body, media_type="text/html; charset=windows-1251")))
    assert isinstance(reading, Document) and "Взрыв" in reading.text


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page().encode()), {"content_encoding": "gzip"}),
        (page().encode(), {"content_encoding": "gzip"}),  # the crawler took the encoding off and left the header
        (page().encode(), {"content_encoding": "br"}),
        (page().encode(), {"transfer_encoding": "chunked"}),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page().encode()), {"transfer_encoding": "chunked"}),
    ],
)
def test_encodings_of_the_wire_are_taken_off_where_they_are_there(
    tmp_path: Path, body: bytes, headers: dict[str, str]
) -> None:
    reading = _one(tmp_path, record("response", http(body, **headers)))
    assert isinstance(reading, Document), reading
    assert "Gunmen attacked a checkpoint" in reading.text


@pytest.mark.parametrize(
    ("block", "outcome", "said"),
    [
        (http(gzip.compress(page().encode())[:-20], content_encoding="gzip"), "unreadable", "breaks off"),
        (http(gzip.compress(b"a" * 3_000_000), content_encoding="gzip"), "too_large", "when unpacked"),
        (http(b"x" * 3_000_000), "too_large", "1,000,000"),
        (http(b""), "empty", "nothing"),
        (http(b"\1\2", content_encoding="secret"), "unreadable", "secret"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n" + page().encode(), "unreadable", "HTTP head"),
    ],
)
def test_what_is_wrong_with_a_page_costs_that_page(tmp_path: Path, block: bytes, outcome: str, said: str) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(response(number=1) + record("response", block, "https://times.example/bad") + response(number=3))
    first, bad, last = read(path, limits=ReadLimits(max_document_bytes=1_000_000))
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(bad, Unread)
    assert (bad.outcome, bad.name) == (outcome, "https://times.example/bad")
    assert said in bad.reason


def test_resources_and_texts_taken_out_of_pages_are_read_too(tmp_path: Path) -> None:
    stored = _one(tmp_path, record("resource", page().encode(), "<https://a.example/>", content_type="text/html"))
    assert isinstance(stored, Document) and stored.uri == "https://a.example/"
    text = _one(tmp_path, record("conversion", b"Gunmen attacked a checkpoint.", content_type="text/plain"))
    assert isinstance(text, Document) and text.media_type == "text/plain"


def test_an_archive_without_a_page_is_empty_and_says_what_is_in_it(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path, INFO + REQUEST)
    assert isinstance(reading, Unread)
    assert (reading.outcome, reading.name) == ("empty", "crawl.warc")
    assert "2 requests and other notes" in reading.reason


WHOLE = response(number=1) + response(number=2)


@pytest.mark.parametrize("lost", [3, 60, 300, len(response(number=2)) - 30])
@pytest.mark.parametrize("is_zipped", [False, True])
def test_what_stands_before_the_end_of_a_torn_archive_is_read(tmp_path: Path, lost: int, is_zipped: bool) -> None:
    content = zipped([response(number=1), response(number=2)])[: -min(lost, 400)] if is_zipped else WHOLE[:-lost]
    first, *rest, last = _read(tmp_path, content, "torn.warc.gz" if is_zipped else "torn.warc")
    assert isinstance(first, Document)
    assert isinstance(last, Unread) and last.outcome == "unreadable"
    assert "breaks off" in last.reason
    assert len(rest) <= 1


@pytest.mark.parametrize(
    "broken",
    [
        response().replace(b"Content-Length: ", b"Content-Length: -"),
        response().replace(b"Content-Length: ", b"Content-Length: 99999999999999999999"),
        response().replace(b"Content-Length: ", b"Nothing: "),
        b"no record at all, but words\r\n\r\n" * 20,
        b"WARC/1.0\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_record_ends_the_archive_with_a_reason(tmp_path: Path, broken: bytes) -> None:
    first, bad = _read(tmp_path, response() + broken + response(number=3))
    assert isinstance(first, Document)
    assert isinstance(bad, Unread) and bad.outcome == "unreadable"
    assert "no record" in bad.reason and "first 1 of it is read" in bad.reason


def test_a_file_that_is_no_archive_is_unreadable(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path, b"Gunmen attacked a checkpoint.\n")
    assert isinstance(reading, Unread) and reading.outcome == "unreadable"
    assert "not a WARC" in reading.reason
