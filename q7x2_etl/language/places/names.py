"""How place names are compared: an exact key, and a looser one that forgives transliteration.

`name_key("Sar-e Pol")` is `"sar e pol"`; `sound_key` of Sar-e Pol, Sari Pul and Sar-i-Pul is the same `"saripul"`.
"""

import re
import unicodedata
from collections.abc import Sequence

from q7x2_etl.remembered import remembered

MIN_SOUND_LETTERS = 5  # shorter names fall together too easily when vowels are folded
SOUND_MARK = "~"  # stands before a sound key where both kinds of key share one index

_LETTERS = str.maketrans({
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ə": "a", "ǝ": "a", "ß": "ss", "æ": "ae", "œ": "oe",
    "þ": "th", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ƙ": "k",
    "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "", "ʿ": "", "ʾ": "", "`": "", "´": "", "′": "", "‛": "", ".": "", "ʹ": "",
    "&": " and ",
})  # fmt: skip
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
# An Arabic article stands before the name or takes its first consonant: Al-Hasakah, Ar-Raqqah, Ash-Shaddadi.
_ARTICLE = re.compile(r"^(?:a[lrsdntz]|ash|adh|ath|el|ul) (?=[a-z]{4})", re.MULTILINE)
_SOUNDS = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"[ae]h(?= |$)", "a"),  # Tepah, Tepeh, Tepa
        (r"dzh|zh|dj", "j"),
        (r"ch", "C"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r" ", ""),
        (r"y", "i"),
        (r"(?<=[aou])w(?=[^aeiou]|$)", "u"),  # Jawzjan, Ghowr: a diphthong, not a consonant
        (r"w", "v"),
        (r"(?:ai|ei|ee|ie|ii|e)+", "i"),
        (r"(?:au|ou|oo|uo|o|u)+", "u"),
        (r"(.)\1+", r"\1"),
    )
)


@remembered(65536)
def name_key(name: str) -> str:
    """The name without case, accents, apostrophes and full stops; hyphens and other signs become one space."""
    return key_of_words(key_words(name))


@remembered(65536)
def key_words(text: str) -> tuple[str, ...]:
    """The words of a name's key, before a short form is written out: a name's are those of its words one by one."""
    if text.isascii() and text.isalpha():
        return (text.lower(),)
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return tuple(_NOT_WORD.sub(" ", "".join(c for c in bare if not unicodedata.combining(c))).split())


def key_of_words(words: Sequence[str]) -> str:
    """The key that these words make up."""
    return " ".join(map(spelled_out, words)) if len(words) > 1 else "".join(words)


def spelled_out(word: str) -> str:
    """The full form of a word that names abbreviate: "saint" of "st"; other words as they are."""
    return _SHORT_FORMS.get(word, word)


@remembered(65536)
def sound_key(key: str) -> str | None:
    """A key shared by the usual transliterations of a name; None where the name is too short to be folded safely.

    Takes a `name_key`. q = k, w = v, ou = oo = u = o, ee = e = i, ai = ay = ey = i, gh = g, doubled letters are one,
    spaces and an Arabic article fall away.
    """
    return sound_keys([key])[0]


def sound_keys(keys: Sequence[str]) -> list[str | None]:
    """The sound key of each name key: all are folded at once, one a line, for many are ten times as quick as one."""
    text = "\n".join(key if sum(map(str.isalpha, key)) >= MIN_SOUND_LETTERS else "" for key in keys)
    text = _ARTICLE.sub("", text)
    for pattern, replacement in _SOUNDS:
        text = pattern.sub(replacement, text)
    return [sound if len(sound) >= MIN_SOUND_LETTERS - 1 else None for sound in text.split("\n")] if keys else []
