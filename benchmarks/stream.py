"""One file of very many articles: does memory stay flat, and what does reading cost beside extraction?

    python benchmarks/stream.py [--articles N] [--beside M] [--load] [--markdown]

Two JSON Lines files of synthetic articles (`synthetic.py`), M and N of them, are read in processes of their own: peak
memory and CPU time (not the clock: other work on the machine does not count). Beside it the CPU time of extraction by
the rules over 300 of the articles. With `--load` both are also loaded, with a tiny extractor in place of the rules, so
that what is measured is the way through the store: peak memory, and the seconds that finding copies takes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import synthetic
from report_table import REPOSITORY, Table, emit

_SUPPORT = REPOSITORY / "tests" / "warehouse"
_EXTRACTED = 300
_MEASURED = """
import json, resource, sys, time
from itertools import islice
from pathlib import Path
sys.path.append(sys.argv[3])
import q7x2_etl as q7
def told(seconds, **more):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(json.dumps({"seconds": seconds, "megabytes": peak} | more))
def reading(path):
    began = time.process_time()
    n = sum(1 for _ in q7.read(path))
    told(time.process_time() - began, n=n)
def extraction(path):
    documents = list(islice(q7.read(path), int(sys.argv[4])))
    q7.extract(documents[0].text)
    began = time.process_time()
    for document in documents:
        q7.extract(document.text)
    told(time.process_time() - began, n=len(documents))
def load(path):
    from pattern_extractor import PatternExtractor
    began = time.process_time()
    with q7.Warehouse(path.with_suffix(".warehouse")) as warehouse:
        result = warehouse.load(path, extractor=PatternExtractor())
    told(time.process_time() - began, n=result.n_inputs, timings=result.timings)
if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
"""


def main() -> int:
    """Print the tables."""
    options = _options().parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        small, large = Path(folder, "small.jsonl"), Path(folder, "large.jsonl")
        write_rows(small, options.beside, seed=2)
        write_rows(large, options.articles, seed=1)
        tables = [_memory("reading", small, large), _costs(large)]
        if options.load:
            tables.append(_memory("load", small, large))
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=10_000, help="articles of the small file")
    parser.add_argument("--load", action="store_true", help="load both files too")
    parser.add_argument("--folder", type=Path, help="where inputs and warehouses are made (and removed)")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def write_rows(path: Path, n: int, seed: int) -> None:
    """A JSON Lines file of `n` articles."""
    texts = synthetic.feed(seed)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(n):
            row = {"uri": f"https://feed.test/{number}", "text": next(texts), "published": "2021-05-03"}
            lines.write(json.dumps(row) + "\n")


def _measured(what: str, path: Path) -> dict[str, Any]:
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, what, str(path), str(_SUPPORT), str(_EXTRACTED)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _memory(what: str, small: Path, large: Path) -> Table:
    both = [_measured(what, small), _measured(what, large)]
    rows = [
        [
            f"{one['n']:,} articles",
            f"{one['megabytes']:.0f}",
            f"{1000 * one['seconds'] / one['n']:.3f}",
            f"{one['timings']['copies']:.1f}" if "timings" in one else "",
        ]
        for one in both
    ]
    rows.append(["ratio", f"{both[1]['megabytes'] / both[0]['megabytes']:.2f}", "", ""])
    return Table(
        f"Peak memory of a {what} of one JSON Lines file", ["file", "MB", "CPU ms an article", "copies, s"], rows
    )


def _costs(large: Path) -> Table:
    rows = []
    for what in ("reading", "extraction"):
        found = _measured(what, large)
        rows.append([what, f"{found['n']:,}", f"{1000 * found['seconds'] / found['n']:.3f}"])
    return Table("CPU time of an article", ["step", "articles", "ms"], rows)


if __name__ == "__main__":
    sys.exit(main())
