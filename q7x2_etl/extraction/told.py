"""One sentence as read in its place of a story."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from q7x2_etl.extraction.claims import Speech
from q7x2_etl.extraction.frames import Frame
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.times import TimeMention
from q7x2_etl.model import RegionKind


@dataclass(slots=True)
class Told:
    """A sentence, its number and its paragraph's, the kind of its region, the time the story had reached before it."""

    sentence: Sentence
    number: int
    paragraph: int
    kind: RegionKind
    running: TimeMention | None
    frames: Sequence[Frame] = field(default=())
    speeches: Sequence[Speech] = field(default=())
