"""Whose sides an incident had, told in a sentence behind: who is blamed for it, who left the place that was taken."""

from collections.abc import Iterator, Sequence

from q7x2_etl.extraction.framing.blame import accused
from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.retreats import tells_retreat
from q7x2_etl.extraction.framing.slots import classes_of, satisfies
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.reference_resolution import named_group_before
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup

_BLAME_REACH = 3  # sentences on in which somebody may be blamed
_RETREAT_REACH = 2  # sentences on in which those who held the place may leave it


def accused_behind(incident: Incident, told: Sequence[Told]) -> Iterator[tuple[NounGroup, Sentence]]:
    """Who the next sentences blame for it, up to one that tells of another incident; or blame "for both attacks"."""
    first = min(f.number for f in incident.frames)
    alone = True
    for other in told[first + 1 : incident.last_number + 1 + _BLAME_REACH]:  # also before "four suspects were held"
        reading, lows = other.reading, other.sentence.lows
        if reading is None:
            continue
        both = not reading.words["words_for_both"].isdisjoint(lows)
        alone = alone and all(f.event_type is None or f in incident.frames for f in _not_by_the_way(other))
        if reading.lexicon.blame_cues.isdisjoint(lows) or not (alone or both):
            continue
        yield from ((group, other.sentence) for group in accused(reading))


def _not_by_the_way(told: Told) -> Iterator[Frame]:
    """The frames of a sentence without those of "blamed the rebels, | who have been trying to take the city"."""
    for frame in told.frames:
        before = [c for c in told.sentence.chunks[: frame.chunk] if c.kind == "R" or c.verb is not None]
        if not any(c.kind == "R" for c in before[1:]):
            yield frame


def gave_way(incident: Incident, told: Sequence[Told]) -> Iterator[tuple[NounGroup, Sentence]]:
    """Who left the place in a sentence behind its capture: "M23 took Rubaya. | Government troops withdrew"."""
    taken = [f.number for f in incident.frames if f.event_type == "territorial_change" and f.stage == "accomplished"]
    for other in told[taken[0] + 1 : incident.last_number + 1 + _RETREAT_REACH] if taken else ():
        reading = other.reading
        if reading is None or any(f.event_type is not None and f not in incident.frames for f in other.frames):
            continue
        for clause in reading.clauses:
            for group in clause.subject if tells_retreat(reading, clause) else ():
                if not group.pronoun and satisfies(classes_of(reading.sentence, group), ["armed"]):
                    general = reading.lows[group.head] in reading.words["group_descriptions"]
                    named = named_group_before(other, told, group) if general else None
                    yield named or (group, reading.sentence)
