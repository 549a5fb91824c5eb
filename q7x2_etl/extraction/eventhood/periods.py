"""Sums over periods: "38,000 people were killed since 2009", "attacked 94 times in the first half of the year"."""

from datetime import timedelta
from itertools import pairwise

from q7x2_etl.extraction.eventhood.words_only import anybody
from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.times.finding import TimeMention

_LONG = timedelta(days=27)
_YEARS = timedelta(days=500)
_REACH = 5  # tokens before a trigger in which its "have" may stand
_SHARED_REACH = 9  # tokens before a second verb in which "has", said once, may stand
_TOLL_REACH = 3  # tokens before a time in which the toll stands that it dates
_SHORT = frozenset({"day", "week"})
_HURT = frozenset({"killed", "wounded"})
_SINCE_REACH = 9  # tokens before a time in which the "since" of its clause stands
_NOUN_REACH = 14  # such tokens where none of them is a verb: "since the arrest of … in July 2024"
_MONTHLY = 50  # people killed in a month's "violence": a sum
_OF_A_WAR = 500  # people killed, told beside a war's name: a sum
_TOO_MANY = 5000  # people killed, with no day told: a sum
_OF_A_FEUD = 1000  # people who "have been killed" in a feud, in "the violence": a sum
_MANY = 10  # people killed over months: a sum, not one event
_IN_A_YEAR = 50  # people killed "last year": a sum
_SEVERAL = 3  # attacks of which a sum is made
_TIMES_REACH = 5  # tokens: "were bombed or shelled 111 times"
_CASES = 3  # tokens: "in 14 of the cases"


class Periods:
    """Decides whether a trigger tells a sum and not an event."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._summing = _Phrases(lexicon.lists.phrases("summing_phrases"))
        self._rates = _Phrases(lexicon.lists.phrases("rate_phrases"))
        self._spans = _Phrases(lexicon.lists.phrases("period_phrases"))
        self._so_far = _Phrases(lexicon.lists.phrases("so_far_phrases"))
        self._mass = lexicon.words["mass_violence_words"]
        self._telling = lexicon.words["saying_forms"] | lexicon.words["publishing_forms"]
        self._tolls = lexicon.words["toll_nouns"]
        self._wars = lexicon.words["long_conflicts"]
        self._feuds = self._mass | lexicon.words["long_feuds"]
        self._units = lexicon.words["long_units"]
        self._incidents = lexicon.words["counted_incidents"]
        self._years = _Phrases(lexicon.lists.phrases("year_phrases"))
        self._parts = lexicon.words["part_words"]
        self._have = lexicon.words["have"]
        self._beginning = lexicon.words["beginning_words"]
        self._multiples = lexicon.lists.pairs["multiples"]

    def sums(self, frame: Frame) -> bool:
        """True where a long time and a sum stand in the trigger's sentence and no day or month does."""
        sentence = frame.sentence
        if self.counts_many(frame):
            return True
        if self._by_month(frame) or self._over_months(frame) or self._repeated(frame):
            return True
        several = frame.plural and frame.kind == "noun"  # "the raids of the past two decades"
        if self._of_the_cases(sentence) or self._in_a_year(frame) or _one_in_so_many(frame):
            return True
        if several and self._spans.stand_in(sentence) and self._summing.stand_in(sentence):
            return True
        if self._since_it_began(frame):
            return True
        if frame.strength >= 5 or any(_dated(t) for t in self._times_near(frame)):
            return False
        figures = [h.group.quantity for h in frame.harms if h.group.quantity is not None]
        if any(map(self.of_a_war, frame.harms)):
            return True
        if (figures or several) and any(_of_years(t) for t in sentence.times):
            return True
        long = any(
            self._long(t, sentence) and not (self._of_toll(t, sentence) or _in_relative(t, frame))
            for t in sentence.times
        ) or self._spans.stand_in(sentence)
        if self._rates.stand_in(sentence) and (long or frame.plural or self._of_a_year(frame)):
            return True
        if not long:
            return False
        if self._summing.stand_in(sentence):
            return True
        many = any((q.best or q.low or 0) >= _MANY or q.qualifier == "vague" for q in figures)
        many = many or (bool(figures) and self._so_far.stand_in(sentence))  # "four have been murdered so far this year"
        # "300 have been killed", "the violence has taken 300 lives"
        last = min((h.group.first for h in frame.harms), default=frame.first) if frame.kind == "noun" else frame.first
        perfect = self._perfect(frame, max(last, frame.first))
        return (many or several) and perfect

    def _since_it_began(self, frame: Frame) -> bool:
        """ "At least 22 people have been killed | since the protests began", "since the start of the unrest"."""
        if frame.kind != "verb" or not any(h.group.quantity and h.outcome in _HURT for h in frame.harms):
            return False
        lows = frame.sentence.lows
        since = next((i for i in range(frame.last, min(len(lows), frame.last + _REACH)) if lows[i] == "since"), None)
        if since is None or self._have.isdisjoint(lows[max(0, frame.first - _REACH) : frame.last]):
            return False
        begun = frame.sentence.offsets(since, since + 1)[0]
        if any(t.end > begun and t.precision in _SHORT for t in frame.sentence.times):
            return False  # "since the battle began on Saturday"
        return not self._beginning.isdisjoint(lows[since : since + _SINCE_REACH])

    def _repeated(self, frame: Frame) -> bool:
        """ "The bridge has been blown up twice", "were bombed or shelled 111 times": no day is told, and no victim."""
        if frame.harms or frame.sentence.times:
            return False
        behind = frame.sentence.lows[frame.last : frame.last + _TIMES_REACH]
        if behind[:1] and (behind[0] in self._multiples or behind[1:2] == ("times",)):
            return True
        return any(b == "times" and a.replace(",", "").isdigit() for a, b in pairwise(behind))

    def of_a_war(self, harm: Harm) -> bool:
        """ "The insurgency has claimed 40,000 lives", "1,400 have died in the feud": what a whole war has cost."""
        count, lows = harm.group.quantity, harm.sentence.lows
        number = (count.best or count.low or 0) if count is not None else 0
        if number >= _OF_A_WAR and not self._wars.isdisjoint(lows):
            return True
        if number >= _TOO_MANY and harm.outcome in _HURT:
            return True
        return number >= _OF_A_FEUD and not (self._feuds.isdisjoint(lows) or self._have.isdisjoint(lows))

    def _of_the_cases(self, sentence: Sentence) -> bool:
        """ "Crews were taken hostage in 14 of the cases": a part of many."""
        groups = (c.noun for c in sentence.chunks if c.noun is not None and c.noun.prep == "in")
        many = (g for g in groups if g.quantity is not None and (g.quantity.best or 0) >= _SEVERAL)
        counted = (g for g in many if sentence.lows[g.last : g.last + 1] == ("of",))
        return any(not self._incidents.isdisjoint(sentence.lows[g.last + 1 : g.last + 1 + _CASES]) for g in counted)

    def _in_a_year(self, frame: Frame) -> bool:
        """ "Police killed 703 people last year": so many are no single event's, unless its month or day is told."""
        of_year = self._years.stand_in(frame.sentence) or self._over_years(frame.sentence) or _nationwide(frame)
        if frame.kind != "verb" or not of_year:
            return False
        groups = (*(h.group for h in frame.harms), *frame.objects, *frame.groups("target"))
        counts = (g.quantity.best or 0 for g in groups if g.quantity is not None)
        return max(counts, default=0) >= _IN_A_YEAR and not any(_dated(t) for t in self._times_near(frame))

    def _of_a_year(self, frame: Frame) -> bool:
        """ "killed or maimed 6,279 people in 2024, the highest toll in four years"."""
        counts = (h.group.quantity.best or 0 for h in frame.harms if h.group.quantity is not None)
        return max(counts, default=0) >= _IN_A_YEAR and any(t.precision == "year" for t in frame.sentence.times)

    def _over_years(self, sentence: Sentence) -> bool:
        """ "killed 138 of them over five years"."""
        for time in sentence.times:
            before = [t.low for t in sentence.tokens if t.end <= time.start][-1:]
            inside = {t.low for t in sentence.tokens if time.start <= t.start < time.end}
            if time.kind == "duration" and "over" in (*before, *inside) and not self._units.isdisjoint(inside):
                return True
        return False

    def compares(self, sentence: Sentence) -> bool:
        """ "Gun deaths fell by 14 per cent last year": what follows are parts of a year's sum."""
        over = self._spans.stand_in(sentence) or any(map(_of_months, sentence.times))
        return over and self._rates.stand_in(sentence)

    def _perfect(self, frame: Frame, end: int) -> bool:
        """ "has prevented 11 crimes and | detained 62 people": "has" is said once."""
        lows = frame.sentence.lows
        if not self._have.isdisjoint(lows[max(0, frame.first - _REACH) : end]):
            return True
        before = lows[max(0, frame.first - _SHARED_REACH) : frame.first]
        have = next((k for k in range(len(before) - 1, -1, -1) if before[k] in self._have), None)
        return have is not None and before[-1:] == ("and",) and "," not in before[have:]

    def counts_many(self, frame: Frame) -> bool:
        """ "118 attacks in 2022", "recorded 40 kidnappings this year": a number of events, over a year or months."""
        group = frame.sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
        quantity = group.quantity if group is not None and frame.plural else None
        if quantity is None or (quantity.best or quantity.low or 0) < _MANY:
            return False
        return any(_of_months(t) and t.precision not in {"day", "week"} for t in frame.sentence.times)

    def _by_month(self, frame: Frame) -> bool:
        """ "1,420 people were killed in violence in August": what a month's violence has cost."""
        counts = (h.group.quantity.best or 0 for h in frame.harms if h.group.quantity is not None)
        if max(counts, default=0) < _MONTHLY or self._mass.isdisjoint(frame.sentence.lows):
            return False
        times = self._times_near(frame)
        lows = frame.sentence.lows
        named = any(a == "in" and b in self._mass for a, b in pairwise(lows))
        return named and bool(times) and all(t.precision == "month" for t in times)

    def _over_months(self, frame: Frame) -> bool:
        """ "documented 312 incidents between July and September, in which 640 people were killed"; no day is told."""
        sentence = frame.sentence
        if any(t.precision == "day" and t.kind in {"point", "interval"} for t in self._times_near(frame)):
            return False
        if not any(_of_months(t) and t.precision not in {"day", "week"} for t in sentence.times):
            return False
        groups = (c.noun for c in sentence.chunks if c.noun is not None and c.noun.quantity is not None)
        counts = (g.quantity for g in groups if sentence.lows[g.head] in self._incidents)
        return any(q is not None and (q.best or q.low or 0) >= _MANY for q in counts)

    def part_of_sum(self, frame: Frame) -> bool:
        """ "At least 70 teachers were killed", "the raids": behind a sentence that counts events, undated."""
        quantities = [h.group.quantity for h in frame.harms if h.group.quantity is not None]
        many = any((q.best or q.low or 0) >= _MANY for q in quantities)
        plural = frame.kind == "noun" and frame.plural
        lows = frame.sentence.lows
        some = any(lows[h.group.first] in self._parts for h in frame.harms)  # "Most of the victims were shot in"
        hit = (*(h.group for h in frame.harms), *frame.objects, *frame.groups("target"))
        untold = frame.kind == "verb" and bool(hit) and all(anybody(frame.sentence, g) for g in hit)
        return (many or plural or some or untold) and not any(_dated(t) for t in self._times_near(frame))

    def _long(self, time: TimeMention, sentence: Sentence) -> bool:
        """A month or more, counted up to now or named as a span: "since March", "over the past six months"."""
        if _since_then(sentence, time):
            return True
        if time.kind == "since":
            start, end = time.date_start, time.date_end
            return start is None or end is None or end - start > _LONG
        inside = {t.low for t in sentence.tokens if time.start <= t.start < time.end}
        return time.kind == "duration" and not self._units.isdisjoint(inside)

    def _of_toll(self, time: TimeMention, sentence: Sentence) -> bool:
        """ "four more died, taking the toll since May to 175": how long a toll was counted."""
        before = [t.low for t in sentence.tokens if t.end <= time.start][-_TOLL_REACH:]
        return not self._tolls.isdisjoint(before)

    def _times_near(self, frame: Frame) -> list[TimeMention]:
        """The times of the sentence but those of who says it ("the army said on Monday")."""
        found = []
        for time in frame.sentence.times:
            before = [t.low for t in frame.sentence.tokens if t.end <= time.start][-3:]
            if self._telling.isdisjoint(before) and not _since_then(frame.sentence, time):
                found.append(time)
        return found


def _since_then(sentence: Sentence, time: TimeMention) -> bool:
    """ "since the invasion began in February 2022": from a month, year or day with its year on, up to now."""
    if time.kind not in {"point", "interval"} or (time.precision == "day" and time.anchor != "absolute"):
        return False
    end = sum(t.end <= time.start for t in sentence.tokens)
    since = next((i for i in range(max(0, end - _NOUN_REACH), end) if sentence.lows[i] == "since"), None)
    if since is None or "," in sentence.lows[since:end]:
        return False
    return end - since <= _SINCE_REACH or "V" not in sentence.tagged.tags[since:end]


def _in_relative(time: TimeMention, frame: Frame) -> bool:
    """ "freed 386 women, some of whom | had been held for ten years": how long something else has lasted."""
    if time.kind != "duration":
        return False
    chunks, tokens = frame.sentence.chunks, frame.sentence.tokens
    at = next((i for i, t in enumerate(tokens) if t.start >= time.start), 0)
    opener = next((c for c in reversed(chunks) if c.kind == "R" and c.first < at), None)
    if opener is None or opener.first < frame.first:
        return False
    return any(c.verb is not None and opener.first < c.first < at for c in chunks)


def _one_in_so_many(frame: Frame) -> bool:
    """ "Drones were used in one attack in six": a share of many."""
    sentence = frame.sentence
    group = sentence.chunks[frame.chunk].noun if frame.kind == "noun" else None
    if group is None or sentence.lows[group.first] != "one" or sentence.lows[group.last : group.last + 1] != ("in",):
        return False
    behind = next((c.noun for c in sentence.chunks if c.noun is not None and c.first > group.last), None)
    return behind is not None and behind.quantity is not None and behind.last - behind.first == 1


def _nationwide(frame: Frame) -> bool:
    """ "More than 180 activists were murdered in Colombia in 2023": a whole country's, by nobody, in a whole year."""
    sentence = frame.sentence
    places = [p for p in sentence.places if not p.demonym]
    year = bool(sentence.times) and all(t.precision == "year" and t.kind == "point" for t in sentence.times)
    return year and bool(places) and all(p.is_country for p in places) and not frame.groups("perpetrator")


def _of_months(time: TimeMention) -> bool:
    start, end = time.date_start, time.date_end
    return start is not None and end is not None and end - start >= _LONG


def _dated(time: TimeMention) -> bool:
    return time.kind in {"point", "interval"} and time.precision in {"day", "week", "month"}


def _of_years(time: TimeMention) -> bool:
    """ "between 2015 and 2020", "in the 1980s"."""
    start, end = time.date_start, time.date_end
    return time.kind == "interval" and start is not None and end is not None and end - start > _YEARS


class _Phrases:
    """Phrases by their first word."""

    def __init__(self, phrases: tuple[tuple[str, ...], ...]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase[0], []).append(phrase)
        self._firsts = frozenset(self._by_first)

    def stand_in(self, sentence: Sentence) -> bool:
        """True where one of them stands in the sentence."""
        lows, known = sentence.lows, self._by_first
        if self._firsts.isdisjoint(lows):
            return False
        for i in [i for i, low in enumerate(lows) if low in known]:
            for phrase in known[lows[i]]:
                end = i + len(phrase)
                if lows[i:end] == phrase and not (lows[i] == "a" and lows[end : end + 1] == ("of",)):
                    return True  # but "a day of fighting" is no rate
        return False
