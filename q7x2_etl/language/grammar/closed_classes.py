"""Tags of the words that a closed class, a mark or a time expression decides, whatever stands around them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.quantities import NUMBER_WORDS
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import WordLists
from q7x2_etl.remembered import remembered

_MARKS = {
    ",": ",", "(": "(", ")": ")", "[": "(", "]": ")",
    '"': "q", "“": "q", "”": "q", "‘": "q", "«": "q", "»": "q", "'": "q", "’": "q",
}  # fmt: skip
_BETWEEN_AGES = frozenset({"and", ",", "or", "to"})
_JOINING = frozenset({"and", "a", "to", "or", "between"})  # numbers: see `_joins_numbers`
_NOT_SHORT_NAMES = frozenset({"and", "the", "for"})
_ASKED = "?"  # no tag: what stands around the word decides
_OPENING = frozenset({".", '"', "“", "‘", "«", ";", ":"})  # marks behind which a new clause begins


class Marks(NamedTuple):
    """What is known before tagging: which tokens stand inside time expressions, and which qualify a count.

    `ages`: it holds words that tell somebody's age.
    """

    times: frozenset[int]
    counting: frozenset[int]
    ages: bool


class ClosedClasses:
    """The closed classes of one set of word lists, made ready for one look-up a token."""

    def __init__(self, lists: WordLists) -> None:
        words = lists.words
        self._words = words
        self._auxiliaries = words["be"] | words["have"] | words["do"]
        self._verb_negations = words["negative_words"] - words["negative_nominals"]
        self._counted = NUMBER_WORDS | words["vague_quantities"]
        self._any = frozenset({"of", "to", "that", "according"}).union(
            self._auxiliaries, self._verb_negations, words["relative_words"], words["modals"], words["get"],
            words["subordinators"], words["conjunctions"], words["determiners"], words["counted_pronouns"],
            words["pronouns"], words["state_adverbs"], words["adverbs"], words["prepositions"], words["compass_words"],
        )  # fmt: skip
        self._phrases: dict[str, list[list[str]]] = {}  # "at least", "up to", by their first words
        for phrase in lists.phrases("count_phrases"):
            self._phrases.setdefault(phrase[0], []).append(list(phrase))
        in_phrases = frozenset(word for phrase in lists.phrases("count_phrases") for word in phrase)
        # every word that `tag` may give a tag to; the others, most of a text, are out at once
        self._decided = self._any | NUMBER_WORDS | in_phrases | words["age_words"] | {"between", "or", "and"}
        self._decided |= words["clock_words"]
        marks = {low for low in self._any if not low[0].isalpha()}
        in_contexts = marks | NUMBER_WORDS | in_phrases | words["age_words"] | _JOINING
        plain = {low: tag for low in self._any - in_contexts if (tag := self._whatever_the_context(low)) is not None}
        self._plain: Mapping[str, str] = plain
        self._alone = remembered(65536)(self._tag_alone)

    def tags(self, tokens: Sequence[Token], times: frozenset[int], case_tells: bool) -> list[str | None]:
        """For each token of a sentence its tag, or None for an open-class word."""
        lows = [token.low for token in tokens]
        found = list(map(self._alone, lows))
        asked = {i for i, tag in enumerate(found) if tag == _ASKED}
        for i in [i for i, token in enumerate(tokens) if token.glued]:
            asked |= {i - 1, i} if i and found[i - 1] is not None else {i}
        if case_tells:
            asked |= {i for i, tag in enumerate(found) if tag is not None and _short_name(tokens[i])}
        if asked:
            marked = Marks(times, self._counting(lows), not self._words["age_words"].isdisjoint(lows))
            for i in asked:
                found[i] = self._tag(i, tokens, marked, case_tells)
        for i in times:
            found[i] = "T"
        return found

    def _tag_alone(self, low: str) -> str | None:
        """The tag of a word that is tagged alike wherever it stands, None for one of an open class, else `_ASKED`."""
        if low in self._plain:
            return self._plain[low]
        return None if low not in self._decided and low[0].isalpha() else _ASKED

    def _whatever_the_context(self, low: str) -> str | None:
        """The tag of a function word that is tagged alike wherever it stands; see `_function_word`."""
        words = self._words
        if low in words["modals_also_names"] or low in {"that", "according", "her"}:
            return None
        if low in words["determiners"] and low in words["pronouns"]:
            return None
        contextual = (
            "reflexives", "counted_pronouns", "state_adverbs", "compass_words", "adverbs_in_verbs",
            "count_prepositions",
        )  # fmt: skip
        alone = self._function_word(0, [Token(0, len(low), low, low, False, low)], case_tells=False)
        before_them = alone in {"A", "X", "R", "S", "C", "D"} or low in {"of", "to"}
        return alone if before_them or not any(low in words[name] for name in contextual) else None

    def _tag(self, i: int, tokens: Sequence[Token], marked: Marks, case_tells: bool) -> str | None:
        token = tokens[i]
        low = token.low
        if low == "'s" or (
            low in "'’" and i > 0 and tokens[i - 1].end == token.start and tokens[i - 1].low.endswith("s")
        ):
            return "'"
        if low == "+" and i > 0 and tokens[i - 1].end == token.start and _is_number(tokens[i - 1]):
            return "N"  # "30+ fighters"
        if not low[0].isalnum():
            return "O" if low[1:2].isdigit() else _MARKS.get(low, ".")  # "two .45 pistols"
        if marked.ages and self._tells_age(i, tokens):
            return "B"
        if ":" in low or (low in self._words["clock_words"] and i > 0 and tokens[i - 1].low[0].isdigit()):
            return "T"  # "at 11:40 p.m."
        if low[0].isdigit() or (low in NUMBER_WORDS and not token.glued):
            return "N"
        if low in NUMBER_WORDS and i > 0 and tokens[i - 1].low in NUMBER_WORDS:
            return "N"  # "forty-six other people"
        if i in marked.counting:
            return "D"
        if low in _JOINING and _joins_numbers(i, tokens):
            return "N"
        if token.glued and tokens[i - 1].low not in self._words["verb_prefixes"]:
            return "O"
        if i + 1 < len(tokens) and tokens[i + 1].glued and low in self._any:
            return "O"  # "so-called", "off-duty"
        if case_tells and _short_name(token):
            words = self._words
            return "O" if low in words["pronouns"] or low in words["be"] or low in words["prepositions"] else None
        if low == "her" and self._is_object(i, tokens, marked.times):
            return "P"
        return self._function_word(i, tokens, case_tells) if low in self._any else None

    def _tells_age(self, i: int, tokens: Sequence[Token]) -> bool:
        """The words of "a boy | aged nine |", "two suspects, | aged 17 and 22 |", "a girl | aged between 8 and 10 |":
        they count nobody.
        """
        words = self._words["age_words"]
        if tokens[i].low in words:
            at = i + 2 if i + 1 < len(tokens) and tokens[i + 1].low == "between" else i + 1
            return at < len(tokens) and _is_number(tokens[at])
        if tokens[i].low == "between":
            return i > 0 and tokens[i - 1].low in words and i + 1 < len(tokens) and _is_number(tokens[i + 1])
        at = i - 1 if tokens[i].low == "and" and tokens[i - 2 : i - 1] and tokens[i - 2].low == "between" else i
        while _is_number(tokens[at]) and at >= 2 and tokens[at - 1].low in _BETWEEN_AGES:
            at -= 2
        if not _is_number(tokens[at]):
            return False
        opener = at - 2 if at > 1 and tokens[at - 1].low == "between" else at - 1
        return opener >= 0 and tokens[opener].low in words

    def _function_word(self, i: int, tokens: Sequence[Token], case_tells: bool) -> str | None:
        words, low = self._words, tokens[i].low
        if low in {"of", "to"} or (low == "according" and i + 1 < len(tokens) and tokens[i + 1].low == "to"):
            return "I"
        if low in self._verb_negations:
            return "A" if low in self._auxiliaries or low in words["modals"] else "X"
        if low == "that" and self._points(i, tokens):
            return "D"
        if low == "that" or low in words["relative_words"]:
            return "R"
        if low in words["modals"]:
            named = low in words["modals_also_names"] and case_tells and tokens[i].text[0].isupper() and i > 0
            return None if named else "A"
        if low in self._auxiliaries or low in words["get"]:
            return "A"
        if low in words["subordinators"]:
            return "S"
        if low in words["conjunctions"]:
            return "C"
        if low in words["determiners"]:
            return "P" if low in words["pronouns"] and self._stands_alone(i, tokens) else "D"
        return self._pronoun_or_preposition(i, tokens)

    def _points(self, i: int, tokens: Sequence[Token]) -> bool:
        """ "That attack was claimed", "after that raid": it opens the sentence, or stands behind a preposition.

        "Raised that figure to 61": a singular noun of counts.
        """
        before = tokens[i - 1].low if i else "."
        if i + 1 >= len(tokens):
            return False
        following = tokens[i + 1].low
        alone = following in self._words["figure_nouns"] and not following.endswith("s")
        if not (before in _OPENING or before in self._words["prepositions"] or alone):
            return False
        return following.isalpha() and following not in self._any

    def _pronoun_or_preposition(self, i: int, tokens: Sequence[Token]) -> str | None:
        words, low = self._words, tokens[i].low
        before = tokens[i - 1].low if i else "."
        if low in words["reflexives"] and before in words["be"]:
            return "B"  # "was himself shot dead"
        if low in words["counted_pronouns"] and (before[0].isdigit() or before in self._counted):
            return "O"
        if low in words["pronouns"]:
            return "P"
        if low in words["state_adverbs"] and before not in words["determiners"] and before[0].isalnum():
            return "B"
        if low in words["compass_words"]:
            return "B" if self._gives_bearing(i, tokens) else None
        if low in words["adverbs_in_verbs"] and before in words["have"]:
            return "B"  # "have since fled"
        if low in words["prepositions"]:
            following = tokens[i + 1].low if i + 1 < len(tokens) else "."
            if following in INDEFINITE and i + 2 < len(tokens):
                following = tokens[i + 2].low if tokens[i + 2].low in NUMBER_WORDS else following
            counted = following[0].isdigit() or following in NUMBER_WORDS
            return "D" if low in words["count_prepositions"] and counted else "I"  # "when around a dozen gunmen"
        return "B" if low in words["adverbs"] else None

    def _gives_bearing(self, i: int, tokens: Sequence[Token]) -> bool:
        """ "12 fighters | south of Rafah": not "the south of the country"."""
        following = tokens[i + 1].low if i + 1 < len(tokens) else "."
        before = tokens[i - 1].low if i else "."
        closed = self._words["determiners"] | self._words["prepositions"] | self._words["compass_words"]
        return following == "of" and (before == "," or before[0].isalpha()) and before not in closed

    def _stands_alone(self, i: int, tokens: Sequence[Token]) -> bool:
        """A determiner without a noun: "those of", "these were"."""
        following = tokens[i + 1].low if i + 1 < len(tokens) else "."
        return (
            not following[0].isalnum()
            or following == "of"
            or following in self._words["be"]
            or following in self._words["have"]
        )

    def _is_object(self, i: int, tokens: Sequence[Token], times: frozenset[int]) -> bool:
        """ "shot her | in the head", "stabbed her | three times", "shot her dead": not "her first husband"."""
        after, behind = (tokens[k].low if k < len(tokens) else "." for k in (i + 1, i + 2))
        words = self._words
        if (
            not after[0].isalnum()
            or i + 1 in times
            or after in words["conjunctions"]
            or after in words["subordinators"]
        ):
            return True
        if after in words["prepositions"] or after in {"of", "to"}:
            return after not in {"like", "past"}
        if after in words["state_adverbs"]:
            return not behind[0].isalnum() or i + 2 in times or behind in self._any
        return behind == "times" or after in {"twice", "once"}

    def _counting(self, lows: list[str]) -> frozenset[int]:
        """The positions of "at least", "up to", "more than" before numbers."""
        found: set[int] = set()
        for at in [i for i, low in enumerate(lows) if low in self._phrases]:
            for phrase in self._phrases[lows[at]]:
                end = at + len(phrase)
                if lows[at:end] == phrase and end < len(lows):
                    following = lows[end]
                    if following[0].isdigit() or following in NUMBER_WORDS or following in INDEFINITE:
                        found.update(range(at, end))
        return frozenset(found)


def _short_name(token: Token) -> bool:
    """ "US", "IS", "WHO": two or three capitals where capitals tell something."""
    return 1 < len(token.text) <= 3 and token.text.isupper() and token.low not in _NOT_SHORT_NAMES


def _is_number(token: Token) -> bool:
    return token.low[0].isdigit() or token.low in NUMBER_WORDS


def _joins_numbers(i: int, tokens: Sequence[Token]) -> bool:
    """The small words of a range: "between 10 and 15", "10 to 15", "two or three"."""
    low = tokens[i].low
    for at in {"and": (i,), "a": (i - 1,)}.get(low, ()):
        if at > 0 and _is_number(tokens[at - 1]) and [t.low for t in tokens[at : at + 3]] == ["and", "a", "half"]:
            return True  # "a dozen and a half"
    if (
        low in {"to", "or", "and"}
        and 0 < i < len(tokens) - 1
        and _is_number(tokens[i - 1])
        and _is_number(tokens[i + 1])
    ):
        if low == "to" and i > 1 and tokens[i - 2].low == "from":
            return False  # "rose from 27 to 34"
        return low != "and" or any(t.low == "between" for t in tokens[max(0, i - 4) : i])
    if low == "between" and i + 3 < len(tokens) and _is_number(tokens[i + 1]):
        return any(
            tokens[k].low == "and" and _is_number(tokens[k + 1]) for k in range(i + 2, min(i + 5, len(tokens) - 1))
        )
    return False
