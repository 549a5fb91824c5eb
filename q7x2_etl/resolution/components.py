"""Which records are connected at all: components of the links, in memory of a few bytes a record."""

from array import array
from collections.abc import Iterable


class Components:
    """Disjoint sets of the numbers 1..n; the name of a set is its smallest number."""

    def __init__(self, n: int) -> None:
        self._parents = array("l", range(n + 1))

    def join(self, links: Iterable[tuple[int, int]]) -> None:
        """Join the sets of the two numbers of each link."""
        for a, b in links:
            first, second = self.name(a), self.name(b)
            if first != second:
                self._parents[max(first, second)] = min(first, second)

    def name(self, n: int) -> int:
        """The smallest number of the set that holds n."""
        parents = self._parents
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    def names(self) -> tuple["array[int]", "array[int]"]:
        """The numbers of sets with more than one member, and the name of the set of each."""
        names = array("l", (self.name(n) for n in range(len(self._parents))))
        joined = bytearray(len(names))
        for n, name in enumerate(names):
            if n != name:
                joined[n] = joined[name] = 1
        members = array("l", (n for n in range(1, len(names)) if joined[n]))
        return members, array("l", (names[n] for n in members))
