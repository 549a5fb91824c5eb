"""The reading corpus is what its README says, and what is read of it stays as good as it was."""

import importlib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="benchmarks/ is in a checkout only")


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("reading_files")


def test_corpus_has_the_formats_kinds_of_page_and_encodings_it_promises(corpus: Any) -> None:
    specs = list(corpus.specs().values())
    every = specs + [member for spec in specs for member in spec.members]
    assert len(specs) >= 70
    assert len({spec.page for spec in every if spec.page.endswith(".html")}) >= 30
    endings = {spec.file.rsplit(".", 1)[-1] for spec in specs}
    assert endings >= {"txt", "html", "jsonl", "csv", "tsv", "parquet", "rss", "atom", "pdf", "zip", "gz", "zst"}
    assert {spec.encoding for spec in specs} >= {
        "utf-8",
        "utf-16",
        "cp1252",
        "windows-1251",
        "iso-8859-1",
        "iso-8859-15",
    }
    assert {spec.damage for spec in specs} >= {"bytes", "mojibake", "nul"}
    assert all((ROOT / "tests" / "reading" / "skeletons" / spec.page).is_file() for spec in every if spec.page)


def test_corpus_is_built_the_same_twice_and_holds_its_stories(corpus: Any, tmp_path: Path) -> None:
    documents = corpus.build(tmp_path / "one")
    corpus.build(tmp_path / "two")
    for document in documents:
        one, two = ((tmp_path / folder / document.file).read_bytes() for folder in ("one", "two"))
        assert one == two, document.file
    page = (tmp_path / "one" / documents[0].file).read_text("utf-8")
    assert documents[0].stories[0].headline in page
