"""Invented events of invented countries: what happened, before anybody writes about it (synthetic_reports.py does).

At least 30 % of the events look like another one: `next_day` (same place and type, one or two days later), `neighbour`
(same day and type, the district beside it), `same_toll` (same toll by chance, same province, same days) and `serial`
(three to six attacks of one group in one province within days). They differ in what a careful reader would look at:
day, place, toll, target, or who was killed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

N_PROVINCES, N_DISTRICTS, N_TOWNS = 10, 9, 3  # of a country, a province, a district; districts lie 3 by 3
PROVINCE_KM, DISTRICT_KM, TOWN_KM = 150.0, 40.0, 9.0
N_COUNTRIES, GROUPS = 60, 4
EVENTS_A_DAY = 85.0  # in all countries together: corpora of any size are equally dense
HARD = {"next_day": 0.10, "neighbour": 0.10, "same_toll": 0.08, "serial": 0.05}  # share of all first events

# Types, the words that other papers use for them, and weapons.
TYPES: dict[str, tuple[float, tuple[str, ...], tuple[str, ...]]] = {
    "armed_clash": (0.22, ("armed_attack", "security_operation"), ("rifles", "machine guns")),
    "armed_attack": (0.22, ("armed_clash",), ("rifles", "grenades", "machine guns")),
    "bombing": (0.16, ("armed_attack",), ("roadside bomb", "car bomb", "mine")),
    "suicide_bombing": (0.06, ("bombing", "armed_attack"), ("explosive vest", "car bomb")),
    "airstrike": (0.08, ("shelling", "security_operation"), ("drone", "jet")),
    "shelling": (0.06, ("airstrike", "bombing"), ("mortar", "rocket", "artillery")),
    "kidnapping": (0.08, ("coercion",), ("rifles",)),
    "assassination": (0.06, ("armed_attack", "execution"), ("pistol", "car bomb")),
    "arrest": (0.04, ("security_operation",), ()),
    "riot": (0.02, ("protest",), ("stones", "petrol bombs")),
}
TARGETS = ("checkpoint", "market", "school", "convoy", "mosque", "police_station", "bus", "village", "hospital", "bank")
_FIRST = ("Ab", "Ka", "Mo", "Sa", "Ha", "Ri", "Te", "Ju", "Na", "Lu", "Fa", "Za", "Bo", "De")
_MIDDLE = ("dul", "ram", "sta", "bir", "men", "lak", "shi", "von", "gar", "tim", "dor", "zen")
_LAST = ("ov", "an", "id", "ullah", "eko", "as", "ez", "om", "ari", "uk")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `town` counts within its country; `day` from the corpus's first; `hard` says what makes it hard."""

    number: int
    country: int
    day: int
    town: int
    event_type: str
    group: int
    civilians: bool
    killed: int
    wounded: int
    person: str | None
    weapon: str | None
    target: str
    hard: str

    @property
    def district(self) -> int:
        return self.town // N_TOWNS

    @property
    def province(self) -> int:
        return self.town // (N_TOWNS * N_DISTRICTS)


def country_shares() -> list[float]:
    """The share of events by country: some have twenty times as many as others."""
    weights = [1 / (rank + 4) for rank in range(N_COUNTRIES)]
    return [weight / sum(weights) for weight in weights]


def events_of(country: int, n_days: int, n_events: int, first_number: int, seed: int) -> list[Event]:
    """About `n_events` events of a country over `n_days`, ordered by day, numbered from `first_number`."""
    chance = random.Random(f"{seed}/{country}")
    made: list[Event] = []
    while len(made) < n_events:
        first = _event(chance, country, n_days)
        made.extend(_with_likes(chance, first, n_days))
    made.sort(key=lambda event: (event.day, event.town, event.event_type, event.killed))
    return [replace(event, number=first_number + n) for n, event in enumerate(made[:n_events])]


def _event(chance: random.Random, country: int, n_days: int) -> Event:
    event_type = chance.choices(list(TYPES), [share for share, _, _ in TYPES.values()])[0]
    killed = 0 if event_type in ("arrest", "kidnapping") or chance.random() < 0.2 else _toll(chance)
    if event_type == "assassination":
        killed = max(1, min(killed, 4))
    weapons = TYPES[event_type][2]
    return Event(
        number=0,
        country=country,
        day=chance.randrange(n_days),
        # A third of what happens, happens in the same few towns.
        town=chance.randrange(N_PROVINCES * N_DISTRICTS * N_TOWNS) if chance.random() < 0.67 else chance.randrange(40),
        event_type=event_type,
        group=chance.randrange(GROUPS),
        civilians=chance.random() < 0.5,
        killed=killed,
        wounded=_toll(chance) if killed and chance.random() < 0.6 else 0,
        person=person_name(chance) if event_type in ("assassination", "arrest") or chance.random() < 0.15 else None,
        weapon=chance.choice(weapons) if weapons else None,
        target=chance.choice(TARGETS),
        hard="plain",
    )


def _toll(chance: random.Random) -> int:
    return min(400, 1 + int(chance.lognormvariate(1.2, 1.0)))


def person_name(chance: random.Random) -> str:
    """A name of two words."""
    words = (chance.choice(_FIRST) + chance.choice(_MIDDLE) + chance.choice(_LAST) for _ in range(2))
    return " ".join(words)


def _with_likes(chance: random.Random, first: Event, n_days: int) -> Iterator[Event]:
    """The event, and those that look like it."""
    draw, hard = chance.random(), "plain"
    for kind, share in HARD.items():
        if draw < share:
            hard = kind
            break
        draw -= share
    first = replace(first, hard=hard)
    yield first
    if hard == "next_day":
        later = first.day + chance.choice((1, 2))
        yield _differing(chance, first, day=later, target=_another(chance, TARGETS, first.target))
    elif hard == "neighbour":
        yield _differing(chance, first, town=_beside(chance, first.town))
    elif hard == "same_toll":
        elsewhere = first.province * N_DISTRICTS * N_TOWNS + chance.randrange(N_DISTRICTS * N_TOWNS)
        other = _event(chance, first.country, n_days)
        day = max(0, first.day + chance.choice((-2, -1, 0, 1, 2)))
        moved = elsewhere if elsewhere // N_TOWNS != first.district else _beside(chance, first.town)
        yield replace(other, day=day, town=moved, killed=first.killed, wounded=first.wounded, hard=hard)
    elif hard == "serial":
        town, day = first.town, first.day
        for _ in range(chance.randint(2, 5)):
            town, day = _beside(chance, town), day + chance.choice((0, 1, 1, 2))
            yield _differing(chance, first, town=town, day=day, weapon=first.weapon)


def _differing(chance: random.Random, first: Event, **changes: object) -> Event:
    """Like the first, of the same group and type, but with another toll and other people."""
    killed = first.killed
    while killed and 0.5 <= killed / first.killed <= 1.9:
        killed = _toll(chance) if first.killed < 40 else chance.randint(1, 400)
    wounded = _toll(chance) if killed and chance.random() < 0.6 else 0
    person = person_name(chance) if first.person else None
    weapons = TYPES[first.event_type][2]
    changes = {"weapon": chance.choice(weapons) if weapons else None, "target": chance.choice(TARGETS), **changes}
    return replace(first, killed=killed, wounded=wounded, person=person, **changes)  # type: ignore[arg-type]


def _another(chance: random.Random, words: tuple[str, ...], not_this: str) -> str:
    return chance.choice([word for word in words if word != not_this])


def _beside(chance: random.Random, town: int) -> int:
    """A town of a district beside this one's, in the same province."""
    district = town // N_TOWNS
    province, place = divmod(district, N_DISTRICTS)
    row, column = divmod(place, 3)
    steps = [(row + dr, column + dc) for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    near = [(r, c) for r, c in steps if 0 <= r < 3 and 0 <= c < 3]
    row, column = chance.choice(near)
    return (province * N_DISTRICTS + row * 3 + column) * N_TOWNS + chance.randrange(N_TOWNS)


def position(country: int, town: int) -> tuple[float, float]:
    """Latitude and longitude of a town in degrees. Countries far apart, districts on a grid."""
    district = town // N_TOWNS
    lat, lon = district_position(country, district)
    shift = random.Random(f"town/{country}/{town}")
    return lat + shift.uniform(-1, 1) * TOWN_KM / 111, lon + shift.uniform(-1, 1) * TOWN_KM / 111


def district_position(country: int, district: int) -> tuple[float, float]:
    """Latitude and longitude of a district's centre; all lie near the equator."""
    province, place = divmod(district, N_DISTRICTS)
    row, column = divmod(place, 3)
    north = (province // 4) * PROVINCE_KM + row * DISTRICT_KM
    east = (province % 4) * PROVINCE_KM + column * DISTRICT_KM
    return -20 + (country // 20) * 12 + north / 111, -150 + (country % 20) * 14 + east / 111
