"""Decisions of people as resolution obeys them: which reports are one event, which are not, which are none.

Pure: from the rows of `judgements` to constraints. Later decisions win over earlier ones that they contradict; what is
undone has never been. docs/METHODS.md says the rules in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias

Decision = Literal[
    "same_incident", "different_incident", "not_an_incident", "corrected", "confirmed", "undone"
]  # the words of schemas/vocabularies.yaml
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision about a report, or about two, by the ids that these reports have today."""

    judgement_id: str
    judged_at: datetime
    decision: Decision
    report_id: str
    other_report_id: str | None = None
    field: str | None = None
    value: Any = None

    @property
    def when(self) -> tuple[datetime, str]:
        """Sorts decisions from the earliest to the latest."""
        return (self.judged_at, self.judgement_id)


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that a person set: `field` is `report.COLUMN` or `incident.COLUMN`."""

    judgement_id: str
    judged_at: datetime
    report_id: str
    field: str
    value: Any

    @property
    def column(self) -> str:
        return self.field.partition(".")[2]

    @property
    def of_incident(self) -> bool:
        return self.field.startswith("incident.")


@dataclass(frozen=True)
class Judgements:
    """What holds. Pairs have the smaller report_id first, and never contradict each other.

    `same` must end in one incident, `different` never may; `rejected` make no incident; `corrections` are by report.
    """

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def by_report(self) -> Mapping[str, tuple[Correction, ...]]:
        """The corrections of each report, its incident's among them."""
        found: dict[str, list[Correction]] = {}
        for correction in self.corrections:
            found.setdefault(correction.report_id, []).append(correction)
        return {report_id: tuple(corrections) for report_id, corrections in found.items()}

    @cached_property
    def groups(self) -> tuple[frozenset[str], ...]:
        """The reports that must share an incident, taken together; each group has two at least."""
        groups = Groups()
        for first, second in self.same:
            groups.join(first, second)
        return groups.all()

    def apart(self, first: str, second: str) -> bool:
        """Whether people said that these two reports are two incidents."""
        return pair_of(first, second) in self.different


def in_force(judgements: Iterable[Judgement]) -> Judgements:
    """What holds of these decisions (those that are undone left out by the caller)."""
    pairs = Constraints()
    rejected: dict[str, bool] = {}
    corrections: dict[tuple[str, str], Correction] = {}
    for one in sorted(judgements, key=lambda judgement: judgement.when, reverse=True):
        if one.decision in ("same_incident", "different_incident") and one.other_report_id is not None:
            pairs.add(one.decision, one.report_id, one.other_report_id)
        elif one.decision in ("not_an_incident", "confirmed"):
            rejected.setdefault(one.report_id, one.decision == "not_an_incident")
        elif one.decision == "corrected" and one.field is not None:
            corrections.setdefault(
                (one.report_id, one.field),
                Correction(one.judgement_id, one.judged_at, one.report_id, one.field, one.value),
            )
    return Judgements(
        same=frozenset(pairs.same),
        different=frozenset(pairs.different),
        rejected=frozenset(report_id for report_id, out in rejected.items() if out),
        confirmed=frozenset(report_id for report_id, out in rejected.items() if not out),
        corrections=tuple(corrections[key] for key in sorted(corrections)),
    )


class Constraints:
    """Pairs that are one incident and pairs that are two, none of them against the others."""

    def __init__(self, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> None:
        self.same: set[Pair] = set()
        self.different: set[Pair] = set()
        self._groups = Groups()
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for pair in same:
            self.add("same_incident", *pair)
        for pair in different:
            self.add("different_incident", *pair)

    def add(self, decision: Decision, first: str, second: str) -> bool:
        """Take the pair in, unless the pairs that are there say otherwise."""
        if self.against(decision, first, second):
            return False
        a, b = self._groups.name(first), self._groups.name(second)
        if decision == "different_incident":
            self.different.add(pair_of(first, second))
            self._apart[a].add(b)
            self._apart[b].add(a)
            return True
        self.same.add(pair_of(first, second))
        if a != b:
            self._groups.join(a, b)
            kept, gone = (a, b) if self._groups.name(a) == a else (b, a)
            for other in self._apart.pop(gone, set()):
                self._apart[other].remove(gone)
                self._apart[other].add(kept)
                self._apart[kept].add(other)
        return True

    def against(self, decision: Decision, first: str, second: str) -> bool:
        """Whether the pairs that are there, taken together, say otherwise (a report is never two incidents)."""
        a, b = self._groups.name(first), self._groups.name(second)
        return a == b if decision == "different_incident" else b in self._apart.get(a, ())


class Groups:
    """Disjoint sets of report ids, grown by joining; a set is named by its smallest id."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def name(self, report_id: str) -> str:
        """The smallest id of the set that the report is in."""
        while (above := self._above.get(report_id, report_id)) != report_id:
            self._above[report_id] = self._above.get(above, above)
            report_id = above
        return report_id

    def join(self, first: str, second: str) -> None:
        """Make one set of the two that the reports are in."""
        a, b = sorted((self.name(first), self.name(second)))
        self._above.setdefault(a, a)
        self._above[b] = a

    def all(self) -> tuple[frozenset[str], ...]:
        """The sets of two or more, by name."""
        found: dict[str, set[str]] = {}
        for report_id in self._above:
            found.setdefault(self.name(report_id), set()).add(report_id)
        return tuple(frozenset(found[name]) for name in sorted(found) if len(found[name]) > 1)


def pair_of(first: str, second: str) -> Pair:
    """The two with the smaller id first."""
    return (first, second) if first < second else (second, first)
