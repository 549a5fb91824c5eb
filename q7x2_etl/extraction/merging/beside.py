"""Two frames of one sentence side by side: what makes them one event, or two."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import BOMBINGS, HURT
from q7x2_etl.extraction.merging.incidents import Incident, places_differ, times_differ
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import INDEFINITE, WHOSE
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_OF_ATTACKERS = frozenset({"armed_attack", "assassination", "bombing", "execution", "robbery", "kidnapping", "arson"})
_FROM_AFAR = frozenset({"airstrike", "shelling"})
_BESIDES = frozenset({"as", "while", "amid"})
_POLICED = frozenset({"security_operation", "armed_clash", "protest", "riot", "surrender", "territorial_change"})
_CLAUSE_WALLS = frozenset({"S", "R", ";", "."})
_ENDS = frozenset({"execution", "armed_attack"})  # how those who are found were killed
_BATTLES = frozenset({"armed_clash", "territorial_change", "security_operation"})
_PUT_IN = 3  # chunks of ", and eight" before their verb
_HAPPENING = frozenset({"in", "during"})
_AS = frozenset({"as", "when", "during"})
_AMONG = frozenset({"among", "including"})
_CHARGED = frozenset({"over", "for", "of", "with"})
_FOR = frozenset({"for", "to"})
_REVENGE = 3  # tokens before an event in which the word of revenge stands
_SHORT = 4  # letters: "west", "rest" are no superlatives


def elsewhere_led(known: Incident, found: Incident) -> bool:
    """ "Troops who rushed to Lumba were met by gunfire": in another place than what they were called to."""
    main = found.main
    led = bool(main.places) and main.places[0].prep == "where" and main.number != known.last_number
    return led and places_differ(known, main)


def answers_it(other: Frame, frame: Frame) -> bool:
    """ "the raid on Jos came in response to | the killing of two officers on 3 May": what is answered is another."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    if group is None or group.prep not in _FOR or other.first > frame.first:
        return False
    before = frame.sentence.lows[max(other.last, group.first - _REVENGE) : group.first]
    return not packaged_words().words["revenge_words"].isdisjoint(before)


def said_behind(other: Frame, frame: Frame) -> bool:
    """ "a strike in Rafah killed nine, and the army said | four men were killed near Metula": told by another."""
    saying = packaged_words().words["verbs_saying"]
    between = other.sentence.chunks[other.chunk + 1 : frame.chunk]
    return any(c.verb is not None and c.verb.lemma in saying for c in between)


def crime_named(found: Incident, here: Sequence[Incident]) -> Incident | None:
    """ "was arrested over | the Mpeketoni massacre": the sentence itself says which attack it was for."""
    main = found.main
    if main.event_type != "arrest" or main.kind != "verb":
        return None
    return next((i for i in here if i is not found and i.main.first > main.first and _charged(i.main)), None)


def _charged(frame: Frame) -> bool:
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    return group is not None and group.prep in _CHARGED


def both_led(before: Sequence[Frame], frame: Frame) -> bool:
    """ "Rebels take Goma | as a militia massacre leaves 20 dead in Bunia": each has doers of its own."""
    mine, theirs = ({id(g) for f in frames for g in f.groups("perpetrator")} for frames in ([frame], before))
    return bool(mine and theirs and not mine & theirs)


def blow_for_blow(other: Frame, frame: Frame) -> bool:
    """ "Israel strikes Hodeidah | after a Houthi missile lands near Tel Aviv": each side's blow is an incident."""
    from_afar = {other.event_type, frame.event_type} <= _FROM_AFAR and other.kind == frame.kind == "verb"
    return from_afar and "after" in frame.sentence.lows[other.last : frame.first] and both_led([other], frame)


def of_another_time(other: Frame, frame: Frame) -> bool:
    """What happened there once, what was done before it, what it answered."""
    return where_once(other, frame) or before_it(other, frame) or blow_for_blow(other, frame)


def outcome_behind(other: Frame, frame: Frame) -> bool:
    """ "came a year after rebels overran a base at El Adde; | 140 soldiers were killed": of what was told last."""
    sentence = frame.sentence
    mark = next((k for k in range(frame.first - 1, other.last - 1, -1) if sentence.lows[k] == ";"), None)
    if mark is None or not frame.effect or frame.kind != "verb" or frame.groups("perpetrator"):
        return False
    return not any(time.start > sentence.tokens[mark].start for time in sentence.times)


def rest_of_them(other: Frame, frame: Frame) -> bool:
    """ "Two blew themselves up, two were shot dead | and one was captured": so many of those told of before."""
    if frame.event_type != "arrest" or frame.kind != "verb" or other.kind != "verb":
        return False
    hurt = [h for h in other.harms if h.outcome in HURT]
    return bool(hurt and frame.harms) and all(_bare_count(h.sentence, h.group) for h in (*hurt, *frame.harms))


def _bare_count(sentence: Sentence, group: NounGroup) -> bool:
    """ "two", "the other": a number without a noun."""
    return group.quantity is not None and group.last - group.first == 1 and not group.classes & {"person", "civilian"}


def protest_beside(one: Frame, other: Frame) -> bool:
    """ "two rebels were killed in clashes, | as protests entered a second week": no part of the clashes."""
    if (one.event_type == "protest") == (other.event_type == "protest") or one.first >= other.first:
        return False
    return not _BESIDES.isdisjoint(other.sentence.lows[one.last : other.first])


def several_and_one(one: Frame, other: Frame) -> bool:
    """ "several bombings in Cali and the murder of a judge": not one of them."""
    return one.plural and not other.plural and one.event_type != other.event_type


def names_it_again(frame: Frame, other: Frame) -> bool:
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
    if group.prep in _HAPPENING or (group.prep == "at" and frame.event_type == "protest"):
        verbs = [c for c in between if c.verb is not None]
        parts = any(c.noun is not None and _of_them(c.noun) for c in between)
        parts = parts or _put_in(chunks, other.chunk)
        apart = any(c.kind == "C" or (c.kind == "," and not parts) for c in between)  # not ", four of them girls,"
        killing = other.kind == "verb" or other.entry.get("outcome") is not None  # "the killing of ten civilians in"
        return killing and not verbs and not apart
    if between and between[-1].noun is not None and between[-1].noun.prep is None:
        group, between = between[-1].noun, between[:-1]  # "the deadliest | such raid"
    if other.kind == "noun" and _apposed(frame, group, between):
        return True
    words = frame.sentence.lows[group.first : frame.first]
    ranks = packaged_words().words["ranking_words"]
    compared = any(w in ranks or (w.endswith("est") and len(w) > _SHORT) for w in words)
    return compared and group.prep is None and bool(between) and between[-1].kind == ","


def _put_in(chunks: Sequence[Chunk], verb: int) -> bool:
    """ "13 were killed, | and eight captured, | in a bombing": the second verb stands between commas."""
    closed = verb + 1 < len(chunks) and chunks[verb + 1].kind == ","
    return closed and verb > _PUT_IN and [c.kind for c in chunks[verb - _PUT_IN : verb - 1]] == [",", "C"]


def _of_them(group: NounGroup) -> bool:
    """ "ten civilians, | four of them girls,", "three officers, | among them a general,"."""
    return (group.complement is not None and group.complement.pronoun) or group.prep in _AMONG


def _apposed(frame: Frame, group: NounGroup, between: Sequence[Chunk]) -> bool:
    """ "in an attack on a patrol, | an assault | the minister blamed on rebels": told again, with more of it."""
    chunks, lows = frame.sentence.chunks, frame.sentence.lows
    behind = chunks[frame.chunk + 1].kind if frame.chunk + 1 < len(chunks) else "."
    alone = group.prep is None and lows[group.first] in INDEFINITE and behind in {"R", "NP", "VG"}
    return alone and bool(between) and between[-1].kind == "," and all(c.kind != "C" for c in between)


def in_which(noun: Frame, frame: Frame) -> bool:
    """ "the attack near Bamnak, | in which | rockets were fired at a train": how it was done."""
    if noun.kind != "noun" or frame.kind != "verb" or frame.first <= noun.last:
        return False
    lows = frame.sentence.lows
    which = next((i for i in range(noun.last, frame.first) if lows[i] == "which"), 0)
    if not which or lows[which - 1] not in _HAPPENING:
        return False
    return not any(c.verb is not None for c in frame.sentence.chunks[noun.chunk + 1 : frame.chunk])


def did_it(noun: Frame, frame: Frame) -> bool:
    """ "Shelling of the port | set fire to a market": the event noun is the subject of the verb."""
    if noun.kind != "noun" or frame.kind != "verb" or noun.effect or noun.first >= frame.first:
        return False
    chunks = frame.sentence.chunks
    group, between = chunks[noun.chunk].noun, chunks[noun.chunk + 1 : frame.chunk]
    tied = all(c.kind in {"I", "T", "B"} or (c.noun is not None and c.noun.prep is not None) for c in between)
    verb = chunks[frame.chunk].verb
    return tied and group is not None and group.prep is None and verb is not None and not verb.passive


def told_there(frame: Frame) -> bool:
    """ "said its men had taken the village; the army said | the attack there had been repelled": of the same place."""
    return frame.kind == "noun" and frame.definite and frame.sentence.lows[frame.last : frame.last + 1] == ("there",)


def of_same_people(incident: Incident, frame: Frame) -> bool:
    """ "five men abducted on Saturday | were found dead on Monday": what became of them belongs to what befell them.

    So does "his body was found on Tuesday" behind an abduction.
    """
    if body_of(incident, frame) or had_been_taken(incident, frame):
        return True
    if not frame.effect or frame.event_type is not None:
        return False
    harmed = {id(h.group) for f in incident.frames for h in f.harms}
    return any(id(h.group) in harmed for h in frame.harms)


def had_been_taken(incident: Incident, frame: Frame) -> bool:
    """ "was found dead on Friday, | two days after he was kidnapped": what had befallen the dead."""
    found = all(f.effect or (f.event_type in _ENDS and not f.groups("perpetrator")) for f in incident.frames)
    if frame.event_type != "kidnapping" or not found:
        return False
    dead = {id(h.group) for f in incident.frames for h in f.harms if h.outcome == "killed"}
    return any(id(g) in dead for g in (*frame.groups("target"), *(h.group for h in frame.harms)))


def body_of(incident: Incident, frame: Frame) -> bool:
    """ "his body was found on Tuesday": his who was abducted; "the bodies of two of the nine abducted"."""
    taken = {id(h.group) for f in incident.frames for h in f.harms if h.outcome == "abducted"}
    if not frame.groups("perpetrator") and any(h.outcome == "killed" and id(h.group) in taken for h in frame.harms):
        return True  # "three farmers whom gunmen had kidnapped | were found dead"
    dead = (h.group.complement for h in frame.harms if h.outcome == "killed")
    if any(whole is not None and id(whole) in taken for whole in dead):
        return True
    if not any("corpse" in h.group.classes and h.sentence.lows[h.group.first] in WHOSE for h in frame.harms):
        return False
    return any(h.outcome == "abducted" for f in incident.frames for h in f.harms)


def brought_about(frame: Frame, other: Frame) -> bool:
    """ "setting off | a gun battle and an explosion": what the verb before it sets off."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    return other.kind == "verb" and frame.sentence is other.sentence and any(g is group for g in other.instruments)


def where_once(other: Frame, frame: Frame) -> bool:
    """ "hit the junction | where a truck bomb killed 580 people in 2017": what happened there at another time."""
    if "where" not in frame.sentence.lows[other.last : frame.first] or not frame.times:
        return False
    return not other.times or times_differ(other.times[0], frame.times[0])


def before_it(other: Frame, frame: Frame) -> bool:
    """ "executed two men | whom they had kidnapped in May", "retook Palma, | which rebels overran on 24 March": what a
    relative clause with a time of its own tells of the time before.
    """
    sentence = frame.sentence
    if frame.kind != "verb" or other.kind != "verb" or frame.effect or not frame.times or other.first > frame.first:
        return False
    between = sentence.chunks[other.chunk + 1 : frame.chunk]
    opener = next((c for c in between if c.kind == "R"), None)
    if opener is None or any(c.verb is not None for c in between):
        return False
    if other.times and not times_differ(other.times[0], frame.times[0]):
        return False
    had = "had" in sentence.lows[opener.first : frame.first]
    doers = {id(g) for g in frame.groups("perpetrator") if not g.pronoun}
    return had or bool(
        doers and other.groups("perpetrator") and not doers & {id(g) for g in other.groups("perpetrator")}
    )


def had_done(frame: Frame) -> bool:
    """ "retook Palma, | which rebels had seized in March": a relative clause's, of the time before."""
    chunks = frame.sentence.chunks
    opener = next((c for c in reversed(chunks[: frame.chunk]) if c.kind == "R" or c.verb is not None), None)
    return opener is not None and opener.kind == "R" and "had" in frame.sentence.lows[opener.first : frame.last]


def told_of_it(noun: Frame, frame: Frame) -> bool:
    """ "since the killing of a farmer, | who was gunned down": the relative clause tells of the same event."""
    chunks = frame.sentence.chunks
    between = chunks[noun.chunk + 1 : frame.chunk]
    return noun.kind == "noun" and not any(c.verb is not None for c in between) and any(c.kind == "R" for c in between)


def taken_at_once(incident: Incident, frame: Frame) -> bool:
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


def only_when(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "set off a bomb | during a search operation": when it was, and no event beside the explosion."""
    group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    if group is None or group.prep != "during" or frame.roles:
        return False
    if frame.event_type == "coercion":
        return any(f.event_type not in {None, "coercion"} for f in frames)  # "burned trucks during an armed strike"
    return frame.event_type == "security_operation" and any(f.event_type in BOMBINGS for f in frames)


def won(one: Frame, other: Frame) -> bool:
    """ "captured the outpost | after a three-day battle", "freed six hostages | following a firefight"."""
    taken, battle = (other, one) if one.event_type == "armed_clash" else (one, other)
    won_by_force = (
        taken.event_type in {"territorial_change", "security_operation"} and battle.event_type == "armed_clash"
    )
    return won_by_force and taken.kind == "verb" and battle.kind == "noun" and taken.first < battle.first


def meanwhile(one: Frame, other: Frame) -> bool:
    return not _AS.isdisjoint(one.sentence.lows[one.last : other.first])


def while_at_it(one: Frame, other: Frame) -> bool:
    """ "came under fire | while arresting a man": what those who were hit were doing."""
    before = one.sentence.lows[one.last : other.first]
    return other.kind == "verb" and before[-1:] == ("while",) and other.sentence.lows[other.first].endswith("ing")


def of_raid(frame: Frame) -> bool:
    """ "during a raid by the army", "in an operation": in which people are caught too."""
    of_state = frame.event_type == "security_operation" or bool(frame.entry.get("state_type"))
    return frame.kind == "noun" and of_state and frame.stage == "accomplished"


def caught_in_battle(incident: Incident, frame: Frame) -> bool:
    """ "Troops seized three bases of the rebels; | two fighters were captured": of those whom they fought."""
    fought = any(f.event_type in _BATTLES for f in incident.frames)
    bare = frame.kind == "verb" and not frame.groups("perpetrator")
    caught = [h.group for h in frame.harms]
    return fought and bare and bool(caught) and all(not g.classes or "armed" in g.classes for g in caught)


def of_policing(frame: Frame) -> bool:
    """ "arrested in the raid", "in the clashes": not "arrested for the murder", which is another event."""
    return frame.event_type in _POLICED or bool(frame.entry.get("state_type"))
