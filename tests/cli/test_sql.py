"""`sql`: read-only, on the published snapshot, a mistake in one line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_rows_are_printed_in_each_form(run_cli: RunCli, loaded: Path) -> None:
    query = "SELECT country, deaths_best FROM incidents"
    forms = {form: run_cli("sql", query, "--warehouse", loaded, "--format", form).stdout for form in ("csv", "jsonl")}
    assert forms["csv"] == "country,deaths_best\nAFG,15\n"
    assert json.loads(forms["jsonl"]) == {"country": "AFG", "deaths_best": 15}
    assert run_cli("sql", query, "--warehouse", loaded).stdout.splitlines() == [
        "country  deaths_best", "-------  -----------", "AFG      15",
    ]  # fmt: skip


def test_a_query_can_come_from_stdin(run_cli: RunCli, loaded: Path) -> None:
    query = "-- how many\nSELECT count(*) AS n FROM incidents"
    assert run_cli("sql", "-", "--warehouse", loaded, "--format", "csv", stdin=query).stdout == "n\n1\n"


def test_two_columns_of_one_name_are_both_printed(run_cli: RunCli, loaded: Path) -> None:
    assert run_cli("sql", "SELECT 1 AS n, 2 AS n", "--warehouse", loaded, "--format", "csv").stdout == "n,n\n1,2\n"


def test_no_rows_print_the_columns(run_cli: RunCli, loaded: Path) -> None:
    ended = run_cli("sql", "SELECT country FROM incidents WHERE false", "--warehouse", loaded, "--format", "csv")
    assert (ended.returncode, ended.stdout) == (0, "country\n")


@pytest.mark.parametrize(
    ("query", "code", "named"),
    [
        ("SELEC 1", 2, "SELEC"),
        ("SELECT nope FROM incidents", 2, "nope"),
        ("FROM no_such_table", 2, "no_such_table"),
        ("", 2, "SELECT"),
        ("DELETE FROM incidents", 2, "read-only"),
        ("DROP TABLE incidents", 2, "read-only"),
        ("SELECT event_type::INTEGER FROM incidents", 1, "armed_attack"),
    ],
)
def test_a_query_that_fails_is_one_line(run_cli: RunCli, loaded: Path, query: str, code: int, named: str) -> None:
    ended = run_cli("sql", query, "--warehouse", loaded)
    assert ended.returncode == code, ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert named in ended.stderr
