"""How each incident of a story stands among those told so far, when one more is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.pairs import background, slight


@dataclass(frozen=True, slots=True)
class Standing:
    """How an incident stands among those told so far: most is said of it; it is the one told of last."""

    largest: bool
    latest: bool
    announced: int = 0  # of how many incidents only the headline has told so far


def standings(incidents: Sequence[Incident], found: Incident, published: date | None) -> list[Standing]:
    """How each of a story's incidents so far stands among them, for one that is told next.

    A paragraph of background does not make its incident the one told of last: the story comes back from it. Nor does
    a mere word of another one ("they were on an operation near the border") part "the blast" from what it means.
    """
    if not incidents:
        return []
    paragraph = found.main.paragraph
    sizes = [len(i.frames) for i in incidents]
    ends = [max((f.number, f.first) for f in i.frames) for i in incidents]
    aside = [
        background(i, paragraph, published) or (found.main.definite and slight(i)) or (i.aside and _told_once(i))
        for i in incidents
    ]
    fresh = [end for end, by_the_way in zip(ends, aside, strict=True) if not by_the_way]
    most, last = max(sizes), max(fresh or ends)
    announced = sum(i.told_by_headline for i in incidents)
    opens = announced == len(incidents)  # the story's first sentence: no headline's incident is nearer to it
    return [Standing(size == most, opens or end >= last, announced) for size, end in zip(sizes, ends, strict=True)]


def _told_once(incident: Incident) -> bool:
    return incident.last_number == incident.frames[0].number
