"""Report rows into a database: our checked, deduplicated insert beside a plain dlt pipeline and pandas' `to_sql`.

    pip install '.[bench]'
    python benchmarks/bulk_insert.py [--rows N] [--markdown]

The same rows for all, as one Arrow table in memory, each way in a process of its own, one after the other, into a new
database file. Ours leaves out rows that are there already, and is one transaction; that of rows which are all there
already is timed too, and so is the check of every row against the contract, which the others have none of. dlt gets the
Arrow table (its quickest way in), both into DuckDB; pandas writes a DataFrame (made before the clock starts) to SQLite.
A way whose library is not installed is left out. The clock stops when the rows are committed, and their number is
proved. Each way runs `--runs` times, in turn, and its quickest run counts: on a machine that other work shares the
slower ones tell of that work. The seconds of the processors are printed too.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
from report_table import Table, emit

Timed: TypeAlias = tuple[str, float, float, int]  # a way, seconds, seconds of the processors, rows that are there
_RUN = "run-1"
_FIRST = date(2015, 1, 1)
_SENTENCE = (
    "Gunmen attacked a checkpoint outside the town on the day named and killed some of the guards, officials said."
)


def report_rows(n: int) -> pa.Table:
    """`n` rows that keep the contract of `reports`."""
    from q7x2_etl.contract import load_contract

    schema = load_contract().tables["reports"].arrow_schema()
    numbers = range(n)
    days = [_FIRST + timedelta(days=i % 3000) for i in numbers]
    quotes = [f"{_SENTENCE} ({i})" for i in numbers]
    columns: dict[str, list[object]] = {
        "report_id": [f"{i:032x}" for i in numbers],
        "article_id": [f"{i // 3:032x}" for i in numbers],
        "event_type": ["armed_attack"] * n,
        "stage": ["accomplished"] * n,
        "veracity": ["reported"] * n,
        "date_start": days,
        "date_end": days,
        "date_precision": ["day"] * n,
        "place_name": [f"Town {i % 977}" for i in numbers],
        "place_id": [f"test:{i % 977}" for i in numbers],
        "country": [("AFG", "IRQ", "NGA", "COL")[i % 4] for i in numbers],
        "latitude": [float(i % 60) for i in numbers],
        "longitude": [float(i % 150) for i in numbers],
        "where_precision": [1] * n,
        "quote": quotes,
        "quote_start": [i % 1000 for i in numbers],
        "quote_end": [i % 1000 + len(quote) for i, quote in zip(numbers, quotes, strict=True)],
        "confidence": [0.5 + i % 50 / 100 for i in numbers],
        "extractor": ["rules"] * n,
        "extractor_version": ["1"] * n,
        "reference_version": ["0123456789ab"] * n,
        "run_id": [_RUN] * n,
    }
    return pa.table(
        [pa.array(columns.get(field.name, [None] * n), field.type) for field in schema],
        schema=pa.schema([field.with_nullable(True) for field in schema]),
    )


def ours(rows: pa.Table, folder: Path) -> list[Timed]:
    """Insert; the check before it; and the same rows once more."""
    from q7x2_etl.contract import load_contract
    from q7x2_etl.warehouse import Layout, Store

    contract = load_contract()
    store = Store.open(Layout(folder), contract)
    table = contract.tables["reports"]
    table.check(rows.slice(0, 1))  # imports what checks need, as the imports of the others are not timed either

    def insert() -> None:
        with store.transaction():
            store.insert_new("reports", valid[0])

    def there() -> int:
        return store.scalar("SELECT count(*) FROM reports")

    valid: list[pa.Table] = []
    checked = _seconds(lambda: valid.append(table.check(rows).valid))
    timed: list[Timed] = [("ours: deduplicated, one transaction", *_seconds(insert), there())]
    timed.append(("ours: the check against the contract before it", *checked, there()))
    timed.append(("ours: the insert of the same rows again", *_seconds(insert), there()))
    store.close()
    return timed


def dlt_pipeline(rows: pa.Table, folder: Path) -> list[Timed]:
    """The plainest pipeline: an Arrow table appended to a table."""
    import dlt
    import duckdb

    file = folder / "dlt.duckdb"
    pipeline = dlt.pipeline("bulk", pipelines_dir=str(folder / "state"), destination=dlt.destinations.duckdb(str(file)))
    spent = _seconds(lambda: pipeline.run(rows, table_name="reports"))
    with duckdb.connect(str(file), read_only=True) as connection:
        ((found,),) = connection.execute("SELECT count(*) FROM bulk_dataset.reports").fetchall()
    return [(f"dlt {dlt.__version__}: Arrow table, append", *spent, int(found))]


def pandas_to_sql(rows: pa.Table, folder: Path) -> list[Timed]:
    """`DataFrame.to_sql` into SQLite, pandas' own and quickest: through a driver of DuckDB it is far slower still."""
    import pandas as pd

    frame = rows.to_pandas()
    with closing(sqlite3.connect(folder / "pandas.sqlite")) as connection:

        def insert() -> None:
            with connection:
                frame.to_sql("reports", connection, index=False, chunksize=10_000)

        spent = _seconds(insert)
        ((found,),) = connection.execute("SELECT count(*) FROM reports").fetchall()
    return [(f"pandas {pd.__version__}: to_sql into SQLite", *spent, int(found))]


_WAYS: dict[str, tuple[Callable[[pa.Table, Path], list[Timed]], tuple[str, ...]]] = {
    "ours": (ours, ()),
    "dlt": (dlt_pipeline, ("dlt",)),
    "pandas": (pandas_to_sql, ("pandas",)),
}


def main() -> int:
    """Each way in a process of its own; the table of their seconds."""
    options = _options().parse_args()
    if options.way:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(_WAYS[options.way][0](report_rows(options.rows), Path(folder))))
        return 0
    quickest: dict[str, tuple[float, float]] = {}
    for _ in range(options.runs):
        for name in _installed():
            for told, seconds, processors, found in _in_process(name, options.rows):
                if found != options.rows:
                    raise SystemExit(f"{told}: {found:,} of {options.rows:,} rows are there")
                quickest[told] = min(quickest.get(told, (seconds, processors)), (seconds, processors))
    rows = [[t, f"{s:.1f}", f"{p:.1f}", f"{options.rows / s:,.0f}"] for t, (s, p) in quickest.items()]
    title = f"Insert of {options.rows:,} report rows, the quickest of {options.runs} runs"
    emit([Table(title, ["way", "seconds", "of processors", "rows a second"], rows)], markdown=options.markdown)
    return 0


def _installed() -> list[str]:
    found = []
    for name, (_, needed) in _WAYS.items():
        missing = [module for module in needed if find_spec(module) is None]
        if missing:
            print(f"{name}: left out, {', '.join(missing)} not installed (pip install '.[bench]')", file=sys.stderr)
        else:
            found.append(name)
    return found


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--way", choices=sorted(_WAYS), help="only this one, in this process; prints JSON")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/BENCHMARKS.md")
    return parser


def _in_process(way: str, rows: int) -> list[Timed]:
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--rows", str(rows)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "RUNTIME__DLTHUB_TELEMETRY": "false"},
    )
    found: list[Timed] = json.loads(done.stdout.splitlines()[-1])
    return found


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    started, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - spent


if __name__ == "__main__":
    raise SystemExit(main())
