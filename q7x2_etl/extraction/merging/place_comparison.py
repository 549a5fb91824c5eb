"""How the places of two incidents stand to each other, by the gazetteer."""

from collections.abc import Set
from math import cos, hypot, inf, radians

from q7x2_etl.language.places.gazetteer import Gazetteer, Place
from q7x2_etl.language.places.names import name_key

_DEGREE = 111.0  # km of a degree of latitude
_DRIVE = 40.0  # km
_REGION = 300.0  # km from a region's middle, in which a town of its country may lie
_TOWN = 5_000  # inhabitants from which a name tells its country for sure; a village may have unlisted namesakes


class PlaceComparison:
    """Compares sets of place names, each as `name_key` writes it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def compared(self, places: Set[str], known: Set[str], by_headline: bool, opens: bool = False) -> str:
        """The feature of joining that tells how some places stand to those told before (by a headline only?).

        `opens`: they stand at the head of their sentence, as what it leads to.
        """
        if shared := places & known:
            if self._apart_within(places, known):
                return "same_area"
            return "same_country" if all(map(self._gazetteer.country, shared)) else "same_place"
        if not known:
            return "only_found_placed"
        if self._nested(places, known):
            return "nested_place"
        if opens:
            known = self._without_own_country(known)
        if self._in_country(places, known) or self._in_country(known, places):
            return "in_its_country"
        if by_headline:
            return "headline_place"
        countries, known_countries = self._countries(places), self._countries(known)
        if not countries or not known_countries or countries.isdisjoint(known_countries):
            return "unsure_place"
        if self._mostly_unlisted(places) or self._mostly_unlisted(known):
            return "unsure_place"
        return "near_place" if self._near(places, known) else "other_place"

    def countries_differ(self, places: Set[str], known: Set[str]) -> bool:
        """True where the places of both are known to lie in countries, and in none together.

        A village of Italy's is no proof: the story's own may be listed nowhere.
        """
        if places & known:
            return False
        if not (self._countries(places, _TOWN) and self._countries(known, _TOWN)):
            return False
        if self._countries(places) & self._countries(known):
            return False
        return not self._nested(places, known)

    def _mostly_unlisted(self, names: Set[str]) -> bool:
        """ "the villages of Xuru, Gindin Dutse and Ruku": one that is listed may be of another place of the name."""
        return 2 * sum(1 for name in names if not self._gazetteer.exact(name)) > len(names)

    def _apart_within(self, places: Set[str], known: Set[str]) -> bool:
        """ "in al-Rawdah (Marib)", "in Sirwah district (Marib)": a common area, and in it two places."""
        shared = places & known
        mine, theirs = places - shared, known - shared
        return bool(mine and theirs) and not self._nested(mine, theirs)

    def _without_own_country(self, names: Set[str]) -> Set[str]:
        """ "in Lille, France": the town, and not the country that it lies in."""
        return {name for name in names if not self._in_country(names - {name}, {name})}

    def _in_country(self, names: Set[str], areas: Set[str]) -> bool:
        """One of the areas is the country that one of the places lies in."""
        countries = {
            name_key(own)
            for code in self._countries(names)
            if (country := self._gazetteer.countries.get(code)) is not None
            for own in (country.name, *country.names)
        }
        return bool(countries & areas - names)

    def _near(self, one: Set[str], other: Set[str]) -> bool:
        """Two of the places lie in one province, an hour's drive apart at most."""
        theirs = [b for name in other for b in self._gazetteer.exact(name)[:1]]
        return any(_hours_drive(a, b) for name in one for a in self._gazetteer.exact(name)[:1] for b in theirs)

    def _countries(self, names: Set[str], least: int = 0) -> set[str]:
        """The countries that the foremost bearers of these names lie in; of towns, those of so many inhabitants."""
        return {
            place.country
            for name in names
            for place in self._gazetteer.exact(name)[:3]
            if place.country and (place.kind != "city" or place.population >= least)
        }

    def _nested(self, one: Set[str], other: Set[str]) -> bool:
        """One of the places lies in one of the others, by the gazetteer."""
        return any(self._within(a, other) or self._within(b, one) for a in one for b in other)

    def _within(self, name: str, areas: Set[str]) -> bool:
        for place in self._gazetteer.exact(name)[:3]:
            around = {name_key(area) for area in (place.admin1, place.admin2) if area}
            if around & areas - {name}:
                return True
        return self._in_region(name, areas)

    def _in_region(self, name: str, areas: Set[str]) -> bool:
        """ "Donbas" around "Avdiivka": a region that no list gives the towns of, in one country and near."""
        regions = [p for area in areas for p in self._gazetteer.exact(area)[:1] if p.kind == "region" and p.country]
        if not regions:
            return False
        towns = [p for p in self._gazetteer.exact(name)[:3] if p.kind != "region"]
        return any(t.country == r.country and _km(t, r) < _REGION for t in towns for r in regions)


def _hours_drive(one: Place, other: Place) -> bool:
    return one.admin1 == other.admin1 and _km(one, other) < _DRIVE


def _km(one: Place, other: Place) -> float:
    if None in {one.latitude, one.longitude, other.latitude, other.longitude}:
        return inf
    north, east = (one.latitude or 0) - (other.latitude or 0), (one.longitude or 0) - (other.longitude or 0)
    return hypot(north, east * cos(radians(one.latitude or 0))) * _DEGREE
