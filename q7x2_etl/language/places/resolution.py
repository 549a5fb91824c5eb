"""Which place a name means: decided by the words around it, then by where the document plays, then by importance.

    >>> geography = document_geography(gazetteer, {"Lebanon": 2, "Beirut": 1})
    >>> resolve(gazetteer, "Tripoli", Hint(), geography).place.country
    'LBN'

A name that fits nowhere stays unresolved: a wrong place is worse than none.
"""

from dataclasses import dataclass, replace
from math import log10
from typing import NamedTuple

from q7x2_etl.language.places.document_geography import KNOWN_CITY, Geography
from q7x2_etl.language.places.gazetteer import Gazetteer, Place, PlaceKind

# Set by hand so that each kind of evidence outranks what follows it: an area named with the place, the word beside it,
# the document's countries, importance; the homonyms in the tests hold them to it.
_IN_AREA = 12.0
_IN_COUNTRY = 8.0
_KIND_FITS = 5.0
_DOCUMENT_COUNTRY = 5.0
_DOCUMENT_AREA = 1.0
_NEIGHBOUR = 1.0
_WORLD_CITY = 1.5
_OWN, _RESPELT, _RENAMED = 1, 2, 10  # by how much less a place is known by a name that is not its own
_NAMED_SO = {_OWN: 0.5, _RESPELT: 0.4, _RENAMED: 0.0}
_SOUND_ONLY = -1.0
_PLAYS_TOO = 0.12  # share of a country in a document on the one beside it
_IN_PASSING = 0.4  # of the main country's share: below it a country is mentioned, and the document plays elsewhere
_TELLING_NAME = 5  # letters of a name that is likely to be one place's only
_MANY_COUNTRIES = 3  # that have a place of one name make it a name that any country may have
_FAMOUS = {"country": 11.0, "admin1": 2.0, "region": 1.5, "admin2": 1.0, "feature": 0.5, "city": 0.0}

SEAT_POPULATION = 20_000  # inhabitants from which a bare name means the city rather than the area named after it
WORLD_CITY = 500_000  # inhabitants from which a place is believed in a document that plays elsewhere
MAX_ALTERNATIVES = 5

_PRECISION = {"city": 1, "feature": 1, "admin2": 3, "admin1": 4, "region": 5, "country": 6}
NEAR_PRECISION = 2
WATERS_PRECISION = 7


@dataclass(frozen=True, slots=True)
class Hint:
    """What the words around a name say: the kind of place, the areas that hold it (narrowest first), its country.

    `near` is true where the event lies near the place ("60 km from Kunduz"), not in it. `said`: it stands behind "in",
    or beside a place noun, so that it is a place though it may be another word too ("in Nice"). `firm`: the areas are
    told to hold it ("the Central district of Karachi"), and cannot stand beside it in a list.
    """

    kind: PlaceKind | None = None
    within: tuple[str, ...] = ()
    country: str | None = None
    near: bool = False
    said: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place chosen. `where_precision` is UCDP's 1-7; `rule` says what decided; `alternatives` come next best first.

    A district without coordinates carries its province's point, with precision 4.
    """

    place: Place
    where_precision: int
    confidence: float
    rule: str
    alternatives: tuple[Place, ...] = ()


class _Scored(NamedTuple):
    place: Place
    score: float
    evidence: tuple[float, ...]
    supported: bool
    by_sound: bool
    inhabitants: int

    @property
    def rule(self) -> str:
        """The first of the evidence that speaks for it."""
        return next(
            (reason for weight, reason in zip(self.evidence, _REASONS, strict=True) if weight > 0), "importance"
        )


_Context = tuple[Hint, Geography, list[Place]]  # the last: the areas of the hint, resolved


def resolve(
    gazetteer: Gazetteer, name: str, hint: Hint | None = None, geography: Geography | None = None
) -> Resolved | None:
    """The place that `name` means here, or None where no candidate agrees with the text and the document.

    Order of evidence: an area or country named with it; the kind that the word beside it asks for; the document's
    countries and areas; the more important place. A name unknown to the gazetteer is answered with the narrowest known
    area of `hint.within` (rule `containing-area`).
    """
    hint, geography = hint or Hint(), geography or Geography()
    context = (hint, geography, _containers(gazetteer, hint, geography))
    found = _best(gazetteer, name, context)
    if found or not context[2]:
        return found
    if hint.firm:
        return _within(gazetteer, context[2][0])
    listed = _best(gazetteer, name, (hint, geography, []))
    area, shares = str(context[2][0].country), geography.countries
    least = shares.get(area, 0.0) / 2 if listed and listed.place.country != area else 0.0
    if listed and shares.get(str(listed.place.country), 0.0) <= least:
        listed = None  # nothing else in the text speaks for a country of that name's
    if listed and (listed.place.kind in ("country", "admin1") or listed.place.population >= KNOWN_CITY):
        # "Kunduz, Takhar and Baghlan": what looked like the area around the place is its neighbour in a list.
        return replace(listed, rule="beside-not-within", confidence=0.5)
    return _within(gazetteer, context[2][0])


def _within(gazetteer: Gazetteer, area: Place) -> Resolved:
    """A place that no gazetteer has, by the area that holds it."""
    place, precision = _point(gazetteer, area)
    return Resolved(place, max(precision, _PRECISION["admin2"]), 0.5, "containing-area")


def _best(gazetteer: Gazetteer, name: str, context: _Context) -> Resolved | None:
    """The best candidate: what bears the name or sounds like it and has support; else what is known well enough.

    Places known the world over compete with what bears the name nearby: Moscow in a text on Idaho may be Russia's.
    """
    exact = [s for place in gazetteer.exact(name) if (s := _score(gazetteer, place, name, context, False))]
    good = [s for s in _foremost(gazetteer, name, exact, context) if not _by_the_way(gazetteer, s, exact, context)]
    if not good:
        return None
    return _answer(gazetteer, sorted(good, key=lambda s: (-s.score, s.place.place_id)), context[0])


def _foremost(gazetteer: Gazetteer, name: str, exact: list[_Scored], context: _Context) -> list[_Scored]:
    """The candidates of the best tier that has any; what sounds alike is looked at only where no namesake will do."""
    ambiguous = gazetteer.ambiguous(name)
    found = [s for s in exact if s.supported or _is_world_famous(s, ambiguous)]
    if found:
        return found
    alike = [s for place in gazetteer.similar(name) if (s := _score(gazetteer, place, name, context, True))]
    return (
        [s for s in alike if s.supported]
        or [s for s in exact if _is_believed(gazetteer, s, ambiguous, context)]
        or _only_ones(gazetteer, name, exact, context)
        or [s for s in alike if _is_believed(gazetteer, s, ambiguous, context)]
    )


def _only_ones(gazetteer: Gazetteer, name: str, exact: list[_Scored], context: _Context) -> list[_Scored]:
    """ "in Saravena", and nothing else says where: one country only has a place of the name, though a small one."""
    hint, geography, _ = context
    if not hint.said or geography.countries or len(name) < _TELLING_NAME or gazetteer.is_listed_ambiguous(name):
        return []
    return exact if len({s.place.country for s in exact}) == 1 else []


def _by_the_way(gazetteer: Gazetteer, scored: _Scored, exact: list[_Scored], context: _Context) -> bool:
    """Only a country that the document mentions in passing speaks for the place, and the name is one of many places.

    A text on El Salvador that quotes the U.S. ambassador means no town in California by San Ramon, though the one it
    means is too small for any gazetteer.
    """
    hint, geography, containers = context
    share, most = (
        geography.countries.get(str(scored.place.country), 0.0),
        max(geography.countries.values(), default=0.0),
    )
    if hint.country or containers or not share or share >= _IN_PASSING * most:
        return False
    shared = len({s.place.country for s in exact}) >= _MANY_COUNTRIES
    beside = share >= _PLAYS_TOO and geography.beside(str(scored.place.country), gazetteer) > 0
    if beside and not shared:
        return False  # across the border: Sderot in a story of Gaza
    if scored.place.kind in ("admin1", "admin2"):
        return shared and scored.inhabitants < WORLD_CITY
    return scored.place.kind == "city" and (shared or scored.inhabitants < KNOWN_CITY)


def _containers(gazetteer: Gazetteer, hint: Hint, geography: Geography) -> list[Place]:
    """The areas of the hint, resolved from the widest to the narrowest, each looked for in the wider ones."""
    found: list[Place] = []
    for at in range(len(hint.within) - 1, -1, -1):
        name = hint.within[at]
        people = gazetteer.demonym(name)
        country = found[0].country if found else hint.country
        places = gazetteer.candidates(gazetteer.countries[people].name if people else name)
        held = [p for p in places if country in (None, p.country) and all(_lies_in(p, a) for a in found)]
        fitting = [p for p in held if p.kind != "city"] or [p for p in held if p.population >= SEAT_POPULATION]
        if country is None and geography.countries:
            fitting = [p for p in fitting if _in_reach(gazetteer, p, name, geography)]
        if fitting:
            found.insert(0, max(fitting, key=lambda p: geography.countries.get(str(p.country), 0.0)))
    return found


def _in_reach(gazetteer: Gazetteer, area: Place, name: str, geography: Geography) -> bool:
    """Whether an area may be meant in the document: "in southern Apopa" speaks of no Southern District elsewhere."""
    share = geography.countries.get(str(area.country), 0.0)
    known = _known_as(area, _belonging(gazetteer, area, name))
    famous = area.kind in ("country", "region") or area.country is None or known >= WORLD_CITY
    return share > 0 or famous or geography.beside(str(area.country), gazetteer) > 0


def _lies_in(place: Place, area: Place) -> bool:
    if place.country != area.country:
        return False
    if area.kind == "country" or place.kind == "region":
        return True
    if area.kind in ("admin2", "city") and place.kind in ("city", "feature"):
        return place.admin1 == area.admin1
    return area.admin1 is None or place.admin1 == area.admin1


_REASONS = (
    "containing-area-agrees", "country-named", "kind-asked-for", "document-country", "document-area",
    "neighbouring-country", "importance",
)  # fmt: skip


def _score(gazetteer: Gazetteer, place: Place, name: str, context: _Context, by_sound: bool) -> _Scored | None:
    """The candidate's score and the evidence that speaks for it; None where the text rules it out."""
    hint, geography, containers = context
    country = str(place.country)
    if hint.country and place.country != hint.country:
        return None
    inside = [area for area in containers if area.place_id != place.place_id and _lies_in(place, area)]
    if containers and not inside:
        return None
    if hint.firm and len(inside) < sum(area.place_id != place.place_id for area in containers):
        return None  # "Murom in Russia's Belgorod region" is not the town in Vladimir
    in_area = any(area.kind != "country" for area in inside)
    share = geography.countries.get(country, 0.0)
    belonging = _belonging(gazetteer, place, name)
    evidence = (  # in the order of _REASONS
        _IN_AREA if in_area else _IN_COUNTRY if inside else 0.0,
        _IN_COUNTRY if hint.country else 0.0,
        _kind_fit(hint.kind, place),
        max(0.0, _DOCUMENT_COUNTRY + 2 * log10(share)) if share else 0.0,
        _DOCUMENT_AREA * geography.admin1.get((country, place.admin1 or ""), 0.0),
        _NEIGHBOUR * geography.beside(country, gazetteer),
        _fame(place, belonging),
    )
    score = sum(evidence) + _NAMED_SO[belonging] + (_SOUND_ONLY if by_sound else 0.0)
    supported = bool(inside) or bool(hint.country) or share > 0
    return _Scored(place, score, evidence, supported, by_sound, _known_as(place, belonging))


def _kind_fit(asked: PlaceKind | None, place: Place) -> float:
    if asked is None:
        return 0.0
    if place.kind == asked:
        return _KIND_FITS
    if {asked, place.kind} <= {"admin1", "admin2", "region"}:
        return _KIND_FITS / 2  # writers take province, region and district for each other
    if asked == "admin2" and place.kind == "city":
        return _KIND_FITS / 3  # the district is named after its seat
    return 0.0


def _fame(place: Place, belonging: int) -> float:
    inhabitants = _known_as(place, belonging)
    world_city = _WORLD_CITY if place.kind == "city" and inhabitants >= WORLD_CITY else 0.0
    return log10(inhabitants + 1) + world_city + _FAMOUS[place.kind]


def _known_as(place: Place, belonging: int) -> int:
    """The inhabitants that count: cities and provinces are less known by their other spellings and former names."""
    return place.population // belonging if place.kind in {"city", "admin1"} else place.population


def _belonging(gazetteer: Gazetteer, place: Place, name: str) -> int:
    """By how much less a place is known by this name than by its own."""
    if gazetteer.same_name(place, name):
        return _OWN
    return _RESPELT if place.kind == "city" and gazetteer.sounds_like(place, name) else _RENAMED


def _is_world_famous(scored: _Scored, ambiguous: bool) -> bool:
    """Whether a place may be meant in any document, though nothing in it speaks for the place."""
    if scored.place.kind == "country" or scored.place.country is None:
        return True
    return scored.inhabitants >= WORLD_CITY and not ambiguous


def _is_believed(gazetteer: Gazetteer, scored: _Scored, ambiguous: bool, context: _Context) -> bool:
    """Whether a place that nothing in the text speaks for is known well enough to be meant all the same."""
    place, geography = scored.place, context[1]
    known = context[0].said and (place.kind == "admin1" or scored.inhabitants >= KNOWN_CITY)
    if (ambiguous and not known) or (scored.by_sound and geography.countries):
        return False
    if place.kind != "city":
        return not geography.countries or place.kind == "region" or scored.inhabitants >= KNOWN_CITY
    near = not geography.countries or geography.beside(str(place.country), gazetteer) > 0
    return scored.inhabitants >= (KNOWN_CITY if near and not scored.by_sound else WORLD_CITY)


def _answer(gazetteer: Gazetteer, ranked: list[_Scored], hint: Hint) -> Resolved:
    best = ranked[0] if hint.kind else _seat(ranked)
    rule, place = best.rule, best.place
    if hint.kind == "admin2" and place.kind == "city":
        place, rule = replace(place, kind="admin2", admin2=place.name), "district-by-its-seat"
    place, precision = _point(gazetteer, place)
    if hint.near and precision == 1:
        precision = NEAR_PRECISION
    rivals = [s for s in ranked if (s.place.country, s.place.admin1) != (best.place.country, best.place.admin1)]
    lead = best.score - rivals[0].score if rivals else 4.0
    confidence = min(
        0.98, (0.55 if best.supported else 0.4) + 0.1 * max(0.0, min(lead, 4.0)) - (0.1 if best.by_sound else 0.0)
    )
    others = tuple(s.place for s in ranked if s is not best)[:MAX_ALTERNATIVES]
    return Resolved(place, precision, round(confidence, 3), rule + ("+sound" if best.by_sound else ""), others)


def _seat(ranked: list[_Scored]) -> _Scored:
    """The best candidate; but the city where that is the area named after it, and the city is of some size."""
    best = ranked[0]
    if best.place.kind not in ("admin1", "admin2"):
        return best
    inside = (s for s in ranked if s.place.kind == "city" and _lies_in(s.place, best.place))
    return next((s for s in inside if s.inhabitants >= SEAT_POPULATION), best)


def _point(gazetteer: Gazetteer, place: Place) -> tuple[Place, int]:
    """The place with a point to show, and the precision of that point."""
    if place.country is None and place.kind == "feature":
        return place, WATERS_PRECISION
    if place.latitude is not None or not place.admin1 or place.country is None:
        return place, _PRECISION[place.kind]
    province = gazetteer.admin1(place.country, place.admin1)
    if province is None or place.kind == "admin1":
        return place, _PRECISION[place.kind]
    return replace(place, latitude=province.latitude, longitude=province.longitude), _PRECISION["admin1"]
