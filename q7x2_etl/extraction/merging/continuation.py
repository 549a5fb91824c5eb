"""How well a sentence's incident goes on with one told before: declared features, their weights from `joining.yaml`."""

from collections.abc import Iterator, Mapping, Set
from datetime import date

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.framing.groupings import BY_MEANS, DOERS
from q7x2_etl.extraction.merging.incidents import Incident, named_persons, times_differ
from q7x2_etl.extraction.merging.pairs import (
    COARSE,
    LOOSE,
    SUFFERERS,
    VIOLENT,
    WHOLES,
    Pair,
    attackers_caught,
    background,
    blows_of_both_sides,
    building_taken_up,
    by_the_same_crowd,
    by_those_who_raid,
    counted_apart,
    dies_later,
    heads_another,
    in_a_campaign,
    nobody_died_there,
    old,
    opens_background,
    others_take_part,
    part_told_next,
    reached_long_apart,
    redated,
    same_office_hit,
    second_half,
)
from q7x2_etl.extraction.merging.place_comparison import PlaceComparison
from q7x2_etl.extraction.merging.pointing import points_back
from q7x2_etl.extraction.merging.sides import doers_armed, roles_swapped, same_actor
from q7x2_etl.extraction.merging.standing import Standing
from q7x2_etl.language.grammar.function_words import IN_OR_NEAR, OPENING_QUOTES
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.names import name_key
from q7x2_etl.reference import Reference

# What those who attack do besides: it belongs to the attack's row.
_PARTS = frozenset({
    "arson", "robbery", "kidnapping", "displacement", "sexual_violence", "sabotage", "coercion", "execution",
    "surrender",
})  # fmt: skip
_REACH = 12  # sentences back that a definite description may point to
_NEAR = 3  # sentences back that a mere continuation may point to
_LEAD = 3  # the number of the last sentence that can be a story's lead
_OTHER_PLACES = frozenset({"other_place", "unsure_place"})
_ELSEWHERE = _OTHER_PLACES | {"near_place", "same_area"}
_COUNTS = frozenset({"other_count", "plain_other_count"})
_OF_HEADLINE = frozenset(
    {"same_type", "shared_actor", "same_person", "same_count", "same_target", "same_doers", "same_place"}
)
_RECOGNISED = frozenset({"same_person", "same_place", "same_count"})
_SEVERAL = 2
_NEVER = -100.0
_FAR = 15  # sentences; a longer way costs no more
FEATURES = (
    "base", "same_time", "coarser_time", "only_found_dated", "only_found_old", "same_place", "same_area",
    "nested_place", "other_place", "unsure_place", "headline_place", "only_found_placed", "description_near",
    "description_far", "indefinite", "plural", "same_type", "other_type", "part_type", "other_stage", "shared_actor",
    "same_doers", "same_person", "roles_swapped", "same_count", "other_count", "plain_other_count",
    "other_place_and_count", "answered_elsewhere", "same_target", "same_means", "pointing_doers", "pointing_victims",
    "arrest_after", "other_things", "effect_near", "bare_next", "next", "bare_near", "same_paragraph", "headline",
    "lead", "main_story", "distance", "quoted", "back_from_background",
    "flight_after", "in_its_country", "near_place", "only_found_explodes", "not_latest", "told_of_then", "same_country",
)  # fmt: skip


class Continuation:
    """Scores pairs of incidents; above 0 the found one goes on telling of the known one."""

    def __init__(self, reference: Reference, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._families = EventFamilies.load(reference)
        self._by_hand, self._updating = lexicon.words["hand_killing_words"], lexicon.words["updating_words"]
        self._general = lexicon.words["general_event_words"]
        self._any_means = lexicon.words["killings_by_any_means"]
        self._saying = lexicon.words["verbs_saying"]
        self._day_parts = lexicon.pairs["day_parts"]
        self._accusing = lexicon.words["accusing_participles"]
        self._places = PlaceComparison(gazetteer)
        self._weights = _weights(reference)

    def score(self, known: Incident, found: Incident, standing: Standing, published: date | None = None) -> float:
        """The sum of the weights of what speaks for or against one incident; see `features`."""
        values = self.features(known, found, standing, published)
        return _NEVER if values is None else self.weigh(values)

    def weigh(self, values: Mapping[str, float]) -> float:
        """The sum of the weights of features."""
        return sum(self._weights[name] * value for name, value in values.items())

    def features(
        self, known: Incident, found: Incident, standing: Standing, published: date | None = None
    ) -> dict[str, float] | None:
        """What speaks for or against one incident, with its values; None where it is two.

        It is two where the times differ, the places lie in two countries, others take part, or one goes off and the
        other is done by hand.
        `standing`: how known stands among the story's incidents; `published`: the story's day.
        """
        pair = Pair(
            known,
            found,
            found.main,
            found.time(),
            known.time(),
            found.place_keys() or self._led_elsewhere(known, found.main),
            known.place_keys(),
            found.main.number - known.last_number,
            all(f.effect for f in found.frames),
            published,
        )
        if (
            (times_differ(pair.known_time, pair.time) and not dies_later(pair))
            or counted_apart(pair)
            or redated(pair)
            or in_a_campaign(pair)
            or others_take_part(pair)
            or nobody_died_there(pair)
            or self._crime_of_another(pair)
            or _also_caught(pair)
            or (self._other_part_of_day(pair) and not dies_later(pair))
            or self.means_differ(known, found)
            or self._countries_differ(pair)
        ):
            return None
        values = dict(self._features(pair, standing))
        if known.told_by_headline and not standing.latest and _OF_HEADLINE.isdisjoint(values):
            return None  # the headline's other half, where the story has begun with one of them
        if known.told_by_headline and second_half(known) and _OF_HEADLINE.isdisjoint(values):
            return None  # "57 soldiers freed; a sniper kills a policeman": the story begins with the first half
        if "only_found_old" in values and opens_background(pair) and _RECOGNISED.isdisjoint(values):
            return None  # "In March 2025, the group hijacked …"
        if heads_another(pair) and _OF_HEADLINE.isdisjoint(values.keys() - {"same_type"}):
            return None
        if "other_type" in values and not _ELSEWHERE.isdisjoint(values):
            return None  # types that cannot name one event, each in a place of its own
        if not _ELSEWHERE.isdisjoint(values) and blows_of_both_sides(pair):
            return None
        if "other_count" in values and not self._may_be_rival(found):
            values["plain_other_count"] = values.pop("other_count")
        if not _COUNTS.isdisjoint(values) and not _OTHER_PLACES.isdisjoint(values):
            values["other_place_and_count"] = 1.0
        if "roles_swapped" in values and pair.places and "same_place" not in values:
            values["answered_elsewhere"] = 1.0
        return values

    def _may_be_rival(self, found: Incident) -> bool:
        """Somebody says the figure, or it brings an earlier one up to date; else another number is of another event."""
        sentence = found.main.sentence
        lemmas = {lemma for lemma, _ in sentence.tagged.verbs.values()}
        return not self._saying.isdisjoint(lemmas) or not self._updating.isdisjoint(sentence.lows)

    def related(self, one: str | None, other: str | None) -> bool:
        """True where both types can name one event; an unknown type (a mere effect) goes with any."""
        return one is None or other is None or self._families.related(one, other)

    def part_of(self, part: str | None, whole: str | None) -> bool:
        """Looting, burning or abduction can be a part of an attack, and then has no row of its own."""
        return part in _PARTS and whole in WHOLES

    def _features(self, pair: Pair, standing: Standing) -> Iterator[tuple[str, float]]:
        yield "base", 1.0
        yield from _of_time(pair)
        yield from self._of_place(pair)
        yield from self._of_kind(pair, standing)
        yield from _of_people(pair)
        yield from _of_figures(pair)
        yield from _of_position(pair, standing)

    def _of_place(self, pair: Pair) -> Iterator[tuple[str, float]]:
        if pair.places:
            opens, announced = _opens_with_place(pair.head), pair.known.told_by_headline and not pair.head.headline
            yield self._places.compared(pair.places, pair.known_places, announced, opens), 1.0

    def _led_elsewhere(self, known: Incident, head: Frame) -> Set[str]:
        """ "In Desna, the search has ended. | Missiles hit the barracks": its place, where it is another."""
        here = any(f.paragraph == head.paragraph for f in known.frames)
        if not head.opened or here or known.told_by_headline or (head.kind == "noun" and head.definite):
            return frozenset()
        stand = self._places.compared(head.opened, known.place_keys(), by_headline=False)
        return head.opened if stand in _ELSEWHERE else frozenset()

    def places_stand(self, one: PlaceRef, other: PlaceRef) -> str:
        """How two places stand to each other."""
        return self._places.compared({name_key(one.mention.name)}, {name_key(other.mention.name)}, False)

    def _countries_differ(self, pair: Pair) -> bool:
        """The places of both are known to lie in countries, and in none together."""
        return not pair.known.told_by_headline and self._places.countries_differ(pair.places, pair.known_places)

    def _of_kind(self, pair: Pair, standing: Standing) -> Iterator[tuple[str, float]]:
        head, known = pair.head, pair.known
        if head.event_type == known.event_type:
            yield "same_type", 1.0
        announced = known.told_by_headline and pair.distance <= 2 and standing.announced < _SEVERAL
        arrest_after = head.event_type == "arrest" and known.event_type not in {"arrest", None}
        if arrest_after and attackers_caught(pair):
            yield "pointing_doers", 1.0  # "Police arrested one of the attackers"
        elif arrest_after:
            yield "arrest_after", 1.0
            if "also" in head.sentence.lows[: head.first] and doers_armed(known.frames, "state"):
                yield "indefinite", 1.0  # "The police also said that a man was caught": what else they did
        elif head.event_type == "displacement" and known.event_type in VIOLENT:
            yield "flight_after", 1.0
        elif not (
            pair.effect_only
            or self._for_any(head, known)
            or known.main.effect
            or announced
            or by_those_who_raid(pair)
            or self.related(head.event_type, known.event_type)
            or self._named_beside(pair)
            or self._resisted(pair)
            or by_the_same_crowd(pair)
            or part_told_next(pair)
        ):
            part = head.event_type in _PARTS and known.event_type in WHOLES
            yield ("part_type" if part else "other_type"), 1.0
        if head.event_type in BY_MEANS and not any(f.event_type in BY_MEANS or f.instruments for f in known.frames):
            yield "only_found_explodes", 1.0
        if head.stage != known.main.stage and not pair.effect_only:
            yield "other_stage", 1.0
        if head.kind == "noun" and head.definite and not head.new:
            yield ("description_near" if pair.distance <= _REACH else "description_far"), 1.0
        if head.new and not pair.recalled:
            yield "indefinite", 1.0
        if head.plural and not head.definite:
            yield "plural", 1.0

    def _named_beside(self, pair: Pair) -> bool:
        """ "The fighting broke out when militants opened fire": one of its words names what was told."""
        first = pair.found.frames[0]
        names = first.kind == "noun" and first.definite and not (first.new or first.effect or first.plural)
        return names and first.event_type is not None and self.related(first.event_type, pair.known.event_type)

    def _resisted(self, pair: Pair) -> bool:
        """ "Gunmen seized 15 pupils. A woman was shot dead as she tried to stop them": in one paragraph, one raid."""
        part = self.part_of(pair.known.event_type, pair.head.event_type)
        return part and pair.bare and pair.distance == 1 and pair.head.paragraph == pair.known.frames[-1].paragraph

    def _other_part_of_day(self, pair: Pair) -> bool:
        """ "on Thursday morning troops shot …", "on Thursday evening a woman was killed": two incidents."""
        if pair.time is None or pair.known_time is None or pair.time.kind != "point":
            return False
        mine, theirs = self._parts_of_day(pair.found), self._parts_of_day(pair.known)
        return bool(mine and theirs and not mine & theirs)

    def _parts_of_day(self, incident: Incident) -> set[str]:
        spans = ((f.sentence, f.times[0]) for f in incident.frames if f.times and f.times[0].precision == "day")
        words = {t.low for s, time in spans for t in s.tokens if time.start <= t.start < time.end}
        return {part for word, part in self._day_parts.items() if word in words}

    def _crime_of_another(self, pair: Pair) -> bool:
        """ "was caught and accused of the murder of a judge": nothing that the police did before."""
        head = pair.head
        if head.kind != "noun" or self._accusing.isdisjoint(head.sentence.lows[: head.first]):
            return False
        return doers_armed(pair.known.frames, "state") and not doers_armed(pair.known.frames, "armed_group")

    def _for_any(self, head: Frame, known: Incident) -> bool:
        """ "the attack", "the killings": a word for whatever violence was told of."""
        general = head.kind == "noun" and head.definite and head.entry["lemma"] in self._general
        by_air = head.entry.get("air_type") == known.event_type == "airstrike"  # "The raids", behind the jets' strikes
        return (general or (by_air and head.kind == "noun" and head.definite)) and known.event_type in VIOLENT

    def means_differ(self, known: Incident, found: Incident) -> bool:
        """Whether one goes off, the other is done with a gun, a blade or bare hands: "the murder", "the explosion"."""
        explodes = [i.event_type in BY_MEANS for i in (known, found)]
        by_hand = [self._is_by_hand(i.main) for i in (known, found)]
        both = any(self._is_by_hand(f) and not f.headline for f in known.frames)  # "opened fire and blew himself up"
        return (explodes[0] and by_hand[1] and not both) or (explodes[1] and by_hand[0])

    def _is_by_hand(self, frame: Frame) -> bool:
        """ "the murder", "shot"; "the killings" can be those of a bomb."""
        told = frame.sentence.lows[frame.first]
        return frame.entry["lemma"] in self._by_hand and told not in self._any_means


def _opens_with_place(head: Frame) -> bool:
    """ "In Lille, officers shot a man": the sentence leads to another town."""
    first = head.sentence.chunks[1].noun if len(head.sentence.chunks) > 2 else None
    return first is not None and first.prep in IN_OR_NEAR and bool(first.places) and head.sentence.chunks[0].kind == "I"


def _also_caught(pair: Pair) -> bool:
    """ "The army also said a fighter had been caught near Goma": what else it did, in a place of its own."""
    head = pair.head
    also = head.event_type == "arrest" and "also" in head.sentence.lows[: head.first]
    return also and bool(pair.places) and pair.places.isdisjoint(pair.known_places)


def _of_time(pair: Pair) -> Iterator[tuple[str, float]]:
    time, known = pair.time, pair.known_time
    if time is None or time.kind in LOOSE:
        if same_office_hit(pair):
            return
        if background(pair.known, pair.head.paragraph, pair.published):
            yield "back_from_background", 1.0
        elif reached_long_apart(pair.head.reached, known):
            yield "told_of_then", 1.0
        return
    if known is None or known.kind in LOOSE:
        yield ("only_found_old" if old(time, pair.published) else "only_found_dated"), 1.0
    elif (time.precision in COARSE) != (known.precision in COARSE):
        yield "coarser_time", 1.0
    else:
        yield "same_time", 1.0


def _of_people(pair: Pair) -> Iterator[tuple[str, float]]:
    if same_actor(pair.found, pair.known):
        yield "shared_actor", 1.0
    elif pair.found.doer_heads() & pair.known.doer_heads():
        yield "same_doers", 1.0
    if points_back(pair.found, DOERS):
        yield "pointing_doers", 1.0
    if points_back(pair.found, SUFFERERS):
        yield "pointing_victims", 1.0
    if named_persons(pair.found) & named_persons(pair.known) or same_office_hit(pair):
        yield "same_person", 1.0
    if roles_swapped(pair.known, pair.found):
        yield "roles_swapped", 1.0


def _of_figures(pair: Pair) -> Iterator[tuple[str, float]]:
    mine, theirs = pair.found.counts(), pair.known.counts()
    if mine & theirs:
        yield "same_count", 1.0
    elif {o for o, _ in mine} & {o for o, _ in theirs}:
        yield "other_count", 1.0
    if pair.found.target_heads() & pair.known.target_heads() or building_taken_up(pair):
        yield "same_target", 1.0
    elif pair.found.target_heads() and pair.known.target_heads() and pair.distance:
        yield "other_things", 1.0
    if pair.found.means() & pair.known.means():
        yield "same_means", 1.0


def _of_position(pair: Pair, standing: Standing) -> Iterator[tuple[str, float]]:
    head, distance = pair.head, pair.distance
    pointed = head.kind == "noun" and head.definite and background(pair.known, head.paragraph, pair.published)
    bare = pair.bare and not pointed  # "The shooting", in a new paragraph: not what was told of last year
    if pair.effect_only and distance <= _NEAR:
        yield "effect_near", 1.0
    if distance <= 1 and not pointed:
        yield ("bare_next" if bare else "next"), 1.0
    if bare and distance <= _NEAR:
        yield "bare_near", 1.0
    if not standing.latest and not same_office_hit(pair) and (pair.bare or not pair.known.told_by_headline):
        yield "not_latest", 1.0
    if any(f.paragraph == head.paragraph for f in pair.known.frames):
        yield "same_paragraph", 1.0
    if pair.known.told_by_headline:
        yield "headline", 1.0
    if pair.known.frames[0].number <= _LEAD and pair.known_time is None and not head.new:
        yield "lead", 1.0
    if standing.largest:
        yield "main_story", 1.0
    if any(t.text in OPENING_QUOTES for t in head.sentence.tokens[:1]):
        yield "quoted", 1.0
    yield "distance", min(distance, _FAR) / _FAR


def _weights(reference: Reference) -> Mapping[str, float]:
    found = {str(entry["id"]): float(entry["weight"]) for entry in reference.entries("joining")}
    wrong = set(found) ^ set(FEATURES)
    if wrong:
        raise ReferenceDataError(
            f"joining.yaml: {', '.join(sorted(wrong))}: unknown or missing; the features are {', '.join(FEATURES)}"
        )
    return found
