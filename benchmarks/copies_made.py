"""Pairs of texts that are copies of each other, and pairs that are none, made of our own wires; always the same."""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence

import corpora
from report_table import REPOSITORY

from q7x2_etl.model import Article, Region

Pair = tuple[str, str]
_LEAST_WORDS = 100
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FIGURE = re.compile(r"\b\d[\d,]*\b")
_BULLETINS = (
    "Over the past 24 hours {n} ceasefire violations were recorded along the line of contact near {p}. Shelling "
    "with {m} mm mortars was reported from {p} and {p} between {h}.00 and {h}.30. {m} soldiers were wounded and "
    "{n} civilians sought treatment in {p}. Engineers cleared {n} hectares of mines near {p}. The crossing point "
    "at {p} was open from {h}.00 to 18.00. The joint centre has asked both sides to respect the agreement and to "
    "keep heavy weapons behind the agreed lines.",
    "The provincial police said in its daily bulletin of {d} that {n} people were arrested across the province, "
    "among them {m} suspected members of armed groups. {n} weapons were seized in {p}. Roads to {p} and {p} "
    "remain closed at night. The public is asked to report suspicious movements to the nearest station at any "
    "time of day or night. The command thanks the population and reminds everyone that the curfew is in force "
    "from ten in the evening until five in the morning in all municipalities of the district.",
    "No security incidents were recorded in the {p} area on {d}. The situation in {p} remained calm but "
    "unpredictable. Patrols of the mission moved freely on the roads to {p} and visited the markets and clinics "
    "of the town. Displaced families continued to return to their homes in small numbers, and schools were open.",
)


def article(text: str) -> Article:
    """A story that is this text as a whole."""
    return Article("0" * 32, "0" * 64, "wire", text, 0, len(text), (Region("body", 0, len(text)),))


def wires() -> list[str]:
    """Our own texts of a hundred words or more."""
    gold, samples = REPOSITORY / "tests" / "gold", REPOSITORY / "seeds" / "articles"
    texts = [path.read_text(encoding="utf-8") for path in sorted(gold.glob("articles/texts/*.txt"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt"))]
    for name in ("fresh/texts.jsonl", "paragraphs/texts.jsonl"):
        texts += [json.loads(line)["text"] for line in (gold / name).read_text(encoding="utf-8").splitlines()]
    return [text for text in texts if len(text.split()) >= _LEAST_WORDS]


def copied(wires: Sequence[str]) -> dict[str, list[Pair]]:
    """By what was done to it, each wire beside what it became."""
    chance, filler = random.Random(5), corpora.ordinary_texts(3)
    return {kind: [(wire, change(wire, chance, filler)) for wire in wires] for kind, change in _CHANGES.items()}


def others(wires: Sequence[str]) -> dict[str, list[Pair]]:
    """By kind, pairs that are no copies."""
    chance, filler = random.Random(7), corpora.ordinary_texts(11)
    kinds = {
        f"daily bulletins, form {number}": [(_filled(form, chance), _filled(form, chance)) for _ in range(200)]
        for number, form in enumerate(_BULLETINS, 1)
    }
    long = [wire for wire in wires if len(_sentences(wire)) >= 8]
    kinds["a follow-up with a fourth of the old story"] = [
        (wire, " ".join([*_ordinary(filler, 8), *_sentences(wire)[: len(_sentences(wire)) // 4]])) for wire in long
    ]
    kinds["the same statement quoted in two stories"] = [
        (wire, " ".join([*_ordinary(filler, 8), *_sentences(wire)[2:4]])) for wire in long
    ]
    kinds["different wires"] = [(a, b) for n, a in enumerate(wires) for b in wires[:n]]
    return kinds


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def _ordinary(filler: Iterator[str], n: int) -> list[str]:
    return _sentences(" ".join(next(filler).split("\n\n")[1:]))[:n]


def _cut(share: float) -> Callable[[str, random.Random, Iterator[str]], str]:
    def change(text: str, chance: random.Random, filler: Iterator[str]) -> str:
        kept: list[str] = []
        for sentence in _sentences(text):
            if len(" ".join(kept).split()) >= share * len(text.split()):
                break
            kept.append(sentence)
        return " ".join(kept)

    return change


def _boilerplate(text: str, chance: random.Random, filler: Iterator[str]) -> str:
    return (
        f"This report was received from a partner agency and has not been edited by our staff.\n\n{text}\n\n"
        "Reporting by our correspondents; editing by the night desk. Follow The Daily Gazette for more news."
    )


def _inserted(n: int) -> Callable[[str, random.Random, Iterator[str]], str]:
    def change(text: str, chance: random.Random, filler: Iterator[str]) -> str:
        sentences = _sentences(text)
        for _ in range(n):
            sentences.insert(chance.randint(1, len(sentences)), " ".join(_ordinary(filler, 2)))
        return " ".join(sentences)

    return change


def _corrected(n: int) -> Callable[[str, random.Random, Iterator[str]], str]:
    def change(text: str, chance: random.Random, filler: Iterator[str]) -> str:
        return _FIGURE.sub(lambda _: str(chance.randint(13, 99)), text, count=n)

    return change


def _new_lead(text: str, chance: random.Random, filler: Iterator[str]) -> str:
    lead = "Officials confirmed what had happened in a statement that was released late at night in the capital."
    return " ".join([lead, *_sentences(text)[1:]])


def _trimmed(text: str, chance: random.Random, filler: Iterator[str]) -> str:
    return " ".join(sentence for sentence in _sentences(text) if chance.random() > 0.2) or text


def _style(text: str, chance: random.Random, filler: Iterator[str]) -> str:
    return (
        text.replace('"', "“").replace("'", "’").replace(" per cent", "%").replace("killed", "slain").replace(",", "")
    )


def _all_at_once(text: str, chance: random.Random, filler: Iterator[str]) -> str:
    return _boilerplate(_corrected(2)(_cut(0.7)(text, chance, filler), chance, filler), chance, filler)


def _filled(form: str, chance: random.Random) -> str:
    values = {
        "n": lambda: chance.randint(2, 900),
        "m": lambda: chance.randint(2, 30),
        "h": lambda: chance.randint(0, 23),
    }
    words = {"p": lambda: chance.choice(corpora._PLACES), "d": lambda: chance.choice(corpora._DAYS)}
    return re.sub(r"\{(.)\}", lambda match: str((values | words)[match[1]]()), form)


_CHANGES: dict[str, Callable[[str, random.Random, Iterator[str]], str]] = {
    "boilerplate around it": _boilerplate,
    "cut to 70 %": _cut(0.7),
    "cut to 50 %": _cut(0.5),
    "cut to 35 %": _cut(0.35),
    "two sentences inserted": _inserted(1),
    "six sentences inserted at three places": _inserted(3),
    "two figures corrected": _corrected(2),
    "a new lead": _new_lead,
    "a fifth of the sentences left out": _trimmed,
    "another house style": _style,
    "cut to 70 %, two figures corrected, boilerplate": _all_at_once,
}
