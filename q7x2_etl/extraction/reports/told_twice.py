"""Actors of one incident that the text tells twice: by name and by what they are, by name and by a general word."""

from collections.abc import Collection, Mapping

from q7x2_etl.extraction.framing.backing import BACKING
from q7x2_etl.extraction.framing.groupings import DOERS, OF_CROWDS
from q7x2_etl.extraction.framing.owners import HOLDS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.who import Entry, Party
from q7x2_etl.language.grammar.word_lists import packaged_words

_FOUGHT = frozenset({"armed_clash", "security_operation"})
_SAID = ("claim.", "blame.")  # "Gunmen" beside who claims it or is blamed for it stay
_TWO = 2
_OF_KIND = ".before"  # told by a word before the event noun
_CIVIL = frozenset({"civilians", "other"})
_UNNAMED = frozenset({"armed_group", "other", "person"})
_SUFFERED = (".passive.object", ".harmed")


def without_repetitions(entries: list[Entry], incident: Incident, event_type: str) -> list[Entry]:
    """The entries without those that say again who another one is."""
    told = _named_once(_told_by_name(_but_holders(_kinds_once(entries)), incident), incident)
    told = _attackers_once(_doers_once(_forces_once(told, event_type)))
    return _crowd_once(told, incident) if event_type in OF_CROWDS else told


def _kinds_once(entries: list[Entry]) -> list[Entry]:
    """ "A jihadist attack" tells of what kind those were who did it: nobody beside those whom other words tell of."""
    told = any(r in DOERS and p.kind in _UNNAMED and not rule.endswith(_OF_KIND) for p, r, rule in entries)
    return [e for e in entries if not (told and e[1] in DOERS and e[2].endswith(_OF_KIND) and _is_kind(e[0]))]


def _is_kind(party: Party) -> bool:
    return party.actor_id is None and party.kind == "armed_group" and party.name.islower() and " " not in party.name


def _crowd_once(entries: list[Entry], incident: Incident) -> list[Entry]:
    """ "Thirty protesters" who are hurt are the students that marched; nobody tells of two crowds so."""
    words = packaged_words().words["crowd_descriptions"]
    crowds = _of_class(incident, "crowd")
    kept: list[Entry] = []
    for party, role, rule in entries:
        again = any(r == role and (p.end in crowds or p.kind in _CIVIL) for p, r, _ in kept)
        if not (again and party.actor_id is None and party.name.lower() in words):
            kept.append((party, role, rule))
    return kept


def _of_class(incident: Incident, name: str) -> Collection[int]:
    """Where the heads of the groups of a class end that stand in roles (text offsets)."""
    roles = (r for f in incident.frames for r in f.roles)
    return {r.sentence.tokens[r.group.head].end for r in roles if name in r.group.classes}


def _bare(name: str) -> str:
    """What a general name says without words that tell nothing: "heavily armed men", "the sect's men": men."""
    words, told = packaged_words().words, name.lower().split()
    while len(told) > 1 and (told[0] in words["vague_modifiers"] or _of_band(told[0])):
        told = told[1:]
    return " ".join(told)


def _of_band(word: str) -> bool:
    """ "sect's", "group's"."""
    stem, owned, _ = word.replace("’", "'").partition("'")
    return bool(owned) and stem in packaged_words().words["band_nouns"]


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
        again = any(p.actor_id is not None or p.name.lower().endswith("s") for p in same)
        if general and again and role != "perpetrator" and last in words["doers_in_general"]:
            continue
        kept.append((party, role, rule))
    return kept


def _forces_once(entries: list[Entry], event_type: str) -> list[Entry]:
    """ "Two policemen" who fell in a clash with the Kenyan police are its own, and no further side.

    So are those whom an operation of their own force cost, and "soldiers" where "troops" have fought.
    """
    words = packaged_words().words["force_descriptions"]
    own = DOERS if event_type in _FOUGHT | OF_CROWDS else set()
    kept: list[Entry] = []
    for n, (party, role, rule) in enumerate(entries):
        general = party.actor_id is None and (party.name.lower() in words or _of_rank(party.name))
        fell = rule.endswith(_SUFFERED)
        others = (
            p
            for k, (p, r, other) in enumerate(entries)
            if k != n and not other.startswith(_SAID) and (r == role or (r in own and fell))
            and (p.name.lower() not in words or (k < n and r in own and fell))
            and (p.serving or (p.kind == "state" and p.actor_id is None))
        )  # fmt: skip
        if not (general and any(_may_be_of(party, p) for p in others)):
            kept.append((party, role, rule))
    return kept


def _of_rank(name: str) -> bool:
    """ "police captain", "army sergeants"."""
    *before, last = name.lower().split()
    words = packaged_words().words
    arms = words["words_of_police"] | words["words_of_armies"]
    return bool(before) and last in words["force_descriptions"] and arms.issuperset(before)


def _may_be_of(party: Party, force: Party) -> bool:
    """ "Soldiers" may be of the army, not of the police; nor of "government forces" where they are another land's."""
    arms = {_arm(party.name), _arm(force.name)} - {None}
    return len(arms) < _TWO and (force.kind == "state" or not _is_body(party.name))


def _arm(name: str) -> str | None:
    """Whether a force is an army's or a police's by its name; None where it may be either."""
    told, words = set(name.lower().split()), packaged_words().words
    if not told.isdisjoint(words["words_of_police"]):
        return "police"
    return "army" if not told.isdisjoint(words["words_of_armies"]) else None


def _is_body(name: str) -> bool:
    """ "Government forces" are the land's own, and not those of a foreign army that they fight beside."""
    return name.lower().endswith(("force", "forces", "troops"))


def _doers_once(entries: list[Entry]) -> list[Entry]:
    """Of "gunmen", "the attackers" and "men on motorcycles" the first; none beside the group that did it."""
    words = packaged_words().words["doers_in_general"]
    told = any(
        r == "perpetrator" and p.kind == "armed_group" and not rule.startswith(_SAID) and _bare(p.name) not in words
        for p, r, rule in entries
    )
    kept = []
    for party, role, rule in entries:
        if role == "perpetrator" and party.actor_id is None and _bare(party.name) in words:
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


def _named_once(entries: list[Entry], incident: Incident) -> list[Entry]:
    """ "Militants" beside JNIM in one role are JNIM's; so are "rebels" who fell in what M23 did."""
    words = packaged_words().words
    groups = [
        (p, role)
        for p, role, rule in entries
        if p.kind == "armed_group" and p.actor_id is not None
        and not (rule.startswith(_SAID) or rule.endswith(BACKING))  # who backs the army is not "the rebels"
    ]  # fmt: skip
    claiming = {r for p, r, _ in entries if p.kind == "armed_group" and p.actor_id is not None}
    kept = []
    for party, role, rule in entries:
        described = party.actor_id is None and party.kind in _UNNAMED
        word = described and party.kind == "armed_group" and party.name.lower() in words["group_descriptions"]
        people = described and _bare(party.name) in words["people_of_groups"] | words["group_descriptions"]
        part = described and _bare(party.name) in words["parts_of_groups"] and role in claiming
        again = any(r == role for _, r in groups)
        later = any(r == role and _sentence_end(incident, p) <= party.start for p, r in groups)
        fell = rule.endswith(_SUFFERED) and any(r in DOERS for _, r in groups)
        if not (part or (word and (again or fell)) or (people and (later or (fell and role != "target")))):
            kept.append((party, role, rule))
    return kept


def _sentence_end(incident: Incident, party: Party) -> int:
    """Where the sentence ends that names a party; what is told of elsewhere ends nowhere."""
    ends = (f.sentence.end for f in incident.frames if f.sentence.start <= party.start < f.sentence.end)
    return next(ends, party.end)
