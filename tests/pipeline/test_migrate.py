"""Migrations that meet trouble: rows that break a new rule, kills, full disks, loads that were never published."""

import json
import resource
import signal
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from corpus import write_reference

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.contract.versions import newest_version
from q7x2_etl.errors import NewContractError, WarehouseError
from q7x2_etl.warehouse import Layout

pytestmark = pytest.mark.slow

_PACKED = Path(__file__).parents[1] / "warehouse" / "old_warehouses" / "after-issue-3.tar.xz"
# Runs a migration and kills its own process with SIGKILL when the named step has been done.
_KILLED_AFTER = """
import os, signal, sys
import q7x2_etl as q7
from q7x2_etl.pipeline import migrating

step = getattr(migrating, sys.argv[2])

def done_then_killed(*given, **named):
    step(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(migrating, sys.argv[2], done_then_killed)
q7.Warehouse(sys.argv[1]).migrate()
"""


@pytest.fixture
def old(tmp_path: Path) -> Layout:
    """A warehouse of contract version 1."""
    with tarfile.open(_PACKED) as archive:
        archive.extractall(tmp_path, filter="tar")
    return Layout(tmp_path / "warehouse")


def _store(layout: Layout, *statements: str) -> list[tuple[Any, ...]]:
    """The rows of the last of the statements in the loader's own file."""
    with duckdb.connect(str(layout.store)) as connection:
        rows: list[tuple[Any, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


def _counts(layout: Layout) -> dict[str, int]:
    tables = [name for (name,) in _store(layout, "SELECT table_name FROM duckdb_tables() ORDER BY 1")]
    ledger = {"runs", "contract_versions"}
    return {name: _store(layout, f"SELECT count(*) FROM {name}")[0][0] for name in tables if name not in ledger}


def test_dry_run_says_what_would_change_and_changes_nothing(old: Layout, run_cli: Any) -> None:
    before = {path: path.read_bytes() for path in old.root.rglob("*") if path.is_file() and path != old.lock}
    done = run_cli("migrate", "--dry-run", "--warehouse", old.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"contract version 1 -> {newest_version()}" in done.stdout
    assert "new table contract_versions" in done.stdout
    assert {path: path.read_bytes() for path in before} == before
    assert old.versions_there() == [1, 2]


def test_command_tells_backup_and_version_and_is_done_the_second_time(old: Layout, run_cli: Any) -> None:
    first = run_cli("migrate", "--warehouse", old.root)
    assert (first.returncode, first.stderr) == (0, "")
    (backup,) = (old.writer / "backups").iterdir()
    assert f"backup: {backup}" in first.stdout
    assert "published as version 3" in first.stdout
    again = run_cli("migrate", "--json", "--warehouse", old.root)
    assert json.loads(again.stdout) == {
        "from_version": newest_version(), "to_version": newest_version(), "steps": {}, "dry_run": False,
        "backup": None, "rejects": {}, "published": None,
    }  # fmt: skip


def test_rows_that_break_the_contract_go_to_rejects_with_all_that_hangs_on_them(old: Layout, tmp_path: Path) -> None:
    reports = _store(
        old, "SELECT report_id, article_id, incident_id FROM reports JOIN incident_links USING (report_id) ORDER BY 1"
    )
    (report, _, alone), (_, article, _), *_ = reports
    ((document,),) = _store(old, f"SELECT document_id FROM articles WHERE article_id = '{reports[2][1]}'")
    _store(
        old,
        f"UPDATE report_casualties SET outcome = 'vanished' WHERE report_id = '{report}'",
        f"UPDATE articles SET published_method = 'guessed' WHERE article_id = '{article}'",
        f"UPDATE documents SET n_chars = -1 WHERE document_id = '{document}'",
        f"UPDATE incidents SET confidence = 7 WHERE incident_id = '{reports[5][2]}'",
    )
    before = _counts(old)
    with q7.Warehouse(old.root) as warehouse:
        done = warehouse.migrate(reference=write_reference(tmp_path / "reference"))
        rejects = warehouse.sql("FROM rejects WHERE run_id LIKE '2%' AND check_name != 'derivation'")
        rows = rejects.to_arrow_table().to_pylist()
        history = warehouse.sql("SELECT old_incident_id, change FROM incident_id_history").fetchall()
        for name, table in load_contract().tables.items():
            assert table.check(warehouse.sql(f"FROM {name}").to_arrow_table()).rejected == (), name
    whole = [row for row in rows if row["report_id"] is not None]
    assert {row["report_id"] for row in whole} == {reports[0][0], reports[1][0], reports[2][0]}
    first = next(row for row in whole if row["report_id"] == report)
    assert (first["table_name"], first["check_name"]) == ("report_casualties", "outcome.enum")
    nested = json.loads(first["row_json"])
    assert nested["casualties"][0]["outcome"] == "vanished"
    assert (len(nested["actors"]), len(nested["evidence"])) == (2, 1)
    assert nested["article"].startswith("page-")
    assert {row["table_name"] for row in rows} == {
        "report_casualties", "reports", "articles", "documents", "document_sources"
    }  # fmt: skip
    after = _counts(old)
    assert sum(done.rejects.values()) == len(rows) == after["rejects"] - before["rejects"]
    for table in ("reports", "report_casualties", "incident_links", "evidence"):
        assert after[table] == before[table] - 3, table
    assert after["articles"] == before["articles"] - 2
    assert after["documents"] == before["documents"] - 1
    assert (alone, "withdrawn") in history


def test_a_ledger_row_that_breaks_the_contract_stops_it_and_nothing_changes(old: Layout) -> None:
    _store(old, "UPDATE run_inputs SET outcome = 'lost' WHERE ordinal = 1")
    before = old.store.read_bytes()
    with q7.Warehouse(old.root) as warehouse, pytest.raises(WarehouseError, match="run_inputs: a row breaks"):
        warehouse.migrate()
    assert old.store.read_bytes() == before
    assert old.current_version() == 2


def test_a_table_that_is_not_that_of_its_version_is_named(old: Layout) -> None:
    _store(old, "ALTER TABLE judgements DROP COLUMN reason")
    with q7.Warehouse(old.root) as warehouse, pytest.raises(WarehouseError, match="its table judgements is not that"):
        warehouse.migrate()


def test_a_warehouse_of_a_newer_library_is_refused_with_the_version_to_install(old: Layout) -> None:
    with q7.Warehouse(old.root) as warehouse:
        warehouse.migrate()
        _store(
            old, "UPDATE contract_versions SET contract_version = 9999, library_version = '7.1.0' WHERE run_id != ''"
        )
        before = old.store.read_bytes()
        with pytest.raises(NewContractError, match=r"pip install --upgrade 'q7x2-etl>=7\.1\.0'"):
            warehouse.migrate()
        with pytest.raises(NewContractError, match=r"install q7x2-etl 7\.1\.0 or later"):
            warehouse.load([])
        assert old.store.read_bytes() == before
        assert warehouse.sql("SELECT count(*) FROM reports").fetchall() != [(0,)]


@pytest.mark.parametrize("step", ["back_up", "apply_steps", "_finished", "put_in_place"])
def test_killed_migration_leaves_the_old_or_the_new_store_whole(old: Layout, step: str) -> None:
    before, bytes_before = _counts(old), old.store.read_bytes()
    killed = subprocess.run([sys.executable, "-c", _KILLED_AFTER, str(old.root), step], check=False)
    assert killed.returncode == -signal.SIGKILL
    if step == "put_in_place":
        assert _store(old, "SELECT max(contract_version) FROM contract_versions") == [(newest_version(),)]
    else:
        assert old.store.read_bytes() == bytes_before
    assert old.current_version() == 2
    with q7.Warehouse(old.root) as warehouse:
        done = warehouse.migrate()
        assert (done.to_version, done.published) == (newest_version(), 3)
        assert warehouse.sql("SELECT max(contract_version) FROM contract_versions").fetchall() == [(newest_version(),)]
    assert {name: n for name, n in _counts(old).items() if name in before} == before
    assert [path.name for path in old.writer.glob(".tmp-*")] == []


def test_full_disk_leaves_the_warehouse_as_it_was(old: Layout) -> None:
    before = old.store.read_bytes()
    limit = len(before) // 2
    done = subprocess.run(
        [sys.executable, "-m", "q7x2_etl", "migrate", "--warehouse", str(old.root)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the migration failed" in done.stderr
    assert "the warehouse is as it was" in done.stderr
    assert old.store.read_bytes() == before
    assert old.current_version() == 2


def test_what_a_failed_load_left_stays_unpublished(old: Layout) -> None:
    _store(old, "UPDATE runs SET status = 'failed', error = 'x' WHERE run_id = (SELECT max(run_id) FROM runs)")
    with q7.Warehouse(old.root) as warehouse:
        done = warehouse.migrate()
        assert (done.to_version, done.published) == (newest_version(), None)
        assert warehouse.migrate().published is None
        with pytest.raises(WarehouseError, match="run that load again"):
            warehouse.publish()
    assert old.current_version() == 2


def test_a_folder_without_a_store_is_told_what_to_type(tmp_path: Path) -> None:
    with q7.Warehouse(tmp_path) as warehouse, pytest.raises(WarehouseError, match="q7x2-etl load PATH --warehouse"):
        warehouse.migrate()
