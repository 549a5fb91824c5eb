"""What was feared, and turned out to be nothing: hoaxes, false alarms, drills."""

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import NounGroup

_ENDS = frozenset({"S", "R", ";", ".", "C"})


def proved_nothing(reading: Reading, group: NounGroup) -> bool:
    """ "the suspected bomb was a hoax", "the reported shooting turned out to be a false alarm"."""
    words, lows = reading.words, reading.lows
    for clause in reading.clauses:
        if any(s is group for s in clause.subject) and clause.verb.lemma in words["verbs_of_being"]:
            behind = (c.first for c in reading.chunks if c.first >= clause.verb.last and c.kind in _ENDS)
            told = f" {' '.join(lows[clause.verb.last : next(behind, len(lows))])} "
            return any(f" {predicate} " in told for predicate in words["no_event_predicates"])
    return False
