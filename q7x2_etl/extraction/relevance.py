"""Is it an incident at all? Words of sport, fiction, accidents around a trigger; what a report must have."""

import re
from collections import Counter

from q7x2_etl.extraction.frames import Frame
from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.lexicon import Lexicon
from q7x2_etl.model import Report

_OF_PERSONS = frozenset(
    {"execution", "assassination", "kidnapping", "arrest", "surrender", "sexual_violence", "displacement"}
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIELD_SHARE = 0.025  # of a story's words; set on own quiet texts: sport reports have 3-8 %, war reports below 1 %
_FIELDS = ("sport_words", "fiction_words", "market_words")
_QUIET = (*_FIELDS, "exercise_words")
_POINTS_NEEDED = {5: 1, 4: 2, 3: 2, 2: 3, 1: 3}  # by the strength of the main trigger

_STORY_PLACE = (
    ".beside",
    ".story",
    ".dateline",
    ".story-province",
)  # rules of places that only the story around it tells


class Relevance:
    """Decides on frames by their sentence, and on reports by what they hold."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._quiet = {name: lexicon.words[name] for name in _QUIET}
        self._remembered = lexicon.words["remembering_words"]
        self._accident = lexicon.words["accident_words"]
        self._killing = lexicon.words["killing_verbs"]

    def fields_of(self, text: str) -> frozenset[str]:
        """The fields (sport, fiction, markets) that a whole story is about: several of their words, and often."""
        counts = Counter(_WORD.findall(text.lower()))
        total = sum(counts.values()) or 1
        found = set()
        for name in _FIELDS:
            hits = {w: counts[w] for w in self._quiet[name] if counts[w]}
            if len(hits) >= 4 and sum(hits.values()) >= _FIELD_SHARE * total:
                found.add(name)
        return frozenset(found)

    def allows(self, frame: Frame, sentence: Sentence, fields: frozenset[str]) -> bool:
        """False for a trigger among words of another field, with nobody armed or harmed by name or number."""
        lows = set(sentence.lows)
        if "fiction_words" in fields and (frame.present or frame.strength < 5):
            return False
        for name, words in self._quiet.items():
            hits = len(words & lows)
            needed = 0 if name in fields else 1 if name == "exercise_words" else 2
            mild = frame.strength < 5 or name in {"sport_words", "exercise_words"}
            if hits >= needed and mild and not self._violent(frame, sentence):
                return False
            if name == "exercise_words" and (hits >= 2 or (hits and frame.kind == "noun" and self._remembered & lows)):
                return False  # a drill with a mock target; what an anniversary recalls
        return not (self._accident & lows and not self._agent(frame) and frame.strength <= 3)

    def _violent(self, frame: Frame, sentence: Sentence) -> bool:
        """Somebody armed, a weapon besides the trigger's own word ("a late bomb hit the bar"), or counted victims."""
        own = [g for g in frame.instruments if g.first <= frame.first < g.last]
        if len(own) == len(frame.instruments) and own and not self._armed(frame):
            return any(h.group.quantity is not None for h in frame.harms)
        return self._agent(frame) or any(h.group.quantity is not None for h in frame.harms)

    def _told_killing(self, incident: Incident, concrete: bool) -> bool:
        """ "Three soldiers were killed in May": nobody is named who did it, but who was killed makes it no accident."""
        victims = [
            h
            for f in incident.frames
            for h in f.harms
            if h.outcome == "killed" and f.entry["lemma"] in self._killing and f.stage == "accomplished"
        ]
        armed = any(
            classes_of(h.sentence, h.group) & {"armed", "title"} or (h.group.named and h.group.quantity is None)
            for h in victims
        )
        return armed and concrete and (incident.time() is not None or incident.place() is not None)

    def _agent(self, frame: Frame) -> bool:
        """Somebody armed has a part in it, or a weapon."""
        return bool(frame.instruments) or self._armed(frame)

    def _armed(self, frame: Frame) -> bool:
        return any(
            r.role != "target" and classes_of(r.sentence, r.group) & {"armed", "armed_group"} for r in frame.roles
        )

    def keeps(self, incident: Incident, report: Report) -> bool:
        """What a report must have: an incident beyond mere effects, told concretely."""
        main = incident.main
        typed = [f for f in incident.frames if not f.effect]
        doer = any(f.instruments for f in incident.frames if f.strength <= 2) or any(
            r.role in {"perpetrator", "participant"} and not r.group.pronoun for f in incident.frames for r in f.roles
        )
        sufferer = any(a.role == "target" for a in report.actors) or bool(report.targets)
        counted = any(
            (c.best or c.low or c.high) and (c.derivation != "singular" or c.of_name) for c in report.casualties
        )
        own_time, own_place = incident.time(), incident.place()
        if not typed and not doer:
            return self._told_killing(incident, counted or own_place is not None)
        if main.present and not main.headline and not (own_time or counted):
            return False
        if main.event_type in _OF_PERSONS and not report.actors and not report.casualties:
            return False
        hit = sufferer or bool(report.casualties)
        points = sum((bool(own_time), bool(own_place), doer, hit, counted, _of_named_person(incident)))
        needed = _POINTS_NEEDED[max(1, min(5, main.strength))]
        if main.plural and main.kind == "noun" and not main.definite and not counted:
            needed += 1
        placed = any(e.field == "place_name" and not e.rule.endswith(_STORY_PLACE) for e in report.evidence)
        return points >= needed and (bool(own_time) or bool(own_place) or counted or placed)


def _of_named_person(incident: Incident) -> bool:
    """ "the murder of Elena Diaz": whose death or abduction is told by name is no kind of crime but one of them."""
    return any(
        h.outcome in {"killed", "abducted"} and h.group.named and "actor" not in h.group.classes
        for f in incident.frames
        for h in f.harms
    )
