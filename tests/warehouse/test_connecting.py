"""Every connection of the library: it prints nothing, also in a program without a file, where DuckDB would."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import q7x2_etl
from q7x2_etl.warehouse.connecting import connected

ASKED = "SELECT current_setting('enable_progress_bar'), current_setting('TimeZone')"
PROGRAM = f"""
from q7x2_etl.warehouse.connecting import connected
connection = connected()
print(*connection.execute({ASKED!r}).fetchone(), connection.cursor().execute({ASKED!r}).fetchone()[0])
"""


def test_a_program_without_a_file_draws_no_progress() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.split() == ["False", "UTC", "False"]


def test_nothing_connects_in_another_way() -> None:
    modules = Path(q7x2_etl.__file__).parent.rglob("*.py")
    assert [p.name for p in modules if "duckdb.connect(" in p.read_text(encoding="utf-8")] == ["connecting.py"]


def test_what_cannot_be_opened_is_duckdbs_error(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error):
        connected(tmp_path / "none.duckdb", read_only=True)
