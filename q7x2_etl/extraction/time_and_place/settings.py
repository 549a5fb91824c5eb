"""Time, place and speakers of each incident, also where only the story around it tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from q7x2_etl.extraction.claiming.story_claims import StoryClaims
from q7x2_etl.extraction.eventhood.duds import failed_to_go_off
from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.pairs import old
from q7x2_etl.extraction.reports.identified import identified
from q7x2_etl.extraction.reports.told_behind import accused_behind, gave_way
from q7x2_etl.extraction.story.narrative import Story
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.time_and_place.circumstances import position_of, usable_time
from q7x2_etl.extraction.time_and_place.courts import heard, tried
from q7x2_etl.extraction.time_and_place.inheritance import (
    completed,
    country_of,
    in_its_town,
    inherited_place,
    led_up_to,
)
from q7x2_etl.extraction.time_and_place.place_candidates import at_sea
from q7x2_etl.extraction.time_and_place.relatives import HOLDING, freed
from q7x2_etl.extraction.time_and_place.sequels import days_before, opening_count
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.extraction.time_and_place.story_day import story_day
from q7x2_etl.extraction.time_and_place.tellings import of_saying
from q7x2_etl.extraction.time_and_place.where import Places
from q7x2_etl.language.times.finding import TimeMention, counted_from
from q7x2_etl.model import Article

_LATER = "later"  # the rule of "two weeks later": what followed, and not when the incident was
_NEAR = 2  # sentences back from which time and place go on
_FRESH = timedelta(days=7)  # a story all of whose times are so near its own day tells of the news of that day
_PRESENT = frozenset({"s", "base"})
_COARSE = frozenset({"week", "month"})
_LASTING = 3  # sentences on in which it may be told how long something has lasted
_OPENING = 1  # sentences that tell the news of the day
_EARLY = 3  # pieces of a sentence, from its beginning
_BESIDE = 1  # a preposition between a verb and its time
_HEAD = 3  # the last paragraph of a story's head


def settings_of(story: Story, places: Places, article: Article) -> Iterator[tuple[Incident, Setting]]:
    """Each incident with its setting, in the order of the story."""
    own = [(incident, places.best(incident)) for incident in story.incidents]
    claims = StoryClaims(story)
    for n, (incident, where) in enumerate(own):
        time, rule = _time(incident, story, article)
        where = inherited_place(n, own, story, places, article.published_on) if where is None else where
        where = in_its_town(where, n, own, places, article.published_on) if where is not None else None
        where = led_up_to(where, incident, story, places) if where is not None else None
        where = completed(where, n, own, story, places) if where is not None else None
        where = places.in_province(where) if where is not None else None
        country = where.country if where is not None and where.country else country_of(n, own, places)
        country = None if where is not None and at_sea(where) else country
        day = time.date_start if time is not None else article.published_on
        incident.dud = failed_to_go_off(incident, story.told)
        setting = Setting(
            time, rule, day, where, country, *claims.of(incident),
            accused=tuple(accused_behind(incident, story.told)),
            identified=identified(incident, story.told),
            retreated=tuple(gave_way(incident, story.told)),
        )  # fmt: skip
        yield incident, setting


def _time(incident: Incident, story: Story, article: Article) -> tuple[TimeMention | None, str]:
    """Its own time, else the time that the paragraph or the narrative has reached."""
    own = incident.time()
    if own is not None and _counted_too_far(own, incident, article):
        recounted = _recounted(own, incident, story, article)
        own = recounted if recounted is not None else own
    if own is not None and (day := _day_within(own, incident)) is not None:
        return day, f"time.{day.rule}.running"
    if own is not None and not _to_come(own, incident, article):
        return _until_told(own, article), f"time.{own.rule}"
    first = min(f.number for f in incident.frames)
    told = story.told[first]
    reading = told.reading
    if reading is not None and (counted := _counted_from_news(incident, story, reading, article)) is not None:
        return counted, f"time.{counted.rule}"
    for beside in _sentences_counted(incident, story):
        if beside is not None and (counted := _counted(incident, story, beside, article)) is not None:
            return counted, f"time.{counted.rule}"
    if reading is not None and all(f.number == first and _undated(reading, f) for f in incident.frames):
        return None, ""
    led = _led_up_to(incident, story)
    if led is not None:
        return led, f"time.{led.rule}.inherited"
    now = _spoken_now(told, story)
    for other in reversed(story.told[max(0, first - _NEAR) : first]):
        if other.paragraph == told.paragraph or (first - other.number == 1 and not now):
            near = _dated(other)
            if near is not None and (other.paragraph == told.paragraph or not _left_behind(near, told, article)):
                return near, f"time.{near.rule}.inherited"
    for other in story.told[first + 1 : first + 1 + _NEAR]:
        if other.paragraph == told.paragraph or told.kind == "headline":
            near = _dated(other)
            if near is None or near.rule == _LATER:
                continue
            if not (_of_another(near, other, incident) or _background(near, other, told, article)):
                return near, f"time.{near.rule}.inherited"
    lasting = _lasting(incident, story.told[first + 1 : first + 1 + _LASTING])
    if lasting is not None:
        return lasting, f"time.{lasting.rule}.lasting"
    running = told.running if not now else None
    if running is not None and running.kind in {"point", "interval"} and usable_time(running):
        return running, f"time.{running.rule}.running"
    return _published(story, incident, article)


def _day_within(time: TimeMention, incident: Incident) -> TimeMention | None:
    """ "last week's bombing", and then "He slipped into the hall last Tuesday. | He blew himself up": the day of it."""
    if time.precision not in _COARSE or time.kind != "point" or time.date_start is None or time.date_end is None:
        return None
    reached = (f.reached for f in incident.frames if not f.times and f.reached is not None)
    for day in reached:
        fits = day.precision == "day" and day.kind == "point" and usable_time(day) and day.date_start is not None
        if fits and day.date_start is not None and time.date_start <= day.date_start <= time.date_end:
            return day
    return None


def _led_up_to(incident: Incident, story: Story) -> TimeMention | None:
    """ "On 1 November armed men called a meeting. | They opened fire": the day of what led up to it."""
    for number in sorted({f.number for f in incident.frames})[1:]:
        if any(f.number < number and f.reached is not None and not f.headline for f in incident.frames):
            return None  # "7 June. | He was shot …", and then "14 June. | The man who drove him was caught"
        before, told = story.told[number - 1], story.told[number]
        if before.paragraph != told.paragraph or before.frames or before.reading is None:
            continue
        near = _dated(before)
        if (
            near is not None
            and near.precision == "day"
            and not of_saying(before.reading, position_of(before.sentence, near))
        ):
            return near
    return None


def _lasting(incident: Incident, behind: Sequence[Told]) -> TimeMention | None:
    """ "gunmen shut all schools", and then "they have been shut for two months now": since when, in the same word."""
    main = incident.main
    word = main.sentence.lows[main.first]
    times = (t for told in behind if word in told.sentence.lows for t in told.sentence.times)
    return next((t for t in times if t.kind == "since" and t.date_start is not None), None)


def _sentences_counted(incident: Incident, story: Story) -> Iterator[Reading | None]:
    """Its first sentence; and any other that tells it as "ten days after | rebels stormed a base"."""
    first = min(f.number for f in incident.frames)
    yield story.told[first].reading
    for frame in incident.frames:
        reading = story.told[frame.number].reading
        if frame.kind == "verb" and frame.number != first and reading and days_before(frame, reading.words) is not None:
            yield reading


def _counted(incident: Incident, story: Story, reading: Reading, article: Article) -> TimeMention | None:
    """ "came ten days after a car bomb wounded 36": each of the two is dated by the other."""
    words, sentence = reading.words, reading.sentence
    here = [(i, f, days_before(f, words)) for i in story.incidents for f in i.frames if f.sentence is sentence]
    at = next((at for i, _, at in here if i is incident and at is not None), None)
    if at is not None:
        later = next((i for i, _, other in here if i is not incident and other != at), None)
        later = later if later is not None else _news_before(incident, story, article)
        sign = 1 if reading.lows[at] == "before" else -1
        news = sign < 0 and reading.number < _OPENING  # "has been freed, | eight days after he was seized"
        told = later is not None or news
        base = _time(later, story, article)[0] if later is not None else _published(story, incident, article)[0]
        base = base if told else None
    else:
        head = min((f for f in incident.frames if f.sentence is sentence), key=lambda f: f.first)
        other, at = next(((i, at) for i, _, at in here if i is not incident and at is not None), (None, None))
        told = at is not None and (head.first < at or opening_count(reading, head) == at)
        base = other.time() if other is not None and told else None
        sign = -1 if at is not None and reading.lows[at] == "before" else 1
    if base is None or at is None:
        return None
    start, end = sentence.start, sentence.tokens[at - 1].end
    return counted_from(sentence.text, start, end, base, sign)


def _counted_from_news(incident: Incident, story: Story, reading: Reading, article: Article) -> TimeMention | None:
    """ "Two days before the school was hit, rebels …", where the school is what the story tells of."""
    frame = incident.frames[0]
    at = opening_count(reading, frame)
    base = _news_before(incident, story, article) if at is not None else None
    time = _time(base, story, article)[0] if base is not None else None
    if at is None or time is None:
        return None
    sentence, sign = reading.sentence, -1 if reading.lows[at] == "before" else 1
    return counted_from(sentence.text, sentence.start, sentence.tokens[at - 1].end, time, sign)


def _counted_too_far(time: TimeMention, incident: Incident, article: Article) -> bool:
    """ "Two nights later", counted from the last time told, comes to a day on which the story was out already."""
    day = article.published_on
    if day is None or time.date_start is None or time.anchor != "context" or incident.main.stage != "accomplished":
        return False
    return article.published_precision == "day" and time.date_start > day


def _recounted(time: TimeMention, incident: Incident, story: Story, article: Article) -> TimeMention | None:
    """The time counted from the news that most is told of; None where that is no day that is over either."""
    frame = next((f for f in incident.frames if time in f.times), None)
    base = _news_before(incident, story, article)
    told = base.time() if base is not None else None
    if frame is None or told is None:
        return None
    text, end = frame.sentence.text, time.end
    counted = text[time.start : end].rsplit(maxsplit=1)[0]  # without "later"
    found = counted_from(text, time.start, time.start + len(counted), told, 1)
    return None if found is None or _counted_too_far(found, incident, article) else found


def _news_before(incident: Incident, story: Story, article: Article) -> Incident | None:
    """ "The bloodshed came four days after rebels stormed a base": of the news told before, what most is said of."""
    first = min(f.number for f in incident.frames)
    told = (i for i in story.incidents if i.frames[0].number < first and i.event_type is not None)
    news = [i for i in told if not old(i.time(), article.published_on)]
    return max(news, key=lambda i: sum(f.number < first for f in i.frames), default=None)


def _left_behind(time: TimeMention, told: Told, article: Article) -> bool:
    """A paragraph that comes back to the news is not dated by the background told right before it."""
    running = told.running
    return running is not None and _long_before(time, article) and not _long_before(running, article)


def _long_before(time: TimeMention, article: Article) -> bool:
    """More than a week before the story's day."""
    day = article.published_on
    if day is None or time.date_end is None:
        return old(time, day)
    return day - time.date_end > _FRESH + timedelta(days=1)


def _spoken_now(told: Told, story: Story) -> bool:
    """ "An elder says gunmen closed the schools": the story has come back from the years that it told of before."""
    reading, running = told.reading, told.running
    here = (t.sentence.start for t in story.told if t.paragraph == told.paragraph)
    if reading is None or running is None or running.start >= next(here):
        return False
    verbs = (c.verb for c in reading.clauses if c.verb.lemma in reading.words["verbs_saying"])
    return any(v.form in _PRESENT and not (v.modal or v.infinitive) for v in verbs)


def _until_told(time: TimeMention, article: Article) -> TimeMention:
    """What happened after a day, at some time: not after the story was told."""
    day, last = article.published_on, time.date_end
    if time.kind != "after" or day is None or last is None or time.date_start is None or last <= day:
        return time
    return replace(time, date_end=max(day, time.date_start), precision="year")


def _undated(reading: Reading, frame: Frame) -> bool:
    """The crime that somebody is tried for, or what was days before another event: on no day that this story tells."""
    of_old = tried(reading, frame) or heard(reading, frame) is not None
    return of_old or days_before(frame, reading.words) is not None


def _to_come(time: TimeMention, incident: Incident, article: Article) -> bool:
    """ "Next year's elections have been dealt a blow by the murder": what has happened is in no year to come."""
    day = article.published_on
    if day is None or time.date_start is None or incident.main.stage != "accomplished":
        return False
    return time.precision == "year" and time.date_start > day


def _dated(told: Told) -> TimeMention | None:
    """The first definite time of a sentence."""
    return next((t for t in told.sentence.times if usable_time(t) and t.kind in {"point", "interval"}), None)


def _background(time: TimeMention, behind: Told, told: Told, article: Article) -> bool:
    """ "Rebels shell a town. | The war began in April 2023": news of the day is not dated by what is told behind it."""
    day = story_day(article)
    if told.kind == "headline" or day is None or article.published_precision != "day" or time.date_end is None:
        return False
    old = time.precision not in {"day", "week"} or time.date_end < day - _FRESH
    return old and not _dates_it(time, behind.reading)


def _dates_it(time: TimeMention, reading: Reading | None) -> bool:
    """ "That was in March 2015", "It happened on 3 May": the sentence only says when."""
    verb = next((c.verb for c in reading.chunks[:_EARLY] if c.verb is not None), None) if reading is not None else None
    if reading is None or verb is None or reading.lows[0] not in reading.words["pointing_pronouns"]:
        return False
    happened = verb.lemma == "be" or verb.lemma in reading.words["verbs_happening"]
    return happened and position_of(reading.sentence, time) - verb.last <= _BESIDE


def _of_another(time: TimeMention, told: Told, incident: Incident) -> bool:
    """A later sentence gives this time to an incident of its own."""
    return any(time in f.times and f.event_type is not None and f not in incident.frames for f in told.frames)


def _published(story: Story, incident: Incident, article: Article) -> tuple[TimeMention | None, str]:
    """The story's own day, for what it tells at its head, or anywhere if it tells of no other time than those days."""
    frame = incident.frames[0]
    day = story_day(article)
    if day is None:
        return None, ""
    starts = [t.date_start for told in story.told for t in told.sentence.times if usable_time(t)]
    dated = any(start is not None and abs(start - day) > _FRESH for start in starts)
    if _only_freed_then(incident, story):
        return None, ""
    if article.published_precision != "day" or (dated and story.told[frame.number].paragraph > _HEAD):
        return None, ""
    told = next((said for f in incident.frames if (said := _told_on(story.told[f.number], day)) is not None), None)
    if told is not None:
        return told, f"time.{told.rule}.told"
    start, end = frame.trigger_span
    return TimeMention(start, end, day, day, "day", "point", "published", "published"), "time.published"


def _only_freed_then(incident: Incident, story: Story) -> bool:
    """ "A man who was abducted in Jos was released on 7 May": since when he was held is not told."""
    told = story.told[incident.main.number]
    if told.reading is None or incident.event_type not in HOLDING:
        return False
    sentence, spans = told.sentence, freed(told.reading)
    return any(first <= position_of(sentence, time) < last for time in sentence.times for first, last in spans)


def _told_on(told: Told, day: date) -> TimeMention | None:
    """ "police said on Friday", printed on Sunday, or "as reported on 3 May 2021": it had happened by then."""
    reading = told.reading
    if reading is None:
        return None
    for time in told.sentence.times:
        when = time.date_start
        dated = time.anchor == "absolute" or time.rule.startswith("yearless")
        recent = when is not None and (day - _FRESH <= when < day or (dated and when < day))
        if not recent or time.precision != "day" or not usable_time(time):
            continue
        if of_saying(reading, position_of(told.sentence, time)):
            return time
    return None
