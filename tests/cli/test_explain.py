"""`explain`: every field with its words and its rule, for a text, a file and a stored report."""

import subprocess
from collections.abc import Callable
from pathlib import Path

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_text_is_explained_with_words_and_rules(run_cli: RunCli, inbox: Path) -> None:
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    shown = run_cli("explain", text, "--published", "2015-05-05")
    assert shown.returncode == 0, shown.stderr
    assert "armed_attack" in shown.stdout
    readings = [line for line in shown.stdout.splitlines() if line.startswith("event_type ")]
    assert len(readings) == 1
    assert "“attacked”" in readings[0]
    start = text.index("attacked")
    assert f"{start}:{start + len('attacked')}" in readings[0]


def test_a_text_can_come_from_stdin(run_cli: RunCli, inbox: Path) -> None:
    text = (inbox / "attack.txt").read_text(encoding="utf-8")
    assert run_cli("explain", "-", stdin=text).stdout == run_cli("explain", text).stdout != ""


def test_a_file_with_spaces_in_its_name_is_a_file(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "an attack.txt").write_bytes((inbox / "attack.txt").read_bytes())
    assert "· an attack.txt ·" in run_cli("explain", "an attack.txt", cwd=tmp_path).stdout


def test_a_file_is_explained_by_article_and_number(run_cli: RunCli, inbox: Path) -> None:
    whole = run_cli("explain", inbox / "attack.txt")
    chosen = run_cli("explain", inbox / "attack.txt", "--article", "attack.txt", "--report", "1")
    assert "attack.txt" in whole.stdout
    assert chosen.stdout == whole.stdout


def test_a_report_that_is_not_there_is_code_2(run_cli: RunCli, inbox: Path) -> None:
    for option in (["--report", "7"], ["--article", "other.txt"]):
        ended = run_cli("explain", inbox / "attack.txt", *option)
        assert ended.returncode == 2
        assert len(ended.stderr.splitlines()) == 1
        assert option[1] in ended.stderr


def test_a_stored_report_is_explained_as_its_file_was(run_cli: RunCli, inbox: Path, loaded: Path) -> None:
    reports = run_cli("sql", "SELECT report_id FROM reports", "--warehouse", loaded, "--format", "csv")
    report_id = reports.stdout.splitlines()[1]
    stored = run_cli("explain", report_id[:12], "--warehouse", loaded)
    assert stored.returncode == 0, stored.stderr
    fresh = run_cli("explain", inbox / "attack.txt", "--report", report_id[:12])
    # Only the second line differs: it names where the text came from.
    assert stored.stdout.splitlines()[2:] == fresh.stdout.splitlines()[2:]


def test_no_incident_says_so(run_cli: RunCli) -> None:
    assert run_cli("explain", "The apples were good this year.").stdout == "no incident found\n"


def test_the_readings_that_lost_are_shown_with_the_reason(run_cli: RunCli) -> None:
    text = "Police in Kano said on Tuesday that gunmen attacked a school in Chibok on Monday and killed two teachers."
    shown = run_cli("explain", text, "--published", "2020-06-10").stdout
    rows = [line for line in shown.splitlines() if "“Tuesday”" in line]
    assert len(rows) == 1
    assert rows[0].startswith("date_start") and "2020-06-09" in rows[0] and "the time of the saying" in rows[0]
    assert any("“Kano”" in line and "speaker" in line for line in shown.splitlines())


def test_what_gave_no_report_is_shown_too(run_cli: RunCli) -> None:
    shown = run_cli("explain", "The attack was discussed at length in the council.").stdout
    assert shown.startswith("no incident found\n")
    assert "“attack”" in shown and "too little is told" in shown
