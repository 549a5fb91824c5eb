"""Deaths told by who did not live: "seventeen did not survive", "none of the five survived", "no survivors"."""

from collections.abc import Iterator, Mapping, Sequence, Set

from q7x2_etl.extraction.framing.frames import Harm
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.verb_neighbours import left_of, subject_left
from q7x2_etl.extraction.tolls.captives import people_before
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup

_PEOPLE = frozenset({"person", "civilian", "armed", "count"})
_ENDS = frozenset({".", ",", "C", "S"})
_RULE = "harm.not_survived"


class Survivors:
    """Reads who did not survive, with the words of one lexicon."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self._verbs = words["surviving_forms"]
        self._nouns = words["survivor_nouns"]
        self._nobody = words["nobody_words"]

    def may_stand(self, words: Set[str]) -> bool:
        """Whether the words of a sentence hold one of these."""
        made_it = "it" in words and "make" in words
        return made_it or not (self._verbs.isdisjoint(words) and self._nouns.isdisjoint(words))

    def harms(self, sentence: Sentence, before: Sequence[Told]) -> Iterator[Harm]:
        """The deaths of one sentence; `before`: the sentences before it, where "none" are told."""
        if not self.may_stand(sentence.vocabulary):
            return
        chunks = sentence.chunks
        for k, piece in enumerate(chunks):
            noun = piece.noun
            if noun is not None and sentence.lows[noun.head] in self._nouns and sentence.lows[noun.first] == "no":
                yield from self._all_told(sentence, noun.first, before)
            if piece.verb is None or piece.verb.modal or not self._of_living(sentence, k):
                continue
            subject = subject_left(sentence, left_of(chunks, k))
            if piece.verb.negated:
                yield from (Harm("killed", group, sentence, _RULE) for group in subject if _people(group))
            elif subject and not self._nobody.isdisjoint(sentence.lows[subject[0].first : subject[0].last]):
                whole = subject[0].complement
                if whole is not None and whole.quantity is not None and _people(whole):
                    yield Harm("killed", whole, sentence, _RULE)
                elif whole is None:
                    yield from self._all_told(sentence, subject[0].first, before)

    def _of_living(self, sentence: Sentence, k: int) -> bool:
        """ "survived", and "did not make it" where nothing follows."""
        piece, behind = sentence.chunks[k], sentence.chunks[k + 1 : k + 3]
        if piece.verb is not None and sentence.lows[piece.verb.head] in self._verbs:
            return not piece.verb.passive
        if piece.verb is None or piece.verb.lemma != "make" or not piece.verb.negated or not behind:
            return False
        return sentence.lows[behind[0].first] == "it" and (len(behind) == 1 or behind[1].kind in _ENDS)

    def _all_told(self, sentence: Sentence, limit: int, before: Sequence[Told]) -> Iterator[Harm]:
        """Those told of last, where they are counted: "a helicopter with five crew. There were no survivors"."""
        places = [(sentence, limit), *((told.sentence, len(told.sentence.tokens)) for told in before[-1:])]
        for where, end in places:
            for group in people_before(where, end):
                if group.quantity is not None and (group.quantity.best or 0) > 1:
                    yield Harm("killed", group, where, _RULE)
                return


def _people(group: NounGroup) -> bool:
    return not group.pronoun and (group.quantity is not None or bool(group.classes & _PEOPLE))
