"""`judge` and `export`: what is printed where, what is written, and how each ends."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_judgement_is_told_listed_and_undone(run_cli: RunCli, loaded: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(loaded, tmp_path / "wh", symlinks=True))
    sheet = tmp_path / "sheet.csv"
    written = run_cli("judge", "sheet", sheet, "--warehouse", root)
    assert written.returncode == 0, written.stderr
    assert "0 pairs and 1 incidents" in written.stderr
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    who = ("--reason", "a drill", "--by", "Ada")
    decided = run_cli("judge", "reject", row["id"][:12], *who, "--json", "--warehouse", root)
    assert decided.returncode == 0, decided.stderr
    told = json.loads(decided.stdout)
    assert [one["decision"] for one in told["judgements"]] == ["not_an_incident"]
    assert (told["n_incidents"], told["version"]) == (0, 2)
    listed = run_cli("judge", "list", "--format", "jsonl", "--warehouse", root)
    assert json.loads(listed.stdout)["reason"] == "a drill"


def test_wrong_use_ends_with_2_and_one_line(run_cli: RunCli, loaded: Path, tmp_path: Path) -> None:
    for arguments, message in (
        (("judge", "correct", "ffff", "deaths_best", "--reason", "x"), "write COLUMN=VALUE"),
        (("export", "--as", "csv", "--where", "no_such = 1", "-o", tmp_path / "out.csv"), "nothing was written"),
    ):
        ended = run_cli(*arguments, "--warehouse", loaded)
        assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
        assert message in ended.stderr
        assert "Traceback" not in ended.stderr


def test_incidents_are_written_in_the_columns_of_ged(run_cli: RunCli, loaded: Path, tmp_path: Path) -> None:
    ended = run_cli("export", "--as", "ucdp-ged", "--out", tmp_path / "ged.csv", "--warehouse", loaded)
    assert ended.returncode == 0, ended.stderr
    with (tmp_path / "ged.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    expected = {
        "type_of_violence": "1", "side_a": "Government of Afghanistan", "side_b": "Taliban", "country_id": "700",
        "date_start": "2015-05-04", "date_prec": "1", "best": "15", "gwnoa": "700", "gwnob": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
