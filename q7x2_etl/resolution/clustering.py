"""Reports into clusters of one event each: the strongest pairs first, never across a contradiction.

A pure function of the set of reports: their order, batches and workers do not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.resolution.account import Account
from q7x2_etl.resolution.judgements import Judgements, pair_of
from q7x2_etl.resolution.matching import JUDGED_APART, JUDGED_SAME, Comparison, compare

_SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Cluster:
    """The reports of one event, by report_id, and for each what ties it to the rest (score, reason)."""

    accounts: tuple[Account, ...]
    ties: dict[str, tuple[float, str]]

    @property
    def incident_id(self) -> str:
        return self.accounts[0].report_id


def cluster(
    accounts: Iterable[Account], families: EventFamilies, judgements: Judgements | None = None
) -> list[Cluster]:
    """Cluster the accounts of one country (or any set: what has no country in common never merges), by incident_id.

    What people judged comes first: it joins what nothing else would, and keeps apart what everything else would join.
    """
    ordered = sorted(accounts, key=lambda account: account.report_id)
    matcher = _Matcher(families, judgements or Judgements())
    pairs = [(matcher.of(a, b), a, b) for a, b in _candidates(ordered)]
    merging = [pair for pair in pairs if pair[0].merges]
    merging.sort(key=lambda pair: (-pair[0].weight, pair[1].report_id, pair[2].report_id))
    members: dict[str, list[Account]] = {account.report_id: [account] for account in ordered}
    home = {account.report_id: account.report_id for account in ordered}
    by_id = {account.report_id: account for account in ordered}
    judged = [(by_id[a], by_id[b]) for a, b in sorted(matcher.judgements.same) if a in by_id and b in by_id]
    for a, b, forced in [*((a, b, True) for a, b in judged), *((a, b, False) for _, a, b in merging)]:
        left, right = home[a.report_id], home[b.report_id]
        if left == right or (not forced and matcher.any_contradiction(members[left], members[right])):
            continue
        for account in members[right]:
            home[account.report_id] = left
        members[left] += members.pop(right)
    return sorted((_cluster_of(group, matcher) for group in members.values()), key=lambda c: c.incident_id)


class _Matcher:
    """Comparisons by pair, each made once."""

    def __init__(self, families: EventFamilies, judgements: Judgements) -> None:
        self.judgements = judgements
        self._families = families
        self._made: dict[tuple[str, str], Comparison] = {}

    def of(self, a: Account, b: Account) -> Comparison:
        first, second = (a, b) if a.report_id < b.report_id else (b, a)
        key = (first.report_id, second.report_id)
        if key not in self._made:
            self._made[key] = self._compared(first, second)
        return self._made[key]

    def _compared(self, first: Account, second: Account) -> Comparison:
        pair = pair_of(first.report_id, second.report_id)
        if pair in self.judgements.same:
            return JUDGED_SAME
        return JUDGED_APART if pair in self.judgements.different else compare(first, second, self._families)

    def any_contradiction(self, left: Sequence[Account], right: Sequence[Account]) -> bool:
        return any(self.of(a, b).contradiction is not None for a in left for b in right)


def _candidates(ordered: Sequence[Account]) -> Iterator[tuple[Account, Account]]:
    """Pairs of one country whose dates can touch: a sweep over the start dates."""
    by_country: dict[str, list[tuple[date, date, Account]]] = defaultdict(list)
    for account in ordered:
        report = account.report
        if report.country is not None and report.date_start is not None:
            end = report.date_end or report.date_start
            by_country[report.country].append((report.date_start, end, account))
    for spans in by_country.values():
        spans.sort(key=lambda span: (span[0], span[1], span[2].report_id))
        for i, (_, end, account) in enumerate(spans):
            for start, _, other in spans[i + 1 :]:
                if start > end + _SLACK:
                    break
                yield account, other


def _cluster_of(group: Sequence[Account], matcher: _Matcher) -> Cluster:
    accounts = tuple(sorted(group, key=lambda account: account.report_id))
    return Cluster(accounts, {account.report_id: _tie(account, accounts, matcher) for account in accounts})


def _tie(account: Account, accounts: Sequence[Account], matcher: _Matcher) -> tuple[float, str]:
    others = [other for other in accounts if other.report_id != account.report_id]
    if not others:
        return 1.0, "the only report of it"
    closest = min(others, key=lambda other: (-matcher.of(account, other).weight, other.report_id))
    comparison = matcher.of(account, closest)
    return comparison.score, f"{comparison.reason}: with report {closest.report_id}"
