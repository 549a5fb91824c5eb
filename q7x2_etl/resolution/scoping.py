"""Which reports are resolved: all, or those that something touched and whoever they are connected with.

A report can only change the incidents of reports that it is connected with, over any number of steps. So from the
touched ones the scope grows by the links of today and the incidents of yesterday until it grows no more. Each step
looks at the blocks of those that joined in the step before; of other reports only the keys of blocks are made.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from q7x2_etl.resolution.blocking import add_pairs, find_pairs, look_around, make_keys
from q7x2_etl.resolution.comparing import find_links, make_records, start_records
from q7x2_etl.resolution.corrections import apply_corrections
from q7x2_etl.resolution.judgements import Judgements
from q7x2_etl.resolution.rules import Rules
from q7x2_etl.resolution.scripts import script

_TOGETHER = """
    CREATE OR REPLACE TEMP TABLE resolution_together AS
    SELECT n, hash(incident_id) AS home FROM incident_links INNER JOIN resolution_reports USING (report_id)
"""
_FIRST = """
    CREATE OR REPLACE TEMP TABLE resolution_frontier AS
    SELECT n, report_id IN (FROM resolution_fresh_reports) AS fresh
    FROM resolution_reports SEMI JOIN resolution_touched_reports USING (report_id)
"""
_NEXT = """
    CREATE OR REPLACE TEMP TABLE resolution_frontier AS
    WITH homes AS (SELECT DISTINCT home FROM resolution_together SEMI JOIN resolution_frontier USING (n)),
    joined AS (
        SELECT unnest([a, b]) AS n FROM resolution_new_links
        UNION
        FROM resolution_shifted
        UNION
        SELECT n FROM resolution_together SEMI JOIN homes USING (home)
    )
    SELECT n, false AS fresh FROM joined ANTI JOIN resolution_touched USING (n)
"""
_CORRECTED = (
    "event_type", "stage", "date_start", "date_end", "country", "admin1", "admin2", "place_id", "place_name",
    "latitude", "longitude", "where_precision", "weapon",
)  # fmt: skip


class Scope:
    """The temporary tables of one resolution: `resolution_scope` (report_id) says whose incidents are made anew."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rules: Rules, judgements: Judgements) -> None:
        self._connection = connection
        self._rules = rules
        self._judgements = judgements
        self._table("resolution_rejected", sorted(judgements.rejected))

    def everything(self) -> None:
        """Link all reports with each other."""
        self._start()
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE resolution_frontier AS SELECT n, false AS fresh FROM resolution_reports"
        )
        self._look()
        self._end()

    def around(self, touched: Sequence[str], fresh: Sequence[str]) -> None:
        """Link the touched reports and all that they are connected with; `fresh`, touched too, are new ones."""
        self._start()
        self._table("resolution_touched_reports", touched)
        self._table("resolution_fresh_reports", fresh)
        self._connection.execute(_TOGETHER)
        self._connection.execute(_FIRST)
        while self._look():
            self._connection.execute(_NEXT)
        self._end()

    def _start(self) -> None:
        self._connection.execute(script("reports"))
        self._correct()
        self._connection.execute("CREATE OR REPLACE TEMP TABLE resolution_touched (n INTEGER)")
        make_keys(self._connection)
        start_records(self._connection, self._rules)

    def _look(self) -> bool:
        """Link the reports of the frontier; false where there is none."""
        ((n,),) = self._connection.execute(
            "INSERT INTO resolution_touched SELECT n FROM resolution_frontier"
        ).fetchall()
        if n:
            look_around(self._connection)
            make_records(self._connection)
            find_pairs(self._connection)
            find_links(self._connection, self._rules.weights)
        return bool(n)

    def _end(self) -> None:
        add_pairs(self._connection, numbered(self._connection, sorted(self._judgements.same)))
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE resolution_scope AS "
            "SELECT report_id FROM resolution_reports SEMI JOIN resolution_touched USING (n)"
        )

    def _correct(self) -> None:
        """Put into the reports what people set in the place of what the rules gave."""
        for report_id, corrections in self._judgements.by_report.items():
            chosen = [one for one in corrections if not one.of_incident]
            found = self._connection.sql("FROM reports WHERE report_id = ?", params=[report_id]) if chosen else None
            for row in found.to_arrow_table().to_pylist() if found is not None else ():
                corrected, _ = apply_corrections("reports", row, chosen)
                values = {name: corrected[name] for name in _CORRECTED if corrected[name] != row[name]}
                for name, value in values.items():
                    self._connection.execute(
                        f'UPDATE resolution_reports SET "{name}" = ? WHERE report_id = ?', [value, report_id]
                    )

    def _table(self, name: str, report_ids: Sequence[str]) -> None:
        self._connection.register("resolution_given", pa.table({"report_id": pa.array(report_ids, pa.string())}))
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT DISTINCT * FROM resolution_given")
        self._connection.unregister("resolution_given")


def numbered(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Pairs of report ids as pairs of record numbers, the smaller first; those that are no records are left out."""
    if not pairs:
        return []
    wanted = sorted({report_id for pair in pairs for report_id in pair})
    found = connection.execute(
        "SELECT report_id, n FROM resolution_records WHERE report_id IN (SELECT unnest(?::VARCHAR[]))", [wanted]
    ).fetchall()
    number = dict(found)
    there = ((number[a], number[b]) for a, b in pairs if a in number and b in number)
    return sorted({(min(pair), max(pair)) for pair in there if pair[0] != pair[1]})
