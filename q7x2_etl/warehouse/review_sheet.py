"""The review sheet: what a person had better look at, the most uncertain first, as CSV to fill in and read back."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from q7x2_etl.csv_cells import neutral, plain
from q7x2_etl.errors import InputError
from q7x2_etl.resolution.judgements import Decision
from q7x2_etl.warehouse.deciding import Asked
from q7x2_etl.warehouse.snapshot import Snapshot
from q7x2_etl.warehouse.written_file import written_file

TO_FILL_IN = ("judgement", "field", "value", "reason", "judged_by")
SHOWN = (
    "question", "uncertainty", "why", "id", "other_id", "summary", "other_summary", "quote", "other_quote",
    "article", "other_article", "published_on", "other_published_on",
)  # fmt: skip
COLUMNS = (*TO_FILL_IN, *SHOWN)
_WORDS: Mapping[str, Mapping[str, Decision]] = {
    "pair": {"same": "same_incident", "different": "different_incident"},
    "incident": {"right": "confirmed", "reject": "not_an_incident", "correct": "corrected"},
}
_NEEDED = ("judgement", "question", "id", "other_id")

_SUMMARY = (
    "concat_ws('; ', {0}.event_type, CAST({0}.date_start AS VARCHAR), "
    "concat_ws(', ', {0}.place_name, {0}.admin1, {0}.country))"
)
_TOLD = """
told AS (
    SELECT
        reports.report_id, links.incident_id, links.score, links.reason, reports.quote, reports.event_type,
        reports.date_start, reports.date_end, reports.place_name, reports.admin1, reports.country,
        reports.latitude, reports.longitude, reports.where_precision, articles.title, articles.published_on,
        reports.article_id
    FROM reports
    INNER JOIN incident_links AS links ON links.report_id = reports.report_id
    INNER JOIN articles ON articles.article_id = reports.article_id
),

judged AS (
    SELECT least(report_id, other_report_id) AS one, greatest(report_id, other_report_id) AS other
    FROM judgements_in_force WHERE other_report_id IS NOT NULL
)
"""
# Reports that were joined: unsure where the score of the link is low. The partner is the one that the link names.
_JOINED = f"""
SELECT
    'pair' AS question, 1 - a.score AS uncertainty, 'joined: ' || a.reason AS why, a.report_id AS id,
    b.report_id AS other_id, {_SUMMARY.format("a")} AS summary, {_SUMMARY.format("b")} AS other_summary, a.quote,
    b.quote AS other_quote, a.title AS article, b.title AS other_article, a.published_on,
    b.published_on AS other_published_on
FROM told AS a INNER JOIN told AS b ON b.incident_id = a.incident_id AND contains(a.reason, b.report_id)
WHERE a.report_id < b.report_id OR NOT contains(b.reason, a.report_id)
"""
# Reports that were not joined, of one type and country, at most a day and 50 km apart.
_APART = f"""
SELECT
    'pair' AS question,
    0.4 + 0.2 * CAST(a.date_start = b.date_start AS INTEGER)
        + 0.2 * CAST(a.place_name IS NOT DISTINCT FROM b.place_name AS INTEGER)
        - 0.1 * CAST(a.where_precision > 3 OR b.where_precision > 3 AS INTEGER) AS uncertainty,
    'not joined: of one type and country, at most a day and 50 km apart' AS why, a.report_id AS id,
    b.report_id AS other_id, {_SUMMARY.format("a")} AS summary, {_SUMMARY.format("b")} AS other_summary, a.quote,
    b.quote AS other_quote, a.title AS article, b.title AS other_article, a.published_on,
    b.published_on AS other_published_on
FROM told AS a INNER JOIN told AS b
    ON b.country = a.country AND b.event_type = a.event_type AND b.report_id > a.report_id
    AND b.article_id <> a.article_id AND b.incident_id <> a.incident_id
    AND b.date_start BETWEEN a.date_start - INTERVAL 1 DAY AND a.date_start + INTERVAL 1 DAY
    AND date_diff('day', a.date_start, a.date_end) <= 7 AND date_diff('day', b.date_start, b.date_end) <= 7
WHERE a.place_name = b.place_name
    OR 111.2 * sqrt(
        power(a.latitude - b.latitude, 2)
        + power((a.longitude - b.longitude) * cos(radians((a.latitude + b.latitude) / 2)), 2)
    ) <= 50
"""
_INCIDENTS = f"""
SELECT
    'incident' AS question,
    least(1, 1 - incidents.confidence + 0.2 * CAST(incidents.toll_contested AS INTEGER)
        + 0.1 * CAST(incidents.veracity <> 'reported' AS INTEGER)) AS uncertainty,
    concat_ws(
        ', ', 'confidence ' || CAST(round(incidents.confidence, 2) AS VARCHAR),
        CASE WHEN incidents.toll_contested THEN 'toll contested' END,
        CASE WHEN incidents.veracity <> 'reported' THEN incidents.veracity END
    ) AS why,
    incidents.incident_id AS id, NULL AS other_id,
    concat_ws('; ', {_SUMMARY.format("incidents")}, 'a: ' || incidents.side_a, 'b: ' || incidents.side_b,
        'dead: ' || CAST(incidents.deaths_best AS VARCHAR)) AS summary,
    NULL AS other_summary, told.quote, NULL AS other_quote, told.title AS article, NULL AS other_article,
    told.published_on, NULL AS other_published_on
FROM incidents INNER JOIN told ON told.report_id = incidents.incident_id
WHERE incidents.incident_id NOT IN (
    SELECT links.incident_id FROM judgements_in_force AS done
    INNER JOIN incident_links AS links ON links.report_id = done.report_id
    WHERE done.decision IN ('confirmed', 'corrected')
)
"""
_SHEET = f"""
WITH {_TOLD}
SELECT {", ".join(SHOWN)} FROM ({_JOINED} UNION ALL {_APART} UNION ALL {_INCIDENTS})
WHERE NOT EXISTS (
    SELECT 1 FROM judged WHERE judged.one = least(id, other_id) AND judged.other = greatest(id, other_id)
)
ORDER BY uncertainty DESC, question DESC, id, other_id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was written."""

    path: Path
    n_pairs: int
    n_incidents: int


def write_sheet(snapshot: Snapshot, path: Path, limit: int) -> Sheet:
    """Write what is most worth looking at, what was judged left out; the file is replaced whole, or not at all."""
    rows: list[dict[str, Any]] = snapshot.sql(_SHEET, [limit]).to_arrow_table().to_pylist()
    with written_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        _fill(stream, rows)
    n_pairs = sum(row["question"] == "pair" for row in rows)
    return Sheet(path, n_pairs, len(rows) - n_pairs)


def read_sheet(path: Path, *, by: str = "", reason: str = "") -> list[Asked]:
    """The decisions of a sheet that was filled in; rows without a judgement are passed over.

    `by` and `reason` stand in for cells that are empty. Raises InputError, with a line for each row that is wrong.
    """
    asked, problems = [], []
    with _opened(path) as stream:
        rows = csv.DictReader(stream, strict=True)
        try:
            if missing := [name for name in _NEEDED if name not in (rows.fieldnames or ())]:
                raise InputError(f"{path}: no column {', '.join(missing)}; is it a sheet of: q7x2-etl judge sheet?")
            for number, row in enumerate(rows, start=2):
                told = {name: plain(cell or "").strip() for name, cell in row.items() if isinstance(name, str)}
                if told["judgement"]:
                    try:
                        asked.append(_asked(told, f"{path.name} row {number}", by, reason))
                    except InputError as problem:
                        problems.append(f"{path.name} row {number}: {problem}")
        except (csv.Error, UnicodeDecodeError) as problem:
            raise InputError(f"{path}: cannot be read as CSV in UTF-8: {problem}; nothing was judged") from problem
    if problems:
        raise InputError("\n".join([*problems, "nothing was judged; mend these rows and read the sheet again"]))
    return asked


def _asked(told: Mapping[str, str], where: str, by: str, reason: str) -> Asked:
    words = _WORDS.get(told["question"])
    if words is None:
        raise InputError(f"question {told['question']!r}: is neither pair nor incident; leave that column as it was")
    decision = words.get(told["judgement"].lower())
    if decision is None:
        raise InputError(f"judgement {told['judgement']!r}: write {', '.join(words)}, or nothing")
    if not told["id"] or (told["question"] == "pair" and not told["other_id"]):
        raise InputError("its id is missing; leave that column as it was")
    values: dict[str, Any] = {}
    if decision == "corrected":
        if not told.get("field"):
            raise InputError("a correction needs the column in `field` and what is right in `value`")
        values = {told["field"]: told.get("value") or None}
    return Asked(
        decision=decision,
        one=told["id"],
        other=told["other_id"] if told["question"] == "pair" else None,
        values=values,
        reason=told.get("reason") or reason,
        by=told.get("judged_by") or by,
        where=where,
    )


def _fill(stream: TextIO, rows: list[dict[str, Any]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        shown = {**row, "uncertainty": round(row["uncertainty"], 3)}
        writer.writerow(["" for _ in TO_FILL_IN] + [neutral(_one_line(shown[name])) for name in SHOWN])


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem}; nothing was judged") from problem
