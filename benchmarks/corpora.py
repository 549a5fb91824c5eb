"""Texts to time on: dense conflict text, ordinary news without any trigger, and a feed that mixes the two."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from q7x2_etl.model import Document
from q7x2_etl.reference import Reference
from q7x2_etl.sources import read

# Ordinary news in our own words; {n} a number, {p} a place, {d} a day, {w} a name.
_SENTENCES = (
    "The city council of {p} approved a budget of {n} million on {d}, after a debate that lasted most of the evening.",
    "Farmers near {p} expect a harvest of about {n} tonnes, the agriculture office said.",
    "{w} opened the new library in {p} on {d} and read to some {n} pupils.",
    "Showers are likely over {p} from {d}, with {n} millimetres in the hills and light winds along the coast.",
    "The company said that sales rose by {n} per cent in the quarter, and that it would hire in {p}.",
    '"We have waited years for this road," said {w}, who sells fruit at the bus station of {p}.',
    "The museum in {p} will show {n} paintings from the collection of {w} until the end of the month.",
    "Tickets for the concert on {d} cost {n} each and can be had at the theatre in {p}.",
    "Engineers from {p} are testing a pump that runs on sunlight and fills {n} cans an hour.",
    "{w} scored twice as the home side drew with the visitors from {p} in front of {n} spectators.",
    "The university will teach {n} students of nursing in {p} next year, the rector, {w}, told a meeting on {d}.",
    "Rice and cooking oil were cheaper in {p} for the third week, traders said on {d}.",
    "A bridge over the river at {p} will be under repair from {d}; lorries of more than {n} tonnes use the old road.",
    "The ministry of health sent {n} boxes of vaccine to clinics near {p}; parents may bring their children on {d}.",
    "In {p}, {w} showed visitors how clay is turned, glazed and dried for {n} days before it is sold.",
    "The election office counted {n} registered voters in {p}, a few more than in the last list.",
)
_PLACES = (
    "Tunja", "Kisumu", "Herat", "Nowshera", "Sylhet", "Oaxaca", "Gulu", "Tartu", "Mwanza", "Cebu", "Arequipa",
    "Bukhara", "Maiduguri", "Mosul", "Lahore", "San Salvador", "Kherson", "Aleppo", "Goma", "Cotabato",
)  # fmt: skip
_NAMES = (
    "Ana Quiroga", "Joseph Otieno", "Farid Rahimi", "Sunita Rao", "Mart Tamm", "Grace Achieng", "Luis Paredes",
    "Dilnoza Karimova", "Imran Shah", "Maria Santos",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "3 May", "14 June", "21 October")


def ordinary_texts(seed: int) -> Iterator[str]:
    """Endless ordinary articles of some 2,000 characters; no word of them is a trigger."""
    chance = random.Random(seed)
    while True:
        lines = [f"{chance.choice(_PLACES)} council looks at spring works"]
        for _ in range(4):
            told = " ".join(_sentence(chance) for _ in range(chance.randint(3, 6)))
            lines.append(told)
        yield "\n\n".join(lines)


def _sentence(chance: random.Random) -> str:
    return chance.choice(_SENTENCES).format(
        n=chance.randint(2, 900), p=chance.choice(_PLACES), d=chance.choice(_DAYS), w=chance.choice(_NAMES)
    )


def dense_texts(muc4: Path, samples: Path) -> tuple[str, list[str]]:
    """Where dense conflict text came from, and the texts: the MUC-4 training texts, else our own samples."""
    train = muc4 / "train.jsonl"
    if train.is_file():
        with train.open(encoding="utf-8") as lines:
            return "MUC-4 training texts", [json.loads(line)["text"] for line in lines]
    return "sample articles", [r.text for r in read(samples) if isinstance(r, Document)]


def repeated(texts: list[str]) -> Iterator[str]:
    """The texts again and again; each round is marked, so that no two are equal."""
    round_ = 0
    while True:
        for text in texts:
            yield text if round_ == 0 else f"{text}\n\nEdition {round_}."
        round_ += 1


def mixed_texts(dense: list[str], seed: int, share: float = 0.1) -> Iterator[str]:
    """A feed in which every tenth text (by `share`) is of the dense ones, the others ordinary."""
    chance, conflict, ordinary = random.Random(seed), repeated(dense), ordinary_texts(seed)
    while True:
        yield next(conflict) if chance.random() < share else next(ordinary)


def take(texts: Iterator[str], characters: int) -> list[str]:
    """Texts up to about so many characters."""
    taken, size = [], 0
    while size < characters:
        taken.append(next(texts))
        size += len(taken[-1])
    return taken


@dataclass(frozen=True)
class Feed:
    """A kind of text: its name, each run's endless stream of texts, and how many times as much of it a run takes."""

    name: str
    texts: Callable[[int], Iterator[str]]
    times: int = 1


def rotated(texts: list[str], run: int, characters: int, *, once: bool = False) -> Iterator[str]:
    """The texts from another place on for each run, so that runs share as few as the corpus allows.

    Endless unless `once`.
    """
    skipped = run * len(take(repeated(texts), characters)) % len(texts)
    turned = texts[skipped:] + texts[:skipped]
    return iter(turned) if once else repeated(turned)


def write_files(folder: Path, texts: list[str]) -> None:
    """One text file each, in order."""
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")


def largest_places(count: int) -> list[str]:
    """The names of the most populous places of the gazetteer."""
    table = pq.read_table(Reference.load().root / "places.parquet", columns=["name", "population"])
    names = table.sort_by([("population", "descending")]).column("name").to_pylist()
    return list(dict.fromkeys(names))[:count]
