"""Names of places in text whose letter case is lost: what the gazetteer knows, and what a place noun explains."""

from q7x2_etl.language.grammar.function_words import ARTICLES
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.containing import area_behind, lies_in
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.places.support import SETTLED, PlaceSupport
from q7x2_etl.language.places.text import COMMON_ENDINGS, KNOWN_CITY, Words, part_of_actor, words_by_chance

_ACRONYM = 3  # letters; longer names of countries are no other words


class PlacesWithoutCase:
    """Finds names with one gazetteer, token by token."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels, support: PlaceSupport) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        self._support = support
        self._settlements = levels.words_of(SETTLED)
        self._verbs = lexicon.verb_forms.keys()
        self._closed = support.closed
        self._naming = lexicon.words["prepositions_naming_places"]
        self._before_unlisted = self._naming | {"of", "the"}
        self._peoples = lexicon.words["peoples"]

    def openings(self, words: Words) -> list[int]:
        """The words that a name can begin with, by the names known."""
        texts, lows = words.texts, words.lows
        if not self._settlements.isdisjoint(lows):
            at = [i for i, text in enumerate(texts) if text[0].isalpha()]  # a place noun may explain an unknown name
        else:
            may_open = map(self._gazetteer.may_open_name, texts)
            at = [i for i, opens in enumerate(may_open) if opens and texts[i][0].isalpha()]
        # "THE HAGUE": a word of a closed class opens a name only with the word behind it
        closed, pairs, end = self._closed, self._gazetteer.may_go_on, len(texts) - 1
        return [i for i in at if lows[i] not in closed or (i < end and pairs(texts[i], texts[i + 1]))]

    def name_at(self, words: Words, i: int, listed: str) -> PlaceMention | None:
        """The place name that starts at token `i`; `listed`: the place before it: "GANTHIER (OUEST)"."""
        texts, low = words.texts, words.lows[i]
        if not self._gazetteer.may_open_name(texts[i]):
            return self._explained(words, i)
        n = self._match(words, i)
        name = words.joined(i, i + n) if n > 2 and words.lows[i + 1] == "'s" else " ".join(texts[i : i + n])
        country = self._gazetteer.country(name) if n else None
        if n and country is None and words.capital(i + n) and words.tokens[i + n].glued:
            n = 0  # "AL" of "AL-MAYA"
        if n <= 1 and low in self._closed:
            return None
        if n and country is not None and not self._no_acronym(words, i, name):
            return PlaceMention(i, i + n, name, True)
        known = self._known(words, i, n, name, listed) if n else None
        if known is not None:
            return known
        demonym = self._gazetteer.demonym(texts[i])
        return PlaceMention(i, i + 1, texts[i], False, demonym) if demonym else self._explained(words, i)

    def _match(self, words: Words, i: int) -> int:
        """How many words of the gazetteer's longest name start at token `i`, and are nothing else."""
        n = self._gazetteer.longest_match(words.texts, i)
        if n == 1 and self._levels.level(words.lows[i]) is not None:
            return 0  # "IN THE HAMLET OF": a place noun, though some village bears it as a name
        return 0 if words_by_chance(words, i, n, self._gazetteer.demonym) else n

    def _known(self, words: Words, i: int, n: int, name: str, listed: str) -> PlaceMention | None:
        """The `n` words from token `i` on as a place that the gazetteer has, where nothing speaks against it."""
        gazetteer, supported = self._gazetteer, self._support.supports(words, i, n)
        if (n > 1 or not supported) and self._mere_word(words, i, n):
            return None
        if not supported and (self._inside_name(words, i, n) or (n == 1 and self._support.describes_people(words, i))):
            return None
        if part_of_actor(words, i, n):
            return None
        if not supported and gazetteer.ambiguous(name) and not self._support.follows_preposition(words, i, n):
            told = listed and (words.texts[i - 1] == "(" or self._support.names_province(name))
            if not (told or lies_in(gazetteer, name, listed or area_behind(gazetteer, words, i + n))):
                return None
        return PlaceMention(i, i + n, words.joined(i, i + n), False, supported=supported)

    def _explained(self, words: Words, i: int) -> PlaceMention | None:
        """ "IN THE HAMLET OF RUMI RUMI", "IN THE ESCALON NEIGHBORHOOD": unknown words that a place noun explains."""
        tokens, end = words.tokens, i
        if i < 1 or words.lows[i - 1] not in self._before_unlisted:
            return None
        while end < min(len(tokens), i + 3) and self._may_name(words, end):
            end += 1
        if end == i:
            return None
        named = tokens[i - 1].low == "of" and i > 1 and self._levels.level(tokens[i - 2].low) in SETTLED
        followed = end < len(tokens) and self._levels.level(tokens[end].low) in SETTLED
        if not named and not (followed and tokens[i - 1].low in {"the", *self._naming}):
            return None
        return PlaceMention(i, end, words.joined(i, end), False, supported=True)

    def _may_name(self, words: Words, i: int) -> bool:
        """Whether a word of a text without case may be of a name: no word list has it, and it has no usual ending."""
        low = words.tokens[i].low
        known = words.senses[i] or low in self._closed or self._levels.describes(low) or low in self._peoples
        return low.isalpha() and len(low) > 2 and not known and not low.endswith(COMMON_ENDINGS)

    def _inside_name(self, words: Words, i: int, n: int) -> bool:
        """A lesser place's name behind an article or a surname, "THE OAS", "CANO LIMON"."""
        if n > 1 or i == 0:
            return False
        before = words.tokens[i - 1].low
        if before not in ARTICLES:
            ordinary = not before[0].isalpha() or before in self._closed or self._gazetteer.is_word(before)
            return self._gazetteer.ambiguous(before) and not ordinary
        return self._support.inhabitants(words.texts[i]) < KNOWN_CITY

    def _no_acronym(self, words: Words, i: int, name: str) -> bool:
        """ "US" and "THE CAR" are no countries."""
        bare = name.upper().removeprefix("THE ")
        return len(bare) <= _ACRONYM and self._ordinary(words, i + (bare != name.upper()))

    def _mere_word(self, words: Words, i: int, n: int) -> bool:
        """What can be ordinary words is no name: "THE REBELS SHOT", "THE VILLAGE"."""
        return all(self._ordinary(words, j) for j in range(i, i + n))

    def _ordinary(self, words: Words, i: int) -> bool:
        low = words.tokens[i].low
        known = low in self._closed or low in self._verbs or self._gazetteer.is_word(low)
        return known or any(sense.kind != "actor" for _, sense in words.senses[i])
