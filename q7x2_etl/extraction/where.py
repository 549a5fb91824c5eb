"""Where an incident happened: the place its words name, resolved by the article's geography."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.circumstances import chain_at
from q7x2_etl.extraction.frames import PlaceRef
from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.gazetteer import Gazetteer, PlaceKind
from q7x2_etl.language.groups import PlaceMention
from q7x2_etl.language.place_levels import PlaceLevels
from q7x2_etl.language.place_resolution import Geography, Hint, Resolved, document_geography, resolve

_INSIDE = frozenset({"in", "near", "outside", "at", "around"})
_DISTANCE_REACH = 5  # tokens before a name in which "20 km from" may stand
_FAR = -20.0  # a place that hangs no closer than this is not the incident's
_MOST_PLACES = 4  # of one frame that are looked at
_KINDS: dict[str, PlaceKind] = {
    "admin1": "admin1", "admin2": "admin2", "city": "city", "village": "city", "region": "region", "feature": "feature",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """A resolved place with the words that named it (text offsets)."""

    name: str | None
    resolved: Resolved | None
    country: str | None
    precision: int | None
    start: int
    end: int
    rule: str


class Places:
    """Resolves the places of one article."""

    def __init__(
        self, gazetteer: Gazetteer, levels: PlaceLevels, units: frozenset[str], sentences: Sequence[Sentence]
    ) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        self._units = units
        self._geography = self._geography_of(sentences)

    def _geography_of(self, sentences: Sequence[Sentence]) -> Geography:
        names = Counter(self._counted_as(p) for s in sentences for p in s.places)
        return document_geography(self._gazetteer, names)

    def _counted_as(self, mention: PlaceMention) -> str:
        """ "U.S." tells as much as "American" of where a document plays: less than the name of a country."""
        country = self._gazetteer.country(mention.name) if mention.adjectival else None
        demonyms = self._gazetteer.countries[country].demonyms if country else ()
        return demonyms[0] if demonyms else mention.name

    def where(self, ref: PlaceRef) -> Where | None:
        """The place of one reference; None where its name stays unresolved and no place word supports it."""
        sentence, mention = ref.sentence, ref.mention
        within = chain_at(sentence, mention)
        start, end = sentence.offsets(mention.first, mention.last)
        country = next((c for c in map(self._gazetteer.country, within) if c), None)
        if mention.is_country:
            code = self._gazetteer.country(mention.name)
            return Where(None, None, code, 6, start, end, "place.country")
        level = self._levels.level_at(sentence, mention)
        hint = Hint(kind=_KINDS.get(level) if level is not None else None, within=within, country=country)
        resolved = resolve(self._gazetteer, mention.name, hint, self._geography)
        if resolved is None:
            known = mention.supported or within or ref.prep in _INSIDE
            return self._unresolved(mention.name, within, country, start, end) if known else None
        precision = resolved.where_precision
        if precision == 1 and (ref.prep == "near" or self._at_distance(sentence, mention.first)):
            precision = 2
        return Where(mention.name, resolved, resolved.place.country, precision, start, end, f"place.{resolved.rule}")

    def _unresolved(self, name: str, within: tuple[str, ...], country: str | None, start: int, end: int) -> Where:
        """A named place that the gazetteer lacks: the area around it gives province and country."""
        for area in within:
            resolved = resolve(self._gazetteer, area, Hint(kind=None, within=(), country=country), self._geography)
            if resolved is not None:
                precision = max(resolved.where_precision, 4 if resolved.place.kind == "admin1" else 2)
                return Where(name, resolved, resolved.place.country, precision, start, end, "place.within")
        country = country or self.main_country()
        return Where(name, None, country, 6 if country else None, start, end, "place.unlisted")

    def _at_distance(self, sentence: Sentence, first: int) -> bool:
        return not self._units.isdisjoint(sentence.lows[max(0, first - _DISTANCE_REACH) : first])

    def best(self, incident: Incident) -> Where | None:
        """The most specific place that hangs closely on the incident's frames."""
        found: list[tuple[tuple[int, float, int], Where]] = []
        for order, frame in enumerate(incident.frames):
            near = [ref for ref in frame.places if ref.weight >= _FAR]
            around = {name for ref in near for name in chain_at(ref.sentence, ref.mention)}
            for rank, ref in enumerate(near[:_MOST_PLACES]):
                if ref.mention.name in around and len(near) > 1:
                    continue
                where = self.where(ref)
                if where is not None:
                    cost = 6.0 * rank + 3.0 * order - ref.weight
                    if frame is incident.main:
                        cost -= 6.0
                    vague = 0 if where.precision is not None and where.precision < 6 else 1
                    found.append(((vague, cost, order), where))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def main_country(self) -> str | None:
        """The country that the article speaks of most; None where two are about even."""
        ranked = sorted(self._geography.countries.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            return None
        return ranked[0][0]
