"""Which language a text is written in, by its share of function words. Light on purpose: it need only know English."""

import re
from collections import Counter
from functools import lru_cache

from q7x2_etl.reference import Reference

_SAMPLE_CHARACTERS = 20_000
_MIN_WORDS = 12  # below this, function words are too few to tell
_MIN_SHARE = 0.12  # English news has 0.35-0.50 of its words in the list; a foreign text with names and quotes < 0.08
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language, `und` where none of the known ones fits, None where it is too short."""
    words = [word.lower() for word in _WORD.findall(_middle(text))]
    if len(words) < _MIN_WORDS:
        return None
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in stop_words) / len(words)
        for language, stop_words in _stop_words().items()
    }
    best = max(shares, key=lambda language: (shares[language], language))
    return best if shares[best] >= _MIN_SHARE else "und"


def _middle(text: str) -> str:
    """A sample from the middle of a long text: pages begin and end with menus."""
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    start = (len(text) - _SAMPLE_CHARACTERS) // 2
    return text[start : start + _SAMPLE_CHARACTERS]


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, frozenset[str]]:
    return {entry["id"]: frozenset(entry["words"]) for entry in Reference.load().entries("stop_words")}
