"""The writer's store, on real DuckDB files."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import q7x2_etl
from q7x2_etl.contract import load_contract
from q7x2_etl.contract.versions import newest_version, read_version
from q7x2_etl.errors import NewContractError, OldContractError, WarehouseBusyError, WarehouseError
from q7x2_etl.warehouse import Layout, Scope, Store, checked
from q7x2_etl.warehouse.compact import compact


def _links(**incident_by_report: str) -> list[dict[str, object]]:
    return [
        {"report_id": report * 32, "incident_id": incident * 32, "score": 1.0, "reason": "alone"}
        for report, incident in incident_by_report.items()
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path), load_contract())
    yield opened
    opened.close()


def _stored(store: Store) -> dict[str, str]:
    rows = store.arrow("SELECT * FROM incident_links ORDER BY report_id").to_pylist()
    return {row["report_id"][0]: row["incident_id"][0] for row in rows}


def test_insert_new_takes_only_rows_whose_key_is_not_there(store: Store) -> None:
    assert store.insert_new("incident_links", checked(store, "incident_links", _links(a="a", b="b"))) == 2
    assert store.insert_new("incident_links", checked(store, "incident_links", _links(b="c", d="d"))) == 1
    assert _stored(store) == {"a": "a", "b": "b", "d": "d"}


def test_replace_changes_drops_and_adds_within_its_scope_only(store: Store) -> None:
    store.insert_new("incident_links", checked(store, "incident_links", _links(a="a", b="b", c="c", d="d")))
    rows = checked(store, "incident_links", _links(a="a", b="a", e="e"))
    new = store.replace("incident_links", rows, Scope("report_id", ["a" * 32, "b" * 32, "c" * 32]))
    assert new == 1
    assert _stored(store) == {"a": "a", "b": "a", "d": "d", "e": "e"}
    assert store.replace("incident_links", rows, Scope("report_id", [])) == 0
    assert len(_stored(store)) == 4


def test_replace_without_scope_makes_the_table_the_rows(store: Store) -> None:
    store.insert_new("incident_links", checked(store, "incident_links", _links(a="a", b="b")))
    assert store.replace("incident_links", checked(store, "incident_links", _links(b="b", c="c"))) == 1
    assert _stored(store) == {"b": "b", "c": "c"}


def test_replacing_a_few_rows_of_a_large_table_takes_no_more_memory_than_of_a_small_one(tmp_path: Path) -> None:
    opened = Store.open(Layout(tmp_path), load_contract(), {"memory_limit": "32MB", "threads": "2"})
    opened.connection.execute(
        "INSERT INTO input_files SELECT 'file:///' || sha256(i::VARCHAR), sha256(i::VARCHAR), "
        "md5(i::VARCHAR), sha256('x' || i), NULL, 'run', i FROM range(200_000) AS numbers(i)"
    )
    rows = opened.arrow("SELECT * REPLACE ('another' AS run_id) FROM input_files USING SAMPLE 500 ROWS")
    with opened.transaction():
        assert opened.replace("input_files", rows, Scope("file_uri", rows.column("file_uri").to_pylist())) == 0
    assert opened.scalar("SELECT count(*) FROM input_files WHERE run_id = 'another'") == 500
    assert opened.scalar("SELECT count(*) FROM input_files") == 200_000
    opened.close()


def _row_groups(store: Store) -> int:
    return store.scalar("SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('incident_links')")


def test_checkpoints_leave_earlier_rows_alone_and_compacting_puts_them_together(tmp_path: Path) -> None:
    for number in range(4):
        opened = Store.open(Layout(tmp_path), load_contract())
        opened.connection.execute(
            "INSERT INTO incident_links SELECT md5((i + ?)::VARCHAR), md5('x'), 1, 'alone' "
            "FROM range(5_000) AS numbers(i)",
            [5_000 * number],
        )
        assert _row_groups(opened) == number + 1
        opened.close()
    compact(Layout(tmp_path), load_contract())
    again = Store.open(Layout(tmp_path), load_contract())
    assert _row_groups(again) == 1
    assert again.scalar("SELECT count(*) FROM incident_links") == 20_000
    again.close()


def test_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.insert_new("incident_links", checked(store, "incident_links", _links(a="a")))
        raise RuntimeError("in the middle")
    assert _stored(store) == {}


def test_a_doubled_key_is_found_before_publishing(store: Store) -> None:
    rows = checked(store, "incident_links", _links(a="a"))
    store.insert_new("incident_links", rows)
    store.prove_unique()
    store.connection.execute("INSERT INTO incident_links SELECT * FROM incident_links")
    with pytest.raises(WarehouseError, match=r"incident_links: 1 values of \(report_id\)"):
        store.prove_unique()


def test_library_rows_that_break_the_contract_are_a_bug_and_named(store: Store) -> None:
    with pytest.raises(WarehouseError, match="incident_links: 1 rows break the contract"):
        checked(store, "incident_links", [{**_links(a="a")[0], "score": 7.0}])


def test_rows_survive_closing(tmp_path: Path) -> None:
    store = Store.open(Layout(tmp_path), load_contract())
    store.insert_new("incident_links", checked(store, "incident_links", _links(a="a")))
    store.close()
    again = Store.open(Layout(tmp_path), load_contract())
    assert _stored(again) == {"a": "a"}
    again.close()


def test_a_store_of_another_contract_is_refused_unchanged(tmp_path: Path) -> None:
    store = Store.open(Layout(tmp_path), load_contract())
    store.connection.execute("ALTER TABLE incident_links DROP COLUMN reason")
    store.close()
    with pytest.raises(WarehouseError, match="its table incident_links was made by another version"):
        Store.open(Layout(tmp_path), load_contract())


def test_a_store_of_a_newer_contract_is_refused_with_the_version_to_install(tmp_path: Path) -> None:
    store = Store.open(Layout(tmp_path), load_contract())
    store.connection.execute("UPDATE contract_versions SET contract_version = 9999, library_version = '7.1.0'")
    store.close()
    before = Layout(tmp_path).store.read_bytes()
    with pytest.raises(NewContractError, match=r"install q7x2-etl 7\.1\.0 or later: pip install") as caught:
        Store.open(Layout(tmp_path), load_contract())
    assert caught.value.exit_code == 1
    assert Layout(tmp_path).store.read_bytes() == before


def test_a_store_of_an_older_contract_is_refused_with_the_command_to_type(tmp_path: Path) -> None:
    store = Store.open(Layout(tmp_path), load_contract())
    store.connection.execute("DROP TABLE contract_versions")  # version 1 had none
    store.close()
    before = Layout(tmp_path).store.read_bytes()
    with pytest.raises(OldContractError, match=f"q7x2-etl migrate --warehouse {tmp_path}") as caught:
        Store.open(Layout(tmp_path), load_contract())
    assert caught.value.exit_code == 1
    assert Layout(tmp_path).store.read_bytes() == before


def test_a_new_store_says_which_contract_it_was_made_with(store: Store) -> None:
    (row,) = store.arrow("FROM contract_versions").to_pylist()
    assert (row["contract_version"], row["library_version"]) == (newest_version(), q7x2_etl.__version__)
    assert row["fingerprint"] == read_version(newest_version()).fingerprint
    assert load_contract().tables["contract_versions"].check_rows([row]).rejected == ()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.writer.mkdir()
    layout.store.write_text("not a database, whatever its name says " * 100)
    with pytest.raises(WarehouseError, match=r"store\.duckdb"):
        Store.open(layout, load_contract())


def test_every_table_of_the_contract_is_there_without_keys_and_with_comments(store: Store) -> None:
    tables = store.arrow(
        "SELECT table_name, comment, has_primary_key FROM duckdb_tables() WHERE database_name = 'store'"
    )
    rows = {row["table_name"]: row for row in tables.to_pylist()}
    assert set(rows) == set(load_contract().tables)
    assert all(row["comment"] and not row["has_primary_key"] for row in rows.values())


def test_another_program_in_the_store_is_reported_as_busy(tmp_path: Path) -> None:
    import subprocess
    import sys

    layout = Layout(tmp_path)
    Store.open(layout, load_contract()).close()
    script = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", script, str(layout.store)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusyError, match="another program has the loader's own file open"):
            Store.open(layout, load_contract())
    finally:
        other.kill()
        other.wait()


def test_arrow_values_come_back_as_they_went_in(store: Store) -> None:
    rows = checked(store, "incident_links", _links(a="b"))
    store.insert_new("incident_links", rows)
    assert isinstance(rows, pa.Table)
    assert store.arrow("SELECT * FROM incident_links").to_pylist() == rows.to_pylist()
    assert isinstance(store.connection, duckdb.DuckDBPyConnection)
