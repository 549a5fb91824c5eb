"""Who did it where only the occasion tells: "eight workers were killed | when gunmen stopped their bus"."""

from q7x2_etl.extraction.clauses import Clause
from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.extraction.slots import classes_of

_OPENERS = frozenset({"when", "as", "after"})


def who_came(frame: Frame, reading: Reading) -> list[Role]:
    """The armed people who act in the clause of time behind a killing that names no doer."""
    if not frame.effect or frame.event_type is None or not frame.harms or frame.groups("perpetrator"):
        return []
    return [
        Role("perpetrator", group, frame.sentence, f"trigger.{frame.entry['id']}.occasion")
        for clause in reading.clauses
        if clause.at > frame.chunk and _of_time(reading, clause)
        for group in clause.subject
        if "armed_group" in classes_of(reading.sentence, group) and "event" not in group.classes
    ]


def _of_time(reading: Reading, clause: Clause) -> bool:
    """ "when | gunmen stopped …": an act of people, told as done, right behind the conjunction."""
    verb = clause.verb
    if clause.passive or clause.relation != "main" or verb.negated or verb.modal or not clause.objects:
        return False
    first = min((g.first for g in clause.subject), default=0)
    return first > 0 and reading.lows[first - 1] in _OPENERS
