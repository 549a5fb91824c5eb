"""Reads the words of a casualty again, independently of the extractor, and says whether they give its figures.

`stated`: digits (with separators, decimals before million, ranges). `word`: number words, with `a dozen`, `a hundred`.
`singular`: one person by grammar. `named_list`: as many as there are persons named. Vague words give nothing.
"""

import re

from q7x2_etl.contract import number_words as nw
from q7x2_etl.contract.figures import Figure, figures
from q7x2_etl.model import Casualty, Derivation

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SEPARATOR = re.compile(r"\s*(?:[,;&]|\band\b|\bas well as\b|\balong with\b)\s*", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\([^)]*\)")


def unsupported(casualty: Casualty) -> str | None:
    """Why the casualty's figures are not what its words give; None where they are, and where it has none."""
    given = {figure for figure in (casualty.low, casualty.best, casualty.high) if figure is not None}
    if not given:
        return None
    readings = read(casualty.derivation, casualty.as_written)
    if any(_agrees(casualty, figure) for figure in readings):
        return None
    said = " or ".join(map(str, readings)) or "no figure"
    row = ", ".join(f"{name} = {getattr(casualty, name)}" for name in ("low", "best", "high"))
    return f"read as {casualty.derivation}, the words {casualty.as_written!r} give {said}, not {row}"


def read(derivation: Derivation, as_written: str) -> list[Figure]:
    """Every figure that the words can give when they are read in that way; a row must hold exactly one of them."""
    match derivation:
        case "stated":
            return [figure for figure in figures(as_written) if figure.in_digits]
        case "word":
            return [figure for figure in figures(as_written) if not figure.in_digits]
        case "singular":
            return [Figure(1, 1, False)] if _is_singular(as_written) else []
        case "named_list":
            fewest, most = _named_persons(as_written)
            return [Figure(count, count, False) for count in range(fewest, most + 1)]
    return []


def _agrees(casualty: Casualty, figure: Figure) -> bool:
    if figure.low == figure.high:
        return all(given in (None, figure.low) for given in (casualty.low, casualty.best, casualty.high))
    return casualty.best is None and (casualty.low, casualty.high) == (figure.low, figure.high)


def _is_singular(text: str) -> bool:
    """One person or thing by the form of the noun phrase: not a figure above one, a plural noun or a collective."""
    if any(figure.high != 1 for figure in figures(text)):
        return False
    words = _WORD.findall(text)
    lower = [word.lower() for word in words]
    if not words or lower[0] in nw.MANY_BEFORE:
        return False
    end = next((n for n, word in enumerate(lower) if n > 0 and word in nw.HEAD_ENDS), len(words))
    head = words[end - 1]
    if head.lower() in nw.COLLECTIVES and end < len(words) and lower[end] == "of":
        return False
    if any(word in nw.ONE_BEFORE for word in lower[:end]):
        return True
    return not (head.lower() in nw.PLURALS or _is_plural_noun(head))


def _is_plural_noun(head: str) -> bool:
    """A common noun in the plural by its ending. A capital letter marks a name, which may end in s."""
    if any(letter.isupper() for letter in head):
        return False
    return head.endswith(("men", "women", "people")) or (
        head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s"))
    )


def _named_persons(text: str) -> tuple[int, int]:
    """Fewest and most persons that the list can name: `a cousin, Haji Wali` between two commas may be one or two."""
    segments = [_WORD.findall(segment) for segment in _SEPARATOR.split(_PARENTHESIS.sub(" ", text))]
    named = [words for words in segments if any(_is_capitalised(word) for word in words) and not _is_suffix(words)]
    certain = [words for words in named if words[0].lower() not in nw.DETERMINERS and _is_capitalised(words[-1])]
    return max(1, len(certain)) if named else 1, len(named)


def _is_capitalised(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _is_suffix(words: list[str]) -> bool:
    return len(words) == 1 and words[0].lower() in nw.NAME_SUFFIXES
