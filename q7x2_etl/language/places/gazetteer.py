"""What the library knows of places: countries, their areas, and the populated places of the world.

    >>> gazetteer = Gazetteer.from_reference(Reference.load())
    >>> gazetteer.candidates("Jawzjan")[0].name
    'Jowzjan'

Which of several places of one name a text means is decided in `place_resolution`, not here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.places.index import PlaceIndex, PlaceRow
from q7x2_etl.language.places.names import (
    SOUND_MARK,
    key_of_words,
    key_words,
    name_key,
    sound_key,
    sound_keys,
    spelled_out,
)
from q7x2_etl.reference import Reference
from q7x2_etl.remembered import remembered

PlaceKind = Literal["country", "admin1", "admin2", "city", "region", "feature"]

MAX_WORDS = 6  # of a name, as tokens of a text
MAX_ACRONYM = 6  # letters
_AREA_KINDS: tuple[PlaceKind, ...] = ("admin1", "admin2", "city", "region", "feature")
_BIG_CITY = 50_000  # inhabitants from which a city comes before a district of its name
_UNKNOWN_PLACE = 3_000  # inhabitants below which one word alone is no sign of a place: most surnames are villages too
_RANK = {"country": 0, "admin1": 1, "region": 1, "admin2": 3, "feature": 4}
_BREAKS = frozenset(",;:()[]")
_GENITIVES = frozenset({"'s", "’s", "'S", "’S"})
_OPENING = 3  # letters that a name written in more or fewer words shares with it
_WORDS = ("english-words", "common-words")  # of ambiguous_names.yaml: what no name is without its capital


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name can mean. `admin1` and `admin2` are names; `population` is 0 where not known."""

    place_id: str
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    population: int
    source: str


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory. `metonyms` are names used for its government; a state that is gone has a `successor`."""

    id: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    neighbours: tuple[str, ...]
    region: str | None
    latitude: float | None
    longitude: float | None
    gwcode: int | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that a text can begin with one word: their keys, the most words of one, the words that come second."""

    keys: frozenset[str]
    most_words: int
    seconds: frozenset[str]


@lru_cache(maxsize=4)
def _gazetteer(reference: Reference) -> "Gazetteer":
    root = reference.root
    return Gazetteer(
        [_country(entry) for entry in reference.entries("countries")],
        reference.entries("areas"),
        PlaceIndex(root / "places.parquet", root / "place_keys.parquet"),
        {e["id"]: frozenset(map(name_key, e["words"])) for e in reference.entries("ambiguous_names")},
    )


class Gazetteer:
    """All places, found by name. Immutable; one instance a process and reference folder is enough."""

    def __init__(
        self,
        countries: Iterable[Country],
        areas: Sequence[dict[str, Any]],
        index: PlaceIndex,
        ambiguous: Mapping[str, frozenset[str]],
    ) -> None:
        self.countries: Mapping[str, Country] = {country.id: country for country in countries}
        self._index = index
        self._ambiguous_keys = frozenset[str]().union(*ambiguous.values())
        self._word_keys = frozenset[str]().union(*(ambiguous.get(name, frozenset()) for name in _WORDS))
        self._country_by_key: dict[str, str] = {}
        self._demonym_by_key: dict[str, tuple[str, ...]] = {}
        for country in self.countries.values():
            for name in (country.name, *country.names):
                self._country_by_key.setdefault(name_key(name), country.id)
            for demonym in country.demonyms:
                key = name_key(demonym)
                self._demonym_by_key[key] = (*self._demonym_by_key.get(key, ()), country.id)
        self.areas: Mapping[str, Place] = {}
        self._areas_by_key: Mapping[str, tuple[str, ...]] = {}
        self._areas_by_sound: Mapping[str, tuple[str, ...]] = {}
        self._add_areas(areas)
        self._acronyms = frozenset(self._acronym_keys(areas))
        large = {*self._country_by_key, *self._areas_by_key}
        self._large_names = _grouped((key.partition(" ")[0], key) for key in large)
        self._names_from = remembered(32768)(self._all_names_from)
        # False where no place name begins with a word and it is no demonym either; quick for a word seen before.
        self.may_open_name = remembered(65536)(self._opens_name)
        self.may_go_on = lru_cache(maxsize=65536)(self._goes_on)  # the same for a name's first two words
        self.exact = remembered(16384)(self._bearing)
        self.country = remembered(16384)(self._country_named)
        self.demonym = remembered(16384)(self._demonym_of)
        self._by_key = remembered(16384)(self._exact)
        self._city = lru_cache(maxsize=32768)(self._city_of)
        self._by_sound = remembered(16384)(self._similar)
        # Whether the name alone is weak evidence of a place: it is also a word, a person's name, or a mere village.
        # Such a name needs support: a place word beside it, or a country that fits. A country's name never does.
        self.ambiguous = remembered(65536)(self._is_ambiguous)
        self.admin1 = lru_cache(maxsize=16384)(self._admin1)  # a country's first-level area by any spelling of its name

    @classmethod
    def from_reference(cls, reference: Reference) -> "Gazetteer":
        """The gazetteer of a reference folder and its overlay; the same object for the same reference.

        Raises `ReferenceDataError` where a file is missing or an area's entry is wrong.
        """
        return _gazetteer(reference)

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Every place the name can mean: those that bear it, then those that sound like it; important ones first."""
        known = {place.place_id for place in self.exact(name)}
        return self.exact(name) + tuple(place for place in self.similar(name) if place.place_id not in known)

    def _bearing(self, name: str) -> tuple[Place, ...]:
        """The places that bear this name or spelling: case, accents, apostrophes and hyphens apart.

        Only an acronym must stand in capitals: US, CAR and UP are places, us, car and up are not.
        """
        key = name_key(name)
        return () if self._lower_acronym(key, name) else self._by_key(key)

    def similar(self, name: str) -> tuple[Place, ...]:
        """The places of which this is a likely transliteration; none for names under five letters."""
        key = name_key(name)
        sound = sound_key(key)
        found = self._by_sound(sound) if sound else ()
        words, opening = key.count(" "), key.replace(" ", "")[:_OPENING]
        return tuple(  # "Mai Inchi" is no Munich
            p
            for p in found
            if (own := name_key(p.name)).count(" ") == words or own.replace(" ", "").startswith(opening)
        )

    def _country_named(self, name: str) -> str | None:
        """The alpha-3 code of a country by any of its names; an acronym must stand in capitals."""
        key = name_key(name)
        return None if self._lower_acronym(key, name) else self._country_by_key.get(key)

    def _demonym_of(self, word: str) -> str | None:
        """The alpha-3 code of the country whose people or adjective this is: Afghan, Tajiks, Salvadoran, British."""
        return next(iter(self.demonyms(word)), None)

    def demonyms(self, word: str) -> tuple[str, ...]:
        """The codes of all countries whose demonym this is: Congolese is two countries'."""
        return self._demonym_by_key.get(name_key(word), ())

    def is_name(self, name: str) -> bool:
        """Whether any place bears exactly this name."""
        key = name_key(name)
        known = bool(key) and not self._lower_acronym(key, name)
        return known and key in self._names_from(key.partition(" ")[0]).keys

    def longest_match(self, words: Sequence[str], start: int) -> int:
        """How many of the words from `start` on make up the longest place name there; 0 where none does."""
        key = key_words(words[start])
        if not key:
            return 0
        known = self._names_from(key[0])
        longest = 1 if self._is_one_of(known, key, words[start : start + 1]) else 0
        if words[start + 1 : start + 2] and words[start + 1] in _GENITIVES:
            return self._owned_match(words, start, key[0]) or longest
        if start + 1 == len(words) or not self.may_go_on(words[start], words[start + 1]):
            return longest
        for end in range(start + 2, min(len(words), start + 2 * MAX_WORDS) + 1):
            more = key_words(words[end - 1])
            key += more
            if len(key) > known.most_words or words[end - 1] in _BREAKS:
                break
            if more and self._is_one_of(known, key, words[start:end]):
                longest = end - start
        return longest

    def _owned_match(self, words: Sequence[str], start: int, owner: str) -> int:
        """ "Cox's Bazar": the genitive is part of the name; 0 where no place is called so."""
        first, longest = f"{owner}s", 0
        known = self._names_from(first)
        key = [first]
        for end in range(start + 3, min(len(words), start + 1 + known.most_words) + 1):
            key += key_words(words[end - 1])
            if self._is_one_of(known, key, [first, *words[start + 2 : end]]):
                longest = end - start
        return longest

    def _is_ambiguous(self, name: str) -> bool:
        key = name_key(name)
        if key in self._country_by_key and not self._lower_acronym(key, name):
            return False
        if key in self._ambiguous_keys or len(key) < 3:
            return True
        places = self._by_key(key)
        if any(place.kind != "city" or place.place_id in self.areas for place in places):
            return False
        return " " not in key and max((place.population for place in places), default=0) < _UNKNOWN_PLACE

    def is_listed_ambiguous(self, name: str) -> bool:
        """Whether the name is known to be something else as well: a word, a given name, a surname."""
        return name_key(name) in self._ambiguous_keys

    def is_word(self, name: str) -> bool:
        """Whether the name is an ordinary English word as well."""
        return name_key(name) in self._word_keys

    def same_name(self, place: Place, name: str) -> bool:
        """Whether the name is the place's own, not one of its other spellings or a former name."""
        return name_key(place.name) == name_key(name)

    def sounds_like(self, place: Place, name: str) -> bool:
        """Whether the name is another spelling of the place's own: Sloviansk of Slovyansk, and not of Nikopol."""
        asked = sound_key(name_key(name))
        return asked is not None and asked == sound_key(name_key(place.name))

    def _admin1(self, country: str, name: str) -> Place | None:
        fitting = (p for p in self.candidates(name) if p.kind == "admin1" and p.country == country)
        return next(fitting, None)

    def _opens_name(self, word: str) -> bool:
        key = key_words(word)
        return bool(key) and (self._begins_name(key[0]) or name_key(word) in self._demonym_by_key)

    def _begins_name(self, first: str) -> bool:
        """Whether any key has this first word; its names are not gathered, for most words of a text begin one."""
        known = self._index.begins_key
        return any(word in self._large_names or known(word) for word in {first, spelled_out(first)})

    def _goes_on(self, word: str, following: str) -> bool:
        first, then = key_words(word), key_words(following)
        if len(first) != 1:
            return bool(first)
        known = self._names_from(first[0])
        return known.most_words > 1 and (not then or spelled_out(then[0]) in known.seconds)  # a mark may stand inside

    def _is_one_of(self, known: _Names, key: Sequence[str], words: Sequence[str]) -> bool:
        name = key_of_words(key)
        return name in known.keys and not (name in self._acronyms and self._lower_acronym(name, " ".join(words)))

    def _all_names_from(self, first: str) -> _Names:
        keys: set[str] = set()
        for word in (first,) if spelled_out(first) == first else (first, spelled_out(first)):
            keys.update(self._index.keys_from(word), self._large_names.get(word, ()))
        names = [key.split(" ") for key in keys]
        return _Names(
            frozenset(keys), max(map(len, names), default=0), frozenset(name[1] for name in names if len(name) > 1)
        )

    def _acronym_keys(self, areas: Iterable[dict[str, Any]]) -> Iterator[str]:
        names = [name for country in self.countries.values() for name in country.names]
        names += [name for area in areas for name in area.get("names", ())]
        return (name_key(name) for name in names if name.isupper() and len(name_key(name)) < MAX_ACRONYM)

    def _lower_acronym(self, key: str, name: str) -> bool:
        return key in self._acronyms and not name.isupper()

    def _add_areas(self, areas: Iterable[dict[str, Any]]) -> None:
        points = {row.place_id: row for row in self._index.points()}
        built: dict[str, Place] = {}
        keys_of: list[tuple[str, set[str]]] = []
        for entry in areas:
            place = _area(entry, points.get(entry.get("id", "")))
            built[place.place_id] = place
            keys = {name_key(name) for name in (place.name, *entry.get("names", ()))}
            keys_of.append((place.place_id, keys))
        self.areas = built
        self._areas_by_key = _grouped((key, place_id) for place_id, keys in keys_of for key in keys)
        self._add_sounds(keys_of)

    def _add_sounds(self, keys_of: Sequence[tuple[str, set[str]]]) -> None:
        unique = list(self._areas_by_key)
        sounds = dict(zip(unique, sound_keys(unique), strict=True))
        sounding = ((place_id, {sounds[key] for key in keys} - {None}) for place_id, keys in keys_of)
        self._areas_by_sound = _grouped((str(sound), place_id) for place_id, all_of in sounding for sound in all_of)

    def _exact(self, key: str) -> tuple[Place, ...]:
        country = self._country_by_key.get(key)
        found = [] if country is None else [_country_place(self.countries[country])]
        found += [self.areas[area] for area in self._areas_by_key.get(key, ())]
        found += [self._city(row) for row in self._index.rows(key)]
        return tuple(sorted(found, key=lambda place: _importance(place, key)))

    def _similar(self, sound: str) -> tuple[Place, ...]:
        rows = {row.place_id: row for form in (SOUND_MARK + sound, sound) for row in self._index.rows(form)}
        found = [self.areas[area] for area in self._areas_by_sound.get(sound, ())]
        found += [self._city(row) for row in rows.values()]
        return tuple(sorted(found, key=lambda place: _importance(place, None)))

    def _city_of(self, row: PlaceRow) -> Place:
        area = self.areas.get(row.area) if row.area else None
        return Place(
            place_id=row.place_id,
            name=row.name,
            kind="city",
            country=row.country,
            admin1=area.name if area else None,
            admin2=None,
            latitude=row.latitude,
            longitude=row.longitude,
            population=row.population,
            source="geonames",
        )


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The second ones by the first."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _importance(place: Place, key: str | None) -> tuple[int, int, str]:
    """Sorts homonyms: countries, first-level areas, cities, districts, villages; more inhabitants first.

    A place that bears the name only as an alternate counts a tenth of its inhabitants.
    """
    weight = place.population if key is None or name_key(place.name) == key else place.population // 10
    rank = _RANK.get(place.kind, 2 if weight >= _BIG_CITY else 5)
    return rank, -weight, place.place_id


def _country_place(country: Country) -> Place:
    at = country.latitude, country.longitude
    return Place(country.id, country.name, "country", country.id, None, None, *at, population=0, source="iso3166")


def _country(entry: dict[str, Any]) -> Country:
    return Country(
        id=entry["id"],
        name=entry["name"],
        names=tuple(entry.get("names", ())),
        demonyms=tuple(entry.get("demonyms", ())),
        capital=entry.get("capital"),
        metonyms=tuple(entry.get("metonyms", ())),
        neighbours=tuple(entry.get("neighbours", ())),
        region=entry.get("region"),
        latitude=entry.get("latitude"),
        longitude=entry.get("longitude"),
        gwcode=entry.get("gwcode"),
        successor=entry.get("successor"),
    )


def _area(entry: dict[str, Any], point: PlaceRow | None) -> Place:
    missing = [field for field in ("id", "name", "kind", "country") if field not in entry]
    if missing:
        raise ReferenceDataError(f"areas: {entry}: no {', '.join(missing)}; an area needs id, name, kind and country")
    if entry["kind"] not in _AREA_KINDS:
        allowed = ", ".join(_AREA_KINDS)
        raise ReferenceDataError(f"areas: {entry['id']}: kind {entry['kind']!r} is not one of {allowed}")
    return Place(
        place_id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        country=entry["country"],
        admin1=entry["name"] if entry["kind"] == "admin1" else entry.get("admin1"),
        admin2=entry["name"] if entry["kind"] == "admin2" else entry.get("admin2"),
        latitude=entry.get("latitude", point.latitude if point else None),
        longitude=entry.get("longitude", point.longitude if point else None),
        population=entry.get("population", point.population if point else 0),
        source=entry.get("source", "general-knowledge"),
    )
