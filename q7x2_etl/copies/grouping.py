"""Copies of copies as groups: the connected components of the graph of pairs. Nothing in it depends on an order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from q7x2_etl.copies.wording import VALUES, Wording, copies_among

Places = NDArray[np.int64]  # of stories among the stories

_SMALL = 128  # stories of a bucket of which all are compared with all at once
_PAIRS_AT_ONCE = 300_000  # that are found
_COMPARED_AT_ONCE = 30_000  # pairs; what fits the processor's cache


@dataclass(frozen=True, slots=True)
class Member:
    """A story in a bucket. `group` names the group that it was found in before, else it is its own; `is_new` where it
    was not compared yet.
    """

    group: str
    wording: Wording
    is_new: bool


@dataclass(frozen=True, slots=True)
class Stories:
    """Members side by side; `values` has a row for each signature."""

    groups: Sequence[str]
    n_shingles: NDArray[np.int64]
    values: NDArray[np.uint8]
    is_new: NDArray[np.bool_]

    @classmethod
    def of(cls, members: Sequence[Member]) -> "Stories":
        """The same stories; all with a signature."""
        return cls(
            [one.group for one in members],
            np.array([one.wording.n_shingles for one in members], np.int64),
            rows_of(bytes.fromhex("".join(one.wording.signature or "" for one in members))),
            np.array([one.is_new for one in members], np.bool_),
        )

    def copies(self, one: Places, other: Places) -> NDArray[np.bool_]:
        """Of pairs of places: whether they are copies and at least one of the two is new."""
        agreeing = (self.values[one] == self.values[other]).sum(axis=1)
        found = copies_among(agreeing, self.n_shingles[one], self.n_shingles[other])
        return found & (self.is_new[one] | self.is_new[other])


def rows_of(signatures: bytes) -> NDArray[np.uint8]:
    """Signatures, one behind the other, as one row of values each."""
    return np.frombuffer(signatures, np.uint8).reshape(-1, VALUES)


class CopyGroups:
    """Groups that grow as buckets of alike stories come; only groups that grew are kept."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def add(self, members: Iterable[Member]) -> None:
        """Join the groups of any two members of one bucket that are copies, at least one of them new."""
        stories = Stories.of(list(members))
        n = len(stories.groups)
        self.add_buckets(stories, np.arange(n, dtype=np.int64), np.array([0, n], np.int64))

    def add_buckets(self, stories: Stories, places: Places, offsets: Places) -> None:
        """The same for many buckets: the k-th holds the stories at `places[offsets[k]:offsets[k + 1]]`."""
        sizes = np.diff(offsets)
        for one, other in _pairs(places, offsets[:-1], sizes, len(stories.groups)):
            alike = stories.copies(one, other)
            self._join_all(stories, one[alike], other[alike])
        for k in np.flatnonzero(sizes > _SMALL):
            self._add_large(stories, places[offsets[k] : offsets[k + 1]])

    def group_of(self, name: str) -> str:
        """The name under which the group goes now; the smallest of those that were joined."""
        root = name
        while (above := self._parents.get(root, root)) != root:
            root = above
        while (above := self._parents.get(name, name)) != root:
            self._parents[name] = root
            name = above
        return root

    def joined(self) -> Sequence[tuple[str, str]]:
        """Every name of a group that grew, with the group's; in the order of names."""
        return [(name, self.group_of(name)) for name in sorted({*self._parents, *self._parents.values()})]

    def _add_large(self, stories: Stories, bucket: Places) -> None:
        """One large bucket, a group after the other: whoever was joined is not compared with its own group any more,
        so a bucket of many copies takes time in its length.
        """
        roots = np.unique([self.group_of(stories.groups[place]) for place in bucket], return_inverse=True)[1]
        left = np.ones(len(bucket), np.bool_)
        while left.any():
            waiting = list(np.flatnonzero(left & (roots == roots[np.argmax(left)])))
            left[waiting] = False
            while waiting and left.any():
                k = waiting.pop()
                others = np.flatnonzero(left)
                alike = others[stories.copies(np.full(len(others), bucket[k]), bucket[others])]
                if len(alike):
                    self._join_all(stories, np.full(len(alike), bucket[k]), bucket[alike])
                    alike = np.flatnonzero(left & np.isin(roots, roots[alike]))
                    left[alike] = False
                    waiting += list(alike)

    def _join_all(self, stories: Stories, one: Places, other: Places) -> None:
        for a, b in zip(one.tolist(), other.tolist(), strict=True):
            first, second = self.group_of(stories.groups[a]), self.group_of(stories.groups[b])
            if first != second:
                self._parents[max(first, second)] = min(first, second)


def _pairs(places: Places, starts: Places, sizes: Places, n: int) -> Iterator[tuple[Places, Places]]:
    """The pairs of each small bucket, some million at a time; of these each pair once."""
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _SMALL)]).tolist():
        left, right = np.triu_indices(size, 1)
        of_size = starts[sizes == size]
        step = max(1, _PAIRS_AT_ONCE // len(left))
        for first in range(0, len(of_size), step):
            buckets = places[of_size[first : first + step, None] + np.arange(size)]
            one, other = buckets[:, left].ravel(), buckets[:, right].ravel()
            keys = np.unique(np.minimum(one, other) * n + np.maximum(one, other))
            for part in np.array_split(keys, 1 + len(keys) // _COMPARED_AT_ONCE):
                yield part // n, part % n
