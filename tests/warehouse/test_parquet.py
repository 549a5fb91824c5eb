"""The Parquet of versions: what changes is written, what does not is shared, and reading it gives the table."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, Store, checked, publish
from q7x2_etl.warehouse.partitions import partitioning, partitions

LINKS = "parquet/incident_links"
ARTICLES = "parquet/articles"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path), load_contract())
    yield opened
    opened.close()


def _add_article(store: Store, name: str, published: str | None) -> None:
    store.connection.execute(
        "INSERT INTO articles (article_id, document_id, story_start, story_end, title, published_on, "
        "published_precision, published_method) SELECT ?, ?, 0, 9, ?, ?::DATE, ?, 'metadata'",
        [name * 32, name * 64, f"Title {name}", published, "unknown" if published is None else "day"],
    )
    store.connection.execute(
        "INSERT INTO documents (document_id, media_type, language, text, n_chars) SELECT ?, 'text/plain', 'en', ?, 9",
        [name * 64, f"Text of {name}."],
    )


def _add_link(store: Store, report: str, incident: str) -> None:
    row = {"report_id": report * 32, "incident_id": incident * 32, "score": 1.0, "reason": "alone"}
    store.insert_new("incident_links", checked(store, "incident_links", [row]))


def _rows(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def _inodes(version: Path, table: str) -> dict[str, int]:
    return {p.relative_to(version).as_posix(): p.stat().st_ino for p in (version / table).rglob("*.parquet")}


def test_rows_lie_by_year_and_those_without_a_date_apart(store: Store, tmp_path: Path) -> None:
    for name, day in (("a", "2018-08-10"), ("b", "2018-01-01"), ("c", "2021-03-04"), ("d", None)):
        _add_article(store, name, day)
    version = publish(Layout(tmp_path), store, "run-1").path
    assert set(_inodes(version, ARTICLES)) == {
        f"{ARTICLES}/published_year={year}/articles.parquet" for year in ("2018", "2021", "__HIVE_DEFAULT_PARTITION__")
    }
    files = f"read_parquet('{tmp_path}/parquet/articles/**/*.parquet', hive_partitioning = true)"
    query = f"SELECT published_year, count(*) FROM {files} GROUP BY ALL ORDER BY ALL"
    assert _rows(query) == [(2018, 2), (2021, 1), (None, 1)]
    texts = f"read_parquet('{tmp_path}/parquet/documents/**/*.parquet', hive_partitioning = true)"
    assert _rows(f"SELECT text FROM {texts} WHERE published_year = 2021") == [("Text of c.",)]


def test_reading_without_the_partition_column_gives_exactly_the_table(store: Store, tmp_path: Path) -> None:
    for name, day in (("a", "2018-08-10"), ("c", "2021-03-04"), ("d", None)):
        _add_article(store, name, day)
    publish(Layout(tmp_path), store, "run-1")
    with duckdb.connect(str(tmp_path / "q7x2.duckdb"), read_only=True) as connection:
        for name, table in store.contract.tables.items():
            column = partitioning(name).column
            assert column not in table.column_names
            files = f"read_parquet('{tmp_path}/parquet/{name}/**/*.parquet', hive_partitioning = true)"
            read = f"(SELECT * {f'EXCLUDE ({column})' if column else ''} FROM {files})"
            one, other = connection.sql(f"FROM {read}"), connection.sql(f'FROM "{name}"')
            assert (one.columns, one.types) == (other.columns, other.types)
            for left, right in ((read, name), (name, read)):
                assert connection.sql(f"(FROM {left}) EXCEPT ALL (FROM {right})").fetchall() == [], name


def test_unchanged_partitions_are_shared_with_the_version_before(store: Store, tmp_path: Path) -> None:
    _add_article(store, "a", "2018-08-10")
    _add_article(store, "b", "2021-03-04")
    first = publish(Layout(tmp_path), store, "run-1")
    _add_article(store, "c", "2021-05-06")
    second = publish(Layout(tmp_path), store, "run-2")
    one, two = _inodes(first.path, "parquet"), _inodes(second.path, "parquet")
    changed = {name for name in two if one.get(name) != two[name]}
    year = "published_year=2021"
    assert changed == {
        f"{ARTICLES}/{year}/articles.parquet",
        f"parquet/documents/{year}/documents.parquet",
        "parquet/publications/publications.parquet",
    }
    assert second.files_written == len(changed) + 1  # and the DuckDB file


def test_files_written_anew_are_byte_for_byte_the_same(store: Store, tmp_path: Path) -> None:
    for name, day in (("a", "2018-08-10"), ("b", "2018-08-10"), ("c", "2021-05-06")):
        _add_article(store, name, day)
    first = publish(Layout(tmp_path), store, "run-1")
    store.connection.execute("CREATE TEMP TABLE was AS FROM articles")
    store.connection.execute("DELETE FROM articles")
    store.connection.execute("INSERT INTO articles FROM was ORDER BY article_id DESC")
    second = publish(Layout(tmp_path), store, "run-1", rewrite=True)
    one, two = _inodes(first.path, "parquet"), _inodes(second.path, "parquet")
    assert not set(one.values()) & set(two.values())
    for name in set(one) - {"parquet/publications/publications.parquet"}:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name


def test_rows_that_exchange_a_value_are_a_change(store: Store) -> None:
    table = store.contract.tables["incident_links"]
    _add_link(store, "a", "a")
    _add_link(store, "b", "b")
    before = partitions(store.connection, "store", [table])
    for column in ("incident_id", "reason"):  # the last column, too
        store.connection.execute(f"UPDATE incident_links SET {column} = 'x' WHERE report_id = ?", ["a" * 32])
    mixed = partitions(store.connection, "store", [table])
    store.connection.execute(
        "UPDATE incident_links SET reason = CASE WHEN reason = 'x' THEN 'alone' ELSE 'x' END, "
        "incident_id = CASE WHEN incident_id = 'x' THEN ? ELSE incident_id END",
        ["a" * 32],
    )
    exchanged = partitions(store.connection, "store", [table])
    assert len({str(found) for found in (before, mixed, exchanged)}) == 3


def test_a_damaged_file_is_not_shared_but_written_anew(store: Store, tmp_path: Path) -> None:
    _add_article(store, "a", "2018-08-10")
    first = publish(Layout(tmp_path), store, "run-1")
    damaged = first.path / ARTICLES / "published_year=2018" / "articles.parquet"
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    second = publish(Layout(tmp_path), store, "run-1")
    files = str(second.path / ARTICLES / "**" / "*.parquet")
    assert _rows(f"SELECT title FROM '{files}'") == [("Title a",)]


def test_without_hard_links_files_are_copied(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("this file system makes no links")

    _add_article(store, "a", "2018-08-10")
    first = publish(Layout(tmp_path), store, "run-1")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    second = publish(Layout(tmp_path), store, "run-1")
    name = f"{ARTICLES}/published_year=2018/articles.parquet"
    assert (first.path / name).read_bytes() == (second.path / name).read_bytes()
    assert (second.path / name).stat().st_nlink == 1
    assert (second.path / name).stat().st_mode & 0o777 == 0o444


def test_removal_of_an_old_version_leaves_shared_files_read_only(store: Store, tmp_path: Path) -> None:
    for _ in range(2):
        last = publish(Layout(tmp_path), store, "run-1", versions_kept=1)
    assert Layout(tmp_path).versions_there() == [2]
    assert {p.stat().st_mode & 0o777 for p in last.path.rglob("*") if p.is_file()} == {0o444}


def test_many_rows_are_cut_into_files_without_loss(store: Store, tmp_path: Path) -> None:
    store.connection.execute(
        "INSERT INTO run_inputs SELECT 'run-1', i, 1, 'name ' || i, 'uri', NULL, NULL, 'empty', 'no text', 0, 0, 0, "
        "TIMESTAMPTZ '2024-01-15 00:00:00+00' + to_days(CAST(i % 3 AS INTEGER)) FROM range(100_000) AS r(i)"
    )
    published = publish(Layout(tmp_path), store, "run-1")
    files = f"read_parquet('{published.path}/parquet/run_inputs/**/*.parquet', hive_partitioning = true)"
    found = _rows(f"SELECT loaded_day, count(*), count(DISTINCT ordinal) FROM {files} GROUP BY ALL ORDER BY ALL")
    assert found == [(date(2024, 1, day), n, n) for day, n in ((15, 33334), (16, 33333), (17, 33333))]


@pytest.mark.parametrize("characters", [1, 9, 20, 100])
def test_texts_that_are_sorted_a_few_at_a_time_give_the_same_files(
    characters: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ["2018-08-10", None, "2021-03-04", "2018-01-01", "2018-02-02", "2018-02-02"]
    for name, day in zip("fa0c9e", days, strict=True):
        _add_article(store, name, day)
    at_once = publish(Layout(tmp_path), store, "run-1").path
    monkeypatch.setattr("q7x2_etl.warehouse.passes.SORTED_CHARACTERS", characters)
    monkeypatch.setattr("q7x2_etl.warehouse.parquet.Earlier.place", lambda *_: None)
    in_passes = publish(Layout(tmp_path), store, "run-2").path
    assert in_passes != at_once
    files = sorted(p.relative_to(at_once) for p in (at_once / "parquet" / "documents").rglob("*.parquet"))
    assert len(files) == 3
    for file in files:
        assert (in_passes / file).read_bytes() == (at_once / file).read_bytes()
