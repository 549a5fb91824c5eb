"""When and where an incident was, and who speaks of it."""

from dataclasses import dataclass
from datetime import date

from q7x2_etl.extraction.claiming.claims import Blame, Speech
from q7x2_etl.extraction.time_and_place.place_candidates import Where
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.times.finding import TimeMention


@dataclass(frozen=True, slots=True)
class Setting:
    """What the story gives one incident beside its frames. `day` is its first day, or else the story's.

    `accused`: who is blamed for it in a sentence behind it that tells of no other incident.
    `identified`: the names of its dead, told behind it; `retreated`: who left the place that was taken.
    """

    time: TimeMention | None
    time_rule: str
    day: date | None
    where: Where | None
    country: str | None
    speeches: tuple[Speech, ...]
    blames: tuple[Blame, ...] = ()
    accused: tuple[tuple[NounGroup, Sentence], ...] = ()
    identified: tuple[tuple[NounGroup, Sentence], ...] = ()
    retreated: tuple[tuple[NounGroup, Sentence], ...] = ()
