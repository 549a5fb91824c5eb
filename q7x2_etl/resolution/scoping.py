"""Which reports are resolved: all, or those that something touched and whoever they are connected with.

A report can only change the incidents of reports that it is connected with, over any number of steps. So from the
touched ones the scope grows by the links of today and the incidents of yesterday until it grows no more; of the rest
only the blocks are looked at, because their size decides how they are cut.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from q7x2_etl.resolution.blocking import add_pairs, find_pairs
from q7x2_etl.resolution.comparing import find_links, make_records
from q7x2_etl.resolution.judgements import Judgements
from q7x2_etl.resolution.rules import Rules

# The months that a report can lie in; the day after its last one counts, as in the blocks of days.
_MONTHS = """
    SELECT report_id, country, unnest(generate_series(
        date_trunc('month', coalesce(date_start, published_on - 30)),
        date_trunc('month', coalesce(date_end, published_on) + 1), INTERVAL 1 MONTH)) AS month
    FROM reports INNER JOIN articles ON articles.article_id = reports.article_id
    WHERE country IS NOT NULL AND coalesce(date_start, published_on) IS NOT NULL
        AND coalesce(date_end, published_on) - coalesce(date_start, published_on - 30) < 400
"""
_AROUND = f"""
    CREATE OR REPLACE TEMP TABLE resolution_reports AS
    WITH months AS ({_MONTHS}),
    wanted_months AS (SELECT DISTINCT country, month FROM months WHERE report_id IN (FROM resolution_scope)),
    wanted_words AS (
        SELECT DISTINCT coalesce(duplicate_of, articles.article_id) AS copy_group
        FROM reports INNER JOIN articles ON articles.article_id = reports.article_id
        WHERE report_id IN (FROM resolution_scope)
    ),
    wanted_quotes AS (SELECT DISTINCT {{quote}} FROM reports WHERE report_id IN (FROM resolution_scope)),
    near AS (
        FROM resolution_scope
        UNION
        SELECT report_id FROM months INNER JOIN wanted_months USING (country, month)
        UNION
        SELECT report_id FROM reports INNER JOIN articles ON articles.article_id = reports.article_id
        WHERE coalesce(duplicate_of, articles.article_id) IN (FROM wanted_words)
        UNION
        SELECT report_id FROM reports WHERE {{quote}} IN (FROM wanted_quotes)
    )
    SELECT reports.* FROM reports SEMI JOIN near USING (report_id) WHERE report_id NOT IN (FROM resolution_rejected)
"""
_QUOTE = r"if(length(quote) >= 40, hash(lower(regexp_replace(quote, '\s+', ' ', 'g'))), NULL)"
_GROW = """
    INSERT INTO resolution_scope
    WITH linked AS (
        SELECT unnest([a, b]) AS n FROM resolution_links
        UNION FROM resolution_shifted
    ),
    together AS (
        SELECT DISTINCT incident_id FROM incident_links WHERE report_id IN (FROM resolution_scope)
    )
    SELECT report_id FROM (
        SELECT report_id FROM linked INNER JOIN resolution_records USING (n)
        UNION
        SELECT report_id FROM incident_links WHERE incident_id IN (FROM together)
            AND report_id NOT IN (FROM resolution_rejected) AND report_id IN (SELECT report_id FROM reports)
    ) WHERE report_id NOT IN (FROM resolution_scope)
"""


class Scope:
    """The temporary tables of one resolution: `resolution_scope` (report_id) says whose incidents are made anew."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rules: Rules, judgements: Judgements) -> None:
        self._connection = connection
        self._rules = rules
        self._judgements = judgements
        self._table("resolution_rejected", sorted(judgements.rejected))

    def everything(self) -> None:
        """Link all reports with each other."""
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE resolution_reports AS "
            "FROM reports WHERE report_id NOT IN (FROM resolution_rejected)"
        )
        self._link(partly=False)
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE resolution_scope AS SELECT report_id FROM resolution_records"
        )
        self._connection.execute("CREATE OR REPLACE TEMP TABLE resolution_touched AS SELECT n FROM resolution_records")

    def around(self, touched: Sequence[str], fresh: Sequence[str]) -> None:
        """Link the touched reports and all that they are connected with; `fresh` are those that are new."""
        self._table("resolution_scope", touched)
        self._table("resolution_fresh_reports", fresh)
        grown = 1
        while grown:
            self._connection.execute(_AROUND.replace("{quote}", _QUOTE))
            self._link(partly=True)
            ((grown,),) = self._connection.execute(_GROW).fetchall()

    def _link(self, *, partly: bool) -> None:
        self._correct()
        make_records(self._connection, self._rules.families)
        if partly:
            for name, reports in (("touched", "scope"), ("fresh", "fresh_reports")):
                self._connection.execute(
                    f"CREATE OR REPLACE TEMP TABLE resolution_{name} AS SELECT n FROM resolution_records "
                    f"WHERE report_id IN (FROM resolution_{reports})"
                )
        find_pairs(self._connection, partly=partly)
        add_pairs(self._connection, numbered(self._connection, sorted(self._judgements.same)))
        find_links(self._connection, self._rules.weights)

    def _correct(self) -> None:
        """Put into the reports in scope what people set in the place of what the rules gave."""
        for one in self._judgements.corrections:
            if not one.of_incident:
                self._connection.execute(
                    f'UPDATE resolution_reports SET "{one.column}" = ? WHERE report_id = ?', [one.value, one.report_id]
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
