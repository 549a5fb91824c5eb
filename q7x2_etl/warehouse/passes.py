"""The passes in which a table's rows are sorted for its Parquet: whole texts so many at a time.

DuckDB 2.0 keeps in memory what it sorts; a first version would hold the text of a whole warehouse.
"""

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from q7x2_etl.contract import Table
from q7x2_etl.warehouse.partitions import Partition, partitioning, within
from q7x2_etl.warehouse.store import STORE_CATALOG

# Tables that hold whole texts or as much in many rows, and the SQL that says how long each row's is.
WIDE = {"documents": "t.n_chars", "article_wordings": "length(t.signature)"}
SORTED_CHARACTERS = 16_000_000  # of text in one pass
_BEGINNINGS = 16**4  # ways in which a key, a hash in hexadecimal digits, begins
_BEHIND_DIGITS = "g"


def ordered_queries(cursor: duckdb.DuckDBPyConnection, table: Table, changed: Sequence[Partition]) -> Iterator[str]:
    """The SQL of each pass. One after another they give the rows of these partitions in an order that only the rows'
    content decides: byte for byte the same files.
    """
    by = partitioning(table.name)
    columns = ", ".join(f't."{name}"' for name in table.column_names)
    key = table.unique[0] if table.unique else table.column_names
    keys = ", ".join(f't."{name}"' for name in key)
    values = [partition.value for partition in changed]
    for chosen in _of_texts(cursor, table, values) if table.name in WIDE else [within(table.name, values)]:
        yield (
            f"SELECT {columns} FROM {by.source(STORE_CATALOG, table.name)} WHERE {chosen} "
            f"ORDER BY {by.value} NULLS FIRST, {keys}"
        )


def _of_texts(cursor: duckdb.DuckDBPyConnection, table: Table, values: Sequence[str | None]) -> Iterator[str]:
    """Conditions that share the rows out: small partitions together, a large one in ranges of its key."""
    sizes = _sizes(cursor, table, values)
    together: list[str | None] = []
    size = 0
    for value in values:
        if together and size + sizes[value] > SORTED_CHARACTERS:
            yield within(table.name, together)
            together, size = [], 0
        if sizes[value] > SORTED_CHARACTERS:
            chosen = within(table.name, [value])
            yield from (
                f"{chosen} AND {of_range}" for of_range in _ranges(table, -(-sizes[value] // SORTED_CHARACTERS))
            )
        else:
            together.append(value)
            size += sizes[value]
    if together:
        yield within(table.name, together)


def _sizes(cursor: duckdb.DuckDBPyConnection, table: Table, values: Iterable[str | None]) -> dict[str | None, int]:
    """Characters of text by partition."""
    by = partitioning(table.name)
    found = cursor.execute(
        f"SELECT {by.value} AS value, coalesce(sum({WIDE[table.name]}), 0) FROM {by.source(STORE_CATALOG, table.name)} "
        f"WHERE {within(table.name, values)} GROUP BY ALL"
    ).fetchall()
    return dict.fromkeys(values, 0) | {value: int(total) for value, total in found}


def _ranges(table: Table, n: int) -> Iterator[str]:
    """`n` ranges of the key that together hold every row, in order, about as many rows in each."""
    ((key,),) = table.unique
    starts = [f"{_BEGINNINGS * i // n:04x}" for i in range(1, n)]
    for start, end in zip(("", *starts), (*starts, _BEHIND_DIGITS), strict=True):
        yield f"t.\"{key}\" >= '{start}' AND t.\"{key}\" < '{end}'"
