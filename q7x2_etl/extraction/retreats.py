"""Who gave a place up: the armed people that the words beside a capture say to have left it."""

from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.extraction.slots import classes_of, satisfies


def retreats(frame: Frame, reading: Reading) -> list[Role]:
    """Further targets of a capture: "M23 took Rubaya | after government troops withdrew"."""
    if frame.event_type != "territorial_change":
        return []
    doers = {id(role.group) for role in frame.roles}
    words, lows = reading.words, reading.lows
    found: list[Role] = []
    for clause in reading.clauses:
        verb = clause.verb
        if verb.head == frame.first or (clause.passive and not clause.reduced) or verb.negated or verb.modal:
            continue
        behind = lows[verb.head + 1] if verb.head + 1 < len(lows) else ""
        if verb.lemma not in words["verbs_retreating"] and f"{verb.lemma} {behind}" not in words["verbs_retreating"]:
            continue
        found += [
            Role("target", group, frame.sentence, f"retreat.{verb.lemma}")
            for group in clause.subject
            if id(group) not in doers
            and not group.pronoun
            and satisfies(classes_of(reading.sentence, group), ["armed"])
        ]
    return found
