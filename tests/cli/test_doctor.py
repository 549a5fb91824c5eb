"""`doctor`, `backup`, `restore`: found, told, mended."""

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
    """A copy of the loaded warehouse that a test may break."""
    return Path(shutil.copytree(loaded, tmp_path / "w", symlinks=True))


def test_what_doctor_finds_restore_mends(run_cli: RunCli, warehouse: Path) -> None:
    (warehouse / "writer" / "store.duckdb").write_bytes(b"")
    ended = run_cli("doctor", "--warehouse", warehouse, "--quick")
    assert ended.returncode == 1
    assert f"\nTo type:\n  q7x2-etl restore --warehouse {warehouse}\n" in ended.stdout
    assert "1 errors, 0 warnings" in ended.stdout
    ended = run_cli("restore", "--warehouse", warehouse)
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    assert "the store was made anew from version 1" in ended.stderr
    ended = run_cli("doctor", "--warehouse", warehouse, "--json")
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["counts"]["error"]) == (0, 0)
    assert {"name", "subject", "severity", "seen", "remedy"} == set(told["findings"][0])


def test_a_backup_comes_back(run_cli: RunCli, warehouse: Path, tmp_path: Path) -> None:
    made = json.loads(run_cli("backup", tmp_path / "saved.tar", "--warehouse", warehouse, "--json").stdout)
    assert Path(made["path"]).stat().st_size == made["bytes"]
    done = json.loads(run_cli("restore", made["path"], "--warehouse", tmp_path / "new", "--json").stdout)
    assert (done["version"], done["moved_aside"]) == (1, None)
    counted = run_cli("sql", "SELECT count(*) FROM documents", "--warehouse", tmp_path / "new", "--format", "csv")
    assert counted.stdout.splitlines()[1] == "2"


def test_mistakes_have_their_codes(run_cli: RunCli, warehouse: Path, tmp_path: Path) -> None:
    assert run_cli("doctor", "--warehouse", tmp_path / "none").returncode == 2
    assert run_cli("restore", tmp_path / "none.tar", "--warehouse", tmp_path / "new").returncode == 2
    assert run_cli("restore", "--version", 7, "--warehouse", warehouse).returncode == 2
    with WriterLock(Layout(warehouse).lock):
        ended = run_cli("backup", tmp_path / "a.tar", "--warehouse", warehouse)
    assert ended.returncode == 4
    assert "another load holds this warehouse" in ended.stderr
