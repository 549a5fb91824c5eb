"""The rows that README.md shows are those that the program prints."""

import subprocess
import sys
from pathlib import Path


def test_the_rows_in_the_readme_are_fresh(repository: Path) -> None:
    script = repository / "docs" / "examples" / "readme_rows.py"
    ended = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, f"README.md shows stale rows: run `make docs`\n{ended.stderr}"
