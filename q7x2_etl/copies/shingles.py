"""A story as the set of its word sequences that hold a fact: a name, a number or a day.

Frames that return every day ("No incidents were recorded in … on …") differ in just these; copies share them.
"""

import re

from q7x2_etl.model import Article

WORDS = 4  # of one sequence

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_BREAK = re.compile(r"[.!?:;\"“”\n()\[\]–—]")
_KEPT = ("body", "list")
_NUMBERS = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
     "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty",
     "seventy", "eighty", "ninety", "hundred", "thousand", "dozen", "dozens")
)  # fmt: skip
_SHOUTED = 0.5  # from this share of capitalised words on capitals tell nothing, and every word counts


def shingles_of(article: Article) -> set[str]:
    """The distinct sequences of the story's kept text (paragraphs and lists, not headline and captions)."""
    kept = [article.text[region.start : region.end] for region in article.regions if region.kind in _KEPT]
    return shingles("\n".join(kept) if kept else article.text[article.story_start : article.story_end])


def shingles(text: str) -> set[str]:
    """The distinct sequences of `WORDS` words with a fact in them, in lower case and without punctuation.

    A fact is a word that begins with a digit, a number in words, or a capitalised word within a sentence.
    """
    words, facts = _words(text)
    found: set[str] = set()
    last = -1  # where the last fact stands
    for end in range(len(words)):
        if facts[end]:
            last = end
        if end >= WORDS - 1 and last > end - WORDS:
            found.add(" ".join(words[end - WORDS + 1 : end + 1]))
    return found


def _words(text: str) -> tuple[list[str], list[bool]]:
    words: list[str] = []
    facts: list[bool] = []
    capitals, after = 0, 0
    for match in _WORD.finditer(text):
        word = match.group()
        plain = word.casefold()
        capital = word[0].isupper()
        capitals += capital
        opens = not words or _BREAK.search(text, after, match.start()) is not None
        facts.append((capital and not opens) or word[0].isdigit() or plain in _NUMBERS)
        words.append(plain.replace("’", "'"))
        after = match.end()
    if capitals > _SHOUTED * len(words):
        facts = [True] * len(words)
    return words, facts
