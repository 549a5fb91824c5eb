"""Text and times to annotated sentences: tokens, senses, places, mentions, tags and chunks, in this order."""

import re
from collections.abc import Mapping, Sequence

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.chunking import Chunker, Found
from q7x2_etl.language.grammar.groups import Chunk, Mention, PlaceMention
from q7x2_etl.language.grammar.tagging import Marked, Tagged, Tagger
from q7x2_etl.language.grammar.tokens import Token, tokenize
from q7x2_etl.language.mentions.group_names import GroupNames
from q7x2_etl.language.mentions.lexicon import Lexicon, Sense
from q7x2_etl.language.mentions.person_names import NAME, PersonNames
from q7x2_etl.language.places.finding import PlaceFinder
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.times.finding import TimeMention

__all__ = ["Annotator", "Sentence"]

_NOUN_KINDS = frozenset({"event", "weapon", "target", "person", "title", "force"})
_NOUN_LEVELS = frozenset({"admin1", "admin2", "city", "village", "region"})
_NO_COLUMNS = ((),) * len(Token._fields)
_NO_ENTRY: Mapping[str, object] = {}

_OF_PERSONS = frozenset({("was",), ("had",), ("said",), ("told",), ("added",), ("denied",), ("is",), ("has",)})
_LONG_NAME = 40  # characters of a person's other names
_NAMES_BEFORE = re.compile(r"\b([A-Z][\w'’-]+) (?:[A-Z][\w.'’-]* )*\Z")
_LONGEST_BEFORE_BRACKET = 6  # words of a name before the word in its bracket


class Annotator:
    """Annotates sentences with one lexicon and one gazetteer; holds no state of any text."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, levels: PlaceLevels) -> None:
        self._lexicon = lexicon
        self._persons = PersonNames(lexicon, gazetteer, levels)
        self._place_nouns = {
            word: Sense("place_noun", str(levels.level(word)), word, frozenset({"place"}), _NO_ENTRY)
            for word in levels.words_of(_NOUN_LEVELS)
        }
        self._groups = GroupNames(lexicon.reference, lexicon)
        self._places = PlaceFinder(lexicon, gazetteer, levels)
        self._tagger = Tagger(lexicon)
        self._chunker = Chunker(lexicon)

    def annotate(self, text: str, start: int, end: int, times: Sequence[TimeMention], case_tells: bool) -> Sentence:
        """The sentence `text[start:end]`, its times already found; its other layers are read when asked for."""
        tokens = tuple(tokenize(text, start, end))
        _, _, texts, lows, _, keys = zip(*tokens, strict=True) if tokens else _NO_COLUMNS
        return Sentence(text, start, end, tokens, texts, lows, keys, tuple(times), case_tells, self)

    def senses(self, sentence: Sentence) -> Sequence[Sequence[tuple[int, Sense]]]:
        """For each token the senses of the phrases that start there."""
        found = self._lexicon.senses(sentence.keys, sentence.texts)
        for at, text in enumerate(sentence.texts[:-2]):
            if text == "(" and at and sentence.texts[at + 2] == ")":
                self._bracketed(sentence, at, found)
        return found

    def _bracketed(self, sentence: Sentence, at: int, found: list[Sequence[tuple[int, Sense]]]) -> None:
        """ "CPI (Maoist)": a name of which the word in the bracket at token `at` is the last."""
        keys, texts = sentence.keys, sentence.texts
        for first in range(max(0, at - _LONGEST_BEFORE_BRACKET), at):
            n = at - first + 1
            inner = (*keys[first:at], keys[at + 1]), (*texts[first:at], texts[at + 1])
            named = [s for length, s in self._lexicon.senses_at(*inner, 0) if length == n and s.kind == "actor"]
            if named:
                found[first] = [(n + 2, named[0]), *found[first]]
                return

    def persons(self, sentence: Sentence) -> Sequence[tuple[int, int]]:
        """Token positions of the names of persons, where no capital tells them."""
        return [] if sentence.case_tells else self._persons.find(sentence.surface)

    def names(self, sentence: Sentence) -> Sequence[PlaceMention]:
        """All place names of the sentence that share no word with a person's name."""
        places = self._places.places(sentence.surface)
        places = [p for p in places if not any(first < p.last and p.first < last for first, last in sentence.persons)]
        return [p for p in places if not self._is_surname(sentence, p)]

    def _is_surname(self, sentence: Sentence, place: PlaceMention) -> bool:
        """ "Safi said", where "Mohammed Omar Safi" was told of before; "in Safi" is a place."""
        if not sentence.case_tells or place.last > place.first + 1 or place.demonym:
            return False
        if place.first and sentence.lows[place.first - 1] in self._lexicon.words["prepositions_locating"]:
            return False
        text, name = sentence.text, sentence.texts[place.first]
        subject = place.first == 0 and sentence.lows[1:2] in _OF_PERSONS
        at = text.find(name, 0, sentence.start)
        while at >= 0:
            before = _NAMES_BEFORE.search(text[max(0, at - _LONG_NAME) : at])
            if before is not None and (
                before[1].lower() in self._lexicon.names["given"] or (subject and self._may_be_given(before[1].lower()))
            ):
                return True
            at = text.find(name, at + 1, sentence.start)
        return False

    def _may_be_given(self, word: str) -> bool:
        """No common word, and none that names of places begin with."""
        known = self._lexicon.names
        return word not in known["common"] and word not in known["place_openers"]

    def places(self, sentence: Sentence) -> tuple[PlaceMention, ...]:
        """The place names that are no part of an actor's name."""
        names = sentence.names
        actors = [m for m in sentence.mentions if m.sense.kind == "actor"] if names else []
        return tuple(p for p in names if not any(_inside(p, actor) for actor in actors))

    def mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The longest senses of each kind, from left to right, and nouns that name kinds of places."""
        found: list[Mention] = []
        taken: dict[str, int] = {}
        names, case_tells, keys = sentence.names, sentence.case_tells, sentence.keys
        longer = {i: p for p in names for i in range(p.first, p.last)}
        named = {p.last for p in names if not p.demonym}  # "Duk | County"
        persons = {i: last for first, last in sentence.persons for i in range(first, last)}
        for i, (text, key, senses) in enumerate(zip(sentence.texts, keys, sentence.senses, strict=True)):
            if not senses and key not in self._place_nouns:
                continue
            for n, sense in senses:
                again = sense.kind == "event" and bool(found) and _same_words(found[-1], i, i + n)
                if (i < taken.get(sense.kind, 0) and not again) or not _case_fits(sense, text, case_tells):
                    continue
                place = longer.get(i)
                if place is not None and i + n <= place.last and place.last - place.first > n:
                    continue
                if i + n <= persons.get(i, 0):
                    continue
                if n == 1 and case_tells and i and sense.kind == "actor" and self._surname(sentence, i, sense):
                    continue
                taken[sense.kind] = i + n
                found.append(Mention(i, i + n, sense))
            noun = self._place_nouns.get(key)
            if noun is not None and (not case_tells or text.islower() or i in named):
                found.append(Mention(i, i + 1, noun))
        found += [Mention(first, last, NAME) for first, last in sentence.persons]
        if case_tells:
            known = [m for m in found if m.sense.kind == "actor"]
            nations = frozenset(p.first for p in names if p.demonym)
            found += self._groups.find(sentence.text, sentence.texts, known, nations)
        return tuple(found)

    def _surname(self, sentence: Sentence, i: int, sense: Sense) -> bool:
        """ "Nisar Ahmad Ahmadi": a community's name that a person bears behind given names."""
        texts, keys, given = sentence.texts, sentence.keys, self._lexicon.names["given"]
        if sense.entry.get("kind") != "civilians" or not texts[i - 1][0].isupper():
            return False
        return keys[i - 1] in given or (i > 1 and texts[i - 2][0].isupper() and keys[i - 2] in given)

    def tagged(self, sentence: Sentence) -> Tagged:
        """The tags of the tokens, and how their verbs are read."""
        nouns = frozenset(i for m in sentence.mentions if m.sense.kind in _NOUN_KINDS for i in range(m.first, m.last))
        names = frozenset(i for first, last in sentence.persons for i in range(first, last)) | _inner_words(sentence)
        people = frozenset(m.last - 1 for m in sentence.mentions if "person" in m.sense.classes)
        return self._tagger.tag(sentence.tokens, sentence.case_tells, nouns, Marked(sentence.in_times, names, people))

    def chunks(self, sentence: Sentence) -> tuple[Chunk, ...]:
        """The noun groups, verb groups and single words."""
        found = Found(sentence.tokens, sentence.tagged, sentence.mentions, sentence.places, sentence.case_tells)
        return tuple(self._chunker.chunks(found))


def _inner_words(sentence: Sentence) -> frozenset[int]:
    """The words of longer names of places, which are no verbs and prepositions: "Amarante | do | Maranhão"."""
    longer = (p for p in sentence.places if p.last - p.first > 2 and not p.is_country)
    return frozenset(i for p in longer for i in range(p.first, p.last) if sentence.texts[i].isalpha())


def _case_fits(sense: Sense, text: str, case_tells: bool) -> bool:
    """Whether the case of the phrase's first word lets it have this sense."""
    if sense.exact_case is not None:
        capital = sense.kind != "actor" or text[0].isupper() or text[0].isdigit()
        return case_tells and capital and not (sense.entry.get("needs_capital") and text.islower())
    return not (sense.entry.get("needs_capital") and text.islower())


def _same_words(mention: Mention, first: int, last: int) -> bool:
    """Another event has the same name: "the loss of a town", "the loss of two men"."""
    return mention.sense.kind == "event" and (mention.first, mention.last) == (first, last)


def _inside(place: PlaceMention, actor: Mention) -> bool:
    """The name is part of the actor's: "Mali" of "the Army of Mali"."""
    longer = actor.last - actor.first > place.last - place.first
    return longer and actor.first <= place.first and place.last <= actor.last
