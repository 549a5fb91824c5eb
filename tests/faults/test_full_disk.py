"""A full disk in any step of a load: it says so, the warehouse reopens as it was, and goes on once there is space."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import write_corpus
from disturbed import Fault, Nursery
from proofs import Digest, Stored, digest, published, stored

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
# A step of each kind that writes. Sealing, pointer and clean-up write no file that grows.
STEPS = [("transaction", 0), ("commit", 0), ("commit", 3), ("checkpoint", 0), ("database copy", 3), ("parquet", 5)]
LONG_STEPS = [(phase, nth) for phase, n in
              (("staging", 4), ("transaction", 90), ("commit", 6), ("database copy", 12), ("parquet", 21))
              for nth in range(0, n, 1 + n // 12)]  # fmt: skip
LIMITS = [0, 4096, 100_000, 300_000, 1_000_000, 2_000_000]


@pytest.fixture(scope="module")
def warehouse(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Path, Digest]:
    """A warehouse with a third of the corpus, the whole corpus, and what a load of the rest should make of it."""
    folder = tmp_path_factory.mktemp("full")
    pages = sorted(write_corpus(folder / "in", range(48)).iterdir())
    assert nursery.load(folder / "third", pages[:16]).returncode == 0
    shutil.copytree(folder / "third", folder / "whole", symlinks=True)
    assert nursery.load(folder / "whole", pages).returncode == 0
    whole = folder / "whole" / "current"
    return folder / "third", pages, whole, digest(whole)


def _starve(
    nursery: Nursery,
    warehouse: tuple[Path, list[Path], Path, Digest],
    root: Path,
    fault: Fault | None = None,
    limit: int | None = None,
) -> None:
    third, pages, whole, expected = warehouse
    shutil.copytree(third, root, symlinks=True)
    ended = nursery.load(root, pages, fault, file_limit=limit)
    assert ended.returncode == 1, (fault, limit, ended)
    assert ended.told.count("\n") == 1, ended.told
    assert str(root) in ended.told
    assert "File too large" in ended.told
    assert "run the load again" in ended.told
    assert published(root) == (1, digest(third / "current"))
    now = stored(root, whole, {16, 48})
    assert ended.stored <= now.inputs
    again = nursery.load(root, pages)
    assert again.result is not None, again.told
    assert again.result["outcomes"]["unchanged"] == len(now.documents)
    after = published(root)
    assert after is not None and after[1] == expected


@pytest.mark.parametrize(("phase", "nth"), STEPS)
def test_a_disk_that_fills_up_is_told_and_harms_nothing(
    phase: str,
    nth: int,
    nursery: Nursery,
    warehouse: tuple[Path, list[Path], Path, Digest],
    tmp_path: Path,
) -> None:
    _starve(nursery, warehouse, tmp_path / "wh", Fault(phase, nth, "full"))


def test_a_store_that_cannot_be_opened_for_lack_of_space_is_told(
    nursery: Nursery, warehouse: tuple[Path, list[Path], Path, Digest], tmp_path: Path
) -> None:
    _starve(nursery, warehouse, tmp_path / "wh", limit=0)


@pytest.mark.long
def test_a_disk_that_fills_up_anywhere_is_told_and_harms_nothing(
    nursery: Nursery, warehouse: tuple[Path, list[Path], Path, Digest], tmp_path: Path
) -> None:
    for phase, nth in LONG_STEPS:
        _starve(nursery, warehouse, tmp_path / f"{phase}-{nth}", Fault(phase, nth, "full"))
    for limit in LIMITS:
        _starve(nursery, warehouse, tmp_path / f"limit-{limit}", limit=limit)
    told = f"{len(LONG_STEPS)} full disks in a step each, {len(LIMITS)} limits of a file's size"
    print(f"\nFull disks: {told}: all told in one line, 0 changes to what was published, 0 batches lost or halved")


def test_a_first_load_on_a_full_disk_makes_nothing_that_stops_the_next(
    nursery: Nursery, warehouse: tuple[Path, list[Path], Path, Digest], tmp_path: Path
) -> None:
    _, pages, _, expected = warehouse
    ended = nursery.load(tmp_path / "wh", pages, file_limit=0)
    assert ended.returncode == 1
    assert "File too large" in ended.told
    assert published(tmp_path / "wh") is None
    assert stored(tmp_path / "wh", warehouse[2], {48}) == Stored(frozenset(), frozenset())
    assert nursery.load(tmp_path / "wh", pages).returncode == 0
    after = published(tmp_path / "wh")
    assert after is not None and after[1] == expected


def test_a_small_disk_that_is_really_full(reference: Path, tmp_path: Path) -> None:
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]  # a disk that no other process sees, gone with ours
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], check=False).returncode != 0:
        pytest.skip("this system lets no one mount a small disk of his own")
    done = subprocess.run(
        [*namespace, sys.executable, str(HERE / "on_a_small_disk.py"), str(tmp_path), str(reference)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["full"]["returncode"] == 1
    assert "No space left on device" in facts["full"]["told"]
    assert facts["full"]["told"].count("\n") == 1
    assert facts["full"]["documents"] == facts["first"]["documents"] == 4
    assert facts["full"]["version"] == facts["first"]["version"] == 1
    assert facts["freed"] == {"returncode": 0, "told": "", "documents": 24, "version": 2}
