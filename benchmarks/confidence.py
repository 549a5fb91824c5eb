"""Whether `confidence` means what it says, and the fit of its weights.

    python benchmarks/confidence.py [--markdown]     expected calibration error and reliability table of each set
    python benchmarks/confidence.py --fit            fits seeds/reference/confidence.yaml again, then the same
    python benchmarks/confidence.py --choose         how well each strength of shrinking does on sets left out in turn

Right is a report that the scorer aligns with a gold row and whose type the gold accepts. The weights are fitted on our
own texts (samples, paragraphs, articles, loud, quiet), the seed pages and the MUC-4 training texts (see
`judged_reports.py` for what is not asked of them); paragraphs and articles with an odd number and the modern articles
are kept aside to check.
Where evaluation data is not here (`--data DIR`) the fit would be another one and is refused.
"""

import argparse
import hashlib
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from gold_sets import GoldSet, module_at, named_sets
from judged_reports import Judged, Reader
from logistic import Example, fitted, logistic
from report_table import DATA, REPOSITORY, Table, emit

from q7x2_etl.extraction.reports.confidence import FEATURES

FITTED_ON = ("samples", "paragraphs", "articles", "loud", "quiet", "seeds", "muc4")
CHECKED_ON = "modern"
WEIGHTS = REPOSITORY / "seeds" / "reference" / "confidence.yaml"
BINS = 10
FOLDS = 5
# Between the best for texts held back (10) and the best for whole sets held back (30); never chosen on what is aside.
RIDGE = 20.0
RIDGES = (3.0, 10.0, 30.0, 100.0)
_SIGNS = {name: 1 if sign == "for" else -1 for name, sign in FEATURES.items()}
_OF_MUC4 = "of_muc4"  # what the task calls relevant is another matter: an offset of its own, used in the fit only


def main() -> int:
    options = _options().parse_args()
    scorer_file: Path = options.data / "eval" / "score_incidents.py"
    sets = {s.name: s for s in named_sets(options.data)}
    absent = [name for name in ("seeds", CHECKED_ON) if not sets[name].is_here]
    muc4 = options.data / "eval" / "muc4"
    if not scorer_file.is_file() or (
        (options.fit or options.choose) and (absent or not (muc4 / "train.jsonl").is_file())
    ):
        print(f"{options.data}: the evaluation data is not here (--data DIR)", file=sys.stderr)
        return 2
    scorer, reader = module_at(scorer_file), Reader()
    judged: list[Judged] = []
    for name in (*FITTED_ON, CHECKED_ON):
        if name in sets and sets[name].is_here:
            judged += reader.of_set(sets[name], scorer)
    for name, texts, gold, *metadata in options.more:
        more = GoldSet(name, Path(texts), Path(gold), Path(metadata[0]) if metadata else None)
        judged += reader.of_set(more, scorer)
    tables = []
    if options.fit or options.choose:
        judged += reader.of_muc4(muc4)
    if options.choose:
        emit([_choice([j for j in judged if not is_aside(j)])], markdown=options.markdown)
        return 0
    if options.fit:
        used = [j for j in judged if not is_aside(j)]
        weights = fit(used)
        WEIGHTS.write_text(written(weights, used), encoding="utf-8")
        print(f"{WEIGHTS}: {len(weights)} weights, fitted on {len(used)} reports", file=sys.stderr)
        tables.append(_reliability("held-back texts, cross-validated", cross_validated(used)))
        rated = [(j, chance(weights, j)) for j in judged]
    else:
        rated = [(j, j.confidence) for j in judged]
    groups: list[tuple[str, Callable[[Judged], bool]]] = [
        ("modern", lambda j: j.set_name == CHECKED_ON),
        ("texts kept aside", lambda j: is_aside(j) and j.set_name != CHECKED_ON),
        ("texts of the fit", lambda j: not is_aside(j) and j.set_name != "muc4"),
    ]
    for title, belongs in groups:
        chosen = [(confidence, j.right) for j, confidence in rated if belongs(j)]
        if chosen:
            tables.append(_reliability(title, chosen))
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the weights again and write them")
    parser.add_argument("--choose", action="store_true", help="compare strengths of shrinking")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument(
        "--more",
        nargs="+",
        action="append",
        default=[],
        metavar="ARG",
        help="further texts: NAME TEXTS GOLD [METADATA]",
    )
    parser.add_argument("--markdown", action="store_true", help="print the tables for the documentation")
    return parser


def is_aside(judged: Judged) -> bool:
    """Whether a report's text is kept aside: the modern articles, and every text whose number is odd (`a-017`)."""
    if judged.set_name in {"samples", "loud", "quiet", "seeds", "muc4"}:
        return False
    digits = "".join(c for c in judged.text.rsplit(".", 1)[0].rsplit("-", 1)[-1] if c.isdigit())
    return judged.set_name == CHECKED_ON or int(digits or 0) % 2 == 1


def fit(judged: Sequence[Judged], ridge: float = RIDGE) -> dict[str, float]:
    """The weights, rounded as they are written; those that stay 0 are left out."""
    examples = [Example({**j.features, **({_OF_MUC4: 1.0} if j.set_name == "muc4" else {})}, j.right) for j in judged]
    weights = fitted(examples, {**_SIGNS, _OF_MUC4: 0}, ridge)
    weights.pop(_OF_MUC4, None)
    return {name: round(weight, 3) for name, weight in weights.items() if round(weight, 3)}


def chance(weights: dict[str, float], judged: Judged) -> float:
    """What the library makes of the weights."""
    score = weights.get("intercept", 0.0) + sum(weights.get(n, 0.0) * v for n, v in judged.features.items())
    return round(logistic(score), 2)


def cross_validated(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """For each report of our own texts and the seeds: the chance by weights that were fitted without its text."""
    pairs = []
    for fold in range(FOLDS):
        weights = fit([j for j in judged if _fold(j.text) != fold])
        pairs += [(chance(weights, j), j.right) for j in judged if _fold(j.text) == fold and j.set_name != "muc4"]
    return pairs


def _choice(judged: Sequence[Judged]) -> Table:
    """For each strength of shrinking the log-loss on sets that the fit did not see, and the calibration error there."""
    names = sorted({j.set_name for j in judged} - {"muc4", "quiet"})
    rows = []
    for ridge in RIDGES:
        pairs = []
        for name in names:
            weights = fit([j for j in judged if j.set_name != name], ridge)
            pairs += [(chance(weights, j), j.right) for j in judged if j.set_name == name]
        loss = -sum(math.log(min(max(c if r else 1 - c, 0.01), 0.99)) for c, r in pairs) / len(pairs)
        rows.append([f"{ridge:g}", f"{loss:.4f}", f"{calibration_error(pairs):.3f}"])
    return Table("Sets left out in turn", ["shrinking", "log-loss", "calibration error"], rows)


def _fold(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between confidence and the share that is right, over ten equal bins, by their size."""
    return sum(abs(sum(c for c, _ in held) - sum(r for _, r in held)) for held in _binned(pairs)) / max(1, len(pairs))


def _binned(pairs: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(int(confidence * BINS + 1e-9), BINS - 1)].append((confidence, right))
    return bins


def _reliability(title: str, pairs: Sequence[tuple[float, bool]]) -> Table:
    rows = []
    for low, held in enumerate(_binned(pairs)):
        if held:
            mean, right = sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held)
            rows.append([f"{low / BINS:.1f}-{(low + 1) / BINS:.1f}", str(len(held)), f"{mean:.2f}", f"{right:.2f}"])
    share = sum(r for _, r in pairs) / max(1, len(pairs))
    rows.append(["all", str(len(pairs)), f"{sum(c for c, _ in pairs) / max(1, len(pairs)):.2f}", f"{share:.2f}"])
    head = f"Confidence, {title}: expected calibration error {calibration_error(pairs):.3f}"
    return Table(head, ["confidence", "reports", "mean", "right"], rows)


def written(weights: dict[str, float], used: Sequence[Judged]) -> str:
    """The file of weights: the intercept first, then the features in their declared order."""
    names = sorted({j.set_name for j in used})
    lines = [
        "# Weights of the features of extraction/reports/confidence.py: log-odds that a report is right.",
        "# Written by a program: `python benchmarks/confidence.py --fit` makes it again.",
        f"source: fitted by benchmarks/confidence.py on {len(used)} reports of our own sets ({', '.join(names)})",
        "entries:",
    ]
    lines += [f"- {{id: {n}, weight: {weights[n]}}}" for n in ("intercept", *FEATURES) if n in weights]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
