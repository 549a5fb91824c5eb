"""Copies of copies as groups: the connected components of the graph of pairs. Nothing in it depends on an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from q7x2_etl.copies.wording import Wording, is_copy


@dataclass(frozen=True, slots=True)
class Member:
    """A story in a bucket. `group` names the group that it was found in before, else it is its own; `is_new` where it
    was not compared yet.
    """

    group: str
    wording: Wording
    is_new: bool


class CopyGroups:
    """Groups that grow as buckets of alike stories come; only groups that grew are kept."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def add(self, bucket: Iterable[Member]) -> None:
        """Join the groups of any two members that are copies, at least one of them new.

        Two stories of one group are not compared any more, so a bucket of many copies takes time in its length.
        """
        groups: dict[str, list[Member]] = {}
        for member in bucket:
            own = self.group_of(member.group)
            for root in [root for root in groups if root != own]:
                if any((member.is_new or other.is_new) and is_copy(member.wording, other.wording)
                       for other in groups[root]):  # fmt: skip
                    groups.setdefault(own, []).extend(groups.pop(root))
                    own = self._join(own, root, groups)
            groups.setdefault(own, []).append(member)

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

    def _join(self, one: str, other: str, groups: dict[str, list[Member]]) -> str:
        root, below = min(one, other), max(one, other)
        self._parents[below] = root
        if root != one:
            groups[root] = groups.pop(one)
        return root
