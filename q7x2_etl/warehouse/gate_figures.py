"""What gates measure, read off the writer's store and the published version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.settings import Gate
from q7x2_etl.warehouse.snapshot import Snapshot
from q7x2_etl.warehouse.store import Store

# Each input that no published load had, by its latest outcome that says what became of it. A window over every input
# is worth its time only where several runs are unpublished.
_NEW_INPUTS = """
    SELECT uri, started_at, outcome, run_inputs.n_rejects > 0 AS has_rejects
    FROM run_inputs JOIN runs USING (run_id)
    WHERE list_contains(?, run_id) AND outcome NOT IN ('unchanged', 'duplicate')
"""
_LATEST = f"{_NEW_INPUTS} QUALIFY rank() OVER (PARTITION BY uri ORDER BY started_at DESC) = 1"
_SHARES = """
    SELECT
        count(*) AS n,
        count(*) FILTER (outcome = 'loaded') AS loaded_share,
        count(*) FILTER (outcome NOT IN ('error', 'quarantined')) AS usable_share,
        count(*) FILTER (outcome = 'unreadable') AS unreadable_share,
        count(*) FILTER (has_rejects) AS rejected_share
    FROM ({})
"""
_RECENT = """
    SELECT count(*) AS n, median(n_inputs) AS inputs, median(n_reports) AS reports FROM (
        SELECT n_inputs, n_reports FROM runs WHERE status = 'done' AND n_inputs > 0 AND run_id != ?
            AND coalesce(options_json ->> 'kind', 'load') = ?
        ORDER BY started_at DESC, run_id DESC LIMIT ?
    )
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, None where there is none, and how many inputs, rows or runs it rests on."""

    value: float | None
    rests_on: int


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What the run at work did, as far as gates measure it; `kind` is load, reextract …"""

    run_id: str
    kind: str
    inputs: int
    articles: int
    reports: int


class Figures:
    """Measures for one load. Shares of inputs and of nulls are taken over all that is not published yet: what an
    earlier load left behind, because it failed or a gate refused it, would be published with this one.
    """

    def __init__(self, store: Store, published: Snapshot, run: RunFigures, recent_runs: int) -> None:
        self._store = store
        self._published = published
        self._run = run
        self._recent_runs = recent_runs

    def of(self, gate: Gate) -> Figure:
        """The figure that the gate compares with its limit."""
        name, table, column = gate.measured()
        if table is None:
            return self._of_inputs(name)
        by_name: Mapping[str, Callable[[], Figure]] = {
            "rows": lambda: self._rows(table),
            "rows_to_published": lambda: self._rows_to_published(table),
            "null_share": lambda: self._null_share(table, str(column)),
            "null_rise": lambda: self._null_rise(table, str(column)),
        }
        return by_name[name]()

    @cached_property
    def unpublished_runs(self) -> list[str]:
        """The runs whose rows no published version has, this one among them."""
        runs = self._store.arrow("SELECT run_id FROM runs").column("run_id").to_pylist()
        published = self._from_published("SELECT list(run_id) FROM runs")
        return sorted({*runs, self._run.run_id} - set(published if isinstance(published, list) else ()))

    def _of_inputs(self, name: str) -> Figure:
        run, recent, shares = self._run, self._recent, self._shares
        if name in ("inputs", "articles", "reports"):
            return Figure(float(getattr(run, name)), run.inputs)
        if name.endswith("_to_median"):
            of = name.removesuffix("_to_median")
            return Figure(_ratio(getattr(run, of), recent[of]), int(recent["n"] or 0))
        return Figure(_ratio(shares[name], shares["n"]), int(shares["n"] or 0))

    @cached_property
    def _recent(self) -> dict[str, float | None]:
        found = self._store.arrow(_RECENT, [self._run.run_id, self._run.kind, self._recent_runs])
        return dict(found.to_pylist()[0])

    @cached_property
    def _shares(self) -> dict[str, float | None]:
        runs = self.unpublished_runs
        query = _SHARES.format(_LATEST if len(runs) > 1 else _NEW_INPUTS)
        return dict(self._store.arrow(query, [runs]).to_pylist()[0])

    def _rows(self, table: str) -> Figure:
        rows = self._store.scalar(f'SELECT count(*) FROM "{table}"')
        return Figure(float(rows), rows)

    def _rows_to_published(self, table: str) -> Figure:
        before = self._from_published(f'SELECT count(*) FROM "{table}"')
        there = before if isinstance(before, int) else 0
        return Figure(_ratio(self._rows(table).rests_on, there), there)

    def _null_share(self, table: str, column: str) -> Figure:
        of_runs = "run_id" in self._store.contract.tables[table].column_names
        inside = "WHERE list_contains(?, run_id)" if of_runs else ""
        found = self._store.arrow(
            f'SELECT count(*) AS n, count(*) FILTER ("{column}" IS NULL) AS nulls FROM "{table}" {inside}',
            [self.unpublished_runs] if of_runs else [],
        ).to_pylist()[0]
        return Figure(_ratio(found["nulls"], found["n"]), found["n"])

    def _null_rise(self, table: str, column: str) -> Figure:
        now = self._null_share(table, column)
        before = self._from_published(f'SELECT count(*) FILTER ("{column}" IS NULL) / count(*) FROM "{table}"')
        if now.value is None or not isinstance(before, float) or before != before:
            return Figure(None, now.rests_on)
        return Figure(now.value - before, now.rests_on)

    def _from_published(self, query: str) -> object:
        """The one value that a query gives on the published version; None where it cannot be asked (nothing is
        published yet, it is damaged, or it was made before the table or the column was).
        """
        try:
            rows = self._published.sql(query).fetchall()
        except (WarehouseError, duckdb.Error):
            return None
        return rows[0][0] if rows else None


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else float(part) / float(whole)
