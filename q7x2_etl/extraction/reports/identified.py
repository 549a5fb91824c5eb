"""Who the victims were by name, told in a sentence behind: "He was identified as X", "police named the victim as X"."""

from collections.abc import Iterator, Sequence

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.coordination import coordinated_right
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HE_OR_SHE
from q7x2_etl.language.grammar.groups import NounGroup

_REACH = 2  # sentences on
_MANY = frozenset({"they", "them"})
_POINTING = frozenset({"the", "both"})


def identified(incident: Incident, told: Sequence[Told]) -> tuple[tuple[NounGroup, Sentence], ...]:
    """The names of all who died in it, as one of the next sentences gives them; none where it names but some."""
    dead = {id(h.group): h.group for f in incident.frames for h in f.harms if h.outcome == "killed"}
    if len(dead) != 1:
        return ()
    group = next(iter(dead.values()))
    count = 1 if group.quantity is None else group.quantity.best
    if group.named and group.quantity is None:
        return ()
    first = min(f.number for f in incident.frames)
    for other in told[first + 1 : incident.last_number + 1 + _REACH]:
        if other.reading is None or any(f.event_type and f not in incident.frames for f in other.frames):
            continue
        names = [(name, other.sentence) for name in _names_in(other.reading, many=count != 1)]
        if len(names) == count:
            return tuple(names)
    return ()


def _names_in(reading: Reading, *, many: bool) -> Iterator[NounGroup]:
    """The names that a sentence gives to "him", "the victim", or to "them"."""
    for clause in reading.clauses:
        verb = clause.verb
        if verb.lemma not in reading.words["naming_verbs"] or verb.negated or verb.modal:
            continue
        whom = clause.subject if clause.passive else clause.objects
        if not any(_points_to_victim(reading, group, many) for group in whom):
            continue
        name = next((p for p in clause.preps if p.prep == "as" and p.first > verb.head and _proper(p)), None)
        at = next((k for k, piece in enumerate(reading.chunks) if piece.noun is name), None)
        if name is not None and at is not None:
            yield from (g for g in coordinated_right(reading.sentence, at) if _proper(g))


def _points_to_victim(reading: Reading, group: NounGroup, many: bool) -> bool:
    low, opener = reading.lows[group.head], reading.lows[group.first]
    if group.pronoun:
        return low in (_MANY if many else HE_OR_SHE)
    victim = not reading.words["words_of_the_slain"].isdisjoint(reading.lows[group.first : group.last])
    return opener in _POINTING and victim


def _proper(group: NounGroup) -> bool:
    return group.named and group.quantity is None and group.classes.isdisjoint({"group", "armed_group", "facility"})
