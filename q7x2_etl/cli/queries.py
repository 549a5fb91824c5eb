"""SQL on the published snapshot, with DuckDB's complaints turned into one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.errors import InputError, WarehouseError

if TYPE_CHECKING:
    import duckdb

_BATCH = 10_000


@contextmanager
def query_rows(
    warehouse: Path, query: str, at: int | None = None
) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """The columns and rows of one query, on the version `at` or the published one; rows are fetched as asked for.

    Raises `InputError` for SQL that cannot run (exit code 2), `WarehouseError` for one that fails while it runs (1).
    """
    import duckdb

    from q7x2_etl import Warehouse

    try:
        with Warehouse(warehouse) as opened:
            relation = opened.sql(query, at=at)
            if relation is None:  # nothing but a comment, or a statement without rows
                raise InputError("the query gives no rows; write one SELECT, FROM, DESCRIBE, SUMMARIZE or SHOW")
            yield list(relation.columns), _fetched(relation)
    except (duckdb.ProgrammingError, duckdb.InvalidInputException) as error:
        raise InputError(f"the query cannot run: {_first_line(error)}") from error
    except duckdb.Error as error:
        raise WarehouseError(f"{warehouse}: the query failed: {_first_line(error)}") from error


def _fetched(relation: "duckdb.DuckDBPyRelation") -> Iterator[tuple[Any, ...]]:
    # By column, not by name: a query may give two columns the same name.
    try:
        for batch in relation.to_arrow_reader(_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
    except OSError as error:  # pyarrow's word for what DuckDB complains of in the midst of the rows
        raise WarehouseError(f"the query failed: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
