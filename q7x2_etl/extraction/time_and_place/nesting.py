"""The areas that a place lies in, as its own sentence nests them.

"Gidan Rana village (Zurmi LGA, Zamfara)" gives (Zurmi, Zamfara); "Ecuador's Esmeraldas province", "the Ecuadorian city
of Guayaquil" and "Kibera, a slum in Nairobi, Kenya" nest too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import ARTICLES
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.grammar.tokens import POSSESSIVE_ENDINGS
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.levels import PlaceLevels

_INTO = frozenset({"in", "of", "within", "inside"})
_JOINS = frozenset({",", "(", "["})
_MEASURING = 7  # words between a place and the one that it is measured from
_UNITS = frozenset({"km", "kilometres", "kilometers", "miles", "metres", "meters", "kilometre", "mile"})
_MOST_AREAS = 4
_AREA_LEVELS = frozenset({"admin1", "admin2"})
_SMALL_LEVELS = frozenset({"village", "feature"})
_ON_REACH = 6  # words behind "on" in which the noun stands that makes it a place: "on the Greek island of Lesbos"
_MOST_SKIPPED = 4  # words between a link and the name: "in the restive, mostly Kurdish south-east of Turkey"
_WORDS_OF_APPOSITION = 5
_NO_NAME = frozenset({"V", "D"})  # tags of what is no part of a name's place nouns
_GAP = frozenset({"O", "N", "D", "B"})  # tags of what may stand before a name in its group


@dataclass(frozen=True, slots=True)
class Nesting:
    """Names of the areas around a place, narrowest first, and demonyms that stand with it ("Somali capital").

    `stated`: a preposition, brackets or the area's own noun ("Kaya, Zamfara State") puts the place in them, and no
    comma that may stand in a list.
    """

    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    stated: bool = False


class NestingReader:
    """Reads the nesting of places with the place nouns of the reference data."""

    def __init__(self, levels: PlaceLevels) -> None:
        self._levels = levels

    def nesting(self, sentence: Sentence, mention: PlaceMention) -> Nesting:
        """What stands around one place of a sentence."""
        starts = {p.first: p for p in sentence.places}
        names, demonyms = self._before(sentence, mention)
        at = self._past_nouns(sentence, mention.last)
        stated = False
        while len(names) < _MOST_AREAS:
            found = self._next_area(sentence, starts, at)
            if found is None:
                break
            areas, behind = found
            stated = stated or self._holds(sentence, mention, at, behind)
            at = behind
            names += [a.name for a in areas if not (a.demonym or _names_lake(sentence, a))]
            demonyms += [a.demonym for a in areas if a.demonym]
        if self._in_list(sentence, starts, mention, at):
            names, demonyms = self._before(sentence, mention)
            stated = False
        kept = [n for i, n in enumerate(names) if n != mention.name and n not in names[:i]]
        return Nesting(tuple(kept[:_MOST_AREAS]), tuple(demonyms), stated and bool(kept))

    def _holds(self, sentence: Sentence, mention: PlaceMention, at: int, end: int) -> bool:
        """Whether the link from `at` to the area that ends at `end` can be no list's: "in", "…, Zamfara State"."""
        lows = sentence.lows
        if lows[at] in {"of", "(", "["}:
            return True
        if end < len(lows) and lows[end] in {"and", "or", "&"}:
            return False  # "in Helmand, in Zabul and in Uruzgan"
        if not _INTO.isdisjoint(lows[at : at + 2]):
            return True
        area, own = self._levels.level(lows[end - 1]), self._levels.level_at(sentence, mention)
        return area != own and (area in _AREA_LEVELS or own in _SMALL_LEVELS)

    def measured_from(self, sentence: Sentence, mention: PlaceMention) -> tuple[str, ...]:
        """ "Kafr Nasih, 12 km north of Manbij", "Darul Jamal, a town near Bama": the place that another lies beside."""
        lows = sentence.lows
        beside = self._town_near(sentence, mention)
        if beside is not None:
            return (beside.name,)
        for at in range(mention.last, min(len(lows) - 1, mention.last + _MEASURING)):
            if lows[at] in {"of", "from"} and at > mention.last:
                behind = next((p for p in sentence.places if p.first == at + 1 and not p.demonym), None)
                return (behind.name,) if behind is not None else ()
            low = lows[at]
            if not (
                low in {",", "about", "some", "("} or low[0].isdigit() or self._levels.describes(low) or low in _UNITS
            ):
                return ()
        return ()

    def _town_near(self, sentence: Sentence, mention: PlaceMention) -> PlaceMention | None:
        """ "Darul Jamal, | a resettled town near | Bama": the place behind "near", where a place noun is before it."""
        lows, at = sentence.lows, mention.last
        if (
            lows[at : at + 1] != (",",)
            or at + 1 >= len(lows)
            or not (lows[at + 1] in ARTICLES or lows[at + 1] == "near")
        ):
            return None
        near = next((i for i in range(at + 1, min(len(lows), at + _MEASURING)) if lows[i] == "near"), None)
        if near is None or not all(low.isalpha() or "-" in low for low in lows[at + 1 : near]):
            return None
        if near > at + 1 and self._levels.level(lows[near - 1]) is None:
            return None
        return next((p for p in sentence.places if p.first == near + 1 and not p.demonym), None)

    def _past_nouns(self, sentence: Sentence, at: int) -> int:
        """Behind the place nouns after a name: "Jabalia refugee camp", "Kukawa local government area"; not behind a
        verb or an article ("gunmen from Goma | stormed the village").
        """
        lows, tags = sentence.lows, sentence.tagged.tags
        for reach in (3, 2, 1):
            end, words = at + reach, lows[at : at + reach]
            plain = all(w.isalpha() and w != "and" and w not in _INTO for w in words)
            if end <= len(lows) and plain and self._levels.level(words[-1]) and _NO_NAME.isdisjoint(tags[at:end]):
                return end
        return at

    def _next_area(
        self, sentence: Sentence, starts: dict[int, PlaceMention], at: int
    ) -> tuple[list[PlaceMention], int] | None:
        """The areas that one link leads to, narrowest first, and where they end."""
        lows = sentence.lows
        if at >= len(lows):
            return None
        joined = lows[at] in _JOINS
        i = at + 1 if joined or lows[at] in {")", "]"} else at
        preposed = i < len(lows) and (lows[i] in _INTO or _on_a_coast(lows[i : i + _ON_REACH]))
        if not (joined or preposed):
            return None
        if joined and not preposed:
            behind = self._behind_apposition(lows, i)
            if behind is not None:
                i, preposed = behind, True
        if preposed:
            i += 1
        limit = i + (_MOST_SKIPPED if preposed else 1)
        while i < min(limit, len(lows)) and i not in starts:
            if sentence.tagged.tags[i] not in _GAP or (not preposed and lows[i] not in ARTICLES):
                return None
            i += 1
        return self._group(sentence, starts, i)

    def _group(
        self, sentence: Sentence, starts: dict[int, PlaceMention], i: int
    ) -> tuple[list[PlaceMention], int] | None:
        """The places of one noun group from `i` on: "Mozambique's Sofala province" gives Sofala, Mozambique."""
        first = starts.get(i)
        if first is None:
            return None
        areas, lows = [first], sentence.lows
        end = first.last
        owner = end < len(lows) and lows[end] in POSSESSIVE_ENDINGS
        if owner or first.demonym:
            j = end + 1 if owner else end
            while j < min(end + 4, len(lows)) and j not in starts:
                if not (lows[j] == "of" or self._levels.describes(lows[j]) or sentence.tokens[j].text.islower()):
                    break
                j += 1
            inner = starts.get(j)
            if inner is not None and not inner.demonym:
                areas, end = [inner, first], inner.last
            elif first.demonym or not any(self._levels.level(low) for low in lows[end + 1 : j]):
                return None  # "in Helmand, | Georgia's ministry | said"
        end = self._past_nouns(sentence, end)
        if end < len(lows) and sentence.tagged.tags[end] == "V" and not owner:
            return None  # "in Gaza, Israel said"
        return areas, end

    def _behind_apposition(self, lows: Sequence[str], i: int) -> int | None:
        """ "a slum in", "the capital of": the position of the preposition behind a place noun."""
        for j in range(i, min(i + _WORDS_OF_APPOSITION, len(lows) - 1)):
            if lows[j + 1] in _INTO and self._levels.level(lows[j]) and j > i:
                return j + 1
            if not (lows[j].isalpha() or "-" in lows[j]) or lows[j] in _INTO:
                return None
        return None

    def _before(self, sentence: Sentence, mention: PlaceMention) -> tuple[list[str], list[str]]:
        """ "Ecuador's Esmeraldas", "the Somali capital Mogadishu", "the Helmand provincial capital, Lashkar Gah"."""
        lows, ends = sentence.lows, {p.last: p for p in sentence.places}
        names: list[str] = []
        demonyms: list[str] = []
        i = mention.first
        for _ in range(8):
            owner = i > 1 and lows[i - 1] in POSSESSIVE_ENDINGS
            found = ends.get(i - 1 if owner else i)
            if found is None and owner and self._levels.level(lows[i - 2]) is not None:
                found = ends.get(i - 2)  # "Sagaing Region's Taze Township"
            if found is not None and found is not mention and i < mention.first:
                if found.demonym:
                    demonyms.append(found.demonym)
                    i = found.first
                    continue
                if (
                    owner
                    or self._levels.level(lows[i]) is not None
                    or lows[i] in packaged_words().words["provincial_adjectives"]
                ):
                    names.append(found.name)
                    i = found.first
                    continue
                break
            if found is not None and owner:
                names.append(found.name)
                i = found.first
                continue
            if found is not None and found.demonym:
                demonyms.append(found.demonym)
                i = found.first
                continue
            if i < 1 or not self._may_step(sentence, i):
                break
            i -= 1
        return names, demonyms

    def _may_step(self, sentence: Sentence, i: int) -> bool:
        """Whether the word before position `i` belongs to the group of a place's name."""
        low = sentence.lows[i - 1]
        if low == ",":
            return i >= 2 and sentence.lows[i - 2] in {"capital", "city", "town"}
        if low == "of":
            return i >= 2 and self._levels.level(sentence.lows[i - 2]) is not None
        return self._levels.describes(low)

    def _in_list(self, sentence: Sentence, starts: dict[int, PlaceMention], mention: PlaceMention, at: int) -> bool:
        """ "Kunduz, Takhar and Baghlan": neighbours, not areas that hold one another."""
        lows = sentence.lows
        if at >= len(lows) or "," not in lows[mention.last : at] or "(" in lows[mention.last : at]:
            return False
        if lows[at] == "," and at + 1 < len(lows) and lows[at + 1] in {"and", "or"}:
            at += 1
        return lows[at] in {"and", "or"} and at + 1 in starts and not _INTO.intersection(lows[mention.last : at])


def _on_a_coast(lows: Sequence[str]) -> bool:
    """ "on the island of", "on Somalia's Puntland coast": the words from a preposition on tell where something lies."""
    return lows[:1] == ("on",) and not packaged_words().words["nouns_behind_on"].isdisjoint(lows)


def _names_lake(sentence: Sentence, area: PlaceMention) -> bool:
    """ "on the Lake Chad shore": a lake or a mountain may lie in several countries."""
    return area.last - area.first > 1 and sentence.lows[area.first] in packaged_words().words["waters_and_heights"]
