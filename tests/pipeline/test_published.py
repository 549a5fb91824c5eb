"""What is published: every table in plain DuckDB and in Parquet."""

from pathlib import Path

import duckdb
import pytest

import q7x2_etl as q7
from q7x2_etl.contract import load_contract


def test_every_table_can_be_selected_in_plain_duckdb_and_has_comments(loaded: Path) -> None:
    with duckdb.connect(str(loaded / "q7x2.duckdb"), read_only=True) as connection:
        for name, table in load_contract().tables.items():
            assert connection.sql(f"SELECT * FROM {name}").columns == list(table.column_names)
        counted = connection.execute("SELECT count(*), count(comment) FROM duckdb_tables()").fetchall()
        columns = connection.execute(
            "SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal "
            "AND table_name IN (SELECT table_name FROM duckdb_tables())"
        ).fetchall()
    assert counted == [(len(load_contract().tables),) * 2]
    assert columns[0][0] == columns[0][1] > 100


def test_parquet_equals_the_tables(loaded: Path) -> None:
    with duckdb.connect(str(loaded / "q7x2.duckdb"), read_only=True) as connection:
        for name in load_contract().tables:
            files = f"read_parquet('{loaded / 'parquet' / name / '**' / '*.parquet'}', hive_partitioning = false)"
            for one, other in ((name, files), (files, name)):
                assert connection.sql(f"(FROM {one}) EXCEPT ALL (FROM {other})").to_arrow_table().num_rows == 0, name


def test_sql_binds_parameters_and_cannot_write(loaded: Path) -> None:
    with q7.Warehouse(loaded) as warehouse:
        found = warehouse.sql("SELECT count(*) AS n FROM incidents WHERE country = ?", ["AAA"]).to_arrow_table()
        assert found.to_pylist()[0]["n"] > 10
        with pytest.raises(duckdb.Error):
            warehouse.sql("DELETE FROM incidents")
        assert warehouse.version == 1
