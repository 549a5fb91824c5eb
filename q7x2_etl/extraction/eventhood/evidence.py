"""What speaks for violence in a frame or an incident: weapons, counts, people by name."""

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import HURT
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.grammar.groups import NounGroup


def numbered(frame: Frame) -> bool:
    """ "two explosions": so many, and no vague plural."""
    group = frame.sentence.chunks[frame.chunk].noun
    return group is not None and group.quantity is not None and group.quantity.best is not None


def so_many(group: NounGroup) -> bool:
    """ "five rockets": who counts them tells of one event."""
    return group.quantity is not None and group.quantity.best is not None


def of_named_person(incident: Incident) -> bool:
    """ "the murder of Elena Diaz": whose death or abduction is told by name is no kind of crime but one of them."""
    return any(
        h.outcome in {"killed", "abducted"} and h.group.named and "actor" not in h.group.classes
        for f in incident.frames
        for h in f.harms
    )


def with_weapon(frame: Frame) -> bool:
    """A weapon is its means, or stands in the event's own group: "firebomb attacks"."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    return bool(frame.instruments) or (group is not None and any(m.sense.kind == "weapon" for m in group.mentions))


def kills_some(frame: Frame) -> bool:
    """ "a gunman killed two workers": people by a number, killed or hurt."""
    return any(
        h.outcome in HURT and h.group.quantity is not None and "person" in classes_of(h.sentence, h.group)
        for h in frame.harms
    )
