"""Places at the head of a log's entry, widest first: "Arauca, Saravena, 2 April: Masked men …"."""

from collections.abc import Sequence
from itertools import pairwise

from q7x2_etl.extraction.time_and_place.nesting import Nesting
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.places.containing import lies_in
from q7x2_etl.language.places.gazetteer import Gazetteer

_BETWEEN = frozenset({",", "/", "-", "–", "—", ">"})


def nesting_of_heading(sentence: Sentence, mention: PlaceMention, gazetteer: Gazetteer) -> Nesting | None:
    """The areas told before a place of such a head; None for all other places, and for heads that narrow nothing."""
    run = _head(sentence)
    at = next((k for k, place in enumerate(run) if place is mention), None)
    if at is None or len(run) < 2:
        return None
    lies = [lies_in(gazetteer, inner.name, outer.name) for outer, inner in pairwise(run)]
    if at and lies[at - 1]:
        return Nesting(tuple(place.name for place in reversed(run[:at])), stated=True)
    return Nesting() if at + 1 < len(run) and lies[at] else None


def _head(sentence: Sentence) -> Sequence[PlaceMention]:
    """The places that a sentence opens with, and nothing but commas or strokes between them."""
    run: list[PlaceMention] = []
    for place in sentence.places:
        gap = sentence.lows[run[-1].last : place.first] if run else sentence.lows[: place.first]
        if (len(gap) != 1 or gap[0] not in _BETWEEN) if run else gap:
            break
        run.append(place)
    return run
