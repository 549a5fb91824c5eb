"""How right and how fast copies are found.

    python benchmarks/copies.py [--wires N] [--stories N] [--markdown]

Wires are our own gold texts and sample articles of 100 words or more. Each is changed as sites and agencies change them
(`copies_made.py`), which gives pairs that are copies; pairs that are none are made of daily bulletins, follow-ups,
shared statements, and all pairs of different wires. Recall and precision are those of the library's rule, by kind and
by threshold; "met" is the share of pairs that share a bucket, without which they are never compared. The speed is that
of signatures, and of finding groups among many signatures in a warehouse's store.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import copies_made
from report_table import Table, emit

from q7x2_etl.contract import load_contract
from q7x2_etl.copies import BANDS, METHOD, ROWS, Wording, is_copy, wording, wording_of
from q7x2_etl.copies.wording import VALUES, likeness
from q7x2_etl.pipeline.settling_copies import settle_copies
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse import Layout, Store

_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
Pairs = Sequence[tuple[Wording, Wording]]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wires", type=int, default=150, help="most wires that are changed")
    parser.add_argument("--stories", type=int, default=100_000, help="stories of which groups are found")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    options = parser.parse_args()
    wires = copies_made.wires()[: options.wires]
    copied = {kind: _signed(pairs) for kind, pairs in copies_made.copied(wires).items()}
    others = {kind: _signed(pairs) for kind, pairs in copies_made.others(wires).items()}
    tables = [_by_kind("copies", copied, "found"), _by_kind("no copies", others, "taken for copies")]
    emit([*tables, _by_threshold(copied, others), _speed(wires, options.stories)], markdown=options.markdown)
    return 0


def _signed(pairs: Sequence[tuple[str, str]]) -> Pairs:
    return [(wording_of(copies_made.article(a)), wording_of(copies_made.article(b))) for a, b in pairs]


def _by_kind(title: str, kinds: dict[str, Pairs], verdict: str) -> Table:
    rows = []
    for kind, pairs in kinds.items():
        shares = sorted(_contained(a, b) for a, b in pairs)
        least = len(shares) // 20
        quantiles = [f"{shares[at]:.2f}" for at in (least, len(shares) // 2, -1 - least)]
        rows.append([kind, f"{len(pairs):,}", _share(_met, pairs), _share(_found, pairs), *quantiles])
    return Table(f"Pairs that are {title}", ["kind", "pairs", "met", verdict, "contained 5 %", "50 %", "95 %"], rows)


def _by_threshold(copied: dict[str, Pairs], others: dict[str, Pairs]) -> Table:
    """Each kind counts the same, whatever its number of pairs; precision over the two sorts of kinds in equal parts."""
    rows = []
    for threshold in _THRESHOLDS:

        def found(a: Wording, b: Wording, threshold: float = threshold) -> bool:
            return _met(a, b) and likeness(a, b) >= wording.LIKE and _contained(a, b) >= threshold

        recall = sum(_rate(found, pairs) for pairs in copied.values()) / len(copied)
        wrong = sum(_rate(found, pairs) for pairs in others.values()) / len(others)
        precision = recall / (recall + wrong) if recall + wrong else 0.0
        mark = " (the rule)" if threshold == wording.CONTAINED else ""
        rows.append([f"{threshold:.1f}{mark}", f"{recall:.3f}", f"{precision:.3f}"])
    return Table("By the share that must be contained", ["threshold", "recall", "precision"], rows)


def _found(a: Wording, b: Wording) -> bool:
    return _met(a, b) and is_copy(a, b)


def _met(a: Wording, b: Wording) -> bool:
    if a.signature is None or b.signature is None:
        return False
    step = 2 * ROWS
    starts = range(0, BANDS * step, step)
    return any(a.signature[start : start + step] == b.signature[start : start + step] for start in starts)


def _contained(a: Wording, b: Wording) -> float:
    common = likeness(a, b)
    least = min(a.n_shingles, b.n_shingles)
    return min(common * (a.n_shingles + b.n_shingles) / (1 + common) / least, 1.0) if least else 0.0


def _rate(holds: Callable[[Wording, Wording], bool], pairs: Pairs) -> float:
    return sum(holds(a, b) for a, b in pairs) / len(pairs)


def _share(holds: Callable[[Wording, Wording], bool], pairs: Pairs) -> str:
    return f"{_rate(holds, pairs):.3f}"


def _speed(wires: Sequence[str], n: int) -> Table:
    articles = [copies_made.article(text) for text in wires]
    began = time.process_time()
    for article in articles:
        wording_of(article)
    signing = (time.process_time() - began) / len(articles)
    rows = [["a signature of a wire, of processors", f"{1e6 * signing:.0f} us"]]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Layout(Path(folder)), load_contract())
        for what, count, seed in (
            (f"groups of {n:,} new stories", n, 1),
            (f"{n // 100:,} more beside them", n // 100, 2),
        ):
            _fill(store, count, seed)
            began, processors = time.perf_counter(), time.process_time()
            with store.transaction():
                settle_copies(store, Reference.load(), "run")
            rows.append([f"{what}, of processors", f"{time.process_time() - processors:.1f} s"])
            rows.append([f"{what}, by the clock", f"{time.perf_counter() - began:.1f} s"])
        groups = store.scalar("SELECT count(DISTINCT first_article_id) FROM article_wordings")
        rows.append(["groups found", f"{groups:,}"])
        store.close()
    return Table("Speed", ["what", "time"], rows)


def _fill(store: Store, n: int, seed: int) -> None:
    """Stories with signatures of their own; every tenth is a copy of the one before, with 15 % of values changed."""
    chance = random.Random(seed)
    rows, before = [], chance.randbytes(VALUES)
    for number in range(n):
        fresh = chance.randbytes(VALUES)
        if number % 10 == 9:
            fresh = bytes(b if chance.random() < 0.15 else a for a, b in zip(before, fresh, strict=True))
        before = fresh
        rows.append((f"{seed:02x}{number:030x}", METHOD, 200, fresh.hex()))
    for start in range(0, n, 10_000):
        _insert(store, rows[start : start + 10_000])


def _insert(store: Store, rows: list[tuple[str, str, int, str]]) -> None:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))
    names = ("article_id", "method", "n_shingles", "signature")
    table = pa.table({name: pa.array(column) for name, column in zip(names, columns, strict=True)})
    store.connection.register("made", table)
    store.connection.execute("INSERT INTO article_wordings SELECT *, NULL FROM made")
    store.connection.execute(
        "INSERT INTO articles BY NAME SELECT article_id, '00' || substr(article_id, 3) AS document_id, "
        "0 AS story_start, 1 AS story_end, 'unknown' AS published_precision, 'unknown' AS published_method FROM made"
    )
    store.connection.execute(
        "INSERT INTO documents BY NAME SELECT DISTINCT '00' || substr(article_id, 3) AS document_id, "
        "'text/plain' AS media_type, 'x' AS text, 1 AS n_chars FROM made"
    )
    store.connection.unregister("made")


if __name__ == "__main__":
    sys.exit(main())
