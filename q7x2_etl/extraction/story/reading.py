"""One sentence with its clauses and the lexicon it is read with: what every rule of extraction looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from q7x2_etl.extraction.syntax.clauses import Clause, clauses_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.once import once


@dataclass(frozen=True, eq=False)
class Reading:
    """A sentence being read. `number` and `paragraph` say where it stands in its story."""

    sentence: Sentence
    lexicon: Lexicon
    number: int
    paragraph: int
    windows: dict[int, Sequence[str]] = field(default_factory=dict)  # by a clause's place: see `sayings.window_of`

    @once
    def clauses(self) -> Sequence[Clause]:
        """The clauses of the sentence, in the order of their verbs."""
        return clauses_of(self.sentence)

    @once
    def words(self) -> Mapping[str, frozenset[str]]:
        """The word lists of the lexicon."""
        return self.lexicon.words

    @once
    def chunks(self) -> Sequence[Chunk]:
        """The chunks of the sentence."""
        return self.sentence.chunks

    @once
    def lows(self) -> Sequence[str]:
        """The tokens of the sentence in lower case."""
        return self.sentence.lows
