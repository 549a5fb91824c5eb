"""What the commands of `judge` share: the warehouse opened, the outcome told."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout, print_json
from q7x2_etl.errors import InputError
from q7x2_etl.settings import Resolved

if TYPE_CHECKING:
    from q7x2_etl import Warehouse
    from q7x2_etl.pipeline.judging import Judged
    from q7x2_etl.warehouse.review_sheet import Sheet

_log = logging.getLogger("q7x2_etl")
_SHORT = ("judgement", "judged at", "by", "decision", "report", "other report", "field", "value", "reason")
Tell: TypeAlias = "Callable[[Judged], None]"


@contextmanager
def judging(resolved: Resolved, as_json: bool) -> "Iterator[tuple[Warehouse, Tell]]":
    """The warehouse of the settings, and what tells how judging ended."""
    from q7x2_etl import Warehouse

    options.existing(resolved.settings.warehouse)
    with Warehouse(settings=resolved.settings) as opened:
        yield opened, lambda judged: _tell(judged, as_json)


def right_values(given: Sequence[str]) -> dict[str, str]:
    """`COLUMN=VALUE` each; InputError where one is not so."""
    values: dict[str, str] = {}
    for one in given:
        column, equals, value = one.partition("=")
        if not equals or not column.strip():
            raise InputError(f"{one!r}: write COLUMN=VALUE, such as deaths_best=7; null where it is not known")
        values[column.strip()] = value.strip()
    return values


def tell_sheet(sheet: "Sheet") -> None:
    """Where the sheet is and how to go on."""
    _log.info(
        "%s: %d pairs and %d incidents; fill in the column judgement (pair: same, different; incident: right, reject, "
        "correct), then: q7x2-etl judge read %s",
        sheet.path, sheet.n_pairs, sheet.n_incidents, sheet.path,
    )  # fmt: skip


def listed(rows: Sequence[dict[str, Any]], layout: TableFormat) -> tuple[Sequence[str], list[Sequence[Any]]]:
    """Columns and rows of judgements; for a table on a screen only what fits there."""
    if layout is not TableFormat.table:
        return list(rows[0]) if rows else ["judgement_id"], [list(row.values()) for row in rows]
    return _SHORT, [
        (
            row["judgement_id"][:12], f"{row['judged_at']:%Y-%m-%d %H:%M:%S}", row["judged_by"], row["decision"],
            row["report_id"][:12], (row["other_report_id"] or "")[:12] or None, row["field"], row["value_json"],
            row["reason"],
        )
        for row in rows
    ]  # fmt: skip


def _tell(judged: "Judged", as_json: bool) -> None:
    if as_json:
        with data_on_stdout():
            print_json(judged.to_dict(), indent=2)
        return
    for one in judged.judgements:
        home = "no incident" if one.incident_id is None else f"incident {one.incident_id[:12]}"
        other = "" if one.other_report_id is None else f" and {one.other_report_id[:12]}"
        if one.other_incident_id is not None and one.other_incident_id != one.incident_id:
            home += f" and {one.other_incident_id[:12]}"
        field = "" if one.field is None else f" {one.field} = {one.value_json}"
        _log.info(
            "judgement %s: %s %s%s%s: now %s",
            one.judgement_id[:12], one.decision, one.report_id[:12], other, field, home,
        )  # fmt: skip
    if judged.n_known:
        _log.info("%d decisions held already", judged.n_known)
    _log.info("analysts now see version %s", judged.version)
