"""When and where: the times and places of a sentence, given to the triggers that they belong to."""

from collections.abc import Sequence

from q7x2_etl.extraction.frames import Frame, PlaceRef
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.extraction.relatives import (
    apart,
    avenged,
    beside,
    brought_there,
    gone_to,
    had_before,
    held_office,
    told_in_relatives,
)
from q7x2_etl.extraction.sequels import counted_time, days_before, from_then_on, listed_part, reach_of
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.extraction.tellings import of_saying, of_telling, told_on
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import Chunk, NounGroup, PlaceMention
from q7x2_etl.language.times import TimeMention

_PLACE_PREPS = frozenset({
    "in", "at", "near", "on", "outside", "inside", "around", "across", "of", "from", "through", "throughout", "within",
    "off", "along", "between", "into", "to", "against", "over", "toward", "towards", "upon", "out",
})  # fmt: skip
_WEAK_PREPS = frozenset({"from", "to", "into", "toward", "towards", "against", "over", "between"})
_AIMING = frozenset({"toward", "towards", "into"})
_SEATED = frozenset({"at", "in", "of", "near"})
_CLAUSE_COST = 6  # a clause border parts like so many words
_TO_WHERE = 3  # words from the end of a place's name: ", where", "area where"
_OF_WHERE = 6.0
_FAR_OFF = -10.0  # weight of a place that hangs on something else
_CLEARLY = 14  # so much nearer is another trigger's
_FOR_A_CRIME = frozenset({"for", "over", "of", "with"})
_OF_SPEAKER = frozenset({"from", "by", "of"})
_AFTER = frozenset({"after", "following"})
_PERSONAL = frozenset({"person", "title", "armed", "actor", "civilian", "group"})


def place_and_date(reading: Reading, frames: Sequence[Frame], refs: Sequence[PlaceRef]) -> None:
    """Fills `times` and `places` of the frames of one sentence, nearest first."""
    if not frames:
        return
    sentence = reading.sentence
    usable = [(t, position_of(sentence, t)) for t in sentence.times if usable_time(t)]
    times = [(t, at) for t, at in usable if not of_saying(reading, at) and not _of_thing_or_office(reading, t, at)]
    told_before = told_in_relatives(reading, [at for _, at in times])
    earlier = had_before(reading) + told_before + avenged(reading) + beside(reading) + held_office(reading)
    if all(f.effect for f in frames):
        times = [(of_telling(t) if t.precision == "day" and told_on(reading, at) else t, at) for t, at in times]
    reaches = [reach_of(reading, frame, frames) for frame in frames]
    for frame, reach in zip(frames, reaches, strict=True):
        inside = [t for t, at in usable if _in_its_name(reading, frame, at)]
        if inside:
            frame.times = inside
            continue
        own = [(t, at) for t, at in times if at >= frame.first or not tried(reading, frame)]
        told = _told_where(reading, frame)
        part = listed_part(sentence, frame, [at for _, at in own])
        own = [(t, at) for t, at in own if at in reach and (part is None or at in part)] or [
            (from_then_on(t), at) for t, at in own if at < reach.start and sentence.lows[0] in _AFTER
        ]
        own = [(t, at) for t, at in own if at >= max(told, days_before(frame, reading.words) or 0)]
        own = [(t, at) for t, at in own if not (apart(earlier, frame, at) or _measured_since(sentence, frame, at))]
        ranked = sorted(own, key=lambda pair: distance(sentence, frame, pair[1]) + time_cost(pair[0]))
        frame.times = [t for t, at in ranked if len(times) == 1 or not closer_to_other(sentence, frame, frames, at)]
        if not frame.times and told_before and not any(first <= frame.first < last for first, last in told_before):
            frame.times = [t for t, _ in ranked[:1]]  # of the main clause, on both sides of the relative one
        frame.times = frame.times or counted_time(frame, times, reading.words)
    hit = {id(r.mention): r for frame in frames for r in frame.places if r.weight > 0}
    refs = [
        hit.get(id(r.mention), r) for r in refs if not _opens_report(sentence, r, refs)
    ]  # "attacked Doro, a village on Lake Chad, abducting two men"
    for frame, reach in zip(frames, reaches, strict=True):
        there = [r for r in refs if r.mention.first in reach]
        part = listed_part(sentence, frame, [r.mention.first for r in there if r.weight > _FAR_OFF])
        there = there if part is None else [r for r in there if r.mention.first in part]
        told_there = bool(part) or not reach.start or any(r.weight > _FAR_OFF for r in there)
        own_refs = [_led_to(reading, frame, r) for r in (there if told_there else refs)]
        frame.places += sorted(
            (
                r
                for r in own_refs
                if (len(frames) == 1 or not closer_to_other(sentence, frame, frames, r.mention.first))
                and not apart(earlier, frame, r.mention.first)
                and r.mention.first >= _told_where(reading, frame)
            ),
            key=lambda r: distance(sentence, frame, r.mention.first) - r.weight,
        )


def _in_its_name(reading: Reading, frame: Frame, at: int) -> bool:
    """ "the March 2016 bombings": the time is part of what they are called."""
    group = reading.chunks[frame.chunk].noun
    return frame.kind == "noun" and group is not None and group.first <= at < frame.first


def _opens_report(sentence: Sentence, ref: PlaceRef, refs: Sequence[PlaceRef]) -> bool:
    """ "Maiduguri: eight people were killed in Ngala": where the report is from, while its event has a place."""
    mention = ref.mention
    opens = mention.first == 0 and sentence.lows[mention.last : mention.last + 1] == (":",)
    return opens and any(r is not ref and not r.mention.is_country and r.weight > _FAR_OFF for r in refs)


def _led_to(reading: Reading, frame: Frame, ref: PlaceRef) -> PlaceRef:
    """ "fled to | the Homs countryside, where | they were routed": the place of what follows."""
    sentence, behind = reading.sentence, ref.mention.last
    follows = next(
        (k for k in range(behind, min(behind + _TO_WHERE, frame.first)) if sentence.lows[k] == "where"), None
    )
    if ref.prep == "to" and not ref.mention.is_country and gone_to(reading, frame, ref):
        return PlaceRef(ref.mention, "where", sentence, _OF_WHERE)
    if follows is None or ref.mention.is_country or ref.prep not in _WEAK_PREPS:
        return ref
    return PlaceRef(ref.mention, "where", sentence, _OF_WHERE)


def _told_where(reading: Reading, frame: Frame) -> int:
    """ "In Washington on Monday the president condemned the attack": what stands before it is of the president's word.

    Returns the first position at which a time or place can be the event's own.
    """
    if frame.kind != "noun" or not frame.definite:
        return 0
    group = reading.chunks[frame.chunk].noun
    for clause in reading.clauses:
        if clause.verb.lemma in reading.words["factive_verbs"] and any(o is group for o in clause.objects):
            return frame.first if group is None else group.first
    return 0


def _measured_since(sentence: Sentence, frame: Frame, at: int) -> bool:
    """ "the worst attack | since the army seized power in February": since when it is the worst."""
    between = sentence.lows[frame.last : at]
    if frame.kind != "noun" or "since" not in between:
        return False
    since = frame.last + between.index("since")
    clause = any(c.verb is not None and since < c.first < at for c in sentence.chunks)
    return clause and "," not in sentence.lows[since:at]


def tried(reading: Reading, frame: Frame) -> bool:
    """ "was sentenced on Wednesday | for the murder of two students", "| for planting the bombs that killed a woman":
    the time is the trial's, not the crime's.
    """
    chunks, lows = reading.chunks, reading.lows
    trial, trials = False, reading.words["verbs_of_trial"]
    for k, piece in enumerate(chunks[: frame.chunk + 1]):
        before = lows[piece.first - 1] if piece.first else ""
        if trial and before in _FOR_A_CRIME and (k == frame.chunk or _gerund_at(piece)):
            return True
        crime = piece.noun is not None and k == frame.chunk and piece.noun.prep in _FOR_A_CRIME
        if trial and crime:
            return True
        if piece.verb is not None:
            trial = piece.verb.lemma in trials
    return False


def _gerund_at(piece: Chunk) -> bool:
    return piece.verb is not None and piece.verb.form == "ing"


def usable_time(time: TimeMention) -> bool:
    """A resolved time that can be an event's own: no citation's, no habit."""
    if time.kind == "since" and (time.precision in {"year", "season", "unknown"} or time.rule == "absolute-month"):
        return False
    return (
        time.date_start is not None
        and time.rule != "citation"
        and time.kind not in {"frequency", "duration", "until", "before"}
    )


def time_cost(time: TimeMention) -> float:
    """What a time's kind costs beside its distance: a point in time is meant before a vague one."""
    return {"point": 0.0, "interval": 0.0, "since": 6.0, "after": 12.0, "vague": 15.0}.get(time.kind, 8.0)


def _of_thing_or_office(reading: Reading, time: TimeMention, at: int) -> bool:
    """A year that tells a thing's age or an office's: "a 2004 Toyota pickup", ", a former mayor of Lima in 1984"."""
    if time.precision != "year":
        return False
    chunks = reading.chunks
    k = next((i for i, c in enumerate(chunks) if c.first <= at < c.last), None)
    if k is None:
        return False
    inside = chunks[k].noun
    if inside is not None and inside.first <= at < inside.head:
        return bool(inside.classes & {"vehicle", "weapon", "facility"}) and "event" not in inside.classes
    j = k - 1 if chunks[k].kind == "T" or inside is not None else k
    while j > 0 and chunks[j].kind in {"I", "T"}:
        j -= 1
    while (
        j > 1 and chunks[j].noun is not None and chunks[j - 1].kind == "I" and reading.lows[chunks[j - 1].first] == "of"
    ):
        j -= 2
    owner = chunks[j].noun
    apposed = j > 0 and chunks[j - 1].kind in {",", "C"}
    return apposed and owner is not None and "title" in owner.classes and not owner.named


def position_of(sentence: Sentence, time: TimeMention) -> int:
    """The token at which a time begins."""
    return next((i for i, t in enumerate(sentence.tokens) if t.start >= time.start), 0)


def distance(sentence: Sentence, frame: Frame, at: int) -> float:
    """Tokens between trigger and position, each clause border between them costing extra."""
    low, high = (frame.last, at) if at >= frame.last else (at, frame.first)
    own = frame.chunk + 1 if frame.kind == "noun" else None  # "a bomb | wounded five in Yala": its verb is no border
    cost, opened = float(max(0, high - low)), False  # a clause's opening word and its verb are one border
    for k, piece in enumerate(sentence.chunks):
        if low <= piece.first < high:
            if piece.kind in {"S", "R"} or (
                piece.verb is not None and piece.first != frame.first and k != own and not opened
            ):
                cost += _CLAUSE_COST
            if piece.kind == "S" or piece.verb is not None:
                opened = piece.kind == "S"
            if piece.kind == "C" and (sentence.lows[piece.first - 1] == "," or _opens_clause(sentence.chunks, k)):
                cost += _CLAUSE_COST  # "… on Sunday, | and hours later settlers rampaged"
            elif piece.kind == "." and sentence.tokens[piece.first].text in {";", "—", "–"}:
                cost += 2 * _CLAUSE_COST
    return cost


def _opens_clause(chunks: Sequence[Chunk], k: int) -> bool:
    """ "… in Pattani and | a bomb wounded five": behind the conjunction stand a subject and its verb."""
    noun, verb = (chunks[k + 1].noun, chunks[k + 2].verb) if k + 2 < len(chunks) else (None, None)
    if noun is None or verb is None or noun.prep is not None or noun.pronoun or verb.infinitive or verb.form == "ing":
        return False
    behind = chunks[k + 3].noun if k + 3 < len(chunks) else None
    return not verb.bare_participle or (behind is not None and behind.prep is None)


def closer_to_other(sentence: Sentence, frame: Frame, frames: Sequence[Frame], at: int) -> bool:
    """Another main trigger of the sentence is clearly nearer."""
    mine = distance(sentence, frame, at)
    others = [distance(sentence, f, at) for f in frames if f is not frame and not f.effect and not frame.effect]
    return bool(others) and min(others) + _CLEARLY < mine


def place_refs(reading: Reading) -> list[PlaceRef]:
    """The places of a sentence that can be where something happened."""
    sentence = reading.sentence
    refs = []
    for mention in sentence.places:
        if mention.demonym:
            continue
        k = next((i for i, c in enumerate(sentence.chunks) if c.first <= mention.first < c.last), None)
        noun = sentence.chunks[k].noun if k is not None else None
        if k is None or (noun is not None and noun.named and not noun.places):
            continue  # a town's name that a person bears here
        refs.append(_place_ref(reading, k, mention))
    return refs


def _place_ref(reading: Reading, k: int, mention: PlaceMention) -> PlaceRef:
    sentence, group = reading.sentence, reading.chunks[k].noun
    if group is None:
        return PlaceRef(mention, None, sentence, 0.0)
    prep = group.prep
    at_head = mention.last >= group.head or (group.head - mention.last <= 1 and not (group.classes & _PERSONAL))
    if not at_head and group.classes & _PERSONAL:
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "the Jowzjan governor", "Kabul police"
    if mention.adjectival and mention.last <= group.head:
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "the US bombing", "the U.S. embassy in Lima"
    if mention.last <= group.head and group.classes & _PERSONAL:
        return PlaceRef(mention, "of-actor", sentence, -9.0)  # "Amhara villagers": where they are from
    explained = any(a.classes & {"person", "title"} for a in group.appositions)
    if mention.last <= group.head and "projectile" in group.classes and not group.classes & {"event", "vehicle"}:
        return PlaceRef(mention, "of-weapon", sentence, -40.0)  # "Grad rockets"
    if _in_longer_name(sentence, group.first, mention) or (explained and mention.last <= group.head):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "Radio Free Afghanistan"
    if prep in {"on", "against"} and mention.is_country:
        return PlaceRef(mention, prep, sentence, -14.0)
    if prep in _AIMING and not mention.is_country and _fired_things(reading, k):
        return PlaceRef(mention, prep, sentence, 0.0)  # "fired rockets towards Eilat"
    if prep == "to" and mention.is_country:
        return PlaceRef(mention, prep, sentence, -25.0)  # "extradited to Spain", "the ambassador to Chad"
    if _of_office(reading, k, mention):
        return PlaceRef(mention, prep, sentence, -16.0)  # "the president of Panama": any other place is meant before
    if brought_there(reading, k):
        return PlaceRef(mention, prep, sentence, -40.0)
    if _said_there(reading, k) or _has_its_seat(reading, k):
        return PlaceRef(mention, prep, sentence, -25.0)
    if prep in _PLACE_PREPS:
        taken = prep == "from" and any(
            c.verb.lemma in reading.words["taking_verbs"] and any(p is group for p in c.preps) for c in reading.clauses
        )
        if not taken and prep in {"in", "from", "of", "at"} and _speaker_seat(reading, k):
            return PlaceRef(mention, prep, sentence, -40.0)
        if prep in {"in", "at"} and _of_subject(reading, k, mention):
            return PlaceRef(mention, prep, sentence, -2.0)  # "Police in Mombasa shot a man in Likoni"
        if prep == "from" and mention.is_country and not taken:
            return PlaceRef(mention, prep, sentence, -25.0)  # "weapons from Turkey", "a trader from Chad"
        if _launch_site(reading, k):
            return PlaceRef(mention, prep, sentence, -14.0)
        entered = (prep == "into" and _event_before(reading, k)) or (prep == "to" and _road_before(reading, k))
        return PlaceRef(mention, prep, sentence, -14.0 if prep in _WEAK_PREPS and not (taken or entered) else 4.0)
    if "event" in group.classes or "facility" in group.classes:
        return PlaceRef(mention, "before", sentence, 2.0)  # "the Goma attack", "Karachi airport"
    if _after_place(sentence, k):
        return PlaceRef(mention, ",", sentence, 2.0)
    if mention.name.lower() in reading.lexicon.metonyms and _speaks(reading, group):
        return PlaceRef(mention, None, sentence, -40.0)  # "Kyiv said its troops had"
    if any(group is o for c in reading.clauses for o in (*c.objects, *c.subject)):
        return PlaceRef(mention, "object", sentence, -2.0 if "country" not in group.classes else -20.0)
    return PlaceRef(mention, None, sentence, -4.0 if prep is None else -12.0)


def _speaks(reading: Reading, group: NounGroup) -> bool:
    """ "Kyiv said", "groups backed by Moscow": a government under its capital's name."""
    metonyms = reading.words["metonym_verbs"]
    return group.prep == "by" or any(group is s for c in reading.clauses if c.verb.lemma in metonyms for s in c.subject)


def _event_before(reading: Reading, k: int) -> bool:
    """ "an incursion | into Congo", "a raid into Darfur": where it went on."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    return owner is not None and "event" in owner.classes


def _has_its_seat(reading: Reading, k: int) -> bool:
    """ "the monitor, which is based | in Leeds,": where it has its seat."""
    verb = reading.chunks[k - 2].verb if k > 1 else None
    return verb is not None and verb.lemma in {"base", "headquarter", "headquarters"} and verb.passive


def _body_speaks(reading: Reading, owner: NounGroup) -> bool:
    """ "the council of Cauca said": a body that no list has; "the attack in Cauca said much" is none."""
    if owner.classes & {"event", "place", "facility", "vehicle", "weapon"}:
        return False
    saying = reading.words["metonym_verbs"]
    return any(owner is s for c in reading.clauses if c.verb.lemma in saying for s in c.subject)


def _launch_site(reading: Reading, k: int) -> bool:
    """ "fired two missiles | from a base | in Kostroma": where they were launched, and not where they fell."""
    chunks = reading.chunks
    site = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "I" else None
    if site is None or site.prep != "from" or site.places:
        return False
    return _fired_things(reading, k)


def _fired_things(reading: Reading, k: int) -> bool:
    """Rockets or shells are the object or the subject of the verb before chunk `k`."""
    clause = next((c for c in reversed(reading.clauses) if c.at < k), None)
    return clause is not None and any("projectile" in g.classes for g in (*clause.objects, *clause.subject))


def _road_before(reading: Reading, k: int) -> bool:
    """ "blocked the road | to Porgera"."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    return owner is not None and reading.lows[owner.head] in reading.words["lines_between_places"]


def _of_office(reading: Reading, k: int, mention: PlaceMention) -> bool:
    """ "the president of Panama", "the embassy of Chad": the country is the office's, and not where something was."""
    chunks = reading.chunks
    if not mention.is_country or k < 2 or chunks[k - 1].kind != "I":
        return False
    owner, group = chunks[k - 2].noun, chunks[k].noun
    if owner is None or group is None or group.prep != "of":
        return False
    return "title" in owner.classes or any(m.sense.entry.get("target_type") == "diplomatic" for m in owner.mentions)


def _said_there(reading: Reading, k: int) -> bool:
    """ "said in Kabul that", "it was reported in this city that": where it was told, not where it happened."""
    chunks = reading.chunks
    verb = chunks[k - 2].verb if k >= 2 and chunks[k - 1].kind == "I" else None
    if verb is None or verb.lemma not in reading.words["verbs_saying"]:
        return False
    return not verb.passive or (k >= 3 and reading.lows[chunks[k - 2].first - 1] == "it")


def _in_longer_name(sentence: Sentence, first: int, mention: PlaceMention) -> bool:
    before = sentence.tokens[mention.first - 1] if mention.first > first else None
    if before is None or not sentence.case_tells or not before.text[0].isupper():
        return False
    return not any(p.last == mention.first for p in sentence.places) and not any(
        m.last == mention.first and m.sense.kind in {"title", "person", "force"} for m in sentence.mentions
    )


def _after_place(sentence: Sentence, k: int) -> bool:
    """ ", Texas" in "El Paso, Texas"."""
    chunks = sentence.chunks
    before = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "," else None
    return before is not None and bool(before.places)


def _of_subject(reading: Reading, k: int, mention: PlaceMention) -> bool:
    """ "police | in Mombasa | shot two men in Likoni": where they are, while what they do has a place of its own."""
    chunks = reading.chunks
    owner = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "I" else None
    if owner is None or "state" not in owner.classes:
        return False
    verb = next((c.verb.head for c in reading.clauses if not c.passive and any(owner is s for s in c.subject)), None)
    if verb is None or mention.is_country:
        return False
    behind = [p for p in reading.sentence.places if p.first > verb and not (p.demonym or p.is_country)]
    return any(reading.lows[p.first - 1] in {"in", "at"} for p in behind)


def _speaker_seat(reading: Reading, k: int) -> bool:
    """ "police in Kabul said", "militants from Pakistan": the place belongs to the people before it."""
    sentence, chunks = reading.sentence, reading.chunks
    j = k - 2
    owner = chunks[j].noun if j >= 0 and chunks[k - 1].kind == "I" else None
    if owner is None:
        return False
    while owner is not None and owner.prep in _SEATED and "event" not in owner.classes and j > 1:
        j -= 2  # "the division | at Camp Lukban | in Catbalogan said"
        owner = chunks[j].noun
    governed = j > 0 and chunks[j - 1].verb is not None
    if owner is None or (j < k - 2 and (governed or not _body_speaks(reading, owner))):
        return False
    if not classes_of(sentence, owner) & _PERSONAL:
        return _body_speaks(reading, owner)
    prep = sentence.tokens[chunks[k - 1].first].low
    if prep == "from" or (prep != "at" and sentence.lows[owner.head] in reading.words["origin_nouns"]):
        return True
    saying = reading.words["verbs_saying"]
    said = [s for c in reading.clauses if c.verb.lemma in saying for s in c.subject]
    statement = chunks[j - 2].noun if j >= 2 and owner.prep in _OF_SPEAKER else None  # "a statement from the rebels in"
    return any(owner is s or statement is s or any(owner is a for a in s.appositions) for s in said)
