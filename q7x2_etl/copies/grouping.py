"""Copies of copies as groups: the connected components of the graph of pairs. Nothing in it depends on an order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from q7x2_etl.copies.wording import BANDS, ROWS, VALUES, Wording, copies_among

Places = NDArray[np.int64]  # of stories among the stories

_SMALL = 128  # stories of a bucket of which all are compared with all at once
_COMPARED_AT_ONCE = 8_192  # pairs; what fits the processor's cache
_LANES = VALUES // 8  # numbers of eight bytes in which a row of values can be read


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
    """Members side by side; `values` has a row for each signature. The first `n_met` were compared with each other
    already, and so were the others, where it is not 0.
    """

    groups: Sequence[str]
    n_shingles: NDArray[np.int64]
    values: NDArray[np.uint8]
    is_new: NDArray[np.bool_]
    n_met: int = 0

    @classmethod
    def of(cls, members: Sequence[Member]) -> "Stories":
        """The same stories; all with a signature."""
        return cls(
            [one.group for one in members],
            np.array([one.wording.n_shingles for one in members], np.int64),
            rows_of(bytes.fromhex("".join(one.wording.signature or "" for one in members))),
            np.array([one.is_new for one in members], np.bool_),
        )

    def beside(self, others: "Stories") -> "Stories":
        """These and the others, of which each is to be compared with those of the other side only."""
        return Stories(
            [*self.groups, *others.groups],
            np.concatenate([self.n_shingles, others.n_shingles]),
            np.concatenate([self.values, others.values]),
            np.concatenate([self.is_new, others.is_new]),
            len(self.groups),
        )

    def unmet(self, one: Places, other: Places) -> NDArray[np.bool_]:
        """Of pairs of places: whether at least one of the two is new, and they were not compared yet."""
        found: NDArray[np.bool_] = self.is_new[one] | self.is_new[other]
        return found & ((one < self.n_met) != (other < self.n_met)) if self.n_met else found

    def copies(self, one: Places, other: Places) -> NDArray[np.bool_]:
        """Of pairs of places: whether they are copies."""
        same = self.values[one] == self.values[other]
        # Eight sums at once, a byte each: none of them goes beyond the number of lanes.
        sums = same.view(np.uint64).reshape(-1, _LANES).sum(axis=1, dtype=np.uint64)
        agreeing = sums.view(np.uint8).reshape(-1, 8).sum(axis=1, dtype=np.int64)
        return copies_among(agreeing, self.n_shingles[one], self.n_shingles[other])

    def band(self, number: int) -> NDArray[np.uint32]:
        """Of each story the values of one band, as one number."""
        found: NDArray[np.uint32] = np.zeros(len(self.values), np.uint32)
        for value in range(ROWS * number, ROWS * (number + 1)):
            found = (found << np.uint32(8)) | self.values[:, value]
        return found


def rows_of(signatures: bytes) -> NDArray[np.uint8]:
    """Signatures, one behind the other, as one row of values each."""
    return np.frombuffer(signatures, np.uint8).reshape(-1, VALUES)


class CopyGroups:
    """Groups that grow as alike stories come; only groups that grew are kept."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def add(self, members: Iterable[Member]) -> None:
        """Join the groups of any two members of one bucket that are copies, at least one of them new."""
        stories = Stories.of(list(members))
        self._add_buckets(stories, self._labels(stories), np.zeros(len(stories.groups), np.uint32))

    def add_alike(self, stories: Stories) -> None:
        """Join the groups of any two stories that agree in a band and are copies, at least one of them new."""
        labels = self._labels(stories)
        for number in range(BANDS):
            self._add_buckets(stories, labels, stories.band(number))

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

    def _labels(self, stories: Stories) -> Places:
        """A number for each story, the same for those of one group."""
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(self.group_of(name), len(numbers)) for name in stories.groups], np.int64)

    def _add_buckets(self, stories: Stories, labels: Places, keys: NDArray[np.uint32]) -> None:
        """The same for many buckets: stories with the same key are in one. `labels` are kept as they are joined."""
        places = np.argsort(keys).astype(np.int64)
        in_order = keys[places]
        starts = np.flatnonzero(np.concatenate([[True], in_order[1:] != in_order[:-1]]))
        sizes = np.diff(np.append(starts, len(places)))
        for one, other in _pairs(places, starts, np.where(sizes > _SMALL, 1, sizes)):
            unlike = (labels[one] != labels[other]) & stories.unmet(one, other)
            one, other = one[unlike], other[unlike]
            alike = stories.copies(one, other)
            self._join_all(stories, labels, one[alike], other[alike])
        for k in np.flatnonzero(sizes > _SMALL):
            self._add_large(stories, labels, places[starts[k] : starts[k] + sizes[k]])

    def _add_large(self, stories: Stories, labels: Places, bucket: Places) -> None:
        """One large bucket, a group after the other: whoever was joined is not compared with its own group any more,
        so a bucket of many copies takes time in its length.
        """
        roots = labels[bucket]
        left = np.ones(len(bucket), np.bool_)
        while left.any():
            waiting = list(np.flatnonzero(left & (roots == roots[np.argmax(left)])))
            left[waiting] = False
            while waiting and left.any():
                k = waiting.pop()
                others = np.flatnonzero(left)
                others = others[stories.unmet(np.full(len(others), bucket[k]), bucket[others])]
                alike = others[stories.copies(np.full(len(others), bucket[k]), bucket[others])]
                if len(alike):
                    self._join_all(stories, labels, np.full(len(alike), bucket[k]), bucket[alike])
                    alike = np.flatnonzero(left & np.isin(roots, roots[alike]))
                    left[alike] = False
                    waiting += list(alike)

    def _join_all(self, stories: Stories, labels: Places, one: Places, other: Places) -> None:
        for a, b in zip(one.tolist(), other.tolist(), strict=True):
            if labels[a] == labels[b]:
                continue
            labels[labels == labels[b]] = labels[a]
            first, second = self.group_of(stories.groups[a]), self.group_of(stories.groups[b])
            self._parents[max(first, second)] = min(first, second)


def _pairs(places: Places, starts: Places, sizes: Places) -> Iterator[tuple[Places, Places]]:
    """The pairs of each bucket, some at a time: the k-th holds the `sizes[k]` stories at `places[starts[k]:]`."""
    firsts = np.repeat(starts, sizes) + _counted(sizes)
    partners = np.repeat(starts + sizes, sizes) - firsts - 1  # of each story, those behind it in its bucket
    firsts, partners = firsts[partners > 0], partners[partners > 0]
    so_far = np.cumsum(partners)
    cuts = np.searchsorted(so_far, np.arange(_COMPARED_AT_ONCE, partners.sum(), _COMPARED_AT_ONCE))
    for ones, lengths in zip(np.split(firsts, cuts), np.split(partners, cuts), strict=True):
        one = np.repeat(ones, lengths)
        yield places[one], places[one + 1 + _counted(lengths)]


def _counted(lengths: Places) -> Places:
    """0, 1, 2 … for each length, one after the other."""
    ends = np.cumsum(lengths)
    n = int(ends[-1]) if len(ends) else 0
    counted: Places = np.arange(n) - np.repeat(ends - lengths, lengths)
    return counted
