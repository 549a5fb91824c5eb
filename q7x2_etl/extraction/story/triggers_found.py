"""What each sentence of some stories tells by itself, read layer by layer: the frames of its triggers.

Every layer is read of all sentences before the next: the code and the words of one layer push those of the others out
of the processor's caches. Sentence by sentence through all layers costs a sixth more, and so does story by story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.noun_frames import noun_frames
from q7x2_etl.extraction.framing.verb_frames import verb_frames
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.annotated import LAYERS, read_layers
from q7x2_etl.language.mentions.trigger_scan import TriggerScan


@dataclass(frozen=True, slots=True)
class Triggers:
    """The frames of a sentence's event nouns and of its verbs."""

    nouns: Sequence[Frame]
    verbs: Sequence[Frame]


def triggers_of(reading: Reading) -> Triggers:
    """The frames of one sentence."""
    verbs = verb_frames(reading)
    return Triggers(noun_frames(reading), verbs)


def triggers_found(stories: Sequence[Sequence[Told]], scan: TriggerScan) -> list[Mapping[int, Triggers]]:
    """For each story the frames of the sentences that hold words of a trigger or of casualties, by their numbers."""
    readings = [
        [t.reading for t in told if t.reading is not None and scan.in_words(t.sentence.vocabulary)] for told in stories
    ]
    every = [reading for of_story in readings for reading in of_story]
    read_layers([r.sentence for r in every], *LAYERS)
    for reading in every:
        _ = reading.clauses
    verbs = [verb_frames(reading) for reading in every]
    nouns = [noun_frames(reading) for reading in every]
    found = map(Triggers, nouns, verbs)
    return [{r.number: next(found) for r in of_story} for of_story in readings]
