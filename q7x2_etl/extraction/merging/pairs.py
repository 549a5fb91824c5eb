"""Two incidents of a story side by side, and what makes them two, or one, whatever else speaks for or against it."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS, OF_CROWDS
from q7x2_etl.extraction.merging.incidents import Incident, named_persons, offices_hit, victims_differ
from q7x2_etl.extraction.merging.pointing import names_known, points_back
from q7x2_etl.extraction.merging.sides import doers_armed, other_hand, sides_differ
from q7x2_etl.extraction.time_and_place.sequels import days_before
from q7x2_etl.language.grammar.function_words import OPENING_QUOTES, WHOSE
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.times.finding import TimeMention

WHOLES = frozenset({"armed_attack", "armed_clash", "territorial_change", "riot", "bombing", "execution"})
VIOLENT = WHOLES | {
    "suicide_bombing", "shelling", "airstrike", "assassination", "kidnapping", "hijacking", "arson", "robbery",
    "sabotage",
}  # fmt: skip
SUFFERERS = frozenset({"target"})
_BOTH_SIDES = frozenset({"armed_clash", "territorial_change"})  # told of whoever strikes
_NO_STATE = frozenset({"person", "civilian", "crowd", "armed_group", "group"})
LOOSE = frozenset({"vague", "since"})
COARSE = frozenset({"year", "season", "month", "unknown"})
_RECENT = 14  # days; what is older is background
_WORDS_ON = 4
_KNOWN = frozenset({"the", "both", "all", "these"})
_WEEKS = 30  # days


@dataclass(frozen=True, slots=True)
class Pair:
    """Two incidents to compare, with what most features ask of them."""

    known: Incident
    found: Incident
    head: Frame
    time: TimeMention | None
    known_time: TimeMention | None
    places: Set[str]
    known_places: Set[str]
    distance: int
    effect_only: bool
    published: date | None

    @property
    def bare(self) -> bool:
        """The found one tells no time and no place, and brings up nothing new."""
        return self.time is None and not self.places and not (self.head.new and not self.recalled)

    @property
    def recalled(self) -> bool:
        """ "First there was a huge blast," said a waitress: in direct speech somebody tells again what was told."""
        spoken = self.head.sentence.tokens[0].text in OPENING_QUOTES and self.head.number > 0
        return spoken and self.time is None and not self.places


def by_those_who_raid(pair: Pair) -> bool:
    """ "The raiders cut the wire and hurled grenades": told of who attacked, in the next sentence."""
    raid = pair.known.event_type in WHOLES and pair.head.event_type in VIOLENT
    return raid and pair.distance <= 1 and pair.time is None and points_back(pair.found, DOERS)


def by_the_same_crowd(pair: Pair) -> bool:
    """ "Protesters broke into the palace. | Police fired tear gas": what a crowd did, and how it was put down."""
    doers = (r.group for f in pair.known.frames for r in f.roles if r.role == "perpetrator")
    crowd = any("crowd" in g.classes and "armed" not in g.classes for g in doers)
    return crowd and pair.bare and pair.distance <= 1 and pair.head.event_type in OF_CROWDS


def part_told_next(pair: Pair) -> bool:
    """ "Gunmen entered the quarter. | Four men were beheaded": in one paragraph, with no doers of its own."""
    known = any(f.paragraph == pair.head.paragraph for f in pair.known.frames)
    alone = not any(r.role in DOERS for f in pair.found.frames for r in f.roles)
    return known and alone and pair.bare and pair.distance == 1 and doers_armed(pair.known.frames, "armed_group")


def same_office_hit(pair: Pair) -> bool:
    """ "killed the governor", "the murder of a mayor": points to whom it hit."""
    return bool(offices_hit(pair.found) & offices_hit(pair.known))


def nobody_died_there(pair: Pair) -> bool:
    """ "Two guards were wounded in Khuzdar. The minister condemned | the killing of travellers": that of others."""
    head = pair.head
    if head.kind != "noun" or not head.definite or head.entry.get("outcome") != "killed":
        return False
    harms = [h for f in pair.known.frames for h in f.harms]
    counted = [h for h in harms if h.outcome == "wounded" and h.group.quantity is not None]
    return bool(counted) and all(h.outcome == "wounded" for h in harms)


def building_taken_up(pair: Pair) -> bool:
    """ "bombed a hospital … fired two missiles at | the building": the thing told of before, by a word for any."""
    frames, words = pair.found.frames, packaged_words().words["things_taken_up"]
    hit = [(f.sentence.lows, g) for f in frames for g in f.objects if g.classes & {"facility", "vehicle"}]
    taken_up = all(lows[g.first] == "the" and lows[g.head] in words for lows, g in hit)
    return bool(hit) and taken_up and any(g.classes & {"facility"} for f in pair.known.frames for g in f.objects)


def heads_another(pair: Pair) -> bool:
    """A line between entries ("Journalist killed"): it opens what follows, and is no word of what stands before."""
    head, known = pair.head, pair.known
    pointing = head.kind == "noun" and head.definite
    return head.headline and not (known.told_by_headline or pointing) and known.last_number < head.number


def dies_later(pair: Pair) -> bool:
    """ "He died on Tuesday": one of those who were hurt before, or taken."""
    if _killed_in_captivity(pair):
        return True
    then, now = pair.known_time, pair.time
    if not pair.effect_only or pair.head.event_type is not None or then is None or now is None:
        return False
    if then.date_start is None or now.date_start is None or now.date_start < then.date_start:
        return False
    known = (
        _of_wounds(pair.head)
        or points_back(pair.found, SUFFERERS)
        or bool(named_persons(pair.found) & named_persons(pair.known))
    )
    return known and any(h.outcome == "killed" for f in pair.found.frames for h in f.harms)


def _killed_in_captivity(pair: Pair) -> bool:
    """ "abducted a chief. | He was found with his throat slit on Tuesday": what became of those who were taken."""
    known, found = pair.known, pair.found
    if known.event_type != "kidnapping" or pair.distance > 1 or doers_armed(found.frames, "state"):
        return False
    taken = {id(r.group) for f in known.frames for r in f.roles if r.role == "target"}
    roles = [r for f in found.frames for r in f.roles if "corpse" not in r.group.classes]
    dead = [id(h.group) for f in found.frames for h in f.harms if h.outcome == "killed"]
    if any(r.role != "target" or id(r.group) not in taken for r in roles):
        return False
    return bool(dead) and (bool(roles) or not taken.isdisjoint(dead))


def opens_background(pair: Pair) -> bool:
    """ "In March 2025, | the group hijacked …": a new paragraph opens with a time long past."""
    head, time = pair.head, pair.time
    later = all(f.paragraph != head.paragraph for f in pair.known.frames)
    return (
        later and time is not None and time.start <= head.sentence.tokens[min(2, len(head.sentence.tokens) - 1)].start
    )


def counted_apart(pair: Pair) -> bool:
    """ "Two days earlier, the group ambushed …", "It comes ten days after | rebels were killed": another time than the
    news that it is counted from.
    """
    if pair.effect_only or pair.known.told_by_headline or (pair.head.kind == "noun" and pair.head.definite):
        return False
    counted = pair.time is not None and pair.time.rule == "later" and pair.time.precision not in {"unknown"}
    if counted and pair.known_time is None:
        return True
    at = days_before(pair.head, packaged_words().words)
    return at is not None and not old(pair.known_time, pair.published)


def redated(pair: Pair) -> bool:
    """ "hit the town on Saturday", and then "was hurt in an ambush near the town last month".

    News that was told to the day is not told again, as new, by its month or year.
    """
    time, known, head = pair.time, pair.known_time, pair.head
    if time is None or known is None or time.precision not in COARSE or known.precision != "day":
        return False
    if time.kind in LOOSE or pair.known.told_by_headline or (pair.effect_only and not pair.places):
        return False
    if old(known, pair.published) or head.definite or pair.found.counts() & pair.known.counts():
        return False
    again = points_back(pair.found, DOERS) or points_back(pair.found, SUFFERERS) or names_known(pair.found)
    return not (again or named_persons(pair.found) & named_persons(pair.known))


def second_half(known: Incident) -> bool:
    """It stands behind the semicolon of a headline."""
    lows = known.frames[0].sentence.lows
    return ";" in lows and min(f.first for f in known.frames) > lows.index(";")


def attackers_caught(pair: Pair) -> bool:
    """ "wounding two soldiers. | One of the attackers was arrested": right behind it, on no day of its own."""
    head, words = pair.head, packaged_words().words["attacker_nouns"]
    hit = [r for r in head.roles if r.role == "target"]
    named = [r.group.complement or r.group for r in hit]
    known = all(r.sentence.lows[g.head] in words for r, g in zip(hit, named, strict=True))
    return bool(hit) and known and pair.distance <= 1 and pair.time is None and not pair.places


def attackers_stopped(pair: Pair) -> bool:
    """ "Two gunmen opened fire on tourists. | Troops stormed the museum, killed the pair and freed the hostages".

    So is "Police cordoned off the area": what is done where it happened, and no operation of its own.
    """
    close = pair.distance <= _WORDS_ON and not (pair.places - pair.known_places)
    return close and pair.known.event_type in VIOLENT and stops_attackers(pair.known, pair.found)


def stops_attackers(known: Incident, found: Incident) -> bool:
    """What is done to the attackers, or where they struck, and by no attackers."""
    if doers_armed(known.frames, "state"):
        return False
    words, hit = packaged_words().words, [r for f in found.frames for r in f.roles if r.role == "target"]
    groups = ((r.sentence.lows, r.group.complement or r.group) for r in hit)  # "one of | the assailants"
    stopped = words["attacker_nouns"] | words["words_for_few"] | words["scene_nouns"]
    return any(lows[g.first] in _KNOWN and lows[g.head] in stopped for lows, g in groups)


def _of_wounds(frame: Frame) -> bool:
    """ "A woman died of her injuries": that she had before."""
    behind = frame.sentence.lows[frame.first : frame.last + _WORDS_ON]
    return not packaged_words().pairs["harm_marks"].keys().isdisjoint(behind) and not WHOSE.isdisjoint(behind)


def in_a_campaign(pair: Pair) -> bool:
    """ "have been fighting since the 1960s", then "in December 2018 rebels killed": the known one is no event."""
    sentence, time = pair.known.main.sentence, pair.time
    dated = time is not None and time.kind not in LOOSE
    dated = dated or days_before(pair.head, packaged_words().words) is not None
    if pair.known_time is not None or pair.known.counts() or not dated:
        return False
    since = any(t.kind == "since" and t.precision in COARSE for t in sentence.times)
    return since and not {"has", "have"}.isdisjoint(sentence.lows)


def others_take_part(pair: Pair) -> bool:
    """Two personal acts with a victim each, or each with doers of its own."""
    known, found = pair.known, pair.found
    told_at_head = known.told_by_headline and known.event_type == found.event_type
    told_at_head = told_at_head and bool(pair.places & pair.known_places or pair.distance <= 1)
    return (
        victims_differ(known, found)
        or (sides_differ(known, found) and not told_at_head and not names_known(found))
        or (other_hand(known, pair.head) and not attackers_stopped(pair))
    )


def blows_of_both_sides(pair: Pair) -> bool:
    """ "Israeli airstrikes killed five in Aitaroun. | Hezbollah fired rockets at Kiryat Shmona": each side its own."""
    known, found = pair.known, pair.found
    if not {known.event_type, found.event_type} <= VIOLENT - _BOTH_SIDES:
        return False
    by_state = [_by_state(i) for i in (known, found)]
    by_group = [doers_armed(i.frames, "armed_group") for i in (known, found)]
    return by_state[0] != by_state[1] and by_group[0] != by_group[1] and by_state[0] != by_group[0]


def _by_state(incident: Incident) -> bool:
    """Soldiers or police do it, or what only a nation's name tells of: "Israeli airstrikes"."""
    doers = (r.group for f in incident.frames for r in f.roles if r.role == "perpetrator")
    return doers_armed(incident.frames, "state") or any(g.places and not g.classes & _NO_STATE for g in doers)


def background(incident: Incident, paragraph: int, published: date | None) -> bool:
    """Dated long before the story, and told in other paragraphs only."""
    return old(incident.time(), published) and all(f.paragraph != paragraph for f in incident.frames)


def slight(incident: Incident) -> bool:
    """Told by one noun without a day, doers, weapons or victims: "on an operation near the border", "the violence"."""
    if len(incident.frames) > 1:
        return False
    frame = incident.main
    return frame.kind == "noun" and not (frame.times or frame.roles or frame.harms or frame.instruments)


def reached_long_apart(reached: TimeMention | None, known: TimeMention | None) -> bool:
    """The paragraph has come to tell of a time that is weeks from the known one's: it goes on with that time."""
    if reached is None or known is None or known.kind in LOOSE:
        return False
    spans = (reached.date_start, reached.date_end, known.date_start, known.date_end)
    first, last, start, end = spans
    if first is None or last is None or start is None or end is None:
        return False
    return (start - last).days > _WEEKS or (first - end).days > _WEEKS


def old(time: TimeMention | None, day: date | None) -> bool:
    """Long before the story's day: background."""
    if time is None or time.date_end is None:
        return False
    if day is None:  # of a story of no day, a year by its number
        return time.precision == "year" and time.anchor == "absolute"
    return (day - time.date_end).days > _RECENT
