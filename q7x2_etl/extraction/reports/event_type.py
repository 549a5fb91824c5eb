"""An incident's event type: its main trigger's, made narrower by who was hit, by whom and with what."""

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.groupings import FLYING
from q7x2_etl.extraction.framing.owners import is_held
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident, provoked
from q7x2_etl.extraction.merging.sides import doers_armed
from q7x2_etl.extraction.reports.answers import answers, ends_attack
from q7x2_etl.extraction.reports.captives import refined_kidnapping
from q7x2_etl.extraction.reports.crowds import by_crowd, of_crowd, thrown_by_protesters
from q7x2_etl.extraction.reports.greater_harm import (
    FROM_AFAR,
    called_attack,
    count_of,
    others_killed,
    rode_in_to_kill,
)
from q7x2_etl.extraction.reports.office_holders import died_of_it, of_one_office_holder
from q7x2_etl.extraction.reports.takings import means_told_later, place_taken
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_OF_MOBS = frozenset({"armed_attack", "robbery", "arson", "sabotage", "execution", "territorial_change"})

_BESIDE = 4  # chunks behind a verb in which the fight stands
_OF_TAKING = frozenset({"security_operation", "robbery"})
_OF_REVENGE = frozenset({"execution", "riot"})


def refined_type(incident: Incident) -> str | None:
    """The event type from the strongest frame, made narrower; None where it stays unknown."""
    main, frames = incident.main, incident.frames
    event_type = main.event_type if main.event_type not in _OF_REVENGE else _but_revenge(incident)
    if event_type == "coercion" and any(h.outcome == "killed" for f in incident.frames for h in f.harms):
        event_type = "armed_attack"  # whoever forced a crowd to gather, and killed the mayor before it
    if event_type == "armed_attack":
        event_type = called_attack(incident) or event_type
    if event_type == "armed_attack" and _fell_fighting(incident):
        return "armed_clash"
    if incident.fought_over:
        return "armed_clash"
    if event_type == "territorial_change" and rode_in_to_kill(incident):
        event_type = "armed_attack"
    if event_type == "sexual_violence" and others_killed(incident):
        event_type = "armed_attack"
    if event_type in {"armed_attack", "bombing"} and _by_suicide(incident):
        return "suicide_bombing"
    if event_type == "bombing" and any(f.event_type == "suicide_bombing" and f.stage == main.stage for f in frames):
        return "suicide_bombing"  # "The explosion tore off the roof", of one who blew himself up
    if event_type in {"armed_attack", "bombing", "shelling"} and _by_air(incident):
        return "airstrike"
    if event_type == "kidnapping":
        return refined_kidnapping(incident)
    if event_type == "execution" and _found_after(incident):
        return "armed_attack"
    if event_type == "arrest" and _shot_by_state(incident):
        return "security_operation"
    if event_type == "security_operation" and _raid_of_gunmen(incident):
        return "armed_attack"
    if event_type == "armed_clash" and ends_attack(incident):
        return "armed_attack"
    if event_type == "armed_clash" and place_taken(incident):
        return "territorial_change"
    if event_type in {"shelling", "armed_clash"} and means_told_later(incident):
        return "territorial_change"
    if event_type == "robbery" and _post_attacked(incident):
        return "armed_attack"
    if event_type == "arson" and count_of(incident, "abducted") > 1:
        return "kidnapping"  # "stopped a bus, took off six passengers and set it alight"
    struck = _struck_before(incident) if event_type == "arson" else None
    if struck is not None:
        return struck
    if event_type == "armed_attack" and _burglary(incident):
        return "robbery"
    if event_type == "arson" and (_killed_before(incident) or _deadly_attacks(incident)):
        return "riot" if by_crowd(incident) or _in_riot(incident) else "armed_attack"
    if event_type == "armed_clash" and of_crowd(incident):
        return "riot"
    if event_type == "territorial_change" and _held_in_building(incident):
        return "kidnapping"
    if event_type in _OF_MOBS and by_crowd(incident):
        return "riot"
    if event_type == "bombing" and thrown_by_protesters(incident):
        return "riot"
    if event_type == "riot" and _between_armies(incident):
        return "armed_clash"
    if event_type == "robbery" and _burnt_too(incident) and not _in_riot(incident):
        return "arson"
    if event_type in {"robbery", "arson", "execution"} and _in_riot(incident):
        return "riot"  # "looting and riots", "inmates rioted …, leaving 20 dead, five of them decapitated"
    if event_type == "sabotage" and _freed_prisoners(incident):
        return "armed_attack"
    return _refined_attack(incident) if event_type == "armed_attack" else event_type


def _fell_fighting(incident: Incident) -> bool:
    """ "Ten rebels were gunned down | in an encounter with troops": fighters, and the fight in which they died."""
    main = incident.main
    fights = (f for f in incident.frames if f.event_type == "armed_clash" and f.kind == "noun")
    near = (f for f in fights if f.sentence is main.sentence and 0 < f.chunk - main.chunk <= _BESIDE)
    told = any(f.sentence.lows[f.sentence.chunks[f.chunk - 1].first] in {"in", "during"} for f in near)
    dead = [h.group.classes for h in main.harms if h.outcome == "killed"]
    return told and bool(dead) and all("armed_group" in classes for classes in dead)


def _but_revenge(incident: Incident) -> str | None:
    """ "attacked a mosque, killing 12. Two of the bandits were lynched by youths": the attack names it."""
    main, answering = incident.main, answers(incident)
    others = [f for f in incident.frames if not any(f is a for a in answering) and f.event_type and not f.effect]
    if not others or not any(main is a for a in answering):
        return main.event_type
    return max(others, key=lambda f: f.strength).event_type


def _refined_attack(incident: Incident) -> str:
    """What kind of armed attack: with which weapons, by and on whom."""
    main = incident.main
    if _shot_bodies(incident):
        return "execution"
    if _fired_at_state(incident):
        return "armed_clash"
    if _by_authority(incident):
        return "security_operation"
    suggested = _suggested(incident) if main.strength <= 3 else None
    if suggested is None and main.kind == "verb" and any(_from_afar(g) for g in main.instruments):
        return "shelling"  # "fired at the town with Grad rockets"
    return suggested or of_one_office_holder(incident) or died_of_it(incident) or "armed_attack"


def _in_riot(incident: Incident) -> bool:
    return any(f.event_type == "riot" for f in incident.frames)


def _freed_prisoners(incident: Incident) -> bool:
    """ "prisoners escaped after gunmen blew up the wall of the jail"."""
    broke_out = any(f.entry.get("subject_heads") and f.event_type == "riot" for f in incident.frames)
    return broke_out and doers_armed(incident.frames, "armed_group")


def _found_after(incident: Incident) -> bool:
    """ "were found dead after bandits had raided their camp": how they died is told."""
    main = incident.main
    return main.entry.get("subject") == "none" and any(
        f.event_type == "armed_attack" and not f.effect and f.sentence is main.sentence and f.groups("perpetrator")
        for f in incident.frames
    )


def _shot_bodies(incident: Incident) -> bool:
    """ "discovered 18 bodies, all shot in the head": the dead are found, and nobody is told to have attacked."""
    main = incident.main
    if main.kind != "verb" or any(f.groups("perpetrator") for f in incident.frames):
        return False
    found = (f for f in incident.frames if f.event_type == "execution" and f.sentence is main.sentence)
    return any(f.first < main.first and any("corpse" in h.group.classes for h in f.harms) for f in found)


def _burnt_too(incident: Incident) -> bool:
    """ "ransacked and torched the party's house": the fire is the greater part of it."""
    burnt = {id(g) for f in incident.frames if f.event_type == "arson" for g in f.groups("target")}
    return any(id(g) in burnt for g in incident.main.groups("target"))


def _burglary(incident: Incident) -> bool:
    """ "Thieves broke into an armoury and made off with 15 pistols": nobody armed, and nobody hurt."""
    doers = [classes_of(r.sentence, r.group) for f in incident.frames for r in f.roles if r.role == "perpetrator"]
    hurt = any(f.harms for f in incident.frames)
    robbed = any(f.event_type == "robbery" for f in incident.frames)
    return robbed and not hurt and bool(doers) and all(c.isdisjoint({"armed", "crowd"}) for c in doers)


def _post_attacked(incident: Incident) -> bool:
    """ "A police post was attacked and two motorcycles were taken": the attack is the point, not what was taken.

    So it is where people of a village are killed and their cattle are driven off.
    """
    deadly = count_of(incident, "killed") > 1
    return any(
        f.event_type == "armed_attack"
        and f.kind == "verb"
        and all("armed" in classes_of(r.sentence, r.group) for r in f.roles if r.role == "perpetrator")
        and any((is_held(g) and "vehicle" not in g.classes) or (deadly and "place" in g.classes) for g in f.objects)
        for f in incident.frames
    )


def _between_armies(incident: Incident) -> bool:
    """ "a brawl with Chinese troops in which 20 Indian soldiers died": all of them are armed."""
    roles = [r for f in incident.frames for r in f.roles]
    return len(roles) > 1 and all("armed" in classes_of(r.sentence, r.group) for r in roles)


def _shot_by_state(incident: Incident) -> bool:
    """ "caught up with him and shot him dead": no arrest."""
    return any(
        h.outcome == "killed" and any("state" in g.classes for g in f.groups("perpetrator"))
        for f in incident.frames for h in f.harms
    )  # fmt: skip


def _raid_of_gunmen(incident: Incident) -> bool:
    """ "a dawn raid by gunmen", "a dawn raid on a village claimed 13 lives": no authority's."""
    main = incident.main
    doers = [_doer_classes(r) for f in incident.frames for r in f.roles if r.role == "perpetrator"]
    if doers:
        return main.kind == "noun" and all("armed_group" in d and "state" not in d for d in doers)
    hurt = [h for f in incident.frames for h in f.harms]
    named = main.kind == "noun" and any("place" in g.classes and "armed_group" not in g.classes for g in main.objects)
    return named and bool(hurt) and not any(h.group.classes & {"armed", "armed_group"} for h in hurt)


def _struck_before(incident: Incident) -> str | None:
    """ "a missile hit a tanker, setting it on fire": what lit it."""
    at = (incident.main.number, incident.main.first)
    return next((f.event_type for f in incident.frames if (f.number, f.first) < at and f.event_type in FROM_AFAR), None)


def _killed_before(incident: Incident) -> bool:
    """ "killed 12 mourners and burned a church": the fire is the lesser part of it."""
    at = (incident.main.number, incident.main.first)
    return any(
        (f.number, f.first) < at and f.event_type == "armed_attack" and any(h.outcome == "killed" for h in f.harms)
        for f in incident.frames
    )


def _deadly_attacks(incident: Incident) -> bool:
    """ "40 people were killed in attacks by gangs, who set fire to homes": in another sentence than the fire's."""
    several = count_of(incident, "killed") > 1
    return several and any(
        f.event_type == "armed_attack" and f.kind == "noun" and f.sentence is not incident.main.sentence
        and any(h.outcome == "killed" for g in incident.frames if g.sentence is f.sentence for h in g.harms)
        for f in incident.frames
    )  # fmt: skip


def _by_suicide(incident: Incident) -> bool:
    """A suicide bomber does it, or a suicide vest."""
    return any(
        m.sense.entry.get("suggests") == "suicide_bombing" or m.sense.id == "suicide_bomber.n"
        for f in incident.frames
        for g in (*f.instruments, *(r.group for r in f.roles))
        for m in g.mentions
    )


def _suggested(incident: Incident) -> str | None:
    """The type that one of the weapons suggests."""
    for frame in (f for f in incident.frames if not provoked(f, incident.frames)):
        if any(m.sense.entry.get("category") == "firearm" for g in frame.instruments for m in g.mentions):
            continue  # "armed with rifles and grenades"
        for group in frame.instruments:
            for mention in group.mentions:
                if mention.sense.kind == "weapon" and mention.sense.entry.get("suggests"):
                    return str(mention.sense.entry["suggests"])
    return None


def _by_air(incident: Incident) -> bool:
    """Aircraft or drones do it: by what it is done with, or by who does what the main trigger names."""
    means = [g for f in incident.frames for g in f.instruments if not _taken_away(f, g)]
    if any("explosive" in g.classes and not g.classes & FLYING for g in incident.main.instruments):
        return False  # "attacked a patrol with explosives and drones"
    return any("air" in g.classes for g in (*means, *incident.main.groups("perpetrator")))


def _taken_away(frame: Frame, group: NounGroup) -> bool:
    """ "seized ten rifles and | a drone": what was taken was not used."""
    return frame.event_type in _OF_TAKING and frame.kind == "verb" and group.prep is None


def _held_in_building(incident: Incident) -> bool:
    """ "seized a bank and held a dozen customers": hostages are the point, and no place changes hands."""
    main = incident.main
    hit = [g for f in incident.frames if f.event_type == "territorial_change" for g in f.groups("target")]
    held = [h for f in incident.frames if f.sentence is main.sentence for h in f.harms if h.outcome == "abducted"]
    building = bool(hit) and all("facility" in g.classes and "place" not in g.classes for g in hit)
    return building and bool(held) and not any("armed" in h.group.classes for h in held)


def _from_afar(group: NounGroup) -> bool:
    """Rockets, missiles, shells: by the class of the weapon; not what is thrown by hand."""
    return (
        "projectile" in group.classes and not group.classes & {"explosive", "air"} and group.prep in {"with", "using"}
    )


def _on_hideout(frame: Frame) -> bool:
    """ "a raid on a Daesh hideout": who raids the posts of an armed group, unnamed, is the state."""
    return any(
        "facility" in g.classes and any("armed_group" in m.sense.classes for m in g.mentions) for g in frame.objects
    )


def _in_words_of_state(incident: Incident) -> bool:
    """ "Three members of a gang were neutralised", "14 militants were killed in raids": nobody else speaks so."""
    main, words = incident.main, packaged_words().words["words_of_state"]
    return main.sentence.keys[main.first] in words or any(
        f.kind == "noun" and f.entry.get("state_type") and not f.objects for f in incident.frames
    )


def _doer_classes(role: Role) -> frozenset[str]:
    """The classes of who does it; a nation's adjective or name is its state: "an Israeli raid"."""
    classes, group = classes_of(role.sentence, role.group), role.group
    nation = (
        group.quantity is None and group.first == group.head and any(p.demonym or p.is_country for p in group.places)
    )
    plural = role.sentence.lows[group.head].endswith("s") and "country" not in classes
    return classes | {"state"} if nation and not plural else classes


def _fired_at_state(incident: Incident) -> bool:
    """ "Police killed two men | who had fired at a patrol": the state's forces kill who has fired at them."""
    answering = answers(incident)
    first = min(incident.frames, key=lambda f: (f.number, f.first))
    killed = any(h.outcome == "killed" for f in answering for h in f.harms) and first.groups("perpetrator")
    others = [f for f in incident.frames if f not in answering and f.roles]
    if not killed or not any(first is f for f in answering) or any(f.harms for f in others):
        return False
    targets = (classes_of(r.sentence, r.group) for f in others for r in f.roles if r.role == "target")
    hit = [c for c in targets if not c & {"facility", "vehicle"} or "armed" in c]
    things = [g for f in others for g in f.objects if "person" not in g.classes]
    return bool(hit or things) and all(c & {"state", "force"} for c in hit) and all(map(is_held, things))


def _caught_later(frame: Frame, main: Frame) -> bool:
    """ "An editor was murdered. … police have arrested two rebels": the crime is none of the police's."""
    if frame.event_type != "arrest" or frame.sentence is main.sentence or main.groups("perpetrator"):
        return False
    hurt = [classes_of(h.sentence, h.group) for h in main.harms]
    return bool(hurt) and not any("armed" in classes for classes in hurt)


def _by_authority(incident: Incident) -> bool:
    """State forces act against armed people, or in a raid or operation of theirs."""
    answering = answers(incident)
    frames = [f for f in incident.frames if f not in answering and not _caught_later(f, incident.main)]
    frames = frames or incident.frames
    doers = [_doer_classes(r) for f in frames for r in f.roles if r.role == "perpetrator"]
    hit = [classes_of(r.sentence, r.group) for f in frames for r in f.roles if r.role == "target"]
    hit += [classes_of(h.sentence, h.group) for f in frames for h in f.harms]  # "shot him dead": the gunman
    if not doers and any("armed_group" in h for h in hit) and _in_words_of_state(incident):
        return True
    if not doers:
        return any(f.entry.get("state_type") and _on_hideout(f) for f in incident.frames)
    main = [_doer_classes(r) for r in incident.main.roles if r.role == "perpetrator"]
    others_did = incident.main not in answering and bool(main) and not any("state" in d for d in main)
    operation = any(f.event_type == "security_operation" for f in incident.frames)
    if operation and not others_did and any("state" in d for d in doers):
        return True  # "killed two men who opened fire on officers during an operation"
    if not all("state" in d and "armed_group" not in d for d in doers):
        return False
    acting = (f for f in incident.frames if f.kind == "noun" or f.groups("perpetrator"))
    return any("armed_group" in h for h in hit) or any(f.entry.get("state_type") for f in acting)
