"""With --log-format json every line on stderr is a JSON object, whatever happens."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]

_EVERYTHING_GOES_WRONG = """
import logging, sys, threading, warnings
import q7x2_etl as q7
from q7x2_etl.cli.logs import set_up_logs

class Late:
    def __del__(self):
        raise ValueError("too late")

def fail(warehouse):
    rows = warehouse.sql("FROM runs").fetchall()
    raise RuntimeError("nobody expected this")

set_up_logs("json")
warnings.warn("be careful")
logging.getLogger("another.library").warning("of two\\nlines")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
Late()
fail(q7.Warehouse(sys.argv[1]))
"""


def lines(text: str) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in told)
    return told


def test_a_load_that_fails_in_the_middle_says_so_in_json_with_its_run(
    run_cli: RunCli, inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "versions").touch()  # no version can be made where a file stands in the way
    ended = run_cli("load", inbox, "--warehouse", tmp_path / "w", "--log-format", "json")
    assert ended.returncode == 1
    last = lines(ended.stderr)[-1]
    assert (last["level"], last["exit_code"]) == ("error", 1)
    assert "could not be published" in last["message"]
    assert last["run_id"]


def test_a_mistake_in_the_arguments_is_told_in_the_form_they_ask_for(run_cli: RunCli, tmp_path: Path) -> None:
    for arguments, environment in (
        (("load", ".", "--wrokers", "2", "--log-format=json"), {}),
        (("load", "--log-format", "json", "gone.txt"), {}),
        (("status",), {"Q7X2_LOG_FORMAT": "json"}),
    ):
        ended = run_cli(*arguments, cwd=tmp_path, env=environment)
        assert ended.returncode == 2
        (line,) = lines(ended.stderr)
        assert line["exit_code"] == 2


def test_warnings_threads_and_tracebacks_are_json_lines_too(loaded: Path) -> None:
    command = [sys.executable, "-c", _EVERYTHING_GOES_WRONG, str(loaded)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1
    told = lines(ended.stderr)
    assert [line["level"] for line in told] == ["warning", "warning", "critical", "error", "critical"]
    for line, words in zip(
        told, ("be careful", "of two\nlines", "ZeroDivisionError", "too late", "nobody expected this"), strict=True
    ):
        assert words in line["message"]
    assert "fail(q7.Warehouse" in told[-1]["error"] or "in fail" in told[-1]["error"]


_A_WORKER_COMPLAINS = """
import sys
from dataclasses import dataclass
from pathlib import Path
import warnings

import q7x2_etl as q7
from q7x2_etl.cli.logs import set_up_logs

@dataclass(frozen=True)
class Complainer:
    name: str = "complainer"
    version: str = "1"

    def extract(self, article):
        warnings.warn("said in a worker")
        return []

if __name__ == "__main__":
    set_up_logs("json", quiet=True)
    with q7.Warehouse(sys.argv[1]) as warehouse:
        warehouse.load(sys.argv[2], workers=2, extractor=Complainer())
"""


def test_what_a_worker_says_is_json_too(inbox: Path, tmp_path: Path) -> None:
    script = tmp_path / "load.py"
    script.write_text(_A_WORKER_COMPLAINS, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "w"), str(inbox)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert any("said in a worker" in line["message"] for line in lines(ended.stderr))
