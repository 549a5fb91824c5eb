"""The province of a place in countries whose first-level areas are regions above the provinces that news names.

"Patikul, Sulu" lies in the region of Bangsamoro; who reads of it looks for Sulu.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from q7x2_etl.extraction.time_and_place.place_candidates import Where
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.gazetteer import Gazetteer, Place


def in_province(where: Where, named: Iterable[str], gazetteer: Gazetteer) -> Where:
    """The place with its province in stead of its region, where the story names one of the region's; `named`: what it
    names. Of several the one whose middle is nearest.
    """
    place, resolved = where.place, where.resolved
    if place is None or resolved is None or place.country not in packaged_words().words["countries_of_regions"]:
        return where
    if place.kind not in {"city", "admin2", "feature"} or place.admin1 is None:
        return where
    province = place.admin2 or _nearest(place, [p for name in named for p in _provinces(gazetteer, name, place)])
    return replace(where, resolved=replace(resolved, place=replace(place, admin1=province))) if province else where


def _provinces(gazetteer: Gazetteer, name: str, place: Place) -> list[Place]:
    found = (p for p in gazetteer.exact(name) if p.kind == "admin2")
    return [replace(p, admin2=name) for p in found if (p.country, p.admin1) == (place.country, place.admin1)]


def _nearest(place: Place, provinces: Sequence[Place]) -> str | None:
    def apart(province: Place) -> float:
        if place.latitude is None or place.longitude is None:
            return 0.0
        north, east = (province.latitude or 0.0) - place.latitude, (province.longitude or 0.0) - place.longitude
        return north * north + east * east

    return min(provinces, key=apart).admin2 if provinces else None
