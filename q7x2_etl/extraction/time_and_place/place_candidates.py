"""Places that an incident's words name, and which of two lies in the other."""

from dataclasses import dataclass, replace

from q7x2_etl.extraction.framing.frames import PlaceRef
from q7x2_etl.extraction.time_and_place.nesting import Nesting
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.gazetteer import Place
from q7x2_etl.language.places.names import name_key
from q7x2_etl.language.places.resolution import Resolved

INSIDE = frozenset({"in", "near", "outside", "at", "around", "inside", "off"})
LOCAL = 2  # grain from which a place is no province


@dataclass(frozen=True, slots=True)
class Where:
    """A resolved place with the words that named it (text offsets). `grain`: 0 a country … 4 a town."""

    name: str | None
    resolved: Resolved | None
    country: str | None
    precision: int | None
    start: int
    end: int
    rule: str
    grain: int = 0

    @property
    def place(self) -> Place | None:
        """The place of the gazetteer that stands for it."""
        return self.resolved.place if self.resolved is not None else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a sentence names for an incident: what it costs to take it, and the areas told around it."""

    cost: tuple[int, float, int]
    where: Where
    ref: PlaceRef
    nesting: Nesting


def at_sea(where: Where) -> bool:
    """A gulf or a sea that no country owns: where ships are hit, whoever is told of besides."""
    place = where.place
    if place is None or place.kind != "feature" or place.country is not None:
        return False
    return not packaged_words().words["waters_of_nobody"].isdisjoint(place.name.lower().split())


def is_line(where: Where) -> bool:
    """ "the Line of Control", "the Durand Line": places on it are told more closely."""
    return where.place is not None and where.place.kind == "region" and "line" in name_key(where.place.name).split()


def as_area(candidate: Candidate) -> Candidate:
    """ "Quebec" of "Drummondville, Quebec" is the province, though a city bears the name too."""
    where = candidate.where
    return replace(candidate, where=replace(where, grain=min(where.grain, 1)))


def inside(other: Candidate, chosen: Candidate) -> bool:
    """Whether one candidate's place lies in the other's, as far as is known."""
    if other.where.rule == "place.line" and other.ref.weight < 0:
        return False  # "guarding the Trans-Papua road project in Mapenduma"
    inner, outer = other.where.place, chosen.where.place
    if inner is None:
        same_sentence = other.ref.sentence is chosen.ref.sentence
        if other.where.country is not None and chosen.where.country not in {None, other.where.country}:
            return False
        province = outer is not None and chosen.where.grain < LOCAL and other.where.rule != "place.line"
        told_there = same_sentence or (province and other.ref.mention.supported)
        named = other.ref.prep in INSIDE or (other.ref.mention.supported and other.ref.weight > 0)
        return told_there and named and chosen.ref.weight > 0  # "Borno state", then "Kalwa, a village"
    if outer is None:
        return chosen.where.grain == 0 and inner.country == chosen.where.country
    if inner.country != outer.country:
        return False
    return (
        outer.kind == "country"
        or (outer.kind == "region" and outer.admin1 is None)
        or (outer.admin1 is not None and inner.admin1 == outer.admin1)
    )


def lies_around(area: Candidate, chosen: Candidate) -> bool:
    """Whether a candidate can be the area of an unlisted place of the same sentence: coarser, and "in" it."""
    if area.ref.sentence is not chosen.ref.sentence or area.ref.weight <= 0:
        return False
    known = area.where.resolved is not None or area.where.country is not None
    fits = chosen.where.country in {None, area.where.country}
    return known and fits and (area.where.grain < chosen.where.grain) and area.ref.prep in {"in", "of", "across", ","}
