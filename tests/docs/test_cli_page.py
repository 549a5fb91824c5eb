"""docs/CLI.md is what the commands say of themselves."""

import subprocess
import sys
from pathlib import Path


def test_the_cli_page_is_fresh(repository: Path, tmp_path: Path) -> None:
    written = tmp_path / "CLI.md"
    command = [sys.executable, "-m", "typer", "q7x2_etl.cli", "utils", "docs", "--name", "q7x2-etl"]
    subprocess.run([*command, "--title", "The command line", "--output", str(written)], check=True, capture_output=True)
    page = (repository / "docs" / "CLI.md").read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == page, "docs/CLI.md is stale: run `make docs`"


def test_every_command_has_its_section(repository: Path) -> None:
    from q7x2_etl.cli import app

    page = (repository / "docs" / "CLI.md").read_text(encoding="utf-8")
    names = [command.callback.__name__ for command in app.registered_commands if command.callback is not None]
    assert {"load", "extract", "explain", "sql", "status"} <= set(names)
    assert all(f"## `q7x2-etl {name}`" in page for name in names)
