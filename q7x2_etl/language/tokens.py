"""Text to tokens with offsets into the stored text."""

import re
from dataclasses import dataclass

from q7x2_etl.language.word_lists import packaged_words

_TOKEN = re.compile(
    r"""
    \d{1,3}(?:,\d{3})+(?:\.\d+)?            # 1,500
  | \d+(?:\.\d+)?(?:st|nd|rd|th)?\b         # 15, 5.7, 10th
  | \d+
  | (?:[^\W\d_]\.){2,}(?=\W|$)              # U.S., p.m.
  | [^\W\d_]+(?:['’‘`][^\W\d_]+)*\.?(?=[^\W\d_]*)  # words; a final stop is cut off below unless an abbreviation
  | \.\.\.|…|--|[—–]
  | \S
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?<=[^\W_])['’](?:s|S)$|(?<=[sS])['’]$")


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `low` is lower case; `glued` says that a hyphen ties it to the token before ("IS-K" is two tokens)."""

    start: int
    end: int
    text: str
    low: str
    glued: bool


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`. A hyphen inside a word is no token; a possessive ending is one of its own."""
    abbreviations = packaged_words().words["abbreviations"]
    tokens: list[Token] = []
    glued = False
    for match in _TOKEN.finditer(text, start, end):
        s, e = match.span()
        word = match.group()
        if word == "-" and tokens and tokens[-1].end == s and e < end and text[e : e + 1].isalnum():
            glued = True
            continue
        if word[-1] == "." and len(word) > 1 and word != "..." and not _keeps_stop(word, abbreviations):
            tokens += _split_word(text, s, e - 1, glued)
            tokens.append(Token(e - 1, e, ".", ".", False))
        elif word[0].isalpha():
            tokens += _split_word(text, s, e, glued)
        else:
            tokens.append(Token(s, e, word, word, glued))
        glued = False
    return tokens


def _keeps_stop(word: str, abbreviations: frozenset[str]) -> bool:
    bare = word[:-1]
    return "." in bare or bare.lower() in abbreviations or (len(bare) == 1 and bare.isupper())


def _split_word(text: str, start: int, end: int, glued: bool) -> list[Token]:
    word = text[start:end]
    ending = _POSSESSIVE.search(word) if "'" in word or "’" in word else None
    if ending and ending.start() > 0:
        cut = start + ending.start()
        return [_token(text, start, cut, glued), Token(cut, end, text[cut:end], "'s", False)]
    return [_token(text, start, end, glued)] if end > start else []


def _token(text: str, start: int, end: int, glued: bool) -> Token:
    word = text[start:end]
    return Token(start, end, word, word.lower().replace("’", "'"), glued)


def mostly_capitals(text: str) -> bool:
    """True where case tells nothing because (nearly) all letters are capitals."""
    upper = sum(1 for c in text if c.isupper())
    lower = sum(1 for c in text if c.islower())
    return upper > 3 * lower and upper >= 10


def mostly_lower(text: str) -> bool:
    """True where case tells nothing because it was lost: many words and (nearly) no capital."""
    words = text.split()
    return len(words) >= 12 and sum(1 for w in words if w[:1].isupper()) <= len(words) // 50
