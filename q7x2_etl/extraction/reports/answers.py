"""Frames in which those who attacked are hit by the state in their turn: neither did the police the deed, nor is the
attacker its target.
"""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.groupings import HURT
from q7x2_etl.extraction.framing.slots import classes_of, one_person
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words


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
        named = [
            r.sentence.lows[r.group.head] in nouns
            or _some_of_them(r, nouns, [group for f, group in doers if f.sentence is not frame.sentence])
            or _the_gunman(r)
            or _drove(r, by)
            or _all_of_them(r, by, doers)
            for r in hit
        ]
        attackers = all(
            id(r.group) in others or is_named or (r.group.pronoun and by)
            for r, is_named in zip(hit, named, strict=True)
        ) or (_fought_off(frame, incident, hit, doers) if by else _own_dead(frame, incident, hit))
        attacked = others or (all(named) and _struck_before(incident, frame, nouns))
        fought_off = all(named) and all("the" in _openers(r) for r in hit)
        if hit and attacked and attackers and (fought_off or all(_is_of_state(r) for r in by)):
            found.append(frame)
    return [*found, *_fired_back(incident, found, bool(doers))]


def ends_attack(incident: Incident) -> bool:
    """ "shot dead two shoppers. He was killed in a shoot-out with officers": the shoot-out ends the attack."""
    main = incident.main
    attacks = [f for f in incident.frames if f.number < main.number and f.event_type == "armed_attack"]
    return main.kind == "noun" and any(
        f.kind == "verb" and f.groups("perpetrator")
        and (_none_armed([h.group for h in f.harms]) or _civilians(f.groups("target")))
        for f in attacks
    )  # fmt: skip


def _none_armed(hurt: Sequence[NounGroup]) -> bool:
    return bool(hurt) and not any(g.classes & {"state", "armed_group"} for g in hurt)


def _civilians(targets: Sequence[NounGroup]) -> bool:
    return _none_armed(targets) and all("civilian" in g.classes for g in targets)


def _openers(role: Role) -> set[str]:
    """The first words of a group, and of those of whom it is a part: "one of | the assailants"."""
    lows, group = role.sentence.lows, role.group
    return {lows[group.first]} | ({lows[group.complement.first]} if group.complement is not None else set())


def _the_gunman(role: Role) -> bool:
    """ "Two guards were shot. | The gunman | was killed later", "One of the gunmen": known from what was told."""
    part = role.group.complement
    group = role.group if part is None else part
    known = role.sentence.lows[group.first] == "the" and "armed_group" in group.classes
    one = one_person(group) if part is None else role.group.quantity is not None
    return known and one and "actor" not in group.classes and not group.named


def _fired_back(incident: Incident, found: Sequence[Frame], attacked: bool) -> list[Frame]:
    """ "Officers returned fire": they answer, and do the deed as little as those who are hit."""
    forms = packaged_words().words["answering_forms"]
    return [
        f for f in incident.frames
        if (attacked or found) and f not in found and f.sentence.lows[f.first] in forms
        and not any(r.role == "target" for r in f.roles)
        and all(_is_of_state(r) for r in f.roles if r.role == "perpetrator")
    ]  # fmt: skip


def attackers_hit(answering: Sequence[Frame]) -> list[Role]:
    """Who was hit in such frames by a word for who attacked: "the attacker"; who is only arrested may be another."""
    nouns = packaged_words().words["attacker_nouns"]
    hit = ((f, r) for f in answering for r in f.roles if r.role == "target" and f.event_type != "arrest")
    found = []
    for frame, role in hit:
        by = [r for r in frame.roles if r.role == "perpetrator"]
        if role.sentence.lows[role.group.head] in nouns or _the_gunman(role) or _drove(role, by):
            found.append(role)
    return found


def _struck_before(incident: Incident, frame: Frame, nouns: frozenset[str]) -> bool:
    """Something before it hit others, and nobody says that the state did that."""
    for other in incident.frames:
        hit = [r for r in other.roles if r.role == "target" and r.sentence.lows[r.group.head] not in nouns]
        by_state = any(r.role == "perpetrator" and _is_of_state(r) for r in other.roles)
        earlier = (other.number, other.first) < (frame.number, frame.first)
        if other is not frame and earlier and hit and other.event_type not in {None, "arrest"} and not by_state:
            before = (f for f in incident.frames if f is not frame and f.number <= frame.number)
            hurt = any(h.outcome in HURT for f in before for h in f.harms)
            return other.stage == "accomplished" and hurt
    return False


def _own_dead(frame: Frame, incident: Incident, hit: list[Role]) -> bool:
    """ "Seven soldiers and six terrorists were killed when militants attacked": the attackers' own, without a name."""
    classes = [classes_of(r.sentence, r.group) for r in hit]
    unnamed = all(
        "armed_group" in c and "actor" not in c and not r.group.named for c, r in zip(classes, hit, strict=True)
    )
    others = (r for f in incident.frames if f is not frame for r in f.roles if r.role == "target")
    return bool(frame.harms) and unnamed and any("armed_group" not in classes_of(r.sentence, r.group) for r in others)


def _all_of_them(role: Role, by: Sequence[Role], doers: Sequence[tuple[Frame, NounGroup]]) -> bool:
    """ "Three men ran amok with knives. Police shot | all three | dead": as many as attacked."""
    count = role.group.quantity
    if not by or count is None or role.group.classes & {"person", "civilian"} or count.best is None:
        return False
    whole = role.sentence.lows[role.group.first] in {"all", "both", "the"}
    return whole and any(g.quantity is not None and g.quantity.best == count.best for _, g in doers)


def _some_of_them(role: Role, nouns: frozenset[str], doers: Sequence[NounGroup]) -> bool:
    """ "30 | of the fleeing attackers", "two | of the bandits" who were told of: they had attacked."""
    whole, lows = role.group.complement, role.sentence.lows
    if whole is None or whole.prep != "of" or lows[whole.first] != "the":
        return False
    told = any(d.mentions and any(m.sense in [n.sense for n in d.mentions] for m in whole.mentions) for d in doers)
    return lows[whole.head] in nouns or told


def _drove(role: Role, by: Sequence[Role]) -> bool:
    """ "A lorry mowed through a crowd; | the driver | was shot dead by police"."""
    lows, group = role.sentence.lows, role.group
    return bool(by) and lows[group.first] == "the" and lows[group.head] in packaged_words().words["driver_nouns"]


def _fought_off(frame: Frame, incident: Incident, hit: list[Role], doers: Sequence[tuple[Frame, NounGroup]]) -> bool:
    """ "took 40 passengers hostage. Troops freed 12 and killed nine militants": those who had attacked before."""
    armed = any("armed_group" in group.classes and f.number < frame.number for f, group in doers)
    unnamed = all("armed_group" in r.group.classes and "actor" not in r.group.classes for r in hit)
    return armed and unnamed and incident.main.event_type in {"kidnapping", "hijacking"}


def _is_of_state(role: Role) -> bool:
    return "state" in classes_of(role.sentence, role.group)
