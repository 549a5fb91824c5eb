"""Failed loads, a busy warehouse, inputs that cannot be used: nothing by halves."""

import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from corpus import story, write_corpus
from loads import load, rows

from q7x2_etl.errors import InputError, WarehouseBusyError, WarehouseError
from q7x2_etl.pipeline import finishing, resolving
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Store, WriterLock

pytestmark = pytest.mark.slow


def test_a_failed_load_publishes_nothing_and_says_so_in_the_ledger(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "one", range(4)), reference)
    write_corpus(tmp_path / "two", range(4, 9))
    (root / "versions" / "2").write_text("in the way of the new version")
    with pytest.raises(WarehouseError, match="could not be published"):
        load(root, tmp_path / "two", reference)
    assert len(rows(root, "SELECT * FROM documents")) == 4
    (root / "versions" / "2").unlink()
    result = load(root, tmp_path / "two", reference)
    assert result.outcomes["unchanged"] == 5
    assert len(rows(root, "SELECT * FROM documents")) == 9
    statuses = rows(root, "SELECT status, published_version, error FROM runs ORDER BY started_at")
    assert [(row["status"], row["published_version"]) for row in statuses] == [
        ("done", 1),
        ("failed", None),
        ("done", 2),
    ]
    assert "could not be published" in statuses[1]["error"]


def test_a_report_that_resolving_loses_ends_the_load(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "wh"
    corpus = write_corpus(tmp_path / "one", range(4))
    with monkeypatch.context() as broken:
        broken.setattr(resolving, "cluster_chunks", lambda *_: iter(()))
        with pytest.raises(WarehouseError, match="without an incident"):
            load(root, corpus, reference)
    assert not (root / "current").exists()
    load(root, corpus, reference)
    (found,) = rows(root, "SELECT count(*) AS n, count(*) FILTER (incident_id IS NULL) AS lost FROM reports "
                          "LEFT JOIN incident_links USING (report_id)")  # fmt: skip
    assert found["n"] > 0
    assert found["lost"] == 0


def test_incidents_that_need_more_memory_than_a_load_get_it_unless_the_user_bounds_it(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(store: Store, *arguments: Any) -> dict[str, int]:
        store.connection.execute("SELECT len(list(i)) FROM range(40_000_000) AS r(i)").fetchall()  # 320 MB in one value
        return resolving.resolve_reports(store, *arguments)

    monkeypatch.setattr(finishing, "resolve_reports", resolve)
    root, corpus = tmp_path / "wh", write_corpus(tmp_path / "one", range(4))
    with pytest.raises(WarehouseError, match=r"Out of Memory.*whole batches are kept.*give it more \(memory_limit\)"):
        load(root, corpus, reference, Settings(memory_limit="200MB", threads=1))
    assert load(root, corpus, reference, Settings(threads=1)).outcomes["unchanged"] == 4
    (found,) = rows(root, "SELECT count(*) AS n FROM reports JOIN incident_links USING (report_id)")
    assert found["n"] > 0


def test_busy_warehouse_is_refused_and_untouched(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(2))
    root = tmp_path / "wh"
    with WriterLock(Layout(root).lock), pytest.raises(WarehouseBusyError, match=str(os.getpid())):
        load(root, corpus, reference)
    assert not (root / "writer" / "store.duckdb").exists()
    assert load(root, corpus, reference).n_inputs == 2


def test_reader_is_undisturbed_by_loads(tmp_path: Path, reference: Path) -> None:
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "a", range(4)), reference)
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as reader:
        for start in range(4, 12, 4):
            load(root, write_corpus(tmp_path / f"{start}", range(start, start + 4)), reference)
            assert reader.execute("SELECT count(*) FROM documents").fetchall() == [(4,)]
            assert reader.execute("SELECT max(length(text)) > 100 FROM documents").fetchall() == [(True,)]
    assert len(rows(root, "SELECT * FROM documents")) == 12


@pytest.mark.parametrize("problem", ["missing path", "wrong metadata column", "a table without text", "a number"])
def test_inputs_that_cannot_be_used_make_no_warehouse(tmp_path: Path, reference: Path, problem: str) -> None:
    (tmp_path / "wrong.csv").write_text("file,colour\nx.txt,red\n")
    (tmp_path / "x.txt").write_text(story(1))
    inputs: dict[str, tuple[Any, Path | None]] = {
        "missing path": (tmp_path / "nowhere", None),
        "wrong metadata column": (tmp_path / "x.txt", tmp_path / "wrong.csv"),
        "a table without text": (pa.table({"words": ["x"]}), None),
        "a number": (7, None),
    }
    given, metadata = inputs[problem]
    with pytest.raises(InputError):
        load(tmp_path / "wh", given, reference, metadata=metadata)
    assert not (tmp_path / "wh").exists()


def test_a_file_in_the_place_of_the_warehouse_is_named(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(1))
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="give a folder for the warehouse"):
        load(tmp_path / "taken", corpus, reference)
    with pytest.raises(WarehouseError, match="cannot be written"):
        load(tmp_path / "taken" / "below", corpus, reference)


def test_empty_folder_is_done_and_published(tmp_path: Path, reference: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = load(tmp_path / "wh", tmp_path / "nothing", reference)
    assert (result.n_inputs, result.version, result.rejected_share) == (0, 1, 0.0)
    assert rows(tmp_path / "wh", "SELECT status, n_inputs FROM runs") == [{"status": "done", "n_inputs": 0}]
