"""The signature of a story's wording (MinHash), by which copies are found without comparing texts.

It depends on the text alone: not on the order of loads, on batches, or on the process (seeds are fixed).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from q7x2_etl.copies.shingles import WORDS, shingles_of
from q7x2_etl.model import Article

VALUES = 192  # of a signature, a byte each
ROWS = 3  # values in a band
BANDS = VALUES // ROWS
LEAST_SHINGLES = 8  # a shorter story says too little to be told from others
CONTAINED = 0.7  # of the shorter story's shingles, those that the other has as well
LIKE = 0.3  # of the shingles of both, those that are common to both
_SEED = 20180810
_BY_CHANCE = 1 / 256  # two values agree in one byte
# Signatures of different methods cannot be compared: a store's are made anew when this changes.
METHOD = f"rensa-{RMinHash.ALGORITHM_VERSION} {VALUES}x8 words-{WORDS}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What is kept of a story's wording: how many distinct shingles it has, and their signature in hex.

    `signature` is None where there are too few to compare.
    """

    n_shingles: int
    signature: str | None


def wording_of(article: Article) -> Wording:
    """The wording of a story."""
    found = shingles_of(article)
    if len(found) < LEAST_SHINGLES:
        return Wording(len(found), None)
    sketch = RMinHash(VALUES, _SEED)
    sketch.update(list(found))  # a set's order does not matter: each value is a minimum
    return Wording(len(found), bytes(value & 0xFF for value in sketch.digest()).hex())


def likeness(a: Wording, b: Wording) -> float:
    """An estimate of the share of the shingles of both that are common to both (Jaccard); 0.0 where one has no
    signature. Its standard error is 0.036 at 0.5.
    """
    return 0.0 if a.signature is None or b.signature is None else float(_common(np.array(_agreeing(a, b))))


def is_copy(a: Wording, b: Wording) -> bool:
    """Whether one is the other told again: cut short, with a new lead, with insertions, with corrected figures."""
    if a.signature is None or b.signature is None:
        return False
    return bool(copies_among(np.array(_agreeing(a, b)), np.array(a.n_shingles), np.array(b.n_shingles)))


def copies_among(
    agreeing: NDArray[np.int64], n_shingles: NDArray[np.int64], of_other: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """`is_copy` for many pairs: of each, how many values of the signatures agree, and both numbers of shingles."""
    common = _common(agreeing)
    shared = common * (n_shingles + of_other) / (1 + common)
    found: NDArray[np.bool_] = (common >= LIKE) & (shared >= CONTAINED * np.minimum(n_shingles, of_other))
    return found


def _agreeing(a: Wording, b: Wording) -> int:
    apart = int(a.signature or "", 16) ^ int(b.signature or "", 16)
    return apart.to_bytes(VALUES, "big").count(0)


def _common(agreeing: NDArray[np.int64]) -> NDArray[np.float64]:
    """The part of the values that agree not by chance, of all."""
    return np.maximum((agreeing / VALUES - _BY_CHANCE) / (1 - _BY_CHANCE), 0.0)


def same_wording(a: Wording, b: Wording) -> bool:
    """Whether both say the same in the same words."""
    return a.signature is not None and a == b
