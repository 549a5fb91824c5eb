"""Text to tokens with offsets into the stored text."""

import re
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.remembered import remembered

_FORMS = r"""
    (?:LETTER\.){2,}(?=\W|$)               # U.S., p.m.
  | LETTER+(?:['’‘`]LETTER+)*\.?           # words; a final stop is cut off below unless an abbreviation
  | \d{1,2}:\d{2}(?::\d{2})?(?=\W|$)       # 11:40
  | \d{1,3}(?:,\d{3})+(?:\.\d+)?          # 1,500
  | \d{1,2}(?:,\d{2})+,\d{3}\b            # 1,20,000
  | \d+(?:\.\d+)?(?:st|nd|rd|th)?\b      # 15, 5.7, 10th
  | \d+
  | (?<![\w.])\.\d+\b                      # a .45 pistol
  | \.\.\.|…|--|[—–]
  | [^\s\x1c-\x1f]                          # `re.ASCII` takes these four for no white space
"""
_TOKEN = re.compile(_FORMS.replace("LETTER", r"[^\W\d_]"), re.VERBOSE)
_ASCII_TOKEN = re.compile(_FORMS.replace("LETTER", "[A-Za-z]"), re.VERBOSE | re.ASCII)  # the same, in half the time
POSSESSIVE_ENDINGS = frozenset({"'s", "’s", "'", "’"})  # tokens of their own
_POSSESSIVE = re.compile(r"(?<=[^\W_])['’](?:s|S)$|(?<=[sS])['’]$")


class Token(NamedTuple):
    """One token. `low` is lower case; `glued` says that a hyphen ties it to the token before ("IS-K" is two tokens).

    By `key`, without stops and apostrophes, phrases are looked up; a token of nothing else keeps them.
    """

    start: int
    end: int
    text: str
    low: str
    glued: bool
    key: str


_Part = tuple[int, int, str, str, str]  # first and last offset in the match, text, lower case, key
_new = tuple.__new__  # half of the time that `Token(…)` takes


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`. A hyphen inside a word is no token; a possessive ending is one of its own."""
    tokens: list[Token] = []
    glued, after = False, start
    pattern = _ASCII_TOKEN if text[start:end].isascii() else _TOKEN
    for word in pattern.findall(text, start, end):
        at = text.find(word, after)  # nothing but white space lies between: faster than asking each match
        if word == "-" and tokens and after == at and at + 1 < end and text[at + 1].isalnum():
            glued = True
        else:
            parts = _parts(word)
            if len(parts) == 1:
                _, length, part, low, key = parts[0]
                tokens.append(_new(Token, (at, at + length, part, low, glued, key)))
            else:
                for first, last, part, low, key in parts:
                    tokens.append(_new(Token, (at + first, at + last, part, low, glued and not first, key)))
            glued = False
        after = at + len(word)
    return tokens


@remembered(65536)
def _parts(word: str) -> tuple[_Part, ...]:
    """What the tokens of one match are. A stop and a possessive ending may come off."""
    if word[-1] == "." and len(word) > 1 and word != "..." and not _keeps_stop(word):
        return (*_word_parts(word[:-1]), (len(word) - 1, len(word), ".", ".", "."))
    return _word_parts(word) if word[0].isalpha() else ((0, len(word), word, word, _key(word)),)


def _keeps_stop(word: str) -> bool:
    bare = word[:-1]
    return "." in bare or bare.lower() in packaged_words().words["abbreviations"] or (len(bare) == 1 and bare.isupper())


def _word_parts(word: str) -> tuple[_Part, ...]:
    ending = _POSSESSIVE.search(word) if "'" in word or "’" in word else None
    if ending and ending.start() > 0:
        cut = ending.start()
        return _part(word[:cut]), (cut, len(word), word[cut:], "'s", "s")
    return (_part(word),)


def _part(word: str) -> _Part:
    low = word.lower().replace("’", "'")
    return 0, len(word), word, low, _key(low)


def _key(low: str) -> str:
    return low.replace(".", "").replace("'", "") or low


def mostly_capitals(text: str) -> bool:
    """True where case tells nothing because (nearly) all letters are capitals."""
    if text.isascii():  # counting one letter of the alphabet after the other is quicker than asking every letter
        upper, lower = sum(map(text.count, ascii_uppercase)), sum(map(text.count, ascii_lowercase))
    else:
        upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper > 3 * lower and upper >= 10


def mostly_lower(text: str) -> bool:
    """True where case tells nothing because it was lost: many words and (nearly) no capital."""
    words = text.split()
    return len(words) >= 12 and sum([w[0].isupper() for w in words]) <= len(words) // 50
