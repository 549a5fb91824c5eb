"""Who took a place, by whose colours were raised over it: "rebels' colours were run up over the base"."""

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.slots import part_of
from q7x2_etl.extraction.story.reading import Reading

_OWNERS = frozenset({"actor", "force", "person"})


def whose_colours(frame: Frame, reading: Reading) -> list[Role]:
    """The owner of the thing raised, where nobody is told to have raised it; of triggers that say `owner_acts`."""
    if not frame.entry.get("owner_acts") or frame.groups("perpetrator"):
        return []
    sentence, heads, found = reading.sentence, frame.entry["heads"], []
    for clause in reading.clauses:
        if clause.verb.head != frame.first:
            continue
        for group in clause.subject if clause.passive else clause.objects:
            if reading.lows[group.head] in heads:
                found += [
                    Role("perpetrator", part_of(sentence, group, m.first, m.last), sentence, "colours.owner")
                    for m in group.mentions
                    if m.sense.kind in _OWNERS and m.last <= group.head
                ]
    return found
