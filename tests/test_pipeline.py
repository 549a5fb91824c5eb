"""Loads, end to end, with real files, real DuckDB and real processes; the extractor is a tiny real one."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError, Q7Error, WarehouseBusyError, WarehouseError
from q7x2_etl.sources import read as read_documents
from q7x2_etl.warehouse import Layout, WriterLock

SUPPORT = Path(__file__).parent / "warehouse"
sys.path.append(str(SUPPORT))

from corpus import story, write_corpus, write_reference  # noqa: E402 - test support beside the warehouse's tests
from pattern_extractor import PatternExtractor  # noqa: E402

# What may differ between two warehouses of the same inputs: times and runs, and the ledger.
_LOAD_TIME = {"run_id", "retrieved_at", "loaded_at", "changed_at", "rejected_at"}
_LEDGER = {"runs", "run_inputs", "incident_id_history"}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"), range(150))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, corpus: Path, reference: Path) -> Path:
    """A warehouse with the whole corpus, loaded in one go."""
    root = tmp_path_factory.mktemp("whole") / "wh"
    _load(root, corpus, reference)
    return root


def _load(root: Path, inputs: Any, reference: Path, **options: Any) -> q7.LoadResult:
    with q7.Warehouse(root) as warehouse:
        return warehouse.load(inputs, reference=reference, extractor=PatternExtractor(), **options)


def _tables(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every data table as sorted rows, without the columns of load time."""
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as connection:
        found: dict[str, list[tuple[Any, ...]]] = {}
        for name, table in load_contract().tables.items():
            if name not in _LEDGER:
                columns = ", ".join(column for column in table.column_names if column not in _LOAD_TIME)
                found[name] = sorted(connection.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)
    return found


def _rows(root: Path, query: str) -> list[dict[str, Any]]:
    with q7.Warehouse(root) as warehouse:
        rows: list[dict[str, Any]] = warehouse.sql(query).to_arrow_table().to_pylist()
    return rows


# --- outcomes -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> tuple[Path, Path, q7.LoadResult]:
    """A folder with one input of each kind, its warehouse and the result of its first load."""
    folder = write_corpus(tmp_path_factory.mktemp("mixed"), range(4))
    (folder / "a-empty.txt").write_text("")
    (folder / "b-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "c-wrong-toll.txt").write_text(story(40).replace("This was", "Wrong toll. This was"))
    (folder / "d-crash.txt").write_text(story(41).replace("This was", "Crash! This was"))
    (folder / "z-again.txt").write_text(story(0))
    (folder / "e-german.txt").write_text(
        "Neuigkeiten aus der Stadt\n\n"
        + "Der Rat der Stadt hat am Abend beschlossen, dass die Straße zum Fluss noch in diesem Jahr erneuert wird. "
        "Die Bewohner sind damit nicht zufrieden, weil der Markt so lange geschlossen bleibt und niemand weiß, wann er "
        "wieder öffnet. Der Bürgermeister sagte, man werde die Händler unterstützen und eine Lösung finden.\n" * 3
    )
    root = tmp_path_factory.mktemp("mixed-wh") / "wh"
    return folder, root, _load(root, folder, reference)


def test_every_input_has_one_outcome_with_a_reason(mixed: tuple[Path, Path, q7.LoadResult]) -> None:
    _, root, result = mixed
    found = {row["name"]: row for row in _rows(root, "SELECT * FROM run_inputs")}
    assert {name: row["outcome"] for name, row in found.items()} == {
        "a-empty.txt": "empty",
        "b-binary.txt": "unreadable",
        "c-wrong-toll.txt": "quarantined",
        "d-crash.txt": "error",
        "e-german.txt": "not_english",
        "page-00000.txt": "loaded",
        "page-00001.txt": "loaded",
        "page-00002.txt": "loaded",
        "page-00003.txt": "no_incident",
        "z-again.txt": "duplicate",
    }
    assert found["d-crash.txt"]["reason"] == "ValueError: this text was made to fail"
    assert "derivation" in found["c-wrong-toll.txt"]["reason"]
    assert sum(result.outcomes.values()) == result.n_inputs == 10
    assert result.rejected_share == pytest.approx(0.1)


def test_a_rejected_report_is_kept_whole_with_its_origin_and_nowhere_else(
    mixed: tuple[Path, Path, q7.LoadResult],
) -> None:
    _, root, result = mixed
    (reject,) = _rows(root, "SELECT * FROM rejects")
    assert (reject["table_name"], reject["check_name"]) == ("report_casualties", "derivation")
    assert reject["report_id"] in reject["row_json"]
    assert result.rejects == {"report_casualties": 1}
    assert _rows(root, f"SELECT * FROM documents WHERE document_id = '{reject['document_id']}'")
    for table in ("reports", "report_actors", "report_casualties", "evidence", "incident_links"):
        assert not _rows(root, f"SELECT * FROM {table} WHERE report_id = '{reject['report_id']}'")


def test_second_load_inserts_nothing_and_tries_again_what_failed(
    mixed: tuple[Path, Path, q7.LoadResult], reference: Path
) -> None:
    folder, root, first = mixed
    before = _tables(root)
    second = _load(root, folder, reference)
    assert second.n_inserted == 0
    assert set(second.inserted.values()) <= {0}
    assert _tables(root) == before
    assert second.outcomes["unchanged"] == 6
    assert (second.outcomes["error"], second.outcomes["empty"], second.outcomes["duplicate"]) == (1, 1, 1)
    assert second.version == first.version + 1


def test_a_text_found_at_a_second_place_is_one_document_with_two_sources(tmp_path: Path, reference: Path) -> None:
    write_corpus(tmp_path / "one", range(1))
    write_corpus(tmp_path / "two", range(1))
    _load(tmp_path / "wh", tmp_path / "one", reference)
    result = _load(tmp_path / "wh", tmp_path / "two", reference)
    assert {table: n for table, n in result.inserted.items() if n} == {"document_sources": 1}
    assert len(_rows(tmp_path / "wh", "SELECT * FROM documents")) == 1


# --- same input, same rows ----------------------------------------------------------------------------------------


def test_order_batches_and_loads_change_no_row(
    loaded: Path, corpus: Path, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _tables(loaded)
    files = sorted(corpus.iterdir())
    random.Random(7).shuffle(files)
    monkeypatch.setattr("q7x2_etl.pipeline.staging.BATCH_DOCUMENTS", 7)
    monkeypatch.setattr("q7x2_etl.pipeline.loading.TRANSACTION_INPUTS", 20)
    _load(tmp_path / "shuffled", files, reference)
    assert _tables(tmp_path / "shuffled") == expected
    for part in (files[:31], files[31:90], files[90:]):
        _load(tmp_path / "three-loads", part, reference)
    assert _tables(tmp_path / "three-loads") == expected
    assert len(expected["incidents"]) < len(expected["reports"])  # else nothing was resolved and the test says nothing


def test_two_workers_give_the_same_rows(loaded: Path, corpus: Path, reference: Path, tmp_path: Path) -> None:
    _load(tmp_path / "wh", corpus, reference, workers=2)
    assert _tables(tmp_path / "wh") == _tables(loaded)


def test_every_sum_and_link_of_a_warehouse_fits(loaded: Path) -> None:
    assert not _rows(loaded, "SELECT * FROM reports ANTI JOIN incident_links USING (report_id)")
    assert not _rows(loaded, "SELECT * FROM incident_links ANTI JOIN incidents USING (incident_id)")
    assert not _rows(loaded, "SELECT * FROM incidents ANTI JOIN incident_links USING (incident_id)")
    assert not _rows(loaded, "SELECT * FROM incident_actors ANTI JOIN incidents USING (incident_id)")
    assert not _rows(
        loaded,
        "SELECT incident_id, n_reports, count(*) FROM incidents JOIN incident_links USING (incident_id) "
        "GROUP BY ALL HAVING count(*) != n_reports",
    )
    assert not _rows(
        loaded,
        "SELECT * FROM evidence JOIN reports USING (report_id) JOIN articles USING (article_id) "
        "JOIN documents USING (document_id) WHERE quote(text, span_start, span_end) != evidence.quote",
    )
    (one_article_twice,) = _rows(
        loaded,
        "SELECT count(*) AS n FROM "
        "(SELECT 1 FROM reports_resolved GROUP BY incident_id, article_id HAVING count(*) > 1)",
    )
    assert one_article_twice["n"] == 0


def test_dimensions_hold_what_is_used_with_parents_and_nothing_else(loaded: Path) -> None:
    assert [row["actor_id"] for row in _rows(loaded, "FROM actors ORDER BY ALL")] == ["test:Red-Column", "test:columns"]
    aliases = {row["alias"] for row in _rows(loaded, "SELECT * FROM actor_aliases")}
    assert aliases == {"the Reds", "Red Column fighters", "the Columns"}
    types = _rows(loaded, "SELECT event_type FROM event_types ORDER BY ALL")
    assert [row["event_type"] for row in types] == ["armed_attack", "bombing"]


def test_ids_of_merged_incidents_stay_traceable(tmp_path: Path, reference: Path) -> None:
    pages = []
    for number in range(6):  # six accounts of one attack: ids are hashes, so a smaller one turns up sooner or later
        page = tmp_path / f"{number}.txt"
        page.write_text(story(0, killed=9, day=3).replace("This was page 0", f"This was number {number}"))
        pages.append(page)
    for page in pages:
        _load(tmp_path / "wh", page, reference)
    (incident,) = _rows(tmp_path / "wh", "SELECT * FROM incidents")
    (smallest,) = _rows(tmp_path / "wh", "SELECT min(report_id) AS report_id FROM reports")
    assert incident["incident_id"] == smallest["report_id"]
    assert (incident["n_reports"], incident["deaths_best"]) == (6, 9)
    history = _rows(tmp_path / "wh", "SELECT * FROM incident_id_history")
    assert history
    assert {row["change"] for row in history} == {"renamed"}
    leads = {row["old_incident_id"]: row["new_incident_id"] for row in history}
    for old in leads:
        while old in leads:
            old = leads[old]
        assert old == incident["incident_id"]


# --- what goes wrong ----------------------------------------------------------------------------------------------

_LOADER = """
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
from pattern_extractor import PatternExtractor
from q7x2_etl import Warehouse
if __name__ == "__main__":
    with Warehouse(sys.argv[2]) as warehouse:
        warehouse.load(Path(sys.argv[3]), reference=sys.argv[4], extractor=PatternExtractor(), workers=int(sys.argv[5]))
"""


def _start_load(root: Path, corpus: Path, reference: Path, workers: int = 1) -> "subprocess.Popen[bytes]":
    arguments = [str(SUPPORT), str(root), str(corpus), str(reference), str(workers)]
    return subprocess.Popen([sys.executable, "-c", _LOADER, *arguments])


def test_killed_loads_publish_nothing_by_halves_and_the_next_load_does_the_rest(
    tmp_path: Path, reference: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(800))
    _load(tmp_path / "whole", corpus, reference)
    expected = _tables(tmp_path / "whole")
    started = time.monotonic()
    process = _start_load(tmp_path / "timing", corpus, reference)
    assert process.wait() == 0
    full = time.monotonic() - started
    moments = random.Random(11)
    killed = 0
    root = tmp_path / "wh"
    for _ in range(4):
        process = _start_load(root, corpus, reference)
        time.sleep(moments.uniform(0.3, 1.0) * full)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if (root / "q7x2.duckdb").exists():  # a load that ended before the kill may have published; then it is whole
            assert _tables(root) == expected
    result = _load(root, corpus, reference)
    assert killed > 0
    assert _tables(root) == expected
    runs = _rows(root, "SELECT status, count(*) AS n FROM runs GROUP BY status")
    assert {row["status"] for row in runs} <= {"done", "failed"}
    assert result.n_inputs == 800
    assert result.outcomes["error"] == 0


def test_killed_load_leaves_no_worker_behind(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(3000))
    process = _start_load(tmp_path / "wh", corpus, reference, workers=2)
    children: set[int] = set()
    deadline = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < deadline:
        children = _children_of(process.pid)
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert children
    while any(_runs(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in children if _runs(pid)]


def _children_of(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.parent.exists():
        pytest.skip("no /proc on this system")
    return {int(child) for child in listed.read_text().split()}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_failed_load_publishes_nothing_and_says_so_in_the_ledger(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "wh"
    _load(root, write_corpus(tmp_path / "one", range(4)), reference)
    write_corpus(tmp_path / "two", range(4, 9))
    (root / "versions" / "2").write_text("in the way of the new version")
    with pytest.raises(WarehouseError, match="could not be published"):
        _load(root, tmp_path / "two", reference)
    assert len(_rows(root, "SELECT * FROM documents")) == 4
    (root / "versions" / "2").unlink()
    result = _load(root, tmp_path / "two", reference)
    assert result.outcomes["unchanged"] == 5
    assert len(_rows(root, "SELECT * FROM documents")) == 9
    statuses = _rows(root, "SELECT status, published_version, error FROM runs ORDER BY started_at")
    assert [(row["status"], row["published_version"]) for row in statuses] == [
        ("done", 1),
        ("failed", None),
        ("done", 2),
    ]
    assert "could not be published" in statuses[1]["error"]


def test_full_disk_is_told_and_the_warehouse_reopens_as_it_was(tmp_path: Path, reference: Path) -> None:
    resource = pytest.importorskip("resource")  # POSIX only
    root = tmp_path / "wh"
    _load(root, write_corpus(tmp_path / "few", range(3)), reference)
    corpus = write_corpus(tmp_path / "many", range(60))
    limit = (root / "writer" / "store.duckdb").stat().st_size - 4096
    process = subprocess.run(
        [sys.executable, "-c", _LOADER, str(SUPPORT), str(root), str(corpus), str(reference), "1"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "WarehouseError" in process.stderr
    assert "File too large" in process.stderr
    assert len(_rows(root, "SELECT * FROM documents")) == 3
    _load(root, corpus, reference)
    assert len(_rows(root, "SELECT * FROM documents")) == 60


def test_busy_warehouse_is_refused_and_untouched(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(2))
    root = tmp_path / "wh"
    with WriterLock(Layout(root).lock), pytest.raises(WarehouseBusyError, match=str(os.getpid())):
        _load(root, corpus, reference)
    assert not (root / "writer" / "store.duckdb").exists()
    assert _load(root, corpus, reference).n_inputs == 2


def test_reader_is_undisturbed_by_loads(tmp_path: Path, reference: Path) -> None:
    root = tmp_path / "wh"
    _load(root, write_corpus(tmp_path / "a", range(4)), reference)
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as reader:
        for start in range(4, 12, 4):
            _load(root, write_corpus(tmp_path / f"{start}", range(start, start + 4)), reference)
            assert reader.execute("SELECT count(*) FROM documents").fetchall() == [(4,)]
            assert reader.execute("SELECT max(length(text)) > 100 FROM documents").fetchall() == [(True,)]
    assert len(_rows(root, "SELECT * FROM documents")) == 12


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
        _load(tmp_path / "wh", given, reference, metadata=metadata)
    assert not (tmp_path / "wh").exists()


def test_a_file_in_the_place_of_the_warehouse_is_named(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(1))
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="give a folder for the warehouse"):
        _load(tmp_path / "taken", corpus, reference)
    with pytest.raises(WarehouseError, match="cannot be written"):
        _load(tmp_path / "taken" / "below", corpus, reference)


def test_empty_folder_is_done_and_published(tmp_path: Path, reference: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = _load(tmp_path / "wh", tmp_path / "nothing", reference)
    assert (result.n_inputs, result.version, result.rejected_share) == (0, 1, 0.0)
    assert _rows(tmp_path / "wh", "SELECT status, n_inputs FROM runs") == [{"status": "done", "n_inputs": 0}]


# --- what analysts see --------------------------------------------------------------------------------------------


def test_every_table_can_be_selected_in_plain_duckdb_and_has_comments(loaded: Path) -> None:
    with duckdb.connect(str(loaded / "q7x2.duckdb"), read_only=True) as connection:
        for name, table in load_contract().tables.items():
            assert connection.sql(f"SELECT * FROM {name}").columns == list(table.column_names)
        tables = connection.execute("SELECT count(*), count(comment) FROM duckdb_tables()").fetchall()
        columns = connection.execute(
            "SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal "
            "AND table_name IN (SELECT table_name FROM duckdb_tables())"
        ).fetchall()
    assert tables == [(len(load_contract().tables),) * 2]
    assert columns[0][0] == columns[0][1] > 100


def test_parquet_equals_the_tables(loaded: Path) -> None:
    with duckdb.connect(str(loaded / "q7x2.duckdb"), read_only=True) as connection:
        for name in load_contract().tables:
            files = f"'{loaded / 'parquet' / name / '*.parquet'}'"
            for one, other in ((name, files), (files, name)):
                assert connection.sql(f"(FROM {one}) EXCEPT ALL (FROM {other})").to_arrow_table().num_rows == 0, name


def test_sql_binds_parameters_and_cannot_write(loaded: Path) -> None:
    with q7.Warehouse(loaded) as warehouse:
        found = warehouse.sql("SELECT count(*) AS n FROM incidents WHERE country = ?", ["AAA"]).to_arrow_table()
        assert found.to_pylist()[0]["n"] > 10
        with pytest.raises(duckdb.Error):
            warehouse.sql("DELETE FROM incidents")
        assert warehouse.version == 1


# --- other ways in ------------------------------------------------------------------------------------------------


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


def test_articles_documents_and_tables_give_the_same_reports(tmp_path: Path, reference: Path) -> None:
    folder = write_corpus(tmp_path / "in", range(6))
    _load(tmp_path / "files", folder, reference)
    expected = _tables(tmp_path / "files")
    for kind, given in _inputs_of_every_kind(folder):
        result = _load(tmp_path / kind, given, reference)
        found = _tables(tmp_path / kind)
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
    assert _load(tmp_path / "wh", [first], reference).inserted["reports"] == 1
    assert _load(tmp_path / "wh", [first, second], reference).inserted["reports"] == 1
    assert _load(tmp_path / "wh", [first, second], reference).n_inserted == 0


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_with_a_bad_date_is_named(tmp_path: Path, reference: Path) -> None:
    rows = pa.table({"text": [story(0)], "published": ["the other day"]})
    with pytest.raises(InputError, match="table, row 0: 'published' is no date"):
        _load(tmp_path / "wh", rows, reference)


def test_progress_is_told_of_every_input(tmp_path: Path, reference: Path) -> None:
    told: list[tuple[int, str]] = []
    folder = write_corpus(tmp_path / "in", range(70))
    _load(tmp_path / "wh", folder, reference, progress=lambda done, name: told.append((done, name)))
    assert [done for done, _ in told] == list(range(1, 71))
    assert told[-1][1] == "page-00069.txt"


def test_result_as_plain_values(tmp_path: Path, reference: Path) -> None:
    import json

    result = _load(tmp_path / "wh", write_corpus(tmp_path / "in", range(4)), reference)
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


def test_a_dying_worker_ends_the_load_with_what_to_do(tmp_path: Path, reference: Path) -> None:
    from pattern_extractor import DyingExtractor

    corpus = write_corpus(tmp_path / "in", range(8))
    with q7.Warehouse(tmp_path / "wh") as warehouse, pytest.raises(Q7Error, match="a worker process died"):
        warehouse.load(corpus, reference=reference, extractor=DyingExtractor(), workers=2)
    assert not (tmp_path / "wh" / "q7x2.duckdb").exists()
    assert _load(tmp_path / "wh", corpus, reference).outcomes["loaded"] == 6
