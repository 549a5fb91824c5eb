"""A feed of any size, written by a small grammar: every tenth article tells of one invented attack, the others of none.

The sentences are of the forms that the sample articles use; day, place, toll and actors differ from article to article,
so that incidents do too. The same seed gives the same texts.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import corpora

_ATTACKS = (
    "{actor} attacked a police checkpoint in {p} on {d}, killing {n} policemen and wounding {m}, officials said.",
    "A roadside bomb killed {n} soldiers and injured {m} others near {p} on {d}, the army said.",
    "{actor} ambushed an army convoy outside {p} on {d}. At least {n} soldiers were killed.",
    "A suicide bomber blew himself up at a market in {p} on {d}, killing {n} civilians and wounding {m}.",
    "{actor} kidnapped {n} aid workers in {p} on {d}, the governor's spokesman said.",
    "An airstrike on a village near {p} killed {n} civilians on {d}, residents said.",
)
_MORE = (
    "{actor} claimed responsibility for the attack in a statement.",
    "The governor of {p} said that {n} people had died; a doctor at the hospital put the number at {m}.",
    "Security forces arrested {n} suspects in {p} the next morning.",
)
_ACTORS = (
    "Taliban fighters",
    "Boko Haram militants",
    "Al-Shabaab gunmen",
    "Suspected rebels",
    "Gunmen",
    "FARC guerrillas",
)
_FIRST = date(2015, 1, 1)


def feed(seed: int, share: float = 0.1) -> Iterator[str]:
    """Endless articles of some 2,000 characters."""
    chance, ordinary = random.Random(seed), corpora.ordinary_texts(seed)
    places = corpora.largest_places(400)
    while True:
        text = next(ordinary)
        yield _with_attack(text, chance, places) if chance.random() < share else text


def _with_attack(text: str, chance: random.Random, places: list[str]) -> str:
    day = _FIRST + timedelta(days=chance.randrange(3000))
    place, actor = chance.choice(places), chance.choice(_ACTORS)
    told = [
        form.format(actor=actor, p=place, d=f"{day:%A}", n=chance.randint(2, 40), m=chance.randint(41, 90))
        for form in (chance.choice(_ATTACKS), *chance.sample(_MORE, 2))
    ]
    opening = f"{place.upper()}, {day:%B} {day.day}, {day.year} - {told[0]}"
    paragraphs = text.split("\n\n")[1:]
    return "\n\n".join([opening, " ".join(told[1:]), *paragraphs[: len(paragraphs) - 1]])


def write_feed(folder: Path, n: int, seed: int) -> None:
    """A folder of `n` articles, a file each, a thousand a subfolder."""
    texts = feed(seed)
    for number in range(n):
        place = folder / f"{number // 1000:04}"
        if number % 1000 == 0:
            place.mkdir(parents=True)
        (place / f"{number:07}.txt").write_text(f"{next(texts)}\n\nItem {number}.\n", encoding="utf-8")
