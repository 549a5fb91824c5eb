"""Is it an incident at all? What the words around a trigger speak of; what a report must have."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from q7x2_etl.extraction.eventhood.causes import Causes
from q7x2_etl.extraction.eventhood.evidence import kills_some, numbered, of_named_person, so_many, with_weapon
from q7x2_etl.extraction.eventhood.fields import Fields, Profile, weights
from q7x2_etl.extraction.eventhood.in_passing import behind_since, quoted_word, reproach, years_after
from q7x2_etl.extraction.eventhood.long_past import before_1900, long_ago
from q7x2_etl.extraction.eventhood.periods import Periods
from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.extraction.framing.groupings import DOERS, OF_CROWDS
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident, of_another_bomb
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import QUOTES, WHOSE
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import Report
from q7x2_etl.reference import Reference

_OF_PERSONS = frozenset(
    {"execution", "assassination", "kidnapping", "arrest", "surrender", "sexual_violence", "displacement"}
)
_POINTS_NEEDED = {5: 1, 4: 2, 3: 2, 2: 3, 1: 3}  # by the strength of the main trigger
_STORY_PLACE = (".beside", ".story", ".dateline", ".story-province")  # places that only the story around it tells
_OF_THE_HURT = frozenset({"counted", "harmed", "official", "day"})
_KILLED = 0.25  # of the points that are left where armed people killed or hurt people that are counted
_BOMBED = 0.5  # of the points that are left where a weapon hurt people that are counted
_A_WAR_S = 500  # people killed, of no time of its own
_WEAK = 2  # strength of a trigger that means keep alive
_BEFORE = 4  # tokens
_QUOTABLE = 3  # strength of a trigger whose word can be a figure of speech
_OPENING = 2  # sentences
_SCENE = frozenset({"on", "at", "in", "outside", "near"})


@dataclass(frozen=True, slots=True)
class Before:
    """What a story has told up to a sentence: an incident right before it (`going_on`), or none at all (`quiet`).

    `sum_told`: the sentence before it counts events over months.
    """

    going_on: bool
    quiet: bool
    sum_told: bool = False


@dataclass(frozen=True, slots=True)
class _About:
    """What the words around a sentence speak of; `opening`: fields that a quiet story has opened with; `slain`: where
    its words tell of people killed or wounded (offsets), which no match or treatment does.
    """

    profile: Profile
    opening: Set[str]
    counted: bool
    slain: Sequence[tuple[int, int]]


class Relevance:
    """Decides on frames by their sentence, and on reports by what they hold."""

    def __init__(self, lexicon: Lexicon, reference: Reference) -> None:
        self._fields = Fields(reference)
        self._weights = weights(reference)
        self._causes = Causes(lexicon, self._fields)
        self._periods = Periods(lexicon)
        self._words = lexicon.words
        self._killing = lexicon.words["killing_verbs"]

    def profile(self, text: str, first: int, last: int) -> Profile:
        """What the story `text[first:last]` is about, place by place."""
        return self._fields.profile(text, first, last)

    def chosen(self, frames: Sequence[Frame], reading: Reading, profile: Profile, before: Before) -> list[Frame]:
        """The frames of a sentence that tell of incidents; `before`: what the story has told up to it."""
        counted = any(h.group.quantity is not None for f in frames for h in f.harms)
        slain = [span for f in frames if f.entry["lemma"] in self._words["slaying_verbs"] for span in _sufferers(f)]
        about = _About(profile, profile.opened_by if before.quiet else frozenset(), counted, slain)
        going_on = before.going_on
        frames = self._without_lives(frames)
        single = [f for f in frames if not (f.kind == "noun" and self._adds_up(f, frames, reading))]
        theirs = {id(f) for f in single if going_on and _their_bodies(f)}
        kept = [f for f in single if not f.effect and (id(f) in theirs or self._allows(f, reading, about))]
        if before.sum_told:
            kept = [f for f in kept if not self._periods.part_of_sum(f)]
        if any(f.event_type in OF_CROWDS for f in kept):
            kept += [f for f in frames if f.event_type == "arrest" and f.harms]  # "; 66 people were detained"
        if kept or (going_on and not any(not f.effect for f in frames)):
            told = (f for f in frames if f.effect and not self._in_memory(f))
            kept += [f for f in told if not self._of_itself(f, alone=not kept)]
        else:
            told = (f for f in frames if f.effect and not (before.sum_told and self._periods.part_of_sum(f)))
            kept += [f for f in told if self._allows(f, reading, about)]
        return [f for f in frames if any(f is k for k in kept)]

    def _adds_up(self, event: Frame, frames: Sequence[Frame], reading: Reading) -> bool:
        """ "the fighting | has killed 1,000 people since it started": the verb tells a sum."""
        acts = (f for f in frames if f.kind == "verb" and f.harms and f.first > event.first)
        return any(_subject(event, f, reading) and self._periods.sums(f) for f in acts)

    def _without_lives(self, frames: Sequence[Frame]) -> Sequence[Frame]:
        """ "Colonel Hughes, who was captured at Arnhem, has died at 101": neither of the two is news of violence."""
        ends = [f for f in frames if f.effect and self._causes.in_bed(f)]
        ended = [h.group for f in ends for h in f.harms]
        return [f for f in frames if not any(g is e for g in _people(f) for e in ended) or _dated_before(f, ends)]

    def tells_sum(self, frame: Frame) -> bool:
        """ "the violence has taken 300 lives since May 2023": many events, and none of them."""
        return self._periods.sums(frame)

    def compares(self, sentence: Sentence) -> bool:
        """ "Murders fell by 14 per cent last year": a sum, whatever it counts."""
        return self._periods.compares(sentence)

    def of_a_war(self, harm: Harm) -> bool:
        """ "The insurgency has claimed 40,000 lives": no figure of an incident told before."""
        return self._periods.of_a_war(harm)

    def tells_many(self, frames: Sequence[Frame]) -> bool:
        """A sentence that counts events over months ("118 attacks in 2022"): the next figures are parts of its sum."""
        return any(self._periods.counts_many(f) or (f.harms and self._periods.sums(f)) for f in frames)

    def _allows(self, frame: Frame, reading: Reading, about: _About) -> bool:
        """False for a trigger whose words around it speak of another field more than its slots speak of violence."""
        if frame.event_type is None:
            return not self._periods.sums(frame)  # no incident by itself
        sentence = reading.sentence
        if self._name(frame) or self._in_scare_quotes(frame) or self._supposed(sentence.lows) or self._recalled(frame):
            return False
        if behind_since(frame) or years_after(frame) or quoted_word(frame) or reproach(frame):
            return False
        if _of_a_life(frame, about.profile):
            return False
        agent = self._agent(frame)
        if (not agent and self._causes.natural(frame, about.profile)) or self._causes.chance(frame):
            return False
        if self._causes.mishap(frame) or self._causes.in_family(frame):
            return False
        features = self.features(frame)
        evidence = sum(self._weights[name] * value for name, value in features.items())
        hurt = sum(self._weights[name] * features[name] for name in _OF_THE_HURT)
        present, armed = _present(frame), bool(features["armed"])
        bombed = bool(features["weapon"] and about.counted)
        by_force_killed = armed and kills_some(frame)
        if self._periods.sums(frame):
            return False
        bodily = bool(features["day"]) and not present and self._bodily(frame)
        hit = [*_sufferers(frame), *about.slain]
        signs = about.profile.points(sentence.start, sentence.end, hit, bodily=bodily or bool(about.slain))
        for field, points in signs.items():
            if by_force_killed and field.yields:
                points *= _KILLED
            led = points + field.lead * (field.name in about.opening)
            by_force = armed and frame.event_type != "arrest"  # after a crash too the police arrest somebody
            share = (
                field.crowd
                if frame.event_type == "protest" or _of_a_crowd(frame)
                else field.armed
                if by_force
                else _BOMBED
                if bombed and field.armed == 1 and (field.yields or not field.present)
                else 1.0
            )
            proof = evidence - hurt * (field.harms and not (bodily and field.yields))
            if led * share + present * field.present > proof:
                return False
        return True

    def _bodily(self, frame: Frame) -> bool:
        """ "was stabbed", "found shot dead": meant of bodies even in news of matches and films."""
        dead = {"shot", "dead"} <= set(frame.sentence.lows[frame.first : frame.last + 1])
        return dead or frame.entry["lemma"] in self._words["bodily_verbs"]

    def _of_itself(self, effect: Frame, alone: bool) -> bool:
        """ "died of cancer", "died at 81", "malaria has killed thousands": no effect of the incident told before."""
        if self._causes.by_nature(effect):
            return True
        return self._causes.illness(effect) or self._periods.sums(effect) or (alone and self._causes.age(effect))

    def features(self, frame: Frame) -> dict[str, float]:
        """What speaks for violence in the slots of a trigger, each 0 or 1 (`strength`: 1-5)."""
        doers = [r.group for r in frame.roles if r.role != "target"]
        return {
            "base": 1.0,
            "strength": float(frame.strength),
            "armed": float(self._armed(frame)),
            "weapon": float(with_weapon(frame)),
            "known": float(any(m.sense.kind == "actor" for g in doers for m in g.mentions)),
            "counted": float(any(h.group.quantity is not None for h in frame.harms)),
            "harmed": float(bool(frame.harms)),
            "official": float(any(classes_of(h.sentence, h.group) & {"armed", "title"} for h in frame.harms)),
            "arrest": float(frame.event_type == "arrest" and not self._agent(frame)),  # for less than violence too
            "day": float(any(t.precision == "day" for t in frame.sentence.times)),
        }

    def _supposed(self, lows: tuple[str, ...]) -> bool:
        """ "Suppose that a gang kidnapped …", "What if rebels attacked …?": the sentence opens a thought."""
        return lows[0] in self._words["supposing_openers"] or " ".join(lows[:2]) in self._words["supposing_openers"]

    def _recalled(self, frame: Frame) -> bool:
        """ "the anniversary of the massacre", "a film about the siege", "the revolt of 1781", "since the arrest of"."""
        if before_1900(frame.sentence) or long_ago(frame):
            return True
        if frame.kind != "noun":
            return self._in_memory(frame)
        group = frame.sentence.chunks[frame.chunk].noun
        first = frame.first if group is None else group.first
        if group is not None and group.prep == "since" and not any(h.group.quantity for h in frame.harms):
            return True  # "more than 300 have been killed since | the arrest of a cartel boss in July"
        return not self._words["recalling_words"].isdisjoint(frame.sentence.lows[max(0, first - _BEFORE) : first])

    def _in_memory(self, frame: Frame) -> bool:
        """ "will mark the anniversary of the genocide, | in which 800,000 were slaughtered"."""
        sentence = frame.sentence
        pronoun = next((c for c in reversed(sentence.chunks[: frame.chunk]) if c.kind == "R"), None)
        before = sentence.lows[max(0, pronoun.first - 2 * _BEFORE) : pronoun.first] if pronoun is not None else ()
        first = next((c.noun for c in sentence.chunks if c.noun is not None), None)
        shows = pronoun is not None and first is not None and sentence.lows[first.head] in self._words["showing_places"]
        return shows or not self._words["recalling_words"].isdisjoint(before)

    def _name(self, frame: Frame) -> bool:
        """A name with a capital: alone in quotes, behind a ship's prefix ("HMS Ambush"), or "the village of Battle"."""
        sentence, first, last = frame.sentence, frame.first, frame.last
        if (
            not sentence.case_tells
            or not first
            or not sentence.texts[first][0].isupper()
            or last >= len(sentence.tokens)
        ):
            return False
        if sentence.lows[first - 1] in self._words["ship_prefixes"]:
            return True
        if sentence.lows[first - 1] == "of" and last == first + 1:
            return True
        return sentence.texts[first - 1] in QUOTES and sentence.texts[last] in QUOTES | {","}

    def _in_scare_quotes(self, frame: Frame) -> bool:
        """ "Fans take Rio in an 'invasion'": one weak word in quotation marks, with nobody armed and nobody hurt."""
        sentence, first, last = frame.sentence, frame.first, frame.last
        if frame.kind != "noun" or frame.strength > _QUOTABLE or not first or last >= len(sentence.tokens):
            return False
        quoted = sentence.texts[first - 1] in QUOTES and sentence.texts[last] in QUOTES
        return quoted and not frame.harms and not self._agent(frame)

    def _told_killing(self, incident: Incident, concrete: bool) -> bool:
        """ "Three soldiers were killed in May": nobody is named who did it, but who was killed makes it no accident."""
        victims = [
            h
            for f in incident.frames
            for h in f.harms
            if h.outcome == "killed" and f.entry["lemma"] in self._killing and f.stage == "accomplished"
        ]
        armed = any(
            classes_of(h.sentence, h.group) & {"armed", "title"}
            or any("armed" in m.sense.classes for m in h.group.mentions)  # "two Hezbollah men"
            or (h.group.named and h.group.quantity is None)
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
        means = [g for f in incident.frames for g in f.instruments if f.strength <= _WEAK or so_many(g)]
        doer = bool(means) or any(r.role in DOERS and not r.group.pronoun for f in incident.frames for r in f.roles)
        sufferer = any(a.role == "target" for a in report.actors) or bool(report.targets)
        counted = any(
            (c.best or c.low or c.high) and (c.derivation != "singular" or c.of_name) for c in report.casualties
        )
        own_time, own_place = incident.time() or _lasting(report), incident.place()
        if not own_time and any(c.outcome == "killed" and (c.best or 0) >= _A_WAR_S for c in report.casualties):
            return False  # "Escobar's hitmen killed 500 policemen": in all their years
        if not typed and not doer:
            return self._told_killing(incident, counted or own_place is not None)
        if _present(main) and not main.headline and not (own_time or counted or self._summary(incident, doer)):
            return False
        if main.event_type in _OF_PERSONS and not report.actors and not report.casualties:
            return False
        hit = sufferer or bool(report.casualties)
        points = sum((bool(own_time), bool(own_place), doer, hit, counted, of_named_person(incident)))
        if main.stage == "attempted" and of_another_bomb(main) and report.place_name and report.date_start:
            return True  # "A second device was defused": where and when the first one went off
        needed = _POINTS_NEEDED[max(1, min(5, main.strength))]
        if main.plural and main.kind == "noun" and not main.definite and not counted and not numbered(main):
            needed += 1
        placed = any(e.field == "place_name" and not e.rule.endswith(_STORY_PLACE) for e in report.evidence)
        return points >= needed and (bool(own_time) or bool(own_place) or counted or placed)

    def _summary(self, incident: Incident, doer: bool) -> bool:
        """ "Rebels retake the town of Jalawla.": a story opens in the present tense, with doers or arms and a place."""
        means = doer or any(f.instruments for f in incident.frames)
        return means and incident.main.number < _OPENING and incident.place() is not None


def _dated_before(frame: Frame, ends: Sequence[Frame]) -> bool:
    """ "who was shot by gunmen on Monday, | has died at 61": told to its day or month, before the death is."""
    tokens = frame.sentence.tokens
    spans = [(tokens[frame.first].start, tokens[end.first].start) for end in ends]
    times = (t for t in frame.sentence.times if t.precision in {"day", "week", "month"})
    return any(start <= time.start < end for time in times for start, end in spans)


def _of_a_crowd(frame: Frame) -> bool:
    """ "A crowd that blamed doctors set fire to a clinic"."""
    doers = [classes_of(r.sentence, r.group) for r in frame.roles if r.role != "target"]
    return any("crowd" in classes for classes in doers)


def _of_a_life(frame: Frame, profile: Profile) -> bool:
    """A story that opens with a death in bed tells a life: what is of no day is no news in it."""
    return "obituary" in profile.marked_opening and not any(t.precision == "day" for t in frame.sentence.times)


def _people(frame: Frame) -> list[NounGroup]:
    return [*(h.group for h in frame.harms), *(r.group for r in frame.roles)]


def _lasting(report: Report) -> bool:
    """How long it has lasted is told of it: as good as a time of its own."""
    return any(e.field == "date_start" and e.rule.endswith(".lasting") for e in report.evidence)


def _their_bodies(frame: Frame) -> bool:
    """ "Their bodies were found in a mine": of those whom the sentences before tell of, whatever else is spoken of."""
    return any(
        h.outcome == "killed" and "corpse" in h.group.classes and h.sentence.lows[h.group.first] in WHOSE
        for h in frame.harms
    )


def _subject(event: Frame, act: Frame, reading: Reading) -> bool:
    group = reading.chunks[event.chunk].noun
    return any(c.at == act.chunk and not c.passive and any(s is group for s in c.subject) for c in reading.clauses)


def _present(frame: Frame) -> bool:
    """Told in the present tense, active or passive ("is shot"), as plots are."""
    if frame.kind != "verb" or frame.headline:
        return False
    before = frame.sentence.lows[max(0, frame.first - 2) : frame.first]
    return frame.present or not {"is", "are"}.isdisjoint(before)


def _sufferers(frame: Frame) -> list[tuple[int, int]]:
    """Offsets of the words for whom it befalls, "the coach of the national team", and where: "attack | on a zoo"."""
    targets = (r.group for r in frame.roles if r.role == "target")
    groups = {id(g): g for g in (*(h.group for h in frame.harms), *targets, *frame.objects)}
    found = []
    for group in groups.values():
        end = group.complement.last if group.complement is not None else group.last
        found.append(frame.sentence.offsets(group.first, max(end, group.last)))
    behind = frame.sentence.chunks[frame.chunk + 2 : frame.chunk + 3] if frame.kind == "noun" else ()
    where = (c.noun for c in behind if c.noun is not None and c.noun.prep in _SCENE)
    return found + [frame.sentence.offsets(g.first, g.last) for g in where]
