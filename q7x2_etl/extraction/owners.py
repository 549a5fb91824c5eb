"""Whose a thing is: who is attacked where a home is, and whose aircraft or guns do it."""

from collections.abc import Mapping

from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.slots import classes_of, part_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup

_PEOPLE = frozenset({"person", "name", "title"})
_OWNING = frozenset({"actor", "force"})
_FAR = frozenset({"air", "projectile"})


def owners(frame: Frame, words: Mapping[str, frozenset[str]]) -> list[Role]:
    """Further roles: the owner of a home or car that is hit, the owner of the aircraft or missiles that hit it."""
    found = [
        Role("target", owner, frame.sentence, "owner.of_thing")
        for group in frame.objects
        if frame.sentence.lows[group.head] in words["private_things"]
        for owner in _of_thing(frame.sentence, group)
    ]
    if not frame.groups("perpetrator"):
        found += [
            Role("perpetrator", owner, frame.sentence, "owner.of_weapon")
            for group in frame.instruments
            if group.classes & _FAR
            for owner in _of_weapon(frame.sentence, group)
        ]
    return found


def _of_thing(sentence: Sentence, group: NounGroup) -> list[NounGroup]:
    """ "the senator's house", "the home of Colonel Perez"."""
    if group.possessor_end is not None:
        owner: NounGroup | None = part_of(sentence, group, group.first, group.possessor_end)
    else:
        owner = group.complement
    if owner is None or owner.pronoun or not classes_of(sentence, owner) & _PEOPLE:
        return []
    return [owner]


def _of_weapon(sentence: Sentence, group: NounGroup) -> list[NounGroup]:
    """ "Syrian army helicopters", "LNA drones", "Russian missiles"."""
    named = [m for m in group.mentions if m.sense.kind in _OWNING and m.last <= group.head]
    first = min((p.first for p in group.places if p.demonym and p.last <= group.head), default=None)
    if named:
        longest = max(named, key=lambda m: m.last - m.first)
        start = first if first is not None and first < longest.first else longest.first
        return [part_of(sentence, group, start, longest.last)]
    nation = next((p for p in group.places if p.demonym and p.last <= group.head), None)
    return [part_of(sentence, group, nation.first, nation.last)] if nation is not None else []
