"""How fast the whole is: a load end to end, 1 and 2 workers, start-up (extraction itself: `extract.py`).

    python benchmarks/throughput.py [--runs N] [--megabytes X] [--markdown]

Everything is timed by the clock. Every figure is the median of `--runs` runs in one process, each on texts of its own,
so that no cache of names or texts flatters a later run. Nothing is asserted. Dense text: the MUC-4 training texts where
they stand beside the checkout, else our sample articles again and again.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import corpora
from report_table import DATA, REPOSITORY, Table, emit, speed

from q7x2_etl.engines import EngineSettings, Task, run_batches
from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Document, Metadata
from q7x2_etl.pipeline import LoadOptions, load
from q7x2_etl.settings import Settings
from q7x2_etl.sources import Origin, reading_of

BATCH = 16  # texts; small, so that a short run still has batches after the pool has started


@dataclass(frozen=True)
class Sizes:
    """How much to time: runs to take the median of, and characters a run."""

    runs: int
    characters: int

    @property
    def megabytes(self) -> float:
        return self.characters / 1e6


def main() -> int:
    options = _options().parse_args()
    sizes = Sizes(options.runs, int(options.megabytes * 1e6))
    source, dense = corpora.dense_texts(options.data / "eval" / "muc4", REPOSITORY / "seeds" / "articles")
    feeds = [
        corpora.Feed(f"dense conflict text ({source})", lambda run: corpora.rotated(dense, run, sizes.characters)),
        corpora.Feed(
            "feed with 10 % conflict texts",
            lambda run: corpora.mixed_texts(list(corpora.rotated(dense, run, sizes.characters, once=True)), run),
        ),
    ]
    emit([_loads(feeds, sizes), _workers(feeds[0], sizes), _start_up(sizes.runs)], markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=0.3, help="text a run (default 0.3)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _loads(feeds: list[corpora.Feed], sizes: Sizes) -> Table:
    """Loads into a new warehouse each, end to end, and how their time is spent."""
    default_extractor()
    rows = []
    for feed in feeds:
        for workers in (1, 2):
            timings = [_load(corpora.take(feed.texts(run), sizes.characters), workers) for run in range(sizes.runs)]
            middle = sorted(timings, key=lambda t: t["total"])[len(timings) // 2]
            total = middle["total"]
            parts = [middle.get(step, 0.0) for step in ("read_extract", "write", "resolve", "publish")]
            rows.append(
                [
                    f"{feed.name}, {_of_workers(workers)}",
                    speed(sizes.megabytes / total),
                    f"{total:.2f}",
                    *(f"{seconds:.2f}" for seconds in parts),
                ]
            )
    columns = ["load", "MB/s", "seconds", "read, extract", "write", "resolve", "publish"]
    title = f"Load end to end into a new warehouse, median of {sizes.runs} runs of {sizes.megabytes:g} MB"
    return Table(title, columns, rows)


def _load(texts: list[str], workers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs"
        inputs.mkdir()
        corpora.write_files(inputs, texts)
        result = load(Path(folder) / "warehouse", inputs, LoadOptions(Settings(workers=workers)))
    return result.timings


def _workers(feed: corpora.Feed, sizes: Sizes) -> Table:
    """Extraction alone in this process and in a pool of two: with the pool's start, and from its first batches on."""
    figures = {}
    for workers in (1, 2):
        runs = [_pool_speeds(corpora.take(feed.texts(run), 2 * sizes.characters), workers) for run in range(sizes.runs)]
        figures[workers] = (median(r[0] for r in runs), median(r[1] for r in runs))
    rows = [
        [f"{n} worker{'s' if n > 1 else ''}", speed(whole), speed(steady)] for n, (whole, steady) in figures.items()
    ]
    rows.append(["ratio", *(f"{figures[2][i] / figures[1][i]:.2f}x" for i in (0, 1))])
    title = f"Workers, {feed.name}, median of {sizes.runs} runs of {2 * sizes.megabytes:g} MB"
    return Table(title, ["extraction", "MB/s with start-up", "MB/s once started"], rows)


def _pool_speeds(texts: list[str], workers: int) -> tuple[float, float]:
    tasks = [Task(_document(text)) for text in texts]
    batches = [(len(chunk), chunk) for chunk in (tasks[i : i + BATCH] for i in range(0, len(tasks), BATCH))]
    settings = EngineSettings(workers=workers, extractor=default_extractor() if workers == 1 else None)
    begun = time.perf_counter()
    done_at = [time.perf_counter() for _ in run_batches(batches, settings)]
    sizes = [sum(len(task.document.text) for task in chunk) / 1e6 for _, chunk in batches]
    whole = sum(sizes) / (done_at[-1] - begun)
    later = sum(sizes[workers:]) / (done_at[-1] - done_at[workers - 1]) if len(sizes) > 2 * workers else whole
    return whole, later


def _start_up(runs: int) -> Table:
    """Whole processes: the bare interpreter, the import, the help, and the first report of a program."""
    first = "import q7x2_etl as q; q.extract('Gunmen killed two guards in Kabul on Friday.', published='2018-08-10')"
    commands = {
        "python (nothing imported)": ["-c", "pass"],
        "import q7x2_etl": ["-c", "import q7x2_etl"],
        "q7x2-etl --help": ["-m", "q7x2_etl", "--help"],
        "first report of a program": ["-c", first],
    }
    rows = [[name, f"{median(_timed_process(command) for _ in range(runs)):.2f}"] for name, command in commands.items()]
    return Table(f"Start-up, median of {runs} processes", ["process", "seconds"], rows)


def _timed_process(arguments: list[str]) -> float:
    # A program started elsewhere than in the checkout still finds the package that this one uses.
    paths = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, *arguments]
    return _timed(
        lambda: subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": paths})
    )


def _document(text: str) -> Document:
    reading = reading_of(text, Origin("text", "text", "text/plain"), Metadata())
    if not isinstance(reading, Document):
        raise SystemExit(f"a text of the benchmark cannot be read: {reading.reason}")
    return reading


def _of_workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"


if __name__ == "__main__":
    raise SystemExit(main())
