"""What tests of every room use: the repository's own files, and the evaluation folder beside it where there is one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("shared machine", deadline=None)  # a slow moment of the machine is no failure
settings.load_profile("shared machine")

REPOSITORY = Path(__file__).resolve().parents[1]

# The tests start a hundred processes: each would compile every module anew where compiled files are not to be kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
_compiled = tempfile.TemporaryDirectory(prefix="q7x2-etl-tests-", ignore_cleanup_errors=True)  # gone when the tests end
os.environ.setdefault("PYTHONPYCACHEPREFIX", _compiled.name)

# Files of tests that load warehouses and start processes: first, so that no worker waits at the end for the longest.
_LONGEST = ("faults", "docs", "pipeline", "cli", "warehouse", "benchmarks", "sources")

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders with the longest tests come first; within a folder all stays in its order."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(REPOSITORY / "tests").parts[0]
        return _LONGEST.index(folder) if folder in _LONGEST else len(_LONGEST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds tests/, docs/ and seeds/: a checkout, or the unpacked sdist where CI tests the wheel."""
    return REPOSITORY


@pytest.fixture(scope="session")
def sample_articles(repository: Path) -> Path:
    """The folder of sample articles that README's main command loads."""
    return repository / "seeds" / "articles"


@pytest.fixture(scope="session")
def shared() -> Path:
    """`../shared` beside the repository, with texts and gold that are not part of it; absent, the test is skipped."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside the repository")
    return folder


@pytest.fixture(scope="session")
def run_cli() -> RunCli:
    """Run the command line as users do, in a process of its own: `run_cli("load", folder, cwd=…, env=…, stdin=…)`."""

    def run(
        *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "q7x2_etl", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120", **(env or {})},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run
