"""Where a document plays: the countries and first-level areas that its place names speak for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from q7x2_etl.language.places.gazetteer import Gazetteer, Place

_RIVAL_SHARE = 0.1  # of a place's inhabitants, from which its namesake in a country that is named may be meant
_SMALL_TOWN = 10_000
KNOWN_CITY = 50_000  # inhabitants from which a place is believed in a document that plays nowhere known
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Geography:
    """Where a document plays: shares (0-1) of countries (alpha-3), and of first-level areas (country, name)."""

    countries: Mapping[str, float] = field(default_factory=dict)
    admin1: Mapping[tuple[str, str], float] = field(default_factory=dict)
    _beside: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def beside(self, country: str, gazetteer: Gazetteer) -> float:
        """The greatest share of a country's neighbours; worked out once a country."""
        if country not in self._beside:
            known = gazetteer.countries.get(country)
            shares = (self.countries.get(n, 0.0) for n in known.neighbours) if known else ()
            self._beside[country] = max(shares, default=0.0)
        return self._beside[country]


def document_geography(
    gazetteer: Gazetteer,
    names: Mapping[str, int] | Iterable[tuple[str, int]],
    dateline: str | None = None,
    elsewhere: frozenset[str] = frozenset(),
) -> Geography:
    """Where a document plays, from the place names and demonyms in it with their counts, and the dateline's place.

    Countries by name weigh most, then nationalities, then places whose name leaves no doubt; names shared by several
    countries are then shared out among those already found, else among `elsewhere`: countries (alpha-3) that an armed
    group of the text crosses into.
    """
    counted = list(names.items()) if isinstance(names, Mapping) else list(names)
    if dateline:
        counted.append((dateline, 2))
    countries: dict[str, float] = defaultdict(float)
    areas: dict[tuple[str, str], float] = defaultdict(float)
    named: list[tuple[str, int]] = []
    for name, count in counted:
        country, people = gazetteer.country(name), gazetteer.demonym(name)
        if country:
            countries[_living(gazetteer, country)] += 3.0 * count
        elif people:
            countries[_living(gazetteer, people)] += 1.5 * count
        else:
            named.append((name, count))
    doubtful: list[tuple[tuple[Place, ...], int]] = []
    found = [(name, count, gazetteer.exact(name) or gazetteer.similar(name)) for name, count in named]
    sure = [(name, None if gazetteer.ambiguous(name) else _outstanding(places)) for name, _, places in found]
    cities = [place for _, place in sure if place is not None and place.population >= KNOWN_CITY]
    cities += [place for _, place in sure if place is not None and place.kind == "admin2"]
    named_countries = frozenset(countries)
    for (_, count, places), (_, certain) in zip(found, sure, strict=True):
        told = named_countries.union(str(city.country) for city in cities if city is not certain)
        if certain is None or _has_rival(certain, places, told):
            doubtful.append((places, count))
        else:
            _add(countries, areas, certain, _telling(certain) * count)
    for places, count in doubtful:
        fitting = [place for place in places if place.country in countries]
        fitting = fitting or [place for place in places if place.country in elsewhere]
        if fitting:
            _add(countries, areas, max(fitting, key=lambda p: countries.get(str(p.country), 0.0)), 0.5 * count)
    return Geography(_shares(countries), _shares(areas))


def _outstanding(places: tuple[Place, ...]) -> Place | None:
    """The one place that is meant whatever the document: all candidates lie in one country, or one dwarfs the rest."""
    if not places:
        return None
    first = places[0]
    others = max((p.population for p in places if p.country != first.country), default=0)
    areas_elsewhere = any(p.kind in ("country", "admin1") for p in places if p.country != first.country)
    return first if first.country and not areas_elsewhere and first.population >= 5 * others else None


def _has_rival(place: Place, places: tuple[Place, ...], told: frozenset[str]) -> bool:
    """Whether a country that the document names has a place of the name that is not much smaller: Lebanon's Tripoli."""
    if place.country in told:
        return False
    least = _RIVAL_SHARE * place.population if place.population >= KNOWN_CITY else 0  # of villages few tell the size
    return any(p.country in told and p.population >= least for p in places)


def _telling(place: Place) -> float:
    """How much a place says of where a document plays: a village may be another, unknown one of its name."""
    if place.kind in ("admin1", "region", "country") or place.population >= KNOWN_CITY:
        return 1.0
    return 0.6 if place.kind == "admin2" or place.population >= _SMALL_TOWN else 0.3


def _add(countries: dict[str, float], areas: dict[tuple[str, str], float], place: Place, weight: float) -> None:
    if place.country:
        countries[place.country] += weight
        if place.admin1:
            areas[(place.country, place.admin1)] += weight


def _living(gazetteer: Gazetteer, country: str) -> str:
    """The state that lies there now."""
    return gazetteer.countries[country].successor or country


def _shares(weights: Mapping[_Key, float]) -> dict[_Key, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}
