"""Who is told as known: pronouns and definite descriptions in an incident's roles."""

from collections.abc import Sequence, Set

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_DURING = frozenset({"in", "during"})
_THAT = frozenset({"that", "this"})
_POINTING = frozenset({"the", "these", "those", "both", "his", "her", "their"})


def points_back(incident: Incident, roles: Set[str]) -> bool:
    """A pronoun or a definite description stands in the role: "they", "the raiders"."""
    return any(
        r.role in roles
        and (r.group.pronoun or _stood_for(f, r) or _described(r.sentence, r.group))
        and not (r.group.pronoun and _bound(r.sentence, r.group))
        for f in incident.frames
        for r in f.roles
    )


def names_known(incident: Incident) -> bool:
    """ "the bombing", and nothing of a bombing of its own: no place, no victims, no "of …".

    A definite noun for one event has been told of before; what is not listed as a part of it is the whole.
    """
    for frame in incident.frames:
        group = frame.sentence.chunks[frame.chunk].noun
        bare = frame.kind == "noun" and frame.definite and not (frame.new or frame.plural or frame.effect)
        if not bare or group is None or frame.places or frame.harms or frame.times:
            return False
        if group.complement is not None or group.possessor_end is not None or group.places:
            return False
    return True


def pointed_at(incidents: Sequence[Incident], found: Incident) -> Incident | None:
    """ "In that attack, 50 gunmen drove into the town": the one whose attack the story has named last, or None.

    "After Deq's death" points at the one in which Deq was killed.
    """
    if (name := _dead_by_name(found.main)) is not None:
        return next((i for i in reversed(incidents) if any(name in _names_of_dead(f) for f in i.frames)), None)
    words, lows = packaged_words().words, found.main.sentence.lows
    if lows[0] not in _DURING or lows[1] not in _THAT or lows[2] not in words["happening_nouns"]:
        return None
    named = [(f.number, f.first, n) for n, i in enumerate(incidents) for f in i.frames if _names(f)]
    return incidents[max(named)[2]] if named else None


def _dead_by_name(frame: Frame) -> str | None:
    """ "Deq's death", "the death of Abu Deq": the last word of the name."""
    return next(iter(_names_of_dead(frame)), None) if frame.kind == "noun" and frame.effect else None


def _names_of_dead(frame: Frame) -> list[str]:
    dead = (h for h in frame.harms if h.outcome == "killed" and h.group.named and h.group.quantity is None)
    return [h.sentence.lows[h.group.head] for h in dead]


def _names(frame: Frame) -> bool:
    """An event noun, or a deed, and not what came of it."""
    return frame.event_type is not None and not frame.effect and frame.event_type != "arrest"


def _stood_for(frame: Frame, role: Role) -> bool:
    """Another sentence tells who it is: not "Wagner said | its men had taken the village"."""
    own = role.sentence is frame.sentence and "its" in frame.sentence.lows[role.group.last : frame.first]
    return role.rule.endswith(".reference") and not own


def _described(sentence: Sentence, group: NounGroup) -> bool:
    """ "the raiders", "his driver"; "the Taliban" is a name, and points nowhere."""
    named = sentence.lows[group.first] == "the" and any(
        m.sense.kind == "actor" and m.first == group.first + 1 and m.last == group.head + 1 for m in group.mentions
    )
    return sentence.lows[group.first] in _POINTING and not named


def _bound(sentence: Sentence, pronoun: NounGroup) -> bool:
    """ "The air force says it shot down a drone": "it" is the sentence's own subject, and points to no earlier one."""
    return sentence.lows[pronoun.first] == "it" and any(
        c.noun is not None
        and c.noun.prep is None
        and c.noun.last <= pronoun.first
        and any(m.sense.kind in {"actor", "force"} for m in c.noun.mentions)
        for c in sentence.chunks
    )
