"""What the command line takes besides text files: named columns, standard input, archives."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]

PROSE = "Taliban fighters attacked a police checkpoint in Kunduz province on Monday, killing 15 policemen, he said."


def _articles(ended: "subprocess.CompletedProcess[str]") -> list[str]:
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line)["article"] for line in ended.stdout.splitlines()]


def test_columns_are_named_or_guessed_and_the_guess_is_shown(run_cli: RunCli, tmp_path: Path) -> None:
    wire = tmp_path / "wire.csv"
    wire.write_text(f'key,raw,pub_date\n1,"{PROSE}",2015-05-05\n', encoding="utf-8")
    named = run_cli("extract", wire, "--map", "text=raw,id=key", "--format", "jsonl")
    assert _articles(named) == ["1"]
    assert "--map published=pub_date" in named.stderr
    assert json.loads(named.stdout)["date_start"] == "2015-05-04"
    missing = run_cli("extract", wire, "--map", "text=body")
    assert missing.returncode == 2
    assert "'body' (for text)" in missing.stderr and "'key', 'raw', 'pub_date'" in missing.stderr


def test_standard_input_is_known_by_its_first_bytes(run_cli: RunCli) -> None:
    row = json.dumps({"body": PROSE, "link": "u1"})
    assert _articles(run_cli("extract", "-", "--format", "jsonl", stdin=row + "\n")) == ["u1"]
