"""`config`, and the settings of every command: flags, q7x2.toml, the environment."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.settings import SPECS, Settings

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]

_TOML = """
workers = 2
max_rejects = 0.1

[gates.few_inputs]
min = 0.8
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "q7x2.toml").write_text(_TOML)
    return tmp_path


def test_config_shows_every_setting_with_its_value_and_origin(run_cli: RunCli, place: Path) -> None:
    shown = run_cli("config", "--workers", "3", cwd=place, env={"Q7X2_QUIET": "yes"})
    assert shown.returncode == 0, shown.stderr
    lines = {line.split()[0]: line for line in shown.stdout.splitlines() if line.strip()}
    assert set(SPECS) <= set(lines)
    assert lines["workers"].split()[1:] == ["3", "flag", "--workers"]
    assert lines["max_rejects"].split()[1:] == ["0.1", "file", str(place / "q7x2.toml")]
    assert lines["quiet"].split()[1:] == ["true", "environment", "Q7X2_QUIET"]
    assert lines["versions_kept"].split()[1:] == ["3", "default"]
    assert "min 0.8 warn, judged from 5" in lines["gates.few_inputs"]
    assert lines["gates.few_inputs"].endswith(f"file {place / 'q7x2.toml'}")
    assert lines["gates.usable_inputs"].endswith("default")


def test_config_for_programs_holds_the_same(run_cli: RunCli, place: Path) -> None:
    shown: dict[str, Any] = json.loads(run_cli("config", "--json", cwd=place).stdout)
    file = str(place / "q7x2.toml")
    assert shown["file"] == file
    assert shown["settings"]["workers"] == {"value": 2, "from": "file", "name": file}
    assert shown["settings"]["wait"] == {"value": 0.0, "from": "default", "name": None}
    assert shown["gates"]["few_inputs"]["value"]["min"] == 0.8
    assert shown["fingerprint"] == Settings.read(config=file).fingerprint


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["config", "--workers", "0"], {}, "--workers is '0'; give a whole number of 1 or more"),
        (["config"], {"Q7X2_WORKERS": "x"}, "Q7X2_WORKERS is 'x'"),
        (["config", "--config", "gone.toml"], {}, "gone.toml: the settings cannot be read"),
        (["status"], {"Q7X2_CONFIG": "wrong.toml"}, "wrong.toml:2: wrokers: no such setting (did you mean 'workers'?)"),
    ],
)
def test_a_wrong_setting_is_one_line_with_code_2(
    run_cli: RunCli, tmp_path: Path, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    (tmp_path / "wrong.toml").write_text("quiet = true\nwrokers = 2\n")
    ended = run_cli(*arguments, cwd=tmp_path, env=environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_every_command_finds_the_warehouse_that_the_settings_name(
    run_cli: RunCli, inbox: Path, loaded: Path, tmp_path: Path
) -> None:
    (tmp_path / "q7x2.toml").write_text(f'warehouse = "{loaded.as_posix()}"')
    rows = run_cli("sql", "SELECT count(*) AS n FROM runs", "--format", "csv", cwd=tmp_path)
    assert rows.stdout == "n\n1\n", rows.stderr
    by_variable = run_cli("status", "--json", cwd=tmp_path.parent, env={"Q7X2_WAREHOUSE": str(loaded)})
    assert json.loads(by_variable.stdout)["version"] == 1, by_variable.stderr
