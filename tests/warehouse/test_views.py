"""The views and macros of the warehouse, each asked for something it must and something it must not give."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, Store, checked

_ALDER, _BIRCH = "a" * 32, "b" * 32


def _incident(incident_id: str, **columns: object) -> dict[str, object]:
    empty = {column.name: None for column in load_contract().tables["incidents"].columns}
    known: dict[str, object] = {
        "incident_id": incident_id, "event_type": "bombing", "stage": "accomplished", "veracity": "reported",
        "date_start": date(2021, 3, 4), "date_end": date(2021, 3, 4), "date_precision": "day", "country": "AAA",
        "latitude": 36.0, "longitude": 66.0, "where_precision": 1, "deaths_low": 2, "deaths_best": 3, "deaths_high": 4,
        "toll_contested": False, "n_reports": 1, "n_articles": 1, "n_publishers": 0, "confidence": 0.5,
    }  # fmt: skip
    return {**empty, **known, **columns}


def _actor(incident_id: str, ordinal: int, name: str, actor_id: str | None) -> dict[str, object]:
    return {
        "incident_id": incident_id, "ordinal": ordinal, "role": "perpetrator", "side": "a", "actor_id": actor_id,
        "name": name, "kind": "armed_group", "country": None, "n_reports": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path_factory.mktemp("views")), load_contract())
    rows: dict[str, list[dict[str, Any]]] = {
        "incidents": [
            _incident(_ALDER),
            _incident(_BIRCH, latitude=37.0, deaths_low=None, deaths_best=None, deaths_high=None),
        ],
        "incident_actors": [
            _actor(_ALDER, 0, "Red Column", "red"),
            _actor(_ALDER, 1, "Blue Column", None),
            _actor(_BIRCH, 0, "Red Column", "red"),
        ],
        "actor_aliases": [
            {"actor_id": "red", "alias": "the Reds", "alias_type": "name", "valid_from": None, "valid_until": None,
             "source": "tests"}
        ],
    }  # fmt: skip
    for table, given in rows.items():
        opened.insert_new(table, checked(opened, table, given))
    yield opened
    opened.close()


def _ids(store: Store, query: str) -> list[str]:
    return [row["incident_id"] for row in store.arrow(query).to_pylist()]


def test_every_sql_file_makes_the_object_of_its_name_with_a_comment(store: Store) -> None:
    names = {path.name.removesuffix(".sql") for path in (files("q7x2_etl.warehouse") / "sql").iterdir()}
    made = store.arrow(
        "SELECT view_name AS name, comment FROM duckdb_views() WHERE NOT internal AND database_name = 'store' "
        "UNION ALL SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal "
        "AND database_name = 'store' AND function_type IN ('macro', 'table_macro')"
    ).to_pylist()
    assert {row["name"] for row in made} == names
    assert all(row["comment"] for row in made)


def test_no_table_column_view_or_macro_is_a_reserved_word(store: Store) -> None:
    reserved = {
        row[0]
        for row in duckdb.execute(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        ).fetchall()
    }
    names = store.arrow(
        "SELECT table_name AS name FROM duckdb_columns() WHERE database_name = 'store' "
        "UNION SELECT column_name FROM duckdb_columns() WHERE database_name = 'store' "
        "UNION SELECT function_name FROM duckdb_functions() WHERE NOT internal AND database_name = 'store'"
    )
    assert not reserved & set(names.column("name").to_pylist())


def test_quote_gives_what_python_slices_give(store: Store) -> None:
    text = "Ein Bär 🐻 — naïve café, 北京 and the rest"
    for start in range(0, len(text), 3):
        for end in range(start + 1, len(text) + 1, 4):
            found = store.arrow("SELECT quote(?, ?, ?) AS words", [text, start, end]).to_pylist()[0]["words"]
            assert found == text[start:end]


def test_near_measures_kilometres(store: Store) -> None:
    assert _ids(store, "SELECT * FROM near(36.0, 66.0, 100)") == [_ALDER]
    assert _ids(store, "SELECT * FROM near(36.0, 66.0, 112)") == [_ALDER, _BIRCH]  # one degree of latitude: 111.2 km
    assert _ids(store, "SELECT * FROM near(0, 0, 100)") == []


def test_by_actor_takes_id_name_or_alias_in_any_case(store: Store) -> None:
    for asked in ("red", "RED COLUMN", "the reds"):
        assert _ids(store, f"SELECT * FROM by_actor('{asked}')") == [_ALDER, _BIRCH]
    assert _ids(store, "SELECT * FROM by_actor('Green Column')") == []


def test_dyad_needs_both(store: Store) -> None:
    assert _ids(store, "SELECT * FROM dyad('the Reds', 'blue column')") == [_ALDER]
    assert _ids(store, "SELECT * FROM dyad('the Reds', 'Green Column')") == []


def test_timeline_counts_unknown_tolls_as_unknown_not_as_zero(store: Store) -> None:
    (row,) = store.arrow("SELECT * FROM timeline").to_pylist()
    assert (row["n_incidents"], row["n_incidents_with_toll"], row["deaths_best"]) == (2, 1, 3)
    assert row["month_start"] == date(2021, 3, 1)


def test_actor_activity_counts_incidents(store: Store) -> None:
    rows = {row["name"]: row for row in store.arrow("SELECT * FROM actor_activity").to_pylist()}
    assert (rows["Red Column"]["n_incidents"], rows["Blue Column"]["n_incidents"]) == (2, 1)
    assert rows["Red Column"]["countries"] == ["AAA"]


def test_views_work_in_the_published_file_too(store: Store, tmp_path: Path) -> None:
    from q7x2_etl.warehouse import publish

    publish(Layout(tmp_path), store, "run-1")
    with duckdb.connect(str(tmp_path / "q7x2.duckdb"), read_only=True) as connection:
        for name in ("reports_resolved", "timeline", "actor_activity", "contested_tolls", "load_health"):
            assert connection.sql(f"SELECT * FROM {name}").to_arrow_table().num_columns > 3
        assert connection.execute("SELECT quote('hello', 1, 3)").fetchall() == [("el",)]
        assert connection.sql("SELECT * FROM by_actor('red')").to_arrow_table().num_rows == 2
