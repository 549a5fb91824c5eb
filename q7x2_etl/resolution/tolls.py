"""The toll of a report, and of an incident from the tolls of its reports. The rule is written in docs/METHODS.md.

Nothing is added that was not said: a vague word has no number, an open figure ("at least") has no upper bound.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from q7x2_etl.model import Casualty, CasualtyOutcome

_BOUNDED_BELOW = frozenset({"exact", "about", "at_least", "more_than"})
_BOUNDED_ABOVE = frozenset({"exact", "about", "at_most", "nearly"})


@dataclass(frozen=True, slots=True)
class Toll:
    """Low, best and high of one outcome; each may be unknown. `contested`: two sources gave figures that differ.

    `interested`: it holds a belligerent's figure of the enemy's dead, and none of anybody else for those victims.
    """

    low: int | None
    best: int | None
    high: int | None
    contested: bool = False
    interested: bool = False

    @property
    def stated(self) -> bool:
        """Whether it holds any number (a vague word alone gives none)."""
        return self.low is not None or self.best is not None or self.high is not None

    def agrees(self, other: "Toll") -> bool:
        """Whether both can be true as they are worded: equal bests, or, where one has none, ranges that overlap."""
        if self.best is not None and other.best is not None:
            return self.best == other.best
        return _at_most(self.low, other.high) and _at_most(other.low, self.high)


def toll_of(
    casualties: Iterable[Casualty], outcome: CasualtyOutcome, interested: Set[Casualty] = frozenset()
) -> Toll | None:
    """The toll of one report: its figures in persons that are no part of another, added up over groups of victims.

    Figures that different sources give for the same victims are rivals, not addends: low is the least, high the
    greatest, best the one that the article itself states, or the one all agree on. What `interested` parties claim
    beside a figure of somebody else for victims of the same kind is a rival of the whole, and never the best. None
    without any figure or word.
    """
    figures = list(casualties)
    counted = counting(figures, outcome, interested)
    groups = victim_groups(counted, outcome)
    if not groups:
        return None
    whole = _added([_rivals(group) for group in groups])
    claims = [c for group in victim_groups(figures, outcome) for c in group if c not in counted]
    if claims:
        by_source = groupby(sorted(claims, key=_source), key=_source)
        rivals = [_claimed([*made], groups) for _, made in by_source]
        whole = _bounded([whole, *rivals], whole.best, whole.contested or not _all_agree([whole, *rivals]))
    return replace(whole, interested=any(c in interested and _as_toll(c).stated for c in counted))


def counting(casualties: Iterable[Casualty], outcome: CasualtyOutcome, interested: Set[Casualty]) -> list[Casualty]:
    """The figures of an outcome without what interested parties claim of victims whom somebody else counts too."""
    figures = [c for c in casualties if c.outcome == outcome]
    others = [c for c in figures if c not in interested and not c.is_part and c.unit == "persons"]
    known = [c for c in others if _as_toll(c).stated]
    return [c for c in figures if c not in interested or not any(_same_kind(c, other) for other in known)]


def combined(tolls: Sequence[Toll]) -> Toll | None:
    """The toll of an incident from the last tolls of its sources, the latest published last.

    Low is the least stated figure, high the greatest; best the one that most sources of the later half give, of several
    the latest. High is unknown where an open figure reaches above it. What interested parties alone say is the best
    only where nobody else states a number. None where no source states a number.
    """
    stated = [toll for toll in tolls if toll.stated]
    if not stated:
        return None
    telling = [toll for toll in stated if not toll.interested] or stated
    bests = [toll.best for toll in telling if toll.best is not None]
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


def _claimed(claims: Sequence[Casualty], groups: Sequence[Sequence[Casualty]]) -> Toll:
    """The whole as an interested party has it: its figures, and those of victims of whom it says nothing."""
    rest = [group for group in groups if not any(_same_kind(claim, one) for claim in claims for one in group)]
    return _added([*(_as_toll(claim) for claim in claims), *(_rivals(group) for group in rest)])


def _same_kind(claim: Casualty, other: Casualty) -> bool:
    """Whether two figures may count the same people: soldiers and police, or victims of whom nothing is said."""
    return claim.of_kind is None or other.of_kind is None or claim.of_kind == other.of_kind


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
