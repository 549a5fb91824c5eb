"""`restore` and `backup`: what is broken is mended from what is whole, and nothing is thrown away."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest
from corpus import write_corpus, write_reference
from damage import cut, flip_byte, in_store, killed_in_store, published_rows, rows_of, trouble
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.errors import InputError, WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse import Layout, WriterLock
from q7x2_etl.warehouse.backup import backup
from q7x2_etl.warehouse.mend import Restored
from q7x2_etl.warehouse.restore import restore

pytestmark = pytest.mark.slow


def _store(root: Path) -> Path:
    return root / "writer" / "store.duckdb"


def _stale_log(root: Path) -> None:
    log = killed_in_store(root, "CREATE TABLE t AS SELECT range AS a FROM range(1000)")
    in_store(root, "DROP TABLE t")
    _store(root).with_name("store.duckdb.wal").write_bytes(log)


STORES = {
    "cut to nothing": lambda root: cut(_store(root), 0),
    "cut in its headers": lambda root: cut(_store(root), 9000),
    "cut in its rows": lambda root: cut(_store(root), 500_000),
    "torn in a block of its catalog": lambda root: flip_byte(_store(root), 12_288 + 100),
    "gone": lambda root: _store(root).unlink(),
    "beside a log of another moment": _stale_log,
    "with a shifted span": lambda root: in_store(root, "UPDATE evidence SET span_start = 1, span_end = 2"),
    "with an orphaned child": lambda root: in_store(
        root, "DELETE FROM reports WHERE report_id = (SELECT min(report_id) FROM reports)"
    ),
    "with a doubled row": lambda root: in_store(root, "INSERT INTO reports SELECT * FROM reports LIMIT 1"),
}


@pytest.mark.parametrize("harm", STORES)
def test_a_broken_store_is_made_anew_from_the_last_version(harm: str, root: Path) -> None:
    expected = published_rows(root)
    STORES[harm](root)
    done = restore(root)
    assert done.version == 3
    assert done.actions[0].startswith("the store was made anew from version 3")
    assert rows_of(_store(root)) == expected
    assert published_rows(root) == expected
    assert trouble(root, quick=True) == {}
    if harm != "gone":
        assert done.moved_aside is not None
        assert (Path(done.moved_aside) / "store.duckdb").exists()


def test_the_store_is_made_from_parquet_where_no_database_is_left(root: Path) -> None:
    expected = published_rows(root)
    for number in (1, 2, 3):
        cut(root / "versions" / str(number) / "q7x2.duckdb", 9000)
    cut(_store(root), 9000)
    done = restore(root)
    assert "the Parquet files of version 3" in done.actions[0]
    assert published_rows(root) == expected
    assert done.version == 4
    assert trouble(root) == {}


def _loads_on(root: Path, tmp_path: Path) -> q7.LoadResult:
    inbox = write_corpus(tmp_path / "more", range(40, 44))
    with q7.Warehouse(root) as warehouse:
        return warehouse.load(inbox, reference=write_reference(tmp_path / "ref"), extractor=PatternExtractor())


def test_after_a_restore_loads_go_on(root: Path, tmp_path: Path) -> None:
    cut(_store(root), 9000)
    restore(root)
    assert _loads_on(root, tmp_path).version == 4
    assert trouble(root) == {}


@pytest.mark.parametrize("harm", ["a byte of its Parquet", "its database cut short", "no manifest"])
def test_a_broken_version_gives_way_to_a_fresh_one_from_the_store(harm: str, root: Path) -> None:
    expected, version = published_rows(root), root / "versions" / "3"
    if harm == "a byte of its Parquet":
        flip_byte(next((version / "parquet" / "reports").rglob("*.parquet")), 200)
    elif harm == "its database cut short":
        cut(version / "q7x2.duckdb", 40_000)
    else:
        (version / "manifest.json").unlink()
    done = restore(root)
    assert done.actions == ("version 4 was published from the store", "version 3 is broken and was put aside")
    assert published_rows(root) == expected
    assert done.moved_aside is not None
    assert (Path(done.moved_aside) / "versions" / "3" / "q7x2.duckdb").exists()
    assert trouble(root) == {}


def test_store_and_version_broken_readers_go_back_to_the_last_whole_one(root: Path, tmp_path: Path) -> None:
    expected = rows_of(root / "versions" / "2" / "q7x2.duckdb")
    cut(_store(root), 9000)
    shutil.rmtree(root / "versions" / "3" / "parquet")
    cut(root / "versions" / "3" / "q7x2.duckdb", 40_000)
    done = restore(root)
    assert done.version == 2
    assert published_rows(root) == expected
    assert trouble(root) == {}
    assert _loads_on(root, tmp_path).version == 4  # a number that was given is not given again


def test_after_a_load_that_was_cut_short_readers_go_back_and_the_store_keeps_its_rows(root: Path) -> None:
    stopped = "'zzz' AS run_id, now() AS started_at, now() AS finished_at, 'stopped' AS status, NULL AS n_incidents"
    in_store(root, f"INSERT INTO runs BY NAME SELECT * REPLACE ({stopped}) FROM runs LIMIT 1")
    cut(root / "versions" / "3" / "q7x2.duckdb", 40_000)
    kept = rows_of(_store(root))
    done = restore(root)
    assert done.version == 2
    assert rows_of(_store(root)) == kept


@pytest.mark.parametrize("harm", ["pointer", "names"])
def test_broken_links_are_made_again(harm: str, root: Path) -> None:
    expected = published_rows(root)
    for name in ["current"] if harm == "pointer" else ["q7x2.duckdb", "parquet"]:
        (root / name).unlink()
    done = restore(root)
    assert done.actions == ("readers were led to version 3",)
    assert published_rows(root) == expected
    assert trouble(root) == {}


def test_going_back_to_a_version_takes_store_and_readers_there(root: Path) -> None:
    expected = rows_of(root / "versions" / "2" / "q7x2.duckdb")
    done = restore(root, version=2)
    assert done.version == 2
    assert published_rows(root) == rows_of(_store(root)) == expected
    assert trouble(root) == {}


def test_a_whole_warehouse_is_left_alone(root: Path) -> None:
    assert restore(root) == Restored(str(root), ("nothing was broken, nothing was changed",), 3, None)
    assert not list((root / "writer").glob("broken-*"))


def test_where_nothing_is_whole_any_more_nothing_is_changed(root: Path) -> None:
    for number in (1, 2, 3):
        cut(root / "versions" / str(number) / "q7x2.duckdb", 9000)
        shutil.rmtree(root / "versions" / str(number) / "parquet")
    cut(_store(root), 9000)
    with pytest.raises(WarehouseError, match="restore a backup: q7x2-etl restore FILE"):
        restore(root)
    assert not list((root / "writer").glob("broken-*"))


def test_a_store_that_broke_before_anything_was_published_is_put_aside(root: Path, tmp_path: Path) -> None:
    """As a kill leaves it that hits DuckDB while it writes a block of the catalog in its place."""
    first = tmp_path / "first"
    shutil.copytree(root / "writer", first / "writer")
    flip_byte(_store(first), 12_288 + 100)
    with pytest.raises(WarehouseError, match="q7x2-etl doctor"):
        _loads_on(first, tmp_path)
    done = restore(first)
    assert done.version is None
    assert "nothing was published yet: it was put aside; load again" in done.actions[0]
    assert (Path(str(done.moved_aside)) / "store.duckdb").exists()
    _loads_on(first, tmp_path)
    assert trouble(first, quick=True) == {}


def test_a_store_of_a_newer_duckdb_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> NoReturn:
        raise duckdb.IOException(
            f'Trying to read a database file "{path}" with storage version number 99, but we can only read storage '
            "versions between 64 and 68."
        )

    before = _store(root).read_bytes()
    monkeypatch.setattr("q7x2_etl.warehouse.checks.store.opened", refuse)
    with pytest.raises(WarehouseError, match="pip install --upgrade duckdb"):
        restore(root)
    assert _store(root).read_bytes() == before


def test_wrong_uses_are_told(root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="version 9 is not there; there are: 1, 2, 3"):
        restore(root, version=9)
    with pytest.raises(InputError, match="not both"):
        restore(root, tmp_path / "a.tar", version=1)
    with pytest.raises(InputError, match="no such backup"):
        restore(tmp_path / "new", tmp_path / "a.tar")
    with WriterLock(Layout(root).lock), pytest.raises(WarehouseBusyError):
        restore(root)
    with WriterLock(Layout(root).lock), pytest.raises(WarehouseBusyError):
        backup(root, tmp_path / "a.tar")


def test_a_load_refuses_to_start_without_the_store_it_had(root: Path, tmp_path: Path) -> None:
    _store(root).unlink()
    with pytest.raises(WarehouseError, match="q7x2-etl restore --warehouse"):
        _loads_on(root, tmp_path)


def test_a_load_into_a_broken_store_names_the_doctor(root: Path, tmp_path: Path) -> None:
    flip_byte(_store(root), 5000)
    with pytest.raises(WarehouseError, match="q7x2-etl doctor"):
        _loads_on(root, tmp_path)


def test_a_backup_holds_store_and_version_and_comes_back_the_same(root: Path, tmp_path: Path) -> None:
    expected = published_rows(root)
    made = backup(root, tmp_path / "saved.tar")
    assert (made.version, Path(made.path).stat().st_size) == (3, made.bytes)
    done = restore(tmp_path / "new", tmp_path / "saved.tar")
    assert (done.version, done.moved_aside) == (3, None)
    assert published_rows(tmp_path / "new") == rows_of(_store(tmp_path / "new")) == expected
    assert trouble(tmp_path / "new") == {}
    assert [path.name for path in tmp_path.glob(".tmp-*")] == []


def test_a_backup_takes_in_what_only_the_log_holds(root: Path, tmp_path: Path) -> None:
    killed_in_store(root, "INSERT INTO actors SELECT * REPLACE ('test:new' AS actor_id) FROM actors LIMIT 1")
    backup(root, tmp_path / "saved.tar")
    restore(tmp_path / "new", tmp_path / "saved.tar")
    assert "test:new" in [actor[0] for actor in rows_of(_store(tmp_path / "new"))["actors"]]


def test_a_backup_in_a_folder_names_itself_and_overwrites_nothing(root: Path, tmp_path: Path) -> None:
    made = Path(backup(root, tmp_path).path)
    assert made.name.startswith("wh-v3-")
    with pytest.raises(InputError, match="is there already"):
        backup(root, made)
    with pytest.raises(InputError, match="no such folder"):
        backup(root, tmp_path / "none" / "a.tar")


def test_a_broken_warehouse_is_not_saved(root: Path, tmp_path: Path) -> None:
    flip_byte(next((root / "versions" / "3" / "parquet" / "reports").rglob("*.parquet")), 200)
    with pytest.raises(WarehouseError, match="no backup was made"):
        backup(root, tmp_path / "a.tar")
    restore(root)
    cut(_store(root), 9000)
    with pytest.raises(WarehouseError, match="no backup was made"):
        backup(root, tmp_path / "a.tar")
    assert not list(tmp_path.glob("*.tar*"))


def test_a_backup_with_a_wrong_byte_or_cut_short_is_refused(root: Path, tmp_path: Path) -> None:
    saved = Path(backup(root, tmp_path / "saved.tar").path)
    whole = saved.read_bytes()
    with tarfile.open(saved) as tar:
        members = {member.name: member for member in tar}
    for broken in (
        bytes([*whole[: members["writer/store.duckdb"].offset_data + 9], 0xAA])
        + whole[members["writer/store.duckdb"].offset_data + 10 :],
        whole[: len(whole) // 2],
        whole[:700],
        b"",
        b"no tar at all" * 100,
    ):
        saved.write_bytes(broken)
        with pytest.raises((WarehouseError, InputError)):
            restore(tmp_path / "new", saved)
        assert not (tmp_path / "new").exists()


def test_a_backup_with_a_part_outside_is_refused(root: Path, tmp_path: Path) -> None:
    saved = backup(root, tmp_path / "saved.tar").path
    with tarfile.open(saved) as tar:
        first = tar.next()
        assert first is not None
        stream = tar.extractfile(first)
        assert stream is not None
        told = json.loads(stream.read())
    told["parts"] = {"../../outside": next(iter(told["parts"].values()))}
    evil, content = tmp_path / "evil.tar", json.dumps(told).encode()
    (tmp_path / "part").write_bytes(content)
    with tarfile.open(evil, "w") as tar:
        tar.add(tmp_path / "part", "backup.json")
        tar.add(tmp_path / "part", "../../outside")
    with pytest.raises(WarehouseError):
        restore(tmp_path / "new" / "deep", evil)
    assert not list(tmp_path.rglob("outside"))


def test_a_newer_backup_names_the_version_to_install(root: Path, tmp_path: Path) -> None:
    (tmp_path / "part").write_text('{"format": 2, "library_version": "9.1.0"}')
    with tarfile.open(tmp_path / "newer.tar", "w") as tar:
        tar.add(tmp_path / "part", "backup.json")
    with pytest.raises(WarehouseError, match=r"pip install 'q7x2-etl>=9\.1\.0'"):
        restore(tmp_path / "new", tmp_path / "newer.tar")


def test_a_folder_that_is_not_empty_is_refused_and_with_force_put_aside(root: Path, tmp_path: Path) -> None:
    expected = published_rows(root)
    saved = Path(backup(root, tmp_path / "saved.tar").path)
    _loads_on(root, tmp_path)
    later = published_rows(root)
    assert later != expected
    with pytest.raises(InputError, match="--force"):
        restore(root, saved)
    assert published_rows(root) == later
    done = restore(root, saved, force=True)
    assert published_rows(root) == rows_of(_store(root)) == expected
    assert done.moved_aside is not None
    assert rows_of(Path(done.moved_aside) / "versions" / "4" / "q7x2.duckdb") == later
    assert trouble(root) == {}
    assert _loads_on(root, tmp_path).version == 5
