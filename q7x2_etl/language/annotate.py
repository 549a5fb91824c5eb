"""Text and times to annotated sentences: tokens, places, senses, tags and chunks, in this order."""

from collections.abc import Mapping, Sequence

from q7x2_etl.language.annotated import Sentence, key_of
from q7x2_etl.language.chunking import Chunker, Found
from q7x2_etl.language.gazetteer import Gazetteer
from q7x2_etl.language.groups import Mention, PlaceMention
from q7x2_etl.language.lexicon import Lexicon, Sense
from q7x2_etl.language.place_finding import PlaceFinder, Words
from q7x2_etl.language.place_levels import PlaceLevels
from q7x2_etl.language.tagging import Tagger
from q7x2_etl.language.times import TimeMention
from q7x2_etl.language.tokens import Token, tokenize

__all__ = ["Annotator", "Sentence"]

_NOUN_KINDS = frozenset({"event", "weapon", "target", "person", "title", "force"})
_NOUN_LEVELS = frozenset({"admin1", "admin2", "city", "village", "region"})
_NO_ENTRY: Mapping[str, object] = {}


class Annotator:
    """Annotates sentences with one lexicon and one gazetteer; holds no state of any text."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        self._lexicon = lexicon
        self._levels = levels
        self._places = PlaceFinder(lexicon, gazetteer, levels)
        self._tagger = Tagger(lexicon)
        self._chunker = Chunker(lexicon)

    def annotate(self, text: str, start: int, end: int, times: Sequence[TimeMention], case_tells: bool) -> Sentence:
        """The sentence `text[start:end]`, its times already found."""
        tokens = tokenize(text, start, end)
        keys = [key_of(t) for t in tokens]
        texts = [t.text for t in tokens]
        senses = [self._lexicon.senses_at(keys, texts, i) for i in range(len(tokens))]
        words = Words(tokens, texts, senses, case_tells)
        covered = _covered(tokens, times)
        places = self._places.places(words, covered)
        mentions = self._mentions(words, keys, places)
        places = [p for p in places if not _inside_actor(p, mentions)]
        nouns = frozenset(i for m in mentions if m.sense.kind in _NOUN_KINDS for i in range(m.first, m.last))
        tagged = self._tagger.tag(tokens, case_tells, nouns, covered)
        chunks = self._chunker.chunks(Found(tokens, tagged, mentions, places, case_tells))
        return Sentence(
            text=text,
            start=start,
            end=end,
            tokens=tuple(tokens),
            tagged=tagged,
            mentions=tuple(mentions),
            places=tuple(places),
            times=tuple(times),
            chunks=tuple(chunks),
            case_tells=case_tells,
        )

    def _mentions(self, words: Words, keys: Sequence[str], places: Sequence[PlaceMention]) -> list[Mention]:
        """The longest senses of each kind, from left to right, and nouns that name kinds of places."""
        found: list[Mention] = []
        taken: dict[str, int] = {}
        for i, text in enumerate(words.texts):
            for n, sense in words.senses[i]:
                if i < taken.get(sense.kind, 0) or not _case_fits(sense, text, words.case_tells):
                    continue
                if any(p.first <= i and i + n <= p.last and p.last - p.first > n for p in places):
                    continue
                taken[sense.kind] = i + n
                found.append(Mention(i, i + n, sense))
            level = self._levels.level(keys[i])
            if level in _NOUN_LEVELS and (not words.case_tells or text.islower()):
                found.append(Mention(i, i + 1, Sense("place_noun", level, keys[i], frozenset({"place"}), _NO_ENTRY)))
        return found


def _case_fits(sense: Sense, text: str, case_tells: bool) -> bool:
    """Whether the case of the phrase's first word lets it have this sense."""
    if sense.exact_case is not None:
        capital = sense.kind != "actor" or text[0].isupper() or text[0].isdigit()
        return case_tells and capital and not (sense.entry.get("needs_capital") and text.islower())
    return not (sense.entry.get("needs_capital") and text.islower())


def _covered(tokens: Sequence[Token], times: Sequence[TimeMention]) -> frozenset[int]:
    """Positions of the tokens that stand inside a time expression."""
    if not times:
        return frozenset()
    return frozenset(i for i, t in enumerate(tokens) if any(m.start <= t.start and t.end <= m.end for m in times))


def _inside_actor(place: PlaceMention, mentions: Sequence[Mention]) -> bool:
    """The name is part of an actor's: "Mali" of "the Army of Mali"."""
    return any(
        m.sense.kind == "actor"
        and m.first <= place.first
        and place.last <= m.last
        and m.last - m.first > place.last - place.first
        for m in mentions
    )
