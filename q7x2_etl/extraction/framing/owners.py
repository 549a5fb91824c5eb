"""Whose a thing is: who is attacked where a home, a post or a bus is, and whose aircraft or guns do it."""

from collections.abc import Mapping
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.groupings import FLYING
from q7x2_etl.extraction.framing.slots import classes_of, part_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HIS_OR_HER
from q7x2_etl.language.grammar.groups import NounGroup

HOLDS = "owner.of_post"  # rule of who holds a post or drives a vehicle that is hit
_PEOPLE = frozenset({"person", "name", "title"})
_TRAVELLERS = frozenset({"person", "armed", "civilian"})
_OWNING = frozenset({"actor", "force"})
_MANNING = frozenset({"armed", "actor", "force", "person"})
_HELD = frozenset({"military_post", "police_station", "vehicle"})


def owners(frame: Frame, words: Mapping[str, frozenset[str]]) -> list[Role]:
    """Further roles: the owner of a home or car that is hit, the owner of the aircraft or missiles that hit it."""
    found = [
        Role("target", owner, frame.sentence, "owner.of_thing")
        for group in frame.objects
        if frame.sentence.lows[group.head] in words["private_things"]
        for owner in _of_thing(frame.sentence, group)
    ]
    found += [
        Role("target", holder, frame.sentence, HOLDS)
        for group in frame.objects
        for holder in _of_post(frame.sentence, group, words)
    ]
    for group in frame.objects:
        if "vehicle" in group.classes and "person" not in group.classes:
            found += [Role("target", who, frame.sentence, "aboard.of_vehicle") for who in _aboard(frame, group, words)]
    found += [
        Role("target", holder, frame.sentence, "owner.who_mans_it")
        for group in frame.objects
        for holder in _who_mans(frame.sentence, group, words)
    ]
    found += [
        Role("perpetrator", sender, frame.sentence, "owner.who_sent_it")
        for group in (*frame.instruments, *frame.groups("perpetrator"))
        if group.classes & FLYING
        for sender in _sent_by(frame.sentence, group, words)
    ]
    if not frame.groups("perpetrator"):
        found += [
            Role("perpetrator", owner, frame.sentence, "owner.of_weapon")
            for group in frame.instruments
            if group.classes & FLYING
            for owner in _of_weapon(frame.sentence, group)
        ]
    return found


def _of_thing(sentence: Sentence, group: NounGroup) -> list[NounGroup]:
    """ "the senator's house", "the home of Colonel Perez"."""
    if sentence.lows[group.first] in HIS_OR_HER and group.first < group.head:
        return [replace(part_of(sentence, group, group.first, group.first + 1), pronoun=True)]
    if group.possessor_end is not None:
        owner: NounGroup | None = part_of(sentence, group, group.first, group.possessor_end)
    else:
        owner = group.complement
    if owner is None or owner.pronoun or not classes_of(sentence, owner) & _PEOPLE:
        return []
    return [owner]


def is_held(group: NounGroup) -> bool:
    """A post, a police station, a vehicle: what armed people hold or drive."""
    kinds = (m.sense.entry.get("target_type") for m in group.mentions if m.last == group.head + 1)
    return not _HELD.isdisjoint(kinds)


def _of_post(sentence: Sentence, group: NounGroup, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """ "a position of the Malian army", "a police vehicle": the force that holds it."""
    named = any(m.sense.kind == "actor" for m in group.mentions)
    if not is_held(group) or named or "armed" in group.classes or "former" in sentence.lows[group.first : group.head]:
        return []
    inner = group.complement
    armed = inner is not None and (("state" in inner.classes and not inner.named) or "armed_group" in inner.classes)
    if inner is not None and inner.prep == "of" and armed:
        return [inner]
    forces = (m for m in group.mentions if m.sense.kind == "force" and m.last <= group.head)
    before = [m for m in forces if "state" in m.sense.classes]
    if not before:
        return []
    force = max(before, key=lambda m: (m.last, m.last - m.first))
    if sentence.words(force.first, force.last).lower() in words["force_adjectives"]:
        return []  # "a military base"
    first = min((p.first for p in group.places if p.demonym and p.last == force.first), default=force.first)
    return [part_of(sentence, group, first, force.last)]


def _aboard(frame: Frame, vehicle: NounGroup, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """ "a bus | carrying | pilgrims", "a convoy of soldiers", "an army truck": who travels in what is hit."""
    sentence, chunks = frame.sentence, frame.sentence.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is vehicle), len(chunks))
    verb = chunks[at + 1].verb if at + 2 < len(chunks) else None
    if verb is not None and verb.form == "ing" and verb.lemma in words["carrying_verbs"]:
        aboard = chunks[at + 2].noun
    else:
        aboard = vehicle.complement
    if aboard is not None and not aboard.pronoun and classes_of(sentence, aboard) & _TRAVELLERS:
        return [aboard]
    return []


def _who_mans(sentence: Sentence, group: NounGroup, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """ "a checkpoint | manned by rebels", "a convoy escorted by marines": who was there is hit with it."""
    chunks = sentence.chunks
    k = next((i for i, c in enumerate(chunks) if c.noun is group), None)
    verb = chunks[k + 1].verb if k is not None and k + 3 < len(chunks) else None
    if k is None or verb is None or sentence.lows[verb.head] not in words["manning_participles"] or verb.infinitive:
        return []
    holder = chunks[k + 3].noun
    known = holder is not None and holder.prep == "by" and not holder.pronoun
    return [holder] if holder is not None and known and classes_of(sentence, holder) & _MANNING else []


def _sent_by(sentence: Sentence, group: NounGroup, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """ "drones | launched by | the SBU | hit a depot", "a helicopter of the army": whose they are."""
    whose = group.complement
    if whose is not None and whose.prep == "of" and whose.classes & _OWNING and "armed" in whose.classes:
        return [whose]
    chunks = sentence.chunks
    k = next((i for i, c in enumerate(chunks) if c.noun is group), None)
    verb = chunks[k + 1].verb if k is not None and k + 3 < len(chunks) else None
    if k is None or verb is None or verb.infinitive or verb.lemma not in words["sending_verbs"]:
        return []
    sender = chunks[k + 3].noun
    known = sender is not None and sender.prep == "by" and not sender.pronoun
    return [sender] if sender is not None and known and classes_of(sentence, sender) & _MANNING else []


def _of_weapon(sentence: Sentence, group: NounGroup) -> list[NounGroup]:
    """ "Syrian army helicopters", "LNA drones", "Russian missiles"."""
    named = [m for m in group.mentions if m.sense.kind in _OWNING and m.last <= group.head]
    first = min((p.first for p in group.places if p.demonym and p.last <= group.head), default=None)
    if named:
        longest = max(named, key=lambda m: m.last - m.first)
        if first is None and any(m.sense.kind == "weapon" and m.first == longest.first for m in group.mentions):
            return []  # "artillery fire": what they fired
        start = first if first is not None and first < longest.first else longest.first
        return [part_of(sentence, group, start, longest.last)]
    nation = next((p for p in group.places if p.demonym and p.last <= group.head), None)
    if nation is not None and sentence.tokens[nation.last].glued:
        return []  # "the Russian-backed fighters' mortars"
    return [part_of(sentence, group, nation.first, nation.last)] if nation is not None else []
