"""`rejects list|show|retry` and `reextract`: what is printed where, and how each ends."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]
HERE = Path(__file__).parent
_TROUBLED_LOAD = """
import sys
sys.path.append(sys.argv[1])
from pattern_extractor import PatternExtractor
from q7x2_etl import Warehouse
if __name__ == "__main__":
    with Warehouse(sys.argv[3]) as warehouse:
        warehouse.load(sys.argv[2], extractor=PatternExtractor())
"""
_STORY = (
    "Page of the Alder Courier\n\nOn 2021-03-04 the Red Column attacked Alder (AAA) and killed 7 soldiers.\n\n"
    "The council met in the town hall and promised help for the families. Officials said that the market would open "
    "again within days, and that the road to the river had been cleared of stones and wreckage by noon. {}\n"
)


@pytest.fixture(scope="session")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a rejected report and a text on which the extractor failed; another extractor made it."""
    folder = tmp_path_factory.mktemp("troubled")
    (folder / "in").mkdir()
    for name in ("Crash!", "Wrong toll."):
        (folder / "in" / f"{name[:5]}.txt").write_text(_STORY.format(name))
    support = str(HERE.parent / "warehouse")
    subprocess.run([sys.executable, "-c", _TROUBLED_LOAD, support, folder / "in", folder / "wh"], check=True)
    return folder / "wh"


def test_rejects_are_listed_as_table_csv_and_jsonl(run_cli: RunCli, troubled: Path) -> None:
    table = run_cli("rejects", "list", "--warehouse", troubled)
    assert table.returncode == 0, table.stderr
    assert len(table.stdout.splitlines()) == 4
    assert "derivation" in table.stdout
    found = run_cli("rejects", "list", "--check", "extraction", "--format", "jsonl", "--warehouse", troubled)
    (row,) = [json.loads(line) for line in found.stdout.splitlines()]
    assert (row["name"], row["reason"]) == ("Crash.txt", "ValueError: this text was made to fail")
    csv = run_cli("rejects", "list", "--table", "report_casualties", "--format", "csv", "--warehouse", troubled)
    assert csv.stdout.splitlines()[0].startswith("reject_id,table_name,check_name,reason")
    assert len(csv.stdout.splitlines()) == 2


def test_one_reject_is_shown_with_its_check_its_document_and_its_words(run_cli: RunCli, troubled: Path) -> None:
    listed = run_cli("rejects", "list", "--check", "derivation", "--format", "jsonl", "--warehouse", troubled)
    reject_id = json.loads(listed.stdout)["reject_id"]
    shown = run_cli("rejects", "show", reject_id[:12], "--warehouse", troubled)
    assert shown.returncode == 0, shown.stderr
    for words in ("Every figure is what a reading", "Wrong.txt", "On [2021-03-04] the Red Column", '"report_id"'):
        assert words in shown.stdout
    as_json = run_cli("rejects", "show", reject_id, "--json", "--warehouse", troubled)
    assert json.loads(as_json.stdout)["words"] == "2021-03-04"
    assert run_cli("rejects", "show", "ffff", "--warehouse", troubled).returncode == 2


def test_retry_reads_rejected_documents_again(run_cli: RunCli, troubled: Path, tmp_path: Path) -> None:
    warehouse = shutil.copytree(troubled, tmp_path / "wh", symlinks=True)
    shown = run_cli("rejects", "retry", "--dry-run", "--json", "--warehouse", warehouse)
    assert json.loads(shown.stdout)["n_documents"] == 2
    done = run_cli("rejects", "retry", "--where", "check_name = 'extraction'", "--warehouse", warehouse)
    assert done.returncode == 0, done.stderr
    assert "1 documents read again" in done.stderr
    assert "settled: 1 passed" in done.stderr
    assert "version 2 published" in done.stderr
    left = run_cli("rejects", "list", "--format", "jsonl", "--warehouse", warehouse)
    assert [json.loads(line)["check_name"] for line in left.stdout.splitlines()] == ["derivation"]
    wrong = run_cli("rejects", "retry", "--where", "colour = 1", "--warehouse", warehouse)
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


def test_reextract_shows_what_would_change_and_changes_it(run_cli: RunCli, troubled: Path, tmp_path: Path) -> None:
    warehouse = shutil.copytree(troubled, tmp_path / "wh", symlinks=True)
    shown = run_cli("reextract", "--dry-run", "--warehouse", warehouse)
    assert shown.returncode == 0, shown.stderr
    assert "nothing was changed" in shown.stderr
    assert "examples" in shown.stdout
    done = run_cli("reextract", "--json", "--warehouse", warehouse)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["n_documents"], result["run"]["version"]) == (1, 2)
    again = run_cli("reextract", "--where", "published_on IS NULL", "--warehouse", warehouse)
    assert "no row is different" in again.stdout
