"""`extract`: three forms of the same reports, data alone on stdout."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from q7x2_etl.model import Report

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_jsonl_is_one_nested_report_a_line(run_cli: RunCli, inbox: Path) -> None:
    ended = run_cli("extract", inbox, "--format", "jsonl")
    assert ended.returncode == 0, ended.stderr
    reports = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [report["article"] for report in reports] == ["attack.txt"]
    columns = {f.name for f in fields(Report)}
    assert columns <= set(reports[0])
    assert 15 in [casualty["best"] for casualty in reports[0]["casualties"]]
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    assert reports[0]["evidence"]
    assert all(text[e["start"] : e["end"]] == e["quote"] for e in reports[0]["evidence"])


def test_csv_has_the_columns_of_reports_and_words_for_the_rest(run_cli: RunCli, inbox: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run_cli("extract", inbox, "--format", "csv").stdout, newline="")))
    assert len(rows) == 1
    assert rows[0]["article"] == "attack.txt"
    assert rows[0]["country"] == "AFG"
    assert "15 killed" in rows[0]["casualties"]
    assert "Taliban (perpetrator)" in rows[0]["actors"]


def test_a_table_in_a_pipe_is_plain_aligned_text(run_cli: RunCli, inbox: Path) -> None:
    lines = run_cli("extract", inbox).stdout.splitlines()
    assert lines[0].split()[:2] == ["article", "type"]
    assert len(lines) == 3
    assert lines[2].startswith("attack.txt")
    assert "\x1b" not in "".join(lines)


def test_metadata_dates_the_article(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two soldiers were killed by a roadside bomb in Kandahar yesterday.\n")
    (tmp_path / "metadata.csv").write_text(
        "file,publisher,title,published,published_precision,language\na.txt,,,2012-03-02,day,en\n"
    )
    ended = run_cli("extract", tmp_path / "a.txt", "--metadata", tmp_path / "metadata.csv", "--format", "jsonl")
    assert [json.loads(line)["date_start"] for line in ended.stdout.splitlines()] == ["2012-03-01"]


@pytest.mark.slow
def test_two_workers_print_what_one_prints(run_cli: RunCli, inbox: Path) -> None:
    one = run_cli("extract", inbox, "--format", "jsonl")
    two = run_cli("extract", inbox, "--format", "jsonl", "--workers", 2)
    assert one.stdout
    assert one.stdout == two.stdout


def test_no_incident_prints_no_line(run_cli: RunCli, inbox: Path) -> None:
    ended = run_cli("extract", inbox / "harvest.txt", "--format", "jsonl")
    assert (ended.returncode, ended.stdout) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end in another way on Windows")
def test_a_reader_that_leaves_early_ends_it_quietly(inbox: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    for number in range(60):
        (many / f"{number:02}.txt").write_text(text.replace("15", str(20 + number)), encoding="utf-8")
    command = f"'{sys.executable}' -m q7x2_etl extract '{many}' --format jsonl | head -n 1; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=True)
    first, code = ended.stdout.splitlines()
    assert json.loads(first)["article"] == "00.txt"
    assert code == "0"
    assert ended.stderr == ""
