"""Figures for people told of before: "revised that figure to 52", "a doctor speaks of 60, the police of nine"."""

from collections.abc import Iterator, Mapping, Sequence, Set

from q7x2_etl.extraction.framing.frames import Harm
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.tolls.placed_tolls import bare_number
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.model import CasualtyOutcome

_REACH = 8  # chunks behind "the figure" in which its new number stands
_LOOK_BACK = 3  # sentences that may have told what the figure counts
_POINTING = frozenset({"the", "that", "this"})
_BREAKS = frozenset({",", "C", "S", "."})


class RetoldTolls:
    """Reads a story's later figures, with the words of one lexicon."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self._nouns = words["retold_figures"]
        self._speaking = words["figure_verbs"]
        self._forms = words["figure_verb_forms"]
        self._setting = words["raising_verbs"] | words["placing_verbs"]
        self._rising = words["toll_verbs"]
        self._victims = words["victim_counts"]

    def may_stand(self, words: Set[str], told: bool = False) -> bool:
        """Whether the words of a sentence hold one that brings up a figure again; `told`: one was told before."""
        stand = not (self._nouns.isdisjoint(words) and self._forms.isdisjoint(words))
        return stand and (told or not self._victims.isdisjoint(words))

    def harms(self, sentence: Sentence, told: CasualtyOutcome | None) -> Iterator[Harm]:
        """The harms of one sentence; `told`: what the story's last figures counted."""
        if not self.may_stand(sentence.vocabulary, told is not None):
            return
        if told is None and not self._victims.isdisjoint(sentence.vocabulary):
            told = "killed"  # "the number of victims is unknown; a doctor speaks of at least 60"
        for k, piece in enumerate(sentence.chunks):
            if piece.noun is not None and told is not None and self._points_back(sentence, piece.noun):
                figure = self._new_number(sentence, k)
                if figure is not None:
                    yield Harm(told, figure, sentence, "harm.retold")
            elif piece.verb is not None and piece.verb.lemma in self._speaking and not piece.verb.negated:
                yield from self._spoken_of(sentence, k, told)

    def _points_back(self, sentence: Sentence, noun: NounGroup) -> bool:
        known = sentence.lows[noun.head] in self._nouns and noun.quantity is None and noun.complement is None
        before = noun.first if noun.first < noun.head else noun.first - 1  # "that figure": "that" may open a clause
        return known and before >= 0 and sentence.lows[before] in _POINTING

    def _new_number(self, sentence: Sentence, k: int) -> NounGroup | None:
        """ "revised | that figure | to 52", "the number | stood | at nine"."""
        chunks = sentence.chunks
        verb = next((c.verb for c in reversed(chunks[max(0, k - 2) : k]) if c.verb is not None), None)
        put = verb is not None and not verb.modal and verb.lemma in self._setting
        for piece in chunks[k + 1 : k + _REACH]:
            if piece.verb is not None:
                if put or piece.verb.modal or piece.verb.negated:
                    return None
                put = piece.verb.lemma in self._rising or piece.verb.lemma == "be"
                if not put:
                    return None
            elif piece.kind in {"S", "R"}:
                return None
            elif piece.noun is not None and put and piece.noun.prep in {"to", "at", None}:
                return piece.noun if bare_number(sentence, piece.noun) else None
        return None

    def _spoken_of(self, sentence: Sentence, k: int, told: CasualtyOutcome | None) -> Iterator[Harm]:
        """ "spoke | of 132 victims", and behind it "local people | of 160"."""
        chunks = sentence.chunks
        first = next((c.noun for c in chunks[k + 1 : k + 4] if c.noun is not None), None)
        if first is None or first.prep != "of" or first.quantity is None:
            return
        outcome: CasualtyOutcome | None = "killed" if sentence.lows[first.head] in self._victims else None
        if outcome is None and bare_number(sentence, first):
            outcome = told
        if outcome is None:
            return
        yield Harm(outcome, first, sentence, "harm.retold")
        at = next(i for i, c in enumerate(chunks) if c.noun is first)
        for i in range(at + 3, len(chunks)):
            noun = chunks[i].noun
            if noun is not None and noun.prep == "of" and bare_number(sentence, noun) and _of_other_speaker(chunks, i):
                yield Harm(outcome, noun, sentence, "harm.retold")


def outcome_told(before: Sequence[Told]) -> CasualtyOutcome | None:
    """What the last counted people of a story suffered; their death, where some died."""
    harms = [h for told in before[-_LOOK_BACK:] for f in told.frames for h in f.harms if h.group.quantity is not None]
    if not harms:
        return None
    return "killed" if any(h.outcome == "killed" for h in harms) else harms[-1].outcome


def _of_other_speaker(chunks: Sequence[Chunk], i: int) -> bool:
    """ "…, | the government | of | nine": who speaks stands right before, behind a comma or "and"."""
    who = chunks[i - 2].noun
    return who is not None and who.prep is None and chunks[i - 3].kind in _BREAKS
