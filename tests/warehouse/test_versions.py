"""The versions that are there, going back to one, publishing the store as it is, compacting it."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError, StoreGatedError, WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse import Layout, Store, WriterLock, checked, publish

PUBLICATIONS = "SELECT version, previous_version, occasion FROM publications ORDER BY ordinal"


def _published(root: Path, reports: str) -> None:
    """One publication an id: a store with a finished run and one row more each time."""
    store = Store.open(Layout(root), load_contract())
    try:
        if not store.scalar("SELECT count(*) FROM runs"):
            columns = store.contract.tables["runs"].columns
            values = {"run_id": "'run-1'", "status": "'done'", "finished_at": "now()", "n_incidents": "0"}
            values |= {"options_json": "'{}'", "published_version": "1"}
            types = {column.name: str(column.type) for column in columns if not column.nullable}
            row = [
                values.get(column.name) or ("NULL" if column.nullable else _filling(types[column.name]))
                for column in columns
            ]
            store.connection.execute(f"INSERT INTO runs SELECT {', '.join(row)}")
        for report in reports:
            link = {"report_id": report * 32, "incident_id": report * 32, "score": 1.0, "reason": "alone"}
            store.insert_new("incident_links", checked(store, "incident_links", [link]))
            publish(Layout(root), store, "run-1")
    finally:
        store.close()


def _filling(kind: str) -> str:
    return "'x'" if "VARCHAR" in kind else "now()" if "TIMESTAMP" in kind else "0"


def _count(warehouse: q7.Warehouse, at: int | None = None) -> int:
    rows = warehouse.sql("SELECT count(*) FROM incident_links", at=at).fetchall()
    return int(rows[0][0])


def _ledger(root: Path) -> list[tuple[int, int | None, str]]:
    with duckdb.connect(str(Layout(root).store), read_only=True) as store:
        return [tuple(row) for row in store.execute(PUBLICATIONS).fetchall()]


def test_versions_are_listed_with_what_they_hold(tmp_path: Path) -> None:
    _published(tmp_path, "abcd")
    with q7.Warehouse(tmp_path) as warehouse:
        found = warehouse.versions()
        assert [(v.number, v.current) for v in found] == [(4, True), (3, False), (2, False)]
        assert [v.rows["incident_links"] for v in found if v.rows] == [4, 3, 2]
        assert all(v.run_id == "run-1" and v.published_at and 0 < v.own_bytes < v.bytes for v in found)
        assert [_count(warehouse, at=number) for number in (2, 3, 4)] == [2, 3, 4]
        with pytest.raises(InputError, match="no version 1; there are: 2, 3, 4"):
            warehouse.sql("SELECT 1", at=1)


def test_going_back_is_recorded_and_the_next_number_is_on_top(tmp_path: Path) -> None:
    _published(tmp_path, "abc")
    with q7.Warehouse(tmp_path) as warehouse:
        assert warehouse.publish(1).current
        assert (warehouse.version, _count(warehouse)) == (1, 1)
        _published(tmp_path, "d")
        assert (warehouse.version, _count(warehouse)) == (4, 4)
        assert [v.number for v in warehouse.versions()] == [4, 3, 2]
        shown = warehouse.sql(PUBLICATIONS).fetchall()
    assert _ledger(tmp_path) == [(1, None, "load"), (2, 1, "load"), (3, 2, "load"), (1, 3, "go_back"), (4, 1, "load")]
    assert shown == _ledger(tmp_path)[:-1]  # a version cannot hold its own row


def test_the_version_that_analysts_see_is_never_removed(tmp_path: Path) -> None:
    _published(tmp_path, "abc")
    layout = Layout(tmp_path)
    with q7.Warehouse(tmp_path) as warehouse:
        warehouse.publish(1)
    from q7x2_etl.warehouse.versions import remove_old

    remove_old(layout, 1)
    assert layout.versions_there() == [1, 3]


def test_going_back_to_what_is_not_there_or_not_whole_changes_nothing(tmp_path: Path) -> None:
    _published(tmp_path, "abc")
    damaged = Layout(tmp_path).version(2) / "q7x2.duckdb"
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-4096])
    with q7.Warehouse(tmp_path) as warehouse:
        with pytest.raises(InputError, match="there is no version 7; there are: 1, 2, 3"):
            warehouse.publish(7)
        with pytest.raises(WarehouseError, match=r"versions.2: is not whole \(q7x2.duckdb: has .* still see version 3"):
            warehouse.publish(2)
        assert warehouse.version == 3
    assert len(_ledger(tmp_path)) == 3


def test_going_back_works_without_a_store_that_opens(tmp_path: Path) -> None:
    _published(tmp_path, "ab")
    Layout(tmp_path).store.write_bytes(b"no database")
    with q7.Warehouse(tmp_path) as warehouse:
        assert warehouse.publish(1).number == 1
        assert _count(warehouse) == 1


def test_a_flip_that_nobody_could_record_is_found_by_the_next_publication(tmp_path: Path) -> None:
    _published(tmp_path, "ab")
    store = Store.open(Layout(tmp_path), load_contract())
    store.connection.execute("DELETE FROM publications WHERE version = 2")  # as a kill right after the flip leaves it
    store.close()
    _published(tmp_path, "c")
    assert _ledger(tmp_path) == [(1, None, "load"), (2, 1, "found"), (3, 2, "load")]


def test_publish_publishes_the_store_as_it_is(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    with q7.Warehouse(tmp_path) as warehouse:
        seen = warehouse.publish()
        assert (seen.number, seen.current, seen.run_id) == (2, True, "run-1")
        assert _count(warehouse) == 1
    assert _ledger(tmp_path)[-1] == (2, 1, "publish")


def test_publish_refuses_a_store_whose_last_run_did_not_write_all_its_rows(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    with duckdb.connect(str(Layout(tmp_path).store)) as store:
        store.execute("UPDATE runs SET status = 'running', n_incidents = NULL, finished_at = NULL")
    with (
        q7.Warehouse(tmp_path) as warehouse,
        pytest.raises(WarehouseError, match=r"last run \(run-1\) ended before .* still see version 1; run that load"),
    ):
        warehouse.publish()
    assert Layout(tmp_path).versions_there() == [1]


def test_publish_and_compact_wait_for_nobody_unless_asked(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    with q7.Warehouse(tmp_path) as warehouse, WriterLock(Layout(tmp_path).lock):
        for attempt in (warehouse.publish, lambda: warehouse.publish(1), warehouse.compact):
            with pytest.raises(WarehouseBusyError, match="pid "):
                attempt()
        with pytest.raises(WarehouseBusyError, match=r"after 0\.3 s of waiting"):
            warehouse.publish(wait=0.3)


def test_nothing_to_publish_or_compact_is_said(tmp_path: Path) -> None:
    with q7.Warehouse(tmp_path / "none") as warehouse:
        assert warehouse.versions() == []
        for attempt in (warehouse.publish, warehouse.compact):
            with pytest.raises(WarehouseError, match="no warehouse there"):
                attempt()


def test_compact_makes_the_store_smaller_and_keeps_every_row(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    layout = Layout(tmp_path)
    with duckdb.connect(str(layout.store)) as store:
        store.execute(
            "INSERT INTO incident_links SELECT md5(i::VARCHAR), md5(i::VARCHAR), 1.0, md5((i + 1)::VARCHAR) "
            "FROM range(100_000) AS r(i)"
        )
        store.execute("CHECKPOINT")
        store.execute("DELETE FROM incident_links WHERE hash(report_id) % 100 != 0 AND reason != 'alone'")
        ((left,),) = store.execute("SELECT count(*) FROM incident_links").fetchall()
    published = layout.database.read_bytes()
    with q7.Warehouse(tmp_path) as warehouse:
        done = warehouse.compact()
        assert _count(warehouse) == 1
    assert done.bytes_after < done.bytes_before / 2
    assert layout.store.stat().st_size == done.bytes_after
    assert sorted(p.name for p in layout.writer.iterdir()) == ["file_states.duckdb", "lock", "store.duckdb"]
    assert layout.database.read_bytes() == published
    with duckdb.connect(str(layout.store), read_only=True) as store:
        assert store.execute("SELECT count(*) FROM incident_links").fetchall() == [(left,)]
        assert store.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'timeline'").fetchall() == [(1,)]


def test_compact_takes_along_what_a_killed_load_left_in_the_log_of_writes(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    layout = Layout(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-c", _WRITE_AND_DIE, str(layout.store)], check=False, capture_output=True, text=True
    )
    assert killed.returncode == -9, killed.stderr
    assert layout.store.with_name("store.duckdb.wal").exists()
    with q7.Warehouse(tmp_path) as warehouse:
        warehouse.compact()
    with duckdb.connect(str(layout.store), read_only=True) as store:
        assert store.execute("SELECT count(*) FROM incident_links").fetchall() == [(2,)]


_WRITE_AND_DIE = """
import os, signal, sys
import duckdb
store = duckdb.connect(sys.argv[1])
store.execute("INSERT INTO incident_links SELECT repeat('f', 32), repeat('f', 32), 1.0, 'alone'")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_gate_refused_is_published_by_force_only_and_the_ledger_keeps_it(tmp_path: Path) -> None:
    _published(tmp_path, "a")
    with duckdb.connect(str(Layout(tmp_path).store)) as store:
        store.execute("UPDATE runs SET status = 'gated', error = 'too few reports', published_version = NULL")
    with q7.Warehouse(tmp_path) as warehouse:
        with pytest.raises(StoreGatedError, match=r"run-1.*too few reports.*publish --force") as caught:
            warehouse.publish()
        assert (caught.value.exit_code, warehouse.version) == (5, 1)
        assert warehouse.publish(force=True).number == 2
        assert warehouse.sql("SELECT status, forced FROM runs").fetchall() == [("gated", True)]
