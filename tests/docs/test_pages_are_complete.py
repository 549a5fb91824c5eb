"""The pages of docs/ name what is there: each data file its source, each module of the reading its step."""

from pathlib import Path

import pytest

import q7x2_etl
from q7x2_etl.reference import data_root

PACKAGE = Path(q7x2_etl.__file__).parent
MANY_OF_A_KIND = ("actors/*.yaml", "areas/districts_*.yaml")


def test_sources_names_every_file_of_reference_data(repository: Path) -> None:
    page = (repository / "docs" / "SOURCES.md").read_text(encoding="utf-8")
    folder = data_root() / "seeds" / "reference"
    kinds = [kind for kind in MANY_OF_A_KIND if f"`seeds/reference/{kind}`" in page]
    files = [p for p in folder.rglob("*.*") if p.is_file() and not any(p in folder.glob(kind) for kind in kinds)]
    assert files
    assert sorted(p.name for p in files if f"{p.name}`" not in page) == []


@pytest.mark.parametrize("room", ["language", "extraction"])
def test_extraction_page_names_every_module_that_reads(room: str, repository: Path) -> None:
    page = (repository / "docs" / "EXTRACTION.md").read_text(encoding="utf-8")
    modules = [p.relative_to(PACKAGE).with_suffix("") for p in (PACKAGE / room).rglob("*.py") if p.stem != "__init__"]
    assert modules
    assert sorted(m.as_posix() for m in modules if f"`{m.stem}`" not in page and f"{m.as_posix()}`" not in page) == []


def test_gold_page_names_every_file_of_gold_rows(repository: Path) -> None:
    gold = repository / "tests" / "gold"
    page = (gold / "README.md").read_text(encoding="utf-8")
    files = [p for p in gold.rglob("*") if p.suffix in {".jsonl", ".tsv", ".csv"}]
    assert files
    assert sorted(p.name for p in files if f"{p.relative_to(gold).as_posix()}`" not in page) == []


def test_structure_page_names_every_benchmark(repository: Path) -> None:
    page = (repository / "docs" / "STRUCTURE.md").read_text(encoding="utf-8")
    programs = [p.stem for p in (repository / "benchmarks").glob("*.py") if not p.stem.startswith("__")]
    assert programs
    assert sorted(name for name in programs if f"`{name}`" not in page) == []
