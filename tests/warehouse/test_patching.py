"""The DuckDB file of a version, made from that of the version before: the same rows as in a whole copy."""

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, PublishedVersion, Store, patching, publish
from q7x2_etl.warehouse.manifest import Manifest

TABLES = ("reports", "report_targets", "incident_links", "incident_id_history")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(patching, "LEAST_ROWS", 0)
    monkeypatch.setattr(patching, "_MOST_TOUCHED", 1.0)
    monkeypatch.setattr(patching, "_MOST_GROWTH", 100.0)  # a small file grows by whole blocks
    opened = Store.open(Layout(tmp_path), load_contract())
    _add(opened, 0, 30)
    yield opened
    opened.close()


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each publish that could was made by patching."""
    done: list[bool] = []
    real = patching.copy_patched

    def spy(*arguments: object) -> bool:
        done.append(real(*arguments))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setitem(publish.__globals__, "copy_patched", spy)
    return done


def _add(store: Store, first: int, last: int) -> None:
    """Reports of several years, some without a date, each with a target and a link."""
    rows = f"range({first}, {last}) AS r(i)"
    day = "CASE WHEN i % 5 = 0 THEN NULL ELSE make_date(2015 + CAST(i % 4 AS INTEGER), 1, 1) END"
    store.connection.execute(
        "INSERT INTO reports (report_id, article_id, event_type, stage, veracity, date_start, date_end, "
        "date_precision, quote, quote_start, quote_end, confidence, extractor, extractor_version, reference_version, "
        f"run_id) SELECT md5(i::VARCHAR), md5('a'), 'bombing', 'accomplished', 'reported', {day}, {day}, 'day', "
        "'Words ' || i, "
        f"0, 9, 0.5, 'x', '1', '1', 'run-1' FROM {rows}"
    )
    store.connection.execute(
        "INSERT INTO report_targets (report_id, ordinal, target_type, name, as_written, damage, span_start, span_end) "
        f"SELECT md5(i::VARCHAR), 0, 'bridge', 'Bridge ' || i, 'bridge', 'none', 0, 6 FROM {rows}"
    )
    store.connection.execute(
        f"INSERT INTO incident_links SELECT md5(i::VARCHAR), md5(i::VARCHAR), 1.0, 'alone' FROM {rows}"
    )


def _publish(store: Store, root: Path) -> PublishedVersion:
    """Publish, and see that DuckDB file and Parquet hold the store's rows as they were."""
    held = {name: store.arrow(f'FROM "{name}"') for name in TABLES}
    version = publish(Layout(root), store, "run-1")
    assert Manifest.read(version.path).damaged(version.path) == []
    with duckdb.connect(str(version.path / "q7x2.duckdb"), read_only=True) as connection:
        for name in TABLES:
            connection.register("held", held[name])
            files = f"read_parquet('{version.path}/parquet/{name}/**/*.parquet', hive_partitioning = false)"
            for one, other in (("held", name), (name, "held"), ("held", files), (files, "held")):
                assert connection.sql(f"(FROM {one}) EXCEPT ALL (FROM {other})").fetchall() == [], (name, one)
    return version


def test_every_kind_of_change_is_patched(store: Store, tmp_path: Path, patched: list[bool]) -> None:
    _publish(store, tmp_path)
    for change in (
        "SELECT 1",  # nothing
        "INSERT INTO incident_links SELECT md5('new'), md5('new'), 1.0, 'alone'",
        "UPDATE reports SET quote = 'Other words' WHERE date_start = DATE '2016-01-01'",
        "DELETE FROM report_targets WHERE name LIKE '%7'",
        # rows move to another year
        "UPDATE reports SET date_start = DATE '2030-01-01', date_end = DATE '2030-01-01' WHERE quote LIKE '%3'",
        "UPDATE reports SET date_start = NULL, date_end = NULL WHERE date_start < DATE '2016-01-01'",  # a year goes
        "DELETE FROM report_targets",
    ):
        store.connection.execute(change).fetchall()
        _publish(store, tmp_path)
    assert patched == [True] * 7


def test_any_order_of_changes_gives_the_stores_rows(store: Store, tmp_path: Path, patched: list[bool]) -> None:
    chance = random.Random(7)
    _publish(store, tmp_path)
    for step in range(4):
        _add(store, 100 * step + 50, 100 * step + 50 + chance.randrange(1, 20))
        for table in ("reports", "report_targets", "incident_links"):
            share = chance.randrange(2, 9)
            store.connection.execute(f"DELETE FROM {table} WHERE hash(report_id) % {share} = 0")
        years = chance.randrange(1, 4)
        store.connection.execute(
            f"UPDATE reports SET date_start = date_start + INTERVAL {years} YEAR, date_end = DATE '2040-01-01' "
            f"WHERE hash(report_id) % 3 = {step % 3}"
        )
        _publish(store, tmp_path)
    assert any(patched)


def test_equal_rows_without_a_key_are_counted(store: Store, tmp_path: Path, patched: list[bool]) -> None:
    row = "SELECT md5('a'), md5('b'), 'merged', 1, 'run-1', TIMESTAMPTZ '2024-01-01 00:00:00+00'"
    store.connection.execute(f"INSERT INTO incident_id_history {row}")
    _publish(store, tmp_path)
    store.connection.execute(f"INSERT INTO incident_id_history {row}")
    _publish(store, tmp_path)
    assert patched == [False]  # seen by the proof, and copied whole


def test_a_damaged_file_or_another_view_makes_a_whole_copy(store: Store, tmp_path: Path, patched: list[bool]) -> None:
    first = _publish(store, tmp_path)
    damaged = first.path / "q7x2.duckdb"
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9] + b"no bytes!")
    _publish(store, tmp_path)
    store.connection.execute("CREATE OR REPLACE VIEW timeline AS SELECT 1 AS only_one")
    last = _publish(store, tmp_path)
    assert patched == [False, False]
    with duckdb.connect(str(last.path / "q7x2.duckdb"), read_only=True) as connection:
        assert connection.execute("FROM timeline").fetchall() == [(1,)]
    _publish(store, tmp_path)
    assert patched == [False, False, True]


def test_gaps_end_in_a_whole_copy(
    store: Store, tmp_path: Path, patched: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patching, "_MOST_GROWTH", 0.5)
    _publish(store, tmp_path)
    last = _publish(store, tmp_path)
    assert patched == [False]
    assert sorted(path.name for path in last.path.iterdir()) == ["manifest.json", "parquet", "q7x2.duckdb"]


def test_a_small_store_is_copied_whole(
    store: Store, tmp_path: Path, patched: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patching, "LEAST_ROWS", 50_000)
    for _ in range(2):
        _publish(store, tmp_path)
    assert patched == [False]
