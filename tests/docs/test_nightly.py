"""docs/NIGHTLY.md: its units are valid, and every command in it runs, on a machine laid out as the page says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from q7x2_etl.warehouse import Layout

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "NIGHTLY.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent
TABLE_COMMANDS = re.compile(r"`(q7x2-etl [^`]+)`")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def units() -> dict[str, str]:
    """The unit files by name, which the first line of each says."""
    found = [(re.match(r"# /etc/systemd/system/(\S+)\n", text), text) for text in fenced("ini")]
    return {match[1]: text for match, text in found if match is not None}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`/srv/q7x2`, with one night's load in it."""
    folder = tmp_path_factory.mktemp("srv")
    for name in ("inbox", "log", "backup"):
        (folder / name).mkdir()
    for number, article in enumerate(sorted((REPOSITORY / "seeds" / "articles").iterdir())[:3]):
        shutil.copy(article, folder / "inbox" / f"{number}.txt")
    (settings,) = fenced("toml")
    (folder / "q7x2.toml").write_text(settings, encoding="utf-8")
    run(folder, "q7x2-etl load inbox")
    return folder


def here(command: str, folder: Path) -> str:
    """A command of the page with this machine's folders."""
    return command.replace("/opt/q7x2/bin", str(PROGRAMS)).replace("/srv/q7x2", str(folder))


def run(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    ended = subprocess.run(
        ["bash", "-c", here(command, folder)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
    return ended


def exec_lines() -> Iterator[str]:
    for text in units().values():
        yield from re.findall(r"^Exec\w+=(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("command", list(exec_lines()))
def test_commands_of_the_units_run(command: str, machine: Path) -> None:
    run(machine, command)


@pytest.mark.parametrize("line", [line for text in fenced("cron") for line in text.splitlines() if line[0] != "#"])
def test_commands_of_cron_run(line: str, machine: Path) -> None:
    times, user, command = re.fullmatch(r"((?:[\d*]+ ){4}[\d*]+)  (\w+)  (.+)", line).groups()  # type: ignore[union-attr]
    assert user == "q7x2"
    assert len(times.split()) == 5
    run(machine, command)


def test_commands_of_the_tables_run(machine: Path, tmp_path: Path) -> None:
    """In the order of the page, on a copy: they go back and forth between versions."""
    folder = Path(shutil.copytree(machine, tmp_path / "srv", symlinks=True))
    run(folder, "q7x2-etl backup backup/THE_NEWEST.tar")
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    commands = [command for row in rows for command in TABLE_COMMANDS.findall(row)]
    assert len(commands) > 10
    for command in dict.fromkeys(commands):
        oldest = min(Layout(folder / "warehouse").versions_there())
        run(folder, command.replace("--version N", f"--version {oldest}"))
    assert run(folder, "q7x2-etl doctor").returncode == 0


def test_the_summary_is_where_the_settings_put_it(machine: Path) -> None:
    assert '"status": "done"' in (machine / "log" / "last.json").read_text(encoding="utf-8")


def test_backups_are_named_as_the_page_says(machine: Path) -> None:
    run(machine, "q7x2-etl backup backup")
    assert [
        path for path in (machine / "backup").iterdir() if re.fullmatch(r"warehouse-v\d+-\d{8}T\d{6}Z\.tar", path.name)
    ]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_units_are_valid(machine: Path, tmp_path: Path) -> None:
    for name, text in units().items():
        (tmp_path / name).write_text(here(text, machine), encoding="utf-8")
    paths = [str(tmp_path / name) for name in units()]
    ended = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, timeout=60)
    told = [line for line in ended.stderr.splitlines() if any(name in line for name in units())]
    assert told == []


def test_every_exit_code_has_its_row() -> None:
    from q7x2_etl.errors import ExitCode

    rows = [line.split("|")[1] for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    told = {int(code) for row in rows for code in row.replace(",", " ").split()}
    assert {int(code) for code in ExitCode} <= told
