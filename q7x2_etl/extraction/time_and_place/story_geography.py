"""Where a story plays: from the names in it, the nationalities, and the place that it was filed from."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from q7x2_etl.dates import find_dates
from q7x2_etl.language.annotated import PLACE_LAYERS, Sentence, read_layers
from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.document_geography import Geography, document_geography
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.model import Article
from q7x2_etl.once import once

_MOSTLY = 0.6  # of a story's places must lie in an area that it plays in
_CLEARLY = 1.5  # so much more than of any other country a story must speak of its own
_PLACE_END = re.compile(r"\s*(?:[(\[|/]|--|[—–]|\s-|:|\d)")
_NAME = re.compile(r"[^\W\d_][\w'’. -]*")
_CAPITAL_REACH = 5  # words between "in" and "capital"
_PEOPLE = frozenset({"person", "armed", "civilian"})
_ACROSS = frozenset((line, link) for line in ("border", "borders", "frontier") for link in ("with", "from"))


@dataclass(frozen=True, slots=True)
class Filed:
    """The place of a dateline, with its country where that is named or leaves no doubt."""

    name: str
    country: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Capital:
    """A capital that is not named: "the Somali capital"."""

    name: str
    country: str
    start: int
    end: int


class StoryGeography:
    """The geography of one story."""

    def __init__(self, gazetteer: Gazetteer, sentences: Sequence[Sentence], article: Article) -> None:
        self._gazetteer = gazetteer
        self.sentences = sentences
        read_layers(sentences, *PLACE_LAYERS)
        self.filed = _filed(gazetteer, article)
        names: Counter[str] = Counter(
            _speaking(gazetteer, p)
            for s in sentences
            for p in s.places
            if not (_of_weapon(s, p) or _of_flag(s, p) or beyond_border(s, p) or _of_one_person(s, p) or _home(s, p))
            and not _backer(s, p)
        )
        if not names:
            names.update(p.name for s in sentences for p in s.places if _of_one_person(s, p) or _home(s, p))
        names.update(end for s in sentences for p in s.places for end in _ends_of_line(gazetteer, p.name))
        actors = [m.sense.entry for s in sentences for m in s.mentions if m.sense.kind == "actor"]
        groups = [entry for entry in actors if entry.get("kind") == "armed_group"]
        at_home = (e for e in groups if not e.get("active_in") or e.get("country") in e["active_in"])
        for code in {str(entry.get("country")) for entry in at_home}:
            if code in gazetteer.countries:
                names.update(gazetteer.countries[code].demonyms[:1])
        names.update(_nations_of_words(gazetteer, sentences))
        if self.filed is not None:
            names[gazetteer.countries[self.filed.country].name if self.filed.country else self.filed.name] += 1
        elsewhere = frozenset(str(code) for entry in groups for code in entry.get("active_in", ()))
        self.geography: Geography = document_geography(gazetteer, names, elsewhere=elsewhere)
        if not self.geography.countries:  # "Malian army helicopters", and no word of anywhere else: over their own
            names.update(p.name for s in sentences for p in s.places if _of_weapon(s, p, only_flown=True))
            self.geography = document_geography(gazetteer, names, elsewhere=elsewhere)

    @once
    def main_country(self) -> str | None:
        """The country that the story speaks of most, or is filed from where several are about even."""
        ranked = sorted(self.geography.countries.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked:
            return None
        if len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1]:
            return ranked[0][0]
        even = {code for code, share in ranked if share * _CLEARLY > ranked[0][1]}
        return self.filed.country if self.filed is not None and self.filed.country in even else None

    @once
    def named(self) -> Sequence[tuple[str, int, int]]:
        """All places that the story names, with their offsets."""
        return [
            (place.name, *sentence.offsets(place.first, place.last))
            for sentence in self.sentences
            for place in sentence.places
            if not place.demonym and not place.is_country
        ]

    def speaks(self, start: int) -> bool:
        """ "Tripoli | promised an inquiry": a capital that opens its sentence stands for its government."""
        opening = (s.places[0] for s in self.sentences if s.places and s.offsets(0, 1)[0] == start)
        capitals = {country.capital for country in self._gazetteer.countries.values()}
        return any(p.first == 0 and p.name in capitals for p in opening)

    def province(self) -> tuple[str, str] | None:
        """The first-level area (country, name) that most of the story's places lie in."""
        main = self.main_country
        shares = {area: share for area, share in self.geography.admin1.items() if area[0] == main}
        top = max(shares, key=lambda area: (shares[area], area), default=None)
        return top if top is not None and shares[top] >= _MOSTLY * sum(shares.values()) else None

    def capital(self, sentence: Sentence, main: str | None) -> Capital | None:
        """The capital that a sentence puts something in without naming it; "this city" is the dateline's."""
        lows, words = sentence.lows, packaged_words().words
        other_areas = words["provincial_adjectives"] | {"state"}
        for i, low in enumerate(lows):
            this = i > 0 and lows[i - 1] == "this" and low in words["words_for_own_town"]
            if not (this or low == "capital") or i + 1 >= len(lows) or lows[i + 1] in words["capital_senses"]:
                continue
            reach = lows[max(0, i - _CAPITAL_REACH) : i]
            if not {"in", "near", "outside", "across"} & set(reach) or other_areas & set(reach):
                continue
            if any(p.first in {i + 1, i + 2} and not p.demonym for p in sentence.places):
                continue
            start, end = sentence.offsets(i, i + 1)
            if this:
                if self.filed is not None and self.filed.country is not None:
                    return Capital(self.filed.name, self.filed.country, start, end)
                continue
            people = next((p.demonym for p in sentence.places if p.demonym and i - 3 <= p.first < i), None)
            country = self._gazetteer.countries.get(people or main or "")
            if country is not None and country.capital:
                return Capital(country.capital, country.id, start, end)
        return None


def _nations_of_words(gazetteer: Gazetteer, sentences: Sequence[Sentence]) -> set[str]:
    """ "in Begumganj upazila", "two jawans": nationalities told by words that only one country uses."""
    own = packaged_words().pairs["words_of_one_country"]
    codes = {own[low] for s in sentences for low in s.vocabulary & own.keys()}
    return {gazetteer.countries[code].demonyms[0] for code in codes if code in gazetteer.countries}


def _ends_of_line(gazetteer: Gazetteer, name: str) -> list[str]:
    """ "the Bocaranga-Ndim axis": the known places that it runs between."""
    before, _, line = name.rpartition(" ")
    return [end for end in before.split("-") if gazetteer.exact(end)] if "-" in before and line.islower() else []


def beyond_border(sentence: Sentence, place: PlaceMention) -> bool:
    """ "near the border with Mali", "across the border from Texas": where it was not."""
    return sentence.lows[max(0, place.first - 2) : place.first] in _ACROSS


def _of_weapon(sentence: Sentence, place: PlaceMention, only_flown: bool = False) -> bool:
    """ "a Chinese pistol" says nothing of where a story plays."""
    return bool(place.demonym) and any(
        m.first == place.last and m.sense.kind == "weapon" and not (only_flown and "air" not in m.sense.classes)
        for m in sentence.mentions
    )


def _of_flag(sentence: Sentence, place: PlaceMention) -> bool:
    """ "a Turkish freighter", "a Danish-owned tanker", "Iranian-made": under whose flag, and not in whose waters."""
    if not place.demonym:
        return False
    owned = not packaged_words().words["ownership_words"].isdisjoint(sentence.lows[place.last : place.last + 2])
    return owned or any(m.first <= place.last < m.last and m.sense.entry.get("flagged") for m in sentence.mentions)


def _backer(sentence: Sentence, place: PlaceMention) -> bool:
    """ "rebels backed by Rwanda", "Rwanda-backed": who stands behind somebody, and not where it plays."""
    if not (place.is_country or place.demonym):
        return False
    words, lows = packaged_words().words["backed_words"], sentence.lows
    by = place.first > 1 and lows[place.first - 1] == "by" and lows[place.first - 2] in words
    tied = place.last < len(lows) and "-" in sentence.words(place.last - 1, place.last + 1)
    return by or (tied and lows[place.last] in words)


def _of_one_person(sentence: Sentence, place: PlaceMention) -> bool:
    """ "the driver, a 31-year-old Tunisian": where somebody is from, and not where it plays."""
    if not place.demonym or INDEFINITE.isdisjoint(sentence.lows[: place.last]):
        return False
    piece = next((c for c in sentence.chunks if c.first <= place.first < c.last), None)
    noun = piece.noun if piece is not None else None
    return noun is not None and noun.head == place.last - 1 and sentence.lows[noun.first] in INDEFINITE


def _home(sentence: Sentence, place: PlaceMention) -> bool:
    """ "a peacekeeper from Burundi": the country that somebody comes from, and not where it plays."""
    if not place.is_country or place.first < 2 or sentence.lows[place.first - 1] != "from":
        return False
    piece = next((c for c in sentence.chunks if c.last == place.first - 1), None)
    return piece is not None and piece.noun is not None and not _PEOPLE.isdisjoint(piece.noun.classes)


def _speaking(gazetteer: Gazetteer, mention: PlaceMention) -> str:
    """ "U.S." tells as much as "American" of where a story plays: less than the name of a country."""
    country = gazetteer.country(mention.name) if mention.adjectival else None
    demonyms = gazetteer.countries[country].demonyms if country else ()
    return demonyms[0] if demonyms else mention.name


def _filed(gazetteer: Gazetteer, article: Article) -> Filed | None:
    region = next((r for r in article.regions if r.kind == "dateline"), None)
    if region is None:
        return None
    text = article.text[region.start : region.end]
    stop = _PLACE_END.search(text)
    parts = [p.strip() for p in text[: stop.start() if stop else len(text)].split(",")]
    name = next((p for p in parts[:1] if _NAME.fullmatch(p)), None)
    if name is None or any(date.start <= text.find(name) < date.end for date in find_dates(text)):
        return None  # "June 9, 2021": a date, and no place
    country = next((c for c in (gazetteer.country(p.title() if len(p) > 3 else p) for p in parts[1:]) if c), None)
    own = gazetteer.country(name.title())
    if country is None and own is None:
        places = gazetteer.exact(name.title())
        first = places[0] if places else None
        rivals = max((p.population for p in places if first is not None and p.country != first.country), default=0)
        country = first.country if first is not None and first.population >= 5 * rivals else None
    start = region.start + text.find(name)
    return Filed(name.title() if name.isupper() else name, country or own, start, start + len(name))
