"""Every snippet of README.md and docs/ runs, from top to bottom of its page, beside a loaded warehouse."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
GENERATED = {"CLI.md", "COOKBOOK.md", "data-dictionary.md"}  # test_cookbook.py runs the cookbook
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
# What a shell snippet may hold besides q7x2-etl: set-up, which CI does for real (make test, the wheel check).
SET_UP = re.compile(r"(make \w[\w-]*|git clone \S+|cd \S+|(python3? -m )?pip install .*|python3? -m venv .*)( +#.*)?")


@dataclass(frozen=True)
class Snippet:
    page: Path
    line: int
    language: str
    body: str

    @property
    def place(self) -> str:
        return f"{self.page.name}:{self.line}"


def snippets() -> Iterator[Snippet]:
    for page in PAGES:
        if page.name in GENERATED:
            continue
        text = page.read_text(encoding="utf-8")
        for found in FENCE.finditer(text):
            yield Snippet(page, text.count("\n", 0, found.start()) + 1, found["language"], found["body"])


def of(language: str) -> Sequence[object]:
    chosen = [pytest.param(s, id=s.place) for s in snippets() if s.language == language]
    assert chosen, f"no page has a snippet in {language}"
    return chosen


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """The shell of the snippets: `q7x2-etl` and `python` are those of the tests; no version is cleared away."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "Q7X2_VERSIONS_KEPT": "100"}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A folder with the sample articles in it and a warehouse loaded from them, as after `make run`."""
    folder = tmp_path_factory.mktemp("workplace")
    for name in ("seeds", "docs"):
        (folder / name).symlink_to(REPOSITORY / name, target_is_directory=True)
    (folder / "inbox").symlink_to(REPOSITORY / "seeds" / "articles", target_is_directory=True)
    load = "q7x2-etl load seeds/articles --metadata seeds/articles.metadata.csv --quiet"
    subprocess.run(["bash", "-c", load], cwd=folder, env=environment, check=True, timeout=120)
    return folder


@pytest.mark.parametrize("snippet", of("python"))
def test_python_runs(snippet: Snippet, workplace: Path, environment: dict[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", snippet.body],
        cwd=workplace,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, f"{snippet.place}\n{ended.stderr}"


@pytest.mark.parametrize("snippet", of("sql"))
def test_sql_runs_and_gives_rows(snippet: Snippet, workplace: Path) -> None:
    import duckdb

    with duckdb.connect(str(workplace / "warehouse" / "q7x2.duckdb"), read_only=True) as connection:
        for statement in duckdb.extract_statements(snippet.body):
            assert connection.sql(statement.query).fetchall(), f"{snippet.place} gives no rows: {statement.query}"


@pytest.mark.parametrize("snippet", of("sh"))
def test_shell_runs(snippet: Snippet, workplace: Path, environment: dict[str, str]) -> None:
    commands = snippet.body.replace("\\\n", " ").splitlines()
    run = [line for line in commands if line.strip() and not SET_UP.fullmatch(line.strip())]
    for command in run:
        assert command.startswith("q7x2-etl "), f"{snippet.place}: neither set-up nor q7x2-etl: {command}"
        script = f"set -o pipefail; {command}"
        ended = subprocess.run(
            ["bash", "-c", script], cwd=workplace, env=environment, capture_output=True, text=True, timeout=120
        )
        assert ended.returncode == 0, f"{snippet.place}: {command}\n{ended.stderr}"


@pytest.mark.parametrize("path", sorted((REPOSITORY / "docs" / "examples").glob("*.sql")), ids=lambda p: p.name)
def test_example_sql_gives_rows(path: Path, workplace: Path) -> None:
    import duckdb

    with duckdb.connect(str(workplace / "warehouse" / "q7x2.duckdb"), read_only=True) as connection:
        statements = duckdb.extract_statements(path.read_text(encoding="utf-8"))
        assert statements
        for statement in statements:
            assert connection.sql(statement.query).fetchall(), f"no rows: {statement.query}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


def test_every_page_is_linked_from_the_index(repository: Path) -> None:
    index = (repository / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (repository / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index
