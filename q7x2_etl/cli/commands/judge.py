"""`q7x2-etl judge same|different|reject|confirm|correct|undo|list|sheet|read`."""

import typer

from q7x2_etl.cli import options
from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.cli.options import DEFAULT_WAREHOUSE, TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_rows
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved

judge = typer.Typer(help="Decide what the rules cannot: every load obeys, and each decision can be undone.")

_SETTINGS = ("reference", "warehouse", "wait", "log_format", "quiet")


@judge.command()
@takes(*_SETTINGS)
def same(
    one: options.Judged,
    other: options.OtherJudged,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Two reports (or incidents) tell of one event: they become one incident, whatever the rules say."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_same(one, other, reason=reason, by=by, force=force))


@judge.command()
@takes(*_SETTINGS)
def different(
    one: options.Judged,
    other: options.OtherJudged,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Two reports tell of two events: they never end in one incident."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_different(one, other, reason=reason, by=by, force=force))


@judge.command()
@takes(*_SETTINGS)
def reject(
    one: options.Judged,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    only_report: options.OnlyReport = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """An incident or report is none: it leaves incidents, and its reports stay readable (view rejected_reports)."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_reject(one, reason=reason, by=by, only_report=only_report, force=force))


@judge.command()
@takes(*_SETTINGS)
def confirm(
    one: options.Judged,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    only_report: options.OnlyReport = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """An incident or report is right: it leaves the review sheet, and an earlier reject of it holds no longer."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_confirm(one, reason=reason, by=by, only_report=only_report, force=force))


@judge.command()
@takes(*_SETTINGS)
def correct(
    one: options.Judged,
    values: options.RightValues,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    only_report: options.OnlyReport = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Set columns of an incident or report; what the rules give stays readable (table corrections)."""
    from q7x2_etl.cli.judging import judging, right_values

    with judging(resolved, as_json) as (warehouse, tell):
        found = right_values(values)
        tell(warehouse.judge_correct(one, found, reason=reason, by=by, only_report=only_report, force=force))


@judge.command()
@takes(*_SETTINGS)
def undo(
    judgement_id: options.JudgementId,
    resolved: Resolved,
    reason: options.Reason,
    by: options.JudgedBy = None,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """A decision holds no longer; its row stays, and another says who undid it and why."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_undo(judgement_id, reason=reason, by=by, force=force))


@judge.command()
@takes(*_SETTINGS)
def read(
    sheet: options.FilledSheet,
    resolved: Resolved,
    reason: options.SheetReason = None,
    by: options.JudgedBy = None,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Read a review sheet that was filled in: all of its decisions at once, or none where one is wrong."""
    from q7x2_etl.cli.judging import judging

    with judging(resolved, as_json) as (warehouse, tell):
        tell(warehouse.judge_read(sheet, reason=reason, by=by, force=force))


@judge.command()
def sheet(
    out: options.SheetOut,
    limit: options.SheetLimit = 200,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Write a review sheet: pairs and incidents worth looking at, the most uncertain first, with their quotes."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.judging import tell_sheet

    set_up_logs()
    with Warehouse(warehouse) as opened:
        tell_sheet(opened.judge_sheet(out, limit=limit))


@judge.command(name="list")
def list_judgements(
    everything: options.UndoneToo = False,
    limit: options.Limit = None,
    warehouse: options.ExistingWarehouse = DEFAULT_WAREHOUSE,
    layout: options.RowFormat = TableFormat.table,
) -> None:
    """List the decisions that hold, the newest first: who, when, why, about what."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.judging import listed

    set_up_logs()
    with Warehouse(warehouse) as opened:
        columns, rows = listed(opened.judgements(undone=everything, limit=limit), layout)
    with data_on_stdout():
        print_rows(columns, rows, layout)
