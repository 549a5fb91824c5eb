"""The reading corpus is what its README says, and what is read of it stays as good as it was."""

import importlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
# Just below what is reached on the whole corpus; `python benchmarks/reading.py` prints where each stands.
FLOORS = {"stories": 0.96, "paragraphs": 0.94, "days": 0.945, "kinds": 0.98, "outcomes": 0.98, "clean": 0.95}

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


def day_of(iso: str) -> date:
    return date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01")


def perfect(reading_found: Any, document: Any) -> Any:
    """What a reader without fault would give for an expected document."""
    found = [
        reading_found.FoundStory(
            title=story.headline,
            byline=story.byline,
            published_on=day_of(story.day) if story.day else None,
            precision=story.precision,
            method="markup",
            regions=tuple(("headline" if kind == "subheading" else kind, text) for kind, text in story.pieces),
        )
        for story in document.stories
        if story.language == "en"
    ]
    return reading_found.FoundDocument(tuple(found), tuple(accepted[0] for accepted in document.outcomes), ())


def test_a_reading_without_fault_scores_one_in_everything(corpus: Any, tmp_path: Path) -> None:
    found, scores = (importlib.import_module(name) for name in ("reading_found", "reading_scores"))
    for document in corpus.build(tmp_path):
        result = scores.score(document, perfect(found, document))
        assert result.misses == []
        assert {tally.share for tally in vars(result).values() if isinstance(tally, scores.Tally)} <= {1.0, None}


def test_menus_a_wrong_day_and_a_lost_paragraph_are_counted(corpus: Any, tmp_path: Path) -> None:
    found, scores = (importlib.import_module(name) for name in ("reading_found", "reading_scores"))
    document = corpus.build(tmp_path)[0]
    right = perfect(found, document).stories[0]
    junk = ("body", document.never[0])
    worse = replace(right, published_on=date(2024, 11, 18), regions=(*right.regions[:-1], junk))
    result = scores.score(document, found.FoundDocument((worse,), ("not_english",), ()))
    assert result.found_stories.share == 1.0  # most of it is there
    assert result.dates.share == result.clean.share == result.outcomes.share == 0.0
    assert result.expected_paragraphs.all - result.expected_paragraphs.right == 1
    assert result.found_paragraphs.all - result.found_paragraphs.right == 1
    halves = [replace(right, regions=right.regions[:3]), replace(right, regions=right.regions[3:])]
    split = scores.score(document, found.FoundDocument(tuple(halves), ("loaded",), ()))
    assert split.expected_stories.right == 0
    assert split.found_stories.all == 2


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Any:
    for module in ("pypdf", "trafilatura", "feedparser", "fastwarc", "py3langid"):
        pytest.importorskip(module)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        reading = importlib.import_module("reading")
        return reading.total(s for _, s in reading.score_corpus(tmp_path_factory.mktemp("corpus")))


@pytest.mark.parametrize("what", FLOORS)
def test_what_is_read_of_the_corpus_stays_as_right_as_it_was(what: str, measured: Any) -> None:
    scores = importlib.import_module("reading_scores")
    reached = {
        "stories": scores.f1(measured.expected_stories, measured.found_stories),
        "paragraphs": scores.f1(measured.expected_paragraphs, measured.found_paragraphs),
        "days": measured.dates.share,
        "kinds": measured.kinds.share,
        "outcomes": measured.outcomes.share,
        "clean": measured.clean.share,
    }
    assert reached[what] >= FLOORS[what]
