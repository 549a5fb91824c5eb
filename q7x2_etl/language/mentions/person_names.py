"""Names of persons in text whose letter case is lost: given names and what follows, unknown words behind titles."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from q7x2_etl.language.mentions.lexicon import Lexicon, Sense
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.places.text import Words
from q7x2_etl.remembered import remembered

NAME = Sense("name", "person_name", "person", frozenset({"name"}), {})
_CLOSED = (
    "determiners", "pronouns", "prepositions", "conjunctions", "subordinators", "relative_words", "be", "have", "do",
    "modals", "negative_words", "adverbs", "get",
)  # fmt: skip
_NO_SURNAMES = frozenset({"event", "weapon", "force", "actor", "title", "target"})
_TITLE_REACH = 4  # tokens before a name in which its title may start
_PLACE_REACH = 3  # tokens before a name in which a longer place name may start
_SHORTEST = 3  # letters of a name's word
_LONGEST = 6  # words of a name


class PersonNames:
    """Finds names with the name lists of one lexicon."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        names = lexicon.names
        self._given, self._particles = names["given"], names["particles"]
        self._place_openers, self._common = names["place_openers"], names["common"]
        self._closed = frozenset().union(*(lexicon.words[name] for name in _CLOSED))
        self._verbs = lexicon.verb_forms
        self._gazetteer = gazetteer
        self._levels = levels
        self._no_known_word = lru_cache(maxsize=65536)(self._is_no_known_word)
        self._may_begin = remembered(65536)(self._may_begin_name)

    def find(self, words: Words) -> list[tuple[int, int]]:
        """Token positions [first, last) of the names of a sentence, in order; none touches a time expression."""
        openings = [i for i, begins in enumerate(map(self._may_begin, words.texts)) if begins]
        if not openings:
            return []
        times, lows = words.times, list(map(_folded, words.lows))
        found: list[tuple[int, int]] = []
        after = 0
        for i in openings:
            end = self._name_at(words, lows, times, i) if i >= after else None
            if end is not None and not self._part_of_place(words, i, end):
                found.append((i, end))
                after = end
        return found

    def _name_at(self, words: Words, lows: Sequence[str], times: frozenset[int], i: int) -> int | None:
        if i in times or (i and lows[i - 1] in self._place_openers):
            return None
        given = lows[i] in self._given and lows[i] not in self._verbs
        if not given and not self._unknown(words, lows, times, i):
            return None
        sure = given and lows[i] not in self._common
        end = self._end(words, lows, times, i, sure)
        count = sum(low not in self._particles for low in lows[i:end])
        if _kind_before(words, i) == "title" and (not given or sure or count > 1):
            return end
        return end if count > 1 else None

    def _end(self, words: Words, lows: Sequence[str], times: frozenset[int], i: int, sure: bool) -> int:
        """Where the name that starts at `i` ends; a `sure` given name takes one ordinary word as its surname."""
        end = j = i + 1
        while j < len(lows) and j - i < _LONGEST and j not in times:
            if self._unknown(words, lows, times, j) or (lows[j] in self._given and lows[j] not in self._verbs):
                end = j = j + 1
            elif lows[j] in self._particles or (len(lows[j].strip(".")) == 1 and lows[j][0].isalpha()):
                j += 1
            else:
                break
        if sure and end == i + 1 == j and self._ordinary_surname(words, lows, j):
            return j + 1
        return end

    def _ordinary_surname(self, words: Words, lows: Sequence[str], j: int) -> bool:
        """ "GEORGE BUSH said": one common noun behind a given name, and no further noun behind it."""
        if j >= len(lows) or not lows[j].isalpha() or lows[j] in self._closed or lows[j] in self._verbs:
            return False
        if any(sense.kind in _NO_SURNAMES for _, sense in words.senses[j]):
            return False
        after = lows[j + 1] if j + 1 < len(lows) else "."
        return not after[0].isalpha() or after in self._closed or after in self._verbs

    def _unknown(self, words: Words, lows: Sequence[str], times: frozenset[int], i: int) -> bool:
        """No word of the language that we know, and no nation or its people."""
        return i not in times and not words.senses[i] and self._no_known_word(lows[i], words.texts[i])

    def _is_no_known_word(self, low: str, text: str) -> bool:
        if len(low) < _SHORTEST or not low.isalpha() or low in self._common or low in self._closed:
            return False
        if low in self._verbs or low in self._particles or low in self._place_openers:
            return False
        if self._levels.level(low) is not None or self._gazetteer.demonym(text):
            return False
        return self._gazetteer.country(text) is None

    def _may_begin_name(self, text: str) -> bool:
        """What the word alone says: a given name, or no word that we know."""
        low = _folded(text.lower().replace("’", "'"))
        return (low in self._given and low not in self._verbs) or self._no_known_word(low, text)

    def _part_of_place(self, words: Words, first: int, last: int) -> bool:
        """The name is a place's too ("Santa Ana"), or part of one that a place noun ends ("Simon Bolivar street")."""
        if last < len(words.tokens):
            after = words.tokens[last].low
            named = any(sense.kind == "target" for _, sense in words.senses[last])
            if named or self._levels.level(after) is not None:
                return True
        if _kind_before(words, first) is not None:
            return False
        return any(
            k + self._gazetteer.longest_match(words.texts, k) >= last
            for k in range(max(0, first - _PLACE_REACH), first + 1)
            if words.tokens[k].low not in self._closed
        )


def _kind_before(words: Words, i: int) -> str | None:
    """ "title" right behind an office or rank, "person" behind a noun for a person, else None."""
    for k in range(max(0, i - _TITLE_REACH), i):
        for n, sense in words.senses[k]:
            if k + n == i and sense.kind in {"title", "person"} and not sense.is_plural:
                return sense.kind
    return None


@remembered(65536)
def _folded(word: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
