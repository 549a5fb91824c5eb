"""The words of a sentence in which names of places are looked for, and what stands around a name."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from q7x2_etl.language.grammar.function_words import ARTICLES, INDEFINITE
from q7x2_etl.language.grammar.quantities import NUMBER_WORDS
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.mentions.lexicon import Sense

KNOWN_CITY = 100_000  # inhabitants from which "the Lima restaurant" means the city
_SAINTS = frozenset({"Lady", "Heart", "Virgin", "Queen", "Mother", "Immaculate"})
NAME_ARTICLES = frozenset({"al", "el", "as", "ash", "an", "at", "ad", "adh", "ar", "az", "ath", "ul"})
_FULL_NAME = 9  # words before a bracket in which a short form is spelt out
_PEOPLE_AND_EVENTS = frozenset({"actor", "person", "title", "event"})
PERSONS = frozenset({"person", "title", "force"})
COMMON_ENDINGS = (
    "ing", "ed", "ial", "tion", "sion", "ment", "ness", "ity", "ous", "ive", "ful", "less", "able", "ible", "ist",
    "ism", "ly", "ern", "est", "ent", "ant", "ary", "ory", "ship", "hood", "ance", "ence", "ural", "onal", "ican",
    "ers",
)  # fmt: skip
# Longer than any name that is asked for by its length: a page of nothing but capitals costs no more than its words.
_LONGEST_RUN = 16
_LONGEST_ACTOR = 8  # words of an actor's name
_LONGEST_SHORT_NAME = 6  # letters
_OPENING_ENDS = frozenset({"between", "linking", "connecting"})
_JOINING_ENDS = frozenset({"and", "with", "to"})
_ROAD = 3  # tokens: a road, "between", its first end and "and"
_MEASURED_WITHIN = 5  # words behind a name in which a distance stands
_LONGEST_END = 3  # words
_LONG_DEMONYM = 3  # words
_NO_OPENINGS = NUMBER_WORDS | ARTICLES


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence: tokens, their texts, these in lower case, the senses of phrases that start at each."""

    tokens: Sequence[Token]
    texts: Sequence[str]
    lows: Sequence[str]
    senses: Sequence[Sequence[tuple[int, Sense]]]
    case_tells: bool
    times: frozenset[int] = frozenset()

    def capital(self, i: int) -> bool:
        """Whether there is a token `i` and it starts with a capital that is none of a time's ("Lima Friday").

        The article before a name may be small: "al-Ghuraf".
        """
        if not 0 <= i < len(self.texts) or i in self.times:
            return False
        if self.texts[i][0].isupper():
            return True
        last = i + 1 == len(self.texts)
        return (
            not last and self.texts[i] in NAME_ARTICLES and self.tokens[i + 1].glued and self.texts[i + 1][0].isupper()
        )

    def name_end(self, i: int) -> int:
        """Where the run of capitalised and glued tokens behind token `i` ends; one too long for a name is not followed
        to its end.
        """
        end, limit = i + 1, min(len(self.tokens), i + _LONGEST_RUN)
        while end < limit and (self.capital(end) or (self.tokens[end].glued and end not in self.times)):
            end += 1
        linked = self.linked(end)
        return self.name_end(linked) if i < linked < limit else end

    def linked(self, i: int) -> int:
        """The word that small words of Romance names tie to those before token `i`: "Santa Rosa | de Ocaña"; else 0."""
        at, links = i, packaged_words().words["links_in_names"]
        while self.case_tells and i <= at < min(i + 2, len(self.texts) - 1) and self.texts[at] in links:
            at += 1
        return at if at > i and self.capital(at) else 0

    def joined(self, first: int, last: int) -> str:
        """The text of the tokens [first, last), with hyphens where they are glued."""
        tied = ("" if t.low == "'s" else "-" if t.glued else " " for t in self.tokens[first:last])
        return "".join(tie + t.text for tie, t in zip(tied, self.tokens[first:last], strict=True)).strip(" -")


def goes_on(words: Words, i: int, n: int) -> bool:
    """The name is part of a longer capitalised one ("Victoria Nuland", "Ali Haidar"): more likely a person's."""
    before = i > 1 and words.capital(i - 1)  # the first word's capital says nothing
    return words.case_tells and (words.capital(i + n) or before)


def of_people(words: Words, i: int) -> bool:
    """ "border guards", "border police" start at token `i`."""
    return any(n > 1 and sense.kind in PERSONS for n, sense in words.senses[i])


def short_form(words: Words, i: int) -> bool:
    """ "an intelligence-based operation (IBO)": the initials of what stands before the bracket."""
    text, texts = words.texts[i], words.texts
    if text.isupper() and words.case_tells and _counted_as_one(words, i):
        return True  # "killed in an IBO", "a car of a national NGO"
    if i < 3 or i + 1 >= len(texts) or (texts[i - 1], texts[i + 1]) != ("(", ")"):
        return False
    initials = [t[0].upper() for t in texts[max(0, i - _FULL_NAME) : i - 1]]
    return words.case_tells and text.isupper() and text[-1] == initials[-1] and text[0] in initials[:-1]


def words_by_chance(words: Words, i: int, n: int, demonym: Callable[[str], str | None]) -> bool:
    """The `n` words from token `i` on are no name here, though somewhere a place bears it.

    "Four persons" and "The village" in small letters; "the French city | of Nice".
    """
    if n < 2:
        return False
    if words.lows[i + n : i + n + 1] == ("of",) and demonym(words.texts[i]) is not None:
        return True
    openers = _NO_OPENINGS if words.case_tells else NUMBER_WORDS  # "the hague" is a name where case is lost
    return words.lows[i] in openers and words.texts[i + n - 1].islower()


def _counted_as_one(words: Words, i: int) -> bool:
    """An indefinite article stands before token `i`, or before the small word that describes it."""
    described = i > 1 and words.texts[i - 1].islower() and words.texts[i - 1].isalpha()
    prepositions = packaged_words().words["prepositions"]
    at = i - 2 if described and words.lows[i - 1] not in prepositions | INDEFINITE else i - 1
    return at >= 0 and words.lows[at] in INDEFINITE


def part_of_actor(words: Words, i: int, n: int) -> bool:
    """An actor's name, or a longer phrase of people, starts here ("Islamic State", "Al Shabaab"): no place.

    Nor is the short name in brackets behind one: "the Special Deterrence Force (Rada)".
    """
    if i > 1 and words.texts[i - 1] == "(" and words.texts[i + n : i + n + 1] == (")",):
        before = ((j, m, sense) for j in range(max(0, i - _LONGEST_ACTOR), i - 1) for m, sense in words.senses[j])
        if any(sense.kind == "actor" and j + m == i - 1 for j, m, sense in before):
            return True
    return any(
        m > n or (m == n and sense.kind == "actor") for m, sense in words.senses[i] if sense.kind in _PEOPLE_AND_EVENTS
    )


def kind_of_thing(words: Words, i: int) -> bool:
    """ "a Christmas market": behind an indefinite article and before the word for something built."""
    behind = words.tokens[i + 1].text if i + 1 < len(words.tokens) else ""
    if not behind.islower() or not any(sense.kind == "target" for _, sense in words.senses[i + 1]):
        return False
    start = i
    while start > 0 and words.capital(start - 1):
        start -= 1
    return start > 0 and words.tokens[start - 1].low in INDEFINITE


def acronym(words: Words, i: int, country: str | None) -> bool:
    """ "a US strike": capitals among small letters are a country's, and no pronoun."""
    text = words.texts[i]
    return country is not None and words.case_tells and len(text) > 1 and text.isupper()


def short_name(words: Words, i: int) -> bool:
    """ "a BGP outpost", "the SSPDF base": whose it is, and no place."""
    return words.case_tells and words.texts[i].isupper() and 1 < len(words.texts[i]) <= _LONGEST_SHORT_NAME


def of_saint(words: Words, i: int) -> bool:
    """ "the church of Our Lady of Mount Carmel": a part of its name."""
    return i > 1 and words.tokens[i - 1].low == "of" and words.texts[i - 2] in _SAINTS


def named_ship(words: Words, i: int) -> bool:
    """ "a freighter, the Puli": what a vessel or vehicle is called."""
    if i < 3 or words.tokens[i - 1].low != "the" or words.texts[i - 2] != ",":
        return False
    return any("vehicle" in sense.classes for _, sense in words.senses[i - 3])


def long_demonym(words: Words, i: int, demonym: Callable[[str], str | None]) -> int:
    """ "South African", "Papua New Guinean", "Sri Lankan": how many words the demonym has that starts here; else 0."""
    for n in range(_LONG_DEMONYM, 1, -1):
        capitals = i + n <= len(words.texts) and all(text[0].isupper() for text in words.texts[i : i + n])
        if capitals and demonym(" ".join(words.texts[i : i + n])) is not None:
            return n
    return 0


def ends_road(words: Words, i: int, lines: Set[str]) -> bool:
    """ "the road between | Khardali and | Marjayoun", "the highway linking Gao with | Ansongo": where a road ends."""
    lows, end = words.lows, words.name_end(i)
    if end - i > _LONGEST_END or any(words.senses[j] for j in range(i, end)):
        return False
    if i > _ROAD and lows[i - 1] in _JOINING_ENDS:
        first = i - 2
        while first > 1 and words.capital(first - 1):
            first -= 1
        return words.capital(first) and lows[first - 1] in _OPENING_ENDS and lows[first - 2] in lines
    return i > 1 and lows[i - 1] in _OPENING_ENDS and lows[i - 2] in lines


def measured(words: Words, end: int, units: Set[str]) -> bool:
    """ "Sake, about 25 km west of Goma": how far the place lies from another follows its name, which ends at `end`."""
    tokens = words.tokens
    if tokens[end].text not in {",", "("}:
        return False
    for at in range(end + 1, min(len(tokens) - 1, end + 1 + _MEASURED_WITHIN)):
        if tokens[at].low in units:
            return tokens[at - 1].low[0].isdigit() or tokens[at - 1].low in NUMBER_WORDS
    return False
