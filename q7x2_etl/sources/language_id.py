"""Which language a text is written in: English by its share of function words, which is quick; any other by py3langid.

Nearly every text is told by the first, a hundred times as fast (PAGES.md has the figures); the second, which takes half
a second to load, is asked only for texts that are not plainly English.
"""

import re
from collections import Counter
from functools import lru_cache

from q7x2_etl.reference import Reference

_SAMPLE_CHARACTERS = 2_000  # some 330 words, of which English has more than 100 in the list, no other half as many
_MIN_WORDS = 12  # below this, function words are too few to tell
_MIN_SHARE = 0.12  # English news has 0.35-0.50 of its words in the list; a foreign text with names and quotes < 0.08
_MIN_LETTERS = 40  # of scripts that write no spaces, where words cannot be counted
_ENGLISH = "en"
_CLEAR_SHARE = 0.25
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def identify_language(text: str) -> str | None:
    """ISO 639 code of the text's language; None where it is too short to tell."""
    sample = _middle(text)
    lower = sample.lower()
    words = lower.split()  # quicker than looking for words between the marks, and enough to know most English by
    language, share = _most_likely(words)
    if len(words) >= _MIN_WORDS and share >= _CLEAR_SHARE and language == _ENGLISH:
        return language
    words = _WORD.findall(lower)
    if sum(map(len, words)) < _MIN_LETTERS or (len(words) < _MIN_WORDS and lower.isascii()):
        return None
    language, share = _most_likely(words)
    if language == _ENGLISH and share >= _MIN_SHARE:
        return language
    named = _classified(sample)
    # Headlines and lists of English look like Nigerian Pidgin, which has the same words but few of the function words.
    return _ENGLISH if named == "pcm" and language == _ENGLISH else named


def _classified(sample: str) -> str:
    import py3langid  # slow to load, and seldom needed

    return str(py3langid.classify(sample)[0])


def _most_likely(words: list[str]) -> tuple[str, float]:
    """The language of which most words are function words, and their share."""
    languages, counts = _languages(), dict[str, int]()
    for word, times in Counter(filter(languages.__contains__, words)).items():
        for language in languages[word]:
            counts[language] = counts.get(language, 0) + times
    best = max(counts, key=lambda name: (counts[name], name), default="und")
    return best, counts.get(best, 0) / max(1, len(words))


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
