"""More rows than one row group of the database holds: none is lost from sight within a transaction."""

import duckdb

from q7x2_etl.resolution.scripts import make_empty

_ROWS = 130_000  # a row group has 122,880


def test_rows_of_a_large_insert_are_seen_in_its_transaction() -> None:
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"CREATE TABLE source AS SELECT range::INTEGER AS n, [range] AS list FROM range({_ROWS})")
        connection.execute("BEGIN")
        make_empty(connection, "large", "SELECT n, list FROM source -- all of it")
        connection.execute("INSERT INTO large SELECT n, list FROM source")
        assert connection.execute("SELECT count(n), max(n) FROM large").fetchall() == [(_ROWS, _ROWS - 1)]
        assert connection.execute("SELECT typeof(list) FROM large LIMIT 1").fetchall() == [("BIGINT[]",)]
