"""Whoever holds an office and was singled out (the mayor, a judge): what makes a killing an assassination."""

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.syntax.company import COMPANY
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words


def of_one_office_holder(incident: Incident) -> str | None:
    """The type that the main trigger has where one person in an office was singled out."""
    single = next((f for f in incident.frames if f.entry.get("single") and f.harms), None)
    again = (
        incident.main.kind == "noun" and incident.main.entry.get("outcome") == "killed"
    )  # "the murder of the governor"
    beside = single is not None and single.sentence is incident.main.sentence and not incident.main.harms
    beside = beside and single is not None and not _of_faith(single.harms[0].group)
    if single is None or not (single is incident.main or again or beside):
        return None
    if any(h.group.quantity for h in single.harms if not (h.group.prep in COMPANY or h.group.elliptic)):
        return None  # "the mayor and her press officer" are two who were singled out
    return str(single.entry["single"]) if _holds_office(single.harms[0].group) else None


def died_of_it(incident: Incident) -> str | None:
    """ "The mayor was shot in his garden | and died of his wounds": the type of his killing."""
    main = incident.main
    dead = {id(h.group) for f in incident.frames for h in f.harms if h.outcome == "killed"}
    hit = main.groups("target")
    if not main.entry.get("single") or len(hit) != 1 or dead != {id(hit[0])}:
        return None
    return str(main.entry["single"]) if _holds_office(hit[0]) else None


def _of_faith(group: NounGroup) -> bool:
    """ "a Spanish brother", "Father Juan": a title, and no office."""
    return any(m.sense.entry.get("kind") == "religious" for m in group.mentions)


def _holds_office(group: NounGroup) -> bool:
    """One person with a title, before the name or in apposition."""
    plain = packaged_words().words["plain_people"]  # "a resident" is a title before a name only
    titled = any(m.sense.kind == "title" and m.sense.id not in plain for m in group.mentions)
    titled = titled or any(m.sense.entry.get("group") == "politician" for m in group.mentions)
    office = titled or any(_is_office(g, plain) for g in (group, *group.appositions))
    return office and group.quantity is None


def _is_office(group: NounGroup, plain: frozenset[str]) -> bool:
    titles = [m for m in group.mentions if m.sense.kind == "title"]
    return "official" in group.classes or ("title" in group.classes and not all(m.sense.id in plain for m in titles))


def of_office(incident: Incident, outcome: str = "killed") -> str | None:
    """The type of the killing of whoever was taken, where that is somebody in an office."""
    killed = [h.group for f in incident.frames for h in f.harms if h.outcome == outcome]
    return "assassination" if any(map(_holds_office, killed)) else None
