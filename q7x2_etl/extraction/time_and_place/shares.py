"""Events that one sentence tells one by one, each at its place with its own toll.

"Two bombs went off, one in Erbil, killing four, and another in Duhok, where seven died": two bombings. So are
"the blast was followed by another in Duhok, where seven died", and what semicolons part, each part at its own place.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import pairwise

from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup

_FAR = -20.0  # a place that hangs no closer than this is not the event's
_SOMEWHERE = frozenset({"place", "facility"})  # not "one in the leg, another in the chest"


def tell_apart(frames: Sequence[Frame], words: Mapping[str, frozenset[str]]) -> None:
    """Number the frames by the event that they tell of (`share`), where their sentence tells several one by one.

    What names all of them goes with the first; the others take from it what is told once: type, time, doers, means.
    """
    if not frames:
        return
    if ";" in frames[0].sentence.lows:
        _tell_parts_apart(frames)
    if words["share_words"].isdisjoint(frames[0].sentence.lows):
        return
    stand_ins = _stand_ins(frames[0].sentence, words)
    before = [f for f in frames if stand_ins and f.first < stand_ins[0].first]
    if not before:
        return
    common = max(before, key=lambda f: f.first)
    starts = [group.first for group in stand_ins]
    if len(starts) == 1:
        if common.kind == "verb" or _is_victim(stand_ins[0], frames):
            return
        starts.insert(0, common.first)
    shared = [common, *(f for f in frames if f.first > starts[0] and f is not common)]
    for frame in shared:
        frame.share = max(0, bisect(starts, frame.first) - 1)
    _give_tolls(shared, starts, stand_ins)
    for frame in shared:
        frame.places = [p for p in frame.places if _share_at(p.mention.first, starts) == frame.share] or frame.places
        frame.roles = [r for r in frame.roles if r.group not in stand_ins and _told_there(r.group, frame, starts)]
        if frame is not common:
            _take_common(frame, common)


def _tell_parts_apart(frames: Sequence[Frame]) -> None:
    """ "Police shot a man in Kano; a bomb hit a bus in Nawa; and a boy stepped on a mine near Bama": three events.

    A part between semicolons is an event of its own where it tells of one anew, at a place that no part before names.
    """
    sentence = frames[0].sentence
    marks = [i for i, low in enumerate(sentence.lows) if low == ";"]
    known: set[str] = set()
    parts: list[tuple[list[Frame], list[PlaceRef]]] = []
    for number in range(len(marks) + 1):
        first, last = marks[number - 1] if number else 0, marks[number] if number < len(marks) else len(sentence.lows)
        part = [frame for frame in frames if first <= frame.first < last]
        own = [p for f in part for p in f.places if first <= p.mention.first < last and p.weight > _FAR]
        named = {p.mention.name for p in own}
        anew = any(f.event_type and (f.harms or not f.effect) and not f.definite for f in part)
        if anew and named and named.isdisjoint(known):
            parts.append((part, own))
        known |= named
    for number, (part, own) in enumerate(parts if len(parts) > 1 else ()):
        for frame in part:
            frame.share = number
            frame.places = [p for p in frame.places if p in own] or list(own)


def _stand_ins(sentence: Sentence, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """The groups that stand for an event each: "one in Erbil … another in Duhok"; or only the latter."""
    found: list[NounGroup] = []
    groups = [c.noun for c in sentence.chunks if c.noun is not None]
    for group, behind in pairwise(groups):
        somewhere = behind.places or behind.classes & _SOMEWHERE
        if not somewhere or behind.prep not in words["share_prepositions"]:
            continue
        told = " ".join(sentence.lows[group.first : group.last])
        if told in words["share_others"] or (not found and told in words["share_firsts"]):
            found.append(group)
    firsts = [" ".join(sentence.lows[group.first : group.last]) in words["share_firsts"] for group in found]
    return [] if firsts == [True] else found


def _is_victim(group: NounGroup, frames: Sequence[Frame]) -> bool:
    """ "killed a man and wounded another in Duhok"."""
    return any(h.group is group for f in frames for h in f.harms)


def _give_tolls(frames: Sequence[Frame], starts: Sequence[int], stand_ins: Sequence[NounGroup]) -> None:
    """Each toll to the event in whose share of the sentence it stands; "another" itself is none."""
    homes = {frame.share: frame for frame in reversed(frames)}
    told = [(frame, harm) for frame in frames for harm in frame.harms]
    for frame in frames:
        frame.harms = []
    for frame, harm in told:
        if harm.group not in stand_ins:
            share = max(0, _share_at(harm.group.first, starts))
            home = frame if frame.share == share else homes.get(share, frame)
            home.harms.append(harm)


def _told_there(group: NounGroup, frame: Frame, starts: Sequence[int]) -> bool:
    """In this share of the sentence, or before all of them."""
    share = _share_at(group.first, starts)
    return share < 0 or share == frame.share


def _share_at(position: int, starts: Sequence[int]) -> int:
    return bisect(starts, position) - 1


def _take_common(frame: Frame, common: Frame) -> None:
    if frame.effect or frame.event_type is None or frame.strength <= common.strength:
        frame.event_type, frame.effect = common.event_type, common.effect
        frame.entry, frame.strength = common.entry, common.strength
    frame.times = frame.times or list(common.times)
    if not any(role.role in DOERS for role in frame.roles):
        frame.roles += [role for role in common.roles if role.role in DOERS]
    frame.instruments = frame.instruments or list(common.instruments)
