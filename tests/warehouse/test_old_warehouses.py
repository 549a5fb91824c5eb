"""Warehouses that earlier commits made, whole, with the answers that they gave then."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.contract.versions import newest_version
from q7x2_etl.errors import OldContractError
from q7x2_etl.warehouse import Layout, Store, versions

pytestmark = pytest.mark.slow

_PACKED = sorted((Path(__file__).parent / "old_warehouses").glob("*.tar.xz"))


@pytest.fixture(scope="module", params=_PACKED, ids=lambda path: path.name.removesuffix(".tar.xz"))
def packed(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def migrated(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old warehouse, migrated; beside it the same as it was, under `before`."""
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="tar")
    shutil.copytree(folder / "warehouse", folder / "before", symlinks=True)
    with q7.Warehouse(folder / "warehouse") as warehouse:
        warehouse.migrate()
    return folder / "warehouse"


def _answers(database: Path, packed: Path) -> dict[str, list[str]]:
    """What the database answers today, in the columns that the queries had then."""
    asked = _asked(packed)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = {}
        for name, answer in asked.items():
            columns = ", ".join('"{}"'.format(column.replace('"', '""')) for column in answer["columns"])
            found[name] = _sorted(connection.execute(f"SELECT {columns} FROM ({answer['query']})").fetchall())
    return found


def _asked(packed: Path) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(packed.with_name(packed.name.replace(".tar.xz", ".json")).read_text())
    return asked


def _sorted(rows: list[Any]) -> list[str]:
    return sorted(json.dumps(row, default=str) for row in rows)


def test_migrated_warehouse_answers_as_it_did(migrated: Path, packed: Path) -> None:
    expected = {name: _sorted(answer["rows"]) for name, answer in _asked(packed).items()}
    assert sum(map(len, expected.values())) > 100
    assert _answers(migrated / "q7x2.duckdb", packed) == expected


def test_what_was_published_before_still_reads_and_stays(migrated: Path, packed: Path) -> None:
    expected = {name: _sorted(answer["rows"]) for name, answer in _asked(packed).items()}
    assert _answers(migrated.parent / "before" / "q7x2.duckdb", packed) == expected
    assert _answers(migrated / "versions" / "2" / "q7x2.duckdb", packed) == expected
    assert [version.damage for version in versions(Layout(migrated))] == [None, None, None]


def test_migrated_store_has_todays_tables_columns_and_comments(migrated: Path, tmp_path: Path) -> None:
    described = (
        "SELECT table_name, column_index, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE database_name = 'store' AND NOT internal ORDER BY ALL"
    )
    Store.open(Layout(tmp_path), load_contract()).close()
    shapes = []
    for root in (migrated, tmp_path):
        store = Store.open(Layout(root), load_contract())
        shapes.append(store.arrow(described).to_pylist())
        store.close()
    assert shapes[0] == shapes[1]


def test_backup_is_the_store_as_it_was_and_the_history_is_whole(migrated: Path, packed: Path) -> None:
    (backup,) = (migrated / "writer" / "backups").iterdir()
    assert backup.stat().st_mode & 0o777 == 0o444
    with duckdb.connect(str(backup), read_only=True) as connection:
        tables = [name for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()]
        before = {name: connection.sql(f"SELECT count(*) FROM {name}").fetchall() for name in tables if name != "runs"}
    assert len(before) > 15
    with q7.Warehouse(migrated) as warehouse:
        after = {name: warehouse.sql(f"SELECT count(*) FROM {name}").fetchall() for name in before}
        history = warehouse.sql("SELECT contract_version FROM contract_versions ORDER BY ALL").fetchall()
        (run,) = warehouse.sql("FROM runs ORDER BY started_at DESC LIMIT 1").to_arrow_table().to_pylist()
    assert after == before
    assert history == [(number,) for number in range(1, newest_version() + 1)]
    assert (run["status"], json.loads(run["options_json"])["kind"], run["published_version"]) == ("done", "migrate", 3)


def test_every_stored_row_keeps_todays_contract(migrated: Path) -> None:
    with q7.Warehouse(migrated) as warehouse:
        for name, table in load_contract().tables.items():
            assert table.check(warehouse.sql(f"FROM {name}").to_arrow_table()).rejected == (), name


def test_a_load_is_refused_before_the_migration_and_goes_on_after_it(migrated: Path, tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text("The council met.\n\nThe council met in the town hall to speak of the road.\n")
    before = Layout(migrated.parent / "before")
    was = before.store.read_bytes()
    with q7.Warehouse(before.root) as warehouse, pytest.raises(OldContractError, match="q7x2-etl migrate"):
        warehouse.load(tmp_path)
    assert before.store.read_bytes() == was
    with q7.Warehouse(migrated) as warehouse:
        assert warehouse.load(tmp_path).n_inputs == 1
        assert warehouse.migrate().steps == {}
