"""Articles, documents and tables as inputs; progress, results, and what importing costs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from corpus import story, write_corpus
from loads import load, tables

import q7x2_etl as q7
from q7x2_etl.errors import InputError
from q7x2_etl.sources import read as read_documents


def _inputs_of_every_kind(folder: Path) -> Iterator[tuple[str, Any]]:
    documents = [one for one in read_documents(folder) if isinstance(one, q7.Document)]
    texts = [document.text for document in documents]
    published = [None] * len(texts)
    yield "articles", q7.read(folder)
    yield "documents", documents
    yield "arrow", pa.table({"text": texts, "id": [document.name for document in documents]})
    import polars

    yield "polars", polars.DataFrame({"text": texts, "published": published})
    yield "generator of paths", (path for path in sorted(folder.iterdir()))


@pytest.mark.slow
def test_articles_documents_and_tables_give_the_same_reports(tmp_path: Path, reference: Path) -> None:
    folder = write_corpus(tmp_path / "in", range(6))
    load(tmp_path / "files", folder, reference)
    expected = tables(tmp_path / "files")
    for kind, given in _inputs_of_every_kind(folder):
        result = load(tmp_path / kind, given, reference)
        found = tables(tmp_path / kind)
        assert result.n_inputs == 6, kind
        for table in ("articles", "reports", "report_casualties", "incidents", "incident_links"):
            assert found[table] == expected[table], (kind, table)


def test_articles_of_one_document_loaded_apart_are_all_kept(tmp_path: Path, reference: Path) -> None:
    text = f"{story(0)}\n\n{story(1)}"
    half = len(story(0)) + 1
    document = next(iter(read_documents(_written(tmp_path / "two.txt", text))))
    assert isinstance(document, q7.Document)
    first, second = (
        q7.Article(f"{n}" * 32, document.document_id, "two", document.text, start, end, ())
        for n, (start, end) in enumerate(((0, half), (half, len(document.text))))
    )
    assert load(tmp_path / "wh", [first], reference).inserted["reports"] == 1
    assert load(tmp_path / "wh", [first, second], reference).inserted["reports"] == 1
    assert load(tmp_path / "wh", [first, second], reference).n_inserted == 0


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_with_a_bad_date_is_named(tmp_path: Path, reference: Path) -> None:
    rows = pa.table({"text": [story(0)], "published": ["the other day"]})
    with pytest.raises(InputError, match="table, row 0: 'published' is no date"):
        load(tmp_path / "wh", rows, reference)


def test_progress_is_told_of_every_input(tmp_path: Path, reference: Path) -> None:
    told: list[tuple[int, str]] = []
    folder = write_corpus(tmp_path / "in", range(70))
    load(tmp_path / "wh", folder, reference, progress=lambda done, name: told.append((done, name)))
    assert [done for done, _ in told] == list(range(1, 71))
    assert told[-1][1] == "page-00069.txt"


def test_result_as_plain_values(tmp_path: Path, reference: Path) -> None:
    import json

    result = load(tmp_path / "wh", write_corpus(tmp_path / "in", range(4)), reference)
    told = json.loads(json.dumps(result.to_dict()))
    assert told["outcomes"]["loaded"] == 3
    assert told["n_inserted"] == sum(told["inserted"].values()) > 0
    assert told["timings"]["total"] > 0
    assert told["database"] == str(tmp_path / "wh" / "q7x2.duckdb")


def test_importing_the_package_loads_no_database() -> None:
    script = (
        "import sys, q7x2_etl; heavy = {'duckdb', 'pyarrow', 'polars', 'pandera', 'yaml'} & set(sys.modules); "
        "assert not heavy, heavy; assert q7x2_etl.Warehouse.__name__ == 'Warehouse'; assert 'extract' in dir(q7x2_etl)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="it offers"):
        q7.nothing  # noqa: B018


def test_extract_refuses_a_date_that_is_none() -> None:
    with pytest.raises(InputError, match="write YYYY-MM-DD"):
        q7.extract("Some words.", published="yesterday")
