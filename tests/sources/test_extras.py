"""A reader that is an extra: without it an input says what to install, and the others are read."""

import sys
import tomllib
from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Unread, read
from tests.sources.pdfs import lines, pdf_of
from tests.sources.test_feeds import ATOM
from tests.sources.warcs import page, response

INPUTS = {
    "html": ("page.html", page().encode(), ("trafilatura",)),
    "feeds": ("feed.atom", ATOM.encode(), ("feedparser",)),
    "warc": ("crawl.warc", response(number=1) + response(number=2), ("fastwarc", "fastwarc.warc")),
    "pdf": ("report.pdf", pdf_of([lines(["Two policemen died."])]), ("pypdf",)),
}


@pytest.mark.parametrize("extra", INPUTS)
def test_without_the_extra_the_outcome_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    name, content, modules = INPUTS[extra]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "other.txt").write_text("Two policemen died.", encoding="utf-8")
    assert all(isinstance(reading, Document) for reading in read(tmp_path))
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
    unread, other = sorted(read(tmp_path), key=lambda reading: reading.name == "other.txt")
    assert isinstance(unread, Unread) and isinstance(other, Document)
    assert (unread.name, unread.outcome) == (name, "unreadable")
    assert f"pip install 'q7x2-etl[{extra}]'" in unread.reason


def test_pages_in_an_archive_without_the_reader_of_pages_say_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crawl.warc").write_bytes(INPUTS["warc"][1])
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (unread,) = read(tmp_path / "crawl.warc")
    assert isinstance(unread, Unread)
    assert "q7x2-etl[html]" in unread.reason


def test_one_extra_has_all_readers(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = {requirement for extra in (*INPUTS, "remote") for requirement in extras[extra]}
    assert set(extras["all"]) == needed
    assert needed <= set(extras["dev"])
