"""Which triggers tell of the same event: within a sentence, and from sentence to sentence of an article."""

from collections.abc import Sequence

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction.frames import Frame
from q7x2_etl.extraction.incidents import (
    Incident,
    nested,
    places_differ,
    same_doer,
    same_instrument,
    shared_actor,
    sides_differ,
    times_differ,
    victims_differ,
)
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.lexicon import Lexicon

_REACH = 12  # sentences back that a definite description may point to
_NEAR = 3  # sentences back that a mere continuation may point to
_MARK_REACH = 4  # tokens before a trigger in which "another" may stand
_LEAD = 3  # the number of the last sentence that can be a story's lead
_DISTANCE_COST, _MOST_DISTANCE_COST = 0.06, 0.9
_POLICED = frozenset({"security_operation", "armed_clash", "protest", "riot", "surrender", "territorial_change"})
_WINDOW = 100  # incidents back that a sentence may go on telling of; keeps long digests linear


class Joiner:
    """Joins frames to incidents, by the event families and word lists of one set of reference data."""

    def __init__(self, families: EventFamilies, lexicon: Lexicon) -> None:
        self._families = families
        words = lexicon.words
        self._sentence_shifters = words["sentence_shifters"]
        self._clause_shifters = words["clause_shifters"]
        self._other_markers = words["other_markers"]
        self._sequels = words["sequel_prepositions"]

    def add(self, incidents: list[Incident], frames: Sequence[Frame]) -> None:
        """Adds one sentence's frames to the article's incidents: to earlier ones that it goes on telling of, or new."""
        for found in self._of_sentence(frames):
            home = self._home(incidents, found)
            if home is None:
                incidents.append(found)
            else:
                home.frames.extend(found.frames)

    def _of_sentence(self, frames: Sequence[Frame]) -> list[Incident]:
        """The frames of one sentence, joined where they tell of one event."""
        incidents: list[Incident] = []
        for frame in sorted(frames, key=lambda f: f.first):
            home = next((i for i in reversed(incidents) if self._joins_in_sentence(i, frame)), None)
            if home is None:
                incidents.append(Incident([frame]))
            else:
                home.frames.append(frame)
        return incidents

    def _joins_in_sentence(self, incident: Incident, frame: Frame) -> bool:
        other = incident.frames[-1]
        if frame.stage != other.stage and not same_instrument(frame, other):
            return False
        if frame.new and not frame.effect and self._marked_other(frame):
            return False
        if times_differ(incident.time(), frame.times[0] if frame.times else None):
            return False
        if _other_hand(incident, frame):
            return False
        if frame.effect or other.effect or frame.event_type is None or other.event_type is None:
            return True
        if same_doer(incident, frame):
            return True
        if "arrest" in {frame.event_type, other.event_type} and frame.event_type != other.event_type:
            return frame.kind == "noun" and frame.definite and _of_policing(frame)
        far = not self._clause_shifters.isdisjoint(frame.sentence.lows[other.last : frame.first])
        both_new = frame.kind == "noun" and frame.new and other.kind == "noun"
        if (far or both_new) and places_differ(incident, frame):
            return False
        if self._sequel(frame) != self._sequel(other):
            return False
        weak = frame.strength <= 1 or other.strength <= 1
        return weak or self._compatible(frame.event_type, other.event_type)

    def _sequel(self, frame: Frame) -> bool:
        """ "after bombings in Tashkent, the government launched a crackdown": behind "after" is another event."""
        group = frame.sentence.chunks[frame.chunk].noun
        return frame.kind == "noun" and group is not None and group.prep in self._sequels

    def _shifted(self, frame: Frame) -> bool:
        """ "Elsewhere, …": the sentence leads to another incident."""
        return frame.sentence.lows[0] in self._sentence_shifters

    def _marked_other(self, frame: Frame) -> bool:
        if self._shifted(frame):
            return True
        if frame.kind == "noun" and frame.definite:
            return False
        before = frame.sentence.lows[max(0, frame.first - _MARK_REACH) : frame.first]
        return not self._other_markers.isdisjoint(before)

    def _home(self, incidents: Sequence[Incident], found: Incident) -> Incident | None:
        """The incident that the new one continues best, of equals the latest; None where it continues none."""
        best, home = 0.0, None
        for known in reversed(incidents[-_WINDOW:]):
            score = self._score(known, found)
            if score > best:
                best, home = score, known
        return home

    def _score(self, known: Incident, found: Incident) -> float:
        """How well a new sentence's incident continues a known one; 0 or less: it does not."""
        head, time, known_time = found.main, found.time(), known.time()
        distance = head.number - known.last_number
        effect_only = all(f.effect for f in found.frames)
        if head.stage != known.main.stage and not effect_only:
            return 0.0
        if times_differ(known_time, time):
            return 0.0
        if self._shifted(head) or (head.new and self._marked_other(head)):
            return 0.0
        if not effect_only and not self._related(known, found):
            return 0.0
        anaphor = head.kind == "noun" and head.definite and not head.new
        same_place = bool(found.place_keys() & known.place_keys())
        place, known_place = found.place(), known.place()
        pointing = anaphor and distance <= 2
        if place and known_place and not same_place and not nested(known, found) and not pointing:
            return 0.0
        if sides_differ(known, found) or victims_differ(known, found) or _other_hand(known, head):
            return 0.0
        bare = time is None and place is None and not head.new
        score = 0.0
        if time is not None and known_time is not None and time.kind not in {"vague", "since"}:
            score += 2.0
        score += 1.5 if same_place else 0.0
        score += 2.5 if anaphor and distance <= _REACH else 1.5 if anaphor else 0.0
        score += 1.0 if head.event_type == known.event_type else 0.0
        score += 1.5 if shared_actor(known, found) else 1.0 if known.doer_heads() & found.doer_heads() else 0.0
        score += 1.5 if effect_only and distance <= _NEAR else 0.0
        score += (1.5 if bare else 1.0) if distance <= 1 else 0.0
        score += 1.5 if known.told_by_headline or head.caption else 0.0
        score += 1.0 if bare and distance <= _NEAR else 0.0
        score -= min(_DISTANCE_COST * distance, _MOST_DISTANCE_COST)
        own = time is not None and known_time is None and place is not None and known_place is None and not anaphor
        lead = known.frames[0].number <= _LEAD and known_time is None and not head.new
        needed = 2.0 if lead else 3.0 if own else 2.4
        return score - needed + 0.01  # just as much as is needed is enough

    def _related(self, known: Incident, found: Incident) -> bool:
        """Their types can name one event, a headline announced it, or the same people go on right behind."""
        head = found.main
        if self._compatible(head.event_type, known.event_type) or known.main.effect:
            return True
        if known.told_by_headline and head.number <= known.last_number + 2:
            return True
        bare = found.time() is None and found.place() is None
        return bare and head.number - known.last_number <= 2 and bool(known.doer_heads() & found.doer_heads())

    def _compatible(self, one: str | None, other: str | None) -> bool:
        """True where both types can name one event; an unknown type (a mere effect) goes with any."""
        return one is None or other is None or self._families.related(one, other)


def _of_policing(frame: Frame) -> bool:
    """ "arrested in the raid", "in the clashes": not "arrested for the murder", which is another event."""
    return frame.event_type in _POLICED or bool(frame.entry.get("state_type"))


def _other_hand(incident: Incident, frame: Frame) -> bool:
    """ "Troops are hunting the rebels who killed five farmers": the state acts, and somebody else has killed."""
    if "arrest" not in (types := {incident.event_type, frame.event_type}) and "security_operation" not in types:
        return False
    return _doers_armed(incident.frames, "state") != _doers_armed([frame], "state") and (
        _doers_armed(incident.frames, "armed_group") != _doers_armed([frame], "armed_group")
    )


def _doers_armed(frames: Sequence[Frame], kind: str) -> bool:
    return any(kind in classes_of(f.sentence, g) for f in frames for g in f.groups("perpetrator"))
