"""`doctor`: every way in which a warehouse breaks is found, by name, and looking changes nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from damage import cut, flip_byte, in_store, killed_in_store, trouble

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError
from q7x2_etl.warehouse import Layout, WriterLock
from q7x2_etl.warehouse.checks import check_store
from q7x2_etl.warehouse.checks.machine import check_disk, check_versions
from q7x2_etl.warehouse.doctor import doctor

pytestmark = pytest.mark.slow

Harm = Callable[[Path], object]


def _bytes(root: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(root)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def _parquet(root: Path) -> Path:
    return next((root / "current" / "parquet" / "reports").rglob("*.parquet")).resolve()


def _an_extra_file(root: Path) -> None:
    (root / "versions" / "3" / "parquet" / "reports" / "mine.parquet").write_bytes(_parquet(root).read_bytes())


def _point_nowhere(root: Path) -> None:
    (root / "current").unlink()
    (root / "current").symlink_to("versions/77")


def _database_as_a_file(root: Path) -> None:
    content = (root / "q7x2.duckdb").read_bytes()
    (root / "q7x2.duckdb").unlink()
    (root / "q7x2.duckdb").write_bytes(content)


def _lose_the_last_run(root: Path) -> None:
    last = "run_id = (SELECT run_id FROM runs ORDER BY published_version DESC LIMIT 1)"
    in_store(root, f"DELETE FROM run_inputs WHERE {last}")
    in_store(root, f"DELETE FROM runs WHERE {last}")


FILES: dict[str, tuple[Harm, str]] = {
    "a byte of a Parquet file": (lambda root: flip_byte(_parquet(root), 200), "version.checksums"),
    "a Parquet file cut short": (lambda root: cut(_parquet(root), 300), "version.files"),
    "a Parquet file gone": (lambda root: _parquet(root).unlink(), "version.files"),
    "a file too many": (_an_extra_file, "version.files"),
    "a published file that can be written": (lambda root: _parquet(root).chmod(0o644), "version.modes"),
    "a byte of the published database": (
        lambda root: flip_byte(root / "versions" / "2" / "q7x2.duckdb", 300_000),
        "version.checksums",
    ),
    "a published database cut short": (
        lambda root: cut(root / "versions" / "3" / "q7x2.duckdb", 50_000),
        "version.database",
    ),
    "no manifest": (lambda root: (root / "versions" / "3" / "manifest.json").unlink(), "version.manifest"),
    "half a manifest": (lambda root: cut(root / "versions" / "1" / "manifest.json", 99), "version.manifest"),
    "a pointer to nowhere": (_point_nowhere, "pointer"),
    "no pointer": (lambda root: (root / "current").unlink(), "pointer"),
    "a name that does not lead through the pointer": (_database_as_a_file, "links"),
    "no store": (lambda root: (root / "writer" / "store.duckdb").unlink(), "store.there"),
    "an empty store": (lambda root: cut(root / "writer" / "store.duckdb", 0), "store.opens"),
    "a store without its second header": (lambda root: cut(root / "writer" / "store.duckdb", 5000), "store.opens"),
    "a store without its end": (lambda root: cut(root / "writer" / "store.duckdb", 300_000), "store.opens"),
    "a store of other columns": (
        lambda root: in_store(root, "ALTER TABLE incident_links DROP COLUMN reason"),
        "store.contract",
    ),
    "a store older than what is published": (_lose_the_last_run, "store.behind"),
}
A_LINK_GONE = "DELETE FROM incident_links WHERE report_id = (SELECT min(report_id) FROM incident_links)"
ROWS: dict[str, tuple[str, str]] = {
    "a changed text": ("UPDATE documents SET text = replace(text, 'council', 'Council')", "rows.texts"),
    "a document from nowhere": ("DELETE FROM document_sources", "rows.texts"),
    "a shifted span": ("UPDATE evidence SET span_start = span_start + 1, span_end = span_end + 1", "rows.spans"),
    "a quote outside its story": ("UPDATE reports SET quote_end = quote_end + 100000", "rows.spans"),
    "an orphaned child": (
        "INSERT INTO report_actors SELECT * REPLACE (repeat('f', 32) AS report_id) FROM report_actors LIMIT 1",
        "rows.parents",
    ),
    "a report of an article that is not there": ("DELETE FROM articles WHERE true", "rows.parents"),
    "a report without incident": (A_LINK_GONE, "rows.links"),
    "a doubled row": ("INSERT INTO reports SELECT * FROM reports LIMIT 1", "rows.unique"),
    "a toll that nobody told": ("UPDATE incidents SET deaths_best = 99, deaths_high = 99", "rows.incidents"),
    "a report too many": ("UPDATE incidents SET n_reports = n_reports + 1", "rows.incidents"),
    "an outcome that is lost": ("DELETE FROM run_inputs WHERE ordinal = 0", "rows.ledger"),
    "a run from the future": (
        "UPDATE runs SET started_at = started_at + INTERVAL 1 YEAR, finished_at = finished_at + INTERVAL 1 YEAR",
        "clock.now",
    ),
    "runs whose times go backwards": (
        "UPDATE runs SET started_at = started_at - INTERVAL 1 YEAR WHERE published_version = 3",
        "clock.runs",
    ),
}


def test_a_whole_warehouse_is_found_well_and_is_not_touched(root: Path) -> None:
    before = _bytes(root)
    assert trouble(root) == {}
    assert _bytes(root) == before


@pytest.mark.parametrize("harm", FILES)
def test_a_broken_file_is_found_by_name(harm: str, root: Path) -> None:
    damage, name = FILES[harm]
    damage(root)
    found = trouble(root, quick=name != "version.checksums")
    assert name in found, found
    assert found[name].seen
    assert found[name].remedy


@pytest.mark.parametrize("harm", ROWS)
def test_a_wrong_row_is_found_by_name(harm: str, root: Path) -> None:
    statement, name = ROWS[harm]
    in_store(root, statement)
    found = {f.name: f for f in check_store(Layout(root), load_contract(), quick=False) if f.severity != "ok"}
    assert name in found, found
    assert found[name].remedy


def test_blocks_of_the_store_that_only_a_full_look_reads(root: Path) -> None:
    size = (root / "writer" / "store.duckdb").stat().st_size
    flip_byte(root / "writer" / "store.duckdb", 12288 + 300_000 if size > 900_000 else 12288 + 2_000)
    found = trouble(root)
    assert {"store.opens", "store.values"} & set(found), found


def test_a_log_of_another_moment_is_foreign(root: Path) -> None:
    log = killed_in_store(root, "INSERT INTO judgements SELECT * FROM judgements; CREATE TABLE t (a INT)")
    in_store(root, "CHECKPOINT")
    (root / "writer" / "store.duckdb.wal").write_bytes(log)
    found = trouble(root)
    assert "store.wal" in found, found
    assert found["store.wal"].remedy == f"q7x2-etl restore --warehouse {root}"


def test_a_log_with_a_wrong_byte_is_found(root: Path) -> None:
    log = killed_in_store(root, "CREATE TABLE t AS SELECT range AS a FROM range(1000)")
    flip_byte(root / "writer" / "store.duckdb.wal", len(log) // 2)
    assert trouble(root)["store.wal"].severity == "error"


def test_the_log_of_a_killed_load_is_no_trouble(root: Path) -> None:
    killed_in_store(root, "CREATE TABLE t AS SELECT range AS a FROM range(1000)")
    assert trouble(root) == {}
    assert (root / "writer" / "store.duckdb.wal").exists()


def test_a_load_that_was_cut_short_is_a_warning_only(root: Path) -> None:
    in_store(
        root,
        "INSERT INTO runs BY NAME SELECT * REPLACE ('later' AS run_id, now() AS started_at, NULL AS finished_at, "
        "'running' AS status, NULL AS published_version, NULL AS n_incidents) FROM runs LIMIT 1",
    )
    in_store(root, A_LINK_GONE)
    found = trouble(root)
    assert {name: finding.severity for name, finding in found.items()} == {"store.last_run": "warning"} | {
        name: "error" for name in found if name == "rows.links"
    }


def test_a_quick_look_reads_no_rows_and_no_checksums(root: Path) -> None:
    flip_byte(_parquet(root), 200)
    in_store(root, "UPDATE evidence SET span_start = span_start + 1, span_end = span_end + 1")
    assert trouble(root, quick=True) == {}
    cut(root / "versions" / "3" / "q7x2.duckdb", 50_000)
    assert {"version.files", "version.database"} <= set(trouble(root, quick=True))


def test_while_a_load_runs_the_store_is_left_alone_and_the_holder_named(root: Path) -> None:
    with WriterLock(Layout(root).lock):
        findings = {finding.name: finding for finding in doctor(root, quick=True)}
    assert f"pid {os.getpid()}" in findings["lock"].seen
    assert not [name for name in findings if name.startswith("store.")]


def test_a_reader_in_the_same_process_is_not_disturbed(root: Path) -> None:
    with q7.Warehouse(root) as warehouse:
        relation = warehouse.sql("SELECT count(*) FROM reports")
        assert {finding.severity for finding in warehouse.doctor()} == {"ok"}
        assert relation.fetchall()[0][0] > 0


def test_versions_out_of_range_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_versions().severity == "ok"
    monkeypatch.setattr("q7x2_etl.warehouse.checks.machine.installed_version", lambda name: "1.4.9")
    told = check_versions()
    assert told.severity == "error"
    assert "duckdb 1.4.9 is not" in told.seen


def test_a_disk_that_is_nearly_full_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10**9, 10**9, 1000))
    assert check_disk(Layout(root)).severity == "error"


def test_validation_switched_off_is_named(root: Path) -> None:
    script = "import sys; from pathlib import Path; from q7x2_etl.warehouse.doctor import doctor\n"
    script += "print(*(f.name for f in doctor(Path(sys.argv[1]), quick=True) if f.severity == 'error'))"
    environment = {**os.environ, "PANDERA_VALIDATION_ENABLED": "False"}
    ended = subprocess.run(
        [sys.executable, "-c", script, str(root)], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["machine.validation"]


def test_reference_data_that_breaks_its_rules_is_named(root: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "weapons.yaml").write_text("entries:\n- {id: x, category: magic}\n", encoding="utf-8")
    found = {finding.name: finding for finding in doctor(root, quick=True, reference=overlay)}
    assert found["machine.reference"].severity == "error"
    assert "weapons.yaml" in found["machine.reference"].seen


_AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from q7x2_etl.warehouse.doctor import doctor
doctor(Path(sys.argv[1]))  # all is imported before this process can no longer read the installation
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for finding in doctor(Path(sys.argv[1])):
    if finding.name in ("machine.folder", "store.values", "version.checksums"):
        print(finding.severity, finding.name)
"""


@pytest.mark.skipif(os.name == "nt", reason="modes of folders are of POSIX")
def test_a_folder_that_cannot_be_written_is_named_and_everything_else_still_looked_at(three_versions: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        root = Path(shutil.copytree(three_versions, Path(place) / "wh", symlinks=True))
        folders = [root, *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())]
        for folder in folders:
            folder.chmod(0o555)
        ended = subprocess.run(
            [sys.executable, "-c", _AS_ANOTHER_USER, str(root)], capture_output=True, text=True, check=False
        )
        for folder in folders:
            folder.chmod(0o755)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["error machine.folder", *["ok version.checksums"] * 3, "ok store.values"]


def test_a_folder_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no warehouse there"):
        doctor(tmp_path / "none")
