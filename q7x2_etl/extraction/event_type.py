"""An incident's event type: its main trigger's, made narrower by who was hit, by whom and with what."""

from q7x2_etl.extraction.answers import answers
from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.language.word_lists import packaged_words

_OF_MOBS = frozenset({"armed_attack", "robbery", "arson", "sabotage", "execution", "territorial_change"})
_OFFICES = frozenset({"title", "official"})
_SURE = 3  # strength of a trigger that names the taking of a place


def refined_type(incident: Incident) -> str | None:
    """The event type from the strongest frame, made narrower; None where it stays unknown."""
    main = incident.main
    event_type = main.event_type
    if event_type == "coercion" and any(h.outcome == "killed" for f in incident.frames for h in f.harms):
        event_type = "armed_attack"  # whoever forced a crowd to gather, and killed the mayor before it
    if event_type in {"armed_attack", "bombing"} and _by_suicide(incident):
        return "suicide_bombing"
    if event_type in {"armed_attack", "bombing", "shelling"} and _by_air(incident):
        return "airstrike"
    if event_type == "kidnapping" and _captives_killed(incident):
        return "execution"
    if event_type == "kidnapping" and _taken_and_killed(incident):
        return _of_office(incident) or "execution"
    if event_type == "kidnapping" and any(f.event_type == "sexual_violence" for f in incident.frames):
        return "sexual_violence"
    if event_type == "armed_clash" and _place_taken(incident):
        return "territorial_change"
    if event_type == "kidnapping" and _count(incident, "killed") > _count(incident, "abducted") > 0:
        return "armed_attack"
    if event_type == "arson" and _killed_before(incident):
        return "riot" if _by_crowd(incident) else "armed_attack"
    if event_type == "armed_clash" and _of_crowd(incident):
        return "riot"
    if event_type in _OF_MOBS and _by_crowd(incident):
        return "riot"
    if event_type == "robbery" and any(f.event_type == "riot" for f in incident.frames):
        return "riot"  # "looting and riots"
    if event_type != "armed_attack":
        return event_type
    if _shot_bodies(incident):
        return "execution"
    if _by_authority(incident):
        return "security_operation"
    suggested = _suggested(incident) if main.strength <= 3 else None
    if suggested is None and main.kind == "verb" and any(_from_afar(g) for g in main.instruments):
        return "shelling"  # "fired at the town with Grad rockets"
    return suggested or _of_one_office_holder(incident) or event_type


def _place_taken(incident: Incident) -> bool:
    """ "took the village after fierce clashes": in one sentence, the taking is the point."""
    main = incident.main
    return any(
        f.event_type == "territorial_change" and f.kind == "verb" and f.stage == "accomplished" and f.strength >= _SURE
        and f.sentence is main.sentence and main.kind == "noun"
        for f in incident.frames
    )  # fmt: skip


def _captives_killed(incident: Incident) -> bool:
    """ "18 bodies were found … the victims had been abducted": what became of those taken names the incident."""
    return any(f.event_type == "execution" and any(h.outcome == "killed" for h in f.harms) for f in incident.frames)


def _shot_bodies(incident: Incident) -> bool:
    """ "discovered 18 bodies, all shot in the head": the dead are found, and nobody is told to have attacked."""
    main = incident.main
    if main.kind != "verb" or any(f.groups("perpetrator") for f in incident.frames):
        return False
    found = (f for f in incident.frames if f.event_type == "execution" and f.sentence is main.sentence)
    return any(f.first < main.first and any("corpse" in h.group.classes for h in f.harms) for f in found)


def _taken_and_killed(incident: Incident) -> bool:
    """ "was abducted and killed": the very people who were taken."""
    harms = [h for f in incident.frames for h in f.harms]
    taken = {id(h.group) for h in harms if h.outcome == "abducted"}
    return any(h.outcome == "killed" and id(h.group) in taken for h in harms)


def _count(incident: Incident, outcome: str) -> int:
    """The largest number that one figure of an outcome gives."""
    harmed = [h.group for f in incident.frames for h in f.harms if h.outcome == outcome]
    counted = (g.quantity.best or g.quantity.low or 0 for g in harmed if g.quantity is not None)
    return max(counted, default=1 if any(g.named for g in harmed) else 0)


def _killed_before(incident: Incident) -> bool:
    """ "killed 12 mourners and burned a church": the fire is the lesser part of it."""
    at = (incident.main.number, incident.main.first)
    return any(
        (f.number, f.first) < at and f.event_type == "armed_attack" and any(h.outcome == "killed" for h in f.harms)
        for f in incident.frames
    )


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
    for frame in incident.frames:
        for group in frame.instruments:
            for mention in group.mentions:
                if mention.sense.kind == "weapon" and mention.sense.entry.get("suggests"):
                    return str(mention.sense.entry["suggests"])
    return None


def _of_one_office_holder(incident: Incident) -> str | None:
    """The type that the main trigger has where one person in an office was singled out."""
    single = next((f for f in incident.frames if f.entry.get("single") and f.harms), None)
    again = (
        incident.main.kind == "noun" and incident.main.entry.get("outcome") == "killed"
    )  # "the murder of the governor"
    if single is None or not (single is incident.main or again) or any(h.group.quantity for h in single.harms):
        return None  # "the mayor and her press officer" are two who were singled out
    return str(single.entry["single"]) if _holds_office(single.harms[0].group) else None


def _holds_office(group: NounGroup) -> bool:
    """One person with a title, before the name or in apposition."""
    titled = any(m.sense.kind == "title" for m in group.mentions)
    office = titled or any(g.classes & _OFFICES for g in (group, *group.appositions))
    return office and group.quantity is None


def _of_office(incident: Incident) -> str | None:
    """The type of the killing of whoever was taken, where that is somebody in an office."""
    killed = [h.group for f in incident.frames for h in f.harms if h.outcome == "killed"]
    return "assassination" if any(map(_holds_office, killed)) else None


def _of_crowd(incident: Incident) -> bool:
    """Protesters or a mob on one side of a clash."""
    sides = [
        classes_of(r.sentence, r.group) if r.group.collective else r.group.classes  # "thousands of activists"
        for f in incident.frames for r in f.roles
        if r.role == "participant" or (r.role == "target" and "crowd" in r.group.classes)  # "60 protesters were held"
    ]  # fmt: skip
    if any("civilian" in c and "armed" not in c for c in sides) and any("state" in c for c in sides):
        return not any("armed_group" in c for c in sides)  # "growers clashed with police"
    return any({"crowd", "group"} <= c and "armed" not in c for c in sides) and not any(
        "armed_group" in c for c in sides
    )


def _by_air(incident: Incident) -> bool:
    """Aircraft or drones do it: by what it is done with, or by who does what the main trigger names."""
    means = [g for f in incident.frames for g in f.instruments] + incident.main.groups("perpetrator")
    return any("air" in g.classes for g in means)


def _by_crowd(incident: Incident) -> bool:
    """A mob does it."""
    return any(
        {"crowd", "group"} <= g.classes and "armed" not in g.classes and not _of_armed_group(g)
        for f in incident.frames
        for g in f.groups("perpetrator")
    )


def _of_armed_group(group: NounGroup) -> bool:
    """ "two supporters of Islamic State": no crowd."""
    return group.complement is not None and "armed_group" in group.complement.classes


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
        f.kind == "noun" and f.entry.get("state_type") and f.plural and not f.objects for f in incident.frames
    )


def _doer_classes(role: Role) -> frozenset[str]:
    """The classes of who does it; a nation's adjective or name is its state: "an Israeli raid"."""
    classes, group = classes_of(role.sentence, role.group), role.group
    nation = (
        group.quantity is None and group.first == group.head and any(p.demonym or p.is_country for p in group.places)
    )
    plural = role.sentence.lows[group.head].endswith("s") and "country" not in classes
    return classes | {"state"} if nation and not plural else classes


def _by_authority(incident: Incident) -> bool:
    """State forces act against armed people, or in a raid or operation of theirs."""
    answering = answers(incident)
    frames = [f for f in incident.frames if f not in answering] or incident.frames
    doers = [_doer_classes(r) for f in frames for r in f.roles if r.role == "perpetrator"]
    hit = [classes_of(r.sentence, r.group) for f in frames for r in f.roles if r.role == "target"]
    if not doers and any("armed_group" in h for h in hit) and _in_words_of_state(incident):
        return True
    if not doers:
        return any(f.entry.get("state_type") and _on_hideout(f) for f in incident.frames)
    if any(f.event_type == "security_operation" for f in incident.frames) and any("state" in d for d in doers):
        return True  # "killed two men who opened fire on officers during an operation"
    if not all("state" in d and "armed_group" not in d for d in doers):
        return False
    acting = (f for f in incident.frames if f.kind == "noun" or f.groups("perpetrator"))
    return any("armed_group" in h for h in hit) or any(f.entry.get("state_type") for f in acting)
