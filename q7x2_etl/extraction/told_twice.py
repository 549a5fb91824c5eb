"""Actors of one incident that the text tells twice: by name and by what they are, by name and by a general word."""

from collections.abc import Mapping

from q7x2_etl.extraction.backing import BACKING
from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.extraction.owners import HOLDS
from q7x2_etl.extraction.who import Party
from q7x2_etl.language.word_lists import packaged_words
from q7x2_etl.model import Role as RoleName

Entry = tuple[Party, RoleName, str]  # an actor, its role, and the rule that read it

_DOERS = frozenset({"perpetrator", "participant"})
_FOUGHT = frozenset({"armed_clash", "security_operation"})
_SAID = ("claim.", "blame.")  # "Gunmen" beside who claims it or is blamed for it stay
_SUFFERED = (".passive.object", ".harmed")


def without_repetitions(entries: list[Entry], incident: Incident, event_type: str) -> list[Entry]:
    """The entries without those that say again who another one is."""
    told = _named_once(_told_by_name(_but_holders(entries), incident))
    return _attackers_once(_doers_once(_forces_once(told, event_type)))


def _attackers_once(entries: list[Entry]) -> list[Entry]:
    """ "Marines returned fire and killed three of the attackers": who did it is told already.

    So are "the terrorists" beside "a column of jihadists" in one role.
    """
    words = packaged_words().words
    did_it = any(r == "perpetrator" and p.kind == "armed_group" for p, r, _ in entries)
    kept: list[Entry] = []
    for party, role, rule in entries:
        general = party.actor_id is None and party.kind == "armed_group" and not rule.startswith(_SAID)
        last = party.name.lower().rsplit(maxsplit=1)[-1]
        if general and role == "target" and did_it and last in words["attacker_nouns"]:
            continue
        same = (p for p, r, u in kept if r == role and p.kind == "armed_group" and not u.startswith(_SAID))
        again = any(p.actor_id is not None or p.name.endswith("s") for p in same)
        if general and again and role != "perpetrator" and last in words["doers_in_general"]:
            continue
        kept.append((party, role, rule))
    return kept


def _forces_once(entries: list[Entry], event_type: str) -> list[Entry]:
    """ "Two policemen" who fell in a clash with the Kenyan police are its own, and no further side.

    So are those whom an operation of their own force cost.
    """
    words = packaged_words().words["force_descriptions"]
    own = {"perpetrator", "participant"} if event_type in _FOUGHT else set()
    forces = [
        (p, role)
        for p, role, rule in entries
        if p.serving and p.name.lower() not in words and not rule.startswith(_SAID)
    ]
    return [
        (party, role, rule)
        for party, role, rule in entries
        if party.actor_id is not None
        or party.name.lower() not in words
        or not any(
            (r == role or (r in own and rule.endswith(_SUFFERED))) and (p.kind == "state" or not _is_body(party.name))
            for p, r in forces
        )
    ]


def _is_body(name: str) -> bool:
    """ "Government forces" are the land's own, and not those of a foreign army that they fight beside."""
    return name.lower().endswith(("force", "forces", "troops"))


def _doers_once(entries: list[Entry]) -> list[Entry]:
    """Of "gunmen", "the attackers" and "men on motorcycles" the first; none beside the group that did it."""
    words = packaged_words().words["doers_in_general"]
    told = any(
        r == "perpetrator" and p.kind == "armed_group" and not rule.startswith(_SAID) and p.name.lower() not in words
        for p, r, rule in entries
    )
    kept = []
    for party, role, rule in entries:
        if role == "perpetrator" and party.actor_id is None and party.name.lower() in words:
            if told:
                continue
            told = True
        kept.append((party, role, rule))
    return kept


def _but_holders(entries: list[Entry]) -> list[Entry]:
    """The army whose base is hit is told again where "four soldiers" are hit in it."""
    people = any(r == "target" and rule != HOLDS for _, r, rule in entries)
    return [entry for entry in entries if not (people and entry[2] == HOLDS)]


def _told_by_name(entries: list[Entry], incident: Incident) -> list[Entry]:
    """ "The senator" is no actor beside Luis Mora, whom a sentence before has named in the same role.

    Nor is "a security analyst" whom a later sentence names.
    """
    pointing, opening = _pointing(incident), _opening(incident)
    kept = []
    for party, role, rule in entries:
        named = [
            p for p, r, _ in entries
            if r == role and p is not party and p.kind == "person" and p.actor_id is None and _proper(p)
        ]  # fmt: skip
        described = party.actor_id is None and party.kind != "armed_group" and not _proper(party)
        if described and len(named) == 1:
            after = party.end in opening and named[0].start > opening[party.end]
            if after or named[0].end <= pointing.get(party.end, 0):
                continue
        kept.append((party, role, rule))
    return kept


def _proper(party: Party) -> bool:
    """A person's own name: "Luis Mora", not "judge"."""
    return party.kind == "person" and party.name[:1].isupper() and not party.as_written.islower()


def _pointing(incident: Incident) -> Mapping[int, int]:
    """Where "the senator", "the slain mayor" stand in roles, and where their sentence starts."""
    roles = (r for f in incident.frames for r in f.roles)
    return {
        r.sentence.tokens[r.group.head].end: r.sentence.start
        for r in roles
        if r.sentence.lows[r.group.first] == "the" and "title" in r.group.classes and not r.group.named
        and r.group.quantity is None and not any(m.sense.is_plural for m in r.group.mentions)
    }  # fmt: skip


def _opening(incident: Incident) -> Mapping[int, int]:
    """Where "a judge", or "Analyst" of a headline, stands in a role, and where its sentence ends."""
    roles = (r for f in incident.frames for r in f.roles)
    return {
        r.sentence.tokens[r.group.head].end: r.sentence.end
        for r in roles
        if r.sentence.lows[r.group.first] not in {"the", "another"} and "person" in r.group.classes
        and r.group.quantity is None and not r.group.collective and not r.group.appositions
        and any(m.last == r.group.head + 1 and not m.sense.is_plural for m in r.group.mentions)
    }  # fmt: skip


def _named_once(entries: list[Entry]) -> list[Entry]:
    """ "Militants" beside JNIM in one role are JNIM's; so are "rebels" who fell in what M23 did."""
    general = packaged_words().words["group_descriptions"]
    groups = [
        (p, role)
        for p, role, rule in entries
        if p.kind == "armed_group" and p.actor_id is not None
        and not (rule.startswith(_SAID) or rule.endswith(BACKING))  # who backs the army is not "the rebels"
    ]  # fmt: skip
    if not groups:
        return entries
    kept = []
    for party, role, rule in entries:
        word = party.actor_id is None and party.kind == "armed_group" and party.name.lower() in general
        again = any(r == role for _, r in groups)
        fell = rule.endswith(_SUFFERED) and any(r in _DOERS for _, r in groups)
        if not (word and (again or fell)):
            kept.append((party, role, rule))
    return kept
