"""A small inbox and a warehouse loaded from it, for the tests of every command."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]

KUNDUZ = (
    "KUNDUZ, May 5, 2015 - Taliban fighters attacked a police checkpoint in Kunduz province on Monday, "
    "killing 15 policemen and wounding four, officials said. The Taliban claimed responsibility for the attack.\n"
)
HARVEST = "The apple harvest was good this year. Growers in the valley said that prices had held up well.\n"


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles: one tells of an attack, one of apples."""
    folder = tmp_path_factory.mktemp("articles") / "inbox"
    folder.mkdir()
    (folder / "attack.txt").write_text(KUNDUZ, encoding="utf-8")
    (folder / "harvest.txt").write_text(HARVEST, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def loaded(run_cli: RunCli, inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that the command line loaded the inbox into; tests only read it."""
    warehouse = tmp_path_factory.mktemp("loaded") / "warehouse"
    ended = run_cli("load", inbox, "--warehouse", warehouse)
    assert ended.returncode == 0, ended.stderr
    return warehouse
