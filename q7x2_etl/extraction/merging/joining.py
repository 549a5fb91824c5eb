"""Which triggers tell of the same event: within a sentence, and from sentence to sentence of an article."""

from collections.abc import Sequence
from datetime import date

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.merging.beside import (
    answers_it,
    body_of,
    both_led,
    brought_about,
    caught_in_battle,
    crime_named,
    did_it,
    elsewhere_led,
    had_been_taken,
    had_done,
    in_which,
    meanwhile,
    names_it_again,
    of_another_time,
    of_policing,
    of_raid,
    of_same_people,
    only_when,
    outcome_behind,
    protest_beside,
    rest_of_them,
    said_behind,
    several_and_one,
    taken_at_once,
    told_of_it,
    told_there,
    while_at_it,
    won,
)
from q7x2_etl.extraction.merging.continuation import Continuation
from q7x2_etl.extraction.merging.endings import end_told, shot_down, siege_ended, toll_again
from q7x2_etl.extraction.merging.incidents import (
    Incident,
    caught_trying,
    of_another_bomb,
    places_differ,
    same_doer,
    same_instrument,
    times_differ,
)
from q7x2_etl.extraction.merging.pointing import names_known, pointed_at
from q7x2_etl.extraction.merging.sides import of_others, other_hand
from q7x2_etl.extraction.merging.standing import standings
from q7x2_etl.extraction.merging.together import (
    gave_up,
    in_crowd,
    of_crowd,
    of_one_crowd,
    put_down,
    rioters_hit,
    same_things,
    siege_of,
    tell_as_besieged,
)
from q7x2_etl.extraction.time_and_place.sequels import days_before
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.times.finding import TimeMention

_MARK_REACH = 4  # tokens before a trigger in which "another" may stand
_SHIFTED_BY = 7  # tokens
_OPENING = 5  # tokens
_HAPPENING = frozenset({"in", "during"})
_THEN = frozenset({"then", "later", "subsequently", "afterwards"})
_FROM_AFAR = frozenset({"airstrike", "shelling"})
_MEANWHILE = frozenset({"as", "while"})
_BESIDE = _MEANWHILE | {"and"}
_FAR_OFF = frozenset({"to", "away", "further", "farther"})
_KNOWN = -1.5  # "the bombing": one that has been told of, even where nothing else speaks for it
_WINDOW = 100  # incidents back that a sentence may go on telling of; keeps long digests linear


class Joiner:
    """Joins frames to incidents, by the weights and word lists of one set of reference data."""

    def __init__(self, continuation: Continuation, lexicon: Lexicon) -> None:
        self.continuation = continuation
        words = lexicon.words
        self._sentence_shifters = words["sentence_shifters"]
        self._clause_shifters = words["clause_shifters"]
        self._other_markers = words["other_markers"]
        self._other_words = words["other_markers"] | {"others"}
        self._happening_nouns = words["happening_nouns"]
        self._sequels = words["sequel_prepositions"]
        self._idle = words["idle_phrases"]
        self._words = words
        self._time_openers = words["sequel_openers"]

    def add(self, incidents: list[Incident], frames: Sequence[Frame], published: date | None = None) -> None:
        """Adds one sentence's frames to the article's incidents: to earlier ones that it goes on telling of, or new.

        What one sentence clearly tells apart stays apart: such two never go on with the same earlier one.
        """
        taken: list[tuple[Incident, Incident]] = []
        here = self.of_sentence(frames)
        for found in here:
            closed = [home for beside, home in taken if self._told_apart(beside, found)]
            open_ones = [i for i in incidents[-_WINDOW:] if not any(i is other for other in closed)]
            if (crime := crime_named(found, here)) is not None:
                named = self._home(open_ones, crime, published)
                open_ones = [i for i in open_ones if i.event_type == "arrest" or i is named]
            home = pointed_at(incidents[-_WINDOW:], found) or self._home(open_ones, found, published)
            if home is None:
                found.aside = bool(taken) and (days_before(found.main, self._words) is not None or had_done(found.main))
                incidents.append(found)
            else:
                end_told(home, found)
                home.frames.extend(found.frames)
            taken.append((found, found if home is None else home))

    def _told_apart(self, one: Incident, other: Incident) -> bool:
        """Their types cannot name one event, or their times or places are two."""
        if times_differ(one.time(), other.time()) or places_differ(one, other.main):
            return True
        if one.main.share is not None and other.main.share is not None and one.main.share != other.main.share:
            return True
        if any(self._elsewhere(one, frame) for frame in other.frames):
            return True
        if self._coordinated(one.main, other.main) and several_and_one(one.main, other.main):
            return True
        if self._sequel(one.main) != self._sequel(other.main):
            return True  # "the killings came two weeks after the beheading of a teacher"
        types = one.event_type, other.event_type
        if protest_beside(one.main, other.main) or answers_it(one.main, other.main):
            return True
        link = self.continuation
        return not (link.related(*types) or link.part_of(*types) or link.part_of(*reversed(types)))

    def of_sentence(self, frames: Sequence[Frame]) -> list[Incident]:
        """The frames of one sentence, joined where they tell of one event."""
        incidents: list[Incident] = []
        for frame in sorted(frames, key=lambda f: f.first):
            if only_when(frame, frames):
                continue
            home = next((i for i in reversed(incidents) if self._joins_in_sentence(i, frame)), None)
            if home is None:
                incidents.append(Incident([frame]))
            else:
                if (siege := siege_of(home, frame)) is not None:
                    tell_as_besieged(frame, siege)
                home.frames.append(frame)
        return incidents

    def _joins_in_sentence(self, incident: Incident, frame: Frame) -> bool:
        """Whether a trigger tells of the event that stands before it in its sentence."""
        other = incident.frames[-1]
        if frame.share is not None and other.share is not None:
            return frame.share == other.share
        if any(caught_trying(f, frame) for f in incident.frames):
            return True
        if answers_it(other, frame):
            return False
        if days_before(other, self._words) is not None and outcome_behind(other, frame):
            frame.times, frame.places = [], []
            return True
        same_bomb = same_instrument(frame, other)
        here = [f for f in incident.frames if f.sentence is frame.sentence]
        if of_one_crowd(other, frame):
            return True
        if not (same_bomb or any(f.stage == frame.stage for f in here or [other])):
            return False
        if frame.effect and frame.kind == "verb" and told_of_it(other, frame):
            if days_before(other, self._words) is not None:
                frame.times, frame.places = [], []  # "a week after a bombing in Pune | that killed six"
            return True
        again = any(names_it_again(frame, f) or brought_about(frame, f) or in_which(f, frame) for f in incident.frames)
        if again or did_it(other, frame) or told_there(frame):
            return True
        if frame.new and not frame.effect and not same_bomb and self._called_other(frame):
            return False
        if rioters_hit(incident, frame) or of_same_people(incident, frame):
            return True
        if times_differ(incident.time(), frame.times[0] if frame.times else None):
            return False
        if _of_one_course(incident, frame):
            return True
        if protest_beside(other, frame):
            return False
        if rest_of_them(other, frame):
            return True
        if (
            other_hand(incident, frame)
            or days_before(frame, self._words) != days_before(other, self._words)
            or of_another_time(other, frame)
            or self._by_another(incident, frame)
            or self._elsewhere(incident, frame)
        ):
            return False
        if frame.effect and frame.kind == "noun" and frame.definite and self._sequel(frame) != self._sequel(other):
            return False  # "raided the town | after the death of their leader"
        if frame.effect or other.effect or frame.event_type is None or other.event_type is None:
            return True
        return self._two_types_agree(incident, frame)

    def _two_types_agree(self, incident: Incident, frame: Frame) -> bool:
        """Where both triggers have types of their own: whether these can name one event, as the sentence joins them."""
        other = incident.frames[-1]
        if same_doer(incident, frame) or same_things(other, frame):
            return True
        if self._says_why(frame) or taken_at_once(incident, frame):
            return True
        if self._coordinated(other, frame):
            if self._set_off_at_once(other, frame):
                return True
            if self.continuation.means_differ(incident, Incident([frame])) or several_and_one(other, frame):
                return False
        if (frame.event_type == "arrest") != (other.event_type == "arrest"):
            return self._of_one_arrest(incident, frame)
        far = not self._clause_shifters.isdisjoint(frame.sentence.lows[other.last : frame.first])
        both_new = frame.kind == "noun" and frame.new and other.kind == "noun"
        if (far or both_new) and places_differ(incident, frame):
            return False
        if self._sequel(frame) != self._sequel(other) and not (told_of_it(other, frame) or won(frame, other)):
            return False
        weak = frame.strength <= 1 or other.strength <= 1
        return weak or self.continuation.related(frame.event_type, other.event_type)

    def _of_one_arrest(self, incident: Incident, frame: Frame) -> bool:
        """Of an arrest and something else: whether people were caught in it, and not for it."""
        other = incident.frames[-1]
        if frame.event_type == "arrest" and any(of_crowd(f) for f in incident.frames):
            return True  # "… and 20 people were arrested"
        if other.event_type == "arrest" and of_crowd(frame) and meanwhile(other, frame):
            return True  # "20 were arrested | as police broke up a protest"
        if frame.event_type == "arrest" and while_at_it(other, frame):
            return True
        if frame.event_type == "arrest" and any(of_raid(f) for f in incident.frames):
            return True  # "shot dead a boy during a raid; eight people were arrested"
        if frame.event_type == "arrest" and caught_in_battle(incident, frame):
            return True
        return frame.kind == "noun" and self._arrested_in(frame)

    def _by_another(self, incident: Incident, frame: Frame) -> bool:
        """ "…; an hour later a second man set off his vest in Zaria": later or elsewhere, and somebody else."""
        doers = frame.groups("perpetrator") if frame.kind == "verb" else []
        lows = frame.sentence.lows
        if not any(not self._other_words.isdisjoint(lows[g.first : g.head + 1]) for g in doers):
            return False
        before = [f for f in incident.frames if f.sentence is frame.sentence and f.first < frame.first]
        if any(g.first in {d.first for d in f.groups("perpetrator")} for f in before for g in doers):
            return False
        if not any(f.groups("perpetrator") for f in before):
            return False
        between = lows[before[-1].last : frame.first]
        return places_differ(incident, frame) and ("later" in between or ";" in between)

    def _elsewhere(self, incident: Incident, frame: Frame) -> bool:
        """ "three teachers were shot in Pattani, and | a bomb wounded five rangers in Yala": each has its own place."""
        here = [f for f in incident.frames if f.sentence is frame.sentence]
        before = [f for f in here if f.places]
        if not before or not frame.places or frame.entry.get("outcome_of") == "subject":
            return False  # "…; one of them died in Nairobi"
        lows, known, place = frame.sentence.lows, before[-1], frame.places[0].mention
        borders = [i for i in range(known.last, frame.first) if lows[i] in self._clause_shifters or lows[i] in _BESIDE]
        if not borders or not known.places[0].mention.first < borders[-1] < place.first:
            return False
        parted = lows[borders[-1]] not in _BESIDE or said_behind(known, frame)
        if lows[borders[-1]] in _MEANWHILE and both_led(here, frame):
            return self.continuation.places_stand(frame.places[0], known.places[0]) == "other_place"
        told = frame.harms if frame.kind == "verb" else frame.new
        if not (parted or (known.harms and told)):
            return False
        how = self.continuation.places_stand(frame.places[0], known.places[0])
        return how == "other_place" or (parted and how == "unsure_place")

    def _says_why(self, frame: Frame) -> bool:
        """ "looted a bank | in protest": it says why something else was done, and goes with that."""
        group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
        alone = group is not None and group.prep is not None and group.last - group.first == 1
        return alone and group is not None and f"{group.prep} {frame.sentence.lows[group.head]}" in self._idle

    def _arrested_in(self, frame: Frame) -> bool:
        """ "was captured during the air raid", "arrested in a sweep": the event in which it was done."""
        group = frame.sentence.chunks[frame.chunk].noun
        prep = group.prep if group is not None else None
        return prep == "during" or ((frame.definite or prep == "in") and of_policing(frame))

    def _coordinated(self, one: Frame, other: Frame) -> bool:
        """ "the bombing of two suburbs | and the murder of a priest": two event nouns, the second behind "and"."""
        if one.kind != "noun" or other.kind != "noun" or other.chunk - one.chunk < 2:
            return False
        return other.sentence.chunks[other.chunk - 1].kind == "C"

    def _set_off_at_once(self, one: Frame, other: Frame) -> bool:
        """ "setting off | a gun battle and an explosion": what one deed brings about."""
        if one.plural or other.plural:
            return False
        before = next((c for c in reversed(one.sentence.chunks[: one.chunk]) if c.kind != "B"), None)
        verb = before.verb if before is not None else None
        return verb is not None and verb.lemma in self._words["setting_off_verbs"]

    def _sequel(self, frame: Frame) -> bool:
        """ "after bombings in Basra, the army launched a sweep": behind "after" is another event.

        So is "ten days after | a car bomb wounded 36 people".
        """
        if days_before(frame, self._words) is not None:
            return True
        group = frame.sentence.chunks[frame.chunk].noun
        return frame.kind == "noun" and group is not None and group.prep in self._sequels

    def _shifted(self, frame: Frame) -> bool:
        """ "Elsewhere, …", "In a separate incident the same day, …": the sentence leads to another incident."""
        lows = frame.sentence.lows
        if lows[0] in self._sentence_shifters:
            return True
        opening = lows[1:_SHIFTED_BY]
        if lows[0] == "in" and any(o in self._sentence_shifters and lows[k] == "," for k, o in enumerate(opening)):
            return True  # "In Uruapan, meanwhile, six men were shot"
        if self._far_off(lows):
            return True
        if lows[0] not in _HAPPENING:
            return False
        k = next((k for k, low in enumerate(lows[1:_OPENING], 1) if low in self._happening_nouns), 0)
        return not self._other_markers.isdisjoint(lows[1:k])

    def _far_off(self, lows: Sequence[str]) -> bool:
        """ "Some 600 kilometres to the north, …", "About 30 miles away, …"."""
        end = next((k for k, low in enumerate(lows[:_SHIFTED_BY]) if low == ","), 0)
        unit = next((k for k, low in enumerate(lows[:end]) if low in self._words["distance_units"]), None)
        return unit is not None and not _FAR_OFF.isdisjoint(lows[unit + 1 : end]) and "of" not in lows[unit:end]

    def _marked_other(self, frame: Frame) -> bool:
        return self._shifted(frame) or self._called_other(frame)

    def _called_other(self, frame: Frame) -> bool:
        """ "another attack", "a second bomb": the words right before it say so."""
        if frame.kind == "noun" and frame.definite:
            return False
        before = frame.sentence.lows[max(0, frame.first - _MARK_REACH) : frame.first]
        if frame.plural and "separate" in before:
            return False  # "in two separate raids": apart from each other
        return not self._other_markers.isdisjoint(before)

    def brings_up(self, found: Incident) -> bool:
        """Its words say that it is another incident: "elsewhere", "a second bomb"."""
        if any(self._long_past(t, found.main.sentence) for t in found.main.sentence.times):
            return True
        if any(f.share or of_another_bomb(f) for f in found.frames):
            return True
        return self._shifted(found.main) or any(f.new and not f.effect and self._marked_other(f) for f in found.frames)

    def _long_past(self, time: TimeMention, sentence: Sentence) -> bool:
        """ "last summer", "three years ago", in a story of no day: not what else it tells of."""
        if time.date_start is not None or time.kind != "point":
            return False
        words = {t.low for t in sentence.tokens if time.start <= t.start < time.end}
        return not (words.isdisjoint(self._words["past_words"]) or words.isdisjoint(self._words["long_units"]))

    def _told_later(self, found: Incident) -> bool:
        """ "Hours later, settlers torched …", "On the same day jets …": what others do then is another incident."""
        if (found.main.effect and not found.main.places) or found.event_type == "arrest":
            return False
        verb = found.main.sentence.chunks[found.main.chunk].verb
        if verb is not None and not _THEN.isdisjoint(verb.adverbs) and found.event_type in _FROM_AFAR:
            return bool(found.main.places)  # "Army jets then bombed the town"
        opening = " ".join(found.main.sentence.lows[:_OPENING])
        return any(f" {phrase} " in f" {opening} " for phrase in self._time_openers)

    def _home(self, incidents: Sequence[Incident], found: Incident, published: date | None) -> Incident | None:
        """The incident that the new one continues best, of equals the latest; None where it continues none."""
        if self.brings_up(found):
            incidents = [i for i in incidents if i.told_by_headline]  # "Another bomb kills ten", and then its story
        if incidents and found.main.entry.get("says_when"):
            return incidents[-1]
        if incidents and (body_of(incidents[-1], found.main) or had_been_taken(incidents[-1], found.main)):
            return incidents[-1]
        if (whole := siege_ended(incidents, found, published) or toll_again(incidents, found)) is not None:
            return whole
        if (launch := shot_down(incidents, found)) is not None:
            for frame in found.frames:
                frame.roles = []  # who shot it down is not whom it was to hit
            return launch
        best, home = (_KNOWN if names_known(found) else 0.0), None
        later = self._told_later(found)
        for known, standing in reversed(list(zip(incidents, standings(incidents, found, published), strict=True))):
            if (later and of_others(known, found)) or elsewhere_led(known, found):
                continue
            if known.told_by_headline and self._sequel(found.main) and places_differ(known, found.main):
                continue
            score = self.continuation.score(known, found, standing, published)
            if score > best:
                best, home = score, known
        return home


def _of_one_course(incident: Incident, frame: Frame) -> bool:
    """A siege goes on, people of a crowd are hit, a gathering is put down, those who did it give up."""
    together = siege_of(incident, frame) is not None or in_crowd(incident, frame)
    return together or put_down(incident.frames[-1], frame) or gave_up(incident, frame)
