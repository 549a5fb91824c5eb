"""What publishing costs: all files anew, nothing new, one more night, on a synthetic store.

    python benchmarks/publishing.py [--reports 100000] [--markdown]

The rows are made by SQL, spread over twenty years, each report with its article, a text of some 2 KB, three actors, a
toll and five pieces of evidence. Clock and processor seconds (all threads) of one run each; nothing is asserted.
"""

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from report_table import Table, emit

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, Store, publish

_SPREAD = "CAST(i // 10 % 7300 AS INTEGER)"  # days since the first of 2004: twenty years
_ONE_NIGHT = "7290"
_DAY = "DATE '2004-01-01' + {days}"
_SEEN = "TIMESTAMPTZ '2022-01-01 00:00:00+00' + to_days({days} // 10)"
_GIVEN = {
    "documents": {"document_id": "sha256(i::VARCHAR)", "text": "repeat('Words of page ' || i || '. ', 100)"},
    "document_sources": {"document_id": "sha256(i::VARCHAR)", "uri": "'file://' || i", "retrieved_at": _SEEN},
    "articles": {"article_id": "md5(i::VARCHAR)", "document_id": "sha256(i::VARCHAR)", "published_on": _DAY},
    "reports": {"report_id": "md5('r' || i)", "article_id": "md5(i::VARCHAR)", "date_start": _DAY, "date_end": _DAY,
                "country": "'AAA'", "quote": "'On that day page ' || i || ' says that people were killed in a place.'"},
    "report_actors": {"report_id": "md5('r' || i)", "ordinal": "k", "name": "'Column ' || i % 900"},
    "report_casualties": {"report_id": "md5('r' || i)", "low": "1", "best": "i % 9", "high": "9"},
    "evidence": {"report_id": "md5('r' || i)", "span_start": "k", "quote": "'words ' || i % 1000"},
    "incidents": {"incident_id": "md5('r' || i)", "date_start": _DAY, "date_end": _DAY, "country": "'AAA'"},
    "incident_links": {"report_id": "md5('r' || i)", "incident_id": "md5('r' || i)"},
    "run_inputs": {"run_id": "'run-1'", "ordinal": "i", "uri": "'file://' || i", "loaded_at": _SEEN},
}  # fmt: skip
_SEVERAL = {"report_actors": 3, "evidence": 5}
_FILLING = {"VARCHAR": "'x'", "DOUBLE": "0.5", "BOOLEAN": "false", "DATE": "NULL", "TIMESTAMPTZ": "now()"}


@dataclass(frozen=True)
class Cost:
    """One publish."""

    what: str
    seconds: float
    processor: float
    files: int
    written: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs = measured(Path(folder), options.reports)
    whole = costs[0].processor
    rows = [
        [c.what, f"{c.seconds:.1f}", f"{c.processor:.2f}", f"{c.processor / whole:.0%}", f"{c.written} of {c.files}"]
        for c in costs
    ]
    columns = ["version", "seconds", "processor seconds", "of the first", "files written"]
    emit([Table(f"Publishing {options.reports:,} reports, 2 cores", columns, rows)], markdown=options.markdown)
    return 0


def measured(root: Path, reports: int) -> list[Cost]:
    """A whole version, one with nothing new, one with one percent more of one night, and a whole one again."""
    layout = Layout(root)
    store = Store.open(layout, load_contract())
    try:
        _fill(store, 0, reports, _SPREAD)
        costs = [_cost(layout, store, "the first version"), _cost(layout, store, "nothing new")]
        _fill(store, reports, reports + reports // 100, _ONE_NIGHT)
        return [*costs, _cost(layout, store, "one percent more"), _cost(layout, store, "all anew", rewrite=True)]
    finally:
        store.close()


def _fill(store: Store, first: int, last: int, days: str) -> None:
    """Rows of the reports `first` to `last`, that many days after the first of 2004."""
    for name, given in _GIVEN.items():
        values = []
        for column in store.contract.tables[name].columns:
            filling = "NULL" if column.nullable else _FILLING.get(column.type, "0")
            values.append(given.get(column.name, filling).format(days=days))
        rows = f"range({first}, {last}) AS r(i), range({_SEVERAL.get(name, 1)}) AS s(k)"
        store.connection.execute(f"INSERT INTO {name} SELECT {', '.join(values)} FROM {rows}")


def _cost(layout: Layout, store: Store, what: str, *, rewrite: bool = False) -> Cost:
    seconds, processor = time.perf_counter(), time.process_time()
    done = publish(layout, store, "run-1", rewrite=rewrite)
    seconds, processor = time.perf_counter() - seconds, time.process_time() - processor
    return Cost(what, seconds, processor, done.files, done.files_written)


if __name__ == "__main__":
    raise SystemExit(main())
