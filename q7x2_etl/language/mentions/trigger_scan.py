"""A first look at a text: can it hold any trigger at all? Most news cannot, and is not annotated."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.plain_words import runs_of_letters

_CASUALTY_LISTS = ("harm_states", "toll_counts", "harm_plights")
_Need = tuple[frozenset[str], frozenset[str]]  # all of these words, and one of those
_NOTHING: _Need = (frozenset(), frozenset())


class TriggerScan:
    """The words of every trigger, by the form that its first word takes in a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        needs: dict[str, set[_Need]] = {}
        classes = lexicon.classes | {"any"}
        by_lemma = {
            lemma: frozenset(_need(rest, entry, classes) for rest, _, entry in triggers)
            for lemma, triggers in lexicon.verb_triggers.items()
        }
        for form, readings in lexicon.verb_forms.items():
            for lemma, _ in readings:
                if lemma in by_lemma:
                    needs.setdefault(form, set()).update(by_lemma[lemma])
        for lemma, of_lemma in by_lemma.items():  # "slayed": the tagger takes "-ed" off an unknown word
            needs.setdefault(f"{lemma}ed", set()).update(of_lemma)
        for first, *others in lexicon.event_phrases:
            needs.setdefault(first, set()).add((frozenset(others), frozenset()))
        self._needs: Mapping[str, tuple[_Need, ...]] = {
            first: (_NOTHING,) if _NOTHING in more else tuple(more) for first, more in needs.items()
        }
        self._firsts = frozenset(self._needs)
        self._casualties = frozenset[str]().union(*(lexicon.pairs[name] for name in _CASUALTY_LISTS))

    def may_hold(self, text: str) -> bool:
        """False where no trigger's words are all in the text: then no rule can find an incident in it."""
        return self._all_of_one(frozenset(runs_of_letters(text.lower())))

    def in_words(self, words: Set[str]) -> bool:
        """The same for the words of one sentence, as phrases are looked up by them.

        Words of casualties count too: their figures belong to an incident that another sentence tells.
        """
        return not self._casualties.isdisjoint(words) or self._all_of_one(words)

    def _all_of_one(self, words: Set[str]) -> bool:
        return any(
            rest <= words and not (one_of and one_of.isdisjoint(words))
            for word in self._firsts & words
            for rest, one_of in self._needs[word]
        )


def _need(rest: Iterable[str], entry: Mapping[str, Any], classes: frozenset[str]) -> _Need:
    """The words beside the verb, with the preposition of an `only_…`, and words of which one must be there."""
    prepositions = (name.partition("_")[2] for name in entry if name.startswith("only_"))
    return frozenset((*rest, *prepositions)), _one_of(entry, classes)


def _one_of(entry: Mapping[str, Any], classes: frozenset[str]) -> frozenset[str]:
    """Words of which a text must hold one where the entry lists its objects' or subjects' heads, its adverbs, or what
    else its sentence must hold.
    """
    for name in ("heads", "subject_heads", "adverb", "beside"):
        if name in entry:
            lasts = (str(head).split()[-1] for head in entry[name])
            return frozenset(part for last in lasts for part in (last, last.rpartition("-")[2]))
    for name, wanted in entry.items():
        if name.startswith("only_") and classes.isdisjoint(wanted):
            return frozenset(map(str, wanted))
    return frozenset()
