"""`status`: what the warehouse holds, for people and for programs."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

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
