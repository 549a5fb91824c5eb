"""In what state people are, told by a noun: "a teacher is in a critical condition", "three were among the dead"."""

from collections.abc import Iterator, Mapping, Set

from q7x2_etl.extraction.framing.frames import AMONG, Harm
from q7x2_etl.extraction.syntax.verb_neighbours import left_of, subject_left
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import ONE_OF_MANY
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.model import CasualtyOutcome

_PEOPLE = frozenset({"person", "civilian", "armed"})
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
    return group.quantity is None and bool(group.classes & _PEOPLE) and sentence.lows[group.first] in ONE_OF_MANY


class AmongThem:
    """Finds who was among the dead or hurt, and whom injuries befell; by the words of one lexicon."""

    def __init__(
        self,
        states: Mapping[str, CasualtyOutcome],
        victims: Mapping[str, CasualtyOutcome],
        marks: Mapping[str, CasualtyOutcome],
    ) -> None:
        self._states, self._victims, self._marks = states, victims, marks

    def harms(self, sentence: Sentence, told: Set[CasualtyOutcome]) -> Iterator[Harm]:
        """The harms of one sentence; `told`: what befell those whom the sentences before tell of."""
        chunks = sentence.chunks
        for k, piece in enumerate(chunks[:-2]):
            noun, whom = piece.noun, chunks[k + 2].noun
            verb = piece.verb
            counted = verb is not None and (verb.lemma == "be" or verb.passive)  # "were later found | among the dead"
            if verb is not None and counted and not (verb.negated or verb.modal):
                outcome = self._among(sentence, k)
                if outcome is not None:
                    people = subject_left(sentence, left_of(chunks, k))
                    rule = "harm.part" if outcome in told else AMONG
                    yield from (Harm(outcome, g, sentence, rule) for g in people if _told(g))
            elif verb is not None and verb.lemma in packaged_words().words["receiving_verbs"] and not verb.passive:
                received, mark = chunks[k + 1].noun, self._mark_behind(sentence, k + 1)
                if received is not None and mark is not None and _told(received):
                    yield Harm(mark, received, sentence, "harm.mark")
            elif noun is not None and whom is not None and whom.prep == "to" and chunks[k + 1].kind == "I":
                mark = self._marks.get(sentence.lows[noun.head])
                if mark is not None and _told(whom) and sentence.lows[whom.first] != "the":  # "wounds to the head"
                    yield Harm(mark, whom, sentence, "harm.mark")  # "caused | injuries | to | four others"

    def _mark_behind(self, sentence: Sentence, k: int) -> CasualtyOutcome | None:
        """ "received | five persons | with gunshot wounds": what the injuries make of those at chunk `k`."""
        behind = (c.noun for c in sentence.chunks[k + 1 : k + 1 + _REACH] if c.noun is not None)
        with_what = next((noun for noun in behind if noun.prep == "with"), None)
        return self._marks.get(sentence.lows[with_what.head]) if with_what is not None else None

    def _among(self, sentence: Sentence, k: int) -> CasualtyOutcome | None:
        """What befell those whom the verb at chunk `k` counts them among: "among the victims", "among the dead"."""
        whole = sentence.chunks[k + 2].noun
        if whole is None or whole.prep != "among" or sentence.lows[whole.first] != "the":
            return None
        low = sentence.lows[whole.head]
        if low == "the" and whole.last < len(sentence.lows):
            return self._states.get(sentence.lows[whole.last])
        return self._victims.get(low) or self._states.get(low)


def _told(group: NounGroup) -> bool:
    return not group.pronoun and (group.quantity is not None or bool(group.classes & _PEOPLE) or group.named)
