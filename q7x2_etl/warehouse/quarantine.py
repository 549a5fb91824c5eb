"""The quarantine: rows that broke the contract and documents that extraction failed on; never deleted, but settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from q7x2_etl.model import content_id
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.store import Store

Resolution: TypeAlias = Literal["passed", "superseded", "withdrawn"]
EXTRACTION_CHECK = "extraction"  # the check that a document breaks on which the library fails
WORKER_CHECK = "worker_survives"  # and one that no worker process survived
_SETTLED = "settled_rejects"


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that broke the contract, as `rejects` keeps it."""

    table_name: str
    row_json: str
    check_name: str
    reason: str
    document_id: str
    article_id: str | None = None
    report_id: str | None = None

    @property
    def reject_id(self) -> str:
        """The same for the same row; of a whole document, wherever it was found."""
        row = self.document_id if self.table_name == "documents" else self.row_json
        return content_id(self.table_name, row, self.check_name)

    @property
    def row_key(self) -> tuple[str, str]:
        """The row that was meant, whatever its values: report, article or document."""
        if self.report_id is not None:
            return "report", self.report_id
        return ("document", self.document_id) if self.article_id is None else ("article", self.article_id)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of documents that were read as a whole: the rows that pass, and those that do not."""

    document_ids: frozenset[str]
    passed: frozenset[tuple[str, str]]
    rejects: Sequence[Reject]


def write_rejects(store: Store, rejects: Iterable[Reject], run_id: str) -> None:
    """Keep the rows; one that is kept already is open again, with today's reason. To be called in a transaction."""
    by_id = {reject.reject_id: reject for reject in rejects}
    if not by_id:
        return
    now = datetime.now(UTC)
    rows = [
        {
            "reject_id": reject_id,
            "run_id": run_id,
            "table_name": reject.table_name,
            "row_json": reject.row_json,
            "check_name": reject.check_name,
            "reason": reject.reason,
            "document_id": reject.document_id,
            "article_id": reject.article_id,
            "report_id": reject.report_id,
            "rejected_at": now,
            "resolution": None,
            "resolved_at": None,
            "resolved_run_id": None,
        }
        for reject_id, reject in by_id.items()
    ]
    again = store.known("rejects", "reject_id", by_id)
    store.insert_new("rejects", checked(store, "rejects", rows))
    for reject_id in sorted(again):
        store.connection.execute(
            "UPDATE rejects SET reason = ?, resolution = NULL, resolved_at = NULL, resolved_run_id = NULL "
            "WHERE reject_id = ? AND (reason != ? OR resolution IS NOT NULL)",
            [by_id[reject_id].reason, reject_id, by_id[reject_id].reason],
        )


def settlement(store: Store, judged: Judged) -> dict[str, Resolution]:
    """What becomes of the open rows of documents that were read as a whole, by reject_id; a row that is among today's
    rejects stays open.
    """
    today = {reject.reject_id for reject in judged.rejects}
    still = {reject.row_key for reject in judged.rejects}
    settled: dict[str, Resolution] = {}
    for row in open_rejects(store, judged.document_ids):
        if row["reject_id"] not in today:
            key = _row_key(row)
            settled[row["reject_id"]] = (
                "passed" if key in judged.passed else "superseded" if key in still else "withdrawn"
            )
    return settled


def settle(store: Store, judged: Judged, run_id: str) -> dict[str, Resolution]:
    """Mark those rows in the table. To be called in a transaction."""
    settled = settlement(store, judged)
    if settled:
        table = pa.table({"reject_id": list(settled), "resolution": list(settled.values())})
        store.connection.register(_SETTLED, table)
        try:
            store.connection.execute(
                f"UPDATE rejects SET resolution = {_SETTLED}.resolution, resolved_at = ?, resolved_run_id = ? "
                f"FROM {_SETTLED} WHERE rejects.reject_id = {_SETTLED}.reject_id",
                [datetime.now(UTC), run_id],
            )
        finally:
            store.connection.unregister(_SETTLED)
    return settled


def open_rejects(store: Store, document_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The open rows of these documents, without their contents."""
    known = store.known("rejects", "document_id", document_ids)  # nearly always none, and quick to see
    if not known:
        return []
    rows: list[dict[str, Any]] = store.arrow(
        "SELECT reject_id, document_id, article_id, report_id FROM rejects "
        "WHERE resolution IS NULL AND document_id IN (SELECT unnest(?)) ORDER BY reject_id",
        [sorted(known)],
    ).to_pylist()
    return rows


def not_survived(store: Store, document_ids: Iterable[str]) -> dict[str, str]:
    """Those of the documents that no worker process survived in an earlier run, and how it was told."""
    wanted = list(document_ids)
    if not wanted:
        return {}
    found = store.arrow(
        "SELECT document_id, reason FROM rejects "
        "WHERE check_name = ? AND resolution IS NULL AND document_id IN (SELECT unnest(?))",
        [WORKER_CHECK, wanted],
    )
    return {row["document_id"]: row["reason"] for row in found.to_pylist()}


def _row_key(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["report_id"] is not None:
        return "report", row["report_id"]
    return ("document", row["document_id"]) if row["article_id"] is None else ("article", row["article_id"])
