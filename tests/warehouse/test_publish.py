"""Publishing by pointer, on real files."""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse import Layout, PublishedVersion, Snapshot, Store, checked, publish

_TABLES = list(load_contract().tables)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path), load_contract())
    yield opened
    opened.close()


def _add(store: Store, report: str) -> None:
    row = {"report_id": report * 32, "incident_id": report * 32, "score": 1.0, "reason": "alone"}
    store.insert_new("incident_links", checked(store, "incident_links", [row]))


def _publish(store: Store, root: Path) -> PublishedVersion:
    return publish(Layout(root), store, "run-1")


def _count(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("SELECT count(*) FROM incident_links").fetchall()
    return int(rows[0][0])


def test_version_has_database_parquet_and_a_manifest_that_fits(store: Store, tmp_path: Path) -> None:
    _add(store, "a")
    published = _publish(store, tmp_path)
    manifest = json.loads((tmp_path / "current" / "manifest.json").read_text())
    assert (published.number, manifest["version"], manifest["run_id"]) == (1, 1, "run-1")
    assert manifest["rows"]["incident_links"] == 1
    there = {path.relative_to(published.path).as_posix() for path in published.path.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == there - {"manifest.json"}
    assert {name.split("/")[1] for name in there if name.startswith("parquet/")} == set(_TABLES)
    for name, facts in manifest["files"].items():
        assert hashlib.sha256((published.path / name).read_bytes()).hexdigest() == facts["sha256"]


def test_files_are_read_only_and_both_names_lead_through_the_one_pointer(store: Store, tmp_path: Path) -> None:
    published = _publish(store, tmp_path)
    files = [path for path in published.path.rglob("*") if path.is_file()]
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}
    assert os.readlink(tmp_path / "current") == "versions/1"  # noqa: PTH115 - the text of the link is the point
    assert os.readlink(tmp_path / "q7x2.duckdb") == "current/q7x2.duckdb"  # noqa: PTH115
    assert os.readlink(tmp_path / "parquet") == "current/parquet"  # noqa: PTH115


def test_a_folder_that_moves_stays_whole(store: Store, tmp_path: Path) -> None:
    _add(store, "a")
    _publish(store, tmp_path)
    store.close()
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    tmp_path.rename(moved)
    assert _count(moved / "q7x2.duckdb") == 1
    moved.rename(tmp_path)


def test_open_reader_goes_on_and_a_new_one_sees_the_new_version(store: Store, tmp_path: Path) -> None:
    _add(store, "a")
    _publish(store, tmp_path)
    reader = duckdb.connect(str(tmp_path / "q7x2.duckdb"), read_only=True)
    snapshot = Snapshot(Layout(tmp_path))
    before = snapshot.sql("SELECT report_id FROM incident_links")
    _add(store, "b")
    _publish(store, tmp_path)
    assert len(reader.execute("SELECT * FROM incident_links").fetchall()) == 1
    assert len(before.fetchall()) == 1
    assert len(snapshot.sql("SELECT * FROM incident_links").fetchall()) == 2
    assert _count(tmp_path / "q7x2.duckdb") == 2
    snapshot.close()
    reader.close()


def test_parquet_holds_the_same_rows_as_the_tables(store: Store, tmp_path: Path) -> None:
    for report in "abc":
        _add(store, report)
    _publish(store, tmp_path)
    with duckdb.connect(str(tmp_path / "q7x2.duckdb"), read_only=True) as connection:
        for table in _TABLES:
            files = tmp_path / "parquet" / table / "**" / "*.parquet"
            parquet = f"read_parquet('{files}', hive_partitioning = false)"
            for one, other in ((table, parquet), (parquet, table)):
                assert connection.sql(f"(FROM {one}) EXCEPT ALL (FROM {other})").to_arrow_table().num_rows == 0, table


def test_the_last_three_versions_stay(store: Store, tmp_path: Path) -> None:
    for _ in range(5):
        _publish(store, tmp_path)
    layout = Layout(tmp_path)
    assert (layout.versions_there(), layout.current_version()) == ([3, 4, 5], 5)


def test_a_publish_that_fails_leaves_the_old_version_and_no_draft(store: Store, tmp_path: Path) -> None:
    _add(store, "a")
    _publish(store, tmp_path)
    _add(store, "b")
    (tmp_path / "versions" / "2").write_text("something that is in the way")
    with pytest.raises(WarehouseError, match="analysts still see version 1"):
        _publish(store, tmp_path)
    assert _count(tmp_path / "q7x2.duckdb") == 1
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ["1", "2"]
    (tmp_path / "versions" / "2").unlink()
    assert _publish(store, tmp_path).number == 2
    assert _count(tmp_path / "q7x2.duckdb") == 2


def test_what_a_killed_publish_left_is_cleared_away(store: Store, tmp_path: Path) -> None:
    draft = tmp_path / "versions" / ".tmp-1"
    draft.mkdir(parents=True)
    (draft / "q7x2.duckdb").write_text("half a file")
    (tmp_path / ".tmp-current").symlink_to("versions/77")
    assert _publish(store, tmp_path).number == 1
    assert not draft.exists()
    assert Layout(tmp_path).current_version() == 1


def test_a_version_made_but_not_pointed_to_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    _publish(store, tmp_path)
    (tmp_path / "versions" / "2").mkdir()  # a kill between the rename and the flip leaves this
    assert Layout(tmp_path).current_version() == 1
    assert _publish(store, tmp_path).number == 3


def test_paths_with_quotes_and_spaces_work(tmp_path: Path) -> None:
    root = tmp_path / "it's a 'warehouse'"
    store = Store.open(Layout(root), load_contract())
    _add(store, "a")
    _publish(store, root)
    assert _count(root / "q7x2.duckdb") == 1
    store.close()


def test_snapshot_before_the_first_load_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="q7x2-etl load PATH"):
        Snapshot(Layout(tmp_path)).sql("SELECT 1")
