"""Noun groups to actors: dictionary ids, state forces of a country, named persons, generic groups."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from q7x2_etl.extraction.framing.slots import a_people, classes_of, part_of
from q7x2_etl.extraction.reports.full_names import alias_of
from q7x2_etl.extraction.reports.membership import of_former_members, stands_for_complement
from q7x2_etl.extraction.reports.party_words import (
    apposed_group,
    is_core_of,
    is_means,
    is_no_name,
    nearest,
    of_a_band,
    of_short_name,
    part_of_longer,
    shared_people,
    without_article,
)
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import AGED
from q7x2_etl.language.grammar.groups import Mention, NounGroup
from q7x2_etl.language.grammar.word_lists import government_seats, packaged_words
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.model import ActorKind
from q7x2_etl.model import Role as RoleName

_KINDS: Mapping[str, ActorKind] = {
    "state": "state", "armed_group": "armed_group", "civilians": "civilians", "other": "other", "person": "person",
}  # fmt: skip
OF_STATES = frozenset({"state", "foreign_state"})
ARMED = OF_STATES | {"armed_group"}


@dataclass(frozen=True, slots=True)
class Party:
    """Who a noun group stands for. `start` and `end` are text offsets of `as_written`.

    `general`: a word that tells nothing of who it is ("people"); `can_act`: it is worth telling as who did it ("men").
    `serving`: a force that has always been its state's.
    """

    actor_id: str | None
    name: str
    as_written: str
    start: int
    end: int
    kind: ActorKind
    country: str | None
    office: str | None
    affiliation_id: str | None
    general: bool
    can_act: bool = False
    serving: bool = False


Entry = tuple[Party, RoleName, str]  # an actor, its role, and the rule that read it


@dataclass(frozen=True, slots=True)
class _Named:
    """A noun group and the words of it that name somebody (text offsets), told on `day` in `country`."""

    sentence: Sentence
    group: NounGroup
    text: str
    start: int
    end: int
    day: date | None
    country: str | None

    def party(self, kind: ActorKind, name: str, actor_id: str | None = None, country: str | None = None) -> Party:
        """A party of these words."""
        return Party(actor_id, name, self.text, self.start, self.end, kind, country, None, None, False)


class Parties:
    """Reads noun groups as actors."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._fillers = lexicon.words["name_fillers"]
        self._general = lexicon.words["general_people"]
        self._acting = lexicon.words["acting_people"]
        self._members = lexicon.words["member_nouns"]
        self._worship = min(lexicon.words["words_for_worshippers"])
        self._posts = lexicon.words["manned_posts"]
        self._services = lexicon.words["flying_services"]

    def party(self, sentence: Sentence, group: NounGroup, day: date | None, country: str | None) -> Party | None:
        """The actor that a group names; None for pronouns, bare counts and things."""
        if group.pronoun or sentence.lows[group.first] in {"no", "each"}:
            return None
        stands = group.collective or (stands_for_complement(sentence, group) and not of_former_members(sentence, group))
        if group.complement is not None and stands:
            inner = self.party(sentence, group.complement, day, country)
            known = inner is not None and (not inner.general or (inner.can_act and group.collective))
            if inner is not None and known:
                return self._members_of(sentence, group, inner)
        first = group.first
        while first < group.head and sentence.lows[first] in self._fillers:
            first += 1
        start, end = sentence.offsets(first, group.head + 1)
        named = _Named(sentence, group, sentence.text[start:end], start, end, day, country)
        if is_means(group) and (owner := self._owner(named, first)) is not None:
            return owner
        mention = nearest(group, {"actor"})
        person = _person(sentence, group, mention)
        if person is not None:
            return _person_party(named, person, mention)
        alias = alias_of(group)
        if alias is not None and (name := _person(sentence, alias, None)) is not None:
            told = _person_party(replace(named, group=alias), name, mention)
            return replace(told, office=told.office or self._without_count(named))
        if mention is not None and is_core_of(group, mention):
            return self._dictionary(named, mention)
        if mention is None and _names_a_thing(sentence, group):
            return None
        apposed = apposed_group(group) if mention is None else None
        if apposed is not None:
            return self.party(sentence, apposed, day, country)
        force = nearest(group, {"force"})
        if force is not None and force.last == group.head + 1 and not part_of_longer(group, force):
            return self._force(named, force)
        return self._nation(named) or self._manned(named) or self._generic(named)

    def government(self, sentence: Sentence, group: NounGroup, country: str | None) -> Party | None:
        """ "Ankara bombed the town": a government that acts under its capital's name."""
        words = sentence.words(group.first, group.last)
        code = government_seats().get(words.lower())
        if code is None:
            return None
        named = _Named(sentence, group, words, *sentence.offsets(group.first, group.last), None, country)
        kind: ActorKind = "state" if code == country else "foreign_state"
        return named.party(kind, self._gazetteer.countries[code].name, code, code)

    def _manned(self, named: _Named) -> Party | None:
        """ "Azerbaijani positions", "Pakistani posts": those of the state who man them."""
        code = self._country_in(named.group, named.country) if named.group.complement is None else None
        if code is None or named.sentence.lows[named.group.head] not in self._posts:
            return None
        kind: ActorKind = "state" if code == named.country else "foreign_state"
        return named.party(kind, self._gazetteer.countries[code].name, code, code)

    def land_of(self, sentence: Sentence, group: NounGroup, country: str | None) -> Party | None:
        """ "the Maltese embassy": the state whose it is; None where no words tell it."""
        code = self._country_in(group)
        if code is None or code == country:
            return None
        last = group.complement.last if group.complement is not None else group.head + 1
        name = self._gazetteer.countries[code].name
        return self._thing(sentence, group, last).party("foreign_state", name, code, code)

    def worshippers(self, sentence: Sentence, group: NounGroup) -> Party:
        """ "a Shia mosque" that is hit while people are there: those who worship in it."""
        return self._thing(sentence, group, group.head + 1).party("civilians", self._worship)

    def _thing(self, sentence: Sentence, group: NounGroup, last: int) -> _Named:
        first = group.first
        while first < group.head and sentence.lows[first] in self._fillers:
            first += 1
        return _Named(sentence, group, sentence.words(first, last), *sentence.offsets(first, last), None, None)

    def _members_of(self, sentence: Sentence, group: NounGroup, inner: Party) -> Party:
        """ "members of the ELN": the organisation is the actor, and it is written so."""
        if inner.actor_id is None or sentence.lows[group.head] not in self._members:
            return inner
        first = group.first
        while first < group.head and (sentence.lows[first] in self._fillers or sentence.tagged.tags[first] in "DN"):
            first += 1
        start = sentence.offsets(first, first + 1)[0]
        return replace(inner, as_written=sentence.text[start : inner.end], start=start)

    def _dictionary(self, named: _Named, mention: Mention) -> Party:
        if mention.sense.entry.get("unlisted"):
            return named.party("armed_group", mention.sense.lemma)
        written = named.sentence.words(mention.first, mention.last)
        actors = self._lexicon.actors
        local = actors.local(written, named.country) if named.country else None
        entry = actors.entries[local or mention.sense.id]
        kind = self._lexicon.actors.kind_on(entry.id, named.day)
        if kind == "state" and named.country and entry.country and entry.country != named.country:
            kind = "foreign_state"
        serving = kind in OF_STATES and not entry.kinds
        named = _of_name_alone(named, mention)
        return replace(named.party(kind, entry.name, entry.id, entry.country), serving=serving)

    def _force(self, named: _Named, force: Mention) -> Party | None:
        """A state's force: "Kenyan police", "the army of Mali"; without a country only its own words."""
        code = self._country_in(named.group, named.country)
        flown = force.sense.entry.get("category") is not None
        actor = nearest(named.group, {"actor"}) if flown or "projectile" in named.group.classes else None
        if actor is not None:
            return self._dictionary(named, actor)  # "LNA drones", "RSF artillery"
        guns = "projectile" in named.group.classes and " " not in named.text  # but "GNA artillery"
        means = guns or (flown and "air" in named.group.classes)
        owned = any(m.sense.kind == "force" and m is not force and m.last <= force.first for m in named.group.mentions)
        if means and not owned and code is None and named.sentence.lows[named.group.head] not in self._services:
            return None  # "three drones", "artillery": a means, nobody
        if code is None:
            return replace(named.party("state", self._without_count(named)), serving=True)
        label = str(force.sense.entry.get("label") or force.sense.lemma).lower()
        known = self._gazetteer.countries[code]
        name = f"{known.demonyms[0] if known.demonyms else known.name} {label}"
        foreign = named.country and code != named.country
        kind: ActorKind = "foreign_state" if foreign else "state"
        return replace(named.party(kind, name, f"{code}-{force.sense.id}", code), serving=True)

    def _owner(self, named: _Named, first: int) -> Party | None:
        """Whose arms they are: "LNA | drones", "Syrian army | tanks", "Junta | jets"."""
        group, sentence = named.group, named.sentence
        before = [m for m in group.mentions if first <= m.first and m.last <= group.head]
        actor = max((m for m in before if m.sense.kind == "actor"), key=lambda m: m.last, default=None)
        if actor is not None:
            return self._dictionary(named, actor)
        forces = [m for m in before if m.sense.kind == "force" and "state" in m.sense.classes]
        if not forces or (own := max(forces, key=lambda m: m.last)).sense.entry.get("category"):
            return None
        text, end = sentence.words(first, own.last), sentence.offsets(first, own.last)[1]
        return self._force(replace(named, group=part_of(sentence, group, first, own.last), text=text, end=end), own)

    def _nation(self, named: _Named) -> Party | None:
        """A country as actor: "the French", "Israel"."""
        group = named.group
        demonym = next((p.demonym for p in group.places if p.demonym and p.last == group.head + 1), None)
        alone = group.first == group.head and group.quantity is None
        if demonym is not None and alone and not named.text.lower().endswith("s"):
            kind: ActorKind = "state" if demonym == named.country else "foreign_state"
            shared = shared_people(named.sentence, group)
            if shared is not None and shared.sense.kind == "force":
                label = str(shared.sense.entry.get("label") or shared.sense.lemma).lower()
                return named.party(kind, f"{named.text} {label}", f"{demonym}-{shared.sense.id}", demonym)
            if shared is not None:
                kind = _KINDS.get(str(shared.sense.entry.get("kind")), "other")
                return named.party(
                    kind, f"{named.text} {named.sentence.words(shared.first, shared.last)}", None, demonym
                )
            return named.party(kind, self._gazetteer.countries[demonym].name, demonym, demonym)
        if "country" not in group.classes:
            return None
        place = next(p for p in group.places if p.is_country)
        code = self._gazetteer.country(place.name)
        name = self._gazetteer.countries[code].name if code else place.name
        return named.party("state" if code == named.country else "foreign_state", name, code, code)

    def _generic(self, named: _Named) -> Party | None:
        """People without a name: "armed militiamen", "the governor"."""
        sentence, group = named.sentence, named.group
        classes = classes_of(sentence, group)
        at_head = [m for m in group.mentions if m.sense.kind in {"person", "title"} and m.last == group.head + 1]
        affiliation: str | None = None
        kind: ActorKind
        if not at_head:
            if sentence.tagged.tags[group.head] == "N":
                return None  # "15 of them"
            if "count" in classes or not classes & {"person", "armed", "civilian", "name", "actor"}:
                return None
            if sentence.lows[group.head] in AGED:  # "a 17-year-old"
                return named.party("civilians", without_article(sentence.words(group.first, group.head + 1)))
            kind = "civilians" if "civilian" in classes else "armed_group" if "armed" in classes else "other"
        else:
            sense = at_head[0].sense
            if "corpse" in sense.classes:
                return None
            kind = _KINDS.get(str(sense.entry.get("kind")), "other") if sense.kind == "person" else "person"
            actor = nearest(group, {"actor"})
            affiliation = actor.sense.id if actor else None
        return replace(
            named.party(kind, self._without_count(named), None, self._country_in(group)),
            affiliation_id=affiliation,
            general=sentence.lows[group.head] in self._general
            and not (of_short_name(sentence, group) or any(map(of_a_band, at_head))),
            can_act=sentence.lows[group.head] in self._acting,
        )

    def _country_in(self, group: NounGroup, likely: str | None = None) -> str | None:
        """The country that the group names; of several with its demonym the likely one (the incident's)."""
        for place in group.places:
            if place.demonym and likely in self._gazetteer.demonyms(place.name):
                return likely
            code = place.demonym or (self._gazetteer.country(place.name) if place.is_country else None)
            if code:
                return code
        return self._country_in(group.complement, likely) if group.complement is not None else None

    def _without_count(self, named: _Named) -> str:
        """The name of a generic group: "armed militiamen" from "six armed militiamen"."""
        sentence, group = named.sentence, named.group
        first = group.first if group.quantity is None else max(group.first, group.quantity.last)
        while first < group.head and is_no_name(sentence, first, self._fillers):
            first += 1
        if first == group.head and sentence.lows[first] in AGED and first - 2 >= group.first:
            first -= 2  # "a 17-year-old" has no other name
        return sentence.words(first, group.head + 1) if first <= group.head else named.text


def _of_name_alone(named: _Named, mention: Mention) -> _Named:
    """ "presumed | JNIM combatants", "LNA | drones": the words of the name, with the noun of its people."""
    last = mention.last if is_means(named.group) else max(mention.last, named.group.head + 1)
    start, end = named.sentence.offsets(mention.first, last)
    return replace(named, text=named.sentence.text[start:end], start=start, end=end)


def _person(sentence: Sentence, group: NounGroup, actor: Mention | None) -> tuple[int, int] | None:
    """Token positions of a person's name in the group, titles and the like cut off; None where there is none."""
    if not group.named or (group.quantity is not None and group.quantity.last > group.head):
        return None  # "Dozens" at a sentence's head
    known = next((m for m in group.mentions if m.sense.kind == "name" and m.last == group.head + 1), None)
    if known is not None:
        return known.first, known.last
    head, tokens = group.head, sentence.tokens
    if _names_a_thing(sentence, group):
        return None
    if a_people(sentence, group) or any(p.demonym and p.first == group.first and p.last > head for p in group.places):
        return None  # "a Russian"
    titles = [
        m
        for m in group.mentions
        if m.sense.kind in {"title", "person", "force"} and m.sense.entry.get("kind") != "religious"
    ]
    before = [m.last for m in titles if m.last <= head] + [p.last for p in group.places if p.demonym and p.last <= head]
    start = max(before, default=group.first)
    while start <= head and (sentence.tagged.tags[start] in "DN'" or not tokens[start].text[0].isupper()):
        start += 1
    if start > head or (actor is not None and actor.last > start):
        return None
    if any(p.last > start and not p.demonym for p in group.places) or group.classes & {"facility", "event", "weapon"}:
        return None
    if group.classes & {"person", "title", "force"} and any(m.last == head + 1 for m in titles):
        return None
    titled = any(m.last <= start for m in titles)
    apposed = any("person" in a.classes or "title" in a.classes for a in group.appositions)
    return (start, head + 1) if titled or apposed or head + 1 - start >= 2 or not group.classes else None


def _names_a_thing(sentence: Sentence, group: NounGroup) -> bool:
    """ "the Jaffar Express", "MH17", "at the Lubyanka": a proper name, and no person's."""
    told = any(m.sense.kind in {"name", "title", "person"} for m in group.mentions)
    if group.classes - {"name"} or told or group.quantity is not None or a_people(sentence, group):
        return False
    low = sentence.lows[group.head]
    if low in packaged_words().words["no_surnames"] or "flight" in sentence.lows[group.first : group.head]:
        return True
    alone = group.head == group.first + 1 and sentence.lows[group.first] == "the"
    return group.named and alone and bool(group.prep) and not group.appositions


def _person_party(named: _Named, name: tuple[int, int], actor: Mention | None) -> Party:
    """A named person with the office that stands before the name or in apposition to it."""
    sentence, group = named.sentence, named.group
    start, end = sentence.offsets(*name)
    written_from = _titled_from(sentence, group, name[0])
    from_title = sentence.offsets(written_from, name[1])[0]
    office: str | None = None
    before = (m for m in group.mentions if m.last <= name[0] and sentence.lows[m.last - 1] not in AGED)
    titled = any(m.sense.kind in {"title", "person", "force"} for m in before)
    if name[0] > group.first and titled:
        office = sentence.words(group.first, name[0])
    elif group.appositions:
        office = sentence.words(group.appositions[0].first, group.appositions[0].last)
    return Party(
        actor_id=None,
        name=sentence.text[start:end],
        as_written=sentence.text[from_title:end],
        start=from_title,
        end=end,
        kind="person",
        country=None,
        office=(without_article(office) or None) if office is not None else None,
        affiliation_id=actor.sense.id if actor is not None else None,
        general=False,
    )


def _titled_from(sentence: Sentence, group: NounGroup, name: int) -> int:
    """Where the titles that are written with a name start; `name` is the position of its first word."""
    start = name
    if sentence.case_tells:
        while start > group.first and sentence.tokens[start - 1].text[0].isupper():
            start -= 1
        return start
    titles = [m for m in group.mentions if m.sense.kind in {"title", "person"} and m.last <= name]
    for mention in sorted(titles, key=lambda m: -m.last):
        if mention.last == start:
            start = mention.first
    return start
