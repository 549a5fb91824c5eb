"""How right and how fast reports become incidents.

    python benchmarks/resolution.py                      quality on 200,000 invented reports, with the kinds of errors
    python benchmarks/resolution.py --sizes 10000 100000 1000000    seconds and memory, a process each
    python benchmarks/resolution.py --one-week 20000     all of them in one country and one week

Quality: pairs of reports (precision, recall, F1), and B-cubed: for each report, how much of its incident is its event's
and how much of its event is in its incident. How the reports are made, and that a careful reader could tell their
events apart: synthetic_reports.py.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from report_table import Table, emit
from synthetic_reports import Mix
from synthetic_store import numbers, synthetic_store

from q7x2_etl.pipeline.resolving import ResolutionScope, resolve_reports
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Rules
from q7x2_etl.warehouse import Store

SEED = 1
_CELLS = "SELECT event, incident_id, count(*) AS n FROM truth JOIN incident_links USING (report_id) GROUP BY ALL"
_PAIRS = f"""
    WITH cells AS ({_CELLS}),
    incidents AS (SELECT incident_id, sum(n) AS n FROM cells GROUP BY ALL),
    events AS (SELECT event, sum(n) AS n FROM cells GROUP BY ALL)
    SELECT (SELECT sum(n * (n - 1)) / 2 FROM cells), (SELECT sum(n * (n - 1)) / 2 FROM incidents),
        (SELECT sum(n * (n - 1)) / 2 FROM events)
"""
_B_CUBED = f"""
    WITH cells AS ({_CELLS})
    SELECT sum(n * n / of_incident) / sum(n), sum(n * n / of_event) / sum(n) FROM (
        SELECT n, sum(n) OVER (PARTITION BY incident_id) AS of_incident, sum(n) OVER (PARTITION BY event) AS of_event
        FROM cells
    )
"""
# Wrongly joined: reports that are not of the event that most of their incident's are; wrongly split: reports outside
# the incident that holds most of their event's. By what makes the event hard.
_ERRORS = f"""
    WITH cells AS ({_CELLS}),
    homes AS (
        SELECT *, row_number() OVER (PARTITION BY incident_id ORDER BY n DESC, event) = 1 AS main_event,
            row_number() OVER (PARTITION BY event ORDER BY n DESC, incident_id) = 1 AS main_incident FROM cells
    ),
    kinds AS (SELECT DISTINCT event, hard FROM truth)
    SELECT hard, sum(n), sum(n) FILTER (NOT main_event), sum(n) FILTER (NOT main_incident)
    FROM homes JOIN kinds USING (event) GROUP BY hard ORDER BY hard
"""


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measured(n_reports: int, *, quality: bool, one_week: bool = False) -> dict[str, Any]:
    """Make the reports, resolve them, and say what came of it."""
    mix, rules = Mix(), Rules.load(Reference.load())
    with (
        tempfile.TemporaryDirectory() as folder,
        synthetic_store(Path(folder) / "w", n_reports, SEED, mix, one_week=one_week) as store,
    ):
        before = _peak()
        started, worked = time.perf_counter(), time.process_time()
        with store.transaction():
            resolve_reports(store, rules, "measured", ResolutionScope(everything=True))
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
        peak = _peak()
        again = _next_night(store, rules)
        found: dict[str, Any] = {
            "reports": mix.n_reports, "incidents": numbers(store, "SELECT count(*) FROM incidents")[0],
            "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak, "before_mb": before, "night_seconds": again,
            "mix": list(mix.lines()),
        }  # fmt: skip
        if quality:
            found |= _quality(store)
    return found


def _next_night(store: Store, rules: Rules) -> float:
    """CPU seconds to resolve the last 1,000 reports when the rest is resolved already."""
    store.connection.execute(
        "DELETE FROM incident_links WHERE report_id IN (SELECT report_id FROM reports JOIN articles USING (article_id) "
        "ORDER BY published_on DESC NULLS LAST, report_id LIMIT 1000)"
    )
    worked = time.process_time()
    with store.transaction():
        resolve_reports(store, rules, "night", ResolutionScope())
    return time.process_time() - worked


def _quality(store: Store) -> dict[str, Any]:
    both, joined, same = numbers(store, _PAIRS)
    precision, recall = numbers(store, _B_CUBED)
    return {
        "pairs": [both / max(1, joined), both / max(1, same)],
        "b_cubed": [precision, recall],
        "errors": store.connection.execute(_ERRORS).fetchall(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=200_000, help="reports that quality is measured on")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="numbers of reports to measure the time of")
    parser.add_argument("--one-week", type=int, default=0, help="reports of one country in one week")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--markdown", action="store_true", help="the tables for docs/BENCHMARKS.md")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measured(**json.loads(options.child))))
        return 0
    tables = []
    sizes = [(n, False) for n in options.sizes] + ([(options.one_week, True)] if options.one_week else [])
    if sizes:
        tables.append(_speed_table([_in_process(n, one_week) for n, one_week in sizes]))
    else:
        found = measured(options.n, quality=True)
        print("\n".join(found["mix"]), end="\n\n")
        tables += _quality_tables(found)
    emit(tables, markdown=options.markdown)
    return 0


def _in_process(n: int, one_week: bool) -> dict[str, Any]:
    arguments = json.dumps({"n_reports": n, "quality": one_week, "one_week": one_week})
    command = [sys.executable, __file__, "--child", arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _speed_table(runs: list[dict[str, Any]]) -> Table:
    columns = ["reports", "incidents", "seconds", "CPU seconds", "peak MB", "1,000 more, CPU s", "F1 of pairs"]
    table = Table("Reports to incidents", columns, [])
    for run in runs:
        cells = [f"{run[name]:,.0f}" for name in ("reports", "incidents", "seconds", "cpu_seconds", "peak_mb")]
        told = f"{f1(*run['pairs']):.3f}" if "pairs" in run else ""
        table.rows.append([*cells, f"{run['night_seconds']:.1f}", told])
    return table


def _quality_tables(found: dict[str, Any]) -> list[Table]:
    quality = Table(f"{found['reports']:,} invented reports", ["measure", "precision", "recall", "F1"], [])
    for name in ("pairs", "b_cubed"):
        precision, recall = found[name]
        quality.rows.append([name, f"{precision:.4f}", f"{recall:.4f}", f"{f1(precision, recall):.4f}"])
    errors = Table("Errors by what makes an event hard", ["kind", "reports", "joined wrongly", "split off wrongly"], [])
    for kind, n, joined, split in found["errors"]:
        errors.rows.append([kind, f"{n:,}", f"{(joined or 0) / n:.2%}", f"{(split or 0) / n:.2%}"])
    return [quality, errors]


if __name__ == "__main__":
    raise SystemExit(main())
