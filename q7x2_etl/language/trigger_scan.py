"""A first look at a text: can it hold any trigger at all? Most news cannot, and is not annotated."""

import re
from collections.abc import Mapping

from q7x2_etl.language.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")


class TriggerScan:
    """The words of every trigger, by the form that its first word takes in a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        rests: dict[str, set[frozenset[str]]] = {}
        for form, readings in lexicon.verb_forms.items():
            for lemma, _ in readings:
                for rest, _, _ in lexicon.verb_triggers.get(lemma, ()):
                    rests.setdefault(form, set()).add(frozenset(rest))
        for first, *others in lexicon.event_phrases:
            rests.setdefault(first, set()).add(frozenset(others))
        self._rests: Mapping[str, tuple[frozenset[str], ...]] = {
            first: (frozenset(),) if frozenset() in more else tuple(more) for first, more in rests.items()
        }

    def may_hold(self, text: str) -> bool:
        """False where no trigger's words are all in the text: then no rule can find an incident in it."""
        words = set(_WORD.findall(text.lower()))
        return any(rest <= words for word in words & self._rests.keys() for rest in self._rests[word])
