"""The ledger: a row a run, a row an input. After any crash it says what was done; the next load does the rest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, get_args

from q7x2_etl.errors import WarehouseError
from q7x2_etl.model import Outcome
from q7x2_etl.warehouse.gates import Verdict
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.store import Store

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Run:
    """One load while it runs: what its row in `runs` says from the start."""

    run_id: str
    started_at: datetime
    extractor: str
    extractor_version: str
    reference_version: str
    library_version: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row of `run_inputs`, without the run and the time. Inputs that follow each other and came as they were may
    share one: `n_inputs` of them, the first at `ordinal`, called `name` and `uri`, the last at `last_uri`.
    """

    ordinal: int
    name: str
    uri: str
    document_id: str | None
    outcome: Outcome
    reason: str | None
    n_articles: int = 0
    n_reports: int = 0
    n_rejects: int = 0
    n_inputs: int = 1
    last_uri: str | None = None


# An input that ends so could not be taken in; it counts for --max-rejects as one with rejected rows does.
FAILED_OUTCOMES: tuple[Outcome, ...] = ("unreadable", "too_large", "quarantined", "error")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the ledger adds up to for one run; `n_inputs_failed` are those with rejected rows or a failed outcome."""

    outcomes: dict[str, int]
    n_articles: int
    n_reports: int
    n_rejects: int
    n_inputs_with_rejects: int
    n_inputs_failed: int

    @property
    def n_inputs(self) -> int:
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended."""

    status: str
    n_incidents: int | None = None
    published_version: int | None = None
    error: str | None = None
    forced: bool | None = None
    gates: Sequence[Verdict] | None = None


def new_run_id() -> str:
    """Sorts by time of start; the random end keeps two loads of one second apart."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{token_hex(4)}"


def start_run(store: Store, run: Run) -> None:
    """Write the run's row, as running."""
    with store.transaction():
        _write_run(store, run, Counts(dict.fromkeys(_OUTCOMES, 0), 0, 0, 0, 0, 0), None, Ending("running"))


def end_run(store: Store, run: Run, counts: Counts, ending: Ending) -> None:
    """Write the run's row again, as ended; to be called inside a transaction."""
    finished = max(datetime.now(UTC), run.started_at)  # a clock can go backwards
    _write_run(store, run, counts, finished, ending)


def end_unfinished_runs(store: Store, newest_version: int) -> None:
    """Mark runs that were killed: those still running (the lock is ours, so they are dead), and those that had ended
    but whose version never came to be.
    """
    with store.transaction():
        store.connection.execute(
            "UPDATE runs SET status = 'failed', finished_at = greatest(started_at, ?), "
            "error = 'it was killed before it ended; the loads after it did what it left' WHERE status = 'running'",
            [datetime.now(UTC)],
        )
        store.connection.execute(
            "UPDATE runs SET status = 'failed', published_version = NULL, "
            "error = 'it was killed before it published; the loads after it published its rows' "
            "WHERE status = 'done' AND published_version > ?",
            [newest_version],
        )


def last_run_was(store: Store, options: Mapping[str, Any], reference_version: str) -> bool:
    """Whether the last run before this one wrote all of its rows, and had these options and this reference data."""
    rows = store.arrow(
        "SELECT status, options_json, reference_version FROM runs WHERE status != 'running' "
        "ORDER BY rowid DESC LIMIT 1"  # not by time: a clock can go backwards
    ).to_pylist()
    if not rows or rows[0]["status"] not in ("done", "gated") or rows[0]["reference_version"] != reference_version:
        return False
    written = json.loads(rows[0]["options_json"])
    return all(written.get(name) == value for name, value in options.items())


def write_inputs(store: Store, run: Run, inputs: Iterable[InputRow], now: datetime) -> None:
    """Write the ledger rows of a batch; to be called inside the batch's transaction, of which `now` is the time."""
    columns = [field.name for field in fields(InputRow)]  # asdict() copies every value, deeply: ten times as slow
    rows = [
        {"run_id": run.run_id, **{name: getattr(row, name) for name in columns}, "loaded_at": now} for row in inputs
    ]
    store.insert_new("run_inputs", checked(store, "run_inputs", rows))


def counts_of(store: Store, run: Run) -> Counts:
    """What `run_inputs` holds for the run."""
    rows = store.arrow(
        "SELECT outcome, sum(n_inputs) AS n, sum(n_articles) AS n_articles, sum(n_reports) AS n_reports, "
        "sum(n_rejects) AS n_rejects, count(*) FILTER (n_rejects > 0) AS n_with_rejects "
        "FROM run_inputs WHERE run_id = ? GROUP BY outcome",
        [run.run_id],
    ).to_pylist()
    outcomes = dict.fromkeys(_OUTCOMES, 0) | {row["outcome"]: int(row["n"]) for row in rows}
    return Counts(
        outcomes={str(name): count for name, count in outcomes.items()},
        n_articles=sum(int(row["n_articles"]) for row in rows),
        n_reports=sum(int(row["n_reports"]) for row in rows),
        n_rejects=sum(int(row["n_rejects"]) for row in rows),
        n_inputs_with_rejects=sum(int(row["n_with_rejects"]) for row in rows),
        n_inputs_failed=sum(
            int(row["n"] if row["outcome"] in FAILED_OUTCOMES else row["n_with_rejects"]) for row in rows
        ),
    )


def troubles_of(store: Store, run: Run, most: int) -> tuple[int, list[dict[str, str]]]:
    """How many inputs of the run somebody must look into, and the first of them: name, outcome, reason."""
    having = (
        "FROM run_inputs WHERE run_id = ? "
        "AND outcome IN ('not_english', 'unreadable', 'too_large', 'held', 'quarantined', 'error')"
    )
    number = store.scalar(f"SELECT count(*) {having}", [run.run_id])
    rows = store.arrow(f"SELECT name, outcome, reason {having} ORDER BY ordinal LIMIT ?", [run.run_id, most])
    return number, rows.to_pylist()


def prove_sums(store: Store, run: Run, counts: Counts, n_inputs: int) -> None:
    """Raise WarehouseError unless each of the inputs that were read has one outcome, and the reports are there."""
    # The rows in order of their places lie end to end: no input has two, and none has none.
    row = store.arrow(
        "SELECT count(*) FILTER (ordinal != place) AS n_astray, max(ordinal + n_inputs) AS n_places FROM (SELECT *, "
        "coalesce(sum(n_inputs) OVER (ORDER BY ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS place "
        "FROM run_inputs WHERE run_id = ?)",
        [run.run_id],
    ).to_pylist()[0]
    if row["n_astray"] or not n_inputs == counts.n_inputs == (row["n_places"] or 0):
        raise WarehouseError(
            f"{n_inputs} inputs were read, but {counts.n_inputs} outcomes of {row['n_places'] or 0} inputs are in the "
            "ledger; nothing was published; please report this as a bug"
        )
    n_reports = store.scalar("SELECT count(*) FROM reports WHERE run_id = ?", [run.run_id])
    if n_reports != counts.n_reports:
        raise WarehouseError(
            f"the inputs gave {counts.n_reports} reports, but {n_reports} are stored; nothing was published; please "
            "report this as a bug"
        )


def _write_run(store: Store, run: Run, counts: Counts, finished_at: datetime | None, ending: Ending) -> None:
    row = {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": finished_at,
        "status": ending.status,
        "n_inputs": counts.n_inputs,
        **{f"n_{outcome}": count for outcome, count in counts.outcomes.items()},
        "n_articles": counts.n_articles,
        "n_reports": counts.n_reports,
        "n_incidents": ending.n_incidents,
        "n_rejects": counts.n_rejects,
        "extractor": run.extractor,
        "extractor_version": run.extractor_version,
        "reference_version": run.reference_version,
        "library_version": run.library_version,
        "options_json": json.dumps(run.options, sort_keys=True),
        "published_version": ending.published_version,
        "error": ending.error,
        "forced": ending.forced,
        "gates_json": None if ending.gates is None else json.dumps([asdict(verdict) for verdict in ending.gates]),
    }
    rows = checked(store, "runs", [row])
    store.connection.execute("DELETE FROM runs WHERE run_id = ?", [run.run_id])
    store.insert_new("runs", rows)
