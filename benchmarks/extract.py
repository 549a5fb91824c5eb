"""How fast extraction is, from files to checked Arrow rows in one process, beside a baseline that finds names only.

    python benchmarks/extract.py [--runs N] [--megabytes X] [--markdown]

BASE is spaCy's blank English pipeline with its sentence splitter and an EntityRuler that knows the 5,000 largest places
of our gazetteer: sentences and names, no incident. It needs `pip install 'q7x2-etl[bench]'`; without spaCy the ratios
are left out, and the run says so. Three kinds of text: dense conflict text (the MUC-4 training texts where they stand
beside the checkout, else our samples), a feed of which every tenth text is of the dense ones, and ordinary news without
any trigger (so little work that more of it is timed). BASE reads the dense texts and stands beside all three: its speed
hardly depends on what a text tells, and our ordinary news is made of few words, which flatters a tokenizer's cache.
Both sides take turns on the same files, new ones in each run, in the process's own CPU seconds; figures are medians of
the runs. Nothing is asserted.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import corpora
from report_table import DATA, REPOSITORY, Table, emit, speed

from q7x2_etl.contract import check_reports, reports_to_tables
from q7x2_etl.engines import EngineSettings, Task, run_batches
from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Document
from q7x2_etl.sources import articles_of, read

NAMES = 5_000  # that the baseline knows
WARM_UP = 200_000  # characters of dense text that both sides read before the first run
BATCH = 64  # texts
QUIET_TIMES = 10  # as much text where there is next to nothing to do


@dataclass(frozen=True)
class Timed:
    """One run on one kind of text: its size, the reports, CPU seconds by step, and the speed of BASE where it ran."""

    characters: int
    texts: int
    reports: int
    steps: dict[str, float]
    base_speed: float | None

    @property
    def speed(self) -> float:
        """Megabytes a second, all steps together."""
        return self.characters / 1e6 / sum(self.steps.values())

    @property
    def ratio(self) -> float:
        """How many times as fast as BASE."""
        return self.speed / (self.base_speed or 1.0)


def main() -> int:
    options = _options().parse_args()
    base = spacy_base()
    source, dense = corpora.dense_texts(options.data / "eval" / "muc4", REPOSITORY / "seeds" / "articles")
    characters = int(options.megabytes * 1e6)
    feeds = [
        corpora.Feed(f"dense conflict text ({source})", lambda run: corpora.rotated(dense, run, characters), 1),
        corpora.Feed(
            "feed with 10 % conflict texts",
            lambda run: corpora.mixed_texts(list(corpora.rotated(dense, run, characters, once=True)), run),
            QUIET_TIMES // 2,
        ),
        corpora.Feed("ordinary news, no trigger", corpora.ordinary_texts, QUIET_TIMES),
    ]
    _timed(corpora.take(feeds[0].texts(options.runs), min(WARM_UP, 4 * characters)), base)
    runs: dict[str, list[Timed]] = {feed.name: [] for feed in feeds}
    for run in range(options.runs):
        dense_run, *others = (corpora.take(feed.texts(run), characters * feed.times) for feed in feeds)
        timed = _timed(dense_run, base)
        runs[feeds[0].name].append(timed)
        for feed, texts in zip(feeds[1:], others, strict=True):
            runs[feed.name].append(replace(_timed(texts, None), base_speed=timed.base_speed))
    emit([_speeds(runs), _steps(runs)], markdown=options.markdown)
    if base is None:
        print("BASE was not run: spaCy is not installed (pip install 'q7x2-etl[bench]').")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=0.3, help="dense text a run (default 0.3)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def spacy_base() -> Callable[[str], int] | None:
    """How many names the baseline finds in a text; None where spaCy is not installed."""
    try:
        import spacy
    except ImportError:
        return None
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    names = corpora.largest_places(NAMES)
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PLACE", "pattern": name} for name in names])
    return lambda text: len(pipeline(text).ents)


def _timed(texts: list[str], base: Callable[[str], int] | None) -> Timed:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpora.write_files(folder, texts)
        steps, reports = _ours(folder)
        size = sum(map(len, texts))
        base_speed = None if base is None else size / 1e6 / _base_seconds(folder, base)
    return Timed(size, len(texts), reports, steps, base_speed)


def _ours(folder: Path) -> tuple[dict[str, float], int]:
    """CPU seconds of each step from files to checked Arrow rows, and how many reports came of it."""
    extractor = default_extractor()
    clock = [time.process_time()]
    documents = [reading for reading in read(folder) if isinstance(reading, Document)]
    clock.append(time.process_time())
    tasks = [Task(d, tuple(articles_of(d)) if extractor.may_tell(d.text) else ()) for d in documents]
    clock.append(time.process_time())
    batches = ((0, tasks[i : i + BATCH]) for i in range(0, len(tasks), BATCH))
    done = [one for _, found in run_batches(batches, EngineSettings(extractor=extractor)) for one in found]
    clock.append(time.process_time())
    reports = [report for one in done for told in one.reports for report in told]
    if reports:
        checked = check_reports(reports, {a.article_id: a for one in done for a in one.articles})
        reports_to_tables(checked.valid, "benchmark")
    clock.append(time.process_time())
    names = ("read", "cut into stories", "extract", "check, to Arrow")
    return {n: after - before for n, before, after in zip(names, clock, clock[1:], strict=False)}, len(reports)


def _base_seconds(folder: Path, base: Callable[[str], int]) -> float:
    start = time.process_time()
    for path in sorted(folder.glob("*.txt")):
        base(path.read_text(encoding="utf-8"))
    return time.process_time() - start


def _speeds(runs: dict[str, list[Timed]]) -> Table:
    rows = []
    for name, timed in runs.items():
        ratios = [t.ratio for t in timed if t.base_speed is not None]
        rows.append(
            [
                name,
                speed(median(t.speed for t in timed)),
                f"{median(t.texts / sum(t.steps.values()) for t in timed):,.0f}",
                f"{median(t.reports for t in timed):,.0f}",
                f"{median(ratios):.2f}x" if ratios else "not run",
            ]
        )
    base = [t.base_speed for t in next(iter(runs.values())) if t.base_speed is not None]
    rows.append(["BASE: sentences and names, by spaCy", speed(median(base)) if base else "not run", "", "", ""])
    columns = ["files to checked Arrow rows, one process", "MB/s", "texts/s", "reports", "against BASE"]
    return Table(f"Speed of extraction, medians of {len(next(iter(runs.values())))} runs", columns, rows)


def _steps(runs: dict[str, list[Timed]]) -> Table:
    """What share of the time each step takes."""
    names = list(next(iter(runs.values()))[0].steps)
    rows = [
        [name, *(f"{100 * median(t.steps[step] / sum(t.steps.values()) for t in timed):.0f} %" for step in names)]
        for name, timed in runs.items()
    ]
    return Table("Where the time goes", ["share of the CPU time", *names], rows)


if __name__ == "__main__":
    raise SystemExit(main())
