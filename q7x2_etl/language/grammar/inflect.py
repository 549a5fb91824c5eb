"""Forms of English verbs and nouns from their lemmas: one lexicon entry, all its forms."""

from typing import Literal, NamedTuple

from q7x2_etl.language.grammar.word_lists import packaged_words

VerbForm = Literal["base", "s", "past", "pp", "ing"]
_VOWELS = "aeiou"


class Inflected(NamedTuple):
    """One form of a verb."""

    text: str
    form: VerbForm


def plural(lemma: str) -> str:
    """The regular plural of a noun (of its last word, where it has several)."""
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith("man") and lemma not in packaged_words().words["regular_man_nouns"]:
        return lemma[:-3] + "men"
    if lemma[-1].isdigit():
        return lemma + " s"  # "F-16s": the number and the ending are two tokens
    return lemma + "s"


def verb_forms(lemma: str, irregular: tuple[str, str] | None = None) -> list[Inflected]:
    """All forms of a verb. A lemma of several words ("open fire on") inflects its first word.

    `irregular` gives past and past participle; where there are two usual ones they stand in one string, with a blank.
    """
    first, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    forms: list[tuple[VerbForm, str]] = [("base", first), ("s", _third_person(first))]
    forms += [("ing", form) for form in _with_suffix(first, "ing")]
    past, participle = irregular or (None, None)
    forms += [("past", form) for form in (past.split() if past else _with_suffix(first, "ed"))]
    forms += [("pp", form) for form in (participle.split() if participle else _with_suffix(first, "ed"))]
    return [Inflected(text + tail, form) for form, text in forms]


def _third_person(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _with_suffix(word: str, suffix: str) -> list[str]:
    if word.endswith("ie") and suffix == "ing":
        return [word[:-2] + "ying"]
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return [word[:-1] + suffix]
    if word.endswith("e"):
        return [word + ("ing" if suffix == "ing" else "d")]
    if word.endswith("y") and word[-2:-1] not in _VOWELS and suffix == "ed":
        return [word[:-1] + "ied"]
    words = packaged_words().words
    if word in words["doubling_verbs_either"]:
        return [word + suffix, word + word[-1] + suffix]
    if word in words["doubling_verbs"]:
        return [word + word[-1] + suffix]
    return [word + suffix]
