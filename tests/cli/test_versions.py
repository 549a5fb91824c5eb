"""`versions`, `publish`, `compact`, `sql --at`, `load --wait`."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from q7x2_etl.warehouse import Layout, WriterLock

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the loaded warehouse that a test may change."""
    return Path(shutil.copytree(loaded, tmp_path / "w", symlinks=True))


def test_publish_makes_a_version_and_leads_back_to_another(run_cli: RunCli, warehouse: Path) -> None:
    ended = run_cli("publish", "--warehouse", warehouse, "--json")
    assert (ended.returncode, json.loads(ended.stdout)["number"]) == (0, 2), ended.stderr
    assert "analysts now see version 2" in ended.stderr
    ended = run_cli("publish", "--version", 1, "--warehouse", warehouse)
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    listed = json.loads(run_cli("versions", "--warehouse", warehouse, "--json").stdout)["versions"]
    assert [(version["number"], version["current"]) for version in listed] == [(2, False), (1, True)]
    assert all(version["rows"]["reports"] == 1 and version["bytes"] > version["own_bytes"] for version in listed)
    lines = run_cli("versions", "--warehouse", warehouse).stdout.splitlines()
    assert [line.split()[:2] for line in lines[2:]] == [["2", listed[0]["published_at"]], ["1", "current"]]


def test_sql_reads_an_older_version(run_cli: RunCli, warehouse: Path) -> None:
    assert run_cli("publish", "--warehouse", warehouse).returncode == 0
    query = ("sql", "SELECT count(*) AS n FROM publications", "--warehouse", warehouse, "--format", "csv")
    assert run_cli(*query, "--at", 1).stdout == "n\n0\n"
    assert run_cli(*query).stdout == "n\n1\n"
    ended = run_cli(*query, "--at", 9)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "there is no version 9; there are: 1, 2" in ended.stderr


def test_compact_says_the_bytes_before_and_after(run_cli: RunCli, warehouse: Path) -> None:
    size = Layout(warehouse).store.stat().st_size
    ended = run_cli("compact", "--warehouse", warehouse, "--json")
    assert json.loads(ended.stdout) == {
        "bytes_before": size, "bytes_after": Layout(warehouse).store.stat().st_size,
    }  # fmt: skip


@pytest.mark.parametrize("wait", [0, 0.3])
def test_a_held_warehouse_ends_with_code_4_and_the_holder(
    run_cli: RunCli, warehouse: Path, inbox: Path, wait: float
) -> None:
    with WriterLock(Layout(warehouse).lock):
        ended = run_cli("load", inbox, "--warehouse", warehouse, "--wait", wait)
    assert ended.returncode == 4
    assert "another load holds this warehouse" in ended.stderr
    assert "pid " in ended.stderr
    assert " since 2" in ended.stderr
