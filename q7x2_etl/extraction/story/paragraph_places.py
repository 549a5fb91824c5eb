"""The place that a paragraph opens with: what its later sentences tell happened there, and not where others did."""

from collections.abc import Sequence

from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.names import name_key

_WHERE = frozenset({"in", "at", "near", "outside", "around"})
_OPENING = 4  # tokens in which the place begins
_COMMA = 12  # tokens in which the comma behind it stands


def opened_with(told: Sequence[Told]) -> frozenset[str]:
    """ "In Desna, the search has ended. | Two missiles struck the barracks": the names, as `name_key` writes them.

    None where somebody says something there: "In Kabul, the president condemned the attack".
    """
    first = next(iter(told), None)
    if first is None or first.sentence.lows[0] not in _WHERE or "," not in first.sentence.lows[:_COMMA]:
        return frozenset()
    words = packaged_words().words
    lemmas = {lemma for lemma, _ in first.sentence.tagged.verbs.values()}
    if not lemmas.isdisjoint(words["verbs_saying"]):
        return frozenset()
    comma = first.sentence.lows.index(",")
    refs = (r for r in first.places if r.weight > 0)
    return frozenset(name_key(r.mention.name) for r in refs if r.mention.first < min(_OPENING, comma))
