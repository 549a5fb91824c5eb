"""Place words: nouns and direction words around a name ("Helmand province", "the town of Bar", "northern Kunduz")."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.grammar.function_words import ARTICLES
from q7x2_etl.language.places.names import name_key
from q7x2_etl.reference import Reference

Level = Literal["admin1", "admin2", "city", "village", "region", "feature", "direction"]

_LEVELS = ("admin1", "admin2", "city", "village", "region", "feature", "direction")
_OF = "of"


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """One noun or direction word: what it says of the name beside it, and on which side it may stand."""

    id: str
    lemma: str
    forms: tuple[str, ...]
    level: Level
    before_of: bool
    after_name: bool
    before_name: bool
    head: bool
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A phrase taken apart: the bare name as written, and the place word that stood beside it."""

    name: str
    word: PlaceWord


class PlaceWords:
    """All place words, found by form."""

    def __init__(self, words: Iterable[PlaceWord]) -> None:
        self.words = tuple(words)
        self._by_form: dict[str, list[PlaceWord]] = {}
        for word in self.words:
            for form in word.forms:
                self._by_form.setdefault(name_key(form), []).append(word)

    @classmethod
    def from_reference(cls, reference: Reference) -> "PlaceWords":
        """The place words of a reference folder. Raises `ReferenceDataError` for a level that is none."""
        return _place_words(reference)

    def find(self, form: str) -> tuple[PlaceWord, ...]:
        """The entries of a word, in any of its forms: `find("provinces")`."""
        return tuple(self._by_form.get(name_key(form), ()))

    def split(self, phrase: str) -> NamedPlace | None:
        """Takes "the district of Darzab" or "Darzab district" apart; None where no name with a place word is there.

        A name begins with a capital; the phrase is one noun phrase, without what stands before or after it.
        """
        words = phrase.split()
        if words and words[0].lower() in ARTICLES:
            words = words[1:]
        for length in range(min(3, len(words) - 1), 0, -1):
            front, rest = self.find(" ".join(words[:length])), words[length:]
            if front and rest[0].lower() == _OF and _is_name(rest[1:]):
                for word in front:
                    if word.before_of:
                        return NamedPlace(" ".join(rest[1:]), word)
            back = self.find(" ".join(words[-length:]))
            if back and _is_name(words[:-length]):
                for word in back:
                    if word.after_name:
                        return NamedPlace(" ".join(words[:-length]), word)
            if front and _is_name(rest):
                for word in front:
                    if word.before_name:
                        return NamedPlace(" ".join(rest), word)
        return None


def _is_name(words: list[str]) -> bool:
    return bool(words) and words[0][:1].isupper() and words[-1].lower() != _OF


@lru_cache(maxsize=4)
def _place_words(reference: Reference) -> PlaceWords:
    return PlaceWords(_place_word(entry) for entry in reference.entries("place_words"))


def _place_word(entry: dict[str, Any]) -> PlaceWord:
    if entry.get("level") not in _LEVELS:
        allowed = ", ".join(_LEVELS)
        raise ReferenceDataError(
            f"place_words: {entry.get('id')}: level {entry.get('level')!r} is not one of {allowed}"
        )
    return PlaceWord(
        id=entry["id"],
        lemma=entry["lemma"],
        forms=tuple(entry["forms"]),
        level=entry["level"],
        before_of=entry.get("before_of", False),
        after_name=entry.get("after_name", False),
        before_name=entry.get("before_name", False),
        head=entry.get("head", False),
        match=tuple(entry["match"]),
        no_match=tuple(entry["no_match"]),
    )
