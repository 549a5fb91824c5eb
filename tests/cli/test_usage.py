"""Every command: help, version, and one clear line with code 2 for a mistake."""

import subprocess
import sys
from collections.abc import Callable

import pytest

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_help_names_every_command_and_the_exit_codes(run_cli: RunCli) -> None:
    shown = run_cli("--help")
    assert shown.returncode == 0
    for command in ("load", "extract", "explain", "sql", "status"):
        assert f"\n  {command} " in shown.stdout
    assert "Exit codes: 0 done" in shown.stdout


def test_no_arguments_show_the_help(run_cli: RunCli) -> None:
    assert run_cli().stdout == run_cli("--help").stdout


def test_version_is_the_package_version(run_cli: RunCli) -> None:
    import q7x2_etl

    assert run_cli("--version").stdout == f"q7x2-etl {q7x2_etl.__version__}\n"


def test_help_loads_no_database() -> None:
    script = "import sys, q7x2_etl.cli; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "typer" in loaded
    assert not {"duckdb", "pyarrow", "polars", "pandera"} & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["laod"], "'load'"),
        (["load"], "PATH"),
        (["load", "--wrokers", "2", "."], "--workers"),
        (["load", "--workers", "none", "."], "--workers"),
        (["load", "--max-rejects", "7", "."], "--max-rejects"),
        (["extract", "nowhere/at/all.txt"], "nowhere/at/all.txt"),
        (["extract", "--format", "xml", "."], "jsonl"),
        (["extract", "--metadata", "no-such.csv", "."], "no-such.csv"),
        (["extract", "--reference", "no-such-folder", "."], "no-such-folder"),
        (["explain", "no-such-file.txt"], "no-such-file.txt"),
        (["explain", "Two words.", "--published", "yesterday"], "yesterday"),
        (["explain", "Two words.", "--article", "a.txt"], "--article"),
        (["load", "*.nothing"], "*.nothing"),
        (["sql", "SELECT 1", "--warehouse", "no-warehouse"], "no-warehouse"),
        (["status", "--warehouse", "no-warehouse"], "no-warehouse"),
        (["explain", "abc", "--warehouse", "no-warehouse"], "no-warehouse"),
    ],
)
def test_a_mistake_is_one_line_that_names_it(
    run_cli: RunCli, tmp_path_factory: pytest.TempPathFactory, arguments: list[str], named: str
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    ended = run_cli(*arguments, cwd=folder)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert named in ended.stderr
    assert list(folder.iterdir()) == [], "a mistake must leave nothing behind"
