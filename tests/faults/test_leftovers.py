"""What a crash or a lost power supply can leave behind: a load recovers from it, or says what to do."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from corpus import write_corpus
from disturbed import Fault, Nursery
from loads import load, rows, tables
from proofs import published

from q7x2_etl.errors import WarehouseError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("pages"), range(8))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, pages: Path, reference: Path) -> Path:
    root = tmp_path_factory.mktemp("loaded") / "wh"
    load(root, pages, reference)
    return root


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Path:
    """A copy of a whole warehouse, for a test to harm."""
    return Path(shutil.copytree(loaded, tmp_path / "wh", symlinks=True))


def _next_load_is_sound(warehouse: Path, loaded: Path, pages: Path, reference: Path) -> None:
    result = load(warehouse, pages, reference)
    assert (result.n_inserted, result.outcomes["unchanged"]) == (0, 8)
    version = published(warehouse)
    assert version is not None and version[0] == result.version
    assert tables(warehouse) == tables(loaded)


def test_half_a_version_under_its_temporary_name_is_cleared_away(
    warehouse: Path, loaded: Path, pages: Path, reference: Path
) -> None:
    draft = warehouse / "versions" / ".tmp-2"
    (draft / "parquet" / "reports").mkdir(parents=True)
    (draft / "q7x2.duckdb").write_bytes((warehouse / "q7x2.duckdb").read_bytes()[:5000])
    (draft / "q7x2.duckdb.wal").write_bytes(b"half a log")
    (draft / "parquet" / "reports" / "reports.parquet").write_bytes(b"PAR1")
    (draft / "parquet" / "reports" / "reports.parquet").chmod(0o444)
    _next_load_is_sound(warehouse, loaded, pages, reference)
    assert not list((warehouse / "versions").glob(".tmp*"))


def test_a_pointer_that_was_not_renamed_yet_is_replaced(
    warehouse: Path, loaded: Path, pages: Path, reference: Path
) -> None:
    for name in ("current", "q7x2.duckdb", "parquet"):
        (warehouse / f".tmp-{name}").symlink_to("versions/99")
    _next_load_is_sound(warehouse, loaded, pages, reference)
    assert not [path.name for path in warehouse.iterdir() if path.name.startswith(".tmp-current")]


def test_a_version_that_nothing_points_to_yet_is_left_alone(
    warehouse: Path, loaded: Path, pages: Path, reference: Path
) -> None:
    shutil.copytree(warehouse / "versions" / "1", warehouse / "versions" / "2")
    manifest = warehouse / "versions" / "2" / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 2}))
    manifest.chmod(0o444)
    _next_load_is_sound(warehouse, loaded, pages, reference)
    assert rows(warehouse, "SELECT max(published_version) AS n FROM runs") == [{"n": 3}]


def test_a_pointer_that_leads_nowhere_is_set_again(warehouse: Path, loaded: Path, pages: Path, reference: Path) -> None:
    (warehouse / "current").unlink()
    (warehouse / "current").symlink_to("versions/7")
    _next_load_is_sound(warehouse, loaded, pages, reference)


def test_the_lock_file_of_a_dead_process_stops_nobody(
    warehouse: Path, loaded: Path, pages: Path, reference: Path
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (warehouse / "writer" / "lock").write_text(f"pid {dead.pid} on elsewhere since 1999-01-01 00:00:00Z\n")
    _next_load_is_sound(warehouse, loaded, pages, reference)
    assert f"pid {os.getpid()} " in (warehouse / "writer" / "lock").read_text()


@pytest.mark.long
def test_a_log_that_the_power_cut_off_in_the_middle_gives_whole_batches_only(
    nursery: Nursery, pages: Path, reference: Path, loaded: Path, tmp_path: Path
) -> None:
    root = tmp_path / "wh"
    more = sorted(write_corpus(tmp_path / "in", range(48)).iterdir())
    assert nursery.load(root, more[:8]).returncode == 0
    ended = nursery.load(root, more, Fault("commit", 4, "after"))
    assert ended.returncode == -signal.SIGKILL
    log = root / "writer" / "store.duckdb.wal"
    whole = log.read_bytes()
    for share in (0.9, 0.5, 0.1):
        log.write_bytes(whole[: int(len(whole) * share)])
        shutil.copytree(root, tmp_path / f"{share}", symlinks=True)
        again = nursery.load(tmp_path / f"{share}", more)
        assert again.returncode == 0, again.told
        assert published(tmp_path / f"{share}") is not None
        assert again.result is not None and again.result["outcomes"]["unchanged"] in (8, 24, 40, 48)
        load(tmp_path / "undisturbed", more, reference) if share == 0.9 else None
        assert tables(tmp_path / f"{share}") == tables(tmp_path / "undisturbed")


def test_a_log_of_another_store_is_an_error_that_names_it(warehouse: Path, nursery: Nursery, pages: Path) -> None:
    ended = nursery.load(warehouse, sorted(pages.iterdir()), Fault("checkpoint", 0, "before"))
    assert ended.returncode == -signal.SIGKILL
    store = warehouse / "writer" / "store.duckdb"
    assert store.with_name("store.duckdb.wal").exists()
    shutil.copy(warehouse / "versions" / "1" / "q7x2.duckdb", store)  # as a careless restore would
    before = published(warehouse)
    told = nursery.load(warehouse, sorted(pages.iterdir()))
    assert told.returncode == 1, told
    assert told.told.count("\n") == 1
    assert str(warehouse) in told.told
    assert published(warehouse) == before


@pytest.mark.parametrize("published_before", [8, 0])
def test_a_store_that_a_killed_load_left_torn_is_made_anew_by_the_next_one(
    published_before: int, nursery: Nursery, pages: Path, reference: Path, tmp_path: Path
) -> None:
    root = tmp_path / "wh"
    inputs = sorted(write_corpus(tmp_path / "in", range(24)).iterdir())
    if published_before:
        assert nursery.load(root, inputs[:published_before]).returncode == 0
    assert nursery.load(root, inputs, Fault("commit", 2, "after")).returncode == -signal.SIGKILL
    store = root / "writer" / "store.duckdb"
    with duckdb.connect(str(store)) as connection:
        connection.execute("CHECKPOINT")
    torn = bytearray(store.read_bytes())
    torn[12_288 + 2_000 : 12_288 + 4_096] = bytes(2_096)  # half of a block of the catalog
    store.write_bytes(torn)
    ended = nursery.load(root, inputs)
    assert ended.returncode == 0, ended.told
    assert ended.result is not None
    assert ended.result["outcomes"]["unchanged"] == published_before
    load(tmp_path / "undisturbed", tmp_path / "in", reference)
    assert tables(root) == tables(tmp_path / "undisturbed")
    (run,) = rows(root, "SELECT options_json ->> '$.mended[0]' AS told FROM runs ORDER BY started_at DESC LIMIT 1")
    assert "the store" in run["told"]
    assert [path for path in root.rglob("store.duckdb") if path.read_bytes() == torn], "the torn store is kept"


def test_a_truncated_store_is_an_error_that_says_what_to_do(warehouse: Path, pages: Path, reference: Path) -> None:
    store = warehouse / "writer" / "store.duckdb"
    store.write_bytes(store.read_bytes()[:6000])
    before = published(warehouse)
    with pytest.raises(WarehouseError, match="q7x2-etl doctor") as caught:
        load(warehouse, pages, reference)
    assert str(store) in str(caught.value)
    assert published(warehouse) == before


def test_a_store_that_is_gone_beside_published_versions_is_not_begun_anew(
    warehouse: Path, pages: Path, reference: Path
) -> None:
    (warehouse / "writer" / "store.duckdb").unlink()
    before = published(warehouse)
    with pytest.raises(WarehouseError, match="q7x2-etl restore"):
        load(warehouse, pages, reference)
    assert published(warehouse) == before
    assert not (warehouse / "writer" / "store.duckdb").exists()
