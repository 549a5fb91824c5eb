"""One incident as an article tells it, and what the comparison of two of them asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from q7x2_etl.extraction.framing.frames import PARTIAL, Frame, PlaceRef
from q7x2_etl.extraction.framing.groupings import BY_MEANS, DOERS, HURT, OF_CROWDS
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.places.names import name_key
from q7x2_etl.language.times.finding import TimeMention
from q7x2_etl.model import Stage

_STRONG_PLACE = -10.0  # weight of a place that hangs closely on its frame (circumstances.py)
_TIME_ORDER = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "unknown": 5}
_ONE_MORE = frozenset({"a", "an", "another"})
_WEEKEND = {1, 2}  # days between its first and its last
_OFTEN = 3  # times that a story calls it so
_PERSONAL = frozenset({"arrest", "assassination", "kidnapping", "execution"})


@dataclass(slots=True)
class Incident:
    """One incident as an article tells it: its frames in the order of the text."""

    frames: list[Frame] = field(default_factory=list)
    aside: bool = False  # "hours after the arrest of a youth, a mob …": told with another one that came later
    dud: bool = False  # its bomb did not go off (duds.py)
    _main: tuple[int, Frame] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def main(self) -> Frame:
        """The frame that names the incident: the strongest; of equals the first, no arrest if some died.

        Frames only come to an incident, so that it is found again when there are more of them.
        """
        if self._main is None or self._main[0] != len(self.frames):
            self._main = len(self.frames), self._naming()
        return self._main[1]

    def _naming(self) -> Frame:
        if len(self.frames) == 1:
            return self.frames[0]
        typed = [f for f in self.frames if f.event_type is not None]
        typed = [f for f in typed if f.event_type != "arrest" or not _more_than_arrest(f, typed)]
        typed = [f for f in typed if not (provoked(f, self.frames) or _answered(f, self.frames))] or typed
        if any(f.event_type in BY_MEANS and not f.effect for f in typed):
            typed = [f for f in typed if f.event_type != "execution" or f.effect] or typed  # the bomb's "massacre"
        typed = [f for f in typed if not _means_named(f, typed)]
        if any(f.event_type == "airstrike" for f in typed):
            typed = [f for f in typed if not _bare_shelling(f)]  # the jets' "bombardment"
        if len(typed) == 1:
            return typed[0]
        fatal = any(h.outcome == "killed" for f in self.frames for h in f.harms)
        deadly = fatal and any(map(_of_force, typed))

        often = Counter(f.event_type for f in typed if not f.effect)

        def rank(f: Frame) -> tuple[bool, bool, int, int, int, int]:
            told = often[f.event_type] if often[f.event_type] >= _OFTEN else 0
            fled = fatal and f.event_type == "displacement"
            aside = fled or (deadly and f.event_type in {"arrest", "surrender"})
            return not (f.effect or fled), not aside, f.strength, told, -f.number, -f.first

        return max(typed or self.frames, key=rank)

    @property
    def event_type(self) -> str | None:
        """What the main frame names; None where all frames are mere effects."""
        return self.main.event_type

    @property
    def stage(self) -> Stage:
        """What the main frame says, unless the attempt with its very bomb failed."""
        main = self.main
        if self.dud:
            return "attempted"
        if main.stage == "attempted" and (self._came_to_blows() or self._killed_before_it()):
            return "accomplished"
        if main.stage == "attempted" and main.entry.get("may_fail") and self._struck_elsewhere():
            return "accomplished"
        failed = any(f.stage == "attempted" and f is not main and _same_means(f, main) for f in self.frames)
        return "attempted" if failed and not any(f.harms for f in self.frames) else main.stage

    def _struck_elsewhere(self) -> bool:
        """ "A bomb killed two; the other device was defused"."""
        done = (f for f in self.frames if f.stage == "accomplished")
        by_bombs = (f for f in done if any("explosive" in g.classes for g in f.instruments))
        return any(h.outcome in HURT for f in by_bombs for h in f.harms)

    def _killed_before_it(self) -> bool:
        """ "killed two people | after failing to storm a synagogue": what came off stands first."""
        main = self.main
        doers = {id(g) for g in main.groups("perpetrator")}
        done = (f for f in self.frames if f.sentence is main.sentence and f.first < main.first and f.kind == "verb")
        killed = (f for f in done if f.stage == "accomplished" and any(h.outcome == "killed" for h in f.harms))
        return any(doers & {id(g) for g in f.groups("perpetrator")} for f in killed)

    def _came_to_blows(self) -> bool:
        """ "a demonstrator died when a crowd tried to storm the station": the riot took place, whatever it aimed at."""
        crowd = any("crowd" in g.classes and "armed" not in g.classes for g in self.main.groups("perpetrator"))
        crowd = crowd and any(f.stage == "accomplished" and (f.harms or f.event_type in OF_CROWDS) for f in self.frames)
        return crowd or self.fought_over

    @property
    def fought_over(self) -> bool:
        """ "tried to take the town but were repelled; 12 rebels were killed": fighters died for what was not taken."""
        tried = self.main.event_type == "territorial_change" and self.main.stage == "attempted"
        return tried and any(
            h.outcome == "killed" and not h.group.classes.isdisjoint({"armed", "armed_group"})
            for f in self.frames for h in f.harms if f.stage == "accomplished"
        )  # fmt: skip

    @property
    def last_number(self) -> int:
        """The number of the last sentence that tells of it."""
        return max([f.number for f in self.frames])

    def times(self) -> list[TimeMention]:
        """Its frames' own times, best first."""
        found = [f.times[0] for f in self.frames if f.times]
        return sorted(found, key=_time_rank)

    def time(self) -> TimeMention | None:
        """The most precise time that one of its frames gives."""
        return min((f.times[0] for f in self.frames if f.times), key=_time_rank, default=None)

    def place(self) -> PlaceRef | None:
        """The first place that hangs closely on one of its frames."""
        return next((p for f in self.frames for p in f.places[:1] if p.weight > _STRONG_PLACE), None)

    def place_keys(self) -> set[str]:
        """The names, compared as `name_key` writes them, of all places that hang closely on its frames."""
        return {name_key(p.mention.name) for f in self.frames for p in f.places if p.weight > _STRONG_PLACE}

    def doer_heads(self) -> set[str]:
        """Head nouns of who does it ("pirates"): the next sentence goes on with the same people."""
        return {
            r.sentence.lows[r.group.head]
            for f in self.frames
            for r in f.roles
            if r.role in DOERS and not r.group.pronoun and r.group.classes & {"armed", "person"}
        }

    def counts(self) -> set[tuple[str, int]]:
        """(outcome, number) of its counted harms, without those that are parts of a total."""
        return {
            (h.outcome, h.group.quantity.best)
            for f in self.frames
            for h in f.harms
            if h.group.quantity is not None and h.group.quantity.best and h.rule not in PARTIAL
        }

    def target_heads(self) -> set[str]:
        """Head nouns of the things that are hit ("mosque")."""
        return {f.sentence.lows[g.head] for f in self.frames for g in f.objects if g.classes & {"facility", "vehicle"}}

    def means(self) -> set[str]:
        """Head nouns of the weapons ("bomb")."""
        return {f.sentence.lows[g.head] for f in self.frames for g in f.instruments}

    @property
    def told_by_headline(self) -> bool:
        """Only headlines have told of it so far."""
        return all(f.headline for f in self.frames)


def provoked(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "Soldiers shot a man dead. The army said | youths had thrown petrol bombs": why, by those who killed."""
    before = frame.sentence.lows[: frame.first]
    if "had" not in before or "said" not in before[: before.index("had")]:
        return False
    return any(
        f.number < frame.number
        and any(h.outcome == "killed" for h in f.harms)
        and any("state" in classes_of(r.sentence, r.group) for r in f.roles if r.role == "perpetrator")
        for f in frames
    ) and not any("state" in classes_of(r.sentence, r.group) for r in frame.roles if r.role == "perpetrator")


def _answered(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "Police killed eight people in a raid. | Residents burned tyres in protest": what came of the dead."""
    before = (f for f in frames if f.number < frame.number and f.event_type not in {None, *OF_CROWDS})
    return frame.event_type == "protest" and any(h.outcome == "killed" for f in before for h in f.harms)


def _bare_shelling(frame: Frame) -> bool:
    """A word for shells or bombs that tells of no gun, and of nobody who fires."""
    return frame.event_type == "shelling" and not (frame.instruments or frame.roles)


def _more_than_arrest(arrest: Frame, typed: Sequence[Frame]) -> bool:
    """ "Twelve rebels were killed and five captured": some died; or those caught were about to do worse."""
    for frame in typed:
        if frame.number < arrest.number and frame.event_type in BY_MEANS and not frame.effect:
            return True  # "A bomb was left at a clinic. | A man was arrested that evening"
        if frame.sentence is not arrest.sentence or frame.event_type == "arrest":
            continue
        if frame.kind == "verb" and frame.event_type in OF_CROWDS:
            return True  # "12 were arrested as police broke up a protest"
        killed = frame.kind == "verb" and any(h.outcome == "killed" for h in frame.harms)
        if caught_trying(arrest, frame) or (killed and frame.first < arrest.first):
            return True
    return False


def caught_trying(arrest: Frame, frame: Frame) -> bool:
    """ "two men were arrested while trying to plant a bomb": the arrest ends the attempt."""
    if arrest.event_type != "arrest" or frame.stage != "attempted" or frame.first < arrest.first:
        return False
    between = frame.sentence.lows[arrest.last : frame.first]
    if not packaged_words().words["plot_words"].isdisjoint(between):
        return False  # "arrested and charged with conspiring to blow up a mosque": the plot is an incident of its own
    caught = [id(h.group) for h in arrest.harms] + [id(g) for g in arrest.groups("target")]
    return any(id(g) in caught for g in frame.groups("perpetrator"))


def of_another_bomb(frame: Frame) -> bool:
    """ "A second device was defused": the means is another one than that of the event told before."""
    if frame.kind != "verb" or not frame.instruments:
        return False
    group, lows = frame.instruments[0], frame.sentence.lows
    others = packaged_words().words["other_markers"]
    planted = "explosive" in group.classes and "projectile" not in group.classes
    return planted and lows[group.first] in _ONE_MORE and not others.isdisjoint(lows[group.first : group.head])


def _of_force(frame: Frame) -> bool:
    """A clash, raid or operation, in which people are caught too."""
    return frame.event_type in {"armed_clash", "security_operation"} or bool(frame.entry.get("state_type"))


def _means_named(frame: Frame, typed: Sequence[Frame]) -> bool:
    """ "attacked a prison … used | explosives | to blow open the gate": what attackers had with them."""
    bare = frame.kind == "noun" and frame.plural and not (frame.roles or frame.harms or frame.effect)
    if not bare or frame.event_type != "bombing":
        return False
    before = (f for f in typed if f.kind == "verb" and f.number < frame.number and f.event_type == "armed_attack")
    return any(not f.effect and f.groups("perpetrator") and f.objects for f in before)


def _time_rank(time: TimeMention) -> tuple[int, int, int]:
    """Points in time first, then the finer one: "on Sunday" before "last weekend"."""
    start, end = time.date_start, time.date_end
    days = (end - start).days if start is not None and end is not None else 0
    weekend = time.kind == "point" and days in _WEEKEND
    return (time.kind in {"since", "after", "vague"}, _TIME_ORDER[time.precision], days if weekend else 0)


def same_instrument(frame: Frame, other: Frame) -> bool:
    """ "a bomb placed under the car failed to go off": the bomb is the same, the attempt names the stage."""
    return bool({(g.first, g.last) for g in frame.instruments} & {(g.first, g.last) for g in other.instruments})


def same_doer(incident: Incident, frame: Frame) -> bool:
    """ "Police shot four men and arrested three": the subject is shared."""
    mine = {(g.first, g.last) for g in (*frame.groups("perpetrator"), *frame.groups("participant"))}
    last = [f for f in incident.frames if f.sentence is frame.sentence]
    return bool(mine & {(g.first, g.last) for f in last for g in (*f.groups("perpetrator"), *f.groups("participant"))})


def _same_means(frame: Frame, other: Frame) -> bool:
    """ "fired a missile at the port. | The missile was intercepted": of one weapon, told in another sentence too."""
    if frame.sentence is other.sentence:
        return same_instrument(frame, other)
    known = (g for g in frame.instruments if frame.sentence.lows[g.first] in {"the", "it", "both"})
    words = {other.sentence.lows[g.head] for g in other.instruments}
    return any(frame.sentence.lows[g.head] in words for g in known)


def times_differ(one: TimeMention | None, other: TimeMention | None) -> bool:
    """Both are dated, and their days do not meet."""
    if one is None or other is None or "vague" in {one.kind, other.kind}:
        return False
    a, b = _interval(one), _interval(other)
    if a is None or b is None:
        return False
    return a[1] < b[0] or b[1] < a[0]


def days_between(one: TimeMention | None, other: TimeMention | None) -> int:
    """How many days lie between two times; 0 where they meet, or one of them is told by no day."""
    a, b = (_interval(t) if t is not None else None for t in (one, other))
    if a is None or b is None:
        return 0
    return max((b[0] - a[1]).days, (a[0] - b[1]).days, 0)


def _interval(time: TimeMention) -> tuple[date, date] | None:
    if time.date_start is None:
        return None
    return time.date_start, time.date_end or time.date_start


def places_differ(incident: Incident, frame: Frame) -> bool:
    """Both name a place, and no place is shared."""
    mine = {name_key(p.mention.name) for p in frame.places[:1] if p.weight > _STRONG_PLACE}
    theirs = incident.place_keys()
    return bool(mine and theirs and not mine & theirs)


def victims_differ(known: Incident, found: Incident) -> bool:
    """Of two arrests, killings or abductions each names its own victim."""
    if not (_is_personal(known) and _is_personal(found)):
        return False
    mine, theirs = _victim_names(found), _victim_names(known)
    return bool(mine and theirs and not mine & theirs)


def _is_personal(incident: Incident) -> bool:
    """An arrest, a killing, an abduction; also "the murder of", whose type may be a wider one."""
    main = incident.main
    return incident.event_type in _PERSONAL or (main.entry.get("outcome") == "killed" and not main.effect)


def _victim_names(incident: Incident) -> set[str]:
    return {
        r.sentence.words(r.group.first, r.group.head + 1).lower().split()[-1]
        for f in incident.frames for r in f.roles
        if r.role == "target" and r.group.named and "actor" not in r.group.classes
    }  # fmt: skip


def named_persons(incident: Incident) -> set[str]:
    """The words of the names of persons in its roles."""
    return {
        t.low
        for f in incident.frames for r in f.roles
        if r.group.named and "actor" not in r.group.classes and not any(p.demonym for p in r.group.places)
        for t in r.sentence.tokens[r.group.first : r.group.last] if t.text[0].isupper() and len(t.low) > 2
    }  # fmt: skip


def offices_hit(incident: Incident) -> set[str]:
    """The offices of single persons who were killed or taken: "the governor"."""
    return {
        h.sentence.lows[h.group.head]
        for f in incident.frames for h in f.harms
        if "title" in h.group.classes and h.group.quantity is None and not h.sentence.lows[h.group.head].endswith("s")
    }  # fmt: skip
