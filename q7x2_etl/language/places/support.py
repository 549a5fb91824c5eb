"""What stands beside a name and says that it is a place's: "the village of Qala", "in rural Cordoba"; or a people's."""

from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.places.text import PERSONS, Words, goes_on

SETTLED = frozenset({"village", "city", "admin2"})
_CLOSED = (
    "determiners", "pronouns", "prepositions", "conjunctions", "subordinators", "relative_words", "be", "have", "do",
    "modals", "negative_words",
)  # fmt: skip
_LONGEST_FACILITY = 3  # capitalised words behind the name of the place that it stands in


class PlaceSupport:
    """Looks beside names with the words of one lexicon and one gazetteer."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        words = lexicon.words
        self.closed = frozenset().union(*(words[name] for name in _CLOSED))
        self._parts = words["place_parts"]
        self._bodies = words["area_nouns_of_bodies"]
        self._place_prepositions = words["prepositions_of_places"]

    def supports(self, words: Words, first: int, n: int) -> bool:
        """A place noun stands beside the name: "Qala district", "the village of Qala", "Jolo Cathedral"."""
        tokens, last = words.tokens, first + max(n, 1)
        if last < len(tokens) and self._noun_at(words, last):
            common = n == 0 and self._gazetteer.is_word(tokens[first].low)  # "the International University"
            return (n > 0 or tokens[last].low not in self._bodies) and not common
        at = last
        while n > 0 and words.case_tells and at < min(len(tokens), last + _LONGEST_FACILITY) and words.capital(at):
            if len(tokens[at].text.rstrip(".")) == 1:
                break  # "the Richard P. Harrow Prison": somebody's name
            if any(sense.kind == "target" for _, sense in words.senses[at]):
                return True  # "Jolo Cathedral", "Peshawar Central Prison"
            at += 1
        if first and tokens[first - 1].text.islower() and self._levels.level(tokens[first - 1].low) in SETTLED:
            return True  # "in village Kotla", "general area Spinwam"
        if first < 1 or tokens[first - 1].low != "of":
            return False
        noun = tokens[first - 2].low if first >= 2 else ""
        return self._levels.level(noun) is not None or noun in self._parts

    def _noun_at(self, words: Words, i: int) -> bool:
        """A place noun of one word or two stands at token `i`: "district", "refugee camp"."""
        level, lows = self._levels.level, words.lows
        return level(lows[i]) is not None or level(" ".join(lows[i : i + 2])) is not None

    def follows_preposition(self, words: Words, i: int, n: int) -> bool:
        """ "in Nice", "in rural Cordoba", and no further capital after the name."""
        at = i - 1
        while at > 0 and words.texts[at].islower() and self._levels.describes(words.tokens[at].low):
            at -= 1
        before = words.tokens[at].low if at >= 0 else ""
        return before in self._place_prepositions and not goes_on(words, i, n)

    def describes_people(self, words: Words, i: int) -> bool:
        """ "a Thai worker": of a nation, though some village bears the name."""
        if self._gazetteer.demonym(words.texts[i]) is None or i + 1 >= len(words.tokens):
            return False
        return any(sense.kind in PERSONS for _, sense in words.senses[i + 1])

    def inhabitants(self, name: str) -> int:
        """Of the largest place that bears the name; 0 where none does."""
        return max((p.population for p in self._gazetteer.exact(name)), default=0)

    def names_province(self, name: str) -> bool:
        """Whether a first-level area bears the name."""
        return any(place.kind == "admin1" for place in self._gazetteer.exact(name))
