"""One sentence with its clauses and the lexicon it is read with: what every rule of extraction looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from q7x2_etl.extraction.clauses import Clause, clauses_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import Chunk
from q7x2_etl.language.lexicon import Lexicon


@dataclass(frozen=True, eq=False)
class Reading:
    """A sentence being read. `number` and `paragraph` say where it stands in its story."""

    sentence: Sentence
    lexicon: Lexicon
    number: int
    paragraph: int
    windows: dict[int, Sequence[str]] = field(default_factory=dict)  # by a clause's place: see `sayings.window_of`

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """The clauses of the sentence, in the order of their verbs."""
        return clauses_of(self.sentence)

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The word lists of the lexicon."""
        return self.lexicon.words

    @cached_property
    def chunks(self) -> Sequence[Chunk]:
        """The chunks of the sentence."""
        return self.sentence.chunks

    @cached_property
    def lows(self) -> Sequence[str]:
        """The tokens of the sentence in lower case."""
        return self.sentence.lows
