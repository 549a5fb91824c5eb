"""Writes the rows that docs/COOKBOOK.md shows beneath each query.

usage: python docs/examples/cookbook_rows.py [--check]   --check writes nothing, and ends with 1 when the page is stale
"""

import difflib
import os
import re
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import duckdb

import q7x2_etl as q7
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import print_rows

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "COOKBOOK.md"
QUERY = re.compile(r"^```sql\n(?P<query>.*?)^```\n(?:\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL)
_RAID = (
    "SELECT report_id FROM reports WHERE place_name = 'Multan' AND event_type = 'security_operation' ORDER BY report_id"
)


def load(root: Path) -> None:
    """The warehouse of the page: sample articles, what came later, a judgement and a correction."""
    with q7.Warehouse(root, q7.Settings(versions_kept=10)) as warehouse:
        for folder in ("seeds/articles", "docs/examples/followups"):
            warehouse.load(folder, metadata=f"{folder}.metadata.csv")
        one, other = (row[0] for row in warehouse.sql(_RAID).fetchall())
        warehouse.judge_same(one, other, by="Ada", reason="one raid, two counts")
        (block,) = warehouse.sql("SELECT incident_id FROM incidents WHERE place_name = 'Zaporizhzhia'").fetchall()
        whole = {"deaths_low": 13, "deaths_best": 13}
        warehouse.judge_correct(block[0], whole, by="Ada", reason="two are the last two of thirteen")


def written(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The page with today's rows beneath every query."""

    def with_rows(found: re.Match[str]) -> str:
        *before, last = duckdb.extract_statements(found["query"])
        for statement in before:
            connection.execute(statement.query)
        told = connection.sql(last.query)
        rows = told.fetchall()
        if not rows:
            raise SystemExit(f"no rows: {found['query']}")
        with redirect_stdout(StringIO()) as printed:
            print_rows(told.columns, rows, TableFormat.table)
        return f"```sql\n{found['query']}```\n\n```text\n{printed.getvalue()}```\n"

    return QUERY.sub(with_rows, page)


def main() -> int:
    """Write the page, or say whether it is fresh."""
    stands = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("seeds", "docs"):
            (Path(folder) / name).symlink_to(REPOSITORY / name, target_is_directory=True)
        os.chdir(folder)  # the queries name files as a reader of the page has them
        load(Path("warehouse"))
        with duckdb.connect("warehouse/q7x2.duckdb", read_only=True) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            fresh = written(stands, connection)
        os.chdir(REPOSITORY)
    if "--check" in sys.argv[1:]:
        sys.stdout.writelines(
            difflib.unified_diff(stands.splitlines(True), fresh.splitlines(True), "page", "today", n=1)
        )
        return 0 if fresh == stands else 1
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
