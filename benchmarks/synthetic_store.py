"""A writer's store full of invented reports, with the truth in a temporary table of its connection."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from synthetic_reports import Mix
from synthetic_tables import tables

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, Store


@contextmanager
def synthetic_store(root: Path, n_reports: int, seed: int, mix: Mix, *, one_week: bool = False) -> Iterator[Store]:
    """The store in `root` with about `n_reports` invented reports and the table `truth` (report_id, event, hard);
    with `one_week` all of one country and one week."""
    shutil.rmtree(root, ignore_errors=True)
    contract = load_contract()
    store = Store.open(Layout(root), contract)
    try:
        store.connection.execute("CREATE TEMP TABLE truth (report_id VARCHAR, event INTEGER, hard VARCHAR)")
        for made, truth in tables(n_reports, seed, contract, mix, one_week=one_week):
            insert(store, {**made, "truth": truth})
        yield store
    finally:
        store.close()


def insert(store: Store, made: dict[str, pa.Table]) -> None:
    """Put the rows of these tables into the store."""
    for name, rows in made.items():
        store.connection.register("made", rows)
        store.connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM made')
        store.connection.unregister("made")


def numbers(store: Store, query: str) -> Sequence[float]:
    """The one row of a query."""
    (row,) = store.connection.execute(query).fetchall()
    return [float(value or 0) for value in row]
