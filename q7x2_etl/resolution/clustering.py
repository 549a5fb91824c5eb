"""Connected reports into clusters of one event each: the strongest first, by the mean of the pairs between clusters.

Two clusters are joined while the mean weight of the compared pairs between them is above 0, and never where a pair of
them cannot be one event (two reports of one article, other dates, a judgement). What people judged to be the same is
joined before. A pure function of the records and their pairs: in which order they come does not matter.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]


@dataclass(frozen=True)
class Compared:
    """The pairs of one component: weights of those that can be one event, and those that cannot."""

    weights: dict[Pair, int] = field(default_factory=dict)
    apart: set[Pair] = field(default_factory=set)
    same: list[Pair] = field(default_factory=list)

    def add(self, a: int, b: int, weight: int, apart: bool) -> None:
        """Take in a pair, a before b."""
        if apart:
            self.apart.add((a, b))
        else:
            self.weights[a, b] = weight


class _Clusters:
    def __init__(self, members: Iterable[int], compared: Compared) -> None:
        self.members: dict[int, list[int]] = {n: [n] for n in members}
        self.home = {n: n for n in self.members}
        self.sums: dict[int, dict[int, list[int]]] = {n: {} for n in self.members}
        self.apart: dict[int, set[int]] = {n: set() for n in self.members}
        self.heap: list[tuple[float, int, int, int]] = []
        for (a, b), weight in compared.weights.items():
            self.sums[a][b] = self.sums[b][a] = [weight, 1]
        for a, b in compared.apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def mean(self, a: int, b: int) -> float:
        total, n = self.sums[a][b]
        return total / n

    def push(self, a: int, b: int) -> None:
        first, second = min(a, b), max(a, b)
        mean = self.mean(a, b)
        if mean > 0 and second not in self.apart[first]:
            heapq.heappush(self.heap, (-mean, first, second, self.sums[a][b][1]))

    def join(self, a: int, b: int) -> int:
        """Join two clusters; the name of the joined one is the smaller number."""
        kept, gone = min(a, b), max(a, b)
        self.members[kept] += self.members.pop(gone)
        for n in self.members[kept]:
            self.home[n] = kept
        for other, (total, n) in self.sums.pop(gone).items():
            del self.sums[other][gone]
            if other != kept:
                there = self.sums[kept].setdefault(other, [0, 0])
                there[0] += total
                there[1] += n
                self.sums[other][kept] = there
        for other in self.apart.pop(gone):
            self.apart[other].discard(gone)
            if other != kept:
                self.apart[other].add(kept)
                self.apart[kept].add(other)
        return kept


def clusters_of(members: Sequence[int], compared: Compared) -> list[list[int]]:
    """The clusters of one component: each sorted, ordered by their first member."""
    state = _Clusters(members, compared)
    for a, b in sorted(compared.same):
        first, second = state.home[a], state.home[b]
        if first != second:
            state.join(first, second)
    for a in sorted(state.sums):
        for b in state.sums[a]:
            if a < b:
                state.push(a, b)
    while state.heap:
        value, a, b, n_pairs = heapq.heappop(state.heap)
        # What was put there before one of the two was joined is out of date: the pair was put there anew.
        stale = a not in state.members or b not in state.members or b in state.apart[a]
        if stale or state.sums[a][b][1] != n_pairs or -value != state.mean(a, b):
            continue
        kept = state.join(a, b)
        for other in state.sums[kept]:
            state.push(kept, other)
    return sorted(sorted(found) for found in state.members.values())
