"""What level the words around a name give it: "Sayyad district", "the village of Qala", "A and B districts"."""

from collections.abc import Collection, Mapping, Sequence

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.words import Level, PlaceWords
from q7x2_etl.reference import Reference

_LONGEST_NOUN = 3  # words: "local government area"


class PlaceLevels:
    """One-word place nouns of the reference data: word -> level (admin1, admin2, city, village, region, feature)."""

    def __init__(self, reference: Reference) -> None:
        levels: dict[str, Level] = {}
        before: set[str] = set()
        describing = set(packaged_words().words["area_adjectives"])
        for word in PlaceWords.from_reference(reference).words:
            if word.level == "direction":
                describing.update(form.lower() for form in word.forms)
            else:
                for form in word.forms:
                    levels.setdefault(form.lower(), word.level)
                    if word.before_name:
                        before.add(form.lower())
        self._levels: Mapping[str, Level] = levels
        self._before = frozenset(before)
        self._describing = frozenset(describing) | frozenset(levels)
        self.lines = packaged_words().words["lines_between_places"]

    def words_of(self, levels: Collection[str]) -> frozenset[str]:
        """The words that tell one of these levels."""
        return frozenset(word for word, level in self._levels.items() if level in levels)

    def level(self, word: str) -> Level | None:
        """The level that a word tells, or None."""
        return self._levels.get(word)

    def noun_length(self, tokens: Sequence[Token], at: int) -> int:
        """How many words from `at` on are one place noun: "district" 1, "local government area" 3, none 0."""
        lows = [token.low for token in tokens[at : at + _LONGEST_NOUN]]
        return next((n for n in range(len(lows), 0, -1) if " ".join(lows[:n]) in self._levels), 0)

    def describes(self, word: str) -> bool:
        """Whether the word may stand between an area and a name in it: "northern", "provincial", "city", "restive"."""
        return word in self._describing or word.startswith(("north", "south", "east", "west"))

    def opens_name(self, word: str) -> bool:
        """Whether the place noun stands before the name itself: Lake, Camp, Mount, Barangay."""
        return word in self._before

    def level_at(self, sentence: Sentence, mention: PlaceMention) -> Level | None:
        """The level of the place noun beside a name, on either side of it or shared by a list of names."""
        lows = sentence.lows
        at = mention.last
        while at < len(lows):
            noun = lows[at : at + self.noun_length(sentence.tokens, at)]
            level = self._levels.get(" ".join(noun))
            if level is not None and (at == mention.last or noun[-1].endswith("s")):
                return level  # "Puerto Roca, | Satipo province": of the second only
            other = next((p for p in sentence.places if p.first == at), None)
            if other is None and lows[at] not in {"and", ","}:
                break
            at = other.last if other is not None else at + 1
        if mention.last > mention.first and lows[mention.last - 1] in self._levels:
            return self._levels[lows[mention.last - 1]]
        before = lows[mention.first - 1] if mention.first else ""
        if before == "of" and mention.first >= 2:
            return self._levels.get(lows[mention.first - 2])
        return self._levels.get(before) if before in self._before else None
