"""How near the stories found in a document come to those expected: segmentation, paragraphs, days, kinds, outcomes."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from reading_expected import ExpectedDocument, ExpectedStory
from reading_found import FoundDocument, FoundStory

SAME_STORY = 0.8  # Jaccard overlap of words, counted with repetition
SAME_PARAGRAPH = 0.9  # share of a paragraph's runs of three words
SAME_PIECE = 0.8

_WORD = re.compile(r"[^\W_]+")
_BODY = ("body", "list")
_MONTHS_AND_DAYS = """january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
mon tue wed thu fri sat sun gmt utc am pm est et ist bst uhr published posted updated first on at by issue"""
_OF_DAYS = set(_MONTHS_AND_DAYS.split())
_ACCEPTED = {  # region kinds that are right for a piece
    "body": ("body",),
    "list": ("list",),
    "subheading": ("headline", "body"),
    "caption": ("caption",),
    "headline": ("headline",),
}


@dataclass
class Tally:
    """Right and all, to be added up; `share` is None where there was nothing."""

    right: int = 0
    all: int = 0

    def count(self, right: bool) -> None:
        self.right += right
        self.all += 1

    @property
    def share(self) -> float | None:
        return self.right / self.all if self.all else None


@dataclass
class Score:
    """Sums over documents. Stories and paragraphs: `found_*` for precision, `expected_*` for recall."""

    documents: int = 0
    expected_stories: Tally = field(default_factory=Tally)
    found_stories: Tally = field(default_factory=Tally)
    expected_paragraphs: Tally = field(default_factory=Tally)
    found_paragraphs: Tally = field(default_factory=Tally)
    dates: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)
    headlines: Tally = field(default_factory=Tally)
    bylines: Tally = field(default_factory=Tally)
    outcomes: Tally = field(default_factory=Tally)
    incidents: Tally = field(default_factory=Tally)
    clean: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.documents += other.documents
        self.misses += other.misses
        for name, tally in vars(other).items():
            if isinstance(tally, Tally):
                getattr(self, name).right += tally.right
                getattr(self, name).all += tally.all


def f1(expected: Tally, found: Tally) -> float | None:
    """The harmonic mean of recall (right of expected) and precision (right of found)."""
    if not expected.all:
        return None
    recall, precision = expected.share or 0.0, found.share or 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def score(expected: ExpectedDocument, found: FoundDocument) -> Score:
    """The score of one document; `misses` says what was wrong, a line each."""
    total = Score(documents=1)
    readable = [story for story in expected.stories if story.language == "en"]
    kept = [_Kept(story, expected) for story in found.stories]
    pairs = _paired(readable, kept)
    for story in readable:
        own = pairs.get(story.id)
        total.expected_stories.count(own is not None)
        if own is None:
            total.misses.append(f"story not found: {story.headline or story.id}{_nearest(story, kept)}")
        _score_story(story, own, expected, total)
    matched = {id(one) for one in pairs.values()}
    for one in kept:
        total.found_stories.count(id(one) in matched)
        if id(one) not in matched:
            total.misses.append(f"no such story: {one.story.title[:60]!r}, {sum(one.words.values())} words")
    _score_precision(readable, pairs, kept, total)
    _score_leaks(expected, kept, total)
    _score_outcomes(expected, found, total)
    total.misses = [f"{expected.file}: {miss}" for miss in total.misses]
    return total


class _Kept:
    """A found story without what may be kept or left: headline, standfirst, byline, captions, notices."""

    def __init__(self, story: FoundStory, expected: ExpectedDocument) -> None:
        self.story = story
        optional = [text for one in expected.stories for text in one.optional] + list(expected.maybe)
        bags = [Counter(words(text)) for text in optional]
        texts = [text for kind, text in story.regions if kind != "dateline"]
        lines = [line for text in texts for line in text.split("\n") if words(line)]
        self.units = [line for line in lines if not _is_optional(Counter(words(line)), bags)]
        self.words = Counter(word for line in self.units for word in words(line))
        everything = words("\n".join(text for _, text in story.regions))
        self.runs = _runs(everything)


def _is_optional(line: Counter[str], bags: list[Counter[str]]) -> bool:
    """Part of a text that may be kept or left, or a short line of nothing but days, hours, names and bylines."""
    size = line.total()
    if any((line & bag).total() >= SAME_PIECE * size for bag in bags):
        return True
    return size <= 12 and all(w.isdigit() or w in _OF_DAYS or any(w in bag for bag in bags) for w in line)


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(text.casefold())


def _runs(found: list[str]) -> set[tuple[str, ...]]:
    return {tuple(found[i : i + 3]) for i in range(max(1, len(found) - 2))} if found else set()


def _share(text: str, runs: set[tuple[str, ...]]) -> float:
    own = _runs(words(text))
    if len(words(text)) < 3:
        return float(set(words(text)) <= {word for run in runs for word in run})
    return len(own & runs) / len(own) if own else 1.0


def _required(story: ExpectedStory) -> Counter[str]:
    return Counter(word for kind, text in story.pieces if kind in _BODY for word in words(text))


def _overlap(story: ExpectedStory, one: _Kept) -> float:
    required = _required(story)
    subheads = Counter(w for kind, text in story.pieces if kind == "subheading" for w in words(text))
    found = one.words - (subheads & (one.words - required))  # subheadings may be kept or left
    return (required & found).total() / max(1, (required | found).total())


def _paired(expected: list[ExpectedStory], kept: list[_Kept]) -> dict[str, _Kept]:
    """Pairs of one expected and one found story that overlap enough, the nearest first."""
    ranked = sorted(
        ((_overlap(story, one), i, j) for i, story in enumerate(expected) for j, one in enumerate(kept)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    pairs: dict[str, _Kept] = {}
    used: set[int] = set()
    for overlap, i, j in ranked:
        if overlap >= SAME_STORY and expected[i].id not in pairs and j not in used:
            pairs[expected[i].id] = kept[j]
            used.add(j)
    return pairs


def _nearest(story: ExpectedStory, kept: list[_Kept]) -> str:
    if not kept:
        return " (no story at all)"
    best = max(kept, key=lambda one: _overlap(story, one))
    return f" (nearest {_overlap(story, best):.2f}: {best.story.title[:50]!r})"


def _score_story(story: ExpectedStory, own: _Kept | None, document: ExpectedDocument, total: Score) -> None:
    for kind, text in story.pieces:
        if kind in _BODY:
            there = own is not None and _share(text, own.runs) >= SAME_PARAGRAPH
            total.expected_paragraphs.count(there)
            if own is not None and not there:
                total.misses.append(f"paragraph missing: {text[:70]!r}")
    right = own is not None and _date_is_right(story, own.story)
    total.dates.count(right)
    if own is None:
        return
    if not right:
        given = f"{own.story.published_on} ({own.story.precision}, {own.story.method})"
        total.misses.append(f"day: {given}, expected {story.day or 'unknown'} ({story.precision})")
    if story.headline:
        _count(total, "headlines", _same_words(story.headline, own.story.title), f"headline: {own.story.title[:70]!r}")
    if story.byline:
        stated = set(words(story.byline)) <= set(words(own.story.byline))
        _count(total, "bylines", stated, f"byline: {own.story.byline!r}, expected {story.byline!r}")
    _score_kinds(story, own.story, document, total)


def _count(total: Score, name: str, right: bool, miss: str) -> None:
    getattr(total, name).count(right)
    if not right:
        total.misses.append(miss)


def _same_words(one: str, other: str) -> bool:
    a, b = Counter(words(one)), Counter(words(other))
    return (a & b).total() >= SAME_PIECE * max(1, (a | b).total())


def _date_is_right(story: ExpectedStory, found: FoundStory) -> bool:
    """The same day; for a coarser expectation a day inside it; where none can be known, none."""
    if story.day is None:
        return found.published_on is None
    if found.published_on is None:
        return False
    if story.precision == "day":
        return found.precision == "day" and found.published_on == date.fromisoformat(story.day)
    return found.published_on.isoformat().startswith(story.day) and found.precision != "day"


def _score_kinds(story: ExpectedStory, found: FoundStory, document: ExpectedDocument, total: Score) -> None:
    """Of the pieces that were kept as a region of their own, how many have their kind."""
    pieces = [*story.pieces, *(("caption", text) for text in story.captions), ("headline", story.headline)]
    markup = "html" in document.format
    for kind, text in pieces:
        if not words(text):
            continue
        region = next((r for r in found.regions if _same_words(text, r[1])), None)
        if region is not None:
            accepted = _ACCEPTED[kind] + (("body",) if kind == "list" and not markup else ())
            _count(total, "kinds", region[0] in accepted, f"kind: {region[0]} for {kind} {text[:50]!r}")


def _score_precision(readable: list[ExpectedStory], pairs: dict[str, _Kept], kept: list[_Kept], total: Score) -> None:
    """Each kept line that counts is right where the story that it was kept in has it."""
    by_kept = {id(one): story for story in readable if (one := pairs.get(story.id)) is not None}
    for one in kept:
        story = by_kept.get(id(one))
        allowed = _runs(words("\n".join(text for _, text in story.pieces))) if story else set()
        for line in one.units:
            right = _share(line, allowed) >= _line_share(line)
            total.found_paragraphs.count(right)
            if story and not right:
                total.misses.append(f"kept too much: {line[:70]!r}")


def _line_share(line: str) -> float:
    """A short line may begin with a dateline or a mark of quotation; a long one hardly shows it."""
    return 0.8 if len(words(line)) > 30 else 0.6


def _score_leaks(expected: ExpectedDocument, kept: list[_Kept], total: Score) -> None:
    """Nothing that belongs to no story is in one."""
    runs: set[tuple[str, ...]] = set().union(*(one.runs for one in kept)) if kept else set()
    leaked = [text for text in expected.never if len(words(text)) > 2 and _share(text, runs) >= SAME_PARAGRAPH]
    if kept:
        total.clean.count(not leaked)
    total.misses += [f"not of any story: {text[:70]!r}" for text in leaked]


def _score_outcomes(expected: ExpectedDocument, found: FoundDocument, total: Score) -> None:
    """Each expected document's outcome, once with loaded and no_incident told apart and once without."""
    for name, fold in (("incidents", _as_is), ("outcomes", _read_or_not)):
        left = Counter(fold(found.outcomes))
        for accepted in expected.outcomes:
            right = next((outcome for outcome in fold(accepted) if left[outcome] > 0), None)
            getattr(total, name).count(right is not None)
            if right is not None:
                left[right] -= 1
            else:
                reasons = f" ({'; '.join(found.reasons)[:150]})" if found.reasons else ""
                total.misses.append(f"{name}: {', '.join(found.outcomes)}{reasons}, expected {' or '.join(accepted)}")


def _as_is(outcomes: Iterable[str]) -> list[str]:
    return list(outcomes)


def _read_or_not(outcomes: Iterable[str]) -> list[str]:
    return ["read" if outcome in ("loaded", "no_incident") else outcome for outcome in outcomes]
