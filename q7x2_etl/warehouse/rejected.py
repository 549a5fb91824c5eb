"""Looking at the quarantine of the published version: its rows, and one row whole with the words that it is about."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from q7x2_etl.contract.check_words import check_in_words
from q7x2_etl.errors import InputError
from q7x2_etl.warehouse.snapshot import Snapshot

_AROUND = 120  # characters of the text that are shown on each side of the words
_PART = re.compile(r"(?:report_)?(actors|casualties|targets|claims)\[(\d+)\]")
_COLUMNS = """
    reject_id, table_name, check_name, reason, document_id, article_id, report_id, run_id, rejected_at, resolution,
    resolved_at, resolved_run_id,
    (SELECT min(name) FROM run_inputs WHERE run_inputs.document_id = rejects.document_id
        AND run_inputs.run_id = rejects.run_id) AS name
"""


@dataclass(frozen=True, slots=True)
class RejectFilter:
    """Which rows: of a table, a check, a run (or how its id begins); settled ones only where asked for."""

    table: str | None = None
    check: str | None = None
    run: str | None = None
    resolved: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row of `rejects` without its contents; `name` is the input's."""

    reject_id: str
    table_name: str
    check_name: str
    reason: str
    document_id: str | None
    article_id: str | None
    report_id: str | None
    run_id: str
    rejected_at: datetime
    resolution: str | None
    resolved_at: datetime | None
    resolved_run_id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class RejectedInFull:
    """One row of `rejects` with its contents, its check in words, and where known the words that it is about, with
    what stands before and after them in the text.
    """

    told: RejectedRow
    check: str
    row: dict[str, Any]
    before: str | None = None
    words: str | None = None
    after: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values; times stay times."""
        return asdict(self.told) | {name: getattr(self, name) for name in ("check", "row", "before", "words", "after")}


def rejected_rows(snapshot: Snapshot, wanted: RejectFilter) -> list[RejectedRow]:
    """The rows of the published `rejects`, the newest first."""
    conditions = {
        "table_name = ?": wanted.table,
        "check_name = ?": wanted.check,
        "starts_with(run_id, ?)": wanted.run,
    }
    asked = {condition: value for condition, value in conditions.items() if value is not None}
    where = " AND ".join([*asked, "true" if wanted.resolved else "resolution IS NULL"])
    limit = "" if wanted.limit is None else "LIMIT ?"
    rows = snapshot.sql(
        f"SELECT {_COLUMNS} FROM rejects WHERE {where} ORDER BY rejected_at DESC, reject_id {limit}",
        [*asked.values(), *(() if wanted.limit is None else (wanted.limit,))],
    ).to_arrow_table()
    return [RejectedRow(**row) for row in rows.to_pylist()]


def rejected_in_full(snapshot: Snapshot, reject_id: str) -> RejectedInFull:
    """The one row whose id begins so. Raises InputError when there is none, or when several do."""
    found: list[dict[str, Any]] = (
        snapshot.sql(f"SELECT {_COLUMNS}, row_json FROM rejects WHERE starts_with(reject_id, ?) LIMIT 2", [reject_id])
        .to_arrow_table()
        .to_pylist()
    )
    if len(found) != 1:
        problem = "several rows of rejects have ids that begin" if found else "no row of rejects has an id that begins"
        raise InputError(f"{problem} with {reject_id!r}; list them: q7x2-etl rejects list --all")
    row: dict[str, Any] = json.loads(found[0].pop("row_json"))
    told = RejectedRow(**found[0])
    check = check_in_words(told.table_name, told.check_name)
    text = _text(snapshot, told, row)
    span = _span(row, told)
    if text is None or span is None or not 0 <= span[0] < span[1] <= len(text):
        return RejectedInFull(told, check, row)
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return RejectedInFull(told, check, row, before, text[start:end], after)


def _text(snapshot: Snapshot, told: RejectedRow, row: Mapping[str, Any]) -> str | None:
    if "text" in row:
        return str(row["text"])
    query = "SELECT text FROM documents WHERE document_id = ?"
    stored = snapshot.sql(query, [told.document_id]).to_arrow_table().column("text").to_pylist()
    return str(stored[0]) if stored else None


def _span(row: Mapping[str, Any], told: RejectedRow) -> tuple[int, int] | None:
    """Where the words stand: of the part of the report that the reason names, else of the report or the story."""
    places = [row]
    part = _PART.search(told.reason)
    if part is not None:
        places = [child for child in row.get(part[1]) or () if child.get("ordinal") == int(part[2])] + places
    for place in places:
        for start, end in (("span_start", "span_end"), ("quote_start", "quote_end"), ("story_start", "story_end")):
            if isinstance(place.get(start), int) and isinstance(place.get(end), int):
                return place[start], place[end]
    return None
