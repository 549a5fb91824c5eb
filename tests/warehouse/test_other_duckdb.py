"""What this DuckDB writes is read by the other supported one, and the other way round: published file, Parquet, store.

Q7X2_OTHER_DUCKDB names a Python that has another version of duckdb (`make duckdb-1.5` makes one); without it these
tests are skipped. That Python needs nothing but duckdb.
"""

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from corpus import write_corpus, write_reference
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.contract import load_contract

_OTHER = os.environ.get("Q7X2_OTHER_DUCKDB")
# Prints, as JSON, the version; then counts and sums of every table, as the file has it and as the Parquet has it.
_READ = """
import json, sys
import duckdb
root, tables = sys.argv[1], json.loads(sys.argv[2])
told = {"version": duckdb.__version__, "file": {}, "parquet": {}, "views": {}}
con = duckdb.connect(root + "/q7x2.duckdb", read_only=True)
con.execute("SET TimeZone = 'UTC'")
for name, columns in tables.items():
    rows = ", ".join(f"count({c}), min({c})::VARCHAR, max({c})::VARCHAR" for c in columns)
    told["file"][name] = con.execute(f"SELECT {rows} FROM {name}").fetchall()
    source = f"read_parquet('{root}/parquet/{name}/**/*.parquet', hive_partitioning = false)"
    told["parquet"][name] = con.execute(f"SELECT {rows} FROM {source}").fetchall()
for view, in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall():
    told["views"][view] = con.execute(f"SELECT count(*) FROM {view}").fetchall()
told["macro"] = con.execute("SELECT count(*) FROM by_actor('Red Column')").fetchall()
print(json.dumps(told))
"""
_WRITE = """
import sys
import duckdb
con = duckdb.connect(sys.argv[1])
con.execute("CREATE TABLE made_elsewhere AS SELECT range AS n FROM range(1000)")
con.execute("CHECKPOINT")
"""


@pytest.fixture(scope="module")
def other() -> str:
    if _OTHER is None:
        pytest.skip("Q7X2_OTHER_DUCKDB names no Python with another duckdb; see make duckdb-1.5")
    return _OTHER


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other")
    with q7.Warehouse(folder / "warehouse") as warehouse:
        reference = write_reference(folder / "reference")
        warehouse.load(write_corpus(folder / "inbox", range(20)), reference=reference, extractor=PatternExtractor())
    return folder / "warehouse"


def _told(python: str, root: Path) -> dict[str, object]:
    tables = json.dumps({name: table.column_names for name, table in load_contract().tables.items()})
    done = subprocess.run([python, "-c", _READ, str(root), tables], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_other_duckdb_reads_file_parquet_views_and_macros_to_the_same_rows(other: str, root: Path) -> None:
    import sys

    here, there = _told(sys.executable, root), _told(other, root)
    assert here.pop("version") == duckdb.__version__ != there.pop("version")
    assert there == here
    assert there["file"] == there["parquet"]


def test_a_store_that_the_other_duckdb_wrote_to_goes_on(other: str, root: Path, tmp_path: Path) -> None:
    subprocess.run([other, "-c", _WRITE, str(root / "writer" / "store.duckdb")], check=True)
    with q7.Warehouse(root) as warehouse:
        before = warehouse.sql("SELECT count(*) FROM reports").fetchall()
        warehouse.load(write_corpus(tmp_path / "more", range(20, 24)), extractor=PatternExtractor())
        assert warehouse.sql("SELECT count(*) FROM made_elsewhere").fetchall() == [(1000,)]
        assert warehouse.sql("SELECT count(*) FROM reports").fetchall() > before
    assert _told(other, root)["file"]
