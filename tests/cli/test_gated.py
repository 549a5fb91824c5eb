"""A load that a gate refuses, as a nightly job and its monitor see it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_refused_load_is_code_5_says_what_to_type_and_can_be_forced(
    run_cli: RunCli, inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "q7x2.toml").write_text('log_format = "json"\n[gates.enough]\nmeasure = "inputs"\nmin = 3\n')
    load = ("load", inbox, "--json", "--summary", "summary.json")
    ended = run_cli(*load, cwd=tmp_path)
    assert ended.returncode == 5, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    assert (told["status"], told["exit_code"], told["version"]) == ("gated", 5, None)
    assert told["gates"][-1] == {
        "gate": "enough", "measure": "inputs", "bound": "min", "limit": 3, "severity": "fatal", "figure": 2,
        "rests_on": 2, "answer": "refused",
    }  # fmt: skip
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert {line["run_id"] for line in lines} == {told["run_id"]}
    assert (lines[-1]["level"], lines[-1]["exit_code"]) == ("error", 5)
    for words in ("gate enough", "inputs is 2", "at least 3", "nothing was published", "--force"):
        assert words in lines[-1]["message"]
    assert json.loads((tmp_path / "summary.json").read_text())["status"] == "gated"

    status = run_cli("status", cwd=tmp_path)
    assert "nothing published" in status.stdout
    assert "gated" in status.stdout
    assert "enough" in status.stdout

    forced = run_cli(*load, "--force", cwd=tmp_path)
    assert forced.returncode == 0, forced.stderr
    result = json.loads(forced.stdout)
    assert (result["status"], result["forced"], result["version"]) == ("done", True, 1)
    assert result["warnings"] == ["gate enough: inputs is 2, at least 3 is allowed"]
    assert '"level": "warning"' in forced.stderr
