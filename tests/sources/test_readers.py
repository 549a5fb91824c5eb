"""The registry and the protocol: readers of other packages, recognition by content, and readers that fail."""

import gzip
import json
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Opened, Reader, Reading, ReadLimits, Unread, read, registry
from q7x2_etl.sources.registry import BuiltIn, reader_of, readers

PROSE = "Gunmen attacked a checkpoint outside Northtown at dawn and killed two policemen, the mayor said."
MINUTES = f"MINUTES\nThe mayor: {PROSE}\n\nnobody\n\nA guard: Nothing was heard."


def _forget() -> None:
    for remembered in (registry.readers, registry.known_suffixes, registry._by_suffix):
        remembered.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Path) -> Iterator[None]:
    """The example of the documentation as an installed package with its entry point, beside one that is broken."""
    site = tmp_path / "site"
    site.mkdir()
    example = (repository / "docs" / "examples" / "minutes_reader.py").read_text(encoding="utf-8")
    (site / "minutes_reader.py").write_text(example, encoding="utf-8")
    package = site / "minutes-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: minutes\nVersion: 1.0\n", encoding="utf-8")
    entries = "[q7x2_etl.readers]\nminutes = minutes_reader:READER\nbroken = no_such_module:READER\nno = json:dumps\n"
    (package / "entry_points.txt").write_text(entries, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    _forget()
    yield
    _forget()
    sys.modules.pop("minutes_reader", None)


@pytest.mark.usefixtures("installed")
def test_a_reader_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.minutes").write_text(MINUTES, encoding="utf-8")
    (inbox / "b.minutes.gz").write_bytes(gzip.compress(MINUTES.encode()))
    readings = list(read(inbox))
    assert [one.name for one in readings] == [
        f"{name}#{n}" for name in ("a.minutes", "b.minutes.gz") for n in (1, 2, 3)
    ]
    first, nobody = readings[:2]
    assert isinstance(first, Document) and isinstance(nobody, Unread)
    assert (first.text, first.metadata.byline, first.media_type) == (PROSE, "The mayor", "application/x-minutes")
    (tmp_path / "page").write_text(MINUTES, encoding="utf-8")
    assert len(list(read(tmp_path / "page"))) == 3  # by its first bytes
    assert "no_such_module" in caplog.text and "lacks what a Reader has" in caplog.text


def test_every_reader_has_what_a_reader_has() -> None:
    for reader in readers():
        assert isinstance(reader, Reader)
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    assert readers()[-1].name == "plain text"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps({"text": PROSE * 200}).encode() + b"\n", "JSON Lines"),
        (b'{\n  "text": "laid out"\n}\n', "JSON"),
        (b'[{"text": "in a list"}]', "JSON"),
        (b"[Editor's note] It began.\n", "plain text"),
        (b"{Curly} brackets begin this text.\n", "plain text"),
        (b"id,headline,body\n1,Two,words\n", "CSV"),
        (b"date\tmaintext\n2019\twords\n", "CSV"),
        (b"Text, body and soul were in it.\nIt said: go.\n", "plain text"),
        (b"<!DOCTYPE html>\n<html><body>Two died</body></html>", "HTML"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"PAR1....", "Parquet"),
        (PROSE.encode(), "plain text"),
    ],
)
def test_what_has_no_suffix_is_known_by_its_first_bytes(content: bytes, name: str) -> None:
    assert reader_of(Opened.of_bytes(content, "download")).name == name
    assert reader_of(Opened.of_bytes(content, "story.txt")).name == "plain text"  # a suffix that says something wins


def _failing(opened: Opened) -> Iterator[Reading]:
    for row in (1, 2):
        yield opened.unread_row(row, "empty", "there is no text in it")
    raise KeyError("a bug\nof the reader")


def _slow(opened: Opened) -> Iterator[Reading]:
    while True:
        time.sleep(0.01)
    yield


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sys.modules.setdefault("test_readers_here", sys.modules[__name__])
    mine = (
        BuiltIn("failing", "test_readers_here:_failing", (".bad",), gives_many=True),
        BuiltIn("slow", "test_readers_here:_slow", (".slow",)),
    )
    monkeypatch.setattr(registry, "BUILT_IN", (*mine, *registry.BUILT_IN))
    _forget()
    yield
    _forget()
    sys.modules.pop("test_readers_here", None)


@pytest.mark.usefixtures("poisoned")
def test_whatever_a_reader_raises_costs_its_own_input(tmp_path: Path) -> None:
    (tmp_path / "a.bad").write_text("x", encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    *rows, failed, good = read(tmp_path)
    assert [row.name for row in rows] == ["a.bad#1", "a.bad#2"]
    assert isinstance(failed, Unread) and failed.outcome == "error"
    assert "KeyError: 'a bug\\nof the reader' (the first 2 of it are read)" in failed.reason
    assert isinstance(good, Document)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms on this system")
@pytest.mark.usefixtures("poisoned")
def test_a_reading_that_takes_too_long_ends(tmp_path: Path) -> None:
    (tmp_path / "a.slow").write_text("x", encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    slow, good = read(tmp_path, limits=ReadLimits(read_seconds=0.2))
    assert isinstance(slow, Unread) and slow.outcome == "too_large" and "0.2 seconds" in slow.reason
    assert isinstance(good, Document)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
