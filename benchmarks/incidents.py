"""How right the extraction is: recall, precision and each field over every set with gold rows.

    python benchmarks/incidents.py [--set NAME ...] [--misses] [--causes] [--markdown]
    python benchmarks/incidents.py --texts FOLDER --gold GOLD.jsonl [--metadata TABLE.csv] [--out PRED.jsonl]

Sets: `seeds` and `modern`, each with and without its metadata table (evaluation data beside the checkout, which is not
ours to publish), `samples` (our own articles), `paragraphs` and `loud` (short texts),
`quiet` (texts without any incident).
`--texts` takes any folder, file or archive that `q7x2-etl extract` reads, with gold rows in the scorer's form.
The scorer stands with the evaluation data (`--data DIR`); without it only texts without gold rows can be measured.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from error_causes import Error, causes_table, error_line, errors
from gold_sets import GOLD, Found, GoldSet, documents, extracted, module_at, named_sets
from report_table import DATA, Table, emit

HEADINGS = ("core_recall", "precision", "fields")
# Fields in the order of the report; a scorer's further ones come after them.
FIELDS = ("type", "date", "country", "place", "killed", "actors", "roles", "stage", "veracity", "claims")


def main() -> int:
    options = _options().parse_args()
    if options.texts is None and (options.gold or options.metadata):
        print("--gold and --metadata are of --texts: give it too", file=sys.stderr)
        return 2
    chosen = _chosen(options)
    if not chosen:
        print(f"no set {', '.join(options.set)}; there: {', '.join(s.name for s in named_sets(DATA))}", file=sys.stderr)
        return 2
    if options.out is not None and len(chosen) > 1:
        print("--out is of one set: give --texts, or --set once", file=sys.stderr)
        return 2
    scorer_file: Path = options.data / "eval" / "score_incidents.py"
    scorer = module_at(scorer_file) if scorer_file.is_file() else None
    figures: dict[str, dict[str, Any]] = {}
    listed: dict[str, list[Error]] = {}
    quiet, cases = [], []
    for gold_set in chosen:
        absent = _absent(gold_set, scorer_file)
        if absent is not None and options.texts is None:
            print(f"{gold_set.name}: left out, {absent} is not here (evaluation data: --data DIR)", file=sys.stderr)
            continue
        if absent is not None and (absent != scorer_file or options.out is None):
            print(f"{absent}: not here", file=sys.stderr)
            return 2
        found = list(extracted(documents(gold_set)))
        if options.out is not None:
            lines = (json.dumps(f.row(), ensure_ascii=False, default=str) + "\n" for f in found)
            options.out.write_text("".join(lines), encoding="utf-8")
        if options.texts is not None and gold_set.gold is None:
            print(f"{gold_set.texts}: no gold rows, so no score; {len(found)} reports")
        elif gold_set.gold is None:
            quiet.append(_quiet_row(gold_set, found, misses=options.misses))
        elif scorer is not None:
            figures[gold_set.name] = scorer.score(gold_set.rows(), [f.row() for f in found])[0]
            if gold_set.cases:
                cases.append(_cases_row(gold_set, found, misses=options.misses))
            if options.causes or options.misses:
                listed[gold_set.name] = list(errors(gold_set, found, scorer))
            if options.misses:
                print(*(f"{gold_set.name}: {error_line(error)}" for error in listed[gold_set.name]), sep="\n")
    tables = _scores(figures)
    if options.causes:
        tables += [causes_table(listed), _wrong_fields(figures)]
    if cases:
        tables.append(Table("One-paragraph cases with just their incidents", ["set", "cases", "right", "share"], cases))
    if quiet:
        tables.append(Table("Texts without an incident", ["set", "texts", "texts with a report", "reports"], quiet))
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", help="only this set (may be repeated)")
    parser.add_argument("--texts", type=Path, help="texts of your own: a folder, file or archive")
    parser.add_argument("--gold", type=Path, help="their gold rows, in the scorer's form")
    parser.add_argument("--metadata", type=Path, help="their metadata table")
    parser.add_argument("--out", type=Path, help="write the reports there (JSONL), as `q7x2-etl extract` prints them")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument("--misses", action="store_true", help="list missed rows and reports that match none")
    parser.add_argument("--causes", action="store_true", help="count the errors by cause")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def _chosen(options: argparse.Namespace) -> list[GoldSet]:
    if options.texts is not None:
        return [GoldSet(options.texts.stem, options.texts, options.gold, options.metadata)]
    return [s for s in named_sets(options.data) if not options.set or s.name in options.set]


def _absent(gold_set: GoldSet, scorer_file: Path) -> Path | None:
    """What of a set is not here: its texts, its gold rows, its metadata or the scorer."""
    needed = (gold_set.texts, gold_set.gold, gold_set.metadata, scorer_file if gold_set.gold is not None else None)
    return next((path for path in needed if path is not None and not path.exists()), None)


def _scores(figures: dict[str, dict[str, Any]]) -> list[Table]:
    """A row a set, the fields that every reader asks for first; and the further fields of the scorer."""
    if not figures:
        return []
    further = {name.removeprefix("field.") for f in figures.values() for name in f if name.startswith("field.")}
    more = sorted(further - set(FIELDS))
    main = [
        [name, str(f["core"]), *_cells(f, [*HEADINGS, *(f"field.{x}" for x in FIELDS)])] for name, f in figures.items()
    ]
    rest = [[name, *_cells(f, [f"field.{x}" for x in more])] for name, f in figures.items()]
    columns = ["set", "core rows", "recall", "precision", "fields", *FIELDS]
    return [Table("Extraction against gold rows", columns, main), Table("Further fields", ["set", *more], rest)]


def _wrong_fields(figures: dict[str, dict[str, Any]]) -> Table:
    """Of the rows that are found: how many have the field wrong, of how many that have it in the gold."""
    names = sorted({name for f in figures.values() for name in f if name.startswith("field.")})
    rows = []
    for name in names:
        cells = []
        for f in figures.values():
            n = f.get("n." + name.removeprefix("field."))
            cells.append("-" if n is None else f"{round(n * (1 - f[name]))} of {n}")
        rows.append([name.removeprefix("field."), *cells])
    return Table(
        "Found rows with a wrong field (of actors and claims: 1 - F1 of those wanted)", ["field", *figures], rows
    )


def _cells(figures: dict[str, Any], names: list[str]) -> list[str]:
    return ["-" if figures.get(name) is None else f"{figures[name]:.3f}" for name in names]


def _cases_row(gold_set: GoldSet, found: list[Found], *, misses: bool) -> list[str]:
    """How many texts give just the incidents that they tell; judged as tests/extraction/test_paragraphs.py does."""
    judge = module_at(GOLD / "cases.py")
    golds, reports = defaultdict(list), defaultdict(list)
    for gold in gold_set.rows():
        golds[gold["article"]].append(gold)
    for each in found:
        reports[each.name].append(each.row())
    names = [document.name for document in documents(gold_set)]
    wrong = {name: faults for name in names if (faults := judge.faults(reports[name], golds[name]))}
    if misses:
        print(*(f"{gold_set.name}: CASE     {name}: {', '.join(faults)}" for name, faults in wrong.items()), sep="\n")
    right = len(names) - len(wrong)
    return [gold_set.name, str(len(names)), str(right), f"{right / max(1, len(names)):.3f}"]


def _quiet_row(gold_set: GoldSet, found: list[Found], *, misses: bool) -> list[str]:
    if misses:
        for each in found:
            print(gold_set.name, "SPURIOUS", each.name, each.report.event_type, " ".join(each.report.quote.split()))
    texts = sum(1 for _ in documents(gold_set))
    return [gold_set.name, str(texts), str(len({f.article.document_id for f in found})), str(len(found))]


if __name__ == "__main__":
    raise SystemExit(main())
