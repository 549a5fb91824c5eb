"""A sentence with all that the language layer knows of it."""

from dataclasses import dataclass
from functools import cached_property

from q7x2_etl.language.groups import Chunk, Mention, PlaceMention
from q7x2_etl.language.tagging import Tagged
from q7x2_etl.language.times import TimeMention
from q7x2_etl.language.tokens import Token


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence. Positions in chunks and mentions are token positions; tokens carry text offsets."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    tagged: Tagged
    mentions: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    chunks: tuple[Chunk, ...]
    case_tells: bool

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Text offsets of the tokens [first, last)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, first: int, last: int) -> str:
        """The text of the tokens [first, last), as it stands."""
        start, end = self.offsets(first, last)
        return self.text[start:end]

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple(t.low for t in self.tokens)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The tokens as phrases are looked up by them."""
        return tuple(key_of(t) for t in self.tokens)


def key_of(token: Token) -> str:
    """A token without stops and apostrophes, in lower case; a token of nothing else stays as it is."""
    return token.low.replace(".", "").replace("'", "") or token.low
