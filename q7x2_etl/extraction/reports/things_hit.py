"""Whom a thing that is hit stands for, where nobody else is told to suffer: an embassy's land, a mosque's people."""

from q7x2_etl.extraction.framing.groupings import HURT
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.who import Parties, Party
from q7x2_etl.language.grammar.groups import NounGroup

RULE = "target.stands_for"
_STRUCK = frozenset({"bombing", "suicide_bombing", "shelling", "airstrike", "armed_attack", "arson"})


def stood_for(incident: Incident, event_type: str, parties: Parties, country: str | None) -> list[Party]:
    """The land of an embassy that is hit; the worshippers of a mosque or church, where people died or were hurt."""
    if event_type not in _STRUCK:
        return []
    hurt = any(h.outcome in HURT for f in incident.frames for h in f.harms)
    for frame in incident.frames:
        for group in frame.objects:
            kind = _kind_of(group)
            if kind == "diplomatic" and (land := parties.land_of(frame.sentence, group, country)) is not None:
                return [land]
            if kind == "religious" and hurt:
                return [parties.worshippers(frame.sentence, group)]
    return []


def _kind_of(group: NounGroup) -> str | None:
    at_head = (m.sense.entry for m in group.mentions if m.sense.kind == "target" and m.last == group.head + 1)
    return next((str(entry.get("target_type")) for entry in at_head), None)
