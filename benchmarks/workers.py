"""What worker processes gain: extraction in this process, in one worker and in two; and what the way there costs.

    python benchmarks/workers.py [--runs N] [--megabytes X] [--markdown]

Nothing is written. Every run has texts of its own, which the three ways get one after the other; the figures are
medians of the runs. The speed is taken from when all workers have worked already: the stream of batches begins with
other texts, and with empty batches that keep the texts to be timed out of the pool until the clock runs. The time from
the call to the first result is told apart. Nothing is asserted.

The clock says little on a machine that others use. So the CPU time of the busiest process (this one or a worker) in
those seconds is told too: with as many free cores as processes, nothing takes longer than that.
"""

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import corpora
import pyarrow as pa
from report_table import DATA, REPOSITORY, Table, emit, speed

from q7x2_etl.engines import (
    EXTRACTIONS,
    TASKS,
    EngineSettings,
    Extraction,
    Task,
    extractions_of,
    extractions_to_arrow,
    run_batches,
    tasks_of,
    tasks_to_arrow,
)
from q7x2_etl.engines.pool import AHEAD
from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Document, Metadata
from q7x2_etl.sources import Origin, reading_of

BATCH = 16  # texts, as in a load
Batches = list[list[Task]]


@dataclass(frozen=True)
class Way:
    """A way to extract: its name, and its settings."""

    name: str
    settings: EngineSettings


@dataclass(frozen=True)
class Timed:
    """One run: seconds to the first result, and megabytes of text a second once all workers are at work; by the clock,
    and by the CPU time of the busiest process.
    """

    start: float
    speed: float
    speed_by_cpu: float


def main() -> int:
    options = _options().parse_args()
    characters = int(options.megabytes * 1e6)
    source, dense = corpora.dense_texts(options.data / "eval" / "muc4", REPOSITORY / "seeds" / "articles")
    feeds = [
        corpora.Feed(f"dense conflict text ({source})", lambda run: corpora.rotated(dense, run, 2 * characters)),
        corpora.Feed(
            "feed with 10 % conflict texts",
            lambda run: corpora.mixed_texts(list(corpora.rotated(dense, run, 2 * characters, once=True)), run),
            times=4,
        ),
    ]
    tables = [_speeds(feeds, options.runs, characters), _crossing(feeds, characters)]
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=0.5, help="text a run (default 0.5)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of evaluation data")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def _speeds(feeds: list[corpora.Feed], runs: int, characters: int) -> Table:
    """The ways side by side, run by run."""
    ways = [
        Way("in this process", EngineSettings(extractor=default_extractor())),
        Way("1 worker", EngineSettings(workers=1, isolated=True)),
        Way("2 workers", EngineSettings(workers=2)),
    ]
    rows = []
    for feed in feeds:
        timed: dict[str, list[Timed]] = {way.name: [] for way in ways}
        for run in range(runs):
            texts = corpora.take(feed.texts(run), 2 * feed.times * characters)
            first, then = _batches(texts[: len(texts) // 2]), _batches(texts[len(texts) // 2 :])
            for way in ways:
                timed[way.name].append(_timed(way.settings, first, then))
        base = timed[ways[0].name]
        for way in ways:
            pairs = list(zip(timed[way.name], base, strict=True))
            ratio = median(one.speed / alone.speed for one, alone in pairs)
            by_cpu = median(one.speed_by_cpu / alone.speed_by_cpu for one, alone in pairs)
            rows.append(
                [
                    f"{feed.name}, {way.name}",
                    speed(median(one.speed for one in timed[way.name])),
                    f"{ratio:.2f}x",
                    f"{by_cpu:.2f}x",
                    f"{median(one.start for one in timed[way.name]):.2f}",
                ]
            )
    title = f"Extraction, medians of {runs} runs of {characters / 1e6:g} MB (the feed: {characters * 4 / 1e6:g} MB)"
    return Table(title, ["extraction", "MB/s", "against this process", "by CPU time", "s to the first result"], rows)


def _timed(settings: EngineSettings, first: Batches, then: Batches) -> Timed:
    fillers = settings.workers * AHEAD
    stream: list[tuple[str, list[Task]]] = [("first", batch) for batch in first]
    stream += [("filler", [])] * fillers + [("then", batch) for batch in then]
    begun = time.perf_counter()
    start = clock = 0.0
    before: dict[int, float] = {}
    after: dict[int, float] = {}
    for number, (ticket, _) in enumerate(run_batches(stream, settings), start=1):
        start = start or time.perf_counter() - begun
        if ticket == "filler" and not clock:  # the window of the pool holds nothing but fillers now
            clock, before = time.perf_counter(), _cpu_of_processes()
        if number == len(stream):
            after = _cpu_of_processes()
    seconds = time.perf_counter() - clock
    busiest = max(after[pid] - before.get(pid, 0.0) for pid in after)
    megabytes = sum(len(task.document.text) for batch in then for task in batch) / 1e6
    return Timed(start, megabytes / seconds, megabytes / busiest)


def _cpu_of_processes() -> dict[int, float]:
    """CPU seconds of this process and, where /proc tells it, of its workers."""
    spent = {os.getpid(): time.process_time()}
    for worker in multiprocessing.active_children():
        stat = Path(f"/proc/{worker.pid}/stat")
        if worker.pid is not None and stat.exists():
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            spent[worker.pid] = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return spent


def _crossing(feeds: list[corpora.Feed], characters: int) -> Table:
    """The CPU time of the way to a worker and back, as shares of that of the extraction itself."""
    rows = []
    for feed in feeds:
        batches = _batches(corpora.take(feed.texts(0), feed.times * characters))
        _extracted(batches)
        extracting, found = _cpu(_extracted, batches)
        there, orders = _cpu(_tasks_out, batches)
        there_back, _ = _cpu(_tasks_in, orders)
        home, answers = _cpu(_extractions_out, batches, found)
        home_back, _ = _cpu(_extractions_in, batches, answers)
        shares = [f"{100 * spent / extracting:.1f} %" for spent in (there, there_back, home, home_back)]
        sizes = [f"{sum(map(len, buffers)) / len(buffers) / 1000:.0f}" for buffers in (orders, answers)]
        rows.append([feed.name, *shares, *sizes])
    columns = ["share of extraction's CPU time", "tasks to Arrow", "and back", "results to Arrow", "and back"]
    return Table(f"The way to a worker and back, batches of {BATCH}", [*columns, "kB there", "kB back"], rows)


def _extracted(batches: Batches) -> list[list[Extraction]]:
    settings = EngineSettings(extractor=default_extractor())
    return [found for _, found in run_batches([("", batch) for batch in batches], settings)]


def _tasks_out(batches: Batches) -> list[pa.Buffer]:
    return [tasks_to_arrow(batch).serialize() for batch in batches]


def _tasks_in(orders: list[pa.Buffer]) -> list[list[Task]]:
    return [tasks_of(pa.ipc.read_record_batch(order, TASKS)) for order in orders]


def _extractions_out(batches: Batches, found: list[list[Extraction]]) -> list[pa.Buffer]:
    return [extractions_to_arrow(done, _texts(batch)).serialize() for batch, done in zip(batches, found, strict=True)]


def _extractions_in(batches: Batches, answers: list[pa.Buffer]) -> list[list[Extraction]]:
    return [
        extractions_of(pa.ipc.read_record_batch(answer, EXTRACTIONS), _texts(batch))
        for batch, answer in zip(batches, answers, strict=True)
    ]


def _cpu(step: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    start = time.process_time()
    done = step(*arguments)
    return time.process_time() - start, done


def _batches(texts: list[str]) -> Batches:
    tasks = [Task(_document(number, text)) for number, text in enumerate(texts)]
    return [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]


def _document(number: int, text: str) -> Document:
    reading = reading_of(text, Origin(f"{number}", f"{number}", "text/plain"), Metadata())
    if not isinstance(reading, Document):
        raise SystemExit(f"a text of the benchmark cannot be read: {reading.reason}")
    return reading


def _texts(tasks: list[Task]) -> list[str]:
    return [task.document.text for task in tasks]


if __name__ == "__main__":
    raise SystemExit(main())
