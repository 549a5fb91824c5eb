"""Where inputs come from: standard input, addresses, and folders with links, loops and what cannot be opened."""

import gzip
import http.server
import io
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.model import Document
from q7x2_etl.sources import Unread, read
from q7x2_etl.sources.remote import shown

PROSE = "Gunmen attacked a checkpoint outside Northtown at dawn and killed two policemen, the mayor said.\n"
ROWS = "".join(json.dumps({"text": f"{PROSE}{n}"}) + "\n" for n in range(3)).encode()
LINKS = pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="no links for everybody here")


def _names(given: object) -> list[str]:
    return [reading.name for reading in read(given)]  # type: ignore[arg-type]


class _Slow(io.RawIOBase):
    """A pipe: it gives a few bytes a read, and cannot go back."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, n_bytes: int | None = -1) -> bytes:
        return self._rest.read(min(7, n_bytes or 7) if n_bytes != -1 else -1)


@pytest.mark.parametrize("content", [ROWS, gzip.compress(ROWS)])
def test_standard_input_is_known_by_its_first_bytes(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=_Slow(content)))
    assert _names("-") == ["stdin#1", "stdin#2", "stdin#3"]


def test_a_text_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=_Slow(PROSE.encode())))
    (document,) = read("-")
    assert isinstance(document, Document)
    assert (document.text, document.name, document.uri) == (PROSE, "stdin", "stdin:")


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.fixture
def storage() -> Iterator[str]:
    """A folder of fsspec's storage in memory."""
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    for name, content in (
        ("/inbox/b.txt", PROSE.encode()), ("/inbox/a/wire.jsonl.gz", gzip.compress(ROWS)), ("/inbox/x.png", b"\x89PNG"),
    ):  # fmt: skip
        system.pipe(name, content)
    yield "memory://inbox"
    system.rm("/inbox", recursive=True)


def test_a_folder_and_a_pattern_of_a_storage(storage: str) -> None:
    wire = [f"memory:///inbox/a/wire.jsonl.gz#{n}" for n in (1, 2, 3)]
    assert _names(storage) == [*wire, "memory:///inbox/b.txt"]
    assert _names(f"{storage}/*.txt") == ["memory:///inbox/b.txt"]
    assert _names([f"{storage}/b.txt", storage]) == ["memory:///inbox/b.txt", *wire]


def test_metadata_speaks_of_addresses(storage: str, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("file,publisher\nb.txt,Example Wire\n", encoding="utf-8")
    (document,) = read(f"{storage}/b.txt", metadata=tmp_path / "meta.csv")
    assert isinstance(document, Document) and document.metadata.publisher == "Example Wire"


@pytest.mark.parametrize("name", ["memory://inbox/none.txt", "memory://inbox/*.csv", "nosuch://bucket/key", "a::b://c"])
def test_an_address_that_leads_nowhere_is_the_callers_error(storage: str, name: str) -> None:
    with pytest.raises(InputError) as error:
        read(name)  # before anything is read
    assert "\n" not in str(error.value)


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r"pip install 'q7x2-etl\[remote\]'"):
        read("s3://bucket/wire.jsonl")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server on this machine."""
    pytest.importorskip("aiohttp")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "story.txt").write_text(PROSE, encoding="utf-8")
    (folder / "wire").write_bytes(gzip.compress(ROWS))

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_web_addresses_are_read(site: str) -> None:
    (document,) = read(f"{site}/story.txt")
    assert isinstance(document, Document)
    assert (document.text, document.uri) == (PROSE, f"{site}/story.txt")
    assert _names(f"{site}/wire") == [f"{site}/wire#{n}" for n in (1, 2, 3)]


def test_a_web_address_that_is_not_there_costs_itself(site: str) -> None:
    missing, good = read([f"{site}/none.txt", f"{site}/story.txt"])
    assert isinstance(missing, Unread) and missing.outcome == "unreadable" and "FileNotFound" in missing.reason
    assert isinstance(good, Document)
    (gone,) = read("http://127.0.0.1:9/story.txt")
    assert isinstance(gone, Unread) and "cannot be fetched" in gone.reason


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("https://user:secret@n.example/a?id=3", "https://n.example/a?id=3"),
        ("https://n.example/a?id=3&X-Amz-Signature=abc&X-Amz-Credential=d", "https://n.example/a?id=3"),
        ("s3://bucket/a b.txt", "s3://bucket/a b.txt"),
    ],
)
def test_secrets_in_an_address_are_not_stored(address: str, stored: str) -> None:
    assert shown(address) == stored


# --- folders ----------------------------------------------------------------------------------------------------------


@LINKS
def test_links_out_of_a_folder_are_not_followed_and_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    outside, inbox = tmp_path / "outside", tmp_path / "inbox"
    outside.mkdir()
    inbox.mkdir()
    (outside / "secret.txt").write_text(PROSE, encoding="utf-8")
    (inbox / "story.txt").write_text(PROSE, encoding="utf-8")
    (inbox / "again.txt").symlink_to(inbox / "story.txt")
    (inbox / "file.txt").symlink_to(outside / "secret.txt")
    (inbox / "folder").symlink_to(outside, target_is_directory=True)
    assert _names(inbox) == ["again.txt", "story.txt"]
    told = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1 and "2 links lead out" in told[0] and "file.txt" in told[0]
    assert _names(inbox / "file.txt") == ["file.txt"]  # one that is named is followed
    (tmp_path / "inbox-link").symlink_to(inbox, target_is_directory=True)
    assert _names(tmp_path / "inbox-link") == ["again.txt", "story.txt"]


@LINKS
def test_links_that_lead_to_themselves_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    first, second, story = read(tmp_path)
    assert isinstance(first, Unread) and isinstance(second, Unread) and isinstance(story, Document)
    assert first.outcome == "unreadable"


def test_a_folder_that_cannot_be_listed_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    really = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    locked, story = read(tmp_path)
    assert isinstance(locked, Unread) and locked.name == "locked" and "cannot be listed" in locked.reason
    assert isinstance(story, Document)


def test_a_file_that_cannot_be_opened_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PROSE + name, encoding="utf-8")
    really = open

    def refusing(path: str, *arguments: str) -> object:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied", path)
        return really(path, *arguments)

    monkeypatch.setattr("builtins.open", refusing)
    locked, good = read(tmp_path)
    assert isinstance(locked, Unread) and "Permission denied" in locked.reason
    assert isinstance(good, Document)
