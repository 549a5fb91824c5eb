"""Texts with gold rows: which sets there are, how they are read, and what the library extracts from them."""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from report_table import REPOSITORY

from q7x2_etl.contract import report_to_json
from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Article, Document, Report
from q7x2_etl.sources import articles_of, read

GOLD = REPOSITORY / "tests" / "gold"
_PRECISIONS = ((1, "day"), (7, "week"), (31, "month"), (92, "season"), (366, "year"))

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class GoldSet:
    """Texts (a folder or an archive) with gold rows in the scorer's form: a file of them, or made from another form.

    Without `gold` the set tells of no incident, and whatever is found in it is wrong.
    """

    name: str
    texts: Path
    gold: Path | None = None
    metadata: Path | None = None
    form: Callable[[Rows], Rows] | None = None
    cases: bool = False  # each text is one case, right or wrong as a whole

    @property
    def is_here(self) -> bool:
        """Whether its files are there: evaluation data is not part of the repository."""
        return all(p is None or p.exists() for p in (self.texts, self.gold, self.metadata))

    def rows(self) -> Rows:
        """Its gold rows in the scorer's form."""
        rows = read_rows(self.gold) if self.gold is not None else []
        return self.form(rows) if self.form is not None else rows


@dataclass(frozen=True)
class Found:
    """One report, and the story that it was found in."""

    article: Article
    report: Report

    @property
    def name(self) -> str:
        """The article as gold rows call it: the bare name of a file, the id of a row."""
        return self.article.name.rsplit("/", 1)[-1]

    def row(self) -> dict[str, Any]:
        """The report as `q7x2-etl extract --format jsonl` prints it."""
        return report_to_json(self.report, self.name)


def named_sets(data: Path) -> list[GoldSet]:
    """The sets known by name: those of the evaluation data under `data`, and our own."""
    evaluation, seeds, modern = data / "eval", data / "seeds", data / "eval" / "modern"
    seeds_gold, modern_gold = evaluation / "seeds_gold.jsonl", modern / "gold.jsonl"
    samples, quiet, paragraphs = REPOSITORY / "seeds" / "articles", GOLD / "quiet" / "quiet.jsonl", GOLD / "paragraphs"
    articles, still = GOLD / "articles", GOLD / "quiet" / "still.jsonl"
    fresh, fresh2 = GOLD / "fresh", GOLD / "fresh2"
    return [
        GoldSet("seeds", seeds, seeds_gold, evaluation / "seeds_metadata.csv"),
        GoldSet("seeds, no metadata", seeds, seeds_gold),
        GoldSet("modern", modern / "texts", modern_gold, modern / "metadata.csv"),
        GoldSet("modern, no metadata", modern / "texts", modern_gold),
        GoldSet("samples", samples, GOLD / "samples_gold.jsonl", REPOSITORY / "seeds" / "articles.metadata.csv"),
        GoldSet("paragraphs", paragraphs / "texts.jsonl", paragraphs / "gold.jsonl", cases=True),
        GoldSet("articles", articles / "texts", articles / "gold.jsonl", articles / "metadata.csv"),
        GoldSet("loud", GOLD / "loud.jsonl", GOLD / "loud.jsonl", form=lambda rows: [_scorer_form(r) for r in rows]),
        GoldSet("fresh", fresh / "texts.jsonl", fresh / "gold.jsonl"),
        GoldSet("fresh2", fresh2 / "texts.jsonl", fresh2 / "gold.jsonl"),
        GoldSet("fresh2, opened half", fresh2 / "opened_texts.jsonl", fresh2 / "opened_gold.jsonl"),
        GoldSet("quiet", quiet),
        GoldSet("still", still),
    ]


def joining_sets(data: Path) -> list[GoldSet]:
    """The same, and articles of which only is known which sentences tell of one incident: no rows to score by."""
    told = GOLD / "told"
    return [*named_sets(data), GoldSet("told", told / "texts", told / "gold.jsonl", told / "metadata.csv")]


def read_rows(path: Path) -> Rows:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def documents(gold_set: GoldSet) -> Iterator[Document]:
    """The texts of a set; one that cannot be read is told of and left out."""
    for reading in read(gold_set.texts, metadata=gold_set.metadata):
        if isinstance(reading, Document):
            yield reading
        else:
            print(f"{gold_set.name}: {reading.name}: left out: {reading.reason}", file=sys.stderr)


def extracted(texts: Iterator[Document]) -> Iterator[Found]:
    """Every report of the texts, in their order; a text that fails is told of, and the others are read."""
    extractor = default_extractor()
    for document in texts:
        try:
            found = [Found(article, r) for article in articles_of(document) for r in extractor.extract(article)]
        except Exception as error:  # whatever one text brings about, the others are still to be read
            print(f"{document.name}: failed: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        yield from found


def module_at(path: Path) -> Any:
    """A Python file that is no part of the package, as a module: a scorer that stands with the evaluation data."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scorer_form(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `loud.jsonl` (see tests/gold/README.md) in the scorer's form."""
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
