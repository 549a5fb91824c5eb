"""The cast of an incident: its actors with roles and sides, each once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from q7x2_etl.extraction.framing.frames import Frame, Harm, Role
from q7x2_etl.extraction.framing.groupings import BOMBINGS, HURT, OF_CROWDS, TWO_SIDED
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident, provoked
from q7x2_etl.extraction.reports.answers import answers, attackers_hit
from q7x2_etl.extraction.reports.full_names import whole_name
from q7x2_etl.extraction.reports.things_hit import RULE, stood_for
from q7x2_etl.extraction.reports.told_elsewhere import with_others
from q7x2_etl.extraction.reports.told_twice import without_repetitions
from q7x2_etl.extraction.reports.victims_once import victims_once
from q7x2_etl.extraction.reports.who import ARMED, OF_STATES, Entry, Parties, Party
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.names import name_key
from q7x2_etl.model import Actor, Fate, Side
from q7x2_etl.model import Role as RoleName

_CROWD = frozenset({"crowd"})
_MUTUAL = frozenset({"with", "between", "against", "among"})
_ORDER = {"perpetrator": 0, "participant": 1, "target": 2, "claimant": 3}
_MOST_ACTORS = 10
_CRIMES = frozenset(
    {"armed_attack", "assassination", "execution", "bombing", "suicide_bombing", "shelling", "robbery", "hijacking",
     "sexual_violence", "sabotage", "arson"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors in the order of their roles, and for each the rule that put it there."""

    actors: tuple[Actor, ...]
    rules: tuple[str, ...]

    @classmethod
    def of(cls, incident: Incident, event_type: str, parties: Parties, setting: Setting) -> "Cast":
        """The cast of an incident, of which the type and the setting are known."""
        answering = answers(incident) if event_type not in TWO_SIDED else []
        entries = _answering(_told(incident, event_type, parties, setting, answering), event_type)
        if not any(named == "perpetrator" for _, named, _ in entries):
            hit = [(_party(r, parties, setting), r.rule) for r in attackers_hit(answering)]
            entries += [(party, "perpetrator", rule) for party, rule in hit if party is not None]
        doer: RoleName = "participant" if event_type in TWO_SIDED else "perpetrator"
        entries = with_others(entries, event_type, doer, parties, setting)
        if not any(named == "target" for _, named, _ in entries):
            entries += [(party, "target", RULE) for party in stood_for(incident, event_type, parties, setting.country)]
        once = without_repetitions(_merge(entries), incident, event_type)
        merged = _one_sided(victims_once(once, incident, event_type), event_type)
        fates = _fates(incident, parties, setting.day, setting.country)
        ordered = sorted(merged, key=lambda entry: _ORDER[entry[1]])[:_MOST_ACTORS]
        sides = _sides(ordered)
        actors = tuple(
            Actor(n, role, sides[n], p.actor_id, p.name, p.as_written, p.kind, p.country, p.office, p.affiliation_id,
                  fates.get(p.start), p.start, p.end)
            for n, (p, role, _) in enumerate(ordered)
        )  # fmt: skip
        return cls(actors, tuple(rule for _, _, rule in ordered))


def _told(
    incident: Incident, event_type: str, parties: Parties, setting: Setting, answering: Sequence[Frame]
) -> list[Entry]:
    """Who stands in the roles of the incident's frames, in the order of telling; what only answers it is left out."""
    entries: list[Entry] = []
    for frame in sorted(incident.frames, key=lambda f: (f.effect and f.event_type is None, f.number, f.first)):
        untold = frame.denied and not all(f.denied for f in incident.frames)  # "denied targeting civilians"
        if untold or frame in answering or provoked(frame, incident.frames):
            continue
        for role in (*frame.roles, *frame.backing):
            entry = _entry(frame, role, incident, event_type, parties, setting)
            entries += [entry] if entry is not None else []
    return entries


def _entry(
    frame: Frame, role: Role, incident: Incident, event_type: str, parties: Parties, setting: Setting
) -> Entry | None:
    """Whom one role of a frame gives the cast; None for nobody."""
    if role.role == "perpetrator" and _accused_victim(frame, role, incident):
        return None
    party = _party(role, parties, setting)
    if party is not None and party.kind == "person" and " " not in party.name:
        party = _with_whole_name(party, role, incident, parties)
    if party is None and role.role == "perpetrator":
        party = parties.government(role.sentence, role.group, setting.country)
    if party is None:
        return None
    named = _role(role, party, event_type, frame.event_type)
    if frame.event_type == "security_operation" and role.role == "perpetrator" and event_type in BOMBINGS:
        return None  # who found the bomb
    if frame.event_type == "arrest" and event_type in _CRIMES and not _same_hand(frame, incident):
        if role.role != "target" or not role.group.named:
            return None  # "two suspects were arrested": neither the police nor they suffered the attack
        named = "perpetrator"
    if role.role == "target":
        named = "perpetrator" if event_type in BOMBINGS and _own_bomb(frame, role) else named
        party = _without_arms(role, party) if party.kind == "armed_group" else party
        of_nation = party.actor_id == party.country is not None  # "Palestinian shot dead near Beita"
        party = _one_of_nation(frame, role, party) if of_nation else party
    if party.general and not (named == "perpetrator" and party.can_act):
        return None
    return party, named, role.rule


def _party(role: Role, parties: Parties, setting: Setting) -> Party | None:
    return parties.party(role.sentence, role.group, setting.day, setting.country)


def _with_whole_name(party: Party, role: Role, incident: Incident, parties: Parties) -> Party:
    """ "Zaman was killed", where Haji Sher Zaman was told of before."""
    sentences = list({f.sentence.start: f.sentence for f in incident.frames}.values())
    found = whole_name(sentences, role.sentence, role.group)
    told = parties.party(*found, None, None) if found is not None else None
    if told is None or told.kind != "person" or party.name not in told.name.split()[1:]:
        return party
    return replace(party, name=told.name, office=party.office or told.office)


def _accused_victim(frame: Frame, role: Role, incident: Incident) -> bool:
    """ "stoned to death two men | accused of robbing a shop": what those who suffered are said to have done."""
    accused = not packaged_words().words["accusing_participles"].isdisjoint(frame.sentence.lows[: frame.first])
    hit = (r.group for f in incident.frames if f is not frame for r in f.roles if r.role == "target")
    return accused and frame.hedged and any(group is role.group for group in hit)


def _own_bomb(frame: Frame, role: Role) -> bool:
    """ "It went off as it was being planted; | the two assailants were killed": they did it, and no one else."""
    attackers = packaged_words().words["attacker_nouns"]
    return role.sentence.lows[role.group.head] in attackers and not frame.groups("perpetrator")


def _without_arms(role: Role, party: Party) -> Party:
    """ "Fulani herders" who are killed are herders, though those who kill are told as a militia."""
    group, sentence = role.group, role.sentence
    people = (m for m in group.mentions if m.sense.kind == "person" and m.last == group.head + 1)
    if party.actor_id is None or all(m.sense.entry.get("kind") != "civilians" for m in people):
        return party
    first = group.first if group.quantity is None else max(group.first, group.quantity.last)
    start, end = sentence.offsets(first, group.head + 1)
    name = sentence.text[start:end]
    return replace(party, actor_id=None, name=name, as_written=name, start=start, end=end, kind="civilians")


def _one_of_nation(frame: Frame, role: Role, party: Party) -> Party:
    """Whom it befell is one of a nation, and not its state."""
    if not any(h.group is role.group and h.outcome in HURT for h in frame.harms):
        return party
    return replace(party, actor_id=None, name=party.as_written, kind="civilians")


def _answering(entries: list[Entry], event_type: str) -> list[Entry]:
    """ "killed four; the attackers died in a shoot-out with security forces": these did not attack."""
    others = any(role == "perpetrator" and party.kind not in OF_STATES for party, role, _ in entries)
    if event_type in TWO_SIDED or event_type == "security_operation" or not others:
        return entries
    fought = {"with", "between", "against"}
    return [
        (party, "target" if party.kind == "state" and rule.rpartition(".")[2] in fought else role, rule)
        for party, role, rule in entries
    ]


def _same_hand(frame: Frame, incident: Incident) -> bool:
    """ "rounded up 17 herders and executed 11 of them": who arrests commits the crime."""
    doers = {id(g) for g in frame.groups("perpetrator")}
    return any(id(g) in doers for f in incident.frames if f is not frame for g in f.groups("perpetrator"))


def _role(role: Role, party: Party, event_type: str, frame_type: str | None) -> RoleName:
    """In a clash armed parties take part; civilians suffer it, as those do whom a mob falls upon."""
    thing = "facility" in role.group.classes or frame_type == "execution"  # "stormed the Supreme Court", "lynched"
    spared = (thing or party.kind not in ARMED) and not role.group.classes & _CROWD
    if event_type == "riot" and role.role == "target" and spared:
        return "target"
    if event_type in TWO_SIDED and role.role in {"perpetrator", "target"}:
        return "participant" if party.kind in ARMED or event_type != "armed_clash" else role.role
    if event_type == "territorial_change" and role.role == "participant" and role.rule.endswith((".with", ".against")):
        return "target"  # "captured the town after clashes with rebels"
    if event_type not in TWO_SIDED and role.role == "participant" and frame_type not in {"surrender"}:
        return "perpetrator"
    return role.role


def _one_sided(entries: list[Entry], event_type: str) -> list[Entry]:
    """A crowd that marches, or burns and loots, and meets nobody who fights it, takes part in nothing mutual."""
    taking_part = [(party, rule) for party, role, rule in entries if role == "participant"]
    if event_type not in OF_CROWDS or len(taking_part) != 1:
        return entries
    party, rule = taking_part[0]
    if party.kind in ARMED or rule.rpartition(".")[2] in _MUTUAL:
        return entries
    return [(p, "perpetrator" if role == "participant" else role, r) for p, role, r in entries]


def _key(party: Party) -> str:
    if party.actor_id is not None:
        return party.actor_id
    key = name_key(party.name)
    return key.rsplit(" ", 1)[-1] if party.kind == "person" else key


def _merge(entries: list[Entry]) -> list[Entry]:
    """One entry an actor: the first role stands, a longer name of the same person replaces a shorter."""
    found: dict[str, Entry] = {}
    for party, role, rule in entries:
        key = _key(party)
        known = found.get(key)
        if known is None:
            found[key] = (party, role, rule)
        elif party.kind == "person" and len(party.name) > len(known[0].name):
            found[key] = (party, known[1], known[2])
    return list(found.values())


def _fates(incident: Incident, parties: Parties, day: date | None, country: str | None) -> dict[int, Fate]:
    fates: dict[int, Fate] = {}
    for frame in incident.frames:
        for harm in frame.harms:
            party = _harmed_person(harm, parties, day, country)
            if party is not None:
                fates.setdefault(party.start, harm.outcome)
    return fates


def _harmed_person(harm: Harm, parties: Parties, day: date | None, country: str | None) -> Party | None:
    if harm.group.quantity is not None or not classes_of(harm.sentence, harm.group):
        return None
    party = parties.party(harm.sentence, harm.group, day, country)
    return party if party is not None and party.kind == "person" else None


def _sides(entries: list[Entry]) -> list[Side | None]:
    """Side a attacks or is the state, side b is the other; claimants have none."""
    sides: list[Side | None] = []
    participants = [p for p, role, _ in entries if role == "participant"]
    first = next((p for p in participants if p.kind == "state"), participants[0] if participants else None)
    for party, role, _ in entries:
        if role == "perpetrator":
            sides.append("a")
        elif role == "target":
            sides.append("b")
        elif role == "participant" and first is not None:
            same = party is first or (party.kind in OF_STATES and first.kind == "state")
            sides.append("a" if same else "b")
        else:
            sides.append(None)
    return sides
