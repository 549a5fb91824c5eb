"""MUC-4, a benchmark with experts' answers: extract, map to the task's templates, call the task's scorer.

    python benchmarks/muc4.py FILE.jsonl --out PRED.jsonl [--limit N] [--misses] [--causes] [--reference]
    python benchmarks/muc4.py --split dev

FILE has a document a line; extraction reads its `doc_id` and `text` and nothing else. Where lines have `templates` too,
those are scored. The texts and the scorer are not part of this repository; `--data DIR` says where they are
(`train.jsonl`, `dev.jsonl`, `score_muc4.py`, `places/`). It is a check on the general engine: what is special to the
task is in `muc4_templates.py`; what `muc4_relevance.py` and `muc4_choice.py` make of it was learnt from the training
texts.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import muc4_places
from muc4_candidates import SLOTS
from muc4_causes import causes_table
from muc4_choice import WEIGHTS as FILLER_WEIGHTS
from muc4_choice import choose
from muc4_reading import TextReader
from muc4_relevance import MODELS
from muc4_relevance import WEIGHTS as RELEVANCE_WEIGHTS
from report_table import DATA, Table, emit
from sparse_logistic import read_weights

from q7x2_etl.reference import Reference

FIGURES = ("doc_relevance", "template", "all_slots", "string_slots")


@dataclass(frozen=True)
class Text:
    """All that extraction is given of a document."""

    doc_id: str
    text: str


def main() -> int:
    options = _options().parse_args()
    file: Path = options.file or options.data / f"{options.split}.jsonl"
    if not file.is_file():
        print(f"{file}: not here; the MUC-4 texts are not part of this repository (--data DIR)", file=sys.stderr)
        return 2
    documents = {d["doc_id"]: d for d in _documents(file, options.limit)}
    with tempfile.TemporaryDirectory() as overlay:
        if options.reference:
            muc4_places.write_overlay(options.data / "places", Path(overlay))
        reference = Reference.load(overlay if options.reference else None)
        texts = [Text(name, document["text"]) for name, document in documents.items()]
        predictions, seconds = predict(texts, reference, learnt=not options.rules)
    if options.out:
        kept = ({k: v for k, v in p.items() if k != "_reports"} for p in predictions.values())
        lines = (json.dumps(p, ensure_ascii=False) + "\n" for p in kept)
        options.out.write_text("".join(lines), encoding="utf-8")
    answered = {name: d for name, d in documents.items() if isinstance(d.get("templates"), list)}
    if not answered:
        found = sum(bool(p["templates"]) for p in predictions.values())
        print(f"{file}: no answers in it, so no score; {len(texts)} texts read, {found} of them with a template")
        return 0
    if len(answered) < len(documents):
        print(f"{file}: {len(answered)} of {len(documents)} texts have answers and are scored", file=sys.stderr)
    scorer_file: Path = options.scorer or options.data / "score_muc4.py"
    if not scorer_file.is_file():
        print(f"{scorer_file}: not here, so no score (--scorer FILE or --data DIR)", file=sys.stderr)
        return 2
    _print_score(scorer_file, answered, predictions, seconds, options)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="documents, one JSON object a line: doc_id, text")
    parser.add_argument("--split", choices=("train", "dev"), default="dev", help="where no FILE is given")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--misses", action="store_true", help="list missed templates and spurious ones with sentences")
    parser.add_argument("--causes", action="store_true", help="count the errors by cause")
    parser.add_argument("--reference", action="store_true", help="with the task's own place lists as an overlay")
    parser.add_argument("--rules", action="store_true", help="the task's rules alone, without what was learnt")
    parser.add_argument("--out", type=Path, help="write the predictions there (JSONL)")
    parser.add_argument("--data", type=Path, default=DATA / "eval" / "muc4")
    parser.add_argument("--scorer", type=Path, help="another score_muc4.py")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("--markdown", action="store_true", help="the main figures as a table for docs/BENCHMARKS.md")
    return parser


def _documents(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    """The lines that are documents; another line is told of and left out."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        taken = 0
        for number, line in enumerate(lines, start=1):
            if limit is not None and taken >= limit:
                return
            if not line.strip():
                continue
            try:
                document = json.loads(line)
            except ValueError as error:
                print(f"{path}:{number}: left out, not JSON: {error}", file=sys.stderr)
                continue
            fit = isinstance(document, dict) and all(isinstance(document.get(k), str) for k in ("doc_id", "text"))
            if not fit:
                print(f"{path}:{number}: left out, no doc_id or no text", file=sys.stderr)
                continue
            taken += 1
            yield document


def predict(texts: Iterable[Text], reference: Reference, learnt: bool = True) -> tuple[dict[str, Any], float]:
    """For each text its templates, and the seconds of extraction; a text that fails is told of and has none.

    `learnt`: with the templates and fillers that weights choose, not those of the rules alone.
    """
    reader = TextReader(reference, read_weights(RELEVANCE_WEIGHTS, MODELS) if learnt else None)
    weights = read_weights(FILLER_WEIGHTS, SLOTS)
    predictions: dict[str, Any] = {}
    spent = 0.0
    for text in texts:
        start = time.perf_counter()
        try:
            told = list(reader.read(text.doc_id, text.text))
            for article in told if learnt else ():
                choose(article.templates, article.candidates, weights)
            templates, count = [t for a in told for t in a.templates], sum(len(a.reports) for a in told)
        except Exception as error:  # whatever one text brings about, the others are still to be read
            print(f"{text.doc_id}: failed: {type(error).__name__}: {error}", file=sys.stderr)
            templates, count = [], 0
        spent += time.perf_counter() - start
        predictions[text.doc_id] = {"doc_id": text.doc_id, "templates": templates, "_reports": count}
    return predictions, spent


def _print_score(
    scorer_file: Path, gold: dict[str, Any], predictions: dict[str, Any], seconds: float, options: argparse.Namespace
) -> None:
    scorer = _scorer(scorer_file)
    per_document: dict[str, Any] = {}
    result = scorer.score(gold, predictions, per_doc=per_document)
    if options.misses:
        _print_misses(gold, predictions, per_document)
    if options.causes:
        reports = {name: predictions[name]["_reports"] for name in gold}
        emit([causes_table(gold, predictions, reports, per_document)], markdown=options.markdown)
    if options.json:
        print(json.dumps(result))
    elif options.markdown:
        emit([_table(result, (options.file or Path(options.split)).stem, seconds)], markdown=True)
    else:
        print(scorer.show(result))
        size = sum(len(d["text"]) for d in gold.values()) / 1e6
        print(f"extraction {seconds:.1f} s, {size / seconds:.2f} MB/s")


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
