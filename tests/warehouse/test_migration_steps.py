"""Each kind of step, on a real store with an invented table."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.contract.changes import changes
from q7x2_etl.contract.versions import ColumnShape, ContractVersion, TableShape
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse import Layout, Store
from q7x2_etl.warehouse.contract_history import StoredContract
from q7x2_etl.warehouse.migration.plan import Plan, Step, columns_of
from q7x2_etl.warehouse.migration.steps import apply_steps

pytestmark = pytest.mark.slow


def _shape(*columns: str) -> TableShape:
    parts = [column.split(" ", 2) for column in columns]
    return TableShape(tuple(ColumnShape(name, kind, not rest) for name, kind, *rest in parts), "00000000")


_LAKES = ContractVersion(1, "lakes", {"lakes": _shape("lake_id VARCHAR NOT NULL", "depth INTEGER", "note VARCHAR")})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path), load_contract())
    opened.connection.execute("CREATE TABLE lakes (lake_id VARCHAR NOT NULL, depth INTEGER, note VARCHAR)")
    opened.connection.execute("INSERT INTO lakes SELECT 'lake ' || i, i % 90, NULL FROM range(5000) AS r (i)")
    yield opened
    opened.close()


def _apply(store: Store, *versions: ContractVersion) -> None:
    steps = [Step(new, changes(old, new)) for old, new in zip((_LAKES, *versions), versions, strict=False)]
    apply_steps(store, Plan(StoredContract(1, None), len(versions) + 1, tuple(steps)))


def test_added_columns_stand_where_the_contract_has_them_and_hold_their_fill(store: Store) -> None:
    wider = _shape(
        "lake_id VARCHAR NOT NULL", "area DOUBLE", "n_boats INTEGER NOT NULL", "depth INTEGER", "note VARCHAR"
    )
    _apply(store, ContractVersion(2, "wider", {"lakes": wider}, fills={"lakes.n_boats": "depth % 7"}))
    assert columns_of(store.connection)["lakes"] == [
        ("lake_id", "VARCHAR", False),
        ("area", "DOUBLE", True),
        ("n_boats", "INTEGER", False),
        ("depth", "INTEGER", True),
        ("note", "VARCHAR", True),
    ]
    assert store.scalar("SELECT count(*) FROM lakes WHERE n_boats = depth % 7 AND area IS NULL") == 5000


def test_steps_follow_each_other_through_renames_types_and_drops(store: Store) -> None:
    _apply(
        store,
        ContractVersion(
            2,
            "ponds",
            {"ponds": _shape("lake_id VARCHAR NOT NULL", "metres DOUBLE", "note VARCHAR")},
            renames={"lakes": "ponds", "lakes.depth": "metres"},
        ),
        ContractVersion(
            3,
            "deep ponds",
            {
                "ponds": _shape("lake_id VARCHAR NOT NULL", "metres DOUBLE", "deep BOOLEAN NOT NULL"),
                "boats": _shape("b VARCHAR"),
            },
            fills={"ponds.deep": "metres > 50"},
            drops=("ponds.note",),
        ),
        ContractVersion(
            4, "no boats", {"ponds": _shape("lake_id VARCHAR", "metres DOUBLE", "deep BOOLEAN")}, drops=("boats",)
        ),
    )
    tables = columns_of(store.connection)
    assert "lakes" not in tables
    assert "boats" not in tables
    assert tables["ponds"] == [("lake_id", "VARCHAR", True), ("metres", "DOUBLE", True), ("deep", "BOOLEAN", True)]
    assert store.scalar("SELECT count(*) FROM ponds WHERE deep = (metres > 50)") == 5000


def test_a_column_that_may_no_longer_be_null_waits_for_the_check(store: Store) -> None:
    store.connection.execute("UPDATE lakes SET depth = NULL WHERE depth = 3")
    stricter = _shape("lake_id VARCHAR NOT NULL", "depth INTEGER NOT NULL", "note VARCHAR NOT NULL")
    _apply(store, ContractVersion(2, "stricter", {"lakes": stricter}, fills={"lakes.note": "'none'"}))
    assert columns_of(store.connection)["lakes"][1:] == [("depth", "INTEGER", True), ("note", "VARCHAR", False)]
    assert store.scalar("SELECT count(*) FROM lakes WHERE note = 'none'") == 5000


def test_a_value_that_does_not_fit_its_new_type_undoes_the_step(store: Store) -> None:
    store.connection.execute("UPDATE lakes SET note = 'deep'")
    retyped = _shape("lake_id VARCHAR NOT NULL", "depth INTEGER", "note INTEGER")
    with pytest.raises(duckdb.ConversionException, match="deep"):
        _apply(store, ContractVersion(2, "retyped", {"lakes": retyped}))
    assert columns_of(store.connection)["lakes"][2] == ("note", "VARCHAR", True)
    assert store.scalar("SELECT count(*) FROM lakes WHERE note = 'deep'") == 5000


def test_a_fill_that_changes_the_number_of_rows_is_caught(store: Store) -> None:
    version = ContractVersion(
        2,
        "doubled",
        {"lakes": _shape("lake_id VARCHAR NOT NULL", "depth INTEGER", "note VARCHAR", "part INTEGER NOT NULL")},
        fills={"lakes.part": "unnest([1, 2])"},
    )
    with pytest.raises(WarehouseError, match="changed 5000 rows to 10000"):
        _apply(store, version)
    assert store.scalar("SELECT count(*) FROM lakes") == 5000
