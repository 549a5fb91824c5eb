"""What each token does in its sentence: a shallow tagger over closed classes, verb forms and context.

Tags: D determiner, N number, O nominal (noun, adjective, name), P pronoun, I preposition, C conjunction,
S subordinator, R relative word or "that", A auxiliary (be, have, do, get, modals), V verb, B adverb, X negation,
T time, "'" possessive, "," comma, "q" quotation mark, "(" and ")" brackets, "." any other mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from q7x2_etl.language.grammar.closed_classes import ClosedClasses
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.verb_readings import VerbReadings, place_of
from q7x2_etl.language.mentions.lexicon import Lexicon

_CAPITAL_FOLLOWS = frozenset({'"', "“", ":", "("})
_OF_AN_OBJECT = frozenset("DNPT")
_EARLY_OR_LATE = frozenset({"early", "late"})
_OF_REPETITIONS = _EARLY_OR_LATE | {"times"}
_LIKELY = frozenset({"likely", "probably", "presumably"})
_SOME = frozenset({"several", "many", "multiple", "numerous"})  # before "times"
_OPEN_ENDINGS = ("ed", "ing", "ly")  # of words that may be none of the nouns, though no list has them
_SHORTEST = 5  # letters of an unknown word that "-ed" or "-ly" is taken for an ending of


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tags of a sentence's tokens, and for verbs the lemma and form that were decided on."""

    tags: tuple[str, ...]
    verbs: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """Token positions that are known before tagging: inside time expressions, inside names of persons, and where words
    for people stand ("farmers", "police")."""

    times: frozenset[int]
    names: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


class Tagger:
    """Tags sentences with the closed classes and verb forms of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._closed = ClosedClasses(lexicon.lists)
        self._verbs = VerbReadings(lexicon.lists)
        self._forms = lexicon.verb_forms
        self._particles = lexicon.words["verb_particles"]
        self._many = tuple(sorted(lexicon.words["plural_endings"] - {"police"}))
        self._postposed = lexicon.words["postposed_adjectives"]
        self._limbs, self._limb_states = lexicon.words["limb_nouns"], lexicon.words["limb_states"]
        self._ing_nouns, self._have = lexicon.words["ing_nouns"], lexicon.words["have"]
        self._finite = (lexicon.words["be"] | lexicon.words["have"]).union(
            form for form, options in lexicon.verb_forms.items() if any(name == "past" for _, name in options)
        )

    def tag(self, tokens: Sequence[Token], case_tells: bool, nouns: frozenset[int], marked: Marked) -> Tagged:
        """Tags for one sentence.

        `nouns` are the token positions that some noun phrase of the lexicon covers; `case_tells` is False for text
        whose case was lost.
        """
        closed = self._closed.tags(tokens, marked.times, case_tells)
        tags = ["O" if i in marked.names else tag or "?" for i, tag in enumerate(closed)]
        for i in range(1, len(tokens) if "N" in tags else 0):
            if tags[i] == "N" and tokens[i].start == tokens[i - 1].end and tokens[i - 1].text[-1].isalpha():
                tags[i] = "O"  # "M23", "N2": no count
            if tags[i - 1] == "N" and tokens[i].start == tokens[i - 1].end and tokens[i].text[0].isupper():
                tags[i - 1] = "O"  # "3R rebels"
        _tell_repetitions(tokens, tags)
        _tell_degrees(tokens, tags)
        verbs: dict[int, tuple[str, str]] = {}
        headline = case_tells and _headline(tokens)
        for i, token in enumerate(tokens):
            if tags[i] != "?":
                continue
            name_like = case_tells and i > 0 and token.text[0].isupper() and tokens[i - 1].text not in _CAPITAL_FOLLOWS
            options = self._forms.get(token.low, ())
            if not options and not token.low.endswith(_OPEN_ENDINGS) and token.low not in self._postposed:
                tags[i] = "O"  # no known verb, and none by its ending
                continue
            unknown = not options and len(token.low) >= _SHORTEST and not name_like and i not in nouns
            opens = i + 1 < len(tokens) and tokens[i + 1].low in self._finite
            busy = token.low.endswith("ing") and i - 1 in marked.people and self._are_busy(i, tokens, tags)
            chosen = None
            if busy and (options or unknown):
                chosen = next((o for o in options if o[1] == "ing"), (token.low[:-3], "ing"))
            elif options and (headline or not name_like):
                chosen = self._verbs.reading(place_of(i, tokens, tags, nouns, opens), options)
            elif unknown and token.low.endswith("ed") and not token.low.startswith("un"):
                stem = token.low[:-2]
                chosen = self._verbs.reading(place_of(i, tokens, tags, nouns, False), ((stem, "past"), (stem, "pp")))
            elif len(token.low) >= _SHORTEST and token.low.endswith("ly") and i not in nouns and not name_like:
                tags[i] = "B"
                continue
            behind_people = not chosen and i - 1 in marked.people and tags[i + 1 : i + 2] == ["I"]
            if behind_people and token.low in self._postposed:
                tags[i] = "B"  # "militants | loyal | to the caliph"
                continue
            if (
                chosen
                and i
                and chosen[1] in {"past", "pp"}
                and token.low in self._limb_states
                and tokens[i - 1].low in self._limbs
                and not self._undergoes(i, tokens)
            ):
                tags[i] = "B"  # "bodies with hands | tied | and throats | slit"
                continue
            tags[i] = "V" if chosen else "O"
            if chosen:
                verbs[i] = chosen
                if token.glued and i:
                    tags[i - 1] = "B"  # "gang-raped", "baton-charged": the word before the hyphen says how
                    verbs.pop(i - 1, None)
                self._particle(i + 1, tokens, tags)
        return Tagged(tuple(tags), verbs)

    def _undergoes(self, i: int, tokens: Sequence[Token]) -> bool:
        """ "had their throats | slit", "with his throat | cut by robbers": what was done to them."""
        by = i + 1 < len(tokens) and tokens[i + 1].low == "by"
        return by or (i > 2 and tokens[i - 3].low in self._have)

    def _are_busy(self, i: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
        """ "six farmers | harvesting rice", "workers | building a dam": what people do when it happens to them; not "a
        teachers training college".
        """
        token, many = tokens[i], tokens[i - 1].low
        if not many.endswith(self._many) or many.endswith("ss") or token.text[0].isupper() or token.glued:
            return False
        after = tags[i + 1] if i + 1 < len(tokens) else "."
        return after in _OF_AN_OBJECT or (after in "?I" and token.low not in self._ing_nouns)

    def _particle(self, i: int, tokens: Sequence[Token], tags: list[str]) -> None:
        """ "carried out", "blew up": after a verb these belong to it, unless "of" follows."""
        if i >= len(tokens) or tags[i] != "I" or tokens[i].low not in self._particles:
            return
        if i + 1 >= len(tokens) or tokens[i + 1].low != "of":
            tags[i] = "B"


def _tell_repetitions(tokens: Sequence[Token], tags: list[str]) -> None:
    """ "shelled the town | 24 times", "stormed it | late on Sunday": how often and when, and no noun group."""
    for i, token in enumerate(tokens):
        if token.low not in _OF_REPETITIONS:
            continue
        if token.low in _EARLY_OR_LATE and _tells_when(i, tokens, tags):
            tags[i] = "B"
        elif token.low == "times" and i and (tags[i - 1] == "N" or tokens[i - 1].low in _SOME):
            tags[i - 1] = tags[i] = "B"


def _tell_degrees(tokens: Sequence[Token], tags: list[str]) -> None:
    """ "were lightly | to | moderately hurt": how badly, and no infinitive. So other small words."""
    for i in range(1, len(tokens) - 2):
        if tokens[i].low == "to" and tokens[i - 1].low.endswith("ly") and tokens[i + 1].low.endswith("ly"):
            tags[i] = "B"
        elif tokens[i].low == "to" and i > 1 and tokens[i - 2].low == "aged" and tokens[i + 1].low.isdigit():
            tags[i] = tags[i + 1] = "B"  # "22 pupils | aged 15 to 21 | lost their lives"
        elif tokens[i].low == "most" and tokens[i + 1].low in _LIKELY:
            tags[i] = "B"  # "rockets, | most | likely launched by"
        elif tokens[i].low == "board" and tokens[i - 1].low == "on" and tags[i + 1] == "N":
            tags[i - 1] = tags[i] = "B"  # "of the 14 people | on board | nine died"


def _tells_when(i: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    """ "stormed the prison | late on Sunday": not "the late president"."""
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return (
        i > 0
        and tags[i] != "T"
        and tags[i - 1] != "D"
        and (after in {"on", "in", "at"} or tags[i + 1 : i + 2] == ["T"])
    )


def _headline(tokens: Sequence[Token]) -> bool:
    """Most words capitalised: a headline in title case, where a capital says nothing."""
    letters = [t for t in tokens if t.text[0].isalpha() and len(t.text) > 3]
    return len(letters) >= 4 and sum(t.text[0].isupper() for t in letters) >= 0.8 * len(letters)
