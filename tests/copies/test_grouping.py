"""Groups of copies: chains hold together, and no order, batch or split of buckets matters."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray
from wires import WIRE, article, wire

from q7x2_etl.copies import CopyGroups, Member, Places, Stories, Wording, is_copy, wording_of
from q7x2_etl.copies.wording import VALUES

# A chain: each is a copy of the next, the ends are none of each other.
LINKS = [wire(*WIRE[first:end]) for first, end in ((0, 2), (0, 3), (1, 3), (1, 4), (2, 4))]


def _members(new: set[int], groups: dict[int, str] | None = None) -> list[Member]:
    return [Member((groups or {}).get(n, f"a{n}"), wording_of(article(text)), n in new) for n, text in enumerate(LINKS)]


def test_copies_of_copies_are_one_group_in_any_order() -> None:
    assert not is_copy(wording_of(article(LINKS[0])), wording_of(article(LINKS[4])))
    for seed in range(12):
        chance, groups = random.Random(seed), CopyGroups()
        pairs = [(a, b) for a in range(5) for b in range(a)]
        chance.shuffle(pairs)
        for a, b in pairs:
            bucket = [_members({0, 1, 2, 3, 4})[n] for n in chance.sample([a, b], 2)]
            groups.add(bucket)
        assert groups.joined() == [(f"a{n}", "a0") for n in range(5)]


def test_a_new_story_joins_groups_that_were_apart() -> None:
    groups = CopyGroups()
    groups.add(_members({1, 2, 3}, {0: "a0", 4: "a4"}))
    assert dict(groups.joined()) == {f"a{n}": "a0" for n in range(5)}


def test_what_was_compared_in_an_earlier_load_is_not_compared_again() -> None:
    groups = CopyGroups()
    groups.add(_members(set()))
    assert groups.joined() == []


def test_many_copies_are_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    copies = Stories.copies

    def counted(stories: Stories, one: Places, other: Places) -> NDArray[np.bool_]:
        compared.append(len(one))
        return copies(stories, one, other)

    monkeypatch.setattr(Stories, "copies", counted)
    groups, wording = CopyGroups(), wording_of(article(wire()))
    for _ in range(4):
        groups.add(Member(f"m{n:05}", wording, True) for n in range(500))
    assert {root for _, root in groups.joined()} == {"m00000"}
    assert len(groups.joined()) == 500
    assert sum(compared) == 499


@pytest.mark.parametrize("size", [30, 180], ids=["small", "large"])
def test_a_bucket_of_any_size_joins_just_the_copies_in_it(size: int) -> None:
    chance = random.Random(size)
    kept = [chance.randbytes(VALUES) for _ in range(size // 6)]
    values = [[value if chance.random() < 0.75 else chance.randrange(256) for value in kept[n % len(kept)]]
              for n in range(size)]  # fmt: skip
    wordings = [Wording(100, bytes(one).hex()) for one in values]
    new = {n for n in range(size) if chance.random() < 0.7}
    groups = CopyGroups()
    groups.add(Member(f"m{n:03}", wording, n in new) for n, wording in enumerate(wordings))
    expected = {f"m{n:03}": f"m{n:03}" for n in range(size)}
    for a in range(size):
        for b in range(a):
            if (a in new or b in new) and is_copy(wordings[a], wordings[b]):
                one, other = expected[f"m{a:03}"], expected[f"m{b:03}"]
                expected = {name: min(one, other) if root in (one, other) else root for name, root in expected.items()}
    alone = {root for root in expected.values() if list(expected.values()).count(root) == 1}
    assert groups.joined() == sorted((name, root) for name, root in expected.items() if root not in alone)
    assert 0 < len(groups.joined()) < size + 1


def test_stories_that_only_share_a_bucket_stay_apart() -> None:
    chance = random.Random(3)
    strangers = [Wording(100, chance.randbytes(VALUES).hex()) for _ in range(40)]
    groups = CopyGroups()
    groups.add(Member(f"s{n}", wording, True) for n, wording in enumerate(strangers))
    assert groups.joined() == []
