"""Who did it where only the occasion tells: "eight workers were killed | when gunmen stopped their bus"."""

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause

_ONTO = frozenset({"into", "onto", "through", "inside"})  # "burst | into a party"
_OPENERS = frozenset({"when", "as", "after"})


def who_came(frame: Frame, reading: Reading) -> list[Role]:
    """The armed people who act in the clause of time behind a killing that names no doer."""
    if not frame.effect or frame.event_type is None or not frame.harms or frame.groups("perpetrator"):
        return []
    hurt = [h.group for h in frame.harms]
    before = (c.noun.classes for c in reading.chunks[: frame.chunk] if c.noun is not None)
    bare = all(g.elliptic or not g.classes for g in hurt) and any("crowd" in classes for classes in before)
    crowd = bare or any("crowd" in g.classes for g in hurt)
    return [
        Role("perpetrator", group, frame.sentence, f"trigger.{frame.entry['id']}.occasion")
        for clause in reading.clauses
        if clause.at > frame.chunk and _of_time(reading, clause)
        for group in clause.subject
        if _armed(classes_of(reading.sentence, group), crowd) and "event" not in group.classes
    ]


def _armed(classes: frozenset[str], crowd: bool) -> bool:
    """Rebels, gunmen; where protesters are hurt also the police: "were hurt when police tried to stop them"."""
    return "armed_group" in classes or (crowd and "state" in classes and "armed" in classes)


def _of_time(reading: Reading, clause: Clause) -> bool:
    """ "when | gunmen stopped …": an act of people, told as done, right behind the conjunction."""
    verb = clause.verb
    moved = not clause.agent and any(p.prep in _ONTO and p.first >= verb.last for p in clause.preps)
    active = not verb.passive and (moved or (bool(clause.objects) and not clause.reduced))
    if not active or clause.relation != "main" or verb.negated or verb.modal:
        return False
    first = min((g.first for g in clause.subject), default=0)
    return first > 0 and reading.lows[first - 1] in _OPENERS
