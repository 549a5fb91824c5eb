"""docs/SETTINGS.md shows the settings, gates and exit codes that there are, and its files of settings can be read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from q7x2_etl.settings import read_settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "SETTINGS.md"
FILES = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_tables_are_fresh(repository: Path) -> None:
    script = repository / "docs" / "examples" / "settings_tables.py"
    ended = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("text", FILES)
def test_a_file_on_the_page_can_be_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "q7x2.toml").write_text(text, encoding="utf-8")
    found = read_settings(config=tmp_path / "q7x2.toml", environment={})
    assert any(origin.source == "file" for origin in found.origins.values())


def test_the_page_has_files_to_read() -> None:
    assert len(FILES) >= 2
