"""MUC-4, a benchmark with experts' answers: extract, map to the task's templates, call the task's scorer.

    python benchmarks/muc4.py --split dev [--limit N] [--misses] [--reference] [--out FILE]

The texts and the scorer are not part of this repository; `--data DIR` says where they are (`train.jsonl`, `dev.jsonl`,
`score_muc4.py`, `places/`). It is a check on the general engine: what is special to the task is in `muc4_templates.py`.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import muc4_places
from muc4_templates import Mapper
from report_table import DATA, Table, emit

from q7x2_etl.extraction import Extractor, default_extractor
from q7x2_etl.model import Article, Document, Metadata, content_id
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

FIGURES = ("doc_relevance", "template", "all_slots", "string_slots")


def main() -> int:
    options = _options().parse_args()
    data: Path = options.data
    gold_file: Path = options.gold or data / f"{options.split}.jsonl"
    scorer_file: Path = options.scorer or data / "score_muc4.py"
    for needed in (gold_file, scorer_file):
        if not needed.is_file():
            print(f"{needed}: not here; the MUC-4 texts are not part of this repository (--data DIR)", file=sys.stderr)
            return 2
    documents = list(_documents(gold_file, options.limit))
    with tempfile.TemporaryDirectory() as overlay:
        if options.reference:
            muc4_places.write_overlay(data / "places", Path(overlay))
        reference = Reference.load(overlay if options.reference else None)
        predictions, seconds = _predict(documents, reference)
    if options.out:
        lines = (json.dumps(p, ensure_ascii=False) + "\n" for p in predictions.values())
        options.out.write_text("".join(lines), encoding="utf-8")
    scorer = _scorer(scorer_file)
    gold = {d["doc_id"]: d for d in documents}
    per_document: dict[str, Any] = {}
    result = scorer.score(gold, predictions, per_doc=per_document)
    if options.misses:
        _print_misses(gold, predictions, per_document)
    if options.json:
        print(json.dumps(result))
    elif options.markdown:
        emit([_table(result, gold_file.stem, seconds)], markdown=True)
    else:
        print(scorer.show(result))
        size = sum(len(d["text"]) for d in documents) / 1e6
        print(f"extraction {seconds:.1f} s, {size / seconds:.2f} MB/s")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--misses", action="store_true", help="list missed templates and spurious ones with sentences")
    parser.add_argument("--reference", action="store_true", help="with the task's own place lists as an overlay")
    parser.add_argument("--out", type=Path, help="write the predictions there (JSONL)")
    parser.add_argument("--data", type=Path, default=DATA / "eval" / "muc4")
    parser.add_argument("--gold", type=Path, help="another file of documents in the same form")
    parser.add_argument("--scorer", type=Path, help="another score_muc4.py")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("--markdown", action="store_true", help="the main figures as a table for docs/BENCHMARKS.md")
    return parser


def _documents(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for count, line in enumerate(lines):
            if limit is not None and count >= limit:
                return
            yield json.loads(line)


def _predict(documents: list[dict[str, Any]], reference: Reference) -> tuple[dict[str, Any], float]:
    extractor, mapper = default_extractor(reference), Mapper(reference)
    homes = _Homes(reference)
    predictions: dict[str, Any] = {}
    spent = 0.0
    for document in documents:
        start = time.perf_counter()
        found = list(_reports(document, extractor, reference))
        spent += time.perf_counter() - start
        home = homes.of(document)
        templates = [t for article, reports in found for t in mapper.templates(article, reports, home)]
        predictions[document["doc_id"]] = {"doc_id": document["doc_id"], "templates": templates}
    return predictions, spent


def _reports(document: dict[str, Any], extractor: Extractor, reference: Reference) -> Iterator[tuple[Article, Any]]:
    dateline = document.get("dateline") or {}
    published = date.fromisoformat(dateline["date"]) if dateline.get("date") else None
    name = document["doc_id"]
    source = Document(
        document_id=content_id(document["text"]),
        name=name,
        uri=name,
        media_type="text/plain",
        text=document["text"],
        metadata=Metadata(published=published),
    )
    for article in articles_of(source, reference):
        yield article, extractor.extract(article)


class _Homes:
    """The country of a text's dateline: where it is reported from, by the gazetteer's most important such place."""

    def __init__(self, reference: Reference) -> None:
        from q7x2_etl.language.gazetteer import Gazetteer

        self._gazetteer = Gazetteer.from_reference(reference)

    def of(self, document: dict[str, Any]) -> str | None:
        place = (document.get("dateline") or {}).get("place")
        found = self._gazetteer.exact(place) if place else ()
        return found[0].country if found else None


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_muc4", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _print_misses(gold: dict[str, Any], predictions: dict[str, Any], per_document: dict[str, Any]) -> None:
    for name, document in gold.items():
        given = predictions[name]["templates"]
        pairs = per_document[name]["pairs"]
        hit, met = {p for p, _ in pairs}, {g for _, g in pairs}
        for position, template in enumerate(document["templates"]):
            if position not in met and not template["optional"]:
                print("MISSED  ", name, _gold_line(template))
        for position, template in enumerate(given):
            if position not in hit:
                print("SPURIOUS", name, _given_line(template))
                print("         ", template["_sentence"][:300])


def _gold_line(template: dict[str, Any]) -> str:
    slots = ("perp_individual", "perp_org", "phys_target", "hum_target_name", "hum_target_desc", "instrument")
    fillers = [f"{slot}={[alternatives[0] for alternatives in template[slot]]}" for slot in slots if template[slot]]
    where, when = template["location"].get("raw"), template["date"].get("raw")
    return " ".join([template["incident_type"], template["stage"], f"[{when}]", f"[{where}]", *fillers])


def _given_line(template: dict[str, Any]) -> str:
    shown = {k: v for k, v in template.items() if v and not k.startswith("_") and k != "incident_type"}
    return " ".join([template["incident_type"], *(f"{k}={v}" for k, v in shown.items())])


def _table(result: dict[str, Any], name: str, seconds: float) -> Table:
    rows = [[figure, *(f"{result[figure][k]:.1f}" for k in ("p", "r", "f1"))] for figure in FIGURES]
    micro = result["ceaf_ree"]["micro"]
    rows.append(["CEAF-REE", *(f"{micro[k]:.1f}" for k in ("p", "r", "f1"))])
    title = f"MUC-4 {name}: {result['documents']} texts in {seconds:.1f} s"
    return Table(title, ["figure", "P", "R", "F1"], rows)


if __name__ == "__main__":
    raise SystemExit(main())
