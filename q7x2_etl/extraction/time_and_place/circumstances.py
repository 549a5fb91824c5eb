"""When and where: the times and places of a sentence, given to the triggers that they belong to."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.time_and_place.courts import of_trial
from q7x2_etl.extraction.time_and_place.place_refs import WEAK_PREPS
from q7x2_etl.extraction.time_and_place.relatives import (
    HOLDING,
    apart,
    avenged,
    beside,
    died_since,
    followed,
    freed,
    gone_to,
    had_before,
    held_office,
    of_the_past,
    told_in_relatives,
    told_of_others,
    until_then,
)
from q7x2_etl.extraction.time_and_place.sequels import counted_time, days_before, from_then_on, listed_part, reach_of
from q7x2_etl.extraction.time_and_place.tellings import day_named, of_saying, of_telling, told_on
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk
from q7x2_etl.language.grammar.tokens import POSSESSIVE_ENDINGS
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.times.finding import TimeMention

_CLAUSE_COST = 6  # a clause border parts like so many words
_TO_WHERE = 3  # words from the end of a place's name: ", where", "area where"
_OF_WHERE = 6.0
_FAR_OFF = -10.0  # weight of a place that hangs on something else
_OWNING = 24.0
_CLEARLY = 14  # so much nearer is another trigger's
_ACCUSING = frozenset({"over", "for", "of", "with", "to"})  # "linked to", "accused of", "in connection with"
_ENDS = frozenset({"end", "close", "conclusion"})
_DATELINE_MARKS = {(":",), ("–",), ("—",), ("--",)}
_AFTER = frozenset({"after", "following"})


def place_and_date(reading: Reading, frames: Sequence[Frame], refs: Sequence[PlaceRef]) -> None:
    """Fills `times` and `places` of the frames of one sentence, nearest first."""
    if not frames:
        return
    sentence = reading.sentence
    usable = [(t, position_of(sentence, t)) for t in sentence.times if usable_time(t)]
    named = [(t, position_of(sentence, t)) for t in map(day_named, sentence.times) if usable_time(t)]
    times = [(t, at) for t, at in usable if not of_saying(reading, at) and not _of_thing_or_office(reading, t, at)]
    told_before = told_in_relatives(reading, [at for _, at in times])
    earlier = had_before(reading) + told_before + avenged(reading) + followed(reading) + beside(reading)
    earlier += held_office(reading) + of_the_past(reading) + died_since(reading, frames)
    if all(f.effect for f in frames):
        times = [(of_telling(t) if t.precision == "day" and told_on(reading, at) else t, at) for t, at in times]
    ends, spans = until_then(reading), avenged(reading)
    for frame, reach in [(frame, reach_of(reading, frame, frames)) for frame in frames]:
        inside = [t for t, at in named if _in_its_name(reading, frame, at)]
        if inside:
            frame.times = inside
            continue
        own = [(t, at) for t, at in times if not of_trial(reading, frame, at)]
        if frame.event_type == "arrest" and frame.kind == "verb":
            own = [(t, at) for t, at in own if not _in_name_of_crime(reading, at)]
        told = _told_where(reading, frame)
        part = listed_part(sentence, frame, [at for _, at in own])
        own = [(t, at) for t, at in own if at in reach and (part is None or at in part)] or [
            (from_then_on(t), at) for t, at in own if at < reach.start and sentence.lows[0] in _AFTER
        ]
        own = [(t, at) for t, at in own if at >= max(told, days_before(frame, reading.words) or 0)]
        others = told_of_others(reading, frame, frames) + (freed(reading) if frame.event_type in HOLDING else [])
        own = [
            (t, at)
            for t, at in own
            if not (apart(earlier + others + ends, frame, at) or _measured_since(sentence, frame, at))
        ]
        own = _told_behind(reading, frame, own) or [(t, at) for t, at in own if _with_it(spans, frame, at)] or own
        ranked = sorted(
            own, key=lambda pair: distance(sentence, frame, pair[1]) + time_cost(pair[0]) + _owning_cost(reading, *pair)
        )
        frame.times = [t for t, at in ranked if len(times) == 1 or not closer_to_other(sentence, frame, frames, at)]
        if not frame.times and told_before and not any(first <= frame.first < last for first, last in told_before):
            frame.times = [t for t, _ in ranked[:1]]  # of the main clause, on both sides of the relative one
        frame.times = frame.times or counted_time(frame, times, reading.words)
        if _ended(reading, frame):
            frame.times = []
    _undate_discoveries(frames)
    _give_places(reading, frames, refs, earlier)


def _give_places(
    reading: Reading, frames: Sequence[Frame], refs: Sequence[PlaceRef], earlier: Sequence[tuple[int, int]]
) -> None:
    """Fills `places`; `earlier`: token spans of what is told of other times, with places of its own."""
    sentence, spans = reading.sentence, avenged(reading)
    hit = {id(r.mention): r for frame in frames for r in frame.places if r.weight > 0}
    refs = [
        _prefixed(sentence, hit.get(id(r.mention), r)) for r in refs if not _opens_report(sentence, r, refs)
    ]  # "attacked Doro, a village on Lake Chad, abducting two men"
    for frame, reach in [(frame, reach_of(reading, frame, frames)) for frame in frames]:
        there = [r for r in refs if r.mention.first in reach]
        there = [r for r in there if _with_it(spans, frame, r.mention.first)] or there
        part = listed_part(sentence, frame, [r.mention.first for r in there if r.weight > _FAR_OFF])
        there = there if part is None else [r for r in there if r.mention.first in part]
        told_there = bool(part) or not reach.start or any(r.weight > _FAR_OFF for r in there)
        own_refs = [_led_to(reading, frame, r) for r in (there if told_there else refs)]
        frame.places += sorted(
            (
                r
                for r in own_refs
                if (len(frames) == 1 or not closer_to_other(sentence, frame, frames, r.mention.first))
                and not apart([*earlier, *told_of_others(reading, frame, frames)], frame, r.mention.first)
                and r.mention.first >= _told_where(reading, frame)
            ),
            key=lambda r: distance(sentence, frame, r.mention.first) - r.weight,
        )


def _told_behind(
    reading: Reading, frame: Frame, times: Sequence[tuple[TimeMention, int]]
) -> list[tuple[TimeMention, int]]:
    """ "found on Saturday in the wreckage of a bomb | that tore through a street on Friday": the bomb's own day."""
    group = reading.chunks[frame.chunk].noun if frame.kind == "noun" else None
    clause = next((c for c in reading.clauses if group is not None and c.antecedent is group), None)
    if clause is None or len(times) < 2:
        return []
    borders = (c.first for c in reading.chunks[clause.at + 1 :] if c.kind in {"S", "R", "C"} or c.verb is not None)
    return [(t, at) for t, at in times if clause.verb.first < at < next(borders, len(reading.lows))]


def _undate_discoveries(frames: Sequence[Frame]) -> None:
    """ "were found dead on Saturday after a bomb on Friday": when the dead are found is not when they died."""
    for frame in frames:
        others = [f.times[0] for f in frames if f.times and not f.effect and not f.entry.get("discovery")]
        if frame.entry.get("discovery") and frame.times and others and all(_earlier(t, frame.times[0]) for t in others):
            frame.times = []


def _earlier(one: TimeMention, other: TimeMention) -> bool:
    return one.date_end is not None and other.date_start is not None and one.date_end < other.date_start


def _with_it(spans: Sequence[tuple[int, int]], frame: Frame, at: int) -> bool:
    """ "shot two men on Monday in revenge for | the killing of a herder on Saturday": the day in the same words."""
    return any(first <= frame.first < last and first <= at < last for first, last in spans)


def _ended(reading: Reading, frame: Frame) -> bool:
    """ "ended the siege a day later": when it was over is not when it began."""
    group = reading.chunks[frame.chunk].noun if frame.kind == "noun" and frame.definite else None
    ending = (c for c in reading.clauses if c.verb.lemma in reading.words["ending_verbs"] or _to_an_end(reading, c))
    return group is not None and any(o is group for c in ending for o in (c.subject if c.passive else c.objects))


def _to_an_end(reading: Reading, clause: Clause) -> bool:
    """ "The siege was brought | to an end on Monday"."""
    return any(p.prep == "to" and reading.lows[p.head] in _ENDS for p in clause.preps)


def _in_its_name(reading: Reading, frame: Frame, at: int) -> bool:
    """ "the March 2016 bombings", "Friday's raid": the time is part of what they are called."""
    return frame.kind == "noun" and frame.chunk == _named_by(reading, at) and at < frame.first


def _in_name_of_crime(reading: Reading, at: int) -> bool:
    """ "arrested two men over | last month's bombing": the time of what they are arrested for."""
    named = _named_by(reading, at)
    crime = reading.chunks[named].noun if named is not None else None
    return crime is not None and crime.prep in _ACCUSING and "event" in crime.classes


def _named_by(reading: Reading, at: int) -> int | None:
    """The noun group that a time stands in, or stands before with a possessive ending: its number among the chunks."""
    chunks, lows = reading.chunks, reading.lows
    k = next((k for k, piece in enumerate(chunks) if piece.first <= at < piece.last), None)
    if k is None or chunks[k].noun is not None:
        return k
    behind = next((j for j in range(k, len(chunks)) if chunks[j].kind != chunks[k].kind), k)
    owned = behind > k and lows[chunks[behind].first - 1] in POSSESSIVE_ENDINGS and chunks[behind].noun is not None
    return behind if owned else None


def _opens_report(sentence: Sentence, ref: PlaceRef, refs: Sequence[PlaceRef]) -> bool:
    """ "Maiduguri: eight people were killed in Ngala": where the report is from, while its event has a place."""
    return _before_colon(sentence, ref) and any(
        r is not ref and not r.mention.is_country and r.weight > _FAR_OFF for r in refs
    )


def _prefixed(sentence: Sentence, ref: PlaceRef) -> PlaceRef:
    """ "Colombo: grenade thrown at a house": where the report is from, if the story names another place."""
    if not _before_colon(sentence, ref):
        return ref
    return PlaceRef(ref.mention, ref.prep, sentence, min(ref.weight, _FAR_OFF + 1))


def _before_colon(sentence: Sentence, ref: PlaceRef) -> bool:
    """The place opens the sentence, and a colon or a dash follows."""
    return ref.mention.first == 0 and sentence.lows[ref.mention.last : ref.mention.last + 1] in _DATELINE_MARKS


def _led_to(reading: Reading, frame: Frame, ref: PlaceRef) -> PlaceRef:
    """ "fled to | the Homs countryside, where | they were routed": the place of what follows."""
    sentence, behind = reading.sentence, ref.mention.last
    follows = next(
        (k for k in range(behind, min(behind + _TO_WHERE, frame.first)) if sentence.lows[k] == "where"), None
    )
    if ref.prep == "to" and not ref.mention.is_country and gone_to(reading, frame, ref):
        return PlaceRef(ref.mention, "where", sentence, _OF_WHERE)
    if follows is None or ref.mention.is_country or ref.prep not in WEAK_PREPS:
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
    ranks = packaged_words().words["ranking_words"]
    clause = clause or not ranks.isdisjoint(
        sentence.lows[frame.first : since]
    )  # "the first since the fall of X in May"
    return clause and "," not in sentence.lows[since:at]


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


def _owning_cost(reading: Reading, time: TimeMention, at: int) -> float:
    """ "on their way to Monday's market": a day that owns another thing is the event's only for want of a nearer."""
    lows = reading.lows
    behind = next((i for i in range(at, len(lows)) if reading.sentence.tokens[i].start >= time.end), len(lows))
    if behind >= len(lows) or lows[behind] not in {"'s", "’s"}:
        return 0.0
    owned = next((c.noun for c in reading.chunks if c.noun is not None and c.first <= behind + 1 < c.last), None)
    return _OWNING if owned is not None and "event" not in owned.classes else 0.0


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
