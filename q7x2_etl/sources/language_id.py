"""Which language a text is written in, by its share of function words. Light on purpose: it need only know English."""

import re
from collections import Counter
from functools import lru_cache

from q7x2_etl.reference import Reference

_SAMPLE_CHARACTERS = 2_000  # some 330 words, of which English has more than 100 in the list, no other half as many
_MIN_WORDS = 12  # below this, function words are too few to tell
_MIN_SHARE = 0.12  # English news has 0.35-0.50 of its words in the list; a foreign text with names and quotes < 0.08
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language, `und` where none of the known ones fits, None where it is too short."""
    words = _WORD.findall(_middle(text).lower())
    if len(words) < _MIN_WORDS:
        return None
    languages, counts, found = _languages(), Counter(words), Counter[str]()
    for word in languages.keys() & counts.keys():
        for language in languages[word]:
            found[language] += counts[word]
    best = max(found, key=lambda language: (found[language], language), default="und")
    return best if found[best] >= _MIN_SHARE * len(words) else "und"


def _middle(text: str) -> str:
    """A sample from the middle of a long text: pages begin and end with menus."""
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    start = (len(text) - _SAMPLE_CHARACTERS) // 2
    return text[start : start + _SAMPLE_CHARACTERS]


@lru_cache(maxsize=1)
def _languages() -> dict[str, list[str]]:
    """The languages that each function word belongs to."""
    languages: dict[str, list[str]] = {}
    for entry in Reference.load().entries("stop_words"):
        for word in set(entry["words"]):
            languages.setdefault(word, []).append(entry["id"])
    return languages
