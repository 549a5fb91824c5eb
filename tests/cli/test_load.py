"""`load`: exit codes, what is printed where, and that every input has its outcome."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def loaded_as_json(run_cli: RunCli, folder: Path, warehouse: Path, code: int = 0, *more: object) -> dict[str, Any]:
    ended = run_cli("load", folder, "--warehouse", warehouse, "--json", *more)
    assert ended.returncode == code, ended.stderr
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


def test_a_load_reports_on_stderr_and_prints_nothing(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    ended = run_cli("load", inbox, "--warehouse", tmp_path / "w")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert "2 inputs: 1 loaded, 1 no_incident" in ended.stderr
    assert "version 1 published" in ended.stderr


def test_quiet_says_nothing_at_all(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    ended = run_cli("load", inbox, "--warehouse", tmp_path / "w", "--quiet")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_logs_for_machines_are_json_lines(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    ended = run_cli("load", inbox, "--warehouse", tmp_path / "w", "--log-format", "json")
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert lines
    assert all(set(line) >= {"time", "level", "logger", "message"} for line in lines)


def test_outcomes_add_up_and_a_second_load_inserts_nothing(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    first = loaded_as_json(run_cli, inbox, tmp_path / "w")
    second = loaded_as_json(run_cli, inbox, tmp_path / "w")
    assert first["n_inputs"] == sum(first["outcomes"].values()) == 2
    assert first["n_inserted"] > 0
    assert second["outcomes"]["unchanged"] == second["n_inputs"] == 2
    assert second["n_inserted"] == 0
    assert second["n_incidents"] == first["n_incidents"]


def test_two_workers_load_what_one_loads(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    one = loaded_as_json(run_cli, inbox, tmp_path / "one")
    two = loaded_as_json(run_cli, inbox, tmp_path / "two", 0, "--workers", 2)
    assert one["outcomes"] == two["outcomes"]
    assert one["inserted"] == two["inserted"]


def test_an_empty_folder_is_done_with_code_0(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert loaded_as_json(run_cli, tmp_path / "nothing", tmp_path / "w")["n_inputs"] == 0


def test_a_missing_path_is_code_2_and_makes_no_warehouse(run_cli: RunCli, tmp_path: Path) -> None:
    ended = run_cli("load", tmp_path / "gone.txt", "--warehouse", tmp_path / "w")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "gone.txt" in ended.stderr
    assert not (tmp_path / "w" / "current").exists()


def test_a_binary_file_has_an_outcome_and_the_rest_is_loaded(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "attack.txt").write_text((inbox / "attack.txt").read_text())
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    ended = run_cli("load", folder, "--warehouse", tmp_path / "w", "--json", "--quiet")
    assert ended.returncode == 3
    warning, error = ended.stderr.splitlines()
    assert warning.startswith("WARNING: picture.txt: unreadable")
    assert "50.0% of the inputs failed (1 unreadable), --max-rejects allows 5.0%" in error
    outcomes = json.loads(ended.stdout)["outcomes"]
    assert (outcomes["unreadable"], outcomes["loaded"]) == (1, 1)


def test_a_file_that_cannot_be_opened_has_an_outcome(run_cli: RunCli, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    # A link that leads nowhere cannot be opened by anybody; a file without read permission can be, by root.
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "secret.txt").write_text("Nobody may read this.")
    (folder / "secret.txt").chmod(0)
    outcomes = loaded_as_json(run_cli, folder, tmp_path / "w", 0, "--max-rejects", 1)["outcomes"]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    assert outcomes["unreadable"] == (1 if root else 2)
    assert sum(outcomes.values()) == 2


def test_a_wrong_metadata_column_is_code_2_and_named(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,publishd\nattack.txt,2015-05-05\n")
    ended = run_cli("load", inbox, "--metadata", tmp_path / "metadata.csv", "--warehouse", tmp_path / "w")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "publishd" in ended.stderr


def test_a_warehouse_that_another_load_holds_is_code_4(run_cli: RunCli, inbox: Path, tmp_path: Path) -> None:
    from q7x2_etl.warehouse.layout import Layout
    from q7x2_etl.warehouse.lock import WriterLock

    with WriterLock(Layout(tmp_path / "w").writer / "lock"):
        ended = run_cli("load", inbox, "--warehouse", tmp_path / "w")
    assert ended.returncode == 4
    assert len(ended.stderr.splitlines()) == 1
