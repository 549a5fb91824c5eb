"""What a story says of each incident, also sentences after it: who claims it, denies it, is blamed for it."""

from dataclasses import replace

from q7x2_etl.extraction.claiming.claims import Blame, Speech
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.narrative import Story
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.reference_resolution import named_group_before, person_before
from q7x2_etl.language.places.names import name_key

_NEAR = 3  # sentences behind an incident in which a claim is of it, whatever else the story tells
_LOOK_BACK = 4  # sentences back to who speaks
_BESIDE = 2  # sentences behind an incident that are read for what is said of it, whatever their words
_AHEAD = 2  # sentences before an incident in which a claim of it may stand
_PEOPLE = frozenset({"person", "title", "name"})


class StoryClaims:
    """The speeches of one story, given to its incidents."""

    def __init__(self, story: Story) -> None:
        self._told = story.told
        self._incidents = story.incidents
        self._homes: dict[int, list[int]] = {}
        self._spoken: dict[int, list[Speech]] = {}
        for told in story.told:
            if told.reading is not None and self._is_asked(told):
                self._homes[told.number] = self._homes_of(told)

    def of(self, incident: Incident) -> tuple[tuple[Speech, ...], tuple[Blame, ...]]:
        """What is said of an incident in its own sentences, and elsewhere in claims, denials and accusations."""
        own = sorted({f.number for f in incident.frames})
        position = next(n for n, i in enumerate(self._incidents) if i is incident)
        far = [n for n, homes in self._homes.items() if position in homes and n not in own]
        speeches = [s for n in own for s in self._speeches(self._told[n])]
        speeches += [s for n in far for s in self._speeches(self._told[n]) if _of_another(s, n - own[-1])]
        return tuple(speeches), tuple(b for n in (*own, *far) for b in self._told[n].said.blames)

    def _is_asked(self, told: Told) -> bool:
        """Whether a sentence can speak of an incident told elsewhere: it has words that claims are made in."""
        words = told.reading.lexicon if told.reading is not None else None
        if words is None:
            return False
        keys = told.sentence.keys
        return not words.claim_cues.isdisjoint(keys) or (self._near(told) and not words.speech_cues.isdisjoint(keys))

    def _near(self, told: Told) -> bool:
        return any(0 < told.number - i.last_number <= _BESIDE for i in self._incidents)

    def _homes_of(self, told: Told) -> list[int]:
        """The incidents told elsewhere that a sentence speaks of.

        The last one before it; "both"; those that the sentence before speaks of; or the one that follows at once.
        A sentence that tells of an incident itself speaks of no other, unless it only says who did it.
        """
        before = [(i.last_number, n) for n, i in enumerate(self._incidents) if i.frames[0].number < told.number]
        before = sorted((last, n) for last, n in before if self._incidents[n].event_type is not None)
        before = [pair for pair in before if _solid(self._incidents[pair[1]])] or before
        if "both" in told.sentence.lows and len(before) > 1:
            return [n for _, n in before[-2:]]
        if any(self._tells(i, told.number) for i in self._incidents):
            return []
        there = self._of_same_place(told)
        if there is not None:
            return [there]
        previous = self._homes.get(told.number - 1)
        if previous:
            return previous
        if not before:
            ahead = [(i.frames[0].number, n) for n, i in enumerate(self._incidents)]
            first = min((pair for pair in ahead if pair[0] > told.number), default=None)
            return [first[1]] if first is not None and first[0] - told.number <= _AHEAD else []
        near = [(last, n) for last, n in before if 0 < told.number - last <= _NEAR]
        if near:
            return [max(near)[1]]
        return [max(before, key=lambda pair: (len(self._incidents[pair[1]].frames), -pair[1]))[1]]

    def _of_same_place(self, told: Told) -> int | None:
        """The only incident whose place the sentence names, or else the next sentence of its paragraph."""
        goes_on = any(i.last_number == told.number - 1 for i in self._incidents)
        for other in self._told[told.number : told.number + (1 if goes_on else 2)]:
            if other.paragraph != told.paragraph:
                break
            keys = {name_key(p.name) for p in other.sentence.places}
            others = [n for n, i in enumerate(self._incidents) if any(f.number != told.number for f in i.frames)]
            found = [n for n in others if _solid(self._incidents[n]) and keys & self._incidents[n].place_keys()]
            if found:
                typed = [n for n in found if len(self._incidents[n].frames) > 1] or found
                return typed[-1] if len(typed) == 1 or len(found) == 1 else None
        return None

    def _tells(self, incident: Incident, number: int) -> bool:
        """The sentence tells of the incident in its own words: more than a deed that somebody claims or denies."""
        own = [f for f in incident.frames if f.number == number and f.event_type is not None]
        if not own or all(f.denied for f in own):
            return False
        alone = all(f.number == number for f in incident.frames)
        bare = incident.time() is None and incident.place() is None
        known = all(f.kind == "noun" and f.definite for f in own)  # "claimed the attack"
        claimed = any(s.stance != "asserts" for s in self._told[number].said.speeches)
        return not (alone and (bare or known) and claimed)

    def _speeches(self, told: Told) -> list[Speech]:
        """What is said in a sentence, each act with who speaks; several incidents ask for it."""
        if told.number not in self._spoken:
            found = (self._resolved(told, speech) for speech in told.said.speeches)
            self._spoken[told.number] = [speech for speech in found if speech is not None]
        return self._spoken[told.number]

    def _resolved(self, told: Told, speech: Speech) -> Speech | None:
        """With the speaker that a pronoun or "the group" stands for; None for a pronoun that stands for nobody."""
        speaker, sentence = speech.speaker, speech.sentence
        words = told.reading.words if told.reading is not None else {}
        low = sentence.lows[speaker.head]
        bare = speaker.last - speaker.first == 2 or "armed" in speaker.classes  # not "the rights group"
        grouped = (
            low in words["bare_group_nouns"] and bare and not speaker.named and sentence.lows[speaker.first] == "the"
        )
        if not speaker.pronoun and not grouped:
            return speech
        for other in reversed(self._told[max(0, told.number - _LOOK_BACK) : told.number]):
            for earlier in reversed(other.said.speeches if self._may_speak(other) else ()):
                if not earlier.speaker.pronoun and _fits(earlier, low, grouped):
                    return replace(speech, speaker=earlier.speaker, spoken_in=earlier.sentence)
        if low in {"he", "she"}:
            person = person_before(told, self._told)
            return replace(speech, speaker=person[0], spoken_in=person[1]) if person is not None else None
        found = named_group_before(told, self._told, speaker) if grouped or low in {"it", "they"} else None
        if found is not None:
            return replace(speech, speaker=found[0], spoken_in=found[1])
        return speech if grouped else None

    def _may_speak(self, told: Told) -> bool:
        if told.reading is None:
            return False
        return bool(told.frames) or not told.reading.lexicon.speech_cues.isdisjoint(told.sentence.keys)


def _solid(incident: Incident) -> bool:
    """It has a time or a place of its own, or is told in several sentences."""
    told = len({f.number for f in incident.frames}) > 1
    return told or incident.time() is not None or incident.place() is not None


def _of_another(speech: Speech, distance: int) -> bool:
    """What a sentence apart from the incident can say of it: not every "police said"."""
    return speech.stance != "asserts" or speech.about == "actors" or (speech.about == "casualties" and distance <= 1)


def _fits(earlier: Speech, low: str, grouped: bool) -> bool:
    classes = classes_of(earlier.sentence, earlier.speaker)
    if grouped:
        return "armed_group" in classes
    if low in {"he", "she"}:
        return bool(classes & _PEOPLE) and "actor" not in classes
    if low == "it":
        return not classes & _PEOPLE or "actor" in classes
    return True
