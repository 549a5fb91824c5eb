"""Whether the taking of a place is the point of an incident, though other words are stronger."""

from q7x2_etl.extraction.merging.incidents import Incident

_SURE = 3  # strength of a trigger that names the taking of a place


def place_taken(incident: Incident) -> bool:
    """ "took the village after fierce clashes": in one sentence, the taking is the point."""
    main = incident.main
    return any(
        f.event_type == "territorial_change" and f.kind == "verb" and f.stage == "accomplished" and f.strength >= _SURE
        and f.sentence is main.sentence and main.kind == "noun"
        for f in incident.frames
    )  # fmt: skip


def means_told_later(incident: Incident) -> bool:
    """ "took the town on Monday. Five people were killed by shellfire": how some died when it was taken."""
    main, first = incident.main, min(incident.frames, key=lambda f: (f.number, f.first))
    taken = first.event_type == "territorial_change" and first.kind == "verb" and first.stage == "accomplished"
    how = main.kind == "noun" and main.sentence.lows[max(0, main.first - 1) : main.first] in {("by",), ("in",)}
    return taken and first.strength >= _SURE and first.number < main.number and how
