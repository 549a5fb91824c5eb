"""Fits the weights of seeds/reference/matching.yaml: how strongly what two reports share speaks for one event.

    python benchmarks/matching.py            how many pairs are told right with the weights as they are
    python benchmarks/matching.py --fit      fits them, writes them, then the same

An example is a pattern of levels with the pairs that have it, from invented reports with known truth (not those that
benchmarks/resolution.py measures on: another seed). Logistic regression by coordinate descent, shrunk towards the
weights set by hand (`prior`): levels that invented reports do not have keep theirs. Deterministic.
"""

import argparse
import math
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_table import REPOSITORY, Table, emit
from synthetic_reports import Mix
from synthetic_store import synthetic_store

from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Judgements, Rules, Scope, make_clusters
from q7x2_etl.resolution.comparing import compared
from q7x2_etl.resolution.weights import FEATURES, PRIOR

WEIGHTS = REPOSITORY / "seeds" / "reference" / "matching.yaml"
SEED, REPORTS = 77, 40_000
SHRINK = 30.0  # as many pairs as a prior weighs
_SWEEPS, _ENOUGH = 60, 1e-3
_ENTRY = re.compile(r"(- \{id: ([\w.]+), prior: [-\d.]+, weight: )[-\d.]+")


@dataclass(frozen=True)
class Pattern:
    """Levels that hold together, and how many pairs with them are of one event and of two."""

    levels: tuple[str, ...]
    same: float
    other: float


def patterns(rules: Rules, seed: int = SEED, n_reports: int = REPORTS) -> list[Pattern]:
    """What the pairs of invented reports look like: those that share a block, and all of each component."""
    columns = ", ".join(FEATURES)
    with tempfile.TemporaryDirectory() as folder, synthetic_store(Path(folder) / "w", n_reports, seed, Mix()) as store:
        linked = Scope(store.connection, rules, Judgements())
        linked.everything()
        make_clusters(store.connection, rules, Judgements())
        store.connection.execute(
            "CREATE TEMP TABLE fitted AS SELECT a, b FROM resolution_pairs UNION SELECT a, b FROM resolution_compared"
        )
        rows = store.connection.execute(
            f"WITH told AS (SELECT n, event FROM truth JOIN resolution_records USING (report_id)) "
            f"SELECT {columns}, count(*) FILTER (one.event = other.event), count(*) FILTER (one.event != other.event) "
            f"FROM ({compared('fitted', rules.weights)}) AS pairs JOIN told AS one ON one.n = a "
            f"JOIN told AS other ON other.n = b WHERE apart IS NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return [Pattern(tuple(f"{f}.{level}" for f, level in zip(FEATURES, row, strict=False)), *row[-2:]) for row in rows]


def fit(found: Sequence[Pattern], prior: Mapping[str, float], fixed: frozenset[str]) -> dict[str, float]:
    """The weights with the least loss: log-loss of pairs and `SHRINK`/2 times their squared distance from the prior."""
    weights = dict(prior)
    rows: dict[str, list[int]] = {name: [] for name in prior}
    rows[PRIOR] = list(range(len(found)))
    for n, pattern in enumerate(found):
        for name in pattern.levels:
            if name in rows:
                rows[name].append(n)
    scores = [weights[PRIOR] + sum(weights.get(name, 0.0) for name in pattern.levels) for pattern in found]
    for _ in range(_SWEEPS):
        moved = 0.0
        for name in sorted(rows.keys() - fixed):
            shrink = 0.0 if name == PRIOR else SHRINK
            slope, bend = shrink * (prior[name] - weights[name]), shrink + 1e-6
            for n in rows[name]:
                chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, scores[n]))))
                pairs = found[n].same + found[n].other
                slope += found[n].same - pairs * chance
                bend += pairs * chance * (1 - chance)
            step = max(-1.0, min(1.0, slope / bend))
            weights[name] += step
            moved = max(moved, abs(step))
            for n in rows[name]:
                scores[n] += step
        if moved < _ENOUGH:
            break
    return weights


def _written(weights: Mapping[str, float]) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    WEIGHTS.write_text(_ENTRY.sub(lambda entry: f"{entry[1]}{weights[entry[2]]:.2f}", text), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write fitted weights to seeds/reference/matching.yaml")
    parser.add_argument("--markdown", action="store_true", help="the table for docs/BENCHMARKS.md")
    options = parser.parse_args()
    reference = Reference.load()
    found = patterns(Rules.load(reference))
    entries = reference.entries("matching")
    weights = {str(entry["id"]): float(entry["weight"]) for entry in entries}
    if options.fit:
        weights = fit(found, weights | {str(e["id"]): float(e["prior"]) for e in entries if "prior" in e},
                      frozenset(str(e["id"]) for e in entries if e.get("fixed")))  # fmt: skip
        _written(weights)
    right, joined, linked, same, total = 0.0, 0.0, 0.0, 0.0, 0.0
    for pattern in found:
        total += pattern.same + pattern.other
        same += pattern.same
        if weights[PRIOR] + sum(weights.get(name, 0.0) for name in pattern.levels) > 0:
            right, joined, linked = right + pattern.same, joined + pattern.same, linked + pattern.same + pattern.other
        else:
            right += pattern.other
    table = Table("Pairs of invented reports", ["pairs", "of one event", "told right", "precision", "recall"], [])
    table.rows.append([f"{total:,.0f}", f"{same:,.0f}", f"{right / total:.4f}", f"{joined / linked:.4f}",
                       f"{joined / same:.4f}"])  # fmt: skip
    emit([table], markdown=options.markdown)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
