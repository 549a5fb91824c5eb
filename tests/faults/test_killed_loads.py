"""kill -9 in every step of a load: nothing by halves, nothing lost or doubled, and the next load does the rest."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from corpus import story, write_corpus
from disturbed import Ended, Fault, Nursery, kills, one_in_each_phase
from proofs import Digest, Stored, digest, published, stored
from steps import PHASES

pytestmark = pytest.mark.slow

NIGHTS = 2
A_NIGHT = 20


@dataclass(frozen=True)
class Inbox:
    """What is there on each night, and the version that undisturbed loads published on it."""

    inputs: list[list[Path]]
    versions: list[Path]
    digests: list[Digest]
    undisturbed: list[Ended]  # a first load, and one in which nothing is new


@dataclass
class Tally:
    """What was done to the warehouses, and how it ended; every check that fails ends the test instead."""

    loads: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    batches: int = 0
    versions: int = 0

    def __str__(self) -> str:
        fell = ", ".join(f"{phase} {self.killed[phase]}" for phase in PHASES)
        return (
            f"{self.loads} loads, {self.killed.total()} of them killed: {fell}\n"
            f"0 half batches, 0 lost, 0 doubled; {self.versions} times the published version and all others on disk "
            f"were proved whole; {self.batches} times the loader's store"
        )


@pytest.fixture(scope="module")
def inbox(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    """Two nights of 20 new pages each; some twice, one that breaks the contract, one that no rule survives."""
    folder = tmp_path_factory.mktemp("nights")
    root, inputs, versions, ended = folder / "wh", [], [], []
    for night in range(NIGHTS):
        pages = write_corpus(folder / "in", range(night * A_NIGHT, (night + 1) * A_NIGHT))
        for number in range(night, A_NIGHT * (night + 1), 9):
            (pages / f"again-{night}-{number}.txt").write_text(story(number), encoding="utf-8")
        (pages / f"broken-{night}.txt").write_text(story(900 + night).replace("This was", "Wrong toll. This was"))
        (pages / f"crash-{night}.txt").write_text(story(950 + night).replace("This was", "Crash! This was"))
        inputs.append(sorted(pages.iterdir()))
        for _ in range(1 if night else 2):
            ended.append(nursery.load(root, inputs[-1]))
            assert ended[-1].returncode == 0, ended[-1].told
        versions.append(Path(shutil.copytree(root / "current", folder / f"version-{night}")))
    return Inbox(inputs, versions, [digest(version) for version in versions], ended[:2])


def _disturb(nursery: Nursery, inbox: Inbox, root: Path, plans: Sequence[Fault | float], tally: Tally) -> None:
    """The nights with a kill for each plan, shared out over them; after each, all that must hold is proved."""
    seen: Digest | None = None
    before = Stored(frozenset(), frozenset())
    totals = {len(inputs) for inputs in inbox.inputs}
    for night, inputs in enumerate(inbox.inputs):
        for plan in [*plans[night::NIGHTS], None]:
            ended = nursery.load(
                root,
                inputs,
                plan,
                workers=2 if tally.loads % 23 == 22 else 1,
                checkpoint_bytes=20_000 if tally.loads % 2 else None,
            )
            assert ended.killed or ended.returncode == 0, ended.told
            tally.loads += 1
            tally.killed[ended.phase] += ended.killed
            version = published(root)
            tally.versions += version is not None
            now = stored(root, inbox.versions[-1], totals)
            tally.batches += 1
            assert version is None or version[1] in (seen, inbox.digests[night]), f"{plan}: a version of half a load"
            assert seen is None or version is not None, f"{plan}: what was published is gone"
            assert before.documents <= now.documents, f"{plan}: stored documents are gone"
            assert ended.stored <= now.inputs, f"{plan}: inputs that the load said were stored are not"
            seen = None if version is None else version[1]
            if plan is None:
                assert ended.result is not None
                assert ended.result["inserted"].get("documents", 0) == len(now.documents) - len(before.documents)
            before = now
        assert seen == inbox.digests[night]


def test_a_kill_in_each_step_of_a_load_leaves_nothing_by_halves(nursery: Nursery, inbox: Inbox, tmp_path: Path) -> None:
    tally = Tally()
    random = Random(11)
    moments = [random.uniform(0.1, 1.0) * inbox.undisturbed[0].seconds for _ in range(2)]
    _disturb(nursery, inbox, tmp_path / "wh", [*one_in_each_phase(inbox.undisturbed, random), *moments], tally)
    print(tally)
    assert set(PHASES) <= set(tally.killed), tally


@pytest.mark.long
def test_two_hundred_killed_loads_leave_nothing_by_halves(nursery: Nursery, inbox: Inbox, tmp_path: Path) -> None:
    tally = Tally()
    planned = kills(inbox.undisturbed, Random(12))
    for number in range(45):
        if tally.killed.total() < 220:
            _disturb(nursery, inbox, tmp_path / f"wh-{number}", list(islice(planned, 8)), tally)
            shutil.rmtree(tmp_path / f"wh-{number}")
    print(f"\nKilled loads: {tally}")
    assert tally.killed.total() >= 200
    assert all(tally.killed[phase] >= 5 for phase in PHASES), tally
