"""How right the extraction is: one table of recall, precision and field scores over every set with gold rows.

    python benchmarks/quality.py [--set NAME ...] [--misses] [--markdown]

Sets: `seeds` and `modern`, each with and without its metadata table (evaluation data beside the checkout, which is not
ours to publish), `samples` (our own articles), `loud` (short texts of one incident), `quiet` (texts without any).
The scorer stands with the evaluation data; without it only `quiet` can be measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from report_table import DATA, REPOSITORY, Table, emit

from q7x2_etl.contract import report_to_json
from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Document, Metadata, content_id
from q7x2_etl.sources import articles_of, read

GOLD = REPOSITORY / "tests" / "gold"
FIELDS = ("type", "date", "country", "place", "killed", "actors", "roles", "stage", "veracity", "claims")
_PRECISIONS = ((1, "day"), (7, "week"), (31, "month"), (92, "season"), (366, "year"))


@dataclass(frozen=True)
class GoldSet:
    """A set of texts with gold rows in the scorer's form: a file of them, or rows made from another form."""

    name: str
    gold: Path
    documents: Callable[[], Iterator[Document]]
    rows: Callable[[], list[dict[str, Any]]] | None = None


def main() -> int:
    options = _options().parse_args()
    eval_folder: Path = options.data / "eval"
    scorer = eval_folder / "score_incidents.py"
    chosen = [s for s in _sets(options.data) if not options.set or s.name in options.set]
    rows = []
    for gold_set in chosen:
        if scorer.is_file() and gold_set.gold.is_file():
            rows.append(_score(gold_set, scorer, misses=options.misses))
        else:
            absent = gold_set.gold if scorer.is_file() else scorer
            print(f"{gold_set.name}: left out, {absent} is not here (evaluation data: --data DIR)", file=sys.stderr)
    tables = []
    if rows:
        columns = ["set", "core rows", "recall", "precision", "fields", *FIELDS]
        tables.append(Table("Extraction against gold rows", columns, rows))
    if not options.set or "quiet" in options.set:
        tables.append(_quiet(misses=options.misses))
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", help="only this set (may be repeated)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument("--misses", action="store_true", help="list missed rows and reports that match none")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def _sets(data: Path) -> list[GoldSet]:
    eval_folder, seeds, modern = data / "eval", data / "seeds", data / "eval" / "modern"
    samples = REPOSITORY / "seeds" / "articles"
    seeds_gold, modern_gold = eval_folder / "seeds_gold.jsonl", modern / "gold.jsonl"
    return [
        GoldSet("seeds", seeds_gold, lambda: _documents(seeds, eval_folder / "seeds_metadata.csv")),
        GoldSet("seeds, no metadata", seeds_gold, lambda: _documents(seeds, None)),
        GoldSet("modern", modern_gold, lambda: _documents(modern / "texts", modern / "metadata.csv")),
        GoldSet("modern, no metadata", modern_gold, lambda: _documents(modern / "texts", None)),
        GoldSet(
            "samples",
            GOLD / "samples_gold.jsonl",
            lambda: _documents(samples, REPOSITORY / "seeds" / "articles.metadata.csv"),
        ),
        GoldSet("loud", GOLD / "loud.jsonl", lambda: _short_texts(GOLD / "loud.jsonl"), _loud_gold),
    ]


def _documents(folder: Path, metadata: Path | None) -> Iterator[Document]:
    return (reading for reading in read(folder, metadata=metadata) if isinstance(reading, Document))


def _short_texts(path: Path) -> Iterator[Document]:
    for row in _rows(path):
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        metadata = Metadata(published=published, published_precision="day" if published else None)
        yield Document(content_id(row["text"]), row["id"], row["id"], "text/plain", row["text"], metadata)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _extracted(documents: Iterator[Document]) -> Iterator[dict[str, Any]]:
    extractor = default_extractor()
    for document in documents:
        for article in articles_of(document):
            for report in extractor.extract(article):
                yield report_to_json(report, article.name)


def _score(gold_set: GoldSet, scorer: Path, *, misses: bool) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        _write(predictions, _extracted(gold_set.documents()))
        gold = gold_set.gold
        if gold_set.rows is not None:
            gold = Path(folder) / "gold.jsonl"
            _write(gold, iter(gold_set.rows()))
        command = [
            sys.executable,
            str(scorer),
            str(gold),
            str(predictions),
            "--json",
            *(["--misses"] if misses else []),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{scorer} failed on {gold_set.name}: {done.stderr.strip()}")
    first, *listed = done.stdout.splitlines()
    for line in listed:
        print(f"{gold_set.name}: {line}")
    figures = json.loads(first)
    shown = [figures["core_recall"], figures["precision"], figures["fields"]]
    fields = [figures.get(f"field.{name}") for name in FIELDS]
    cells = ["-" if figure is None else f"{figure:.3f}" for figure in [*shown, *fields]]
    return [gold_set.name, str(figures["core"]), *cells]


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows), encoding="utf-8")


def _loud_gold() -> list[dict[str, Any]]:
    """The rows of `loud.jsonl` (see tests/gold/README.md) in the scorer's form."""
    return [_scorer_form(row) for row in _rows(GOLD / "loud.jsonl")]


def _scorer_form(row: dict[str, Any]) -> dict[str, Any]:
    days = (date.fromisoformat(row["date_end"]) - date.fromisoformat(row["date_start"])).days + 1
    precision = next((name for most, name in _PRECISIONS if days <= most), "unknown")
    roles = (("perpetrator", "perpetrator_forms"), ("target", "target_forms"), ("claimant", "claimant_forms"))
    actors = [{"forms": row[key], "roles": [role], "required": True} for role, key in roles if row.get(key)]
    actors += [
        {"forms": [form], "roles": ["participant"], "required": False} for form in row.get("participant_forms", ())
    ]
    return {
        "article": row["id"],
        "id": row["id"],
        "core": True,
        "types": row["event_type"],
        "stage": row["stage"],
        "veracity": row.get("veracity") or ["reported", "alleged", "disputed", "denied"],
        "dates": [{"start": row["date_start"], "end": row["date_end"], "precision": precision}],
        "place_names": [row["place"]] if row.get("place") else [],
        "admin1": [row["admin1"]] if row.get("admin1") else [],
        "country": [row["country"]] if row.get("country") else [],
        "actors": actors,
        "casualties": [
            {"outcome": outcome, "low": count, "high": count, "qualifier": "exact", "required": position == 0}
            for outcome in ("killed", "wounded", "captured", "displaced", "surrendered", "abducted")
            for position, count in enumerate(row.get(outcome, ()))
        ],
        "evidence": [[0, len(row["text"])]],
    }


def _quiet(*, misses: bool) -> Table:
    texts = list(_short_texts(GOLD / "quiet" / "quiet.jsonl"))
    wrong: dict[str, list[str]] = {}
    for report in _extracted(iter(texts)):
        wrong.setdefault(report["article"], []).append(f"{report['event_type']}: {' '.join(report['quote'].split())}")
    if misses:
        for name, reports in wrong.items():
            print(*(f"quiet: {name} {line}" for line in reports), sep="\n")
    row = ["quiet", str(len(texts)), str(len(wrong)), str(sum(map(len, wrong.values())))]
    return Table("Texts without an incident", ["set", "texts", "texts with a report", "reports"], [row])


if __name__ == "__main__":
    raise SystemExit(main())
