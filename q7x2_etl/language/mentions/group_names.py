"""Names of organised groups that no dictionary lists: by the words they are built with, and by short names in brackets.

 "The Rohingya Solidarity Organisation (RSO)": the long name has the head of a group's name, and the text gives it a
short one; both are the same group from then on. So is what "an urban cell calling itself Dark Lotus" names.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from q7x2_etl.language.grammar.groups import Mention
from q7x2_etl.language.mentions.lexicon import Lexicon, Sense, phrase_key
from q7x2_etl.reference import Reference

_INTRODUCED = re.compile(
    r"((?:[A-Z][\w'’.-]*|of|for|the|and|de|del|la|in|al|du|des|y) ){2,12}\(([A-Z][A-Za-z]{1,9}\d{0,3})\)"
)
_EXPLAINED = re.compile(r"\b([A-Z][A-Z-]{1,7}\d{0,3}) \(((?:(?:[A-Z][\w'’.-]*|of|for|the|and|al|y|de) ?){2,9})\)")
_SHORTEST = 2  # words of a name
_TEXTS = 8  # texts whose introduced names are kept


@dataclass(frozen=True, slots=True)
class _Words:
    armed: frozenset[str]
    plain: frozenset[str]
    arming: frozenset[str]
    state: frozenset[str]
    armies: frozenset[str]
    links: frozenset[str]
    bands: frozenset[str]
    naming: frozenset[str]


class GroupNames:
    """Finds names of groups with one lexicon and the words of `group_names.yaml`."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        lists = {str(e["id"]): frozenset(str(w) for w in e["words"]) for e in reference.entries("group_names")}
        self._words = _Words(**lists)
        self._heads = self._words.armed | self._words.plain
        self._lexicon = lexicon
        bands, naming = "|".join(sorted(self._words.bands)), "|".join(sorted(self._words.naming))
        self._called = re.compile(rf"\b(?i:{bands}),? (?:{naming}) (?:the )?([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){{0,4}})")
        self._introduced = lru_cache(maxsize=_TEXTS)(self._read_introduced)
        self._styled = lru_cache(maxsize=_TEXTS)(self._read_styled)

    def find(
        self, text: str, tokens: Sequence[str], taken: Sequence[Mention], demonyms: frozenset[int]
    ) -> list[Mention]:
        """The groups named among the tokens of one sentence of a text, where no known name stands.

        `taken` are the known actors' mentions, `demonyms` the positions of nations' adjectives.
        """
        short, styled = self._introduced(text), self._styled(text)
        named = styled or not short.keys().isdisjoint(tokens)
        if not named and self._heads.isdisjoint(t.lower() for t in tokens):
            return []
        covered = {i for m in taken for i in range(m.first, m.last)}
        found = [Mention(i, i + 1, short[t]) for i, t in enumerate(tokens) if t in short and i not in covered]
        for name, group in styled.items():
            n = len(name)
            starts = (i for i in range(len(tokens) - n + 1) if tuple(tokens[i : i + n]) == name)
            found += [Mention(i, i + n, group) for i in starts if covered.isdisjoint(range(i, i + n))]
        covered |= {i for m in found for i in range(m.first, m.last)}
        for first, last in self._runs(tokens):
            if covered.isdisjoint(range(first, last)):
                sense = self._sense(tokens[first:last], first in demonyms)
                if sense is not None:
                    found.append(Mention(first, last, sense))
        return found

    def _runs(self, tokens: Sequence[str]) -> list[tuple[int, int]]:
        """Runs of capitalised words, joined by "of", "for the" and the like, that hold the head of a group's name."""
        words, runs = self._words, list[tuple[int, int]]()
        i = 0
        while i < len(tokens):
            opening = i == 0 and (tokens[i].lower() in words.links or _many_of(tokens, words.links))
            if opening or not _capital(tokens[i]):
                i += 1
                continue
            last = i + 1
            while last < len(tokens):
                step = last
                while step < len(tokens) and (tokens[step].lower() in words.links or tokens[step] in {"'s", "’s", "-"}):
                    step += 1
                if step >= len(tokens) or not _capital(tokens[step]) or step - last > _SHORTEST:
                    break
                last = step + 1
            if last - i >= _SHORTEST:
                runs.append((i, last))
            i = last
        return runs

    def _sense(self, name: Sequence[str], national: bool) -> Sense | None:
        """The group that a capitalised run names; None where its words are no group's."""
        words = self._words
        written = " ".join(name).replace(" 's", "'s").replace(" ’s", "'s")
        lows = written.lower().split()
        link = next((k for k, low in enumerate(lows) if low in words.links), len(lows))
        head = next((w for w in (lows[link - 1], lows[-1]) if w in words.armed | words.plain), None)
        if head is None or not words.state.isdisjoint(set(lows) - words.armies):
            return None
        rest = set(lows) - {head}
        if head in {"army", "force", "forces", "command"} and rest.isdisjoint(words.armies):
            return None
        if national and len(lows) == _SHORTEST and head not in words.arming:
            return None  # "Turkish Army", "British Council"
        armed = head in words.armed or not words.arming.isdisjoint(lows)
        if head in words.plain and not armed:
            return None
        return _group(written)

    def _read_introduced(self, text: str) -> Mapping[str, Sense]:
        """Short names that the text gives beside a group's name, either of them in brackets behind the other."""
        found: dict[str, Sense] = {}
        for match in _INTRODUCED.finditer(text):
            short = match.group(2)
            words = match.group(0)[: -len(short) - 2].split()
            while words and not words[0][0].isupper():
                words = words[1:]
            sense = self._known(words) or self._short_of(words, short)
            if sense is not None:
                found.setdefault(short, sense)
        for match in _EXPLAINED.finditer(text):  # "AA (Arakan Army)"
            short, words = match.group(1), match.group(2).split()
            sense = self._known(words) or self._short_of(words, short)
            if sense is not None:
                found.setdefault(short, sense)
        return found

    def _read_styled(self, text: str) -> Mapping[tuple[str, ...], Sense]:
        """The names, word by word, that the text says bands go by: "a group known as Dark Lotus"."""
        names = (match.group(1) for match in self._called.finditer(text))
        return {tuple(re.split(r"[\s-]+", name)): self._known(name.split()) or _group(name) for name in names}

    def _known(self, words: Sequence[str]) -> Sense | None:
        """The dictionary's actor of the longest name that the words end with."""
        for start in range(len(words)):
            key = phrase_key(" ".join(words[start:]))
            actor_id = self._lexicon.actors.aliases.get(key)
            if actor_id is not None:
                return self._lexicon.actor_sense(actor_id)
        return None

    def _short_of(self, words: Sequence[str], short: str) -> Sense | None:
        """The unlisted group whose name's initials the short name has."""
        for start in range(len(words)):
            if not words[start][0].isupper() or words[start].lower() == "the":
                continue
            letters = [w[0].lower() for w in re.split(r"[ -]", " ".join(words[start:])) if w and w[0].isupper()]
            if letters[:1] == [short[0].lower()] and _in_order(short.lower(), letters):
                return self._sense(words[start:], False)
        return None


def _in_order(short: str, initials: Sequence[str]) -> bool:
    """Most letters of the short name are initials, in their order."""
    at, hits = 0, 0
    for letter in initials:
        found = short.find(letter, at)
        if found >= 0:
            at, hits = found + 1, hits + 1
    return hits >= max(2, (len(initials) + 1) // 2)


def _group(name: str) -> Sense:
    classes = frozenset({"actor", "group", "armed", "armed_group"})
    return Sense("actor", f"unlisted:{name.lower()}", name, classes, {"kind": "armed_group", "unlisted": True})


def _many_of(tokens: Sequence[str], links: Set[str]) -> bool:
    """ "Rebels of the Ogaden region" opens the sentence: its first capital tells of no name."""
    return tokens[0].endswith("s") and len(tokens) > 1 and tokens[1] in links


def _capital(token: str) -> bool:
    return token[:1].isupper() and token[:1].isalpha()
