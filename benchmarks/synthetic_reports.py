"""Reports of invented events with known truth, at any size: `corpus(n, seed)` gives rows for the warehouse's tables.

Noise: dates (a day off, a week, a month, none), places (town, misspelt town, district, province, country), tolls (first
figures that grow, ranges, "at least", vague words, a rival's claim), actors (aliases that no dictionary knows, generic
words, none, a wrong group), persons (other spellings), types (another word of the family), missing fields, near copies,
round-ups that tell of two events in one article, and one to forty reports an event.

Fairness: a report whose fields fit another event of its country as well as its own is not kept as it is. It is told
again, sharper each time, and given up when even the plain truth fits two. `python benchmarks/synthetic_reports.py`
prints the mix.
"""

import argparse
import hashlib
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from synthetic_events import EVENTS_A_DAY, TARGETS, TYPES, Event, country_shares, events_of

FIRST_DAY = date(2012, 1, 1)
REPORTS_AN_EVENT = 3.4
PUBLISHERS = 40
_SHARPEST = 4
At = Callable[[float, str], bool]  # whether a noise of that share and name is made
_FAMILY = {one: frozenset({one, *others}) for one, (_, others, _) in TYPES.items()}


@dataclass(slots=True)
class Told:
    """One report: what it says, and of which event (`event` is the truth and nobody else's business)."""

    event: Event
    published: int | None
    publisher: int
    event_type: str
    start: int | None
    end: int | None
    precision: str
    place: str  # town, spelt (a town that no gazetteer knows), district, province, country
    figure: tuple[int | None, int | None, int | None, str] | None  # low, best, high, qualifier
    claimed: int | None
    wounded: int | None
    group: str | None  # the dictionary's id, `?name` for one that it does not know, `generic`
    victims: str | None
    person: str | None
    weapon: str | None
    target: str | None
    copy_of: int | None = None  # place in the event's reports
    article_with: int | None = None  # number of an event that the same article tells of too
    noise: tuple[str, ...] = field(default=())


@dataclass
class Mix:
    """What a corpus is made of."""

    events: Counter[str] = field(default_factory=Counter)
    noise: Counter[str] = field(default_factory=Counter)
    n_reports: int = 0
    given_up: int = 0

    def lines(self) -> Iterator[str]:
        total = sum(self.events.values())
        yield f"{self.n_reports:,} reports of {total:,} events; {self.given_up:,} reports given up as undecidable"
        hard = total - self.events["plain"]
        yield f"events that look like another: {hard / max(1, total):.1%} ({_shares(self.events, total)})"
        yield f"noise, by report: {_shares(self.noise, self.n_reports)}"


def _shares(counted: Counter[str], total: int) -> str:
    return ", ".join(f"{name} {n / max(1, total):.1%}" for name, n in counted.most_common())


def stories(n_reports: int, seed: int, mix: Mix) -> Iterator[list[list[Told]]]:
    """The reports of each country's events, event by event; about `n_reports` in all, as dense whatever the number."""
    shares = country_shares()
    n_events = n_reports / REPORTS_AN_EVENT
    n_days = max(3, round(n_events / EVENTS_A_DAY))
    number = 0
    for country, share in enumerate(shares):
        events = events_of(country, n_days, max(1, round(n_events * share)), number, seed)
        number += len(events)
        yield country_stories(events, random.Random(f"{seed}/reports/{country}"), mix)


def one_week_stories(n_reports: int, seed: int, mix: Mix) -> Iterator[list[list[Told]]]:
    """Of one country in one week: far denser than any true one."""
    events = events_of(0, 7, round(n_reports / REPORTS_AN_EVENT), 0, seed)
    yield country_stories(events, random.Random(f"{seed}/reports"), mix)


def country_stories(events: Sequence[Event], chance: random.Random, mix: Mix) -> list[list[Told]]:
    """The reports of one country's events (ordered by day)."""
    others = _Others(events)
    told: list[list[Told]] = []
    before: Told | None = None
    for event in events:
        reports: list[Told] = []
        for _ in range(_how_many(chance)):
            report = _fair(chance, event, reports, others)
            if report is None:
                mix.given_up += 1
            else:
                reports.append(report)
        # A round-up: one article tells of this event and of one that looks like it.
        together = before is not None and event.hard != "plain" and reports and chance.random() < 0.3
        if together and before and event.day <= (before.published or -1) <= event.day + 30:
            reports[0] = replace(reports[0], article_with=before.event.number)
        if reports:
            told.append(reports)
            mix.events[event.hard] += 1
            mix.n_reports += len(reports)
            for report in reports:
                mix.noise.update(report.noise)
            if event.hard != "plain" and reports[0].article_with is None:
                before = reports[0]
    return told


def _how_many(chance: random.Random) -> int:
    few = chance.choices((1, 2, 3, 5, 9, 20), (0.45, 0.22, 0.14, 0.11, 0.06, 0.02))[0]
    return few if few <= 3 else chance.randint(few - 1, 2 * few)


class _Others:
    """The events of one country, to see which of them a report fits."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._days = [event.day for event in events]

    def fitting(self, told: Told) -> Iterator[Event]:
        low, high = _window(told)
        for event in self._events[bisect_left(self._days, low) : bisect_right(self._days, high)]:
            if event is not told.event and _fits(told, event):
                yield event


def _window(told: Told) -> tuple[int, int]:
    if told.start is not None and told.end is not None:
        slack = 1 if told.precision == "day" else 0
        return told.start - slack, told.end + slack
    return (told.published or 0) - 30, told.published or 0


def _fits(told: Told, event: Event) -> bool:
    """Whether a careful reader, who sees only the report, could take it for this event."""
    if told.event_type not in _FAMILY[event.event_type]:
        return False
    truth = told.event
    if told.place == "province" and event.province != truth.province:
        return False
    if told.place in ("town", "spelt", "district") and event.district != truth.district:
        return False
    if told.figure is not None and told.figure[3] != "vague":
        said = told.figure[1] or told.figure[0] or 0
        if not event.killed or not 0.55 <= said / event.killed <= 1.15:
            return False
    # What a report has wrong tells nobody that it is of another event.
    if told.group == f"g{truth.group}" and truth.group != event.group:
        return False
    if told.person is not None and event.person != truth.person:
        return False
    if told.weapon is not None and told.weapon == truth.weapon != event.weapon:
        return False
    return told.target is None or told.target != truth.target or event.target == told.target


def _fair(chance: random.Random, event: Event, so_far: Sequence[Told], others: _Others) -> Told | None:
    if so_far and chance.random() < 0.14:
        return _copied(chance, so_far)
    for sharpness in range(_SHARPEST + 1):
        told = _told(chance, event, sharpness / _SHARPEST)
        if next(others.fitting(told), None) is None:
            return told
    return None


def _copied(chance: random.Random, so_far: Sequence[Told]) -> Told:
    """The same words in another paper, the same day or the next."""
    place = chance.randrange(len(so_far))
    first = so_far[place]
    place = place if first.copy_of is None else first.copy_of
    published = None if first.published is None else first.published + chance.choice((0, 0, 1))
    publisher = (first.publisher + chance.randint(1, PUBLISHERS - 1)) % PUBLISHERS
    noise = (*(word for word in first.noise if word != "copy"), "copy")
    return replace(first, published=published, publisher=publisher, copy_of=place, article_with=None, noise=noise)


def _told(chance: random.Random, event: Event, sharp: float) -> Told:
    """One report. The sharper, the less noise; at 1 the plain truth."""
    noise: list[str] = []

    def at(share: float, word: str) -> bool:
        if chance.random() < share * (1 - sharp):
            noise.append(word)
            return True
        return False

    lag = chance.choices((0, 1, 2, chance.randint(3, 7), chance.randint(8, 40)), (0.25, 0.45, 0.12, 0.1, 0.08))[0]
    start, end, precision = _date(chance, event.day, lag, at)
    published: int | None = max(event.day + lag, end or 0) if precision == "day" else event.day + lag
    event_type = event.event_type
    if at(0.18, "other type"):
        event_type = chance.choice(TYPES[event.event_type][1])
    figure, claimed = _figure(chance, event, lag, at)
    wounded = event.wounded if event.wounded and not at(0.4, "no wounded") else None
    if wounded is not None and wounded > 2 and at(0.3, "other wounded"):
        wounded = max(1, round(wounded * chance.uniform(0.5, 1.2)))
    civilians = event.civilians != at(0.05, "other victims")
    weapons = TYPES[event.event_type][2]
    weapon = chance.choice(weapons) if weapons and at(0.08, "another weapon") else event.weapon
    target = chance.choice(TARGETS) if at(0.08, "another target") else event.target
    return Told(
        event=event,
        published=None if precision != "unknown" and at(0.02, "no publication day") else published,
        publisher=chance.randrange(PUBLISHERS),
        event_type=event_type,
        start=start,
        end=end,
        precision=precision,
        place=_place(at),
        figure=figure,
        claimed=claimed,
        wounded=wounded,
        group=_group(chance, event, at),
        victims=None if at(0.3, "no victims") else "civilians" if civilians else "soldiers",
        person=_person(chance, event, at),
        weapon=None if at(0.5, "no weapon") else weapon,
        target=None if at(0.55, "no target") else target,
        noise=tuple(noise),
    )


def _date(chance: random.Random, day: int, lag: int, at: At) -> tuple[int | None, int | None, str]:
    late = 4.0 if lag > 7 else 1.0
    if at(0.02 * late, "no date"):
        return None, None, "unknown"
    if at(0.03 * late, "month only"):
        first = (FIRST_DAY + timedelta(days=day)).replace(day=1)
        next_month = (first + timedelta(days=32)).replace(day=1)
        return (first - FIRST_DAY).days, (next_month - FIRST_DAY).days - 1, "month"
    if at(0.06 * late, "week only"):
        start = day - chance.randint(0, 6)
        return start, start + 6, "week"
    if at(0.07, "a day off"):
        off = day + (1 if lag and chance.random() < 0.6 else -1)
        return off, off, "day"
    return day, day, "day"


def _place(at: At) -> str:
    if at(0.05, "country only"):
        return "country"
    if at(0.11, "province only"):
        return "province"
    if at(0.22, "district for town"):
        return "district"
    return "spelt" if at(0.1, "town misspelt") else "town"


def _figure(
    chance: random.Random, event: Event, lag: int, at: At
) -> tuple[tuple[int | None, int | None, int | None, str] | None, int | None]:
    if not event.killed or at(0.12, "no toll"):
        return None, None
    claimed = round(event.killed * chance.uniform(1.5, 3)) if event.killed > 3 and at(0.05, "rival claim") else None
    if at(0.05, "vague toll"):
        return (None, None, None, "vague"), claimed
    said = event.killed
    if lag <= 1 and said > 2 and at(0.3, "early toll"):
        said = max(1, round(said * chance.uniform(0.6, 0.95)))
    if at(0.06, "toll as a range"):
        return (max(1, said - 1 - said // 5), None, said + 1 + said // 5, "exact"), claimed
    if at(0.13, "at least"):
        return (said, said, None, "at_least"), claimed
    if said >= 12 and at(0.15, "round toll"):
        said = round(said / 5) * 5
        return (None, said, None, "about"), claimed
    return (said, said, said, "exact"), claimed


def _group(chance: random.Random, event: Event, at: At) -> str | None:
    if at(0.18, "no actor"):
        return None
    if at(0.22, "generic actor"):
        return "generic"
    if at(0.08, "unknown alias"):
        return f"?Group {event.group}{chance.choice('abc')}"
    if at(0.02, "another actor"):
        return f"g{(event.group + 1) % 4}"
    return f"g{event.group}"


def _person(chance: random.Random, event: Event, at: At) -> str | None:
    if event.person is None or at(0.3, "person not named"):
        return None
    if not at(0.25, "person misspelt"):
        return event.person
    vowels = [n for n, letter in enumerate(event.person) if letter in "aeiou"]
    spot = chance.choice(vowels)
    return event.person[:spot] + chance.choice("aeiou") + event.person[spot + 1 :]


def misspelt(name: str, number: int) -> str:
    """A town's name with a letter changed, the same way for the same number."""
    spot = 1 + number % (len(name) - 1)
    return name[:spot] + "aeiou"[number % 5] + name[spot + 1 :]


def hex_id(*parts: object) -> str:
    """An id in the warehouse's form."""
    return hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=20_000, help="reports")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    mix = Mix()
    for _ in stories(options.n, options.seed, mix):
        pass
    print("\n".join(mix.lines()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
