"""A first look at a text: can it hold any trigger at all? Most news cannot, and is not annotated."""

import re
from collections.abc import Mapping, Set

from q7x2_etl.language.lexicon import Lexicon

_CASUALTY_LISTS = ("harm_states", "toll_counts", "harm_plights")
_WORD = re.compile(r"[^\W\d_]+")


class TriggerScan:
    """The words of every trigger, by the form that its first word takes in a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        rests: dict[str, set[frozenset[str]]] = {}
        for form, readings in lexicon.verb_forms.items():
            for lemma, _ in readings:
                for rest, _, _ in lexicon.verb_triggers.get(lemma, ()):
                    rests.setdefault(form, set()).add(frozenset(rest))
        for lemma, triggers in lexicon.verb_triggers.items():  # "slayed": the tagger takes "-ed" off an unknown word
            rests.setdefault(f"{lemma}ed", set()).update(frozenset(rest) for rest, _, _ in triggers)
        for first, *others in lexicon.event_phrases:
            rests.setdefault(first, set()).add(frozenset(others))
        self._rests: Mapping[str, tuple[frozenset[str], ...]] = {
            first: (frozenset(),) if frozenset() in more else tuple(more) for first, more in rests.items()
        }
        self._firsts = frozenset(self._rests)
        self._casualties = frozenset[str]().union(*(lexicon.pairs[name] for name in _CASUALTY_LISTS))

    def may_hold(self, text: str) -> bool:
        """False where no trigger's words are all in the text: then no rule can find an incident in it."""
        return self._all_of_one(set(_WORD.findall(text.lower())))

    def in_words(self, words: Set[str]) -> bool:
        """The same for the words of one sentence, as phrases are looked up by them.

        Words of casualties count too: their figures belong to an incident that another sentence tells.
        """
        return not self._casualties.isdisjoint(words) or self._all_of_one(words)

    def _all_of_one(self, words: Set[str]) -> bool:
        return any(rest <= words for word in self._firsts & words for rest in self._rests[word])
