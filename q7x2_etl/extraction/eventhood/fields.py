"""What a story is about, sentence by sentence: words of sport, fiction, markets, drills, disasters near a trigger."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.mentions.lower_case import lowered
from q7x2_etl.once import once
from q7x2_etl.reference import Reference

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")  # the same in ASCII and lower case, in half the time
# "won 3-1", "lost 36-34"; what stands before the first digit is looked at behind it, for digits are quickly found
_SCORE = re.compile(r"\d(?<![\w.,-]\d)\d{0,2}[-–]\d{1,3}(?![\w-])")
# "has died in Kyiv at 67", "dies in Rome, aged 91", "has died in Lublin. He was 103.": in bed
_OLD = r"(?:[5-9]\d|1[01]\d)\b(?! ?[%:.]\d)"
_DIED_OLD = re.compile(
    r"\b(?:has died|have died|dies|died)\b[^.;!?\d]{0,60}?\b(?:at(?: the age of)?|aged) " + _OLD
    + r"|\bhas died\b[^.;!?\d]{0,60}\.\s+(?:He|She) was " + _OLD
)  # fmt: skip
_GAMES, _LIVES = "sport", "obituary"
_NEAR = 350  # characters before and behind a sentence
_MOST_IN_SENTENCE, _MOST_NEAR = 4, 5
_FULL_SHARE, _FULL_WORDS = 0.025, 4  # of a story's words; set on own texts: sport reports 3-8 %, war reports below 1 %
_MARK, _WORD_COUNT = 2, 1
_FEWEST = 2  # one weak word proves nothing
_OPENING = 250  # characters of a story
_ONLY_NEAR = 0.6  # of the points of a crash or a disease that the sentence itself does not speak of
WAR = "war"
_PAIR = 2  # words by which signs are looked up
_Sign = tuple[tuple[str, ...], str, int]  # the words, the field, how much it counts


@dataclass(frozen=True, slots=True)
class Field:
    """A field of life and what its signs weigh in a trigger's sentence, near it and in the whole story.

    `present` is added where the trigger is told in the present tense, as plots and scenarios are.
    `armed` is the share of the points that is left where armed people do it: a crash matters less then.
    A field that `yields` weighs less where words of war stand around: there are crashes and banks in wars.
    In a field that `harms` people die without anybody's hand, or only in tales and sums: the dead prove no violence.
    `crowd` is the share that is left for a protest: people protest about schools, pay and hospitals.
    `lead` is added behind a story's opening that speaks of the field and tells of no incident.
    """

    name: str
    yields: bool
    harms: bool
    sentence: float
    near: float
    story: float
    present: float
    armed: float
    lead: float
    crowd: float


@dataclass(frozen=True, slots=True)
class _Hit:
    """A sign of a field in a text: its offset, the field and its words, how much it counts."""

    start: int
    sign: tuple[str, str]
    count: int

    @property
    def field(self) -> str:
        """The field that it is a sign of."""
        return self.sign[0]


@dataclass(frozen=True, slots=True)
class _Without:
    """Signs that do not count: those inside some words, of these fields (None: of any but war)."""

    spans: Sequence[tuple[int, int]]
    fields: frozenset[str] | None

    def holds(self, hit: _Hit) -> bool:
        """Whether the sign is one of them."""
        ours = hit.field != WAR if self.fields is None else hit.field in self.fields
        return ours and any(start <= hit.start < end for start, end in self.spans)


class Profile:
    """The signs of all fields in the story `text[first:last]`, found when they are first asked for."""

    def __init__(self, fields: "Fields", text: str, first: int, last: int) -> None:
        self._fields = fields
        self._story = text, first, last
        self._known: dict[tuple[int, int], Mapping[str, tuple[int, int]]] = {}

    @once
    def _read(self) -> tuple[Sequence[_Hit], Sequence[int], int]:
        """The signs, where they start, and how many words the story has."""
        hits, words = self._fields.hits(*self._story)
        text, first, last = self._story
        opening = lowered(text[first : min(last, first + 2 * _OPENING)])
        belied = {name for name, phrases in self._fields.unless.items() if any(p in opening for p in phrases)}
        hits = [hit for hit in hits if hit.field not in belied] if belied else hits
        return hits, [hit.start for hit in hits], words

    @once
    def full_of(self) -> frozenset[str]:
        """The fields that the whole story is about: several of their words, and often."""
        found = set()
        signs, _, words = self._read
        for name in {hit.field for hit in signs}:
            hits = [hit for hit in signs if hit.field == name]
            if len({hit.sign for hit in hits}) >= _FULL_WORDS and len(hits) >= _FULL_SHARE * words:
                found.add(name)
        return frozenset(found)

    @once
    def opened_by(self) -> frozenset[str]:
        """The fields that the story's opening speaks of."""
        _, first, last = self._story
        found = self._counted(first, min(last, first + _OPENING), {})
        sums: dict[str, int] = {}
        for (name, _), count in found.items():
            sums[name] = sums.get(name, 0) + count
        return frozenset(name for name, n in sums.items() if n >= _FEWEST)

    @once
    def marked_opening(self) -> frozenset[str]:
        """The fields of which a sign beyond doubt stands in the story's opening."""
        _, first, last = self._story
        found = self._counted(first, min(last, first + _OPENING), {})
        return frozenset(name for (name, _), count in found.items() if count == _MARK)

    def counts(self, start: int, end: int) -> Mapping[str, tuple[int, int]]:
        """Field -> counts of its signs in the sentence `text[start:end]` and near it; fields without any are left out.

        Each word counts once, where it stands first.
        """
        if (start, end) not in self._known:
            self._known[start, end] = self._counts(start, end)
        return self._known[start, end]

    def _counts(self, start: int, end: int, without: "_Without | None" = None) -> Mapping[str, tuple[int, int]]:
        inside = self._counted(start, end, {}, without)
        around = self._counted(start - _NEAR, start, inside) | {}
        for key, count in self._counted(end, end + _NEAR, inside | around).items():
            around[key] = count
        found: dict[str, list[int]] = {}
        for n, (part, most) in enumerate(((inside, _MOST_IN_SENTENCE), (around, _MOST_NEAR))):
            for (name, _), count in part.items():
                sums = found.setdefault(name, [0, 0])
                sums[n] = min(most, sums[n] + count)
        return {name: (sums[0], sums[1]) for name, sums in found.items()}

    def points(
        self, start: int, end: int, sufferers: Sequence[tuple[int, int]] = (), *, bodily: bool = False
    ) -> Mapping[Field, float]:
        """The fields with their points against a trigger in the sentence `text[start:end]`.

        Who is shot dead or kidnapped there (`sufferers`: offsets of their words) may be a coach or a novelist: where
        words of war stand in the sentence, signs of a field that yields do not count inside those words; nor do those
        of any field where it can only be meant of their bodies (`bodily`: "was stabbed").
        """
        counts = self.counts(start, end)
        if sufferers and (bodily or counts.get(WAR, (0, 0))[0]):
            fields = None if bodily else self._fields.yielding
            counts = self._counts(start, end, _Without(tuple(sufferers), fields))
        war = self._fields.war * sum(n / (1 + place) for place, n in enumerate(counts.get(WAR, (0, 0))))
        found = {}
        for field in self._fields.all:
            inside, around = counts.get(field.name, (0, 0))
            if inside + around < _FEWEST and field.name not in self.full_of:
                continue
            points = field.sentence * inside + field.near * around + field.story * (field.name in self.full_of)
            points *= _ONLY_NEAR if field.armed < 1 and not inside else 1.0
            points -= war if field.yields else 0.0
            if points > 0:
                found[field] = points
        return found

    def war(self, start: int, end: int) -> int:
        """How many words of war stand in the sentence `text[start:end]` and near it."""
        return sum(self.counts(start, end).get(WAR, (0, 0)))

    def _counted(
        self, start: int, end: int, known: Mapping[tuple[str, str], int], without: "_Without | None" = None
    ) -> dict[tuple[str, str], int]:
        hits, starts, _ = self._read
        part = hits[bisect_left(starts, start) : bisect_left(starts, end)]
        if without is not None:
            part = [h for h in part if not without.holds(h)]
        return {h.sign: h.count for h in part if h.sign not in known}


class Fields:
    """The fields of `relevance.yaml`; reads the profile of a story."""

    def __init__(self, reference: Reference) -> None:
        entries = [e for e in reference.entries("relevance") if "marks" in e]
        self.all = tuple(
            Field(
                e["id"],
                bool(e["yields"]),
                bool(e["harms"]),
                *(_number(e, key) for key in ("sentence", "near", "story", "present", "armed", "lead", "crowd")),
            )
            for e in entries
        )
        self.yielding = frozenset(field.name for field in self.all if field.yields)
        self.war = weights(reference)[WAR]
        # Words of a story's opening that belie a field: who "has died at 39, was shot" died in no bed.
        self.unless = {e["id"]: tuple(e["unless"]) for e in entries if "unless" in e}
        self._signs: dict[str, dict[str | None, list[_Sign]]] = {}  # by their first and second words
        for entry in reference.entries("relevance"):
            for key, count in (("marks", _MARK), ("words", _WORD_COUNT), (WAR, _WORD_COUNT), ("but_not", 0)):
                for phrase in entry.get(key, ()):
                    words = tuple(_WORD.findall(str(phrase).lower()))
                    if not words or not isinstance(phrase, str):
                        raise ReferenceDataError(f"relevance.yaml: entry {entry['id']!r}: {phrase!r} is no phrase")
                    known = self._signs.setdefault(words[0], {None: []})
                    second = words[1] if len(words) > 1 else None
                    known.setdefault(second, []).append((words, entry["id"], count))
        for options in (options for known in self._signs.values() for options in known.values()):
            options.sort(key=lambda sign: (-len(sign[0]), sign[0], sign[1]))

    def words_of(self, names: Iterable[str]) -> frozenset[str]:
        """The single words that are signs beyond doubt of one of these fields."""
        wanted = set(names)
        return frozenset(
            phrase[0]
            for known in self._signs.values()
            for phrase, field, count in known[None]
            if field in wanted and count == _MARK
        )

    def profile(self, text: str, first: int, last: int) -> Profile:
        """The signs in the story `text[first:last]`, with their offsets in `text`."""
        return Profile(self, text, first, last)

    def hits(self, text: str, first: int, last: int) -> tuple[Sequence[_Hit], int]:
        """The signs of all fields in `text[first:last]`, in their order, and how many words stand there."""
        low = lowered(text).replace("’", "'")
        word_at = _ASCII_WORD if low.isascii() else _WORD
        words, starts = word_at.findall(low, first, last), [m.start() for m in word_at.finditer(low, first, last)]
        signs = self._signs
        hits: list[_Hit] = []
        over: dict[str, int] = {}  # field -> where its last phrase ends: no word counts twice
        for i in [i for i, word in enumerate(words) if word in signs]:
            known = signs[words[i]]
            longer = known.get(words[i + 1], ()) if i + 1 < len(words) else ()
            for phrase, field, count in (*longer, *known[None]):
                n = len(phrase)
                if over.get(field, 0) <= i and (n <= _PAIR or tuple(words[i : i + n]) == phrase):
                    over[field] = i + n
                    if count:
                        hits.append(_Hit(starts[i], (field, " ".join(phrase)), count))
        hits += [_Hit(m.start(), (_GAMES, m.group()), _WORD_COUNT) for m in _SCORE.finditer(text, first, last)]
        opening = min(last, first + _OPENING)
        hits += [_Hit(m.start(), (_LIVES, m.group()), _MARK) for m in _DIED_OLD.finditer(text, first, opening)]
        hits.sort(key=lambda hit: hit.start)
        return hits, len(words)


def _number(entry: Mapping[str, Any], key: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ReferenceDataError(f"relevance.yaml: entry {entry.get('id')!r}: {key} is a number, not {value!r}")
    return float(value)


def weights(reference: Reference) -> Mapping[str, float]:
    """What each sign of violence weighs for a trigger (entry `evidence` of relevance.yaml)."""
    entry = next((e for e in reference.entries("relevance") if "weights" in e), None)
    if entry is None:
        raise ReferenceDataError("relevance.yaml: no entry with weights")
    return {name: _number(entry["weights"] | {"id": entry["id"]}, name) for name in entry["weights"]}
