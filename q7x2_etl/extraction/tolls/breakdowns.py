"""Figures that say of whom a total is made up: "11 people, eight men and three women", "31 dead, 27 of whom were …"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import AMONG
from q7x2_etl.extraction.tolls.town_shares import town_shares
from q7x2_etl.extraction.tolls.victims import Figure

_OPENERS = frozenset({",", ":", "-", "–", "—", "--", "("})
_CLOSERS = frozenset(",.;:)–—")
_LINKS = frozenset({",", "and", "plus"})
_LATER = ("wounded", "killed")
_ONE_REACH = 7  # words that tell of one person beside counted ones
_TOLD_AGAIN = frozenset({"harm.toll", "harm.retold", "harm.placed"})  # figures for all of them, by others or later
_SHARE = frozenset(
    {
        ("among", "them"),
        ("among", "whom"),
        ("amongst", "them"),
        ("of", "whom"),
        ("of", "them"),
        ("of", "which"),
        ("of", "these"),
    }
)


def with_breakdowns(figures: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> list[Figure]:
    """The figures in their order; those that part a total of their sentence, or are a share of it, are its parts."""
    parts = {n for n, figure in enumerate(figures) if _share(figure, figures[:n])}
    towns = {id(group) for f in figures for group, _ in town_shares(f.harm.sentence)}
    parts |= {n for n, figure in enumerate(figures) if id(figure.harm.group) in towns}
    for n in sorted(parts, reverse=True):
        parts |= _listed_before(figures, n)
    for n, total in enumerate(figures):
        if n not in parts and not total.alone and not total.row.is_part:
            parts |= _members(figures, n, words) or _bare_shares(figures, n, words)
    known = [
        replace(figure, row=replace(figure.row, is_part=True)) if n in parts else figure
        for n, figure in enumerate(figures)
    ]
    totals = {figure.row.outcome for figure in known if not figure.row.is_part}
    return [figure if figure.row.outcome in totals else _of_no_total(figure) for figure in known]


def _of_no_total(figure: Figure) -> Figure:
    """ "Among the dead were three monks", and nobody says how many died: at least these."""
    if figure.harm.rule != AMONG or not figure.row.best or figure.row.qualifier != "exact":
        return figure
    return replace(figure, row=replace(figure.row, is_part=False, high=None, qualifier="at_least"))


def _share(figure: Figure, before: Sequence[Figure]) -> bool:
    """ "31 dead, | 27 | of whom were hanged": some of those told right before."""
    group, sentence = figure.harm.group, figure.harm.sentence
    if group.quantity is None or tuple(sentence.lows[group.last : group.last + 2]) not in _SHARE:
        return False
    size = figure.row.best or 0
    if before and before[-1].harm.sentence is sentence and (before[-1].row.outcome, figure.row.outcome) == _LATER:
        return False  # "five were killed and twelve wounded, | two of whom died later"
    return any(
        f.harm.sentence is sentence and f.row.outcome == figure.row.outcome and (f.row.best or 0) > size > 0
        for f in before
    )


def _listed_before(figures: Sequence[Figure], at: int) -> set[int]:
    """ "70 people, | ten women | and three infants among them": what is listed before a share, up to the total."""
    share, found = figures[at], set[int]()
    for n in range(at - 1, 0, -1):
        figure, behind = figures[n], figures[n + 1]
        text, start, end = figure.harm.sentence.text, figure.row.span_end, behind.row.span_start
        linked = figure.harm.sentence is share.harm.sentence and _LINKS.issuperset(text[start:end].lower().split())
        if not linked or figure.row.outcome != share.row.outcome or text[start:end].strip() == ",":
            break
        found.add(n)
    return found


def _members(figures: Sequence[Figure], at: int, words: Mapping[str, frozenset[str]]) -> set[int]:
    """The figures right behind a total that add up to it, where they tell what kind of people they were."""
    total = figures[at]
    found: list[int] = []
    size, opener, last, one = total.row.best or 0, "", total, 0
    for n in range(at + 1, len(figures)):
        figure = figures[n]
        if figure.harm.sentence is not total.harm.sentence or figure.row.outcome != total.row.outcome:
            break
        between = figure.harm.sentence.text[last.row.span_end : figure.row.span_start].lower().split()
        if not found and _one_beside(between):
            size, one, between = size - 1, 1, [","]
        links = _OPENERS if not found else _LINKS
        told = [mark for word in between for mark in ([word[:-1], ","] if word[-1] == "," and word[1:] else [word])]
        if figure.row.is_part or not told or not links.issuperset(told):
            break
        opener = opener or told[0]
        found.append(n)
        size -= figure.row.best or 0
        last = figure
        if size <= 0:
            break
    if size != 0 or len(found) + one < 2:
        return set()
    general = _head(total) in words["general_people"] or not total.harm.group.classes
    told_so = general or opener != "," or _tell_of_them(total, [figures[n] for n in found], words)
    return set(found) if told_so else set()


def _tell_of_them(total: Figure, parts: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> bool:
    """ "two passengers, a nurse and a trader,": who they were, between commas; not "two women, a man and a child"."""
    kinds, head = all(_kind(part, words) for part in parts), _head(total)
    if kinds and head in words["kinds_of_people"]:
        return False
    behind = total.harm.sentence.text[parts[-1].row.span_end :].lstrip()
    closed = not behind or behind[0] in _CLOSERS
    trades = head in words["people_of_any_trade"] and all("armed" not in p.harm.group.classes for p in parts)
    return kinds or (closed and trades)


def _one_beside(between: Sequence[str]) -> bool:
    """ "Three people, | a Rohingya majhi and his | two nephews": one of them, by a word that no list has."""
    apposed = tuple(between[:2]) in {(",", "a"), (",", "an")} and between[-1] == "and"
    return apposed and len(between) <= _ONE_REACH and between.count("and") == 1


def _bare_shares(figures: Sequence[Figure], at: int, words: Mapping[str, frozenset[str]]) -> set[int]:
    """ "Three died: two at once, and the third in hospital": bare numbers behind a total that add up to it."""
    total = figures[at]
    size, found = total.row.best or 0, set[int]()
    for n in range(at + 1, len(figures)):
        figure = figures[n]
        if figure.row.outcome != total.row.outcome:
            continue
        group, lows = figure.harm.group, figure.harm.sentence.lows
        further = not words["further_words"].isdisjoint(lows[group.first : group.last])
        if group.classes or group.named or group.complement is not None or further or figure.harm.rule in _TOLD_AGAIN:
            break
        found.add(n)
        size -= figure.row.best or 0
        if size <= 0:
            break
    return found if size == 0 and len(found) > 1 else set()


def _head(figure: Figure) -> str:
    return figure.harm.sentence.lows[figure.harm.group.head]


def _kind(figure: Figure, words: Mapping[str, frozenset[str]]) -> bool:
    """A sex, an age, a people: "a woman", "two children", "16 Americans"."""
    group = figure.harm.group
    return _head(figure) in words["kinds_of_people"] or any(
        p.demonym and p.last == group.head + 1 for p in group.places
    )
