"""How many of a total fell where: "killed eight people in Kordofan: five in El Obeid and three in Umm Ruwaba"."""

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import IN_OR_NEAR
from q7x2_etl.language.grammar.groups import NounGroup

_MARKS = frozenset({",", ":", ";", "-", "–", "—", "and"})
_FEWEST = 2


def town_shares(sentence: Sentence) -> list[tuple[NounGroup, NounGroup]]:
    """The bare numbers that add up to a total before them, each with the group of its place."""
    chunks, lows = sentence.chunks, sentence.lows
    found: list[tuple[NounGroup, NounGroup]] = []
    for k in range(1, len(chunks) - 2):
        number, where = chunks[k].noun, chunks[k + 2].noun
        if number is None or where is None or chunks[k + 1].kind != "I" or not where.places:
            continue
        bare = number.quantity is not None and number.last - number.first == 1 and not number.classes
        if bare and where.prep in IN_OR_NEAR and lows[number.first - 1] in _MARKS:
            found.append((number, where))
    if len(found) < _FEWEST:
        return []
    counts = [number.quantity.best or 0 for number, _ in found if number.quantity is not None]
    before = (c.noun for c in chunks if c.noun is not None and c.last <= found[0][0].first)
    totals = {g.quantity.best for g in before if g.quantity is not None}
    return found if sum(counts) in totals else []
