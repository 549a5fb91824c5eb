"""A person's decisions become rows of `judgements`, and a version that obeys them is published: a run like a load."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import GateRefusedError
from q7x2_etl.model import Article, Report
from q7x2_etl.pipeline.finishing import finish
from q7x2_etl.pipeline.loading import result_of
from q7x2_etl.pipeline.running import RunPlan, Work, run_in
from q7x2_etl.pipeline.summary import Summary, refusal
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings
from q7x2_etl.warehouse import Layout, Snapshot, checked
from q7x2_etl.warehouse.deciding import Asked, Decided, decide


@dataclass(frozen=True, slots=True)
class NewJudgement:
    """One decision that was written; `incident_id` is where its report belongs now (None: to no incident)."""

    judgement_id: str
    decision: str
    report_id: str
    other_report_id: str | None
    field: str | None
    value_json: str | None
    incident_id: str | None
    other_incident_id: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging came to: the new decisions, how many were known already, and the version that obeys them.

    Where all were known nothing is published, and `version` is the one that analysts see anyway.
    """

    judgements: tuple[NewJudgement, ...]
    n_known: int
    n_incidents: int | None
    version: int | None
    run_id: str | None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {**asdict(self), "judgements": [asdict(one) for one in self.judgements]}


@dataclass(frozen=True, slots=True)
class _RulesOfLastRun:
    """Judging reads no text: its row in the ledger names the rules that made the reports which are judged."""

    name: str
    version: str

    def extract(self, article: Article) -> list[Report]:
        return []


def judge(root: Path, asked: Sequence[Asked], settings: Settings, *, force: bool = False) -> Judged:
    """Write down what was decided, make incidents anew where they must be, and publish.

    All is checked first: when one decision is wrong, none is written and no run is recorded. Raises InputError then,
    WarehouseBusyError when a load holds the warehouse, GateRefusedError when a gate refuses to publish, WarehouseError
    before the first load or when it fails.
    """
    layout, started = Layout(root), time.perf_counter()
    snapshot = Snapshot(layout)
    try:
        published = snapshot.store(load_contract()).connection
        trial = decide(published, asked, datetime.now(UTC))
        rules, overlay = _last_rules(published)
    finally:
        snapshot.close()
    if not trial.rows:
        return Judged((), trial.n_known, None, layout.current_version(), None)
    settings = settings.but(reference=settings.reference or overlay)
    summary = Summary(root, settings)
    recorded = {"n_judgements": len(trial.rows)}
    reference = Reference.load(settings.reference)
    plan = RunPlan("judge", root, reference, rules, settings, recorded, force=force, summary=summary)
    with summary.kept_in(settings.summary, needed=True), run_in(plan) as work:
        decided = _written(work, asked)
        finished = finish(work, 0)
        work.timings["total"] = time.perf_counter() - started
        run = result_of(work, finished)
        summary.end(run)
        if finished.published is None:
            raise GateRefusedError(refusal(root, finished.gates, run.version), run)
        return Judged(_told(work, decided), decided.n_known, run.n_incidents, run.version, run.run_id)


def _written(work: Work, asked: Sequence[Asked]) -> Decided:
    """The rows in the store, found and checked anew there: a load may have gone before."""
    store = work.store
    with store.transaction():
        decided = decide(store.connection, asked, datetime.now(UTC))
        store.insert_new("judgements", checked(store, "judgements", decided.rows))
    judged = {row[name] for row in decided.rows for name in ("report_id", "other_report_id") if row[name]}
    with store.listed(judged) as listed:
        rows = store.arrow(f"SELECT DISTINCT country FROM reports WHERE report_id IN (SELECT value FROM {listed})")
    work.writer.countries.update(rows.column("country").to_pylist())
    return decided


def _told(work: Work, decided: Decided) -> tuple[NewJudgement, ...]:
    judged = {row[name] for row in decided.rows for name in ("report_id", "other_report_id") if row[name]}
    with work.store.listed(judged) as listed:
        query = f"SELECT report_id, incident_id FROM incident_links WHERE report_id IN (SELECT value FROM {listed})"
        homes = {row["report_id"]: row["incident_id"] for row in work.store.arrow(query).to_pylist()}
    return tuple(
        NewJudgement(
            row["judgement_id"],
            row["decision"],
            row["report_id"],
            row["other_report_id"],
            row["field"],
            row["value_json"],
            homes.get(row["report_id"]),
            homes.get(row["other_report_id"]),
        )
        for row in decided.rows
    )


def _last_rules(connection: duckdb.DuckDBPyConnection) -> tuple[_RulesOfLastRun, Path | None]:
    """The extractor of the run whose rows are published, and its reference overlay where that is still there."""
    rows = connection.sql(
        "SELECT extractor, extractor_version, options_json FROM runs WHERE status IN ('done', 'gated') "
        "ORDER BY started_at DESC, run_id DESC LIMIT 1"
    ).fetchall()
    if not rows:
        return _RulesOfLastRun("none", "0"), None
    named = json.loads(rows[0][2]).get("reference")
    overlay = Path(named) if named is not None and Path(named).is_dir() else None
    return _RulesOfLastRun(rows[0][0], rows[0][1]), overlay
