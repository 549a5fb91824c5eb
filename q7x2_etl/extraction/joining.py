"""Which triggers tell of the same event: within a sentence, and from sentence to sentence of an article."""

from collections.abc import Sequence
from datetime import date

from q7x2_etl.extraction.continuation import Continuation, standings
from q7x2_etl.extraction.frames import Frame
from q7x2_etl.extraction.incidents import (
    Incident,
    caught_trying,
    of_another_bomb,
    other_doers,
    other_hand,
    places_differ,
    same_doer,
    same_instrument,
    times_differ,
)
from q7x2_etl.extraction.sequels import days_before
from q7x2_etl.extraction.together import cornered, in_crowd, of_crowd, rioters_hit, same_things
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.language.lexicon import Lexicon
from q7x2_etl.language.times import TimeMention
from q7x2_etl.language.word_lists import packaged_words

_EXPLOSIONS = frozenset({"bombing", "suicide_bombing"})
_OF_ATTACKERS = frozenset({"armed_attack", "assassination", "bombing", "execution", "robbery", "kidnapping", "arson"})
_MARK_REACH = 4  # tokens before a trigger in which "another" may stand
_OPENING = 5  # tokens
_BESIDES = frozenset({"as", "while", "amid"})
_POLICED = frozenset({"security_operation", "armed_clash", "protest", "riot", "surrender", "territorial_change"})
_CLAUSE_WALLS = frozenset({"S", "R", ";", "."})
_HAPPENING = frozenset({"in", "during"})
_AS = frozenset({"as", "when", "during"})
_SHORT = 4  # letters: "west", "rest" are no superlatives
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
        for found in self.of_sentence(frames):
            closed = [home for beside, home in taken if self._told_apart(beside, found)]
            open_ones = [i for i in incidents[-_WINDOW:] if not any(i is other for other in closed)]
            home = self._home(open_ones, found, published)
            if home is None:
                found.aside = bool(taken) and days_before(found.main, self._words) is not None
                incidents.append(found)
            else:
                home.frames.extend(found.frames)
            taken.append((found, found if home is None else home))

    def _told_apart(self, one: Incident, other: Incident) -> bool:
        """Their types cannot name one event, or their times or places are two."""
        if times_differ(one.time(), other.time()) or places_differ(one, other.main):
            return True
        if any(self._elsewhere(one, frame) for frame in other.frames):
            return True
        if self._coordinated(one.main, other.main) and _several_and_one(one.main, other.main):
            return True
        if self._sequel(one.main) != self._sequel(other.main):
            return True  # "the killings came two weeks after the beheading of a teacher"
        types = one.event_type, other.event_type
        if _protest_beside(one.main, other.main):
            return True
        link = self.continuation
        return not (link.related(*types) or link.part_of(*types) or link.part_of(*reversed(types)))

    def of_sentence(self, frames: Sequence[Frame]) -> list[Incident]:
        """The frames of one sentence, joined where they tell of one event."""
        incidents: list[Incident] = []
        for frame in sorted(frames, key=lambda f: f.first):
            if _only_when(frame, frames):
                continue
            home = next((i for i in reversed(incidents) if self._joins_in_sentence(i, frame)), None)
            if home is None:
                incidents.append(Incident([frame]))
            else:
                home.frames.append(frame)
        return incidents

    def _joins_in_sentence(self, incident: Incident, frame: Frame) -> bool:
        other = incident.frames[-1]
        if frame.share is not None and other.share is not None:
            return frame.share == other.share
        if any(caught_trying(f, frame) for f in incident.frames):
            return True
        same_bomb = same_instrument(frame, other)
        if frame.stage != other.stage and not same_bomb:
            return False
        if any(_names_it_again(frame, f) or _brought_about(frame, f) for f in incident.frames):
            return True
        if frame.new and not frame.effect and not same_bomb and self._marked_other(frame):
            return False
        if rioters_hit(incident, frame):
            return True
        if _of_same_people(incident, frame):
            return True
        if times_differ(incident.time(), frame.times[0] if frame.times else None):
            return False
        if cornered(incident, frame) or in_crowd(incident, frame):
            return True
        if _protest_beside(other, frame):
            return False
        if _rest_of_them(other, frame):
            return True
        if other_hand(incident, frame) or days_before(frame, self._words) != days_before(other, self._words):
            return False
        if _where_once(other, frame) or self._by_another(incident, frame) or self._elsewhere(incident, frame):
            return False
        if frame.effect or other.effect or frame.event_type is None or other.event_type is None:
            return True
        if (
            same_doer(incident, frame)
            or same_things(other, frame)
            or self._says_why(frame)
            or _taken_at_once(incident, frame)
        ):
            return True
        if self._coordinated(other, frame) and self._set_off_at_once(other, frame):
            return True
        if self._coordinated(other, frame) and (
            self.continuation.means_differ(incident, Incident([frame])) or _several_and_one(other, frame)
        ):
            return False
        if frame.event_type == "arrest" and any(of_crowd(f) for f in incident.frames):
            return True  # "… and 20 people were arrested"
        if other.event_type == "arrest" and of_crowd(frame) and _meanwhile(other, frame):
            return True  # "20 were arrested | as police broke up a protest"
        if "arrest" in {frame.event_type, other.event_type} and frame.event_type != other.event_type:
            return frame.kind == "noun" and self._arrested_in(frame)
        far = not self._clause_shifters.isdisjoint(frame.sentence.lows[other.last : frame.first])
        both_new = frame.kind == "noun" and frame.new and other.kind == "noun"
        if (far or both_new) and places_differ(incident, frame):
            return False
        if self._sequel(frame) != self._sequel(other) and not (_told_of_it(other, frame) or _won(frame, other)):
            return False
        weak = frame.strength <= 1 or other.strength <= 1
        return weak or self.continuation.related(frame.event_type, other.event_type)

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
        before = [f for f in incident.frames if f.sentence is frame.sentence and f.places]
        if not before or not frame.places or frame.entry.get("outcome_of") == "subject":
            return False  # "…; one of them died in Nairobi"
        lows, known, place = frame.sentence.lows, before[-1], frame.places[0].mention
        borders = [i for i in range(known.last, frame.first) if lows[i] in self._clause_shifters or lows[i] == "and"]
        if not borders or not known.places[0].mention.first < borders[-1] < place.first:
            return False
        parted = lows[borders[-1]] != "and"
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
        return prep == "during" or ((frame.definite or prep == "in") and _of_policing(frame))

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
        if lows[0] not in _HAPPENING:
            return False
        k = next((k for k, low in enumerate(lows[1:_OPENING], 1) if low in self._happening_nouns), 0)
        return not self._other_markers.isdisjoint(lows[1:k])

    def _marked_other(self, frame: Frame) -> bool:
        if self._shifted(frame):
            return True
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
        if found.main.effect or found.event_type in {None, "arrest"}:
            return False
        opening = " ".join(found.main.sentence.lows[:_OPENING])
        return any(f" {phrase} " in f" {opening} " for phrase in self._time_openers)

    def _home(self, incidents: Sequence[Incident], found: Incident, published: date | None) -> Incident | None:
        """The incident that the new one continues best, of equals the latest; None where it continues none."""
        if self.brings_up(found):
            incidents = [i for i in incidents if i.told_by_headline]  # "Another bomb kills ten", and then its story
        best, home = 0.0, None
        later = self._told_later(found)
        for known, standing in reversed(list(zip(incidents, standings(incidents, found, published), strict=True))):
            if (later and other_doers(known, found)) or _elsewhere_led(known, found):
                continue
            score = self.continuation.score(known, found, standing, published)
            if score > best:
                best, home = score, known
        return home


def _elsewhere_led(known: Incident, found: Incident) -> bool:
    """ "Troops who rushed to Lumba were met by gunfire": in another place than what they were called to."""
    main = found.main
    led = bool(main.places) and main.places[0].prep == "where" and main.number != known.last_number
    return led and places_differ(known, main)


def _rest_of_them(other: Frame, frame: Frame) -> bool:
    """ "Two blew themselves up, two were shot dead | and one was captured": so many of those told of before."""
    if frame.event_type != "arrest" or frame.kind != "verb" or other.kind != "verb":
        return False
    hurt = [h for h in other.harms if h.outcome in {"killed", "wounded"}]
    return bool(hurt and frame.harms) and all(_bare_count(h.sentence, h.group) for h in (*hurt, *frame.harms))


def _bare_count(sentence: Sentence, group: NounGroup) -> bool:
    """ "two", "the other": a number without a noun."""
    return group.quantity is not None and group.last - group.first == 1 and not group.classes & {"person", "civilian"}


def _protest_beside(one: Frame, other: Frame) -> bool:
    """ "two rebels were killed in clashes, | as protests entered a second week": no part of the clashes."""
    if (one.event_type == "protest") == (other.event_type == "protest") or one.first >= other.first:
        return False
    return not _BESIDES.isdisjoint(other.sentence.lows[one.last : other.first])


def _several_and_one(one: Frame, other: Frame) -> bool:
    """ "several bombings in Cali and the murder of a judge": not one of them."""
    return one.plural and not other.plural and one.event_type != other.event_type


def _names_it_again(frame: Frame, other: Frame) -> bool:
    """ "were killed | in another ambush": the noun behind "in" names what its verb told.

    So does "the deadliest such raid" behind a comma, whatever it is measured by.
    """
    chunks = frame.sentence.chunks
    group = chunks[frame.chunk].noun
    if frame.kind != "noun" or group is None or frame.first < other.last or frame.chunk <= other.chunk:
        return False
    between = chunks[other.chunk + 1 : frame.chunk]
    if any(c.kind in _CLAUSE_WALLS for c in between):
        return False
    if group.prep in _HAPPENING:
        verbs = [c for c in between if c.verb is not None]
        return other.kind == "verb" and not verbs and not any(c.kind in {",", "C"} for c in between)
    if between and between[-1].noun is not None and between[-1].noun.prep is None:
        group, between = between[-1].noun, between[:-1]  # "the deadliest | such raid"
    words = frame.sentence.lows[group.first : frame.first]
    ranks = packaged_words().words["ranking_words"]
    compared = any(w in ranks or (w.endswith("est") and len(w) > _SHORT) for w in words)
    return compared and group.prep is None and bool(between) and between[-1].kind == ","


def _of_same_people(incident: Incident, frame: Frame) -> bool:
    """ "five men abducted on Saturday | were found dead on Monday": what became of them belongs to what befell them."""
    if not frame.effect or frame.event_type is not None:
        return False
    harmed = {id(h.group) for f in incident.frames for h in f.harms}
    return any(id(h.group) in harmed for h in frame.harms)


def _brought_about(frame: Frame, other: Frame) -> bool:
    """ "setting off | a gun battle and an explosion": what the verb before it sets off."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    return other.kind == "verb" and frame.sentence is other.sentence and any(g is group for g in other.instruments)


def _where_once(other: Frame, frame: Frame) -> bool:
    """ "hit the junction | where a truck bomb killed 580 people in 2017": what happened there at another time."""
    if "where" not in frame.sentence.lows[other.last : frame.first] or not frame.times:
        return False
    return not other.times or times_differ(other.times[0], frame.times[0])


def _told_of_it(noun: Frame, frame: Frame) -> bool:
    """ "since the killing of a farmer, | who was gunned down": the relative clause tells of the same event."""
    chunks = frame.sentence.chunks
    between = chunks[noun.chunk + 1 : frame.chunk]
    return noun.kind == "noun" and not any(c.verb is not None for c in between) and any(c.kind == "R" for c in between)


def _taken_at_once(incident: Incident, frame: Frame) -> bool:
    """ "shot dead five people | and was detained at the scene"; "a girl was abducted | and raped"."""
    here = [f for f in incident.frames if f.sentence is frame.sentence and f.first < frame.first]
    victims = {id(g) for g in frame.groups("target")}
    if frame.event_type == "arrest" and frame.kind == "verb" and not frame.groups("perpetrator"):
        attackers = packaged_words().words["attacker_nouns"]
        if any(frame.sentence.lows[g.head] in attackers for g in frame.groups("target")):
            return any(f.event_type in _OF_ATTACKERS for f in here)  # "…; the shooter was detained"
        return any(id(g) in victims for f in here for g in f.groups("perpetrator"))
    if frame.event_type != "sexual_violence":
        return False
    return any(f.event_type == "kidnapping" and any(id(g) in victims for g in f.groups("target")) for f in here)


def _only_when(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "set off a bomb | during a search operation": when it was, and no event beside the explosion."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    if group is None or group.prep != "during" or frame.roles:
        return False
    if frame.event_type == "coercion":
        return any(f.event_type not in {None, "coercion"} for f in frames)  # "burned trucks during an armed strike"
    return frame.event_type == "security_operation" and any(f.event_type in _EXPLOSIONS for f in frames)


def _won(one: Frame, other: Frame) -> bool:
    """ "captured the outpost | after a three-day battle": how the place was won."""
    taken = one if one.event_type == "territorial_change" else other
    battle = other if taken is one else one
    return {one.event_type, other.event_type} == {"territorial_change", "armed_clash"} and (
        taken.kind == "verb" and battle.kind == "noun" and taken.first < battle.first
    )


def _meanwhile(one: Frame, other: Frame) -> bool:
    return not _AS.isdisjoint(one.sentence.lows[one.last : other.first])


def _of_policing(frame: Frame) -> bool:
    """ "arrested in the raid", "in the clashes": not "arrested for the murder", which is another event."""
    return frame.event_type in _POLICED or bool(frame.entry.get("state_type"))
