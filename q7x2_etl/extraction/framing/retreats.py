"""Who gave a place up: the armed people that the words beside a capture say to have left it."""

from collections.abc import Iterator, Sequence

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.slots import classes_of, satisfies
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.syntax.reference_resolution import named_group_before
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup

_REACH = 2  # sentences on in which those who held the place may leave it


def retreats(frame: Frame, reading: Reading) -> list[Role]:
    """Further targets of a capture: "M23 took Rubaya | after government troops withdrew"."""
    if frame.event_type != "territorial_change":
        return []
    doers = {id(role.group) for role in frame.roles}
    found: list[Role] = []
    for clause in reading.clauses:
        if clause.verb.head == frame.first or not _retreats(reading, clause):
            continue
        found += [
            Role("target", group, frame.sentence, f"retreat.{clause.verb.lemma}")
            for group in clause.subject
            if id(group) not in doers
            and not group.pronoun
            and satisfies(classes_of(reading.sentence, group), ["armed"])
        ]
    return found


def gave_way(incident: Incident, told: Sequence[Told]) -> Iterator[tuple[NounGroup, Sentence]]:
    """Who left the place in a sentence behind its capture: "M23 took Rubaya. | Government troops withdrew"."""
    taken = [f.number for f in incident.frames if f.event_type == "territorial_change" and f.stage == "accomplished"]
    for other in told[taken[0] + 1 : incident.last_number + 1 + _REACH] if taken else ():
        reading = other.reading
        if reading is None or any(f.event_type is not None and f not in incident.frames for f in other.frames):
            continue
        for clause in reading.clauses:
            for group in clause.subject if _retreats(reading, clause) else ():
                if not group.pronoun and satisfies(classes_of(reading.sentence, group), ["armed"]):
                    general = reading.lows[group.head] in reading.words["group_descriptions"]
                    named = named_group_before(other, told, group) if general else None
                    yield named or (group, reading.sentence)


def _retreats(reading: Reading, clause: Clause) -> bool:
    verb, lows = clause.verb, reading.lows
    if (clause.passive and not clause.reduced) or verb.negated or verb.modal:
        return False
    behind = lows[verb.head + 1] if verb.head + 1 < len(lows) else ""
    words = reading.words["verbs_retreating"]
    return verb.lemma in words or f"{verb.lemma} {behind}" in words
