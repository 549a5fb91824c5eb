"""Who belongs to a cast by what stands beside the incident's own frames: who claims it, is blamed for it, left the
place that was taken, and the names of its dead.
"""

from collections.abc import Iterator
from dataclasses import replace

from q7x2_etl.extraction.claiming.speakers import group_spoken_for
from q7x2_etl.extraction.reports.who import ARMED, OF_STATES, Entry, Parties, Party
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import Role as RoleName

_NO_CRIMES = frozenset({"surrender", "arrest"})  # nobody is blamed for them


def with_others(
    entries: list[Entry], event_type: str, doer: RoleName, parties: Parties, setting: Setting
) -> list[Entry]:
    """The entries of an incident's frames and those told elsewhere; `doer` is the role of who did it."""
    entries = [*entries, *((claimant, doer, "claim.responsibility") for claimant in _claimants(setting, parties))]
    for party in _accused(setting, parties) if event_type not in _NO_CRIMES else ():
        if not _hit_by_state(party, entries):
            entries.append((party, doer, "blame.later"))
    entries += _suspected(setting, parties, entries, doer)
    entries += _retreated(setting, parties, entries) if event_type == "territorial_change" else []
    return _identified(entries, setting, parties)


def _claimants(setting: Setting, parties: Parties) -> Iterator[Party]:
    """Who claims that they did it, also in a sentence that does not name it again."""
    for speech in setting.speeches:
        if speech.stance != "claims_responsibility":
            continue
        claiming = group_spoken_for(speech.spoken_in, speech.speaker) or speech.speaker
        claimant = parties.party(speech.spoken_in, claiming, setting.day, setting.country)
        if claimant is not None and claimant.kind == "person" and _told_a_group(speech.spoken_in, claiming):
            claimant = replace(claimant, kind="armed_group")
        if claimant is not None and not claimant.general and claimant.kind != "person":
            yield claimant


def _told_a_group(sentence: Sentence, speaker: NounGroup) -> bool:
    """ "a previously unknown group, | Revolutionary Pulse": what a name of no list is the name of."""
    chunks = sentence.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is not None and piece.first == speaker.first), 0)
    what = chunks[at - 2].noun if at > 1 and chunks[at - 1].kind == "," else None
    told = what is not None and what.prep is None and what.quantity is None and not what.named
    return what is not None and told and {"group", "person"} <= what.classes


def _accused(setting: Setting, parties: Parties) -> Iterator[Party]:
    """The armed sides that a sentence behind it blames."""
    for group, sentence in setting.accused:
        party = parties.party(sentence, group, setting.day, setting.country)
        if party is not None and not party.general and party.kind in ARMED:
            yield party


def _hit_by_state(party: Party, entries: list[Entry]) -> bool:
    """ "Troops killed nine jihadists. | The fighters belonged to | Ansaru": whose those were who are hit."""
    by = any(role == "perpetrator" and p.kind in OF_STATES for p, role, _ in entries)
    return party.kind == "armed_group" and by and any(r == "target" and p.kind == party.kind for p, r, _ in entries)


def _suspected(setting: Setting, parties: Parties, entries: list[Entry], doer: RoleName) -> list[Entry]:
    """Who is blamed for it by others, where nobody else is named: not by those who are blamed themselves."""
    if any(role == doer and party.kind in ARMED and party.actor_id for party, role, _ in entries):
        return []
    deniers = {id(s.speaker) for s in setting.speeches if s.stance == "denies"}
    found: list[Entry] = []
    for blame in setting.blames:
        party = parties.party(blame.sentence, blame.group, setting.day, setting.country)
        named = party is not None and party.kind in ARMED and "actor" in blame.group.classes
        if party is not None and named and id(blame.speaker) not in deniers:
            found.append((party, doer, "claim.blamed"))
    return found[:1]


def _retreated(setting: Setting, parties: Parties, entries: list[Entry]) -> list[Entry]:
    """Who left a place that others took, where nobody else is told to have lost it: never the takers' own."""
    if any(role in {"target", "participant"} and party.kind in ARMED for party, role, _ in entries):
        return []
    takers = {party.kind for party, role, _ in entries if role == "perpetrator"}
    left = [parties.party(sentence, group, setting.day, setting.country) for group, sentence in setting.retreated]
    return [
        (party, "target", "retreat.later")
        for party in left[:1]
        if party is not None and not party.general and party.kind in ARMED and takers and party.kind not in takers
    ]


def _identified(entries: list[Entry], setting: Setting, parties: Parties) -> list[Entry]:
    """The entries, with the names that a later sentence gives to the dead; one of them stands for "a trader"."""
    named = [parties.party(sentence, group, setting.day, setting.country) for group, sentence in setting.identified]
    persons = [party for party in named if party is not None and party.kind == "person"]
    targets = [n for n, (party, role, _) in enumerate(entries) if role == "target" and party.kind != "state"]
    if len(persons) == len(targets) == 1:
        old = entries[targets[0]][0]
        person = replace(persons[0], office=persons[0].office or old.name, affiliation_id=old.actor_id)
        return [
            (person, role, rule) if n == targets[0] else (p, role, rule) for n, (p, role, rule) in enumerate(entries)
        ]
    return [*entries, *((person, "target", "names.later") for person in persons)]
