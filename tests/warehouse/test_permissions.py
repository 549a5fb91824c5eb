"""What an ordinary user can do to a published warehouse: read it, and nothing else."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.warehouse import Layout, Store, publish

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users and modes are others on Windows")

ANALYST = """
import os, sys
import duckdb
duckdb.connect().execute("SELECT 1").fetchall()  # all is imported by now: root's Python may be closed to others
if os.getuid() == 0:  # to whom every mode is open
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = sys.argv[1]
with duckdb.connect(path, read_only=True) as connection:
    print("read", connection.execute("SELECT count(*) FROM reports").fetchall())
try:
    with duckdb.connect(path) as connection:
        connection.execute("DELETE FROM reports")
    print("written")
except duckdb.Error as error:
    print("refused", "ermission denied" in str(error) or "read-only" in str(error), error)
for name, harm in {
    "write": lambda: open(path, "r+b"),
    "truncate": lambda: os.truncate(path, 0),
    "remove": lambda: os.remove(os.path.realpath(path)),
    "mode": lambda: os.chmod(path, 0o666),
}.items():
    try:
        harm()
        print("done:", name)
    except PermissionError:
        print("refused", True, name)
"""


@pytest.fixture
def root() -> Iterator[Path]:
    """A published warehouse in a folder that others can reach; pytest's own folders are closed to them."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        store = Store.open(Layout(Path(folder)), load_contract())
        publish(Layout(Path(folder)), store, "run-1")
        store.close()
        yield Path(folder)


def _told(path: Path) -> list[str]:
    command = [sys.executable, "-c", ANALYST, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_another_user_reads_and_can_harm_nobody(root: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another user than the owner of the files")
    before = (root / "q7x2.duckdb").read_bytes()
    told = _told(root / "q7x2.duckdb")
    assert told[0] == "read [(0,)]"
    assert [line.startswith("refused True") for line in told[1:]] == [True] * 5, told
    assert (root / "q7x2.duckdb").read_bytes() == before
    there = sorted(path.name for path in (root / "current").resolve().iterdir())
    assert there == ["manifest.json", "parquet", "q7x2.duckdb"]


def test_an_owner_who_forgets_to_open_read_only_is_refused_by_the_mode(root: Path) -> None:
    script = ANALYST.partition("for name, harm")[0]
    if os.getuid() == 0:
        for path in (root, *root.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
    command = [sys.executable, "-c", script, str(root / "q7x2.duckdb")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert (told[0], told[1][:12]) == ("read [(0,)]", "refused True")
