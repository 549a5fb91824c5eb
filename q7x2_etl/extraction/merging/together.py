"""Triggers of one sentence that tell of one event, though their types or doers are two."""

from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.extraction.framing.groupings import OF_CROWDS
from q7x2_etl.extraction.merging.incidents import Incident, days_between, places_differ
from q7x2_etl.extraction.merging.sides import doers_armed
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_SIEGES = frozenset({"security_operation", "armed_clash"})


def siege_of(incident: Incident, frame: Frame) -> Frame | None:
    """ "Police stormed a flat; four militants blew themselves up": the siege that those besieged end so."""
    if frame.event_type != "suicide_bombing" or frame.kind != "verb" or frame.objects or places_differ(incident, frame):
        return None
    sieges = [f for f in incident.frames if f.event_type in _SIEGES and f.sentence is frame.sentence and not f.effect]
    if not sieges or not doers_armed(sieges, "state") or any(r.role == "target" for r in frame.roles):
        return None
    return sieges[0]


def tell_as_besieged(frame: Frame, siege: Frame) -> None:
    """Make of a bombing the end of a siege: its own dead, and no attack."""
    frame.event_type = siege.event_type
    for role in frame.roles:
        role.role = "target"
    frame.harms += [Harm("killed", r.group, r.sentence, r.rule) for r in frame.roles if r.group.quantity is not None]


def in_crowd(incident: Incident, frame: Frame) -> bool:
    """ "brawled with counter-protesters; a marcher stabbed a counter-protester": one of those who were there is hit."""
    if frame.kind != "verb" or frame.event_type != "armed_attack" or incident.event_type not in OF_CROWDS:
        return False
    there = {_one_of(f, g) for f in incident.frames if f.sentence is frame.sentence for g in _crowd(f)}
    return any(_one_of(frame, g) in there for g in frame.groups("target"))


def gave_up(incident: Incident, frame: Frame) -> bool:
    """ "Gunmen held a dozen customers | before giving themselves up": how what they did ended."""
    if frame.event_type != "surrender" or frame.kind != "verb" or places_differ(incident, frame):
        return False
    doers = {id(g) for f in incident.frames if f.sentence is frame.sentence for g in f.groups("perpetrator")}
    return bool(doers) and all(id(r.group) in doers for r in frame.roles if r.role == "participant")


def rioters_hit(incident: Incident, frame: Frame) -> bool:
    """ "Mobs burned shops on Friday, and police said they had killed six looters overnight": of the same riot."""
    if (
        not frame.effect
        or frame.sentence is not incident.frames[-1].sentence
        or not any(map(of_crowd, incident.frames))
    ):
        return False
    rioting = packaged_words().words["rioting_people"]
    hit = {lows[g.head] for h in frame.harms for lows, g in ((h.sentence.lows, _whole(h.group)),)}
    return not hit.isdisjoint(rioting) and days_between(incident.time(), frame.times[0] if frame.times else None) <= 1


def put_down(one: Frame, other: Frame) -> bool:
    """ "Police opened fire on | a protest march": what is done to the gathering is a part of it."""
    return any(noun.event_type in OF_CROWDS and hits(act, noun) for noun, act in ((one, other), (other, one)))


def hits(act: Frame, noun: Frame) -> bool:
    """An act's target, or what stands right behind its verb, is what the noun of the other frame names."""
    group = noun.sentence.chunks[noun.chunk].noun if noun.kind == "noun" else None
    if group is None or act.kind != "verb":
        return False
    return any(g is group for g in act.groups("target")) or (noun.chunk == act.chunk + 1 and group.prep is None)


def _whole(group: NounGroup) -> NounGroup:
    """ "dozens of | rioters"."""
    return group.complement if group.complement is not None and group.collective else group


def _crowd(frame: Frame) -> list[NounGroup]:
    return [r.group for r in frame.roles if "crowd" in r.group.classes]


def _one_of(frame: Frame, group: NounGroup) -> str:
    return frame.sentence.lows[group.head].removesuffix("s")


def same_things(other: Frame, frame: Frame) -> bool:
    """ "the town hall, looted and set on fire": two verbs of one thing."""
    if frame.kind != "verb" or other.kind != "verb" or frame.sentence is not other.sentence:
        return False
    mine = {id(g) for g in frame.groups("target")}
    return any(id(g) in mine for g in other.groups("target"))


def of_crowd(frame: Frame) -> bool:
    """A protest or riot, or what a crowd does."""
    if frame.event_type in OF_CROWDS:
        return True
    doers = (g.classes for g in (*frame.groups("perpetrator"), *frame.groups("participant")))
    return any({"crowd", "group"} <= classes and "armed" not in classes for classes in doers)


def of_one_crowd(one: Frame, other: Frame) -> bool:
    """ "residents blocked the road and | tried to storm the town hall": one riot, not all of which came off."""
    mine, theirs = (
        {(g.first, g.last) for g in (*f.groups("perpetrator"), *f.groups("participant"))} for f in (one, other)
    )
    tried = {one.stage, other.stage} == {"accomplished", "attempted"}
    return tried and bool(mine & theirs) and not OF_CROWDS.isdisjoint({one.event_type, other.event_type})


def of_angry_people(frame: Frame) -> bool:
    """What a crowd does, or people of a place do by fire: "residents burnt a police post"."""
    doers = [g.classes for g in frame.groups("perpetrator")]
    burnt = frame.event_type in {"arson", "sabotage"} and any("civilian" in c and "armed" not in c for c in doers)
    return burnt or of_crowd(frame)
