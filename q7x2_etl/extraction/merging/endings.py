"""What a later sentence says of an incident as a whole: a siege that ends, another toll, what was shot down."""

from collections.abc import Sequence
from datetime import date, timedelta

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.pairs import VIOLENT, old, stops_attackers
from q7x2_etl.extraction.merging.sides import doers_armed
from q7x2_etl.language.grammar.word_lists import packaged_words

_BESIEGED = VIOLENT | {"security_operation"}
_FROM_AFAR = frozenset({"airstrike", "shelling"})
_DOWNING = frozenset({"intercept_missile.v", "intercept_drone.v", "down_attack_drones.v"})
_LASTS = timedelta(days=4)  # of a siege, from its first blast


def siege_ended(incidents: Sequence[Incident], found: Incident, published: date | None) -> Incident | None:
    """ "A bomb went off outside a hotel on Sunday …", "Police ended the siege on Monday": what was besieged, or None.

    A siege goes on past its day, and those who end it are others than those who began it.
    """
    if not any(_ends_siege(frame) for frame in found.frames):
        return None
    for known in reversed(incidents):
        begun = known.event_type in _BESIEGED and not old(known.time(), published)
        if begun and _close_by(known, found) and _besiegers_armed(known):
            return known
    return None


def _besiegers_armed(incident: Incident) -> bool:
    """Gunmen or rebels did it, or nobody is told to have done it."""
    told = any(r.role in DOERS for f in incident.frames for r in f.roles)
    return not told or doers_armed(incident.frames, "armed_group")


def _ends_siege(frame: Frame) -> bool:
    """ "ended | the siege", "the standoff | was over": a known siege, and a verb of ending in its clause."""
    words, sentence = packaged_words().words, frame.sentence
    if frame.kind != "noun" or not frame.definite or frame.new:
        return False
    if words["siege_nouns"].isdisjoint(sentence.lows[frame.first : frame.last]):
        return False
    chunks = sentence.chunks
    beside = (chunks[k].verb for k in (frame.chunk - 1, frame.chunk + 1) if 0 <= k < len(chunks))
    return any(verb is not None and verb.lemma in words["ending_siege_verbs"] for verb in beside)


def _close_by(known: Incident, found: Incident) -> bool:
    """Within days: the end is told with no day, or with one soon after."""
    then, now = known.time(), found.time()
    if then is None or now is None or then.date_start is None or now.date_start is None:
        return True
    return timedelta(0) <= now.date_start - then.date_start <= _LASTS


def end_told(known: Incident, found: Incident) -> None:
    """ "killed the pair", "cordoned off the area": who ended an attack is not among those who made it."""
    if known.event_type not in VIOLENT or not stops_attackers(known, found):
        return
    for frame in found.frames:
        frame.roles = [r for r in frame.roles if r.role != "perpetrator" or "state" not in r.group.classes]


def shot_down(incidents: Sequence[Incident], found: Incident) -> Incident | None:
    """ "fired a missile at the port. | The missile was intercepted": the launch that it was part of, or None.

    It is told with no day and no place of its own.
    """
    main = found.main
    if main.entry["id"] not in _DOWNING or found.time() is not None or found.place_keys():
        return None
    means = {word.rstrip("s") for word in found.means()}
    for known in reversed(incidents):
        same = means & {word.rstrip("s") for word in known.means()}
        if same and known.event_type in _FROM_AFAR and known.main.entry["id"] not in _DOWNING:
            return known
    return None


def toll_again(incidents: Sequence[Incident], found: Incident) -> Incident | None:
    """ "A local chief gave a higher toll of 41 and said houses had been burnt in three hamlets": what it was of."""
    if not any(_compared_toll(frame) for frame in found.frames):
        return None
    deadly = (i for i in reversed(incidents) if any(h.outcome == "killed" for f in i.frames for h in f.harms))
    return next(deadly, None)


def _compared_toll(frame: Frame) -> bool:
    """ "a higher toll", "an earlier count of": one that stands against another."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" and frame.effect else None
    if group is None:
        return False
    words, inside = packaged_words().words, frame.sentence.lows[group.first : group.head + 1]
    return not words["toll_nouns"].isdisjoint(inside) and not words["comparing_toll_words"].isdisjoint(inside)
