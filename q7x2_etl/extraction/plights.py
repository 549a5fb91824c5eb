"""In what state somebody is who is told by no number: "a teacher is in a critical condition", "a tourist remains in
their hands".
"""

from collections.abc import Iterator, Mapping, Set

from q7x2_etl.extraction.frames import Harm
from q7x2_etl.extraction.verb_neighbours import left_of, subject_left
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.model import CasualtyOutcome

_PEOPLE = frozenset({"person", "civilian", "armed"})
_ONE = frozenset({"a", "an", "one", "another"})
_REACH = 3  # chunks behind the verb


class Plights:
    """Finds the harms of single people, with the words of one lexicon."""

    def __init__(self, plights: Mapping[str, CasualtyOutcome], being: Set[str]) -> None:
        self._plights = plights
        self._being = being

    def harms(self, sentence: Sentence) -> Iterator[Harm]:
        """One harm for each single person who is or remains in such a state; counted people are read elsewhere."""
        if self._plights.keys().isdisjoint(sentence.vocabulary):
            return
        chunks = sentence.chunks
        for k, piece in enumerate(chunks):
            verb = piece.verb
            if verb is None or verb.negated or verb.modal or verb.passive or verb.lemma not in self._being:
                continue
            state = self._state_behind(sentence, k)
            if state is None:
                continue
            for group in subject_left(sentence, left_of(chunks, k)):
                if _single(sentence, group):
                    yield Harm(state, group, sentence, "harm.plight")

    def _state_behind(self, sentence: Sentence, k: int) -> CasualtyOutcome | None:
        noun = next((c.noun for c in sentence.chunks[k + 1 : k + 1 + _REACH] if c.noun is not None), None)
        return self._plights.get(sentence.lows[noun.head]) if noun is not None and noun.prep == "in" else None


def _single(sentence: Sentence, group: NounGroup) -> bool:
    """ "a Belgian tourist"; "the president" may be in hospital for any reason."""
    return group.quantity is None and bool(group.classes & _PEOPLE) and sentence.lows[group.first] in _ONE
