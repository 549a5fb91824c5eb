"""Which words of a sentence name places: known names, demonyms, and unknown names that their neighbours call places."""

from q7x2_etl.language.containing import area_behind, lies_in
from q7x2_etl.language.gazetteer import Gazetteer
from q7x2_etl.language.groups import PlaceMention
from q7x2_etl.language.lexicon import Lexicon
from q7x2_etl.language.place_levels import PlaceLevels
from q7x2_etl.language.place_text import (
    ARTICLES,
    COMMON_ENDINGS,
    PERSONS,
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
)
from q7x2_etl.language.quantities import NUMBER_WORDS

_ENGLISH_ARTICLES = frozenset({"the", "a", "an"})
_KNOWN_CITY = 100_000  # inhabitants from which "the Lima restaurant" means the city
_ACRONYM = 3  # letters; longer names of countries are no other words
_CLOSED = (
    "determiners", "pronouns", "prepositions", "conjunctions", "subordinators", "relative_words", "be", "have", "do",
    "modals", "negative_words",
)  # fmt: skip
_BESIDE_PEOPLES = frozenset({"and", "between", "against", "with", "by"})
_SETTLED = frozenset({"village", "city", "admin2"})
_AREAS = _SETTLED | {"admin1"}
_EXPLAINED_WITHIN = 5  # words of an apposition in which its place noun must stand
_LONGEST_FACILITY = 3  # capitalised words behind the name of the place that it stands in


class PlaceFinder:
    """Finds place names with one gazetteer."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        self._settlements = levels.words_of(_SETTLED)
        words = lexicon.words
        self._parts = words["place_parts"]
        self._verbs = lexicon.verb_forms.keys()
        self._closed = frozenset().union(*(words[name] for name in _CLOSED))
        self._naming = words["prepositions_naming_places"]
        self._before_unlisted = self._naming | {"of", "the"}
        self._locating = words["prepositions_locating"]
        self._aiming = words["words_aiming_at"]
        self._peoples = words["peoples"]
        self._communities = words["settled_communities"]
        self._bodies, self._landforms = words["area_nouns_of_bodies"], words["landforms"]
        self._units = words["distance_units"]
        self._world = words["world_regions"]
        self._borders = words["border_lines"]
        self._place_prepositions = words["prepositions_of_places"]

    def places(self, words: Words) -> list[PlaceMention]:
        """The place names of a sentence, in order; none starts inside a time expression."""
        found: list[PlaceMention] = []
        after = 0
        lines = not self._levels.lines.isdisjoint(words.lows)
        for i in self._openings(words):
            if i < after or i in words.times:
                continue
            last = found[-1].last if found else -1
            listed = found[-1].name if after == i - 1 > 0 and words.texts[after] in {",", "("} else ""
            mention = (self._line(words, i) if lines else None) or self._at(words, i, listed)
            if mention is not None and last == i and self._gazetteer.ambiguous(mention.name):
                continue  # "Garissa University": the second word goes on with the name
            if mention is not None:
                found.append(mention)
                after = mention.last + self._levels.noun_length(words.tokens, mention.last)
        return found

    def _openings(self, words: Words) -> list[int]:
        """The words that a name can begin with: by their capital, or by the names known where case is lost."""
        texts = words.texts
        if words.case_tells:
            return [i for i, t in enumerate(texts) if (t[0].isupper() and t[0].isalpha()) or t in ARTICLES]
        if not self._settlements.isdisjoint(words.lows):
            at = [i for i, text in enumerate(texts) if text[0].isalpha()]  # a place noun may explain an unknown name
        else:
            may_open = self._gazetteer.may_open_name
            at = [i for i, text in enumerate(texts) if may_open(text) and text[0].isalpha()]
        # "THE HAGUE": a word of a closed class opens a name only with the word behind it
        closed, pairs, end = self._closed, self._gazetteer.may_go_on, len(texts) - 1
        return [i for i in at if words.lows[i] not in closed or (i < end and pairs(texts[i], texts[i + 1]))]

    def _at(self, words: Words, i: int, listed: str) -> PlaceMention | None:
        """The place name that starts at token `i`; `listed`: the place before it: "Ganthier (Ouest)"."""
        may_open = self._gazetteer.may_open_name(words.texts[i])
        if not (words.capital(i) if words.case_tells else may_open):
            return None if words.case_tells else self._without_case(words, i)
        n = self._gazetteer.longest_match(words.texts, i) if may_open else 0
        long = long_demonym(words, i, self._gazetteer.demonym) if words.case_tells else 0
        if long >= n and long:
            name = " ".join(words.texts[i : i + long])
            return PlaceMention(i, i + long, name, False, self._gazetteer.demonym(name))
        n = 0 if n == 1 and words.case_tells and self._of_nation(words, i) else n
        if n == 1 and short_form(words, i) and self._gazetteer.country(words.texts[i]) is None:
            return None
        if n == 1 and not words.case_tells and self._levels.level(words.tokens[i].low) is not None:
            n = 0  # "IN THE HAMLET OF": a place noun, though some village bears it as a name
        if n > 1 and words.lows[i + n : i + n + 1] == ("of",) and self._gazetteer.demonym(words.texts[i]) is not None:
            n = 0  # "in the French city of Nice", though a French City lies in Ohio
        if words.case_tells and (of_saint(words, i) or named_ship(words, i)):
            return None
        if n > 1 and words.tokens[i].low in NUMBER_WORDS and words.texts[i + n - 1].islower():
            n = 0  # "Four persons", as some town was called once
        name = words.joined(i, i + n) if n > 2 and words.tokens[i + 1].low == "'s" else " ".join(words.texts[i : i + n])
        country = self._gazetteer.country(name) if n else None
        if n and country is None and self._cut_short(words, i, n):
            n = 0
        if n <= 1 and words.tokens[i].low in self._closed and not acronym(words, i, country):
            return None
        supported = self._supported(words, i, n) and (n > 0 or not short_name(words, i))
        if n == 1 and words.case_tells and (self._inside_facility(words, i) or self._kind_of_thing(words, i)):
            return None
        if n == 1 and country is None and not supported and self._a_nation(words, i):
            n = 0
        if n == 1 and country is None and not supported and self._describes_people(words, i):
            return PlaceMention(i, i + 1, words.texts[i], False, self._gazetteer.demonym(words.texts[i]))
        if n == 1 and words.case_tells and (self._a_people(words, i) if not supported else self._of_people(words, i)):
            return None
        if n:
            if country is not None and not self._no_acronym(words, i, name):
                return PlaceMention(i, i + n, name, True)
            told = listed and (words.texts[i - 1] == "(" or self._names_province(name))
            told = told or lies_in(self._gazetteer, name, listed or area_behind(self._gazetteer, words, i + n))
            weak = not (supported or told) and (self._gazetteer.ambiguous(name) or (n == 1 and goes_on(words, i, n)))
            dropped = weak and not self._after_preposition(words, i, n)
            dropped = dropped or ((n > 1 or not supported) and self._mere_word(words, i, n))
            dropped = dropped or (not supported and self._inside_name(words, i, n))
            if not dropped and not part_of_actor(words, i, n):
                return PlaceMention(i, i + n, words.joined(i, i + n), False, supported=supported)
        demonym = self._gazetteer.demonym(words.texts[i])
        if demonym:
            return PlaceMention(i, i + 1, words.texts[i], False, demonym)
        if not words.case_tells:
            return self._without_case(words, i)
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

    def _describes_people(self, words: Words, i: int) -> bool:
        """ "a Thai worker": of a nation, though some village bears the name."""
        if self._gazetteer.demonym(words.texts[i]) is None or i + 1 >= len(words.tokens):
            return False
        return any(sense.kind in PERSONS for _, sense in words.senses[i + 1])

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

    def _names_province(self, name: str) -> bool:
        return any(place.kind == "admin1" for place in self._gazetteer.exact(name))

    def _names_area(self, name: str) -> bool:
        return bool(name) and (self._gazetteer.is_name(name) or self._gazetteer.demonym(name) is not None)

    def _unlisted(self, words: Words, i: int) -> bool:
        """ "in Qaleh-ye Now": one to three capitalised words after "in" or "near" that no lexicon knows."""
        text, before = words.texts[i], words.tokens[i - 1].low if i else ""
        aimed = before == "at" and (i < 2 or words.tokens[i - 2].low in self._aiming)
        aimed = aimed and not self._placed(words, i)
        follower = min(i + 1, len(words.tokens) - 1)
        short = len(text) < 3 and not (words.tokens[follower].glued or words.capital(follower))
        if before not in self._naming or aimed or short or text.isupper():
            return False
        end = words.name_end(i)
        if all(self._levels.describes(t.low) or t.low in self._world for t in words.tokens[i:end]):
            return False  # "in North and Central Sinai", "in Central Asia"
        named = sum(1 for j in range(i, end) if words.capital(j) or words.tokens[j].glued)
        return named <= 3 and not any(words.senses[j] for j in range(i, end))

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
        return mere and self._inhabitants(words.texts[i]) < _KNOWN_CITY

    def _inhabitants(self, name: str) -> int:
        return max((p.population for p in self._gazetteer.exact(name)), default=0)

    def _of_nation(self, words: Words, i: int) -> bool:
        """ "the Spanish port of Algeciras", "a northern English city": whose it is, though some town bears the name."""
        behind = words.tokens[i + 1] if i + 1 < len(words.tokens) else None
        if behind is None or not behind.text.islower() or self._levels.level(behind.low) is None:
            return False
        named = i + 2 < len(words.tokens) and words.tokens[i + 2].low in {"of", ","}
        described = i > 0 and (words.tokens[i - 1].low in {"a", "an"} or words.tokens[i - 1].low.endswith("ern"))
        people = words.tokens[i].low in self._peoples
        return (named or described) and (people or self._gazetteer.demonym(words.texts[i]) is not None)

    def _a_nation(self, words: Words, i: int) -> bool:
        """ "Thai and Cambodian soldiers": whose they are, though a town bears the name; "in Thai" it is the town."""
        nation = words.case_tells and self._gazetteer.demonym(words.texts[i]) is not None
        return nation and not self._after_preposition(words, i, 1)

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
            return behind in {"in", "of"} and not (i and words.tokens[i - 1].low in _ENGLISH_ARTICLES)
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
        if tokens[end].text != "," or tokens[end + 1].low not in {"a", "an", "the"}:
            return False
        for j, token in enumerate(tokens[end + 2 : end + 2 + _EXPLAINED_WITHIN], end + 2):
            if self._levels.level(token.low) is not None and token.text.islower():
                # "attacked Doro Baga, a fishing village on the lake", not "shot Musa Bello, a village elder"
                behind = tokens[j + 1].low if j + 1 < len(tokens) else "."
                seated = located and tokens[i - 1].low != "of"  # but "the killing of Musa Bello, a village elder"
                return seated or behind in self._closed or not behind[0].isalpha()
            if not token.text[0].isalpha() or token.low in self._closed:
                return False
        return False

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

    def _without_case(self, words: Words, i: int) -> PlaceMention | None:
        """ "IN THE HAMLET OF RUMI RUMI", "IN THE ESCALON NEIGHBORHOOD": unknown words that a place noun explains."""
        tokens, end = words.tokens, i
        if i < 1 or words.lows[i - 1] not in self._before_unlisted:
            return None
        while end < min(len(tokens), i + 3) and self._may_name(words, end):
            end += 1
        if end == i:
            return None
        named = tokens[i - 1].low == "of" and i > 1 and self._levels.level(tokens[i - 2].low) in _SETTLED
        followed = end < len(tokens) and self._levels.level(tokens[end].low) in _SETTLED
        if not named and not (followed and tokens[i - 1].low in {"the", *self._naming}):
            return None
        return PlaceMention(i, end, words.joined(i, end), False, supported=True)

    def _may_name(self, words: Words, i: int) -> bool:
        """Whether a word of a text without case may be of a name: no word list has it, and it has no usual ending."""
        low = words.tokens[i].low
        known = words.senses[i] or low in self._closed or self._levels.describes(low) or low in self._peoples
        return low.isalpha() and len(low) > 2 and not known and not low.endswith(COMMON_ENDINGS)

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

    def _supported(self, words: Words, first: int, n: int) -> bool:
        """A place noun stands beside the name: "Qala district", "the village of Qala", "Jolo Cathedral"."""
        tokens, last = words.tokens, first + max(n, 1)
        if last < len(tokens) and self._noun_at(words, last):
            common = n == 0 and self._gazetteer.is_word(tokens[first].low)  # "the International University"
            return (n > 0 or tokens[last].low not in self._bodies) and not common
        at = last
        while n > 0 and words.case_tells and at < min(len(tokens), last + _LONGEST_FACILITY) and words.capital(at):
            if any(sense.kind == "target" for _, sense in words.senses[at]):
                return True  # "Jolo Cathedral", "Peshawar Central Prison"
            at += 1
        if first and tokens[first - 1].text.islower() and self._levels.level(tokens[first - 1].low) in _SETTLED:
            return True  # "in village Kotla", "general area Spinwam"
        if first < 1 or tokens[first - 1].low != "of":
            return False
        noun = tokens[first - 2].low if first >= 2 else ""
        return self._levels.level(noun) is not None or noun in self._parts

    def _noun_at(self, words: Words, i: int) -> bool:
        """A place noun of one word or two stands at token `i`: "district", "refugee camp"."""
        low = words.tokens[i].low
        pair = f"{low} {words.tokens[i + 1].low}" if i + 1 < len(words.tokens) else low
        return self._levels.level(low) is not None or self._levels.level(pair) is not None

    def _inside_name(self, words: Words, i: int, n: int) -> bool:
        """Where case is lost: a lesser place's name behind an article or a surname, "THE OAS", "CANO LIMON"."""
        if words.case_tells or n > 1 or i == 0:
            return False
        before = words.tokens[i - 1].low
        if before not in _ENGLISH_ARTICLES:
            ordinary = before in self._closed or self._gazetteer.is_word(before)
            return self._gazetteer.ambiguous(before) and not ordinary
        return self._inhabitants(words.texts[i]) < _KNOWN_CITY

    def _no_acronym(self, words: Words, i: int, name: str) -> bool:
        """ "us" and "car" are no countries; where case is lost, "US" and "THE CAR" are none either."""
        if words.case_tells:
            return len(name) <= 2 and not words.texts[i].isupper()
        bare = name.upper().removeprefix("THE ")
        return len(bare) <= _ACRONYM and self._ordinary(words, i + (bare != name.upper()))

    def _mere_word(self, words: Words, i: int, n: int) -> bool:
        """Where no capital tells a name, what can be ordinary words is no name: "THE REBELS SHOT", "THE VILLAGE"."""
        return not words.case_tells and all(self._ordinary(words, j) for j in range(i, i + n))

    def _ordinary(self, words: Words, i: int) -> bool:
        low = words.tokens[i].low
        known = low in self._closed or low in self._verbs or self._gazetteer.is_word(low)
        return known or any(sense.kind != "actor" for _, sense in words.senses[i])

    def _after_preposition(self, words: Words, i: int, n: int) -> bool:
        """ "in Nice", "in rural Cordoba", and no further capital after the name."""
        at = i - 1
        while at > 0 and words.texts[at].islower() and self._levels.describes(words.tokens[at].low):
            at -= 1
        before = words.tokens[at].low if at >= 0 else ""
        return before in self._place_prepositions and not goes_on(words, i, n)
