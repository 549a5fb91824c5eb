"""The closed word classes of `grammar.yaml`: lists of words and pairs of words, by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True)
class WordLists:
    """`words`: id -> lower-case words (a phrase is one string with blanks); `pairs`: id -> word -> what it says."""

    words: Mapping[str, frozenset[str]]
    pairs: Mapping[str, Mapping[str, str]]

    @classmethod
    def from_reference(cls, reference: Reference) -> "WordLists":
        """Both kinds of `grammar.yaml`; raises `ReferenceDataError` for an entry of neither and for what is no text."""
        return _word_lists(reference)

    def pairs_among(self, name: str, known: Sequence[_Word]) -> Mapping[str, _Word]:
        """One list of pairs, of which each second word is one of those known; raises `ReferenceDataError` else."""
        by_text = {str(word): word for word in known}
        for first, second in self.pairs[name].items():
            if second not in by_text:
                raise ReferenceDataError(
                    f"grammar.yaml: entry {name!r}: {first!r} has {second!r}; it is one of {', '.join(by_text)}"
                )
        return {first: by_text[second] for first, second in self.pairs[name].items()}

    def phrases(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The words of one list as tuples of single words, the longest first."""
        return tuple(sorted((tuple(w.split()) for w in self.words[name]), key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=4)
def _word_lists(reference: Reference) -> WordLists:
    words: dict[str, frozenset[str]] = {}
    pairs: dict[str, Mapping[str, str]] = {}
    for entry in reference.entries("grammar"):
        name = str(entry.get("id"))
        if isinstance(entry.get("pairs"), Mapping):
            pairs[name] = dict(zip(_texts(name, entry["pairs"]), _texts(name, entry["pairs"].values()), strict=True))
        elif isinstance(entry.get("words"), list):
            words[name] = frozenset(_texts(name, entry["words"]))
        else:
            raise ReferenceDataError(f"grammar.yaml: entry {name!r} needs words: [one, or, more] or pairs: {{a: b}}")
    return WordLists(words, pairs)


@lru_cache(maxsize=1)
def packaged_words() -> WordLists:
    """The packaged lists: for what cuts and counts text before any lexicon is at hand."""
    return WordLists.from_reference(Reference.load())


@lru_cache(maxsize=1)
def government_seats() -> Mapping[str, str]:
    """Names of capitals that stand for their governments, in lower case, with the country of each."""
    countries = Reference.load().entries("countries")
    return {str(name).lower(): str(entry["id"]) for entry in countries for name in entry.get("metonyms", ())}


def _texts(name: str, values: Iterable[Any]) -> list[str]:
    texts = list(values)
    for value in texts:
        if not isinstance(value, str):
            raise ReferenceDataError(
                f"grammar.yaml: entry {name!r}: {value!r} is no text; quote what YAML reads as something else"
            )
    return texts
