"""One sentence as read in its place of a story."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from q7x2_etl.extraction.claiming.claims import SaidOf, read_claims
from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.time_and_place.place_refs import place_refs
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.times.finding import TimeMention
from q7x2_etl.model import RegionKind
from q7x2_etl.once import once


@dataclass
class Told:
    """A sentence, its number and its paragraph's, the kind of its region, the time the story had reached before it.

    `reading` is None for what is too long to be a sentence; `sum_told`: it counts events over months.
    """

    sentence: Sentence
    number: int
    paragraph: int
    kind: RegionKind
    running: TimeMention | None
    reading: Reading | None
    frames: Sequence[Frame] = field(default=())
    sum_told: bool = False

    @once
    def said(self) -> SaidOf:
        """What is said in the sentence of incidents; most sentences are never asked."""
        return read_claims(self.reading) if self.reading is not None else SaidOf()

    @once
    def places(self) -> Sequence[PlaceRef]:
        """The places that the sentence names, with how each stands in it."""
        return place_refs(self.reading) if self.reading is not None and self.sentence.places else ()
