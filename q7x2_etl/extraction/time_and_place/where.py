"""Where an incident happened: the place its words name, resolved by the article's geography."""

from collections.abc import Sequence
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import PlaceRef
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.time_and_place.headings import nesting_of_heading
from q7x2_etl.extraction.time_and_place.nesting import Nesting, NestingReader
from q7x2_etl.extraction.time_and_place.place_candidates import (
    INSIDE,
    LOCAL,
    Candidate,
    Where,
    as_area,
    inside,
    is_line,
    lies_around,
)
from q7x2_etl.extraction.time_and_place.provinces import in_province
from q7x2_etl.extraction.time_and_place.story_geography import Capital, StoryGeography, beyond_border
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import PlaceMention
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.gazetteer import Gazetteer, Place, PlaceKind
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.places.names import name_key
from q7x2_etl.language.places.resolution import Hint, Resolved, resolve
from q7x2_etl.once import once

_DISTANCE_REACH = 5  # tokens before a name in which "20 km from" may stand
_FAR = -20.0  # a place that hangs no closer than this is not the incident's
_SPOKEN_OF = 0.2  # share of a country in its story from which a village may lie there
_DEGREES = 4  # of latitude and longitude, within which a town that is so many kilometres off lies
_GREAT_CITY = 300_000  # inhabitants of a town whose parts the news names
_MOST_PLACES = 5  # of one frame that are looked at
_KINDS: dict[str, PlaceKind] = {
    "admin1": "admin1", "admin2": "admin2", "city": "city", "village": "city", "region": "region", "feature": "feature",
}  # fmt: skip
_GRAIN = {"country": 0, "admin1": 1, "region": 1, "admin2": 2, "city": 4, "feature": 4}
_SEAT_GRAIN = 3  # of a town that bears its province's name: the province may be meant
_UNLISTED = frozenset({"place.containing-area", "place.within", "place.unlisted", "place.line"})
_BORDER_PRECISION, _ROAD_PRECISION = 5, 2  # of UCDP's; a road is near its places


class Places:
    """Resolves the places of one article."""

    def __init__(
        self, gazetteer: Gazetteer, levels: PlaceLevels, units: frozenset[str], geography: StoryGeography
    ) -> None:
        self._gazetteer = gazetteer
        self._levels = levels
        self._units = units
        self._story = geography
        self._nesting = NestingReader(levels)
        self._nested_elsewhere: dict[str, Nesting] | None = None
        self._nestings: dict[tuple[Sentence, PlaceMention], Nesting] = {}
        self._known: dict[tuple[Sentence, PlaceMention, str | None], Where | None] = {}

    def where(self, ref: PlaceRef) -> Where | None:
        """The place of one reference; None where its name stays unresolved and no place word supports it."""
        key = ref.sentence, ref.mention, ref.prep
        if key not in self._known:
            self._known[key] = self._where(ref)
        return self._known[key]

    def _where(self, ref: PlaceRef) -> Where | None:
        sentence, mention = ref.sentence, ref.mention
        if beyond_border(sentence, mention):
            return None
        start, end = sentence.offsets(mention.first, mention.last)
        if mention.is_country:
            code = self._gazetteer.country(mention.name)
            return Where(None, None, code, 6, start, end, "place.country")
        line = sentence.lows[mention.last - 1] in self._levels.lines
        if line and not self._gazetteer.is_name(mention.name):
            return self._line(sentence, mention, start, end)
        nesting = self._nesting_of(sentence, mention)
        within = nesting.names or self._town_around(sentence, mention)
        country = next((c for c in (self._country_around(n, (mention.name, *within)) for n in within) if c), None)
        country = country or next(iter(nesting.demonyms), None)
        level = self._levels.level_at(sentence, mention)
        kind = _KINDS.get(level) if level is not None else None
        said = sentence.case_tells and (mention.supported or ref.prep in INSIDE)
        hint = Hint(kind=kind, within=within, country=country, said=said, firm=nesting.stated)
        resolved = resolve(self._gazetteer, mention.name, hint, self._story.geography)
        if resolved is None and country is not None and not within:
            resolved = resolve(self._gazetteer, mention.name, Hint(kind=kind), self._story.geography)
            resolved = resolved if resolved is not None and resolved.place.country == country else None
        if resolved is not None and level == "village" and self._of_elsewhere(resolved):
            resolved = None
        if resolved is not None and self._far_from(resolved.place, self._nesting.measured_from(sentence, mention)):
            resolved = None  # "in Tanga, 30 km north of Djibo": no town of Tanzania
        if resolved is None:
            known = mention.supported or within or country or ref.prep in INSIDE
            grain = _GRAIN[kind] if kind is not None else 4
            within = within or self._nesting.measured_from(sentence, mention)
            return self._unresolved(mention.name, (within, country, grain), start, end) if known else None
        precision = resolved.where_precision
        if precision == 1 and (ref.prep == "near" or self._at_distance(sentence, mention.first)):
            precision = 2
        rule = f"place.{resolved.rule}"
        grain = _GRAIN[kind or "city"] if rule in _UNLISTED else self._grain(resolved.place, mention.name)
        if kind in {"admin1", "admin2"} and resolved.place.kind == "city":
            grain = min(grain, _GRAIN["admin2"])  # "Satipo province", of which only the town is known
        return Where(mention.name, resolved, resolved.place.country, precision, start, end, rule, grain)

    def _far_from(self, place: Place, towns: Sequence[str]) -> bool:
        """Whether every place that bears the name of one of these towns lies in another part of the world."""
        known = [p for town in towns for p in self._gazetteer.exact(town)]
        return bool(known) and not any(_beside(place, other) for other in known)

    def _town_around(self, sentence: Sentence, mention: PlaceMention) -> tuple[str, ...]:
        """ "Rio de Janeiro's police entered the Jacarezinho favela": a part of the town that its sentence names."""
        lows = sentence.lows
        beside = {*lows[max(0, mention.first - 2) : mention.first], *lows[mention.last : mention.last + 1]}
        if beside.isdisjoint(packaged_words().words["town_parts"]):
            return ()
        named = (p.name for p in sentence.places if p != mention and not (p.demonym or p.is_country))
        return tuple(n for n in named if any(p.population > _GREAT_CITY for p in self._gazetteer.exact(n)))[:1]

    def _of_elsewhere(self, found: Resolved) -> bool:
        """ "the San Marcos quarter" of a story of Mexico is no town of Spain's, which nothing else in it speaks of."""
        main, country = self.main_country(), str(found.place.country)
        share = self._story.geography.countries.get(country, 0.0)
        return main is not None and country != main and share < _SPOKEN_OF and found.place.kind == "city"

    def _grain(self, place: Place, name: str) -> int:
        """How specific a resolved place is; "Gaza" is the strip in a story of the Gaza Strip."""
        if place.kind != "city" or place.admin1 is None or place.country is None:
            return _GRAIN[place.kind]
        province = self._gazetteer.admin1(place.country, name)
        if province is None or province.name != place.admin1:
            return _GRAIN["city"]
        others = {other for other, _, _ in self._story.named if name_key(other) != name_key(name)}
        meant = any(self._gazetteer.admin1(place.country, other) == province for other in others)
        return _SEAT_GRAIN if meant else _GRAIN["city"]

    def _country_around(self, area: str, names: Sequence[str]) -> str | None:
        """The country of an area's name, or that of the state which bears it: Georgia around Augusta is in the US.

        `names` are the places told to lie in it.
        """
        country = self._gazetteer.country(area)
        states = [p for p in self._gazetteer.exact(area) if p.kind == "admin1" and p.country != country]
        if country is None:
            return country
        inside = [(p.country, p.admin1) for name in names if name != area for p in self._gazetteer.exact(name)]
        if any(code == country for code, _ in inside):
            return country
        longer = f"{name_key(area)} "  # "Suleja, Niger" lies in Niger State
        bearing = [code for code, admin1 in inside if admin1 and name_key(admin1).startswith(longer)]
        return next((p.country for p in states if (p.country, p.name) in inside), next(iter(bearing), country))

    def _nesting_of(self, sentence: Sentence, mention: PlaceMention) -> Nesting:
        """How a place is nested; several ask for it."""
        key = sentence, mention
        if key not in self._nestings:
            self._nestings[key] = self._nesting_read(sentence, mention)
        return self._nestings[key]

    def _nesting_read(self, sentence: Sentence, mention: PlaceMention) -> Nesting:
        """As its own sentence nests it, else as another sentence of the story does."""
        headed = nesting_of_heading(sentence, mention, self._gazetteer)
        if headed is not None:
            return headed
        own = self._nesting.nesting(sentence, mention)
        if own.names or own.demonyms:
            return own
        if self._nested_elsewhere is None:
            self._nested_elsewhere = {}
            for other in self._story.sentences:
                for place in other.places:
                    if not place.demonym and not place.is_country:
                        found = self._nesting.nesting(other, place)
                        if found.names:
                            self._nested_elsewhere.setdefault(name_key(place.name), found)
        return self._nested_elsewhere.get(name_key(mention.name), own)

    def _unresolved(self, name: str, known: tuple[tuple[str, ...], str | None, int], start: int, end: int) -> Where:
        """A named place that the gazetteer lacks: the area around it gives province and country."""
        within, country, grain = known
        for area in within:
            hint = Hint(kind=None, within=(), country=country)
            resolved = resolve(self._gazetteer, area, hint, self._story.geography)
            if resolved is not None:
                precision = max(resolved.where_precision, 4 if resolved.place.kind == "admin1" else 2)
                return Where(name, resolved, resolved.place.country, precision, start, end, "place.within", grain)
        return Where(name, None, country, 6 if country else None, start, end, "place.unlisted", grain)

    def _line(self, sentence: Sentence, mention: PlaceMention, start: int, end: int) -> Where:
        """ "the Kaduna-Abuja highway", "the Tajik-Uzbek border": between two places, nearer to the story's own."""
        border = sentence.lows[mention.last - 1] in packaged_words().words["border_lines"]
        parts = mention.name.rpartition(" ")[0].split("-")
        shares = self._story.geography.countries
        countries = [self._gazetteer.demonym(p) or self._gazetteer.country(p) for p in parts]
        known = [c for c in countries if c is not None]
        both = set.intersection(*({p.country for p in self._gazetteer.exact(part)} for part in parts))
        towns = len(parts) > 1 and not border and len(known) < len(parts) and both
        known = [] if towns else known  # "the Djibouti-Obock road": the towns of these names
        if len(known) == len(parts) == 1:  # "along the Afghan border": of the country that the story is about
            main = self.main_country()
            country = main if main != known[0] else None
            return Where(mention.name, None, country, 6, start, end, "place.line", 1)
        if known:
            country = max(known, key=lambda c: (shares.get(c, 0.0), -known.index(c)))
            return Where(mention.name, None, country, 6, start, end, "place.line", 4)
        hint = Hint(country=next(iter(both))) if len(both) == 1 else Hint()
        for part in parts:
            resolved = resolve(self._gazetteer, part, hint, self._story.geography)
            if resolved is not None:
                precision = max(resolved.where_precision, _BORDER_PRECISION if border else _ROAD_PRECISION)
                return Where(mention.name, resolved, resolved.place.country, precision, start, end, "place.line", 4)
        return Where(mention.name, None, None, None, start, end, "place.line", 4)

    def _at_distance(self, sentence: Sentence, first: int) -> bool:
        return not self._units.isdisjoint(sentence.lows[max(0, first - _DISTANCE_REACH) : first])

    def best(self, incident: Incident) -> Where | None:
        """The most specific place that hangs closely on the incident's frames."""
        found: list[Candidate] = []
        for order, frame in enumerate(incident.frames):
            fled = frame.event_type == "displacement" and frame is not incident.main
            for rank, ref in enumerate(frame.places[:_MOST_PLACES]):
                where = self.where(ref) if ref.weight >= (0 if fled else _FAR) else None
                if where is not None:
                    cost = 6.0 * rank + 3.0 * order - ref.weight - (6.0 if frame is incident.main else 0.0)
                    found.append(self._candidate(ref, where, (self._doubt(where, ref), cost, order)))
        chosen = self.most_specific(found)
        if chosen is None or chosen.grain < 1:
            capital = self._capital(incident)
            if capital is not None and (chosen is None or chosen.country == capital.country):
                return capital
        return chosen

    def _candidate(self, ref: PlaceRef, where: Where, cost: tuple[int, float, int]) -> Candidate:
        return Candidate(cost, where, ref, self._nesting_of(ref.sentence, ref.mention))

    def nearest(self, refs: Sequence[PlaceRef]) -> Where | None:
        """The most specific of the places that a sentence beside the incident's names."""
        found = [
            self._candidate(ref, where, (self._doubt(where, ref), 6.0 * rank, rank))
            for rank, ref in enumerate(refs)
            if ref.weight > 0 and (where := self.where(ref)) is not None
        ]
        return self.most_specific(found)

    def most_specific(self, found: Sequence[Candidate]) -> Where | None:
        """The closest candidate, or what lies inside it; areas around it complete a place that no list has."""
        around = {name for c in found if c.where.grain > 1 for name in c.nesting.names}
        ranked = sorted((as_area(c) if c.ref.mention.name in around else c for c in found), key=lambda c: c.cost)
        if not ranked:
            return None
        chosen = ranked[0]
        for other in ranked[1:]:
            apart = self._at_distance(other.ref.sentence, other.ref.mention.first)
            held = chosen.ref.mention.name in other.nesting.names  # "85 miles off Eyl, on Puntland's coast"
            finer = other.where.grain > chosen.where.grain and (held or (not apart and inside(other, chosen)))
            off_line = is_line(chosen.where) and other.where.grain >= LOCAL and other.ref.weight > 0
            if finer or off_line or self._quarter_of(other, chosen):
                chosen = other
        if chosen.where.rule in _UNLISTED and (chosen.where.resolved is None):
            area = next((c.where for c in ranked if c is not chosen and lies_around(c, chosen)), None)
            if area is not None:
                return replace(
                    chosen.where, resolved=area.resolved, country=area.country, rule="place.within",
                    precision=max(area.precision or 6, 4),
                )  # fmt: skip
        return chosen.where

    def _quarter_of(self, other: Candidate, chosen: Candidate) -> bool:
        """ "an attack in a Beirut suburb", then "in the suburb of Bourj al-Barajneh": a part of the town."""
        lows, mention = other.ref.sentence.lows, other.ref.mention
        near = {*lows[max(0, mention.first - 2) : mention.first], *lows[mention.last : mention.last + 1]}
        if near.isdisjoint(packaged_words().words["town_parts"]) or min(other.ref.weight, chosen.ref.weight) <= 0:
            return False
        town, part = chosen.where.place, other.where.place
        if town is None or town.kind != "city" or name_key(other.ref.mention.name) == name_key(chosen.ref.mention.name):
            return False
        return part is None or (part.country == town.country and part.population < town.population)

    @staticmethod
    def _doubt(where: Where, ref: PlaceRef) -> int:
        """0 for a place, 1 for a name that nothing else in the text says to be one, 2 for a country."""
        if where.grain == 0 and where.name is None:
            return 2
        if where.rule == "place.line" and where.grain == 1:
            return 1
        unlisted = where.rule == "place.unlisted" and where.resolved is None
        return 1 if unlisted and not (ref.mention.supported or ref.prep in INSIDE) else 0

    def _capital(self, incident: Incident) -> Where | None:
        """ "in the capital", "the Somali capital": the capital of the country named with it or of the story's own."""
        for frame in incident.frames:
            found = self._story.capital(frame.sentence, self.main_country())
            if found is not None:
                return self._of_capital(found)
        seats = packaged_words().words["national_seats"]
        for frame in incident.frames:
            for group in frame.objects:
                nation = next((p for p in group.places if p.is_country), None)
                owned = group.possessor_end
                if nation is None or owned is None or seats.isdisjoint(frame.sentence.lows[owned : group.head + 1]):
                    continue  # "Kenya's parliament"
                country = self._gazetteer.countries.get(self._gazetteer.country(nation.name) or "")
                if country is not None and country.capital:
                    start, end = frame.sentence.offsets(group.first, group.last)
                    return self._of_capital(Capital(country.capital, country.id, start, end))
        return None

    def _of_capital(self, found: Capital) -> Where | None:
        resolved = resolve(self._gazetteer, found.name, Hint(country=found.country), self._story.geography)
        if resolved is None:
            return None
        return Where(found.name, resolved, found.country, 1, found.start, found.end, "place.capital", 4)

    def main_country(self) -> str | None:
        """The country that the story speaks of most; None where two are about even."""
        return self._story.main_country

    def country_of_actors(self, incident: Incident) -> str | None:
        """The one country that the known actors of an incident belong to."""
        found = {
            str(m.sense.entry["country"])
            for f in incident.frames for r in f.roles for m in r.group.mentions
            if m.sense.kind == "actor" and m.sense.entry.get("country") in self._gazetteer.countries
            and m.sense.entry["country"] in (m.sense.entry.get("active_in") or (m.sense.entry["country"],))
        }  # fmt: skip
        return next(iter(found)) if len(found) == 1 else None

    def province_of(self, where: Where) -> Place | None:
        """The first-level area that a resolved place lies in."""
        place = where.place
        if place is None or place.admin1 is None or place.country is None:
            return None
        return self._gazetteer.admin1(place.country, place.admin1)

    def settled_province(self) -> Where | None:
        """The first-level area in which the story clearly plays, as a place: all that is known of an incident's."""
        settled = self._story.province()
        area = self._gazetteer.admin1(*settled) if settled is not None else None
        if area is None:
            return None
        named = (m for m in self._story.named if self._gazetteer.admin1(str(area.country), m[0]) == area)
        name, start, end = next(named, (None, 0, 0))
        if name is None or self._story.speaks(start):
            return None
        resolved = Resolved(area, 4, 0.5, "story-province")
        return Where(name, resolved, area.country, 4, start, end, "place.story-province", 1)

    def province(self) -> Place | None:
        """The first-level area in which the story clearly plays, else that of the town it was filed from."""
        settled = self._story.province()
        if settled is not None:
            return self._gazetteer.admin1(*settled)
        filed = self.dateline
        if filed is None or filed.name is None or filed.country is None:
            return None
        return None if self.is_capital(filed) else self.province_of(filed)

    def is_capital(self, where: Where) -> bool:
        """Whether a named place bears the name of its country's capital."""
        country = self._gazetteer.countries.get(where.country or "")
        named = country is not None and country.capital is not None and where.name is not None
        return named and name_key(str(country and country.capital)) == name_key(str(where.name))

    def in_province(self, where: Where) -> Where:
        """The place in the province that the story names, where its country has regions above them."""
        return in_province(where, (name for name, _, _ in self._story.named), self._gazetteer)

    def lying_in(self, where: Where, area: Place) -> Where:
        """The place with the province that the story puts it in."""
        resolved = Resolved(area, 4, 0.5, "story-province")
        return replace(where, resolved=resolved, country=area.country, precision=4, rule=f"{where.rule}.province")

    @once
    def dateline(self) -> Where | None:
        """The place that the story was filed from."""
        filed = self._story.filed
        if filed is None:
            return None
        resolved = resolve(self._gazetteer, filed.name, Hint(country=filed.country), self._story.geography)
        if resolved is None:
            return (
                Where(None, None, filed.country, 6, filed.start, filed.end, "place.dateline") if filed.country else None
            )
        grain = _GRAIN[resolved.place.kind]
        name = None if grain == 0 else filed.name
        return Where(
            name, resolved, resolved.place.country, resolved.where_precision, filed.start, filed.end,
            "place.dateline", grain,
        )  # fmt: skip


def _beside(one: Place, other: Place) -> bool:
    """Within some hundred kilometres of each other, or of no known position."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return True
    return abs(one.latitude - other.latitude) < _DEGREES and abs(one.longitude - other.longitude) < _DEGREES
