"""Who gave a place up: the armed people that the words beside a capture say to have left it."""

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.slots import classes_of, satisfies
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause


def retreats(frame: Frame, reading: Reading) -> list[Role]:
    """Further targets of a capture: "M23 took Rubaya | after government troops withdrew"."""
    if frame.event_type != "territorial_change":
        return []
    doers = {id(role.group) for role in frame.roles}
    found: list[Role] = []
    for clause in reading.clauses:
        if clause.verb.head == frame.first or not tells_retreat(reading, clause):
            continue
        found += [
            Role("target", group, frame.sentence, f"retreat.{clause.verb.lemma}")
            for group in clause.subject
            if id(group) not in doers
            and not group.pronoun
            and satisfies(classes_of(reading.sentence, group), ["armed"])
        ]
    return found


def tells_retreat(reading: Reading, clause: Clause) -> bool:
    """ "withdrew from the town", "pulled out": whether the subject of a clause leaves."""
    verb, lows = clause.verb, reading.lows
    if (clause.passive and not clause.reduced) or verb.negated or verb.modal:
        return False
    behind = lows[verb.head + 1] if verb.head + 1 < len(lows) else ""
    words = reading.words["verbs_retreating"]
    return verb.lemma in words or f"{verb.lemma} {behind}" in words
