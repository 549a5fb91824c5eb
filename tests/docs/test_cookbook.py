"""Every query of the cookbook gives the rows that the page shows."""

import subprocess
import sys
from pathlib import Path


def test_the_rows_in_the_cookbook_are_fresh(repository: Path) -> None:
    script = repository / "docs" / "examples" / "cookbook_rows.py"
    ended = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, f"docs/COOKBOOK.md shows stale rows: run `make docs`\n{ended.stdout}{ended.stderr}"


def test_it_answers_twenty_five_questions_at_least(repository: Path) -> None:
    page = (repository / "docs" / "COOKBOOK.md").read_text(encoding="utf-8")
    assert page.count("```sql\n") == page.count("```text\n") >= 25
