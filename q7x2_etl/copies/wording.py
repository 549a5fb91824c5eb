"""The signature of a story's wording (MinHash), by which copies are found without comparing texts.

It depends on the text alone: not on the order of loads, on batches, or on the process (seeds are fixed).
"""

from dataclasses import dataclass

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
    if a.signature is None or b.signature is None:
        return 0.0
    apart = int(a.signature, 16) ^ int(b.signature, 16)
    agreeing = apart.to_bytes(VALUES, "big").count(0) / VALUES
    return max((agreeing - _BY_CHANCE) / (1 - _BY_CHANCE), 0.0)


def is_copy(a: Wording, b: Wording) -> bool:
    """Whether one is the other told again: cut short, with a new lead, with insertions, with corrected figures."""
    common = likeness(a, b)
    if common < LIKE:
        return False
    shared = common * (a.n_shingles + b.n_shingles) / (1 + common)
    return shared >= CONTAINED * min(a.n_shingles, b.n_shingles)


def same_wording(a: Wording, b: Wording) -> bool:
    """Whether both say the same in the same words."""
    return a.signature is not None and a == b
