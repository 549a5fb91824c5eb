"""Which words of a sentence name places: known names, demonyms, and unknown names that their neighbours call places."""

from q7x2_etl.language.grammar.function_words import ARTICLES, INDEFINITE
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.grammar.quantities import NUMBER_WORDS
from q7x2_etl.language.grammar.tokens import POSSESSIVE_ENDINGS
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.containing import area_behind, lies_in
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.places.support import SETTLED, PlaceSupport
from q7x2_etl.language.places.text import (
    KNOWN_CITY,
    NAME_ARTICLES,
    Words,
    acronym,
    ends_road,
    goes_on,
    kind_of_thing,
    long_demonym,
    measured,
    named_ship,
    of_people,
    of_saint,
    part_of_actor,
    short_form,
    short_name,
    words_by_chance,
)
from q7x2_etl.language.places.without_case import PlacesWithoutCase

_BEFORE_HOUSES = POSSESSIVE_ENDINGS | {"the"}
_BESIDE_PEOPLES = frozenset({"and", "between", "against", "with", "by"})
_AREAS = SETTLED | {"admin1"}
_EXPLAINED_WITHIN = 5  # words of an apposition in which its place noun must stand
_HIT = frozenset({"on", "into"})


class PlaceFinder:
    """Finds place names with one gazetteer."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        self._support = PlaceSupport(lexicon, gazetteer, levels)
        self._lost = PlacesWithoutCase(lexicon, gazetteer, levels, self._support)
        self._closed = self._support.closed
        words = lexicon.words
        self._naming = words["prepositions_naming_places"]
        self._locating = words["prepositions_locating"]
        self._close_by = words["close_by_adjectives"]
        self._aiming = words["words_aiming_at"]
        self._peoples = words["peoples"]
        self._communities = words["settled_communities"]
        self._bodies, self._landforms = words["area_nouns_of_bodies"], words["landforms"]
        self._units, self._area_nouns = words["distance_units"], words["area_nouns"]
        self._world = words["world_regions"]
        self._borders = words["border_lines"]
        self._houses_of_state = words["houses_of_state"]
        self._village_endings = words["village_endings"]
        self._houses = words["houses_with_names"]
        self._sights = words["sights"]

    def places(self, words: Words) -> list[PlaceMention]:
        """The place names of a sentence, in order; none starts inside a time expression."""
        found: list[PlaceMention] = []
        after = 0
        lines = not self._levels.lines.isdisjoint(words.lows)
        name_at = self._at if words.case_tells else self._lost.name_at
        for i in _capitals(words) if words.case_tells else self._lost.openings(words):
            if i < after or i in words.times:
                continue
            last = found[-1].last if found else -1
            listed = found[-1].name if after == i - 1 > 0 and words.texts[after] in {",", "("} else ""
            mention = (self._line(words, i) if lines else None) or name_at(words, i, listed)
            if mention is not None and last == i and self._gazetteer.ambiguous(mention.name):
                continue  # "Garissa University": the second word goes on with the name
            if mention is not None:
                found.append(mention)
                after = mention.last + self._levels.noun_length(words.tokens, mention.last)
        return found

    def _at(self, words: Words, i: int, listed: str) -> PlaceMention | None:
        """The place name that starts at token `i`; `listed`: the place before it: "Ganthier (Ouest)"."""
        if not words.capital(i):
            return None
        n = self._gazetteer.longest_match(words.texts, i) if self._gazetteer.may_open_name(words.texts[i]) else 0
        long = long_demonym(words, i, self._gazetteer.demonym)
        if long >= n and long:
            name = " ".join(words.texts[i : i + long])
            return PlaceMention(i, i + long, name, False, self._gazetteer.demonym(name))
        n = 0 if n == 1 and self._of_nation(words, i) else n
        if n == 1 and short_form(words, i) and self._gazetteer.country(words.texts[i]) is None:
            return None
        n = 0 if words_by_chance(words, i, n, self._gazetteer.demonym) else n
        if of_saint(words, i) or named_ship(words, i):
            return None
        name = words.joined(i, i + n) if n > 2 and words.tokens[i + 1].low == "'s" else " ".join(words.texts[i : i + n])
        country = self._gazetteer.country(name) if n else None
        if n and country is None and self._cut_short(words, i, n):
            n = 0
        if n <= 1 and words.tokens[i].low in self._closed and not acronym(words, i, country):
            return None
        supported = self._support.supports(words, i, n) and (n > 0 or not short_name(words, i))
        if n == 1 and self._gazetteer.ambiguous(name) and self._of_a_sight(words, i):
            return None
        if n == 1 and (self._inside_facility(words, i) or self._kind_of_thing(words, i) or self._names_house(words, i)):
            return None
        if n == 1 and country is None and not supported and self._a_nation(words, i):
            n = 0
        if n == 1 and country is None and not supported and self._support.describes_people(words, i):
            return PlaceMention(i, i + 1, words.texts[i], False, self._gazetteer.demonym(words.texts[i]))
        if n == 1 and (self._a_people(words, i) if not supported else self._of_people(words, i)):
            return None
        if n:
            if country is not None and not self._village_endings.isdisjoint(words.lows[i + n : i + n + 1]):
                return PlaceMention(i, i + n + 1, words.joined(i, i + n + 1), False, supported=True)  # "Mali Khel"
            area = country is not None and not self._area_nouns.isdisjoint(words.texts[i + n : i + n + 1])
            if area and "of" not in words.lows[i + n + 1 : i + n + 2]:  # but "the Myanmar township of Depayin"
                return PlaceMention(i, i + n + 1, words.joined(i, i + n + 1), False, supported=True)  # "Belize commune"
            if country is None and name.lower() in self._houses_of_state:
                return None  # "shot near the White House": no Casablanca
            if country is not None and (len(name) > 2 or words.texts[i].isupper()):  # "us" is no country
                return PlaceMention(i, i + n, name, True)
            told = listed and (words.texts[i - 1] == "(" or self._support.names_province(name))
            told = told or lies_in(self._gazetteer, name, listed or area_behind(self._gazetteer, words, i + n))
            weak = not (supported or told) and (self._gazetteer.ambiguous(name) or (n == 1 and goes_on(words, i, n)))
            dropped = weak and not self._support.follows_preposition(words, i, n)
            if not dropped and not part_of_actor(words, i, n):
                return PlaceMention(i, i + n, words.joined(i, i + n), False, supported=supported)
        demonym = self._gazetteer.demonym(words.texts[i])
        if demonym:
            return PlaceMention(i, i + 1, words.texts[i], False, demonym)
        if words.tokens[i].low in self._peoples or part_of_actor(words, i, 0):
            return None
        supported = supported or self._named_area(words, i) or self._explained(words, i)
        supported = supported or ends_road(words, i, self._levels.lines)
        if not (supported or self._unlisted(words, i)):
            return self._thing(words, i)
        return self._unknown_name(words, i, supported)

    def _unknown_name(self, words: Words, i: int, supported: bool) -> PlaceMention:
        """A name that no gazetteer has, up to the noun that says what it is."""
        last, end = i + 1, words.name_end(i)
        while last < end and self._levels.level(words.tokens[last].low) is None:
            last += 1
        return PlaceMention(i, last, words.joined(i, last), False, supported=supported)

    def _a_people(self, words: Words, i: int) -> bool:
        """ "between the Hausa and Nuba", "the Turkana herders": not "in Turkana"."""
        return words.tokens[i].low in self._peoples and i > 0 and words.tokens[i - 1].low in _BESIDE_PEOPLES

    def _of_people(self, words: Words, i: int) -> bool:
        """ "the Christian community", "an Arab village": whose it is, though some village bears the name."""
        behind = words.tokens[i + 1].low if i + 1 < len(words.tokens) else ""
        return words.tokens[i].low in self._peoples and self._levels.level(behind) == "village"

    def _line(self, words: Words, i: int) -> PlaceMention | None:
        """ "Kaduna-Abuja highway", "Tajik-Afghan border"."""
        tokens = words.tokens
        if not (words.capital(i) if words.case_tells else self._gazetteer.may_open_name(words.texts[i])):
            return None
        named = i + 1 < len(tokens) and tokens[i + 1].low in self._borders
        if named and self._gazetteer.demonym(words.texts[i]) and not of_people(words, i + 1):
            return PlaceMention(i, i + 2, words.joined(i, i + 2), False, supported=True)  # "along the Afghan border"
        if i + 2 >= len(tokens) or tokens[i].glued or not any(t.glued for t in tokens[i + 1 : i + 6]):
            return None
        end = i + 1
        while end < len(tokens) and end < i + 7 and tokens[end].low not in self._levels.lines:
            if not (tokens[end].glued or words.texts[end][0].isupper()):
                return None
            end += 1
        parts = words.joined(i, end).split("-")
        if end >= len(tokens) or tokens[end].low not in self._levels.lines or len(parts) < 2:
            return None
        whole = self._gazetteer.longest_match(words.texts, i) >= end - i
        borders = tokens[end].low in self._borders
        known = all(map(self._names_area, parts)) if borders else not any(words.senses[j] for j in range(i, end))
        return (
            PlaceMention(i, end + 1, words.joined(i, end + 1), False, supported=True) if known and not whole else None
        )

    def _names_area(self, name: str) -> bool:
        return bool(name) and (self._gazetteer.is_name(name) or self._gazetteer.demonym(name) is not None)

    def _unlisted(self, words: Words, i: int) -> bool:
        """ "in Qaleh-ye Now": one to three capitalised words after "in" or "near" that no lexicon knows."""
        text, before = words.texts[i], words.tokens[i - 1].low if i else ""
        if before in self._close_by and i > 1:
            before = words.tokens[i - 2].low  # "in nearby Ombasi"
        aimed = before == "at" and (i < 2 or words.tokens[i - 2].low in self._aiming)
        aimed = aimed and not self._placed(words, i)
        follower = min(i + 1, len(words.tokens) - 1)
        short = len(text) < 3 and not (words.tokens[follower].glued or words.capital(follower))
        if before not in self._naming or aimed or short or text.isupper():
            return False
        if words.tokens[follower].low == "of" and self._gazetteer.ambiguous(text):
            return False  # "at Day of the Dead festivities"
        end = words.name_end(i)
        if all(self._levels.describes(t.low) or t.low in self._world for t in words.tokens[i:end]):
            return False  # "in North and Central Sinai", "in Central Asia"
        named = sum(1 for j in range(i, end) if words.capital(j) or words.tokens[j].glued)
        return named <= 3 and not any(words.senses[j] for j in range(i, end))

    def _of_a_sight(self, words: Words, i: int) -> bool:
        """ "near the Red Fort", "Red Square": an ordinary word of the name of something built."""
        built = words.capital(i + 1) and words.tokens[i + 1].low in self._sights
        return words.case_tells and i > 0 and built

    def _inside_facility(self, words: Words, i: int) -> bool:
        """ "the Imam Ali mosque": a part of a longer name of something built."""
        if i < 2 or not words.capital(i - 1) or words.tokens[i - 1].low in self._closed or words.capital(i + 1):
            return False
        low = words.tokens[i + 1].low if i + 1 < len(words.tokens) else ""
        return (
            self._levels.level(low) == "feature"
            and words.tokens[i - 2].low in self._closed
            and not (self._levels.describes(words.tokens[i - 1].low) or self._levels.level(words.tokens[i - 1].low))
        )

    def _kind_of_thing(self, words: Words, i: int) -> bool:
        """ "a Christmas market", "a Border Police outpost": an ordinary word, though some town bears the name."""
        mere = kind_of_thing(words, i) and self._gazetteer.is_word(words.texts[i])
        return mere and self._support.inhabitants(words.texts[i]) < KNOWN_CITY

    def _names_house(self, words: Words, i: int) -> bool:
        """ "the Wabe hotel", "Jimma's Wabe hotel": the name is the hotel's own, though some village bears it too."""
        lows = words.lows
        named = 0 < i < len(lows) - 1 and lows[i - 1] in _BEFORE_HOUSES and lows[i + 1] in self._houses
        return named and self._support.inhabitants(words.texts[i]) < KNOWN_CITY

    def _of_nation(self, words: Words, i: int) -> bool:
        """ "the Spanish port of Algeciras", "a northern English city": whose it is, though some town bears the name."""
        behind = words.tokens[i + 1] if i + 1 < len(words.tokens) else None
        if behind is None or not behind.text.islower() or self._levels.level(behind.low) is None:
            return False
        named = i + 2 < len(words.tokens) and words.tokens[i + 2].low in {"of", ","}
        described = i > 0 and (words.tokens[i - 1].low in INDEFINITE or words.tokens[i - 1].low.endswith("ern"))
        people = words.tokens[i].low in self._peoples
        return (named or described) and (people or self._gazetteer.demonym(words.texts[i]) is not None)

    def _a_nation(self, words: Words, i: int) -> bool:
        """ "Thai and Cambodian soldiers": whose they are, though a town bears the name; "in Thai" it is the town."""
        nation = self._gazetteer.demonym(words.texts[i]) is not None
        return nation and not self._support.follows_preposition(words, i, 1)

    def _placed(self, words: Words, i: int) -> bool:
        """ "road work at Permili in Gadchiroli district": a place, where another one says in what it lies."""
        end = words.name_end(i)
        behind = end + 1 < len(words.tokens) and words.tokens[end].low in {"in", ","}
        return behind and words.capital(end + 1) and self._gazetteer.longest_match(words.texts, end + 1) > 0

    def _named_area(self, words: Words, i: int) -> bool:
        """ "Kala Balge LGA": up to three capitalised words that no lexicon knows before a place noun."""
        end = words.name_end(i)
        inner = next((j for j in range(i + 1, end) if self._levels.level(words.tokens[j].low) is not None), end)
        if inner - i > 3 or inner >= len(words.tokens) or any(words.senses[j] for j in range(i, inner)):
            return False
        noun = words.tokens[inner].low
        if noun in self._communities:  # "attacked Gidan Goga community in Maradun", not "the Murle community in Pibor"
            behind = words.tokens[inner + 1].low if inner + 1 < len(words.tokens) else ""
            return behind in {"in", "of"} and not (i and words.tokens[i - 1].low in ARTICLES)
        if inner - i == 1:
            return False
        return (self._levels.level(noun) in _AREAS and noun not in self._bodies) or noun in self._landforms

    def _explained(self, words: Words, i: int) -> bool:
        """ "Sinam Kom, a farming settlement", "Boni (Mopti)": what follows the name says that it is a place."""
        end, tokens = words.name_end(i), words.tokens
        if i < 1 or end - i > 3 or end + 1 >= len(tokens) or any(words.senses[j] for j in range(i, end)):
            return False
        if measured(words, end, self._units):
            return True
        located = tokens[i - 1].low in self._locating
        if located and tokens[end].text == "(":
            return self._gazetteer.longest_match(words.texts, end + 1) > 0
        if self._counted_behind(words, end):
            return True
        if tokens[end].text != "," or tokens[end + 1].low not in ARTICLES:
            hit = tokens[i - 1].low in _HIT and self._area_behind(words, end)
            return hit or (located and self._lies_in_known(words, end))
        for j, token in enumerate(tokens[end + 2 : end + 2 + _EXPLAINED_WITHIN], end + 2):
            if self._levels.level(token.low) is not None and token.text.islower():
                # "attacked Doro Baga, a fishing village on the lake", not "shot Musa Bello, a village elder"
                behind = tokens[j + 1].low if j + 1 < len(tokens) else "."
                seated = located and tokens[i - 1].low != "of"  # but "the killing of Musa Bello, a village elder"
                return seated or behind in self._closed or not behind[0].isalpha()
            if not token.text[0].isalpha() or token.low in self._closed:
                return False
        return False

    def _counted_behind(self, words: Words, end: int) -> bool:
        """ "struck Ndimo | and Kobou, two villages of Sourou province": the names of so many places."""
        tokens = words.tokens
        if tokens[end].low == "and" and words.capital(end + 1):
            end = words.name_end(end + 1)
        if end + 2 >= len(tokens) or tokens[end].text != "," or tokens[end + 1].low not in NUMBER_WORDS:
            return False
        many = (token.low for token in tokens[end + 2 : end + 4] if token.low.endswith("s"))
        return any(self._levels.level(low) is not None for low in many)

    def _lies_in_known(self, words: Words, end: int) -> bool:
        """ "descended on Loregae, in West Pokot county", "rode into Kolmet, in Uganda's Kapchorwa district"."""
        if end + 2 >= len(words.tokens) or words.tokens[end].text != "," or words.tokens[end + 1].low != "in":
            return False
        at = next((j for j in range(end + 2, min(end + 5, len(words.tokens))) if words.capital(j)), None)
        return at is not None and self._gazetteer.longest_match(words.texts, at) > 0

    def _area_behind(self, words: Words, end: int) -> bool:
        """ "an attack on Lweba, | Fizi territory,": the area that it lies in."""
        if words.tokens[end].text != "," or end + 2 >= len(words.tokens) or not words.capital(end + 1):
            return False
        n = self._gazetteer.longest_match(words.texts, end + 1)
        behind = words.tokens[end + 1 + n] if n and end + 1 + n < len(words.tokens) else None
        return behind is not None and (self._levels.level(behind.low) is not None or behind.text in {",", "."})

    def _thing(self, words: Words, i: int) -> PlaceMention | None:
        """ "Camp Simba", "Barangay Poblacion": a place noun with a capital and the name behind it."""
        last = i + 2
        if not self._levels.opens_name(words.tokens[i].low) or not words.capital(i + 1):
            return None
        if words.tokens[i + 1].glued or words.senses[i + 1] or (i and words.capital(i - 1)):
            return None
        while last < words.name_end(i) and last < i + 4 and not words.senses[last]:
            last += 1
        return PlaceMention(i, last, words.joined(i, last), False, supported=True)

    def _cut_short(self, words: Words, i: int, n: int) -> bool:
        """The match ends inside a longer name: "Al" of "Al-Maya", "Ras" of "the village of Ras Baalbek"."""
        if words.linked(i + n):
            return True  # "Santa Rosa | de Ocaña"
        if not words.capital(i + n):
            return False
        after, tokens = words.tokens[i + n], words.tokens
        if after.glued or (words.case_tells and self._named_area(words, i) and not words.senses[i + n]):
            return True
        introduced = i >= 2 and tokens[i - 1].low == "of" and self._levels.level(tokens[i - 2].low) is not None
        return words.case_tells and introduced and self._levels.level(after.low) is None


def _capitals(words: Words) -> list[int]:
    """The words that a name can begin with where letter case tells."""
    return [i for i, t in enumerate(words.texts) if (t[0].isupper() and t[0].isalpha()) or t in NAME_ARTICLES]
