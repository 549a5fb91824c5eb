"""A folder of everything that breaks readers, loaded at once: each has an outcome with a reason, and the rest loads."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import q7x2_etl as q7
from tests.sources.bad_inputs import ALL, story

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and links as this system has none"),
]

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Loaded:
    """What one load of the folder gave: outcome and reason by the name of the input, and the most memory in MB."""

    folder: Path
    outcomes: Mapping[str, tuple[str, str]]
    peak_mb: int
    told: str


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    home = tmp_path_factory.mktemp("bad")
    folder, root, reference = home / "in", home / "wh", home / "reference"
    folder.mkdir()
    reference.mkdir()
    for write in ALL:
        write(folder)
    (folder / "zz-good.txt").write_text(story(99), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(HERE / "measured_load.py"), str(root), str(reference), str(folder)],
        capture_output=True,
        text=True,
        timeout=600,  # far more than it takes: what waits for a pipe waits for ever
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    with q7.Warehouse(root) as warehouse:
        rows = warehouse.sql("SELECT name, outcome, coalesce(reason, '') FROM run_inputs").fetchall()
    names = [name for name, _, _ in rows]
    assert len(names) == len(set(names))
    return Loaded(folder, {name: (outcome, reason) for name, outcome, reason in rows}, int(ended.stdout), ended.stderr)


BAD = [
    ("bomb.zip!/bomb.txt", "too_large", "20,000,000 bytes"),
    ("bomb.zip!/bomb.jsonl#1", "too_large", "20,000,000 bytes"),
    ("bomb.jsonl.gz", "too_large", "200 times its size"),
    ("long.jsonl#2", "too_large", "20,000,000 bytes"),
    ("long.txt", "too_large", "20,000,000 bytes"),
    ("quote.csv#2", "too_large", "20,000,000 bytes"),
    ("quote.csv", "unreadable", "a quote opened in row 2 is not closed"),
    ("nested.zip", "too_large", "archives in archives"),
    ("torn.jsonl.gz", "unreadable", "breaks off"),
    ("torn.warc.gz", "unreadable", "breaks off"),
    ("torn.warc", "unreadable", "breaks off in its last record"),
    ("https://times.example/bomb", "too_large", "when unpacked"),
    ("deep.html", "too_large", "nests tags"),
    ("wide.html", "too_large", "tags"),
    ("nul.txt", "unreadable", "NUL"),
    ("nul.jsonl#2", "unreadable", "NUL"),
    ("nul.jsonl#4", "unreadable", "NUL"),
    ("nul.csv#2", "unreadable", "NUL"),
    ("binary.txt", "unreadable", "binary"),
    ("invalid.jsonl#3", "unreadable", "not JSON"),
    ("ragged.csv#2", "unreadable", "1 cells where the header has 2"),
    ("ragged.csv#3", "unreadable", "3 cells where the header has 2"),
    ("wrong.parquet", "unreadable", "'height', 'width'"),
    ("lists.parquet", "unreadable", "not string"),
    ("torn.parquet", "unreadable", "no Parquet file, or it is damaged"),
    ("scan.pdf", "unreadable", "no text layer"),
    ("bomb.pdf", "unreadable", "none of its 1 pages"),
    ("torn.pdf", "unreadable", "not a whole PDF"),
    ("laughs.rss", "unreadable", "entities"),
    ("long.rss", "unreadable", "entities"),
    ("self.txt", "unreadable", "symbolic links"),
    ("one.txt", "unreadable", "symbolic links"),
    ("leading-out.zip!/../../evil.txt", "unreadable", "leads out of the archive"),
    ("leading-out.zip!//tmp/evil.txt", "unreadable", "leads out of the archive"),
    ("leading-out.zip!/C:\\evil.txt", "unreadable", "leads out of the archive"),
    ("pipe.txt", "unreadable", "a pipe"),
]


@pytest.mark.parametrize(("name", "outcome", "reason"), BAD)
def test_what_is_bad_has_an_outcome_that_says_why(loaded: Loaded, name: str, outcome: str, reason: str) -> None:
    found = loaded.outcomes[name]
    assert found[0] == outcome
    assert reason in found[1]
    assert "\n" not in found[1]


GOOD = [
    "zz-good.txt", "bomb.zip!/good.txt", "bomb.jsonl.gz#1", "long.jsonl#1", "long.jsonl#3", "quote.csv#1", "good.pdf",
    "torn.jsonl.gz#1", "nul.jsonl#1", "nul.jsonl#3", "nul.csv#1", "nul.csv#3", "invalid.jsonl#1", "invalid.jsonl#4",
    "ragged.csv#1", "ragged.csv#4", "good.parquet#1", "leading-out.zip!/fine/good.txt",
]  # fmt: skip
PAGES = ["good.html", *(f"https://times.example/{number}" for number in (0, 1, 2, 9, 20, 21))]


def test_the_rest_loads(loaded: Loaded) -> None:
    assert {name: loaded.outcomes[name][0] for name in GOOD} == dict.fromkeys(GOOD, "loaded")
    assert {name: loaded.outcomes[name][0] for name in PAGES} == dict.fromkeys(PAGES, "no_incident")


def test_no_reader_failed_and_nothing_floods_the_ledger(loaded: Loaded) -> None:
    assert [name for name, (outcome, _) in loaded.outcomes.items() if outcome == "error"] == []
    assert sum(name.startswith("nested.zip") for name in loaded.outcomes) < 40
    assert len(loaded.outcomes) < 150


def test_memory_stays_under_a_gigabyte(loaded: Loaded) -> None:
    assert loaded.peak_mb < 1024


def test_no_link_leads_out_and_nothing_is_written_beside_the_warehouse(loaded: Loaded) -> None:
    assert not any("secret" in name for name in loaded.outcomes)
    assert "links lead out of this folder" in loaded.told
    assert list(loaded.folder.parent.rglob("*evil*")) == []
    assert sorted(path.name for path in loaded.folder.parent.iterdir()) == ["in", "outside", "reference", "wh"]
