"""The toll of a report, and of an incident from the tolls of its reports. The rule is written in docs/METHODS.md.

Nothing is added that was not said: a vague word has no number, an open figure ("at least") has no upper bound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from q7x2_etl.model import Casualty, CasualtyOutcome

_BOUNDED_BELOW = frozenset({"exact", "about", "at_least", "more_than"})
_BOUNDED_ABOVE = frozenset({"exact", "about", "at_most", "nearly"})


@dataclass(frozen=True, slots=True)
class Toll:
    """Low, best and high of one outcome; each may be unknown. `contested`: two sources gave figures that differ."""

    low: int | None
    best: int | None
    high: int | None
    contested: bool = False

    @property
    def stated(self) -> bool:
        """Whether it holds any number (a vague word alone gives none)."""
        return self.low is not None or self.best is not None or self.high is not None

    def agrees(self, other: "Toll") -> bool:
        """Whether both can be true as they are worded: equal bests, or, where one has none, ranges that overlap."""
        if self.best is not None and other.best is not None:
            return self.best == other.best
        return _at_most(self.low, other.high) and _at_most(other.low, self.high)


def toll_of(casualties: Iterable[Casualty], outcome: CasualtyOutcome) -> Toll | None:
    """The toll of one report: its figures in persons that are no part of another, added up over groups of victims.

    Figures that different sources give for the same victims are rivals, not addends: low is the least, high the
    greatest, best the one that the article itself states, or the one all agree on. None without any figure or word.
    """
    groups = victim_groups(casualties, outcome)
    return _added([_rivals(group) for group in groups]) if groups else None


def combined(tolls: Sequence[Toll]) -> Toll | None:
    """The toll of an incident from the last tolls of its sources, the latest published last.

    Low is the least stated figure, high the greatest; best the one that most sources of the later half give, of several
    the latest. High is unknown where an open figure reaches above it. None where no source states a number.
    """
    stated = [toll for toll in tolls if toll.stated]
    if not stated:
        return None
    bests = [toll.best for toll in stated if toll.best is not None]
    later = bests[len(bests) // 2 :]
    best = max(later[::-1], key=later.count, default=None)  # the first of several is the latest
    contested = any(toll.contested for toll in stated) or not _all_agree(stated)
    return _bounded(stated, best, contested)


def victim_groups(casualties: Iterable[Casualty], outcome: CasualtyOutcome) -> list[list[Casualty]]:
    """The figures of an outcome that are no part of a total, by whom they count; ordered by content."""
    figures = [c for c in casualties if c.outcome == outcome and c.unit == "persons" and not c.is_part]
    return [list(group) for _, group in groupby(sorted(figures, key=_victims), key=_victims)]


def one_account(group: Sequence[Casualty]) -> list[Casualty]:
    """Of a group's figures those of one source: the article's own, or the only source's; none where sources compete."""
    own = [c for c in group if c.claim_ordinal is None]
    if own or len({c.claim_ordinal for c in group}) > 1:
        return own
    return list(group)


def _rivals(group: Sequence[Casualty]) -> Toll:
    by_source = sorted(group, key=_source)
    accounts = [_added([_as_toll(c) for c in figures]) for _, figures in groupby(by_source, key=_source)]
    if len(accounts) == 1:
        return accounts[0]
    bests = {toll.best for toll in accounts}
    own = _added([_as_toll(c) for c in group if c.claim_ordinal is None])
    agreed = bests.pop() if len(bests) == 1 else None
    return _bounded(accounts, own.best if own.best is not None else agreed, not _all_agree(accounts))


def _bounded(tolls: Sequence[Toll], best: int | None, contested: bool) -> Toll:
    lows = [toll.low for toll in tolls if toll.low is not None]
    highs = [toll.high for toll in tolls if toll.high is not None]
    reached = max([*lows, *(toll.best for toll in tolls if toll.best is not None)], default=None)
    high = max(highs, default=None)
    if high is not None and reached is not None and reached > high:
        high = None
    low = min([*lows, *([best] if lows and best is not None else [])], default=None)
    return Toll(low=low, best=best, high=high, contested=contested)


def _added(tolls: Sequence[Toll]) -> Toll:
    """Of different victims: best and high only where every part has one; low from the parts that have one."""
    lows = [toll.low for toll in tolls if toll.low is not None]
    bests = [toll.best for toll in tolls if toll.best is not None]
    highs = [toll.high for toll in tolls if toll.high is not None]
    return Toll(
        low=sum(lows) if lows else None,
        best=sum(bests) if bests and len(bests) == len(tolls) else None,
        high=sum(highs) if highs and len(highs) == len(tolls) else None,
        contested=any(toll.contested for toll in tolls),
    )


def _as_toll(figure: Casualty) -> Toll:
    if figure.shared:  # of several incidents or outcomes together: no more than that, and nobody says how many
        return Toll(None, None, figure.high if figure.high is not None else figure.best)
    low = figure.low if figure.low is not None or figure.qualifier not in _BOUNDED_BELOW else figure.best
    high = figure.high if figure.high is not None or figure.qualifier not in _BOUNDED_ABOVE else figure.best
    return Toll(low=low, best=figure.best, high=high)


def _all_agree(tolls: Sequence[Toll]) -> bool:
    return all(first.agrees(second) for first, second in combinations(tolls, 2))


def _at_most(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low <= high


def _victims(casualty: Casualty) -> tuple[str, str, str]:
    return (casualty.of_actor_id or "", (casualty.of_name or "").lower(), casualty.of_kind or "")


def _source(casualty: Casualty) -> int:
    return -1 if casualty.claim_ordinal is None else casualty.claim_ordinal
