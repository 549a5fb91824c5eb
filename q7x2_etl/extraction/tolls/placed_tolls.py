"""Tolls that somebody puts at a number: "put its own dead at three and the army's at eleven", "acknowledged one"."""

from collections.abc import Iterator, Mapping

from q7x2_etl.extraction.framing.frames import Harm
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import CasualtyOutcome

_ENDS_OF_TOLL = frozenset({"at", ";", ".", "but", "while", "that"})
_REACH = 18  # tokens behind "put" in which its "at" stands
_FURTHER = 5  # tokens behind a figure in which the next one's "at" stands
_ENDS = frozenset({".", ",", ";", "and", "but", "while"})


class PlacedTolls:
    """Reads tolls by the verbs that put them at a number; `counts`: the words for a toll, and of what it is."""

    def __init__(self, words: Mapping[str, frozenset[str]], counts: Mapping[str, CasualtyOutcome]) -> None:
        self._placing = words["placing_verbs"]
        self._conceding = words["conceding_verbs"]
        self._counts = counts

    def harms(self, sentence: Sentence) -> Iterator[Harm]:
        """The harms of one sentence."""
        for k, piece in enumerate(sentence.chunks[:-1]):
            verb = piece.verb
            if verb is None or verb.negated or verb.passive or (verb.modal and verb.modal != "would"):
                continue
            if verb.lemma in self._placing and not verb.modal:
                yield from self._placed(sentence, verb.last)
            elif verb.lemma in self._conceding:
                only = sentence.lows[sentence.chunks[k + 1].first] == "only" and k + 2 < len(sentence.chunks)
                figure = sentence.chunks[k + 2 if only else k + 1]  # "would acknowledge only two"
                noun, behind = figure.noun, sentence.lows[figure.last :][:1]
                if noun is not None and bare_number(sentence, noun) and not _ENDS.isdisjoint(behind or (".",)):
                    yield Harm("killed", noun, sentence, "harm.toll")

    def _placed(self, sentence: Sentence, start: int) -> Iterator[Harm]:
        lows = sentence.lows
        at = next((i for i in range(start + 1, min(start + _REACH, len(lows))) if lows[i] in _ENDS_OF_TOLL), None)
        if at is None or lows[at] != "at":
            return
        outcome = next((self._counts[low] for low in reversed(lows[start:at]) if low in self._counts), None)
        while at is not None and outcome is not None:
            figure = _figure_at(sentence, at + 1)
            if figure is None:
                return
            yield Harm(outcome, figure, sentence, "harm.placed")
            near = range(figure.last, min(figure.last + _FURTHER, len(lows) - 1))
            at = next((i + 1 for i in near if lows[i] in {"'s", "’s"} and lows[i + 1] == "at"), None)


def _figure_at(sentence: Sentence, position: int) -> NounGroup | None:
    nouns = (c.noun for c in sentence.chunks if c.noun is not None)
    found = next((n for n in nouns if n.first <= position < n.last), None)
    return found if found is not None and found.quantity is not None else None


def bare_number(sentence: Sentence, noun: NounGroup) -> bool:
    """A number alone: "acknowledged one", "52", "at least nine"."""
    counted = noun.quantity is not None and not noun.classes and noun.complement is None
    return counted and sentence.tagged.tags[noun.head] == "N"
