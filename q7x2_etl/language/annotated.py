"""A sentence with all that the language layer knows of it, each layer read when it is first asked for."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from q7x2_etl.language.grammar.groups import Chunk, Mention, PlaceMention
from q7x2_etl.language.grammar.tagging import Tagged
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.mentions.lexicon import Sense
from q7x2_etl.language.places.text import Words
from q7x2_etl.language.times.finding import TimeMention
from q7x2_etl.once import once

PLACE_LAYERS = ("senses", "persons", "names", "mentions", "places")
LAYERS = (*PLACE_LAYERS, "tagged", "chunks")  # each read from those before it


class Layers(Protocol):
    """What reads the layers of a sentence, each from the layers above it."""

    def senses(self, sentence: "Sentence") -> Sequence[Sequence[tuple[int, Sense]]]:
        """The senses of the phrases that start at each token."""

    def persons(self, sentence: "Sentence") -> Sequence[tuple[int, int]]:
        """Names of persons, where no capital tells them."""

    def names(self, sentence: "Sentence") -> Sequence[PlaceMention]:
        """All place names, those inside the names of actors too."""

    def mentions(self, sentence: "Sentence") -> tuple[Mention, ...]:
        """The senses that the phrases have here."""

    def places(self, sentence: "Sentence") -> tuple[PlaceMention, ...]:
        """The names that stand for places."""

    def tagged(self, sentence: "Sentence") -> Tagged:
        """The tags of the tokens."""

    def chunks(self, sentence: "Sentence") -> tuple[Chunk, ...]:
        """The noun groups, verb groups and single words."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence. Positions in chunks and mentions are token positions; tokens carry text offsets.

    `texts` are the tokens as they stand, `lows` in lower case, `keys` as phrases are looked up by them. Most
    sentences of a story tell of no incident and are asked for their places at most: no layer is read unasked.
    """

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    lows: tuple[str, ...]
    keys: tuple[str, ...]
    times: tuple[TimeMention, ...]
    case_tells: bool
    layers: Layers

    @once
    def surface(self) -> Words:
        """Its words, as names of places and persons are looked for in them."""
        return Words(self.tokens, self.texts, self.lows, self.senses, self.case_tells, self.in_times)

    @once
    def senses(self) -> Sequence[Sequence[tuple[int, Sense]]]:
        """For each token the senses of the phrases that start there."""
        return self.layers.senses(self)

    @once
    def persons(self) -> Sequence[tuple[int, int]]:
        """Token positions [first, last) of the names of persons, where no capital tells them."""
        return self.layers.persons(self)

    @once
    def names(self) -> Sequence[PlaceMention]:
        """All place names, those inside the names of actors too."""
        return self.layers.names(self)

    @once
    def mentions(self) -> tuple[Mention, ...]:
        """The senses that the phrases have here, from left to right."""
        return self.layers.mentions(self)

    @once
    def places(self) -> tuple[PlaceMention, ...]:
        """The names that stand for places, from left to right."""
        return self.layers.places(self)

    @once
    def tagged(self) -> Tagged:
        """The tags of the tokens, and how their verbs are read."""
        return self.layers.tagged(self)

    @once
    def chunks(self) -> tuple[Chunk, ...]:
        """The noun groups, verb groups and single words, covering every token once."""
        return self.layers.chunks(self)

    @once
    def vocabulary(self) -> frozenset[str]:
        """The words that it holds, as phrases are looked up by them."""
        return frozenset(self.keys)

    @once
    def in_times(self) -> frozenset[int]:
        """Positions of the tokens that stand inside a time expression."""
        if not self.times:
            return frozenset()
        starts = [t.start for t in self.tokens]
        inside: set[int] = set()
        for mention in self.times:
            if mention.rule == "duration-from":
                continue  # "five days of clashes … ended on Sunday": its two ends are times, not what lies between
            first, last = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
            inside.update(i for i in range(first, last) if self.tokens[i].end <= mention.end)
        return frozenset(inside)

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Text offsets of the tokens [first, last)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, first: int, last: int) -> str:
        """The text of the tokens [first, last), as it stands."""
        start, end = self.offsets(first, last)
        return self.text[start:end]


def read_layers(sentences: Sequence[Sentence], *names: str) -> None:
    """Reads these layers of all sentences, layer by layer."""
    for name in names:
        for sentence in sentences:
            getattr(sentence, name)
