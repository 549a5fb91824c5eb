"""Frames in which those who attacked are hit by the state in their turn: neither did the police the deed, nor is the
attacker its target.
"""

from collections.abc import Sequence

from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.word_lists import packaged_words


def answers(incident: Incident) -> list[Frame]:
    """ "killed seven people before | police shot him dead", "Two were stabbed; | the attacker was shot by police"."""
    doers = [
        (f, r.group) for f in incident.frames for r in f.roles
        if r.role == "perpetrator" and f.stage == "accomplished" and "state" not in classes_of(r.sentence, r.group)
    ]  # fmt: skip
    nouns = packaged_words().words["attacker_nouns"]
    found = []
    for frame in incident.frames:
        others = {id(group) for f, group in doers if f is not frame}
        hit = [r for r in frame.roles if r.role == "target"]
        by = [r for r in frame.roles if r.role == "perpetrator"]
        named = [r.sentence.lows[r.group.head] in nouns for r in hit]
        attackers = all(
            id(r.group) in others or is_named or (r.group.pronoun and by)
            for r, is_named in zip(hit, named, strict=True)
        ) or (not by and _own_dead(frame, incident, hit))
        attacked = others or (all(named) and _struck_before(incident, frame, nouns))
        if hit and attacked and attackers and all(_is_of_state(r) for r in by):
            found.append(frame)
    return found


def attackers_hit(answering: Sequence[Frame]) -> list[Role]:
    """Who was hit in such frames by a word for who attacked: "the attacker"; who is only arrested may be another."""
    nouns = packaged_words().words["attacker_nouns"]
    hit = (r for f in answering for r in f.roles if r.role == "target" and f.event_type != "arrest")
    return [r for r in hit if r.sentence.lows[r.group.head] in nouns]


def _struck_before(incident: Incident, frame: Frame, nouns: frozenset[str]) -> bool:
    """Something before it hit others, and nobody says that the state did that."""
    for other in incident.frames:
        hit = [r for r in other.roles if r.role == "target" and r.sentence.lows[r.group.head] not in nouns]
        by_state = any(r.role == "perpetrator" and _is_of_state(r) for r in other.roles)
        earlier = (other.number, other.first) < (frame.number, frame.first)
        if other is not frame and earlier and hit and other.event_type not in {None, "arrest"} and not by_state:
            return other.stage == "accomplished" and any(h.outcome in {"killed", "wounded"} for h in other.harms)
    return False


def _own_dead(frame: Frame, incident: Incident, hit: list[Role]) -> bool:
    """ "Seven soldiers and six terrorists were killed when militants attacked": the attackers' own, without a name."""
    classes = [classes_of(r.sentence, r.group) for r in hit]
    unnamed = all(
        "armed_group" in c and "actor" not in c and not r.group.named for c, r in zip(classes, hit, strict=True)
    )
    others = (r for f in incident.frames if f is not frame for r in f.roles if r.role == "target")
    return bool(frame.harms) and unnamed and any("armed_group" not in classes_of(r.sentence, r.group) for r in others)


def _is_of_state(role: Role) -> bool:
    return "state" in classes_of(role.sentence, role.group)
