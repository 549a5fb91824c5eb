"""`status`: what the warehouse holds, for people and for programs."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from q7x2_etl.warehouse import Layout, WriterLock

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_status_counts_what_sql_counts(run_cli: RunCli, loaded: Path) -> None:
    status = json.loads(run_cli("status", "--warehouse", loaded, "--json").stdout)
    for table in ("documents", "reports", "incidents", "run_inputs"):
        counted = run_cli("sql", f"SELECT count(*) FROM {table}", "--warehouse", loaded, "--format", "csv").stdout
        assert str(status["tables"][table]) == counted.splitlines()[1]
    assert status["version"] == 1
    assert status["outcomes"] == {"loaded": 1, "no_incident": 1}
    assert status["runs"] == 1
    assert status["bytes_on_disk"] > 10_000


def test_status_for_people_names_the_version_and_the_tables(run_cli: RunCli, loaded: Path) -> None:
    shown = run_cli("status", "--warehouse", loaded).stdout
    assert "version 1, 1 run" in shown
    assert "\nincidents" in shown


def test_status_says_since_when_how_the_last_load_ended_and_who_is_at_work(run_cli: RunCli, loaded: Path) -> None:
    status = json.loads(run_cli("status", "--warehouse", loaded, "--json").stdout)
    assert status["published_at"] == status["versions"][0]["published_at"]
    assert status["last_success"]["run_id"] == status["last_run"]["run_id"] == status["last_load"]["run_id"]
    assert (status["unfinished"], status["lock_holder"], status["rejects_open"]) == (None, None, 0)
    with WriterLock(Layout(loaded).lock):
        busy = json.loads(run_cli("status", "--warehouse", loaded, "--json").stdout)
    assert busy["lock_holder"].startswith(f"pid {os.getpid()} ")


def test_status_tells_of_a_load_that_was_killed(run_cli: RunCli, loaded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(loaded, tmp_path / "w", symlinks=True))
    summary = folder / "writer" / "last_run.json"
    summary.write_text(summary.read_text(encoding="utf-8").replace('"status": "done"', '"status": "running"'))
    assert json.loads(run_cli("status", "--warehouse", folder, "--json").stdout)["unfinished"] == "killed"
    assert "killed; run the load again" in run_cli("status", "--warehouse", folder).stdout
