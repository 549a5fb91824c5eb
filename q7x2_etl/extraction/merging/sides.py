"""Who does what to whom in two incidents: whether their sides are the same, others, or have changed places."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident, places_differ

_ALL = frozenset({"perpetrator", "participant", "target"})


def _actor_ids(incident: Incident, roles: frozenset[str]) -> set[str]:
    return {
        m.sense.id
        for f in incident.frames
        for r in f.roles
        if r.role in roles
        for m in r.group.mentions
        if m.sense.kind == "actor"
    }


def sides_differ(known: Incident, found: Incident) -> bool:
    """Both name who did it, by dictionary names, and none is shared by any role."""
    mine, theirs = _actor_ids(found, DOERS), _actor_ids(known, DOERS)
    if mine and theirs and (_may_be_theirs(known, found) or _other_side(known, found)):
        return False
    return bool(mine and theirs and not mine & _actor_ids(known, _ALL) and not theirs & _actor_ids(found, _ALL))


def _other_side(known: Incident, found: Incident) -> bool:
    """ "Army repels attacks", and then "fighters of the group attacked two camps": the other side of a fight."""
    told = [r for f in known.frames for r in f.roles if r.role in DOERS]
    one_sided = known.event_type == "armed_clash" and all(r.role == "participant" for r in told)
    return one_sided and not doers_armed(found.frames, "state") and all(
        "armed_group" not in classes_of(r.sentence, r.group) for r in told
    )  # fmt: skip


def _may_be_theirs(known: Incident, found: Incident) -> bool:
    """ "Troops killed four insurgents who had shelled the palace", and then "IS claimed the attack"."""
    claimed = all(r.rule.endswith(".claim") for f in found.frames for r in f.roles if r.role in DOERS)
    unnamed = (
        "armed_group" in r.group.classes and not any(m.sense.kind == "actor" for m in r.group.mentions)
        for f in known.frames for r in f.roles if r.role in DOERS
    )  # fmt: skip
    return claimed and any(unnamed)


def other_doers(known: Incident, found: Incident) -> bool:
    """Both tell who did it, by nouns of their own, and nobody is told to do both."""
    mine, theirs = _doers_told(found), _doers_told(known)
    if not mine or not theirs or mine & theirs:
        return False
    return not _actor_ids(found, DOERS) & _actor_ids(known, DOERS)


def _doers_told(incident: Incident) -> set[str]:
    return {
        r.sentence.lows[r.group.head]
        for f in incident.frames for r in f.roles
        if r.role in DOERS and not r.group.pronoun and not r.rule.endswith(".reference")
    }  # fmt: skip


def same_actor(known: Incident, found: Incident) -> bool:
    """An actor of the dictionary takes part in both."""
    return bool(_actor_ids(found, _ALL) & _actor_ids(known, _ALL))


def _heads(incident: Incident, roles: frozenset[str]) -> set[str]:
    return {r.sentence.lows[r.group.head] for f in incident.frames for r in f.roles if r.role in roles}


def roles_swapped(known: Incident, found: Incident) -> bool:
    """Who does it now suffered it before: an answer to the first event is another one."""
    doers, sufferers = _actor_ids(found, frozenset({"perpetrator"})), _actor_ids(known, frozenset({"target"}))
    if doers & sufferers - _actor_ids(known, DOERS):
        return True
    doing, suffering = frozenset({"perpetrator"}), frozenset({"target"})
    if _answered_by_state(known, found):
        return True
    answered = _heads(found, doing) & _heads(known, suffering)
    return bool(answered and _heads(found, suffering) & _heads(known, doing))


def _answered_by_state(known: Incident, found: Incident) -> bool:
    """ "Rebels killed two soldiers", then "the army shelled a village": what it hits is nobody who did the first."""
    by, on = frozenset({"perpetrator"}), frozenset({"target"})
    did, suffered = _classes(known, by), _classes(known, on)
    does, suffers = _classes(found, by), _classes(found, on)
    if not (did and does and suffers) or not all("armed_group" in c for c in did):
        return False
    attacked = any("state" in c for c in suffered) and all("state" in c and "armed_group" not in c for c in does)
    return attacked and not any(c & {"armed_group", "armed"} for c in suffers) and bool(found.place_keys())


def _classes(incident: Incident, roles: frozenset[str]) -> list[frozenset[str]]:
    return [classes_of(r.sentence, r.group) for f in incident.frames for r in f.roles if r.role in roles]


def other_hand(incident: Incident, frame: Frame) -> bool:
    """ "Troops are hunting the rebels who killed five farmers": the state acts, and somebody else has killed."""
    if {"arrest", "security_operation"}.isdisjoint({incident.event_type, frame.event_type}):
        return False
    one, other = ((doers_armed(f, "state"), doers_armed(f, "armed_group")) for f in (incident.frames, [frame]))
    return one[0] != one[1] and one[0] != other[0] and one[1] != other[1]


def doers_armed(frames: Sequence[Frame], kind: str) -> bool:
    """Whether those who do it are of this kind: "state", "armed_group"."""
    doers = (r for f in frames for r in f.roles if r.role == "perpetrator")
    return any(kind in classes_of(r.sentence, r.group) for r in doers)


def of_others(known: Incident, found: Incident) -> bool:
    """Each has doers of its own; or nobody is told to do the new one, and it has a place of its own."""
    nobody = not any(r.role in DOERS for f in found.frames for r in f.roles)
    return other_doers(known, found) or (nobody and places_differ(known, found.main))
